"""What a drawn statement looks like: one frozen table of conditions, chosen by hand or by seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from benchmarks.draw.spec import from_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Medium(StrEnum):
    """What the file is."""

    PDF = "pdf"  # born digital
    SCAN = "scan"  # a PDF of pictures of pages
    PHOTO = "photo"  # the first page, photographed
    SMALL = "small"  # the first page as a picture of few pixels
    TIFF = "tiff"  # all pages, as a fax or an archive keeps them


class Head(StrEnum):
    """How the first page opens."""

    WINDOW = "window"  # an address for a window envelope, captions and values beside it
    BARS = "bars"  # dark bars over blocks of two columns, a summary of light cells
    LIST = "list"  # captions, colons and values, one below the other
    SUMMARY = "summary"  # an address, then sections with heavy rules and a summary of lines


class Columns(StrEnum):
    """How amounts are set."""

    PAID = "paid"  # two columns, out and in, and a running balance
    SIGNED = "signed"  # one column with a minus, and a running balance
    MARKED = "marked"  # one column, debits and credits told by letters or a minus behind
    SECTIONS = "sections"  # credits and debits in tables of their own, no running balance


class Face(StrEnum):
    """What the text is set in."""

    HELVETICA = "helvetica"  # the viewer's own, not embedded
    TIMES = "times"
    COURIER = "courier"
    VERA = "vera"  # embedded, glyph numbers of two bytes
    VERA_SUBSET = "vera subset"  # embedded, codes in the order in which they came
    AILERON = "aileron"  # embedded, two bytes, bold by outlining; ASCII only


class Setting(StrEnum):
    """How text reaches the content stream."""

    LINES = "lines"  # one operator a text
    WORDS = "words"  # one a word
    KERNED = "kerned"  # TJ with kerning, ligatures where the face has them
    GLYPHS = "glyphs"  # one a character
    SPACED = "spaced"  # spread by Tc and Tw
    SQUEEZED = "squeezed"  # narrowed by Tz


class Frame(StrEnum):
    """What a page's content stands in."""

    PLAIN = "plain"
    FORM = "form"  # in a form XObject
    ROTATED = "rotated"  # stored sideways, with /Rotate
    CROPPED = "cropped"  # a larger media box with printer's marks around the crop box


@dataclass(frozen=True, slots=True)
class StatementSpec:
    """One file of one statement.

    Attributes
    ----------
    seed : int
        Chooses bank, holder, numbers, transactions, wording and colours.
    country : str
        A table of words.toml.
    transactions : int
    size_pt : float
        Of the table's text.
    plate : str
        What the column headings stand on: "dark", "light" or "none".
    card : str
        "" for none, "masked" or "full".
    codes : bool
        A bar code or QR code in the margin.
    repeats : bool
        The column headings come again on each page.
    carries : bool
        Balances are carried from page to page.
    fields : bool
        The particulars are values of form fields; not on a page that is stored sideways.
    password : str
        Opens the file; empty for none.
    dpi : int
        Of a scan or a TIFF.
    tilt_deg, defocus_px, noise : float
        Of a scan, a photo or a small picture; noise is a standard deviation in grey levels of 255.
    bilevel : bool
        Black and white only.
    ocr_layer : bool
        A scan carries invisible text, with misreadings.
    width_px, height_px : int
        Of a photo; a small picture is as high as its page.
    curl, perspective : float
        Of a photo; 0 is flat and straight from above.
    backdrop : str
        What a photographed page lies on, a `Backdrop`.
    jpeg_quality : int
        0 stands for lossless.
    """

    seed: int = 0
    country: str = "UK"
    medium: Medium = Medium.PDF
    head: Head = Head.WINDOW
    columns: Columns = Columns.PAID
    face: Face = Face.HELVETICA
    setting: Setting = Setting.LINES
    frame: Frame = Frame.PLAIN
    transactions: int = 18
    size_pt: float = 8.5
    plate: str = "dark"
    ruled: bool = False
    banded: bool = False
    gridded: bool = False
    value_dates: bool = False
    types: bool = False
    references: bool = False
    card: str = ""
    codes: bool = False
    repeats: bool = True
    carries: bool = True
    fields: bool = False
    password: str = ""
    dpi: int = 150
    tilt_deg: float = 0.0
    defocus_px: float = 0.6
    noise: float = 3.0
    bilevel: bool = False
    ocr_layer: bool = False
    width_px: int = 1500
    height_px: int = 2000
    curl: float = 0.0
    perspective: float = 0.0
    backdrop: str = "desk"
    jpeg_quality: int = 75

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> StatementSpec:
        """Read a spec from plain values, as a TOML table holds them.

        Raises
        ------
        ValueError
            A field is unknown or a value is none of its choices.
        """
        return from_table(cls, table, "statement")


_COUNTRIES = ("UK", "US", "IN", "DE", "CH", "FR", "ES", "IT", "NL", "PT")
_ASCII = ("US", "IN")  # all that Aileron's bundled part can write
_SMALL_WIDTHS = (480, 560, 620, 700, 780)
_PHOTO_SIZES = ((1500, 2000), (1800, 2400), (2268, 3024), (3024, 4032))


