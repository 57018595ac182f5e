"""What is known is looked for once more in every line, also in small print, along curves and where little was read.

Letters that look like digits count as those, and of a long number one character may be wrong. A date must be right: ten
years later is another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.identity.dates import WRITTEN
from redactkit.find.identity.marks import STAYING
from redactkit.find.misread import slices_of
from redactkit.model import FieldKind, Finding
from redactkit.numbers.text import fold, is_digit
from redactkit.places import held, middles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from redactkit.model import Cell, Line, Quad

MIN_VALUE = 5  # characters; four are a year or a branch


def numbers_to_find(numbers: Iterable[str], births: Iterable[date], found: Iterable[Finding]) -> dict[str, FieldKind]:
    """Return what to look for, folded to digits, and what it is.

    Parameters
    ----------
    numbers : iterable of str
        Of the machine readable zones.
    births : iterable of date
        Looked for in every form in which documents and numbers write them.
    found : iterable of Finding
        Of which document and personal numbers count.
    """
    values = {_folded(number): FieldKind.DOCUMENT for number in numbers}
    values |= {day.strftime(form): FieldKind.BIRTH for day in births for form in WRITTEN}
    for finding in found:
        text = "".join(cell.char for cell in finding.cells if cell.char.isalnum())
        if finding.kind in (FieldKind.DOCUMENT, FieldKind.PERSONAL) and any(map(is_digit, text)):
            values[_folded(text)] = finding.kind
    return {value: kind for value, kind in values.items() if len(value) >= MIN_VALUE}


def again(
    lines: Iterable[Line], values: dict[str, FieldKind], found: Iterable[Finding], page: int, detector: str
) -> Iterator[Finding]:
    """Yield where the values stand, line by line, if not all of it was found before.

    Parameters
    ----------
    lines : iterable of Line
    values : dict of str to FieldKind
        By their folded texts.
    found : iterable of Finding
    page : int
    detector : str
        Its name opens the evidence.
    """
    hidden = [cell.quad for finding in found if finding.kind not in STAYING for cell in finding.cells]
    parts = [
        part for line in lines for cells in (line.cells, line.digits, line.mrz) for part in _in_cells(cells, values)
    ]
    known = iter(held(middles([cell for _, cells in parts for cell in cells]), hidden))
    new: list[Quad] = []
    for kind, cells in parts:
        if not all([next(known) for _ in cells]) and not held(middles(cells), new).all():
            new += [cell.quad for cell in cells]
            yield Finding(kind, page, cells, score=0.5, evidence=(detector, "repeat"))


def _in_cells(cells: Sequence[Cell], values: dict[str, FieldKind]) -> Iterator[tuple[FieldKind, tuple[Cell, ...]]]:
    kept = [cell for cell in cells if cell.char.isalnum()]
    text = "".join(_folded(cell.char)[:1] for cell in kept)
    for value, kind in values.items():
        for start, end in slices_of(value, text, noisy=kind is not FieldKind.BIRTH):
            yield kind, tuple(kept[start:end])


def _folded(text: str) -> str:
    """Return a text with digits for the letters that look like one."""
    return "".join(fold(char) or char.upper()[:1] for char in text)
