"""Laws of quads, on rectangles of any size, place and turn."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from redactkit.geometry import (
    axes,
    bounds,
    center,
    clip,
    contains,
    from_box,
    height,
    is_mirrored,
    join,
    project,
    quad_of,
    scale,
    slice_along,
    widen,
    width,
)
from redactkit.model import Quad

PX = 1e-6  # rounding allowed, in pixels

lengths = st.floats(1, 500)
places = st.floats(-1000, 1000)
angles = st.floats(-math.pi, math.pi)
shares = st.floats(0, 1)


def turn(quad, angle, around=(0.0, 0.0)):
    """Return the quad turned clockwise, as seen on a page, by an angle in radians."""
    cos, sin = math.cos(angle), math.sin(angle)
    x0, y0 = around
    return Quad(
        tuple((x0 + (x - x0) * cos - (y - y0) * sin, y0 + (x - x0) * sin + (y - y0) * cos) for x, y in quad.corners)
    )


@st.composite
def rectangles(draw):
    left, top = draw(places), draw(places)
    box = from_box(left, top, left + draw(lengths), top + draw(lengths))
    return turn(box, draw(angles), (left, top))


@st.composite
def lines(draw):
    """Rectangles at least twice as wide as high, as lines of text are."""
    high = draw(st.floats(5, 60))
    left, top = draw(places), draw(places)
    return turn(from_box(left, top, left + high * draw(st.floats(2, 30)), top + high), draw(angles), (left, top))


def area(quad):
    return width(quad) * height(quad)


def close(one, other):
    return all(math.dist(p, q) < PX for p, q in zip(one.corners, other.corners, strict=True))


@given(places, places, lengths, lengths)
def test_a_box_is_its_own_bounds(left, top, wide, high):
    quad = from_box(left, top, left + wide, top + high)
    assert bounds([quad]) == (left, top, left + wide, top + high)
    assert (width(quad), height(quad)) == pytest.approx((wide, high))


@given(st.lists(rectangles(), min_size=1, max_size=5))
def test_bounds_hold_every_corner_and_touch_some(quads):
    left, top, right, bottom = bounds(quads)
    corners = [corner for quad in quads for corner in quad.corners]
    assert all(left <= x <= right and top <= y <= bottom for x, y in corners)
    assert {left, right} <= {x for x, _ in corners}
    assert {top, bottom} <= {y for _, y in corners}


@given(rectangles(), angles)
def test_turning_changes_neither_width_nor_height(quad, angle):
    assert (width(turn(quad, angle)), height(turn(quad, angle))) == pytest.approx((width(quad), height(quad)), rel=1e-6)


@given(rectangles())
def test_axes_are_orthonormal_and_run_along_and_down(quad):
    u, v = axes(quad)
    assert math.hypot(*u) == pytest.approx(1)
    assert math.hypot(*v) == pytest.approx(1)
    assert u[0] * v[0] + u[1] * v[1] == pytest.approx(0, abs=1e-12)
    a, b, _, d = quad.corners
    assert project(b, a, u) == pytest.approx(width(quad), rel=1e-6)
    assert project(d, a, v) == pytest.approx(height(quad), rel=1e-6)


@pytest.mark.parametrize(
    ("quad", "u"),
    [
        (from_box(5, 5, 5, 5), (1, 0)),
        (from_box(0, 3, 9, 3), (1, 0)),
        (from_box(3, 0, 3, 9), (1, 0)),
        (turn(from_box(0, 3, 9, 3), math.pi / 2), (0, 1)),
    ],
    ids=["point", "flat line", "upright line", "flat line turned"],
)
def test_axes_of_quads_without_an_area(quad, u):
    assert axes(quad)[0] == pytest.approx(u)
    assert axes(quad)[1] == pytest.approx((-u[1], u[0]))


def test_a_narrow_quad_takes_its_direction_from_its_long_edges():
    u, v = axes(Quad(((0, 0), (2, 1), (2, 40), (0, 40))))
    assert abs(u[1]) < 1e-9
    assert v == pytest.approx((0, 1))


@given(rectangles())
def test_the_middle_and_the_corners_are_contained(quad):
    assert contains(quad, center(quad))
    assert all(contains(widen(quad, PX), corner) for corner in quad.corners)


@given(rectangles(), angles, st.floats(0.01, 100))
def test_what_lies_beyond_the_far_corner_is_not_contained(quad, angle, away):
    beyond = math.dist(quad.corners[0], quad.corners[2]) / 2 + away
    x, y = center(quad)
    assert not contains(quad, (x + beyond * math.cos(angle), y + beyond * math.sin(angle)))


@given(rectangles(), shares, shares)
def test_the_order_of_the_corners_does_not_matter_to_contains(quad, along, down):
    top, _, _, bottom = slice_along(quad, along, along).corners
    point = tuple(t + (b - t) * (3 * down - 1) for t, b in zip(top, bottom, strict=True))
    mirrored = Quad(tuple(reversed(quad.corners)))
    assert contains(quad, point) == contains(mirrored, point)


@given(places, places)
def test_quads_without_an_area_contain_nothing_beside_them(x, y):
    assume(math.hypot(x - 5, y - 5) > 1e-3)
    assert not contains(from_box(5, 5, 5, 5), (x, y))
    assert contains(from_box(0, 5, 9, 5), (x, 5.0)) == (-1e-9 <= x <= 9 + 1e-9)


@given(rectangles(), st.floats(0, 50), st.floats(0, 50))
def test_widening_moves_the_edges_by_as_much_as_asked(quad, along, down):
    wide = widen(quad, along, down)
    assert all(contains(widen(wide, PX), corner) for corner in quad.corners)
    assert (width(wide), height(wide)) == pytest.approx((width(quad) + 2 * along, height(quad) + 2 * down))
    assert math.dist(center(wide), center(quad)) < PX


@given(rectangles(), st.floats(0, 50))
def test_widening_by_one_number_is_widening_on_all_sides(quad, margin):
    assert widen(quad, margin) == widen(quad, margin, margin)


@given(rectangles(), st.floats(0, 50))
def test_narrowing_undoes_widening(quad, margin):
    assert close(widen(widen(quad, margin), -margin), quad)


@given(st.lists(rectangles(), min_size=1, max_size=6))
def test_a_join_holds_all_corners(quads):
    joined = widen(join(quads), PX)
    assert all(contains(joined, corner) for quad in quads for corner in quad.corners)


@given(lines(), st.lists(shares, min_size=1, max_size=6))
def test_joining_the_slices_of_a_line_gives_the_line_back(line, cuts):
    edges = sorted({0.0, 1.0, *(round(cut, 3) for cut in cuts)})
    joined = join([slice_along(line, start, end) for start, end in pairwise(edges)])
    assert close(joined, line)


@given(rectangles())
def test_a_quad_joined_to_itself_is_itself(quad):
    assert join([quad]) is quad
    assert close(join([quad, quad]), quad)


@given(lines(), shares, shares)
def test_a_slice_is_as_wide_as_its_share_and_as_high_as_the_line(line, one, other):
    start, end = min(one, other), max(one, other)
    part = slice_along(line, start, end)
    assert width(part) == pytest.approx(width(line) * (end - start), abs=PX)
    assert height(part) == pytest.approx(height(line))
    assert all(contains(widen(line, PX), corner) for corner in part.corners)


@given(lines())
def test_the_whole_slice_is_the_line(line):
    assert close(slice_along(line, 0, 1), line)


@given(rectangles(), st.integers(1, 800), st.integers(1, 800))
def test_a_clipped_quad_lies_on_the_page_and_stays(quad, wide, high):
    clipped = clip(quad, wide, high)
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in clipped.corners)
    assert clip(clipped, wide, high) == clipped


@given(rectangles())
def test_clipping_leaves_a_quad_on_the_page_alone(quad):
    left, top, *_ = bounds([quad])
    moved = Quad(tuple((x - left, y - top) for x, y in quad.corners))
    assert clip(moved, 800, 800) == moved


@given(rectangles(), st.floats(0.01, 100))
def test_scaling_scales_both_sides_and_is_undone(quad, factor):
    larger = scale(quad, factor)
    assert area(larger) == pytest.approx(area(quad) * factor**2, rel=1e-5)
    assert close(scale(larger, 1 / factor), quad)


def test_a_quad_of_any_corners_has_plain_floats():
    quad = quad_of(iter([[1, 2], (3, 4), [5.5, 6], (7, 8)]))
    assert quad == Quad(((1.0, 2.0), (3.0, 4.0), (5.5, 6.0), (7.0, 8.0)))
    assert {type(edge) for corner in quad.corners for edge in corner} == {float}


@pytest.mark.parametrize("by", [(3.0, 2.0), (-3.0, -2.0)])
def test_a_mirrored_quad_is_widened_like_any_other(by):
    a, b, c, d = from_box(10, 20, 110, 60).corners
    mirrored = Quad((d, c, b, a))
    assert is_mirrored(mirrored)
    assert not is_mirrored(Quad((a, b, c, d)))
    assert set(widen(mirrored, *by).corners) == set(widen(Quad((a, b, c, d)), *by).corners)
