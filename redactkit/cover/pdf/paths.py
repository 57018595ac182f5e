"""Painted paths: digits drawn as outlines and the bars of bar codes go, rules and backgrounds stay.

A subpath goes when it lies under an area, or when it is no larger than a character and lies there mostly. Straight
bars and rules end where an area begins, so that all the page still shows of them stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from redactkit.cover.pdf.areas import holds, share
from redactkit.cover.pdf.pen import plain
from redactkit.pdf.affine import box_under, inverse, overlap
from redactkit.pdf.lexer import MalformedContent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.cover.pdf.areas import Area, Areas
    from redactkit.cover.pdf.edits import Edits
    from redactkit.cover.pdf.state import State
    from redactkit.model import Point
    from redactkit.pdf.affine import Box, Matrix
    from redactkit.pdf.lexer import Operator

_TOLERANCE_PT = 1.0  # a shape that leaves an area by less lies under it
_THIN_PT = 4.0  # of a bar or rule; a stem of 10 pt type has 1
_SMALL = 1.2  # heights of an area: a shape no larger than that both ways may be a character
_SMALL_SHARE = 0.5  # of such a shape: its middle lies under the area
_LARGE_SHARE = 0.7  # of a larger one: the padded background of a field lies under less
_ALL = 0.99  # of a box: taken for all of it

_FILLS = frozenset((b"f", b"F", b"f*"))
_STROKES = frozenset((b"S", b"s"))


@dataclass(slots=True)
class Subpath:
    """What is drawn before the next subpath begins.

    Attributes
    ----------
    start, end : int
        Offsets, from its first operator to behind its last.
    xs, ys : list of float
        Its points, control points among them, in the content's own space.
    curved : bool
    """

    start: int
    end: int
    xs: list[float]
    ys: list[float]
    curved: bool = False

    @property
    def box(self) -> Box:
        """Around all points."""
        return min(self.xs), min(self.ys), max(self.xs), max(self.ys)

    @property
    def straight(self) -> bool:
        """Whether it is an upright rectangle or a line along an axis."""
        left, bottom, right, top = self.box
        points = list(zip(self.xs, self.ys, strict=True))
        return (
            not self.curved
            and all(x in (left, right) and y in (bottom, top) for x, y in points)
            and all(x0 == x1 or y0 == y1 for (x0, y0), (x1, y1) in pairwise(points))
        )


class Path:
    """The path under construction. ISO 32000-2, 8.5.2."""

    def __init__(self) -> None:
        self.subpaths: list[Subpath] = []
        self.clips = False

    def begin(self, operator: Operator, *points: Point) -> None:
        """Begin a subpath."""
        self.subpaths.append(
            Subpath(operator.start, operator.end, [x for x, _ in points], [y for _, y in points]),
        )

    def go_on(self, operator: Operator, numbers: Sequence[float], *, curved: bool = False) -> None:
        """Go on to points; to none, when the subpath is closed."""
        if self.subpaths:
            subpath = self.subpaths[-1]
            subpath.end = operator.end
            subpath.xs += numbers[::2]
            subpath.ys += numbers[1::2]
            subpath.curved |= curved
        elif numbers:
            raise MalformedContent("a path without a beginning")


def paint(path: Path, operator: Operator, state: State, areas: Areas, edits: Edits) -> bool:
    """Take from a path, when it is painted or clipped with, what lies under an area. Return whether anything goes.

    Raises
    ------
    MalformedContent
        A pattern that may show anything paints under an area.
    """
    if not path.subpaths or (operator.name == b"n" and not path.clips):
        return False
    boxes = [box_under(state.matrix, subpath.box) for subpath in path.subpaths]
    where = boxes[0] if len(boxes) == 1 else _around(boxes)
    if path.clips:
        state.clip_to(where)
    near = areas.near(where)
    if not near and holds(areas.margin, where):
        return False
    if near and operator.name != b"n" and (state.fill or state.stroke):
        raise MalformedContent("a pattern under an area")
    left = len(boxes)
    for subpath, box in zip(path.subpaths, boxes, strict=True):
        instead = _instead(subpath, box, operator.name if not path.clips else b"W", state.matrix, areas)
        if instead is not None:
            edits.replace(subpath.start, subpath.end, instead)
            left -= not instead
    if not left and path.clips:
        edits.replace(operator.start, operator.start, b"0 0 0 0 re W")  # nothing of what follows was seen outside
    elif not left:
        edits.replace(operator.start, operator.end, b"n")
    return left < len(boxes)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _instead(subpath: Subpath, box: Box, name: bytes, matrix: Matrix, areas: Areas) -> bytes | None:
    """Return what is drawn instead of a subpath; None when it stays."""
    near = areas.near(box)
    if subpath.straight:
        if name == b"W":
            return None
        if any(_covers(area, box, 0.0) for area in near):
            return b""
        is_line = box[0] == box[2] or box[1] == box[3]
        is_bar = name in _FILLS and min(box[2] - box[0], box[3] - box[1]) <= _THIN_PT
        return _cut(box, near, matrix, is_line=is_line) if is_bar or (is_line and name in _STROKES) else None
    if not overlap(box, areas.margin) or any(_covers(area, box, _TOLERANCE_PT) for area in near):
        return b""
    extent = max(box[2] - box[0], box[3] - box[1])
    is_small = any(extent <= _SMALL * (area.box[3] - area.box[1]) for area in near)
    under = sum(share(box, area.quad.corners) for area in near)
    return b"" if under >= (_SMALL_SHARE if is_small else _LARGE_SHARE) else None


def _covers(area: Area, box: Box, tolerance: float) -> bool:
    left, bottom, right, top = area.box
    wide = left - tolerance, bottom - tolerance, right + tolerance, top + tolerance
    return holds(wide, box) and (area.upright or share(box, area.quad.corners) > _ALL)


def _cut(box: Box, near: Sequence[Area], matrix: Matrix, *, is_line: bool) -> bytes | None:
    """Return a bar or a line without what lies under upright areas; None when nothing of it does."""
    if matrix[1] or matrix[2]:
        return None
    pieces = [box]
    for area in near:
        if area.upright:
            pieces = [piece for whole in pieces for piece in _outside(whole, area.box)]
    if pieces == [box]:
        return None
    return b" ".join(_drawn(box_under(inverse(matrix), piece), is_line=is_line) for piece in pieces)


def _outside(box: Box, cut: Box) -> list[Box]:
    """Return the parts of a box that lie outside another one."""
    if not overlap(box, cut):
        return [box]
    left, bottom, right, top = box
    inner_left, inner_right = max(left, cut[0]), min(right, cut[2])
    pieces = [
        (left, bottom, inner_left, top),
        (inner_right, bottom, right, top),
        (inner_left, bottom, inner_right, cut[1]),
        (inner_left, cut[3], inner_right, top),
    ]
    used = (left < inner_left, inner_right < right, bottom < cut[1], cut[3] < top)
    return [piece for piece, is_used in zip(pieces, used, strict=True) if is_used]


def _drawn(box: Box, *, is_line: bool) -> bytes:
    left, bottom, right, top = box
    if is_line:
        return b"%s %s m %s %s l" % (plain(left), plain(bottom), plain(right), plain(top))
    return b"%s %s %s %s re" % (plain(left), plain(bottom), plain(right - left), plain(top - bottom))
