"""Addresses without a label: columns of lines in which a street, a postcode or words beside numbers show themselves.

What stands between two such lines belongs to them, and so do the next lines of letters: towns, counties, countries.
Words beside a number are believed in two lines of a column, or in one where the holder's names are known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactkit.find.identity.dates import dates_in
from redactkit.find.identity.marks import Mark
from redactkit.find.identity.reach import NEXT, ROW_SHIFT, Where, apart, goes_on
from redactkit.find.runs import offsets
from redactkit.find.statement.address import is_place
from redactkit.geometry import height
from redactkit.model import FieldKind
from redactkit.numbers.contact import find_urls
from redactkit.numbers.text import is_digit
from redactkit.words import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.identity.fields import Value
    from redactkit.find.identity.known import Known
    from redactkit.model import Finding

AFTER, AFTER_KNOWN = 2, 4  # lines of letters under the last line that shows itself, and where none of them is a name
_WORD = re.compile(r"[^\W\d_]{4}")  # of a line with a number; shorter ones stand in document numbers
_CODE = re.compile(r"\d[^\W\d_]+\d|[^\W\d_]\d+[^\W\d_]{2}")  # S2SSBW3
MAX_CODE = 12  # characters; in longer words spaces got lost
_FOOTNOTE = re.compile(r"[\[(]\d+[\])]")
OWN = frozenset({Field.ADDRESS, Field.PLACE})
MAX_NUMBER = 7  # digits in a row of a street's number or a postcode


def address_marks(values: Sequence[Value], known: Known) -> Iterator[Mark]:
    """Yield the lines of addresses, each whole but for a label in front of it."""
    for column in _columns(values):
        shown = [i for i, value in enumerate(column) if Field.ADDRESS in value.fields or is_place(value.text)]
        loose = [i for i, value in enumerate(column) if i in shown or _is_mixed(value)]
        if not shown and (len(loose) < (1 if known.names else 2) or len(column) < 2):
            continue
        first, last = _upward(column, loose[0], known), _downward(column, loose[-1], known)
        for value in column[first : last + 1]:
            stretch = value.stretch
            start = 0 if _is_relation(value) else stretch.start
            yield Mark(stretch.segment, start, len(stretch.segment.text), FieldKind.ADDRESS, ("address",))


def _columns(values: Sequence[Value]) -> Iterator[list[Value]]:
    """Yield maximal columns of lines that go on in each other, without those that a label says are something else."""
    free = [value for value in values if not value.fields or value.fields & OWN or _is_relation(value)]
    free = [value for value in free if not find_urls(value.text)]
    under: dict[int, Value] = {}
    for value in free:
        near = [other for other in free if other is not value and not apart(value.stretch, other.stretch, 1.0)]
        below = [other for other in near if goes_on(value.stretch, other.stretch)]
        if not below and (is_place(value.text) or _is_mixed(value)):
            below = [other for other in near if goes_on(value.stretch, other.stretch, indented=True)]
        if below:
            under[id(value)] = min(below, key=lambda other: value.stretch.sees(other.stretch).top)
    lower = {id(value) for value in under.values()}
    for value in free:
        if id(value) not in lower:
            column = [value]
            while (following := under.get(id(column[-1]))) is not None and following not in column:
                column.append(following)
            yield column


def _is_mixed(value: Value) -> bool:
    """Tell whether a line has words and a number, as a street or a town may in any country."""
    text = _FOOTNOTE.sub("", value.text)
    runs = max((len(run) for run in re.findall(r"\d+", text)), default=0)
    coded = any(len(word) <= MAX_CODE and _CODE.search(word) for word in re.split(r"[\s:]", text))
    return 0 < runs <= MAX_NUMBER and _WORD.search(text) is not None and not coded and not dates_in(text)


def _is_relation(value: Value) -> bool:
    """Tell whether a line says whose child or wife lives at an address: "S/O Sonu Jain" opens it in India."""
    return value.where is Where.INSIDE and Field.FATHER in value.fields


def _upward(column: Sequence[Value], first: int, known: Known) -> int:
    """Return where an address begins: with a relation; a line above a street is its town if the names are known."""
    if not first or _is_relation(column[first]):
        return first
    above = column[first - 1]
    town = known.names and not known.names_in(above.text) and not any(map(is_digit, above.text))
    return first - 1 if town or _is_relation(above) else first


def _downward(column: Sequence[Value], last: int, known: Known) -> int:
    """Return where an address ends: before a name, and before a date."""
    end, most = last, AFTER_KNOWN if known.names else AFTER
    while end + 1 < len(column) and end - last < most and not _ends(column[end + 1], known):
        end += 1
    return end


def _ends(value: Value, known: Known) -> bool:
    return bool(known.names_in(value.text) or dates_in(value.text))


def filled(found: Iterable[Finding]) -> list[Finding]:
    """Return findings, addresses in one row as one: what was not read between their parts is hidden with them."""
    rows: list[Finding] = []
    for finding in found:
        part = finding
        while (row := next((row for row in rows if _is_row(row, part)), None)) is not None:
            rows.remove(row)
            first, last = (row, part) if _follows(row, part) else (part, row)
            part = replace(first, cells=(*first.cells, *last.cells))
        rows.append(part)
    return rows


def _is_row(one: Finding, other: Finding) -> bool:
    alike = one.kind is other.kind is FieldKind.ADDRESS and bool(one.cells and other.cells)
    return alike and (_follows(one, other) or _follows(other, one))


def _follows(left: Finding, right: Finding) -> bool:
    """Tell whether the end of one finding and the beginning of another stand side by side."""
    end, start = left.cells[-1].quad, right.cells[0].quad
    along, down = offsets(end, start)
    high = max(height(end), height(start))
    return 0 < along < NEXT * high and abs(down) < ROW_SHIFT * high
