"""The first look: a document's pages with what was read of them, at scales that show what the document must show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, overload

from redactkit.classify import classify
from redactkit.find import has_number, misses_date, shows_back
from redactkit.model import DocumentKind
from redactkit.model import Page as _Page
from redactkit.protocols import FIRST_LOOK, Look
from redactkit.read import doubts_of, eyes, guarded
from redactkit.verify import settled_places

if TYPE_CHECKING:
    from redactkit.model import Document, Line, Page
    from redactkit.protocols import Engine

PAGE_LOOK = 1280  # of a PDF, whose pages are sheets of small print: 56 of 56 values of statements at 960 to 1600
# Longer sides, in pixels, of further looks when a card's number was not seen: it is small in a large photo.
CLOSER_LOOKS = (960, 1440)
MAX_ENLARGED = 1.5  # a picture shows nothing more when it is enlarged further
LIKELY = 0.6  # of a PAN's score: a network's prefix and length, or Luhn


class ReadPages(Sequence[_Page]):
    """Pages with their lines. Those of a PDF are rendered when they are asked for, and not kept.

    Attributes
    ----------
    lines : tuple of tuple of Line
    doubts : tuple of frozenset of str
        Of each page, the fonts whose text is not what eyes read.
    """

    def __init__(
        self, pages: Sequence[Page], lines: Sequence[tuple[Line, ...]], doubts: Sequence[frozenset[str]]
    ) -> None:
        self._pages = pages
        self.lines, self.doubts = tuple(lines), tuple(doubts)

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return ReadPages(self._pages[index], self.lines[index], self.doubts[index])
        return replace(self._pages[index], lines=self.lines[index])


def first_look(document: Document, engine: Engine) -> Document:
    """Return the document with its pages read once."""
    return _look(document, engine, FIRST_LOOK if document.pdf is None else PAGE_LOOK)


def look_closer(document: Document, engine: Engine) -> Document:
    """Look for what a card must show and the first look missed, at larger scales."""
    sides = [max(page.pixels.shape[:2]) for page in document.pages]
    for side_px in CLOSER_LOOKS:
        if side_px > MAX_ENLARGED * max(sides) or not misses_something(document.pages):
            break
        document = _look(document, engine, side_px)
    return document


def behind(read: Sequence[Page], pages: Sequence[Page]) -> Sequence[Page]:
    """Return other pages as pages of which the same was read."""
    return ReadPages(pages, read.lines, read.doubts) if isinstance(read, ReadPages) else pages


def compare(document: Document, engine: Engine) -> Document:
    """Return the document with nothing read of it but what tells which fonts of a PDF say what they show."""
    return document if document.pdf is None else _look(document, engine, 0)


def doubts_in(document: Document) -> tuple[frozenset[str], ...] | None:
    """Return of each page the fonts whose text is not what eyes read; None if the pages were not read."""
    return document.pages.doubts if isinstance(document.pages, ReadPages) else None


def _look(document: Document, engine: Engine, side_px: int) -> Document:
    """Return the document with its pages read, or with what another scale adds to what was read."""
    with eyes(engine, document, doubts_in(document)) as eyes_for:
        engines = [eyes_for(index) for index in range(len(document.pages))]
        lines = [
            page.lines + guarded(one, page.pixels, Look(side_px, settled=settled_places(page.lines, ())))
            for one, page in zip(engines, document.pages, strict=True)
        ]
    return replace(document, pages=ReadPages(document.pages, lines, [doubts_of(one) for one in engines]))


def lines_of(pages: Sequence[Page]) -> tuple[tuple[Line, ...], ...]:
    """Return what was read of each page, without asking for the pages, which may have to be rendered."""
    return pages.lines if isinstance(pages, ReadPages) else tuple(page.lines for page in pages)


def kind_of(pages: Sequence[Page]) -> DocumentKind:
    """Return what a document is by what was read of it."""
    kind = classify([line for lines in lines_of(pages) for line in lines])
    # A number that stands in a column, or is split, makes a card that bears no other word.
    return DocumentKind.CARD if kind is DocumentKind.UNKNOWN and has_number(pages, LIKELY) else kind


def misses_something(pages: Sequence[Page]) -> bool:
    """Tell whether a card must show more than what was read: its number, or the date that it says it bears."""
    return misses_date(pages) or misses_number(pages)


def misses_number(pages: Sequence[Page]) -> bool:
    """Tell whether a page that is a card shows neither a number nor a back, or none of the pages does."""
    open_pages = [page for page in pages if not (has_number([page]) or shows_back([page]))]
    return len(open_pages) == len(pages) or any(kind_of([page]) is DocumentKind.CARD for page in open_pages)
