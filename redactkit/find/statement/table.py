"""Tables of transactions, with and without a head: which rows they reach over."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from redactkit.find.statement.chunks import has_digit, plain_labels
from redactkit.find.statement.columns import Column, grown_columns, inferred_columns, overlap
from redactkit.find.statement.entries import (
    LEAD,
    is_amount_cell,
    is_day,
    is_misread_day,
    is_sum,
    is_transaction,
    is_year,
    leading_dates,
)
from redactkit.words import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.find.statement.columns import Head
    from redactkit.find.statement.layout import Layout, Row
    from redactkit.find.statement.segment import Segment

# Line heights. Rows of a table stand two apart, four where a rule or a description of several lines lies between.
REACH = 7.0  # below a transaction within which the next one is looked for
CONTINUED = 1.9  # between the lines of one description
ALIGNED = 0.8  # edges of one column
INDENT = 4.0  # between a day and what was paid on it
MAX_BEFORE = 3  # rows above the first transaction of a page that end the last one of the page before
MAX_BETWEEN = 10  # rows between two transactions: the longest description seen in print has eight


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of transactions and their columns from left to right."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def tables(layout: Layout, named: Sequence[Head]) -> list[Table]:
    """Return the tables of transactions of a page.

    Parameters
    ----------
    layout : Layout
    named : sequence of Head
        Rows that name columns, from top to bottom.
    """
    rows, high = layout.rows, layout.high
    found: list[Table] = []
    taken: set[int] = set()
    ends = [*(head.start for head in named), len(rows)][1:]
    for head, last in zip(named, ends, strict=True):
        body = _body(rows[head.end : last], head.columns, high, rows[head.end - 1].bottom)
        taken.update(range(head.start, head.end + len(body)))
        if body:
            found.append(Table(grown_columns(head.columns, body), body))
    free = [i for i in range(len(rows)) if i not in taken]
    for start, end in _runs(rows, free, high):
        found.append(Table(inferred_columns(rows[start:end]), rows[start:end]))
    return found


def _body(rows: Sequence[Row], columns: Sequence[Column], high: float, top: float) -> tuple[Row, ...]:
    """Return the rows under a head up to the last transaction and what goes on from it."""
    money = [column for column in columns if column.is_money]
    last, bottom, between = 0, top, 0
    for i, row in enumerate(rows):
        amounts = [s for s in row.segments if is_amount_cell(s.text) and any(_in_line(s, c, high) for c in money)]
        dated = any(leading_dates(s.text) and _holds_dates(s, row, columns) for s in row.segments)
        if row.top - bottom > REACH * high or between > MAX_BETWEEN or _names_values(row):
            break
        if amounts or (dated and not _is_prose(row)):
            last, between = i + 1, 0
            money = [*money, *(Column(frozenset(), s.left, s.right) for s in amounts)]
        else:
            between += 1
        bottom = max(row.bottom, bottom)
    return tuple(rows[: last + _continued(rows[last:], rows[:last], columns, high)]) if last else ()


def _names_values(row: Row) -> bool:
    """Tell whether a row is nothing but labels: a summary begins."""
    texts = [segment.text for segment in row.segments]
    return len(texts) > 1 and not any(map(has_digit, texts)) and all(plain_labels(text) for text in texts)


def _in_line(segment: Segment, column: Column, high: float) -> bool:
    """Tell whether an amount stands in a column: under its head, or flush with others."""
    flush = min(abs(segment.left - column.left), abs(segment.right - column.right)) < ALIGNED * high
    return flush or overlap(segment, column) > 0


def _holds_dates(segment: Segment, row: Row, columns: Sequence[Column]) -> bool:
    dates = [column for column in columns if column.is_date]
    return any(overlap(segment, column) > 0 for column in dates) or segment is row.segments[0]


def _is_prose(row: Row) -> bool:
    """Tell whether a row is a sentence that begins with a date."""
    return len(row.segments) == 1 and row.segments[0].text.count(" ") > 2 * LEAD


def _continued(rows: Sequence[Row], body: Sequence[Row], columns: Sequence[Column], high: float) -> int:
    """Return how many rows go on with the description of the last transaction of a body, or before its first."""
    lefts = [s.left for row in body for s in row.segments if _is_text(s)]
    lefts += [column.left for column in columns if column.roles and not column.is_money and not column.is_date]
    above = body[-1]
    for count, row in enumerate(rows):
        worded = [s for s in row.segments if not is_year(s.text) and not leading_dates(s.text)]
        close = abs(row.middle - above.middle) < CONTINUED * max(high, row.segments[0].high)
        flush = not worded or any(abs(worded[0].left - left) < ALIGNED * high for left in lefts)
        heading = bool(worded) and (is_sum(worded[0].text) or _stands_under_dates(worded[0], columns))
        if not (close and flush) or heading:
            return count
        above = row
    return len(rows)


def _stands_under_dates(segment: Segment, columns: Sequence[Column]) -> bool:
    return any(column.is_date and overlap(segment, column) > 0 for column in columns)


def _is_text(segment: Segment) -> bool:
    text = segment.text
    return not (is_amount_cell(text) or leading_dates(text) or is_day(text)) and len(letters(text)) > LEAD


def _runs(rows: Sequence[Row], free: Sequence[int], high: float) -> list[tuple[int, int]]:
    """Return slices of rows that begin with dates and end in amounts, with the lines that go on between them."""
    found: list[tuple[int, int]] = []
    open_rows = {id(rows[i]) for i in free}
    for i in _transactions(rows, free, high):
        if found and _joined(rows, found[-1][1], i, open_rows, high):
            found[-1] = found[-1][0], i + 1
        else:
            found.append((i, i + 1))
    runs = []
    for start, end in found:
        after = list(takewhile(lambda row: id(row) in open_rows, rows[end:]))
        before = list(takewhile(lambda row: id(row) in open_rows, reversed(rows[:start])))
        body = rows[start:end]
        runs.append(
            (start - _continued(before[:MAX_BEFORE], body[::-1], (), high), end + _continued(after, body, (), high))
        )
    return runs


def _joined(rows: Sequence[Row], end: int, start: int, free: set[int], high: float) -> bool:
    between = rows[end:start]
    close = all(under.top - row.bottom < REACH * high for row, under in pairwise(rows[end - 1 : start + 1]))
    return close and len(between) <= MAX_BETWEEN and all(id(row) in free for row in between)


def _transactions(rows: Sequence[Row], free: Sequence[int], high: float) -> list[int]:
    """Return which rows are transactions by what stands in them: a date, in the row or above it, and an amount."""
    found: list[int] = []
    left, below = 0.0, 0.0  # where a day stands, and how far down it counts
    for i in free:
        row = rows[i]
        paid = row.top < below and abs(row.segments[0].left - left) < INDENT * high and _is_payment(row)
        if is_transaction([s.text for s in row.segments]) or paid:
            found.append(i)
            below = row.bottom + REACH * high if paid else below
        elif is_day(row.segments[0].text) and all(is_amount_cell(s.text) for s in row.segments[1:]):
            left, below = row.segments[0].left, row.bottom + REACH * high
    lefts = [rows[i].segments[0].left for i in found]
    alike = [i for i in free if len(found) > 1 and i not in found and _begins_alike(rows[i], lefts, high)]
    return sorted((*found, *alike))


def _begins_alike(row: Row, lefts: Sequence[float], high: float) -> bool:
    """Tell whether a row begins with digits under the dates of others, its own date misread, and ends in an amount."""
    first = row.segments[0]
    under = any(abs(first.left - left) < INDENT * high for left in lefts)
    return under and len(row.segments) > 2 and is_misread_day(first.text) and is_amount_cell(row.segments[-1].text)


def _is_label(text: str) -> bool:
    return bool(plain_labels(text)) or text.rstrip().endswith(":")


def _is_payment(row: Row) -> bool:
    """Tell whether a row is words and an amount."""
    first = row.segments[0]
    named = any(_is_label(segment.text) for segment in row.segments)
    return len(row.segments) > 1 and _is_text(first) and not named and is_amount_cell(row.segments[-1].text)
