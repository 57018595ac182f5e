"""A line is settled when most of it lies in the settled places together."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.geometry import clip, from_box, slice_along
from redactkit.model import Line, Quad
from redactkit.read.settled import SETTLED_SHARE, unsettled

BOX = from_box(10, 10, 210, 30)
LINE = Line(BOX)


def is_settled(*places, line=LINE):
    return unsettled([line], places) == ()


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_share_of_the_area_decides(one, other):
    start, end = min(one, other), max(one, other)
    share = end - start
    if abs(share - SETTLED_SHARE) > 0.045:  # the points that stand for the area are a 25th apart
        assert is_settled(slice_along(BOX, start, end)) == (share > SETTLED_SHARE)


def test_places_count_together_but_not_twice():
    left, right = slice_along(BOX, 0, 0.5), slice_along(BOX, 0.5, 1)
    assert is_settled(left, right)
    assert not is_settled(left, left)


def test_slanting_places_are_taken_as_they_lie():
    high = 20 * math.sqrt(2)
    slanting = Line(Quad(((0, 0), (100, 100), (100 - high, 100 + high), (-high, high))))
    assert is_settled(slanting.quad, line=slanting)
    assert not is_settled(from_box(0, 0, 60, 60), line=slanting)
    assert is_settled(Quad(tuple(reversed(slanting.quad.corners))), line=slanting)


@pytest.mark.parametrize("place", [from_box(50, 20, 50, 20), from_box(0, 20, 300, 20), clip(BOX, 5, 5)])
def test_a_place_without_an_area_settles_nothing(place):
    assert not is_settled(place)


def test_nothing_settled_leaves_every_line_in_order():
    lines = [LINE, Line(from_box(0, 50, 9, 60)), LINE]
    assert unsettled(iter(lines), ()) == tuple(lines)
    assert unsettled(lines, (BOX,)) == (lines[1],)
