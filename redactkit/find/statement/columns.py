"""The columns of a transaction table: from the row that heads them, or from the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from redactkit.find.statement.chunks import has_digit
from redactkit.find.statement.entries import STRAY, is_amount_cell, is_transaction, leading_dates
from redactkit.numbers.dates import find_dates
from redactkit.words import Role, labels_in, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.find.statement.layout import Row
    from redactkit.find.statement.segment import Segment

MONEY = frozenset({Role.AMOUNT_HEADER, Role.DEBIT_HEADER, Role.CREDIT_HEADER, Role.BALANCE_HEADER})
TEXT = frozenset({Role.DESCRIPTION_HEADER, Role.TYPE_HEADER, Role.REFERENCE_HEADER})
HEADERS = MONEY | TEXT | {Role.DATE_HEADER}
# A row that names these and no date lists accounts, not transactions.
LISTING = frozenset({Role.ACCOUNT, Role.CARD_NUMBER, Role.IBAN, Role.HOLDER})
MAX_HEAD_ROWS = 3
HEAD_PITCH = 1.7  # line heights between the rows of one head: they are set tight
MAX_NAME = 40  # characters of a column's name; a longer text is a sentence
OVERLAP = 0.2  # of the narrower of two boxes


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, and from where to where its text reaches.

    Attributes
    ----------
    roles : frozenset of Role
        What its head says; empty when that is no known word.
    left, right : float
        Pixels along the page's text direction.
    """

    roles: frozenset[Role]
    left: float
    right: float

    @property
    def is_money(self) -> bool:
        """Tell whether amounts or balances stand here."""
        return bool(self.roles & MONEY) and not self.roles & TEXT

    @property
    def is_text(self) -> bool:
        """Tell whether descriptions or references stand here."""
        return bool(self.roles & TEXT) and not self.is_date

    @property
    def is_date(self) -> bool:
        """Tell whether dates stand here."""
        return Role.DATE_HEADER in self.roles and not self.roles & (TEXT - {Role.TYPE_HEADER})

    def around(self, other: Segment | Column) -> Column:
        """Return the column grown to hold a segment or another column."""
        return replace(self, left=min(self.left, other.left), right=max(self.right, other.right))


@dataclass(frozen=True, slots=True)
class Head:
    """The rows that name the columns: their slice of the page's rows, and the columns from left to right."""

    start: int
    end: int
    columns: tuple[Column, ...]


def overlap(segment: Segment | Column, other: Segment | Column) -> float:
    """Return how much of the narrower one lies over or under the other, 0 to 1; negative: how far they are apart."""
    shared = min(segment.right, other.right) - max(segment.left, other.left)
    return shared / max(min(segment.right - segment.left, other.right - other.left), 1.0)


def heads(rows: Sequence[Row], high: float) -> list[Head]:
    """Return the heads of all tables of transactions on a page, from top to bottom.

    Parameters
    ----------
    rows : sequence of Row
    high : float
        Median height of the page's segments, pixels.
    """
    options = [
        Head(start, end, columns)
        for start in range(len(rows))
        for end in range(start + 1, min(start + MAX_HEAD_ROWS, len(rows)) + 1)
        if _set_tight(rows[start:end], high) and (columns := _columns(rows[start:end]))
    ]
    found: list[Head] = []
    while options:
        near = [option for option in options if option.start < options[0].end]
        best = max(near, key=_worth)
        found.append(best)
        options = [option for option in options if option.start >= best.end]
    return found


def _worth(head: Head) -> tuple[int, bool, int, int]:
    """Sort key: who names the most columns, a date among them; without a title above and with all rows below."""
    named = [column.roles for column in head.columns if column.roles]
    return len(named), any(Role.DATE_HEADER in roles for roles in named), head.start, head.end


def _set_tight(rows: Sequence[Row], high: float) -> bool:
    return all(b.middle - a.middle < HEAD_PITCH * high for a, b in pairwise(rows))


