"""Marks on segments to findings: every character belongs to one mark, and what hides is stronger than what stays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from redactkit.find.runs import to_the_edges
from redactkit.model import FieldKind, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.statement.segment import Segment
    from redactkit.model import Cell

STAYING = frozenset({FieldKind.NAME, FieldKind.DATE})  # what the policy of an appeal leaves
# Of these a policy may keep the last characters: their cells are given without what stands between them.
NUMBERED = frozenset({FieldKind.DOCUMENT, FieldKind.PERSONAL})


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a segment's text, and what it is.

    Attributes
    ----------
    segment : Segment
    start, end : int
        Slice of the segment's text.
    kind : FieldKind
    evidence : tuple of str
    score : float
    """

    segment: Segment
    start: int
    end: int
    kind: FieldKind
    evidence: tuple[str, ...] = ()
    score: float = 1.0


def settle(marks: Iterable[Mark], page: int, detector: str) -> Iterator[Finding]:
    """Give every character to one mark and yield what is found: what hides first, then the earlier mark.

    Parameters
    ----------
    marks : iterable of Mark
    page : int
    detector : str
        Its name opens the evidence.
    """
    by_segment: dict[int, list[Mark]] = {}
    for mark in marks:
        by_segment.setdefault(id(mark.segment), []).append(mark)
    for group in by_segment.values():
        for mark, start, end in _pieces(group):
            if cells := _cells(mark, start, end):
                yield Finding(mark.kind, page, cells, None, mark.score, (detector, *_evidence(mark, start, end)))


def _pieces(marks: Sequence[Mark]) -> Iterator[tuple[Mark, int, int]]:
    """Yield the slices of one segment's text that are left to each mark."""
    owners: list[Mark | None] = [None] * len(marks[0].segment.text)
    for mark in sorted(marks, key=lambda mark: mark.kind in STAYING):
        for place in range(mark.start, mark.end):
            owners[place] = owners[place] or mark
    place = 0
    for _, run in groupby(owners, key=id):
        end = place + len(list(run))
        owner = owners[place]
        if owner is not None and any(map(str.isalnum, owner.segment.text[place:end])):
            yield owner, place, end
        place = end


def _evidence(mark: Mark, start: int, end: int) -> tuple[str, ...]:
    whole = (start, end) == (mark.start, mark.end)
    return mark.evidence if whole else tuple(name for name in mark.evidence if name != "end")


def _cells(mark: Mark, start: int, end: int) -> tuple[Cell, ...]:
    cells = mark.segment.between(start, end)
    if mark.kind in STAYING or not cells:
        return cells
    if mark.kind in NUMBERED and "end" in mark.evidence:
        cells = tuple(cell for cell in cells if cell.char.isalnum()) or cells
    return to_the_edges(cells, mark.segment.line)
