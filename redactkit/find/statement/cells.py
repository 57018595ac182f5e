"""What of each cell of a table is covered.

A cell is covered to the end of its column, as the width of a name tells much of it. Dates stay where dates stand;
headings of sums stay; every other cell goes, whatever stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.statement.chunks import cards_in, kept, marks_by_form, plain_labels
from redactkit.find.statement.columns import column_of, part
from redactkit.find.statement.entries import (
    is_amount_cell,
    is_day,
    is_misread_day,
    is_sum,
    is_year,
    leading_dates,
)
from redactkit.find.statement.layout import clear_of
from redactkit.find.statement.marks import Mark, Rank
from redactkit.model import FieldKind
from redactkit.numbers.dates import find_dates
from redactkit.words import Role, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.statement.columns import Column
    from redactkit.find.statement.layout import Row
    from redactkit.find.statement.segment import Segment
    from redactkit.find.statement.table import Table

SPACE = 0.25  # line heights left free before the next column
CLOSE = 0.35  # line heights between two lines of one description
MAX_HEADINGS = 0.34  # of a table's rows; where more begin under the dates, descriptions go on there


def cell_marks(table: Table, high: float) -> Iterator[Mark]:
    """Yield what is covered and what stays in the cells of a table.

    Parameters
    ----------
    table : Table
    high : float
        Median height of the page's segments, pixels.
    """
    segments = [s for row in table.rows for s in row.segments]
    headings = _headings(table, high)
    for row in table.rows:
        for segment in row.segments:
            if id(row) in headings and column_of(segment, table.columns).is_date:
                yield from _heading(segment)
            else:
                yield from _cell(segment, row, table.columns, _limits(segment, row, table.columns, segments, high))


def _headings(table: Table, high: float) -> set[int]:
    """Return the ids of the rows whose words stand where dates do and head what follows.

    Words that follow a transaction as closely as its own next line may be that line, and then they go.
    """
    rows = table.rows
    undated = [i for i, row in enumerate(rows) if _is_heading(row, table.columns)]
    if len(undated) > MAX_HEADINGS * len(rows):
        return set()
    first = next((i for i, row in enumerate(rows) if i not in undated), len(rows))
    return {
        id(rows[i])
        for i in undated
        if i < first or rows[i].top - rows[i - 1].bottom > CLOSE * high or _is_said(rows[i].segments[0].text)
    }


def _is_said(text: str) -> bool:
    """Tell whether half of a text is labels."""
    return 2 * sum(len(letters(text[a:b])) for a, b in plain_labels(text)) >= len(letters(text))


def _is_heading(row: Row, columns: Sequence[Column]) -> bool:
    """Tell whether words stand where dates do, and no amount beside them."""
    first = row.segments[0]
    words = not leading_dates(first.text) and not is_year(first.text)
    return words and column_of(first, columns).is_date and not any(is_amount_cell(s.text) for s in row.segments)


def _cell(segment: Segment, row: Row, columns: Sequence[Column], reach: tuple[float, float]) -> Iterator[Mark]:
    text = segment.text
    column = column_of(segment, columns)
    paid = any(is_amount_cell(s.text) for s in row.segments)
    beside_date = any(leading_dates(s.text) for s in row.segments if column_of(s, columns).is_date)
    if is_sum(text, dated=beside_date or not paid):
        yield from _heading(segment)
        return
    if len(row.segments) == 1 and not _is_behind_dates(segment, columns) and _is_dated_heading(text):
        yield from _dates_in(segment)
        yield from _heading(segment)
        return
    dated = _dates_before(segment, row, columns)
    if dated:
        yield Mark(segment, 0, dated, FieldKind.DATE, Rank.DATE, ("date", "column"))
    start = dated + len(text[dated:]) - len(text[dated:].lstrip())
    for span, kind, rank in kept(text):
        if rank is Rank.MASKED:
            yield Mark(segment, *span, kind, rank)
    for span, held in cards_in(text, grouped=True):
        yield Mark(segment, *span, FieldKind.PAN, Rank.CONFIRMED, held)
    yield Mark(segment, start, len(text), _kind(text[start:], column), Rank.CELL, ("cell",), reach)


def _is_dated_heading(text: str) -> bool:
    """Tell whether a text is a day, or a label and a date and nothing else."""
    taken = [*plain_labels(text), *((span.start, span.end) for span in find_dates(text))]
    rest = (char for place, char in enumerate(text) if not any(start <= place < end for start, end in taken))
    return bool(find_dates(text)) and (is_day(text) or not any(map(str.isalnum, rest)))


def _dates_in(segment: Segment) -> Iterator[Mark]:
    """Yield all dates of a segment, also those that may be something else."""
    for span in find_dates(segment.text):
        yield Mark(segment, span.start, span.end, FieldKind.DATE, Rank.DATE, ("date",))


def _dates_before(segment: Segment, row: Row, columns: Sequence[Column]) -> int:
    """Return where the dates end that stay at the start of a cell."""
    text = segment.text
    column = column_of(segment, columns)
    first = segment is row.segments[0] and not column.is_money and not _is_behind_dates(segment, columns)
    plain = text.replace(" ", "")
    if (column.is_date or first) and (is_year(text) or (column.is_date and leading_dates(plain) == len(plain))):
        return len(text)
    if column.is_date and is_misread_day(plain):
        return len(text)
    end = leading_dates(text)
    if column.is_date or first or not end:
        return end
    leading = [span for span in find_dates(text) if span.end <= end]
    if column.is_money:  # under VALOR dates stand, too; without a year, 12.01. is what a reader makes of 12.01-
        return end if all(span.certain and span.date is not None for span in leading) else 0
    certain = all(span.certain for span in leading)
    return end if certain and not column_of(part(segment, 0, end), columns).is_text else 0


def _is_behind_dates(segment: Segment, columns: Sequence[Column]) -> bool:
    """Tell whether a segment stands right of a column of dates: a date in it belongs to the description."""
    return any(column.is_date and segment.left >= column.right for column in columns)


def _kind(text: str, column: Column) -> FieldKind:
    if Role.BALANCE_HEADER in column.roles:
        return FieldKind.BALANCE
    return FieldKind.AMOUNT if column.is_money or is_amount_cell(text) else FieldKind.COUNTERPARTY


def _heading(segment: Segment) -> Iterator[Mark]:
    """Yield what of a heading is covered, its amounts and other numbers, and that its words stay."""
    for label in plain_labels(segment.text):
        yield Mark(segment, *label, None, Rank.LABEL)
    yield from marks_by_form(segment)


def _limits(
    segment: Segment, row: Row, columns: Sequence[Column], others: Iterable[Segment], high: float
) -> tuple[float, float]:
    """Return from where to where the cell of a segment reaches without touching what stands beside it."""
    dated = _dates_before(segment, row, columns)
    words = part(segment, dated, len(segment.text)) if dated < len(segment.text) else segment
    column = column_of(words, columns)
    after = [c.left for c in columns if c.left > max(column.left, words.left)]
    left = min(column.left, segment.left)
    right = max(column.right, segment.right)
    if not column.is_money:
        right = max(min(after) - SPACE * high if after else right, segment.right)
    return clear_of(segment, (left, right), others, SPACE * high)
