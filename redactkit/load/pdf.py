"""PDFs: normalised, then a page is rendered whenever it is asked for, and none is kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from redactkit.load.guard import guarded
from redactkit.load.image import read_only
from redactkit.load.limits import MAX_SIDE_PX
from redactkit.model import Document, Page
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader

if TYPE_CHECKING:
    from redactkit.pdf.pdfium import Placed

DPI = 150
"""Resolution of a page that holds no sharper image: 6 pt digits are 9 pixels high, engines read from 8."""

SHARP_DPI = 200
"""Resolution at most: what scanners and banks use; A4 has 3.9 megapixels then."""

MAX_PAGE_PIXELS = 12_000_000
"""Pixels of a page, however large: a letter at 350 dpi. Some scans claim to be 4250 x 5500 points."""

MIN_SIDE_PX = 600
"""Shorter side of a small page: receipts 100 points wide, cards. Bounded by `MAX_DPI`."""

MAX_DPI = 600
_POINTS_PER_INCH = 72
_A4_AT_SHARP = 1654 * 2339  # pixels that a small page with a sharp image may have, whatever its resolution is then


class PdfPages(Sequence[Page]):
    """The pages of a normalised PDF, each rendered when it is asked for.

    Parameters
    ----------
    data : bytes
        Normalised.

    Attributes
    ----------
    sizes : tuple of (width, height)
        Of the pages, in pixels, known without rendering.

    Raises
    ------
    DamagedFileError
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        with Reader(data) as reader:
            self._frames = tuple(_frame(reader, index) for index in range(len(reader)))
        self.sizes = tuple((width_px, height_px) for width_px, height_px, _ in self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    @overload
    def __getitem__(self, index: int) -> Page: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Page, ...]: ...

    def __getitem__(self, index: int | slice) -> Page | tuple[Page, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(len(self))[index])
        at = range(len(self))[index]
        width_px, height_px, dpi = self._frames[at]
        with Reader(self._data) as reader:
            return Page(at, read_only(reader.render(at, width_px, height_px)), dpi=dpi)


def document_of_pdf(data: bytes, password: str | None = None) -> Document:
    """Return a PDF as a document.

    Parameters
    ----------
    data : bytes
    password : str, optional

    Raises
    ------
    EncryptedFileError
        The password is missing or wrong.
    DamagedFileError, TooLargeError
    """
    with guarded():  # pikepdf warns of odd forms and of needless passwords
        normal = normalise(data, password)
    return Document(PdfPages(normal), "application/pdf", normal)


def _frame(reader: Reader, index: int) -> tuple[int, int, float]:
    """Return width and height of a page in pixels, and its resolution in pixels an inch."""
    width_pt, height_pt = reader.size_pt(index)
    area = width_pt * height_pt / _POINTS_PER_INCH**2  # square inches
    small = min(MIN_SIDE_PX * _POINTS_PER_INCH / min(width_pt, height_pt), MAX_DPI)
    own = max((_dpi(image) for image in reader.images(index)), default=0.0)
    sharp = min(own, max(SHARP_DPI, math.sqrt(_A4_AT_SHARP / area)))
    largest = min(math.sqrt(MAX_PAGE_PIXELS / area), MAX_SIDE_PX * _POINTS_PER_INCH / max(width_pt, height_pt))
    dpi = min(max(DPI, small, sharp), largest)
    scale = dpi / _POINTS_PER_INCH
    return max(round(width_pt * scale), 1), max(round(height_pt * scale), 1), dpi


def _dpi(image: Placed) -> float:
    """Return the lower of an image's two resolutions."""
    a, b, c, d, _, _ = image.matrix
    sides = math.hypot(a, b), math.hypot(c, d)
    if min(sides) <= 0:
        return 0.0
    return _POINTS_PER_INCH * min(image.width_px / sides[0], image.height_px / sides[1])
