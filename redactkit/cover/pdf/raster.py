"""Pages as pixels, for content that cannot be rewritten safely: drawn from the normalised original, covered, coded.

Never from a half-edited file. Of the old page nothing stays but its place among the others.
"""

from __future__ import annotations

import io
import math
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from redactkit.cover.pdf.drawn import Hidden, covered, touched
from redactkit.cover.pdf.invisible import InvisibleText, staying
from redactkit.cover.pdf.jpeg import coarsest
from redactkit.pdf.affine import box_under, multiply
from redactkit.pdf.allowed import strip
from redactkit.pdf.pdfium import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactkit.model import Pixels, Quad
    from redactkit.pdf.affine import Box
    from redactkit.pdf.seen import Placed

# Dots per inch: of text and lines, 10 pt digits are 21 px high, of which the engine reads all; and as many as are
# drawn for the sharpest image, for the page must stay below a few hundred KB.
_DRAWN_DPI, _MOST_DPI = 150, 200
_MOST_PIXELS = 12_000_000  # of one page: 36 MB while it is drawn
_LONGEST_PX = 32_767  # of a side: OpenCV computes with 16 bits, a JPEG has at most 65,500
_LONGER_PT = 842  # A4, ISO 216. A shorter page, of a card or a receipt, may have more dots an inch, as a photo has.
_QUALITY = 80  # on the libjpeg scale; `fit` codes once more where bytes are scarce
_COLORLESS = 12  # levels between channels: a gray scan coded as JPEG in colour differs by less
_WHOLE = 0.95  # of a page: an image this large is the page
_PURE = 12  # levels from black or white that are black or white

_NONE: Mapping[int, Sequence[Quad]] = MappingProxyType({})

# Soft pixels to one black one, where a scan in black and white is drawn with the pixels that it has. None when they
# meet; up to two when it is stretched by a pixel: as black and white, A4 at 200 dpi still looks the same, at 150 not.
_SOFT, _SOFT_FINE, _FINE_PX = 0.02, 2.0, 2200


def rasterise(
    data: bytes, original: bytes, pages: Mapping[int, Sequence[Quad]], keeps: Mapping[int, Sequence[Quad]] = _NONE
) -> bytes:
    """Replace pages by pixels and by the invisible text of what stays.

    Parameters
    ----------
    data : bytes
        The PDF whose pages are replaced; what they hold is not looked at.
    original : bytes
        The normalised PDF, from which they are drawn.
    pages : mapping of int to sequence of Quad
        Which, and what is covered there: user space, points.
    keeps : mapping of int to sequence of Quad
        What stays readable next to it, likewise.

    Returns
    -------
    bytes
        A PDF with as many pages, each as large as displayed before; the same bytes for the same input.
    """
    if not pages:
        return data
    coding = coarsest(original)
    with Reader(original) as reader, pikepdf.open(io.BytesIO(data)) as pdf:
        text = InvisibleText(pdf)
        for index in sorted(pages):
            drawn = _draw(reader, index, Hidden(pages[index], keeps.get(index, ()), coding))
            to_page = multiply(
                reader.matrix(index, 1, 1), (drawn.width_pt, 0.0, 0.0, -drawn.height_pt, 0.0, drawn.height_pt)
            )
            kept = staying(reader.characters(index), pages[index])
            content = text.place(kept, to_page, drawn.width_pt, drawn.height_pt)
            _put(pdf, pdf.pages[index].obj, drawn, content, text.fonts)
        text.finish()
        return _saved(pdf)


def rebuild(original: bytes, pages: Mapping[int, Sequence[Quad]], keeps: Mapping[int, Sequence[Quad]] = _NONE) -> bytes:
    """Return a new PDF of nothing but pixels: every page of the original, without any text.

    Parameters
    ----------
    original : bytes
        The normalised PDF.
    pages : mapping of int to sequence of Quad
        What is covered: user space, points. Pages that it does not name are drawn as they are.
    keeps : mapping of int to sequence of Quad
        What stays readable next to it, likewise.
    """
    coding = coarsest(original)
    with Reader(original) as reader, pikepdf.new() as pdf:
        for index in range(len(reader)):
            drawn = _draw(reader, index, Hidden(pages.get(index, ()), keeps.get(index, ()), coding))
            _put(pdf, pdf.add_blank_page().obj, drawn, b"", Dictionary())
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    strip(pdf)
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


# --- one page


class _Drawn(NamedTuple):
    """A covered page: its displayed size, and its image's data and entries."""

    width_pt: float
    height_pt: float
    data: bytes
    entries: dict[str, object]


