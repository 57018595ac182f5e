"""How stretches stand to each other: beside, below, going on; in heights, along the first one's direction."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactkit.find.identity.stretches import Box, Stretch

# All in heights of the higher one of the two: labels are often set half as high as their values.
MAX_BESIDE = 10.0  # a column of values behind a column of labels
MAX_BELOW = 2.0  # between the boxes, which readers make higher than the print
OVERLAP = 0.6  # of the boxes of two rows
ROW_SHIFT = 0.55
INDENT = 1.5  # that a value may begin left of its label
# Costs: what stands right under the beginning of a label is surest, then what follows in its row.
BESIDE, PER_GAP, PER_SHIFT, UNALIGNED, PER_INDENT = 0.3, 0.12, 0.6, 0.3, 0.1
ACROSS = 0.3  # of the narrower one: what covers so much of the way stands between
FLUSH = 0.9
TIGHT = 0.95
ALIKE = 0.6  # of the higher line: lines of one value are set in one font
ASKEW = 0.94  # cosine, 20 degrees, below which two texts run another way
NEXT = 4.0  # between two parts of one value in a row


class Where(StrEnum):
    """Where a value stands, seen from its label."""

    INSIDE = "inside"
    BESIDE = "beside"
    BELOW = "below"
    ON = "on"  # it goes on from another value


def apart(one: Stretch, other: Stretch, heights: float = MAX_BESIDE) -> bool:
    """Tell whether two stretches run another way, or lie further apart than so many heights.

    Half a turn is no other way: a number may read upside down, too.
    """
    (x, y), (u, v) = one.segment.frame.along, other.segment.frame.along
    if abs(x * u + y * v) < ASKEW:
        return True
    left, top, right, bottom = one.bounds
    west, north, east, south = other.bounds
    gap = max(west - right, left - east, north - bottom, top - south)
    return gap > heights * max(one.box.high, other.box.high)


def costs(label: Box, value: Box) -> Iterator[tuple[Where, float]]:
    """Yield where a value stands to a label that may be its own, and how little that convinces."""
    high = max(label.high, value.high)
    shift, gap = abs(value.middle - label.middle) / high, (value.left - label.right) / high
    if shift < ROW_SHIFT and -0.5 < gap < MAX_BESIDE:
        yield Where.BESIDE, BESIDE + PER_GAP * max(gap, 0.0) + PER_SHIFT * shift
    down, indent = (value.top - label.bottom) / high, (value.left - label.left) / high
    under = value.middle - label.middle > ROW_SHIFT * min(label.high, value.high)
    if under and -OVERLAP < down < MAX_BELOW and indent > -INDENT and value.left < label.right + 0.5 * high:
        yield Where.BELOW, max(down, 0.0) + (UNALIGNED if abs(indent) > INDENT else PER_INDENT * abs(indent))


def parts(label: Stretch, value: Stretch, where: Where, others: Iterable[Stretch]) -> bool:
    """Tell whether something stands between a label and its value."""
    first, last = label.box, label.sees(value)
    between = (other for other in others if other is not value and other is not label)
    return any(_is_between(first, last, label.sees(other), where) for other in between)


def _is_between(first: Box, last: Box, other: Box, where: Where) -> bool:
    if where is Where.BESIDE:
        slack = 0.5 * min(first.high, other.high)
        level = abs(other.middle - first.middle) < ROW_SHIFT * max(first.high, other.high)
        return level and other.left > first.right - slack and other.right < last.left + slack
    across = min(last.right, other.right) - max(last.left, other.left)
    slack = 0.4 * min(first.high, last.high, other.high)
    wide = across > ACROSS * min(last.right - last.left, other.right - other.left)
    return wide and first.middle + slack < other.middle < last.middle - slack


def goes_on(above: Stretch, below: Stretch, *, indented: bool = False) -> bool:
    """Tell whether a line goes on in another one: in one font, tight under it and flush, or indented."""
    first, second = above.box, above.sees(below)
    low, high = sorted((first.high, second.high))
    starts, ends = ((box.left, above.sees_opening(one)) for box, one in ((first, above), (second, below)))
    flush = min(abs(start - end) for start in starts for end in ends) < FLUSH * high
    flush = flush or (indented and first.left < second.left < first.right)
    tight = second.middle - first.middle > 0.5 * low and second.top - first.bottom < TIGHT * high
    return flush and tight and low > ALIKE * high


def follows(left: Stretch, right: Stretch) -> bool:
    """Tell whether a stretch goes on in another one in its row."""
    first, second = left.box, left.sees(right)
    high = max(first.high, second.high)
    level = abs(second.middle - first.middle) < ROW_SHIFT * high
    return level and -0.5 * high < second.left - first.right < NEXT * high
