"""Lines cut into segments: what stands in one cell or one column, with the spaces that a reader lost.

A reader may put two columns into one line and lose the spaces between words: both are told from the gaps. Everything is
measured along the page's own text direction, whatever the picture's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from redactkit.geometry import axes, center, height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.model import Cell, Line, Point, Quad

# Readers place a character to a ninth of the line's height, and a space is a quarter of it wide. So two thirds of the
# spaces between words are lost on purpose: at these thresholds, in line heights above what the two characters take up
# themselves, one gap in 200 between letters passes for a space (12 500 gaps on eleven pages, beside their text layer).
WORD_GAP = 0.2
DIGIT_GAP = 0.28  # inside a number, where a space does more harm
COLUMN_GAP = 0.8  # between the boxes of two characters; columns stand .9 apart or more, words up to .4
# Where spaces were set and not guessed, gaps are exact: a space is a quarter of the height, and a column stands further
# off than two of them, or than twice the page's usual space where words are spread.
SET_COLUMN_GAP = 0.5
SPREAD = 1.9
MIN_SPACES = 4  # of one line, of which the narrowest quarter tells how wide its own are
HIDDEN = frozenset("*•●·")  # of a row of them readers lose some, which leaves a gap that no column stands behind
MASK_GAP = 2.5
# Widths of characters in Helvetica, in em, to a tenth.
_NARROW, _SLIM, _ROUND, _CAPITAL, _BROAD = 0.25, 0.35, 0.55, 0.7, 0.9
_WIDTHS = {
    **dict.fromkeys("ijlI|!'.,:;", _NARROW),
    **dict.fromkeys('frt()[]{}-/\\"`°*', _SLIM),
    **dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZ&", _CAPITAL),
    **dict.fromkeys("mMwW@%—…", _BROAD),
}
STEADY = 4.0  # line heights from which on a segment's own slope is trusted


@dataclass(frozen=True, slots=True)
class Frame:
    """The direction in which the text of a page runs: a unit vector."""

    along: Point

    def box(self, quads: Iterable[Quad]) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) of quads along that direction, pixels."""
        c, s = self.along
        points = [(x * c + y * s, y * c - x * s) for quad in quads for x, y in quad.corners]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)

    def slope(self, first: Quad, last: Quad) -> float:
        """Return how much text falls from one character to another, pixels down per pixel along."""
        (x0, y0), (x1, y1) = center(first), center(last)
        c, s = self.along
        along = (x1 - x0) * c + (y1 - y0) * s
        return ((y1 - y0) * c - (x1 - x0) * s) / along if along > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Text that stands together in one row: one cell of a table, a label, a line of a paragraph.

    Attributes
    ----------
    cells : tuple of Cell
        Without spaces.
    text : str
        Its characters, with one space between words.
    places : tuple of int
        Index into `cells` of each character of `text`, -1 for a space.
    left, right, top, bottom : float
        Its box along the page's text direction, pixels.
    slope : float
        How much it falls, pixels down per pixel along.
    frame : Frame
    line : Line
        What it was cut out of.
    """

    cells: tuple[Cell, ...] = field(repr=False)
    text: str = field(repr=False)
    places: tuple[int, ...] = field(repr=False)
    left: float
    right: float
    top: float
    bottom: float
    slope: float
    frame: Frame
    line: Line = field(repr=False)

    @property
    def high(self) -> float:
        """Its height, pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """How far down its middle lies, pixels."""
        return (self.top + self.bottom) / 2

    @property
    def along(self) -> Point:
        """Return the direction in which its text goes on: its own, or the page's there when it is too short to tell."""
        if self.right - self.left > STEADY * self.high:
            return axes(self.line.quad)[0]
        (c, s), length = self.frame.along, math.hypot(1.0, self.slope)
        return (c - s * self.slope) / length, (s + c * self.slope) / length

    def between(self, start: int, end: int) -> tuple[Cell, ...]:
        """Return the cells of a slice of its text."""
        return tuple(self.cells[place] for place in self.places[start:end] if place >= 0)