def _put(pdf: pikepdf.Pdf, page: pikepdf.Object, drawn: _Drawn, text: bytes, fonts: pikepdf.Object) -> None:
    """Make a page show an image; everything that it had or inherited gives way."""
    for key in [key for key, _ in page.items() if key not in ("/Type", "/Parent")]:
        del page[key]
    image = pikepdf.Stream(pdf, drawn.data, {"/Type": Name.XObject, "/Subtype": Name.Image, **drawn.entries})
    content = b"q %.3f 0 0 %.3f 0 0 cm /I Do Q\n%s" % (drawn.width_pt, drawn.height_pt, text)
    box = [0, 0, round(drawn.width_pt, 3), round(drawn.height_pt, 3)]
    page["/MediaBox"] = box
    page["/CropBox"] = box
    page["/Rotate"] = 0
    page["/Resources"] = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)), Font=fonts)
    page["/Contents"] = pdf.make_indirect(pikepdf.Stream(pdf, content))


def _draw(reader: Reader, index: int, hidden: Hidden) -> _Drawn:
    pixels = _black_and_white(reader, index)
    is_black_and_white = pixels is not None
    if pixels is None:
        pixels = reader.render(index, *_size(reader, index))
    height, width = pixels.shape[:2]
    if is_black_and_white:
        pixels[touched(reader, index, hidden.quads, width, height)] = 0
    else:
        pixels = covered(pixels, reader, index, hidden)
    entries: dict[str, object] = {"/Width": width, "/Height": height, "/ColorSpace": Name.DeviceGray}
    if is_black_and_white:
        entries["/BitsPerComponent"] = 1
        return _Drawn(*reader.size_pt(index), np.packbits(pixels[..., 1] > 127, axis=1).tobytes(), entries)
    if _is_gray(pixels):
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    else:
        entries["/ColorSpace"] = Name.DeviceRGB
    entries |= {"/BitsPerComponent": 8, "/Filter": Name.DCTDecode}
    return _Drawn(*reader.size_pt(index), _jpeg(pixels), entries)


def _jpeg(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _is_gray(pixels: Pixels) -> bool:
    red, green, blue = cv2.split(pixels)
    return bool(max(cv2.absdiff(red, green).max(), cv2.absdiff(blue, green).max()) < _COLORLESS)


# --- how many pixels


def _size(reader: Reader, index: int) -> tuple[int, int]:
    width_pt, height_pt = reader.size_pt(index)
    most = _MOST_DPI * max(1.0, _LONGER_PT / max(width_pt, height_pt))
    dpi = min(max(_DRAWN_DPI, *map(_dpi, reader.images(index)), 0), most)
    return _limited(width_pt * dpi / 72, height_pt * dpi / 72)


def _limited(width: float, height: float) -> tuple[int, int]:
    scale = min(1.0, math.sqrt(_MOST_PIXELS / (width * height)), _LONGEST_PX / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _dpi(image: Placed) -> float:
    a, b, c, d, _, _ = image.matrix
    across, down = math.hypot(a, b), math.hypot(c, d)
    return 72 * max(image.width_px / across, image.height_px / down) if across and down else 0.0


def _black_and_white(reader: Reader, index: int) -> Pixels | None:
    """Return a page that is one image in black and white, drawn pixel for pixel; None of any other page."""
    images = reader.images(index)
    if len(images) != 1 or any(character.visible for character in reader.characters(index)):
        return None
    left, top, right, bottom = _on_page(reader, index, images[0])
    if (min(right, 1) - max(left, 0)) * (min(bottom, 1) - max(top, 0)) < _WHOLE:
        return None
    a, b, _, _, _, _ = multiply(images[0].matrix, reader.matrix(index, 1, 1))
    width, height = images[0].width_px, images[0].height_px
    pixels = reader.render(index, *(_limited(height, width) if abs(b) > abs(a) else _limited(width, height)))
    most = _SOFT_FINE if max(width, height) >= _FINE_PX else _SOFT
    if _soft(pixels) > most * np.count_nonzero(pixels <= _PURE) or _soft(reader.picture(index, 0)):
        return None
    return pixels


def _soft(pixels: Pixels) -> int:
    """Return how many samples are neither black nor white."""
    return int(np.count_nonzero((pixels > _PURE) & (pixels < 255 - _PURE)))


def _on_page(reader: Reader, index: int, image: Placed) -> Box:
    """Return where an image lies, with the page as the unit square."""
    return box_under(multiply(image.matrix, reader.matrix(index, 1, 1)), (0.0, 0.0, 1.0, 1.0))
