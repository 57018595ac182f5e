"""Small PDFs for tests: pages drawn with reportlab, or written by hand where the bytes matter."""

import io
import zlib

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.pdfgen.canvas import Canvas

from redactkit.pdf.pdfium import Reader

SIZE = (300, 200)  # pt
SECRET = b"4111111111111111"
SAY = b"BT /F 12 Tf 20 60 Td (%s) Tj ET" % SECRET


def drawn(*draws, size=SIZE):
    """Return a PDF with one page for each function, which is given a reportlab canvas with Helvetica 12 set."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    for draw in draws:
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def texts(*lines, size=SIZE):
    """Return a PDF with one page and lines of 12 pt, each given as (x, y, text)."""
    return drawn(lambda canvas: [canvas.drawString(*line) for line in lines], size=size)


def written(content, size=SIZE, entries=None, **resources):
    """Return a PDF with one page of this content; /F is Helvetica.

    Each resource is a dictionary of its category, or a function that makes one for the new PDF; `entries` go into the
    page.
    """
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size).obj
    found = {name: made(pdf) if callable(made) else made for name, made in resources.items()}
    found["Font"] = {"/F": helvetica(), **found.get("Font", {})}
    page.Resources = Dictionary({f"/{name}": Dictionary(made) for name, made in found.items()})
    page.Contents = Stream(pdf, content)
    for key, value in (entries or {}).items():
        page[f"/{key}"] = value
    return saved(pdf)


def helvetica():
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def form(pdf, content, **entries):
    """Return a form that covers a page; it uses /F as Helvetica unless it is given other resources."""
    entries.setdefault("Resources", Dictionary(Font=Dictionary(F=helvetica())))
    made = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *SIZE]), **entries)
    return pdf.make_indirect(made)


def image(pdf, pixels, **entries):
    """Return an image of pixels, RGB or gray."""
    height, width = pixels.shape[:2]
    space = Name.DeviceRGB if pixels.ndim == 3 else Name.DeviceGray
    made = Stream(pdf, zlib.compress(pixels.tobytes()), Type=Name.XObject, Subtype=Name.Image, ColorSpace=space)
    made.Width, made.Height, made.BitsPerComponent, made.Filter = width, height, 8, Name.FlateDecode
    for key, value in entries.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def stencil(pdf, white, **entries):
    """Return an image that paints the current colour where pixels are not white."""
    made = image(pdf, np.packbits(white, axis=1), ImageMask=True, Width=white.shape[1], BitsPerComponent=1, **entries)
    del made["/ColorSpace"]
    return made


def edited(data, change, **options):
    """Return a PDF after a function was called with it, opened."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf, **options)


def saved(pdf, **options):
    """Return the bytes of an open PDF; the same each time, but for one that is encrypted."""
    out = io.BytesIO()
    other = {"static_id", "encryption"} & options.keys()
    pdf.save(out, fix_metadata_version=False, deterministic_id=not other, **options)
    return out.getvalue()


def content_of(data, index=0):
    """Return the content of a page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = pdf.pages[index].obj.get("/Contents")
        streams = found if isinstance(found, Array) else [found]
        return b"\n".join(stream.read_bytes() for stream in streams)


def everything(data):
    """Return all objects and streams of a PDF as one string of bytes, the streams decoded where that can be."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts = [pdf.trailer.unparse()]
        for found in pdf.objects:
            parts.append(found.unparse(resolved=True))
            if isinstance(found, Stream):
                parts.append(_decoded(found))
        return b"\n".join(parts)


def _decoded(stream):
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def hidden_forms(pdf):
    return {"/X": form(pdf, SAY), "/Off": form(pdf, SAY)}


def layers(pdf):
    """Add the layers On, which is on, and Off, which is off, and what is made of them."""
    on, off = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("on", "off"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([on, off]), D=Dictionary(OFF=Array([off])))
    resources = pdf.pages[0].obj.Resources
    resources.Properties = Dictionary(
        On=on,
        Off=off,
        NotOn=Dictionary(Type=Name.OCMD, VE=Array([Name.Not, on])),
        AllOn=Dictionary(Type=Name.OCMD, OCGs=Array([on, off]), P=Name.AllOn),
        AnyOn=Dictionary(Type=Name.OCMD, OCGs=Array([on, off])),
    )
    resources.XObject.Off.OC = off


def text_of(data, index=0):
    """Return the text of a page."""
    with Reader(data) as reader:
        return "".join(one.char for one in reader.characters(index) if not one.generated)


def pixels_of(data, index=0):
    """Return a page in twice as many pixels as it has points."""
    with Reader(data) as reader:
        return reader.render(index, 2 * SIZE[0], 2 * SIZE[1])


PLAIN = texts((20, 100, "shown"))


def unknown_font(pdf):
    """Return a font that does not say what its characters are."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Unheard,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name.Unheard, Flags=4),
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Unheard, DescendantFonts=[descendant])
    font.Encoding = Name("/Identity-H")
    return pdf.make_indirect(font)
