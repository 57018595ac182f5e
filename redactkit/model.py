"""The words: what the rooms hand to each other. Imports nothing of ours but errors.

Frozen, slotted, tuples instead of lists. Coordinates are page pixels with the origin at the top
left; x runs right, y runs down. Fields that carry content are kept out of every repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]  # (height, width, 3), RGB, read-only after load
    Mask: TypeAlias = NDArray[np.bool_]  # (height, width), True where covered

Point: TypeAlias = tuple[float, float]


class DocumentKind(StrEnum):
    """What a document is."""

    CARD = "card"
    IDENTITY = "identity"
    STATEMENT = "statement"
    UNKNOWN = "unknown"


class FieldKind(StrEnum):
    """What a finding is."""

    PAN = "pan"  # primary account number, ISO/IEC 7812-1
    IIN = "iin"  # issuer identification number printed once more under the PAN
    EXPIRY = "expiry"
    DATE = "date"
    CVV = "cvv"
    ACCOUNT = "account"
    IBAN = "iban"  # ISO 13616-1
    BIC = "bic"  # ISO 9362
    ROUTING = "routing"  # sort code, routing number, IFSC, MICR code: the bank's branch
    CUSTOMER = "customer"  # customer, contract and reference numbers
    TAX = "tax"  # tax and social security numbers
    BALANCE = "balance"
    AMOUNT = "amount"
    COUNTERPARTY = "counterparty"  # who was paid or paid, and what for
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"  # any other text with a digit in it
    DOCUMENT = "document"  # document, licence and card numbers of an identity document, discriminators, access numbers
    PERSONAL = "personal"  # personal and national identity numbers
    BIRTH = "birth"  # the day or the year of birth
    PLACE = "place"  # the place of birth
    MRZ = "mrz"  # a line of the machine readable zone, ICAO 9303
    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"
    PORTRAIT = "portrait"  # the holder's picture, and the ghost of it
    BARCODE = "barcode"
    NAME = "name"
    UNREAD = "unread"  # text that was seen but could not be read with confidence
    MANUAL = "manual"  # a box that a person added
    WATERMARK = "watermark"  # a line that the policy adds; it stays


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners, clockwise from the text's own top left.

    Attributes
    ----------
    corners : tuple of four (x, y)
        Page pixels, float. Top left, top right, bottom right, bottom left as the text is read,
        which need not be how the page lies.
    """

    corners: tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Cell:
    """One character and its place: the smallest thing that can be covered.

    Attributes
    ----------
    char : str
        One character.
    quad : Quad
        Its box, as high as the line and as wide as the space that the character owns.
    score : float
        The engine's confidence, 0 to 1.
    """

    char: str = field(repr=False)
    quad: Quad
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.

    Attributes
    ----------
    quad : Quad
        The line's box.
    cells : tuple of Cell
        The characters in reading order. Empty: text was seen here, nothing was read.
    score : float
        Mean confidence of the reading, 0 to 1.
    digits : tuple of Cell
        The same line read with an alphabet of the ten digits only.
    mrz : tuple of Cell
        The same line read with the alphabet of the machine readable zone (A-Z, 0-9, <).
    """

    quad: Quad
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    score: float = 0.0
    digits: tuple[Cell, ...] = field(default=(), repr=False)
    mrz: tuple[Cell, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(cell.char for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The block grid of one plane of a JPEG, in page pixels after rotation.

    Block lines run at ``origin_x + k * step_x`` and ``origin_y + k * step_y`` for whole k.
    """

    step_x: int
    step_y: int
    origin_x: int = 0
    origin_y: int = 0


@dataclass(frozen=True, slots=True)
class JpegCoding:
    """How the source JPEG coded a page; None on pages from other formats.

    Attributes
    ----------
    luma, chroma : Grid
        Where its block lines run. What is inside a block depends on all the pixels of the block.
    tables : tuple of tuple of int
        Quantisation tables (64 entries each, in Pillow's order), turned with the page; empty
        when the page was decoded at reduced size.
    subsampling : int
        Pillow's code after the turn: 0 is 4:4:4, 1 is 4:2:2, 2 is 4:2:0.
    """

    luma: Grid
    chroma: Grid
    tables: tuple[tuple[int, ...], ...] = ()
    subsampling: int = 2


@dataclass(frozen=True, slots=True)
class Page:
    """One picture of a document, upright as a viewer shows it.

    Attributes
    ----------
    index : int
        0 for the first.
    pixels : ndarray of uint8, shape (height, width, 3)
        RGB in sRGB, read-only.
    dpi : float or None
        Resolution if the file states one.
    lines : tuple of Line
        What was read; empty before reading.
    coding : JpegCoding or None
        How the source coded it.
    """

    index: int
    pixels: Pixels = field(repr=False)
    dpi: float | None = None
    lines: tuple[Line, ...] = field(default=(), repr=False)
    coding: JpegCoding | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """All pages of one file.

    Attributes
    ----------
    pages : sequence of Page
        Of a PDF, each is rendered when it is asked for, and not kept.
    media : str
        Media type of the source by its content, for instance ``image/jpeg``.
    pdf : bytes or None
        A PDF, normalised: what its pages are rendered from.
    """

    pages: Sequence[Page]
    media: str
    pdf: bytes | None = field(default=None, repr=False)

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Width and height of each page, pixels. A PDF's pages know them before they are rendered."""
        known: tuple[tuple[int, int], ...] | None = getattr(self.pages, "sizes", None)
        return known or tuple((page.pixels.shape[1], page.pixels.shape[0]) for page in self.pages)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something on a page that a policy may want covered.

    Attributes
    ----------
    kind : FieldKind
    page : int
    cells : tuple of Cell
        Its characters in reading order; empty when only the place is known.
    quad : Quad or None
        Its place when it has no cells.
    score : float
        Confidence that it is of this kind, 0 to 1. Orders findings, gates none.
    evidence : tuple of str
        Which detector and which checks held, for instance ``("card", "luhn", "iin:visa")``.
    """

    kind: FieldKind
    page: int
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    quad: Quad | None = None
    score: float = 1.0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What will be hidden: quads on one page, and why.

    Attributes
    ----------
    kind : FieldKind
    page : int
    quads : tuple of Quad
    evidence : tuple of str
    """

    kind: FieldKind
    page: int
    quads: tuple[Quad, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keep:
    """What must stay readable: the last four of a number.

    Attributes
    ----------
    kind : FieldKind
    page : int
    quad : Quad
    text : str
        The characters, in memory only; never printed, never in JSON.
    """

    kind: FieldKind
    page: int
    quad: Quad
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a statement says about itself; in memory only, for checks across the files of an appeal.

    Attributes
    ----------
    holder : str or None
        The account holder's name.
    periods : tuple of (date, date)
        First and last day of each statement in the file, in the order of its pages.
    tails : tuple of str
        The ends of numbers that stay readable, each once.
    """

    holder: str | None = field(default=None, repr=False)
    periods: tuple[tuple[date, date], ...] = field(default=(), repr=False)
    tails: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A finished file in memory.

    Attributes
    ----------
    media : str
        Media type, for instance ``image/jpeg``.
    data : bytes
    """

    media: str
    data: bytes = field(repr=False)
