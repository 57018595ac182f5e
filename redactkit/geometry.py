"""Quads: measure, join, widen, cut. Knows no page and no text.

A quad's own axes: `u` runs along the text (top left to top right), `v` down through the line.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from redactkit.model import Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.model import Point


def from_box(left: float, top: float, right: float, bottom: float) -> Quad:
    """Return the upright quad of a box in page pixels."""
    return Quad(((left, top), (right, top), (right, bottom), (left, bottom)))


def quad_of(corners: Iterable[Iterable[float]]) -> Quad:
    """Return the quad of four corners, shape (4, 2), in plain floats."""
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return Quad((a, b, c, d))


def bounds(quads: Iterable[Quad]) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the smallest upright box around all quads."""
    points = [point for quad in quads for point in quad.corners]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def center(quad: Quad) -> Point:
    """Return the mean of the corners."""
    return sum(p[0] for p in quad.corners) / 4, sum(p[1] for p in quad.corners) / 4


def width(quad: Quad) -> float:
    """Return the mean length of the two edges along the text, in pixels."""
    a, b, c, d = quad.corners
    return (math.dist(a, b) + math.dist(d, c)) / 2


def height(quad: Quad) -> float:
    """Return the mean length of the two edges across the text, in pixels."""
    a, b, c, d = quad.corners
    return (math.dist(a, d) + math.dist(b, c)) / 2


def axes(quad: Quad) -> tuple[Point, Point]:
    """Return the unit vectors (u, v) along and down the text.

    `u` is measured on the longer pair of edges' midline and `v` is perpendicular to it when the
    quad is wider than high; else the other way about, so that thin quads keep a stable direction.
    """
    a, b, c, d = quad.corners
    along = (b[0] + c[0] - a[0] - d[0], b[1] + c[1] - a[1] - d[1])
    down = (d[0] + c[0] - a[0] - b[0], d[1] + c[1] - a[1] - b[1])
    if math.hypot(*along) >= math.hypot(*down):
        u = _unit(along, (1.0, 0.0))
        return u, (-u[1], u[0])
    v = _unit(down, (0.0, 1.0))
    return (v[1], -v[0]), v


def _unit(vector: Point, default: Point) -> Point:
    length = math.hypot(*vector)
    return (vector[0] / length, vector[1] / length) if length > 1e-9 else default


def project(point: Point, origin: Point, axis: Point) -> float:
    """Return how far a point lies from the origin along a unit axis, in pixels."""
    return (point[0] - origin[0]) * axis[0] + (point[1] - origin[1]) * axis[1]


def join(quads: Sequence[Quad]) -> Quad:
    """Return the smallest quad, turned like the first one, around all quads.

    Parameters
    ----------
    quads : sequence of Quad
        At least one, in reading order.
    """
    if len(quads) == 1:
        return quads[0]
    u, v = axes(_hull(quads))
    return _around([p for quad in quads for p in quad.corners], u, v)


def _hull(quads: Sequence[Quad]) -> Quad:
    """Return a quad from the first one's left edge to the last one's right edge."""
    a, _, _, d = quads[0].corners
    _, b, c, _ = quads[-1].corners
    return Quad((a, b, c, d))


def _around(points: Sequence[Point], u: Point, v: Point) -> Quad:
    us = [p[0] * u[0] + p[1] * u[1] for p in points]
    vs = [p[0] * v[0] + p[1] * v[1] for p in points]

    def at(s: float, t: float) -> Point:
        return s * u[0] + t * v[0], s * u[1] + t * v[1]

    return Quad((at(min(us), min(vs)), at(max(us), min(vs)), at(max(us), max(vs)), at(min(us), max(vs))))


def is_mirrored(quad: Quad) -> bool:
    """Tell whether the corners run the other way round."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.corners
    return (cx - ax) * (dy - by) < (cy - ay) * (dx - bx)


def widen(quad: Quad, along: float, down: float | None = None) -> Quad:
    """Move the edges outward, by `along` pixels at both ends and `down` (default: the same) above and below.

    In a mirrored quad, as one is in user space of a PDF, the edges above and below have changed places.
    """
    down = along if down is None else down
    u, v = axes(quad)
    if is_mirrored(quad):
        v = -v[0], -v[1]
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    a, b, c, d = (
        (x + s * along * u[0] + t * down * v[0], y + s * along * u[1] + t * down * v[1])
        for (x, y), (s, t) in zip(quad.corners, signs, strict=True)
    )
    return Quad((a, b, c, d))


def slice_along(quad: Quad, start: float, end: float) -> Quad:
    """Return the part between two fractions of the width, 0 at the left edge and 1 at the right."""
    a, b, c, d = quad.corners

    def mix(p: Point, q: Point, share: float) -> Point:
        return p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share

    return Quad((mix(a, b, start), mix(a, b, end), mix(d, c, end), mix(d, c, start)))


def contains(quad: Quad, point: Point) -> bool:
    """Tell whether a point lies in a convex quad or on its edge."""
    left, top, right, bottom = bounds([quad])  # without an area, every point is on one side of it
    if not (left - 1e-9 <= point[0] <= right + 1e-9 and top - 1e-9 <= point[1] <= bottom + 1e-9):
        return False
    signs = set()
    corners = quad.corners
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        cross = (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)
        if abs(cross) > 1e-9:
            signs.add(cross > 0)
    return len(signs) <= 1


def clip(quad: Quad, width_px: int, height_px: int) -> Quad:
    """Return the quad with its corners moved into a page of the given size."""
    a, b, c, d = ((min(max(x, 0.0), float(width_px)), min(max(y, 0.0), float(height_px))) for x, y in quad.corners)
    return Quad((a, b, c, d))


def scale(quad: Quad, factor: float) -> Quad:
    """Return the quad in coordinates that are `factor` times as large."""
    a, b, c, d = ((x * factor, y * factor) for x, y in quad.corners)
    return Quad((a, b, c, d))