def _columns(rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns that rows name together; none if they do not head a table of transactions."""
    segments = sorted((s for row in rows for s in row.segments), key=lambda s: s.left)
    if any(has_digit(s.text) or len(s.text) > MAX_NAME for s in segments):
        return ()
    groups: list[list[Segment]] = []
    for segment in segments:
        near = [group for group in groups if any(overlap(segment, other) > OVERLAP for other in group)]
        if near:
            near[-1].append(segment)
        else:
            groups.append([segment])
    if len(rows) > 1 and not all(_belongs(row, groups) for row in rows):
        return ()
    columns = tuple(column for group in groups for column in _named_by(group))
    roles = [column.roles for column in columns if column.roles]
    every = frozenset[Role]().union(*roles) if roles else frozenset()
    dated = Role.DATE_HEADER in every
    listing = any(label.role in LISTING for s in segments for label in labels_in(s.text))
    heads_table = every & MONEY and (dated or (every & TEXT and not listing))
    return columns if heads_table and len(roles) > 1 and len(columns) <= 2 * len(roles) else ()


def _belongs(row: Row, groups: Sequence[Sequence[Segment]]) -> bool:
    """Tell whether a row is part of a head: each of its words names a column, or goes on with the name of one."""
    return all(_names(segment, next(group for group in groups if segment in group)) for segment in row.segments)


def _names(segment: Segment, group: Sequence[Segment]) -> bool:
    text, start = "", 0
    for other in sorted(group, key=lambda s: s.middle):
        start = len(text) if other is segment else start
        text += f"{other.text} "
    named = any(label.start < start + len(segment.text) and start < label.end for label in labels_in(text))
    return named or len(letters(segment.text)) <= 2 * STRAY


def _named_by(group: Sequence[Segment]) -> list[Column]:
    """Return the columns that segments one under the other name: one, or several that a reader put into one line."""
    ordered = sorted(group, key=lambda s: s.middle)
    if len(ordered) == 1:
        labels = [label for label in labels_in(ordered[0].text) if label.role in HEADERS]
        slices = list(dict.fromkeys((label.start, label.end) for label in labels))
        if len(slices) > 1 and all(_apart(ordered[0], a, b) for a, b in pairwise(slices)):
            return [_named_part(ordered[0], i, slices) for i in range(len(slices))]
    text = " ".join(segment.text for segment in ordered)
    roles = frozenset(label.role for label in labels_in(text)) & HEADERS
    return [Column(roles, min(s.left for s in group), max(s.right for s in group))]


def _apart(segment: Segment, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Tell whether nothing but a space stands between two names: ``Debit / Credit`` is one column."""
    return not any(char.isalnum() or char in "/&-+" for char in segment.text[first[1] : second[0]])


def _named_part(segment: Segment, i: int, slices: Sequence[tuple[int, int]]) -> Column:
    roles = frozenset(label.role for label in labels_in(segment.text) if (label.start, label.end) == slices[i])
    span = segment.right - segment.left
    count = len(segment.text)
    start, end = slices[i]
    left = segment.left + span * (start / count if i else 0.0)
    right = segment.left + span * (end / count if i + 1 < len(slices) else 1.0)
    return Column(roles & HEADERS, left, right)


def grown_columns(columns: Sequence[Column], body: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns of a head, each as wide as the cells that stand in it alone."""
    grown = list(columns)
    for row in body:
        for segment in row.segments:
            under = [i for i, column in enumerate(columns) if overlap(segment, column) > 0]
            if len(under) == 1 and columns[under[0]].is_date and leading_dates(segment.text):
                grown[under[0]] = grown[under[0]].around(part(segment, 0, leading_dates(segment.text)))
            elif len(under) == 1 and not columns[under[0]].is_date:
                grown[under[0]] = grown[under[0]].around(segment)
    return tuple(grown)


def inferred_columns(body: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns of rows without a head: dates, text, and amounts flush with each other."""
    first = {id(row.segments[0]) for row in body if is_transaction([s.text for s in row.segments])}
    dates: list[Column] = []
    texts: list[Column] = []
    money: list[Column] = []
    either: list[Column] = []  # 28.01. may be an amount
    for segment in (s for row in body for s in row.segments):
        lead = leading_dates(segment.text)
        if lead and id(segment) in first:
            dates.append(part(segment, 0, lead))
            texts += [part(segment, lead, len(segment.text))] if lead < len(segment.text) else []
        else:
            whole, amount = lead == len(segment.text), is_amount_cell(segment.text)
            certain = all(span.certain for span in find_dates(segment.text))
            group = (
                (either if certain and amount else money if amount else dates) if whole else money if amount else texts
            )
            group.append(part(segment, 0, len(segment.text)))
    sums = list(money)
    for cell in either:  # two of them and nothing else in a column, beside one of amounts, are dates
        fellows = sum(overlap(cell, other) > 0 for other in either)
        dated = money and fellows > 1 and not any(overlap(cell, other) > 0 for other in money)
        (dates if dated else sums).append(cell)
    roles = ((dates, Role.DATE_HEADER), (texts, Role.DESCRIPTION_HEADER), (sums, Role.AMOUNT_HEADER))
    columns = [column for group, role in roles for column in _clusters(group, role)]
    return tuple(sorted(columns, key=lambda column: column.left))


def part(segment: Segment, start: int, end: int) -> Column:
    """Return from where to where a slice of a segment's text reaches."""
    pitch = (segment.right - segment.left) / len(segment.text)
    return Column(frozenset(), segment.left + start * pitch, segment.left + end * pitch)


def _clusters(parts: Iterable[Column], role: Role) -> list[Column]:
    """Return the columns in which texts stand under each other."""
    found: list[Column] = []
    for part in parts:
        near = next((i for i, column in enumerate(found) if overlap(part, column) > 0), None)
        if near is None:
            found.append(Column(frozenset({role}), part.left, part.right))
        else:
            found[near] = found[near].around(part)
    return found


def column_of(cell: Segment | Column, columns: Sequence[Column]) -> Column:
    """Return the column in which a segment or a part of one stands: under whose head, or the nearest."""
    amount = not isinstance(cell, Column) and is_amount_cell(cell.text)
    return max(columns, key=lambda column: _nearness(cell, column, amount=amount))


def _nearness(cell: Segment | Column, column: Column, *, amount: bool) -> tuple[float, float]:
    shared = overlap(cell, column)
    apart = max(column.left - cell.right, cell.left - column.right, 0.0)
    return (min(shared, 1.0) + (0.5 if amount == column.is_money else 0.0) if shared > 0 else 0.0), -apart
