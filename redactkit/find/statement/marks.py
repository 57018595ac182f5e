"""Marks on segments to findings: every character belongs to one mark, the strongest.

So what stays inside a covered cell cuts the cover, and no cover reaches into the end of a number that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING

from redactkit.model import FieldKind, Finding, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.statement.segment import Segment
    from redactkit.model import Cell, Point

# Whose last four characters a policy may keep: their cells are given without what stands between them.
NUMBERED = frozenset({FieldKind.PAN, FieldKind.ACCOUNT, FieldKind.IBAN})
MIN_TAILED = 8  # characters; of a shorter number, the last four would be half


class Rank(IntEnum):
    """Who is stronger where two marks meet; the smaller number wins."""

    MASKED = 0
    CONFIRMED = 1  # check digits held
    NAME = 2
    VALUE = 3  # of a label that says what it is
    DATE = 4
    LABEL = 5
    CELL = 6
    ADDRESS = 7
    FORMAT = 8
    DIGITS = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one segment's text: what it is, or that it stays.

    Attributes
    ----------
    segment : Segment
    start, end : int
        Slice of the segment's text.
    kind : FieldKind or None
        None: it stays, and nothing is found.
    rank : Rank
    evidence : tuple of str
    reach : tuple of float or None
        How far the cover reaches left and right of the segment, pixels along the text: to the edges of the table's
        cell, so that its width does not tell how long the text was.
    part_of : int or None
        Marks with the same number are parts of one value.
    """

    segment: Segment
    start: int
    end: int
    kind: FieldKind | None = field()
    rank: Rank
    evidence: tuple[str, ...] = ()
    reach: tuple[float, float] | None = None
    part_of: int | None = None

    @property
    def text(self) -> str:
        """What stands there."""
        return self.segment.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is left of a mark where stronger ones had their share."""

    mark: Mark
    start: int
    end: int

    @property
    def whole(self) -> bool:
        return (self.start, self.end) == (self.mark.start, self.mark.end)


def settle(marks: Iterable[Mark], page: int) -> Iterator[Finding]:
    """Give every character to the strongest mark on it and yield what is found.

    Parameters
    ----------
    marks : iterable of Mark
        Of equals, the first.
    page : int
    """
    pieces = [piece for group in _by_segment(marks) for piece in _pieces(group)]
    values: dict[object, list[_Piece]] = {}
    for piece in pieces:
        mark = piece.mark
        if mark.kind is not None and (piece.whole or any(map(str.isalnum, mark.segment.text[piece.start : piece.end]))):
            joined = mark.kind in NUMBERED and "cell" not in mark.evidence
            key = mark.part_of if mark.part_of is not None else id(mark)
            values.setdefault((key, mark.kind) if joined else id(piece), []).append(piece)
    for parts in values.values():
        yield _finding(parts, page)


def _by_segment(marks: Iterable[Mark]) -> Iterable[list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.start < mark.end:
            found.setdefault(id(mark.segment), []).append(mark)
    return found.values()


def _pieces(marks: Sequence[Mark]) -> Iterator[_Piece]:
    """Yield the stretches of one segment that are left to each mark, in reading order."""
    owners: list[Mark | None] = [None] * len(marks[0].segment.text)
    for mark in sorted(marks, key=lambda mark: mark.rank):
        for place in range(mark.start, mark.end):
            owners[place] = owners[place] or mark
    place = 0
    for owner, run in groupby(owners, key=lambda owner: owner and id(owner)):
        end = place + len(list(run))
        mark_here = owners[place]
        if owner is not None and mark_here is not None:
            yield _Piece(mark_here, place, end)
        place = end


def _finding(parts: Sequence[_Piece], page: int) -> Finding:
    mark = parts[0].mark
    evidence = tuple(dict.fromkeys(("statement", *(name for part in parts for name in part.mark.evidence))))
    cells = tuple(cell for part in parts for cell in _cells(part))
    if mark.kind in NUMBERED and "cell" not in evidence:
        cells = tuple(cell for cell in cells if cell.char.isalnum()) or cells
        if len(cells) < MIN_TAILED or not all(part.whole for part in parts):
            evidence = tuple(name for name in evidence if name != "end")
    assert mark.kind is not None
    return Finding(mark.kind, page, cells, score=1.0 - mark.rank / 20, evidence=evidence)


def _cells(piece: _Piece) -> tuple[Cell, ...]:
    segment = piece.mark.segment
    cells = list(segment.between(piece.start, piece.end))
    if piece.mark.reach is not None:
        left, right = piece.mark.reach
        along = segment.along
        if piece.start == 0:
            cells[0] = _moved(cells[0], min(left - segment.left, 0.0), 0.0, along)
        if piece.end == len(segment.text):
            cells[-1] = _moved(cells[-1], 0.0, max(right - segment.right, 0.0), along)
    return tuple(cells)


def _moved(cell: Cell, start: float, end: float, along: Point) -> Cell:
    """Return a cell with its left and right edges moved along the text, pixels."""
    a, b, c, d = (
        (x + by * along[0], y + by * along[1])
        for (x, y), by in zip(cell.quad.corners, (start, end, end, start), strict=True)
    )
    return replace(cell, quad=Quad((a, b, c, d)))
