"""Segments to rows: what stands side by side, on a page that may lie askew or be curled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from redactkit.find.statement.flatten import flatten
from redactkit.find.statement.segment import Frame, Segment, segments_of, usual_gap
from redactkit.geometry import axes, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.model import Line

ASKEW = 0.5  # cosine to the page's direction below which a line is set along a margin
ROW_SHIFT = 0.45  # rows stand a line height apart; of one row, a smaller font's middle is a third of it off


@dataclass(frozen=True, slots=True)
class Row:
    """Segments side by side, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def top(self) -> float:
        """Upper end of the highest segment, pixels."""
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        """Lower end of the lowest segment, pixels."""
        return max(segment.bottom for segment in self.segments)

    @property
    def middle(self) -> float:
        """How far down the middle of its segments lies, pixels."""
        return median(segment.middle for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Layout:
    """One page: its rows from top to bottom, and what is set along a margin.

    Attributes
    ----------
    rows : tuple of Row
    aside : tuple of Segment
        Text that runs another way.
    high : float
        Median height of the segments, pixels.
    """

    rows: tuple[Row, ...]
    aside: tuple[Segment, ...]
    high: float

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments of the rows, in reading order."""
        return tuple(segment for row in self.rows for segment in row.segments)


def lay_out(lines: Sequence[Line]) -> Layout:
    """Return the rows of a page from the lines that were read on it; lines without characters have none."""
    read = [line for line in lines if any(not cell.char.isspace() for cell in line.cells)]
    frame = _frame(read)
    c, s = frame.along
    rows: list[Segment] = []
    aside: list[Segment] = []
    usual = usual_gap(read)
    for line in read:
        u, _ = axes(line.quad)
        (rows if u[0] * c + u[1] * s > ASKEW else aside).extend(segments_of(line, frame, usual))
    high = median(segment.high for segment in rows) if rows else 0.0
    return Layout(tuple(_rows(flatten(rows, high))), tuple(aside), high)


def _frame(lines: Sequence[Line]) -> Frame:
    """Return the direction that half of the page's text lies on either side of."""
    angles = sorted((math.atan2(*reversed(axes(line.quad)[0])), width(line.quad)) for line in lines)
    half = sum(length for _, length in angles) / 2
    for angle, length in angles:
        half -= length
        if half <= 0:
            return Frame((math.cos(angle), math.sin(angle)))
    return Frame((1.0, 0.0))


def _rows(segments: Sequence[Segment]) -> list[Row]:
    """Put every segment into the row whose last segment it continues."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.left, s.top)):
        near = [(shift, row) for row in rows if (shift := _shift(row[-1], segment)) < 1.0]
        if near:
            min(near, key=lambda option: option[0])[1].append(segment)
        else:
            rows.append([segment])
    return sorted((Row(tuple(row)) for row in rows), key=lambda row: row.middle)


def _shift(last: Segment, segment: Segment) -> float:
    """Return how far a segment lies off the row of another one that begins left of it; 1 and more is another row."""
    low = min(last.high, segment.high)
    if segment.left < last.right - 0.5 * low:
        return math.inf
    return abs(segment.middle - last.middle) / (ROW_SHIFT * low)


def clear_of(
    segment: Segment, reach: tuple[float, float], others: Iterable[Segment], space: float
) -> tuple[float, float]:
    """Return how far left and right of a segment a cover may reach without touching what stands beside it.

    Parameters
    ----------
    segment : Segment
    reach : tuple of float
        How far it should, pixels along the text.
    others : iterable of Segment
    space : float
        Left free in front of them, pixels.
    """
    left, right = reach
    for other in others:
        if other is segment or min(other.bottom, segment.bottom) - max(other.top, segment.top) <= 0:
            continue
        if other.left >= segment.right:
            right = min(right, max(other.left - space, segment.right))
        elif other.right <= segment.left:
            left = max(left, min(other.right + space, segment.left))
    return left, right
