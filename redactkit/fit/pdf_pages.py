"""Pictures as a new PDF: one page a picture, at one joint quality, and nothing else in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

from redactkit.fit import jpeg
from redactkit.fit.bilevel import group4, white_of
from redactkit.fit.pdf import save
from redactkit.fit.picture import drop_equal_channels
from redactkit.fit.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Page, Pixels

_DPI = 150.0  # of a page that states none: A4 at 150 dpi has 2 MP, the least that a scan keeps
_SHORTEST, _LONGEST = 297.6, 1190.6  # pt; the longer side of a page, from A7 (105 mm) to A3 (420 mm), ISO 216
_FILE_BYTES, _PAGE_BYTES = 600, 600  # for all but the pictures; 570 and 440 measured


class _Image(NamedTuple):
    """A coded picture and what its dictionary says."""

    data: bytes
    entries: dict[str, object]


def fit_pages(pages: Sequence[Page], max_bytes: int) -> bytes:
    """Return the pages as a PDF file of at most `max_bytes`; black and white is CCITT Group 4, all else JPEG."""
    pictures = [drop_equal_channels(page.pixels) for page in pages]
    images = {index: image for index, picture in enumerate(pictures) if (image := _black_and_white(picture))}
    others = [index for index in range(len(pages)) if index not in images]
    if others:
        left = max_bytes - _FILE_BYTES - _PAGE_BYTES * len(pages) - sum(len(image.data) for image in images.values())
        coded = search([pictures[index] for index in others], max(left, 0), jpeg.encode)
        images |= {index: _photo(*one) for index, one in zip(others, coded, strict=True)}
    with pikepdf.new() as pdf:
        for index, page in enumerate(pages):
            _add(pdf, images[index], *_size_pt(page))
        return save(pdf)


def _black_and_white(pixels: Pixels) -> _Image | None:
    white = white_of(pixels) if pixels.ndim == 2 else None
    if white is None:
        return None
    height, width = white.shape
    return _Image(
        group4(~white),
        {
            "/Width": width,
            "/Height": height,
            "/BitsPerComponent": 1,
            "/ColorSpace": Name.DeviceGray,
            "/Filter": Name.CCITTFaxDecode,
            "/DecodeParms": Dictionary(K=-1, Columns=width, Rows=height),
        },
    )


def _photo(pixels: Pixels, data: bytes) -> _Image:
    height, width = pixels.shape[:2]
    return _Image(
        data,
        {
            "/Width": width,
            "/Height": height,
            "/BitsPerComponent": 8,
            "/ColorSpace": Name.DeviceGray if pixels.ndim == 2 else Name.DeviceRGB,
            "/Filter": Name.DCTDecode,
        },
    )


def _size_pt(page: Page) -> tuple[float, float]:
    """Return width and height of a page: as large as its resolution says, within reason."""
    height_px, width_px = page.pixels.shape[:2]
    longer_px = max(width_px, height_px)
    longer_pt = min(max(longer_px * 72 / (page.dpi or _DPI), _SHORTEST), _LONGEST)
    return round(width_px * longer_pt / longer_px, 2), round(height_px * longer_pt / longer_px, 2)


def _add(pdf: pikepdf.Pdf, image: _Image, width_pt: float, height_pt: float) -> None:
    stream = pikepdf.Stream(pdf, image.data, {"/Type": Name.XObject, "/Subtype": Name.Image, **image.entries})
    content = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (width_pt, height_pt)
    page = pdf.add_blank_page(page_size=(width_pt, height_pt))
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(I=pdf.make_indirect(stream)))
    page.obj["/Contents"] = pdf.make_indirect(pikepdf.Stream(pdf, content))
