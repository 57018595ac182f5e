"""What was seen and not read, and how far the document reaches: beyond it lie other papers, keyboards and screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.identity.reach import apart
from redactkit.geometry import axes, center, height, slice_along, width
from redactkit.model import Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from redactkit.find.identity.stretches import Stretch
    from redactkit.model import Line, Point

MIN_SCORE = 0.5  # mean confidence below which a line counts as unread, as on cards
# Heights of a line for each of its characters: of 700 lines on identity documents those that were read take .3
# to .8, a lone F 1.4, a lone 1 that was read with certainty 3; of a line in another script a reader makes a few signs.
MAX_PITCH, MAX_CERTAIN_PITCH, CERTAIN = 1.5, 3.5, 0.95
# Usual heights of a line: a higher box is a portrait or a drawing; letters so high are printed across the values.
MAX_UNREAD, MAX_DOUBTED = 2.5, 1.6
# How far a document reaches beyond its machine readable zone, in widths of the zone, and a little more: ICAO Doc 9303-4
# (TD3: 125 x 88 mm, rows of 112 mm) and 9303-5 (TD1: 85.6 x 54 mm, rows of 76 mm).
ABOVE, ABOVE_THREE, ASIDE, UNDER = 0.62, 0.45, 0.06, 0.05
ENDS = ((0.0, 0.2), (0.8, 1.0))  # of a line: both must lie on the document
CLOSE = 1.5  # heights between what stands in one column or row of a document
NEAR = 1.6  # heights from a label or a value, that is in the next row
SURE = 0.8  # mean confidence of letters without a label below which they are any text: blurred streets read as .7
MARGIN = 0.5  # usual heights that a document reaches beyond its outermost words


def is_read(line: Line) -> bool:
    """Tell whether a line's characters can be believed."""
    signs = any(cell.char.isalnum() for cell in line.cells)
    pitch = MAX_CERTAIN_PITCH if line.score >= CERTAIN else MAX_PITCH
    most = pitch * len(line.cells) * max(height(line.quad), 1.0)
    return signs and line.score >= MIN_SCORE and width(line.quad) < most


def page_of(rows: Sequence[Quad]) -> Quad:
    """Return where the document lies whose machine readable zone has these rows, from the first to the last."""
    u, v = axes(rows[0])
    wide = max(width(row) for row in rows)
    up = (ABOVE_THREE if len(rows) == 3 else ABOVE) * wide
    a, b, _, _ = rows[0].corners
    _, _, c, d = rows[-1].corners

    def at(point: Point, along: float, down: float) -> Point:
        return point[0] + wide * along * u[0] + down * v[0], point[1] + wide * along * u[1] + down * v[1]

    return Quad((at(a, -ASIDE, -up), at(b, ASIDE, -up), at(c, ASIDE, UNDER * wide), at(d, -ASIDE, UNDER * wide)))


def doubtful(lines: Iterable[Line], found: Iterable[Stretch], told: Iterable[Stretch]) -> Iterator[Line]:
    """Yield the lines that were not read, or read without confidence and tell nothing.

    Parameters
    ----------
    lines : iterable of Line
    found : iterable of Stretch
        Labels, and what stands between them.
    told : iterable of Stretch
        Values of which is known what they are.
    """
    telling = {id(one.segment.line) for one in found if one.fields} | {id(one.segment.line) for one in told}
    for line in lines:
        if not is_read(line) or (line.score < SURE and id(line) not in telling):
            yield line


def belonging(found: Sequence[Stretch]) -> list[Stretch]:
    """Return the labels among stretches, and what stands close to them, and close to that."""
    known = [one for one in found if one.fields]
    waiting, others = list(known), [one for one in found if not one.fields]
    while waiting:
        one = waiting.pop()
        close = [other for other in others if not apart(one, other, CLOSE)]
        others = [other for other in others if other not in close]
        known += close
        waiting += close
    return known


class Extent:
    """Where documents lie on a page: in the hull of what belongs to them, and close to it.

    Parameters
    ----------
    pages : sequence of Quad
        Documents that are known as a whole.
    quads : sequence of Quad
        Labels and values. Without those and without pages, the whole page counts as the document.
    high : float
        Usual height of a line, pixels.
    """

    def __init__(self, pages: Sequence[Quad], quads: Sequence[Quad], high: float) -> None:
        hull = np.array([corner for quad in (*pages, *quads) for corner in quad.corners], np.float32).reshape(-1, 2)
        self._areas = [np.array(quad.corners, np.float32) for quad in quads]
        self._hull: NDArray[np.float32] | None = np.asarray(cv2.convexHull(hull), np.float32) if len(hull) else None
        self._high = high

    def hides(self, line: Line) -> bool:
        """Tell whether a line that could not be read is hidden: it lies on a document and has the height of text."""
        high = min(height(line.quad), width(line.quad))
        most = MAX_DOUBTED if is_read(line) else MAX_UNREAD
        if self._hull is None or high > most * max(self._high, 1.0):
            return self._hull is None
        within = all(_is_near(center(slice_along(line.quad, *part)), self._hull, MARGIN * self._high) for part in ENDS)
        return within or any(_is_near(center(line.quad), area, NEAR * high) for area in self._areas)


def _is_near(point: Point, area: NDArray[np.float32], reach: float) -> bool:
    return cv2.pointPolygonTest(area, point, True) >= -reach
