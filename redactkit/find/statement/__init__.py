"""What a bank statement shows: numbers by their labels, transactions by their tables, the holder and the address.

Over-complete on purpose. A word with a digit that is not certainly a date, a time, a page or a masked number is found,
and a cell of a transaction is found whatever stands in it; what is covered is decided elsewhere.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from redactkit.find.statement.address import block_marks
from redactkit.find.statement.cells import cell_marks
from redactkit.find.statement.cheque import spelled_amounts
from redactkit.find.statement.chunks import marks_by_form, sheet_marks
from redactkit.find.statement.fields import field_marks, label_marks
from redactkit.find.statement.holder import named, occurrences, paths
from redactkit.find.statement.layout import lay_out
from redactkit.find.statement.marks import Mark, Rank, settle
from redactkit.find.statement.period import period_of
from redactkit.find.statement.reading import read_page
from redactkit.geometry import height, width
from redactkit.model import DocumentKind, Facts, FieldKind, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.statement.reading import Reading
    from redactkit.model import Line, Page, Quad

__all__ = ["StatementDetector", "facts"]

MIN_SCORE = 0.5  # mean confidence below which a line counts as unread, as on cards
MAX_UNREAD = 6.0  # median line heights; higher boxes are pictures
# Boxes that are higher than lines and about as wide as high are logos, which stay.
LOGO_HEIGHT, LOGO_WIDTH = 2.2, 1.5


class StatementDetector:
    """Bank statements and cheques."""

    name = "statement"
    kinds = frozenset({DocumentKind.STATEMENT})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return what it finds on one page."""
        layout = lay_out([line for line in page.lines if _is_read(line)])
        found = settle(_marks(read_page(layout)), page.index)
        return (*found, *_unread(page))


def _is_read(line: Line) -> bool:
    return bool(line.cells) and line.score >= MIN_SCORE


def _unread(page: Page) -> Iterator[Finding]:
    """Yield the lines that were seen and not read, without what is too large to be text."""
    usual = median(height(line.quad) for line in page.lines) if page.lines else 0.0
    for line in page.lines:
        if not _is_read(line) and not _is_picture(line.quad, usual):
            yield Finding(FieldKind.UNREAD, page.index, quad=line.quad, evidence=("statement",))


def _is_picture(quad: Quad, usual: float) -> bool:
    high = height(quad)
    return high > MAX_UNREAD * usual or (high > LOGO_HEIGHT * usual and width(quad) < LOGO_WIDTH * high)


def _marks(page: Reading) -> Iterator[Mark]:
    """Yield everything on a page that is covered or stays, the strongest first among equals."""
    layout, high = page.layout, page.layout.high
    outside = (*page.free, *layout.aside)
    for table in page.tables:
        yield from cell_marks(table, high)
    for segment, start, end in named(page.fields):
        yield Mark(segment, start, end, FieldKind.NAME, Rank.NAME, ("holder", "label"))
    yield from occurrences((*page.free, *page.unpaid), page.names)
    yield from paths(outside, page.names)
    yield from field_marks(page.fields)
    yield from block_marks(page.blocks, layout.segments, high)
    yield from sheet_marks(segment for row in (*layout.rows[:1], *layout.rows[-2:]) for segment in row.segments)
    for segment in outside:
        yield from label_marks(segment)
        yield from spelled_amounts(segment)
        yield from marks_by_form(segment)


def facts(pages: Iterable[tuple[int, Sequence[Line]]]) -> Facts:
    """Return what a statement says about itself.

    Parameters
    ----------
    pages : iterable of (int, sequence of Line)
        Index and lines of each page, in order.
    """
    holder, periods = None, []
    for _, lines in pages:
        layout = lay_out([line for line in lines if _is_read(line)])
        if period := period_of(layout.rows):
            periods.append(period)
        holder = holder or next(iter(read_page(layout).names), None)
    return Facts(holder, tuple(dict.fromkeys(periods)))