def dice(seed: int, part: str) -> random.Random:
    """Return the dice for one part of a statement, so that changing one part leaves the others alone."""
    return random.Random(f"{seed}/{part}")


def statement_specs(seed: int, count: int) -> Iterator[StatementSpec]:
    """Yield `count` statements of all kinds; the first ones stay the same when `count` grows."""
    for number in range(count):
        yield _chosen(seed * 100_003 + number, _COUNTRIES[number % len(_COUNTRIES)])


def _chosen(seed: int, country: str) -> StatementSpec:
    throw = dice(seed, "spec")
    medium = Medium(throw.choices(list(Medium), (6, 4, 3, 2, 1))[0])
    looks = _small_looks(throw, country) if medium is Medium.SMALL else _looks(throw, country)
    if medium is Medium.PHOTO:
        looks |= {"size_pt": max(8.5, looks["size_pt"]), "transactions": min(22, looks["transactions"])}
    if medium is Medium.PDF and looks["frame"] is not Frame.ROTATED:
        looks["fields"] = throw.random() < 0.1
    return StatementSpec(seed=seed, country=country, medium=medium, **looks, **_CONDITIONS[medium](throw))


def _looks(throw: random.Random, country: str) -> dict[str, Any]:
    ascii_only = country in _ASCII
    columns = throw.choices(list(Columns), (4, 3, 2, 3 if country == "US" else 0))[0]
    return {
        "head": throw.choices(list(Head), (3, 2, 4, 1) if country == "IN" else (4, 3, 1, 2))[0],
        "columns": columns,
        "face": throw.choices(list(Face), (4, 2, 1, 3, 2, 2 if ascii_only else 0))[0],
        "setting": throw.choices(list(Setting), (5, 2, 3, 1, 1, 1))[0],
        "frame": throw.choices(list(Frame), (7, 1, 1, 1))[0],
        "transactions": throw.randint(5, 40),
        "size_pt": round(throw.uniform(7.0, 9.5) * 2) / 2,
        "plate": throw.choice(("dark", "dark", "light", "none")),
        "ruled": throw.random() < 0.4,
        "banded": throw.random() < 0.3,
        "gridded": throw.random() < (0.6 if country == "IN" else 0.15),
        "value_dates": columns is not Columns.SECTIONS and throw.random() < 0.35,
        "types": columns is not Columns.SECTIONS and throw.random() < 0.35,
        "references": throw.random() < 0.25,
        "card": throw.choices(("", "masked", "full"), (5, 3, 2))[0],
        "codes": throw.random() < 0.3,
        "repeats": throw.random() < 0.75,
        "carries": columns is not Columns.SECTIONS and throw.random() < 0.6,
    }


def _small_looks(throw: random.Random, country: str) -> dict[str, Any]:
    """Return a page of few, large words: eight pixels of capitals are the least that people read."""
    looks = _looks(throw, country)
    return looks | {
        "head": throw.choice((Head.LIST, Head.BARS)),
        "columns": throw.choice((Columns.PAID, Columns.SIGNED)),
        "face": throw.choice((Face.HELVETICA, Face.VERA, Face.VERA_SUBSET)),
        "transactions": throw.randint(5, 9),
        "size_pt": 13.0,
        "value_dates": False,
        "types": False,
        "references": False,
        "codes": False,
    }


def _scanned(throw: random.Random) -> dict[str, Any]:
    return {
        "dpi": throw.choice((150, 150, 200)),
        "tilt_deg": round(throw.gauss(0, 0.5), 2),
        "defocus_px": round(throw.uniform(0.3, 1.0), 1),
        "noise": round(throw.uniform(0, 8), 1),
        "bilevel": throw.random() < 0.25,
        "ocr_layer": throw.random() < 0.4,
        "jpeg_quality": throw.randint(45, 85),
    }


def _photographed(throw: random.Random) -> dict[str, Any]:
    width, height = throw.choice(_PHOTO_SIZES)
    return {
        "width_px": width,
        "height_px": height,
        "tilt_deg": round(throw.gauss(0, 3), 1),
        "perspective": round(throw.uniform(0, 0.25), 2),
        "curl": round(throw.uniform(0, 1), 2),
        "backdrop": throw.choice(("plain", "desk", "dark", "cloth")),
        "defocus_px": round(throw.uniform(0.4, 1.1), 1),
        "noise": round(throw.uniform(0, 6), 1),
        "jpeg_quality": throw.randint(60, 92),
    }


def _shrunk(throw: random.Random) -> dict[str, Any]:
    return {
        "width_px": throw.choice(_SMALL_WIDTHS),
        "defocus_px": 0.0,
        "noise": round(throw.uniform(0, 3), 1),
        "jpeg_quality": throw.choice((0, 70, 85, 92)),
    }


def _archived(throw: random.Random) -> dict[str, Any]:
    return _scanned(throw) | {"dpi": 200, "ocr_layer": False}


_CONDITIONS: dict[Medium, Any] = {
    Medium.PDF: lambda _: {},
    Medium.SCAN: _scanned,
    Medium.PHOTO: _photographed,
    Medium.SMALL: _shrunk,
    Medium.TIFF: _archived,
}
