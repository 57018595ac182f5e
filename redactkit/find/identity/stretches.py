"""Lines to stretches: labels, and what stands between them, each along the direction of the text around it.

Documents lie at any angle, several in one picture, so nothing here knows a page's direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from redactkit.find.identity.labels import labels_of
from redactkit.find.statement.segment import Frame, segments_of, usual_gap
from redactkit.geometry import axes, bounds, center, height, join, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from redactkit.find.statement.segment import Segment
    from redactkit.model import Cell, Line, Point, Quad
    from redactkit.words import Field

STEADY = 2.0  # line heights from which on a line's own direction is trusted
AROUND = 15.0  # line heights within which lines tell each other's direction
ASKEW = 0.985  # cosine, 10 degrees, above which two long lines run the same way
# What stands around a value beside labels, and in front of one that stands by itself.
COLON = " :;"
FILLER = " :.;,-–—=|#()[]{}*/\\<>°º'\"·•_~+^`´’"
MIN_BETWEEN = 3  # letters that stand for something between two labels


@dataclass(frozen=True)
class Stretch:
    """A label, or what stands before, between or behind labels in one segment.

    Attributes
    ----------
    segment : Segment
    start, end : int
        Slice of the segment's text.
    fields : frozenset of Field
        What a label announces; of a value nothing.
    """

    segment: Segment
    start: int
    end: int
    fields: frozenset[Field] = frozenset()

    @cached_property
    def text(self) -> str:
        """What stands there."""
        return self.segment.text[self.start : self.end]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Its characters, without spaces."""
        return self.segment.between(self.start, self.end)

    @cached_property
    def quad(self) -> Quad:
        """Its place."""
        return join([cell.quad for cell in self.cells])

    @cached_property
    def box(self) -> Box:
        """Its place along its own direction."""
        return self.sees(self)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright box around it, page pixels."""
        return bounds([self.quad])

    def sees(self, other: Stretch) -> Box:
        """Return the place of another stretch along this one's direction."""
        return Box(*self.segment.frame.box([other.quad]))

    def sees_opening(self, other: Stretch) -> float:
        """Return where the segment of another stretch begins along this one's direction, pixels."""
        return self.segment.frame.box([other.segment.cells[0].quad])[0]


@dataclass(frozen=True, slots=True)
class Box:
    """A place along some direction of text, pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def high(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """How far down its middle lies."""
        return (self.top + self.bottom) / 2


def segments(lines: Sequence[Line]) -> list[Segment]:
    """Return the parts of all lines that stand a column's gap apart, each in the direction of the text around it."""
    usual = usual_gap(lines)
    return [
        segment
        for line, along in zip(lines, _directions(lines), strict=True)
        for segment in segments_of(line, Frame(along), usual)
    ]


def _directions(lines: Sequence[Line]) -> list[Point]:
    """Return in which direction the text runs at each line: long ones near it tell, its own counts if it is long."""
    if not lines:
        return []
    middles = np.array([center(line.quad) for line in lines])
    own = np.array([axes(line.quad)[0] for line in lines])
    wide = np.array([width(line.quad) for line in lines])
    high = np.array([max(height(line.quad), 1.0) for line in lines])
    steady = wide > STEADY * high
    near = np.linalg.norm(middles[:, None] - middles[None], axis=2) < AROUND * high[:, None]
    alike = own @ own.T > ASKEW
    votes = near & steady[None] & (alike | ~steady[:, None])
    sums = (votes * wide[None]) @ own
    lengths = np.linalg.norm(sums, axis=1)
    return [
        (float(x / length), float(y / length)) if length > 0 else (float(u[0]), float(u[1]))
        for (x, y), length, u in zip(sums, lengths, own, strict=True)
    ]


def stretches(segment: Segment, heads: Mapping[int, tuple[frozenset[Field], int]]) -> Iterator[Stretch]:
    """Yield the labels of a segment and what stands between them, in reading order.

    Parameters
    ----------
    segment : Segment
    heads : mapping of int to (frozenset of Field, int)
        By the id of segments that begin with a field's number: what that announces, and where the value starts.
    """
    text, last = segment.text, 0
    for start, end, fields in labels_of(text, heads.get(id(segment))):
        if _is_value(text[last:start], MIN_BETWEEN if last else 1):
            yield _trimmed(segment, last, start)
        yield Stretch(segment, start, end, fields)
        last = end
    if _is_value(text[last:]):
        yield _trimmed(segment, last, len(text))


def _is_value(text: str, letters: int = 1) -> bool:
    """Tell whether a text holds a digit or so many letters."""
    return any(map(str.isdigit, text)) or sum(map(str.isalpha, text)) >= letters


def _trimmed(segment: Segment, start: int, end: int) -> Stretch:
    """Return a value without the signs that part it from labels, or from a label in another segment."""
    text = segment.text[start:end]
    begin = start + len(text) - len(text.lstrip(FILLER if start else COLON))
    return Stretch(segment, begin, end - len(text) + len(text.rstrip(FILLER if end < len(segment.text) else " ")))


def usual_height(found: Iterable[Stretch]) -> float:
    """Return the median height of stretches, pixels; 0 when there are none."""
    heights = sorted(one.box.high for one in found)
    return heights[len(heights) // 2] if heights else 0.0
