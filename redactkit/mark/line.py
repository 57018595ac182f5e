"""A line of text as PDFs draw it: on a page of a PDF, or drawn by PDFium and laid over a picture."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf
from pikepdf import Dictionary, Name

from redactkit.model import Quad
from redactkit.pdf.affine import inverse, moved
from redactkit.pdf.core14 import core_widths
from redactkit.pdf.encodings import encoding
from redactkit.pdf.naming import dictionary
from redactkit.pdf.pdfium import Reader
from redactkit.pdf.resources import entries, resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Page, Point

FONT = "Helvetica"
ENCODING = "/WinAnsiEncoding"
SIZE = 0.75  # of the type, share of the place's height
BASELINE = 0.22  # of the place's height, above its lower edge: descenders of Helvetica reach .21 of the type below it
DARK, LIGHT = 48, 224  # gray levels, on light and on dark ground
MIDDLE = 110  # mean gray below which ground is dark
STRENGTH = 0.8  # of the ink on a picture; the ground shows through
_NAME = "/Watermark"


def aspect(text: str) -> float:
    """Return the width of a line by the height of the place that it needs."""
    names, widths = encoding(ENCODING), core_widths(FONT)
    known: Mapping[str, float] = widths if isinstance(widths, Mapping) else {}
    em = sum(known.get(names[code], 0.0) for code in text.encode("cp1252")) / 1000
    return (em + 1) * SIZE


def print_on_picture(page: Page, place: Quad, text: str) -> Page:
    """Return a picture with a line on it."""
    (left, top), _, (right, bottom), _ = place.corners
    rows, columns = slice(round(top), round(bottom)), slice(round(left), round(right))
    pixels = page.pixels.copy()
    view = pixels[rows, columns].astype(np.float32)
    ink = _drawn(text, view.shape[1], view.shape[0])[..., None] * STRENGTH
    pixels[rows, columns] = np.rint(view * (1 - ink) + _tone(view) * ink).astype(np.uint8)
    pixels.flags.writeable = False
    return replace(page, pixels=pixels)


def print_on_pdf(pdf: bytes, sizes: Sequence[tuple[int, int]], places: Sequence[Quad], text: str) -> bytes:
    """Return a normalised PDF with a line on every page.

    Parameters
    ----------
    pdf : bytes
    sizes : sequence of (width, height)
        Pixels of the pages as they are rendered.
    places : sequence of Quad
        In these pixels, one a page.
    text : str
    """
    with Reader(pdf) as reader:
        back = [inverse(reader.matrix(index, *size)) for index, size in enumerate(sizes)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page, place, matrix in zip(document.pages, places, back, strict=True):
            _print(document, page, moved(place, matrix), text)
        return _saved(document)


def _print(document: pikepdf.Pdf, page: pikepdf.Page, place: Quad, text: str) -> None:
    own = entries(resources(page))
    fonts = entries(own.get("/Font")) | {_NAME: document.make_indirect(_font())}
    page.obj["/Resources"] = dictionary({**own, "/Font": dictionary(fonts)})
    page.contents_add(pikepdf.Stream(document, b"q\n"), prepend=True)
    page.contents_add(pikepdf.Stream(document, b"\nQ\n" + _content(place, text)))


def _font() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + FONT), Encoding=Name(ENCODING))


def _content(place: Quad, text: str) -> bytes:
    """Return the content that shows a line in a place of user space."""
    top_left, top_right, _, bottom_left = place.corners
    high = math.dist(top_left, bottom_left)
    along, up = _unit(top_left, top_right), _unit(bottom_left, top_left)
    size, rise = SIZE * high, BASELINE * high
    x = bottom_left[0] + rise * up[0] + size / 2 * along[0]
    y = bottom_left[1] + rise * up[1] + size / 2 * along[1]
    matrix = b" ".join(b"%.5f" % value for value in (*along, *up, x, y))
    shown = text.encode("cp1252").hex().encode()
    return b"q BT %.3f g %s %.3f Tf %s Tm <%s> Tj ET Q\n" % (DARK / 255, _NAME.encode(), size, matrix, shown)


def _unit(start: Point, end: Point) -> Point:
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _drawn(text: str, width: int, height: int) -> NDArray[np.float32]:
    """Return the ink of a line, 0 to 1, as large as its place."""
    upright = Quad(((0.0, height), (width, height), (width, 0.0), (0.0, 0.0)))
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(width, height))
        _print(document, page, upright, text)
        data = _saved(document)
    with Reader(data) as reader:
        gray = cv2.cvtColor(reader.render(0, width, height), cv2.COLOR_RGB2GRAY)
    return np.asarray((255 - gray) / (255 - DARK), np.float32).clip(0, 1)


def _tone(ground: NDArray[np.float32]) -> int:
    return DARK if ground.mean() > MIDDLE else LIGHT


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
