"""Small statements drawn from rows of text, as they come from a bank and as a careless tool might leave them."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from redactkit.geometry import from_box
from redactkit.pdf.allowed import strip
from redactkit.pdf.pdfium import Reader

SECRET = "12345678901234"
ROWS = (
    (72, 700, "Example Bank"),
    (72, 660, "Account"),
    (140, 660, SECRET),
    (72, 640, "Holder"),
    (140, 640, "Maria Muster"),
    (72, 600, "Opening balance"),
    (72, 120, "Page 1 of 1"),
)
AREA = from_box(139, 656, 235, 671)  # around the secret: 14 digits of 12 pt Helvetica are 93.4 pt wide
SIZE = (500, 750)  # pt


def photo(seed=4, height=120, width=200):
    """Draw soft coloured noise, as a photo."""
    coarse = np.random.default_rng(seed).integers(0, 256, (height // 10, width // 10, 3)).astype(np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def jpeg(image, quality):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    out.seek(0)
    return out


def statement(*pages, size=SIZE, edit=None):
    """Return a PDF of pages, each a list of rows and of functions that draw on the canvas; cleaned as covering does.

    `edit` may change the pikepdf document before.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for page in pages or (ROWS,):
        canvas.setFont("Helvetica", 12)
        for row in page:
            if callable(row):
                row(canvas)
            else:
                canvas.drawString(*row)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(out) as pdf:
        if edit:
            edit(pdf)
        strip(pdf)
        return saved(pdf)


def saved(pdf, *, renew=True, **how):
    out = io.BytesIO()
    if "/ID" in pdf.trailer and renew:
        del pdf.trailer["/ID"]
    how = {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "deterministic_id": True} | how
    pdf.save(out, **how)
    return out.getvalue()


def box(canvas, left=139, bottom=656, width=96, height=15, gray=0.1):
    canvas.saveState()
    canvas.setFillGray(gray)
    canvas.rect(left, bottom, width, height, stroke=0, fill=1)
    canvas.restoreState()


def line(canvas):
    canvas.line(72, 500, 400, 500)


def picture(image, left=100, bottom=300, width=200, height=120):
    def draw(canvas):
        canvas.drawImage(ImageReader(image), left, bottom, width, height)

    return draw


def digits_as_pixels(canvas):
    """Paste the secret as an image where it was."""
    with Reader(statement(((1, 4, SECRET),), size=(96, 15))) as reader:
        pixels = reader.render(0, 384, 60)
    canvas.drawImage(ImageReader(Image.fromarray(pixels)), 139, 656, 96, 15)


def without_secret(rows=ROWS):
    return [row for row in rows if callable(row) or row[2] != SECRET]


def covered(*more, rows=ROWS):
    """Return the rows of an honest result: the secret gone, a box in its place."""
    return [*without_secret(rows), box, *more]


def replaced(rows, old, *new):
    return [one for row in rows for one in (new if row == old else (row,))]


HONEST = (*ROWS, line, picture(photo()))