def segments_of(line: Line, frame: Frame, usual_gap: float = 0.0) -> Iterator[Segment]:
    """Yield the parts of a line that stand a column's gap apart, with the spaces between their words.

    Parameters
    ----------
    line : Line
    frame : Frame
    usual_gap : float
        Width of a space on this page, line heights; 0 when none was read.
    """
    inked = [cell for cell in line.cells if not cell.char.isspace()]
    spaced = {i for i, space in enumerate(_leading_spaces(line.cells)) if space}
    high = height(line.quad)
    widths = [_gap(left.quad, right.quad) / high if high else 0.0 for left, right in pairwise(inked)]
    own = sorted(widths[i - 1] for i in spaced if i)
    common = max(usual_gap, own[len(own) // 4] if len(own) >= MIN_SPACES else 0.0)
    widest = max(SET_COLUMN_GAP, SPREAD * common) if spaced else COLUMN_GAP
    gaps = [
        width > (MASK_GAP if HIDDEN & {left.char, right.char} else widest)
        for width, (left, right) in zip(widths, pairwise(inked), strict=True)
    ]
    colon = len(inked) > 1 and inked[0].char == ":"  # stands in front of a column of values
    start = 0
    for end in [*(i + 1 for i, gap in enumerate(gaps) if gap or (i == 0 and colon)), len(inked)]:
        part = inked[start:end]
        breaks = {i - start for i in spaced if start < i < end} if spaced else _lost_spaces(part, high)
        yield _segment(line, part, breaks, frame)
        start = end


def usual_gap(lines: Iterable[Line]) -> float:
    """Return the median width of the spaces that were read, in line heights; 0 when there are none."""
    gaps = []
    for line in lines:
        inked = [cell for cell in line.cells if not cell.char.isspace()]
        high = height(line.quad)
        for i, space in enumerate(_leading_spaces(line.cells)):
            if space and i and high:
                gaps.append(_gap(inked[i - 1].quad, inked[i].quad) / high)
    return median(gaps) if gaps else 0.0


def _leading_spaces(cells: Sequence[Cell]) -> Iterator[bool]:
    """Yield, for each character that is no space, whether one stands before it."""
    space = False
    for cell in cells:
        if cell.char.isspace():
            space = True
        else:
            yield space
            space = False


def _gap(left: Quad, right: Quad) -> float:
    """Return the distance between the boxes of two characters, pixels."""
    (_, b, c, _), (a, _, _, d) = left.corners, right.corners
    u, _ = axes(left)
    x = (a[0] + d[0] - b[0] - c[0]) / 2
    y = (a[1] + d[1] - b[1] - c[1]) / 2
    return x * u[0] + y * u[1]


def _lost_spaces(cells: Sequence[Cell], high: float) -> set[int]:
    """Return before which characters a space stood: they lie further off than any font would set them."""
    if len(cells) < 2 or not high:
        return set()
    steps = [_step(left.quad, right.quad) / high for left, right in pairwise(cells)]
    widths = [(_WIDTHS.get(a.char, _ROUND) + _WIDTHS.get(b.char, _ROUND)) / 2 for a, b in pairwise(cells)]
    em, pitch = median(step / span for step, span in zip(steps, widths, strict=True)), median(steps)
    found = set()
    for i, (step, span) in enumerate(zip(steps, widths, strict=True)):
        numeric = cells[i].char.isdigit() and not cells[i + 1].char.isalpha()
        excess = step - max(em * span, pitch)
        if excess > (DIGIT_GAP if numeric else WORD_GAP):
            found.add(i + 1)
    return found


def _step(left: Quad, right: Quad) -> float:
    """Return the distance between the middles of two characters, pixels."""
    return math.dist(center(left), center(right))


def _segment(line: Line, cells: Sequence[Cell], breaks: set[int], frame: Frame) -> Segment:
    text, places = "", []
    for i, cell in enumerate(cells):
        if i in breaks:
            text += " "
            places.append(-1)
        text += cell.char
        places += [i] * len(cell.char)
    left, top, right, bottom = frame.box(cell.quad for cell in cells)
    slope = frame.slope(cells[0].quad, cells[-1].quad)
    return Segment(tuple(cells), text, tuple(places), left, right, top, bottom, slope, frame, line)
