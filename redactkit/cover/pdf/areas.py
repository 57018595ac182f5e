"""The areas of one page: found quickly by place, compared with boxes of any direction."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactkit import geometry
from redactkit.model import Quad
from redactkit.pdf.affine import box_of, overlap
from redactkit.pdf.lexer import MalformedContent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Point
    from redactkit.pdf.affine import Box

_ROW_PT = 16.0  # height of the strips that areas are sorted into: a line of text meets one or two
_MAX_ROWS = 1000  # of one box; beyond, all areas are compared
_MARGIN_PT = 4.0  # around what is visible: a stroke from beyond does not reach back
_RECTANGULAR = 0.98  # of its upright box: a quad that fills as much is taken for it


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A convex quad under which nothing may stay.

    Attributes
    ----------
    quad : Quad
        User space, corners in turn.
    box : Box
        Around it.
    upright : bool
        It fills that box.
    """

    quad: Quad
    box: Box
    upright: bool


class Areas:
    """The areas of one page, and the box that viewers show of it.

    Parameters
    ----------
    quads : sequence of Quad
        User space; corners in any order. Those that lie in another one are left out.
    visible : Box
        User space.
    keeps : sequence of Quad
        What stays readable next to them, in pictures; user space.

    Attributes
    ----------
    quads : tuple of Quad
        Those that are left, corners in turn.
    margin : Box
        A little larger than what is visible.

    Raises
    ------
    MalformedContent
        The page is larger than any in use.
    """

    def __init__(self, quads: Sequence[Quad], visible: Box, keeps: Sequence[Quad] = ()) -> None:
        left, bottom, right, top = visible
        self.visible = visible
        self.margin = left - _MARGIN_PT, bottom - _MARGIN_PT, right + _MARGIN_PT, top + _MARGIN_PT
        self._areas: list[Area] = []
        self._rows: dict[int, list[Area]] = {}
        for area in sorted(map(_area, quads), key=lambda area: -size_of(area.box)):
            self._add(area)
        self.quads = tuple(area.quad for area in self._areas)
        self._keeps = [(box_of(keep), keep) for keep in keeps]

    def _add(self, area: Area) -> None:
        # What lies beyond the visible box is removed without being asked where.
        low, high = max(area.box[1], self.visible[1]), min(area.box[3], self.visible[3])
        rows = range(math.floor(low / _ROW_PT), math.floor(high / _ROW_PT) + 1)
        if len(rows) > _MAX_ROWS:
            raise MalformedContent("a page larger than any in use")
        # Shares of a glyph are added up, so what lies in another area must not count again.
        larger = self._rows.get(rows.start, ())
        if any(other.upright and holds(other.box, area.box) for other in larger):
            return
        self._areas.append(area)
        for row in rows:
            self._rows.setdefault(row, []).append(area)

    def near(self, box: Box) -> Sequence[Area]:
        """Return the areas whose boxes share a part of a box with each other."""
        left, bottom, right, top = box
        first, last = math.floor(bottom / _ROW_PT), math.floor(top / _ROW_PT)
        if last - first > _MAX_ROWS:
            return [area for area in self._areas if overlap(area.box, box)]
        found: list[Area] = []
        for row in range(first, last + 1):
            for area in self._rows.get(row, ()):
                x0, y0, x1, y1 = area.box
                if x0 < right and left < x1 and y0 < top and bottom < y1 and area not in found:
                    found.append(area)
        return found

    def kept(self, box: Box) -> list[Quad]:
        """Return the keeps whose boxes share a part of a box."""
        return [keep for around, keep in self._keeps if overlap(around, box)]

    def shows(self, box: Box) -> bool:
        """Tell whether all of a box lies on the visible part of the page."""
        return holds(self.visible, box)


def _area(quad: Quad) -> Area:
    x, y = geometry.center(quad)
    a, b, c, d = sorted(quad.corners, key=lambda corner: math.atan2(corner[1] - y, corner[0] - x))
    return Area(Quad((a, b, c, d)), box_of(quad), is_upright((a, b, c, d)))


def holds(outer: Box, inner: Box) -> bool:
    """Tell whether a box lies wholly in another one."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def size_of(box: Box) -> float:
    """Return the area of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def is_upright(corners: Sequence[Point]) -> bool:
    """Tell whether a polygon fills the upright box around it."""
    return _size(corners) >= _RECTANGULAR * size_of(_box(corners))


def share(box: Box, corners: Sequence[Point]) -> float:
    """Return which share of a box a convex polygon takes, 0 to 1.

    Clipped after Sutherland and Hodgman, measured after Gauss. A box without an area has no share.
    """
    for axis in (0, 1):
        corners = _clipped(corners, axis, box[axis], 1.0)
        corners = _clipped(corners, axis, box[axis + 2], -1.0)
    size = size_of(box)
    return min(_size(corners) / size, 1.0) if size > 0 else 0.0


def _clipped(corners: Sequence[Point], axis: int, limit: float, sign: float) -> list[Point]:
    """Return the part of a polygon on one side of a line across an axis."""
    kept: list[Point] = []
    for before, here in zip((*corners[-1:], *corners[:-1]), corners, strict=True):
        d0, d1 = sign * (before[axis] - limit), sign * (here[axis] - limit)
        if (d0 < 0) != (d1 < 0):
            t = d0 / (d0 - d1)
            kept.append((before[0] + t * (here[0] - before[0]), before[1] + t * (here[1] - before[1])))
        if d1 >= 0:
            kept.append(here)
    return kept


def _size(corners: Sequence[Point]) -> float:
    pairs = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _box(corners: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
