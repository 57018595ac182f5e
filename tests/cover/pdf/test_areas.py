"""Areas: found by place, compared with boxes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from redactkit.cover.pdf.areas import Areas, is_upright, share
from redactkit.geometry import from_box
from redactkit.model import Quad
from redactkit.pdf.affine import overlap
from redactkit.pdf.lexer import MalformedContent

PAGE = (0.0, 0.0, 600.0, 800.0)
SIDES = st.floats(0, 600, width=32)
BOXES = st.tuples(SIDES, SIDES, SIDES, SIDES).map(
    lambda s: (min(s[0], s[2]), min(s[1], s[3]), max(s[0], s[2]), max(s[1], s[3]))
)
DIAMOND = ((10.0, 0.0), (20.0, 10.0), (10.0, 20.0), (0.0, 10.0))


@given(st.lists(BOXES, max_size=12), BOXES)
def test_near_finds_what_overlaps(boxes, box):
    areas = Areas([from_box(*found) for found in boxes], PAGE)
    found = areas.near(box)
    assert len(set(map(id, found))) == len(found)
    assert all(overlap(area.box, box) for area in found)
    # An area that lies in another one is left out, and then the other one is found.
    assert bool(found) == any(overlap(other, box) for other in boxes)


def test_an_area_in_another_one_counts_once():
    small, large = from_box(10, 10, 20, 20), from_box(0, 0, 30, 30)
    assert len(Areas([small, large, large], PAGE).quads) == 1
    assert len(Areas([small, Quad(((15, -90), (120, 15), (15, 120), (-90, 15)))], PAGE).quads) == 2  # not upright


@given(BOXES, BOXES)
def test_share_of_an_upright_box(box, other):
    left, bottom, right, top = box
    assume(right - left > 1 and top - bottom > 1)
    wide = max(min(right, other[2]) - max(left, other[0]), 0)
    high = max(min(top, other[3]) - max(bottom, other[1]), 0)
    expected = wide * high / ((right - left) * (top - bottom))
    assert share(box, from_box(*other).corners) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0, 0, 20, 20), 0.5),
        ((5, 5, 15, 15), 1),
        ((0, 0, 10, 10), 0.5),
        ((0, 0, 4, 4), 0),
        ((15, 15, 25, 25), 0),
        ((3, 3, 3, 9), 0),
    ],
)
def test_share_of_a_tilted_quad(box, expected):
    assert share(box, DIAMOND) == pytest.approx(expected)


def test_upright():
    assert is_upright(from_box(0, 0, 9, 1).corners)
    assert not is_upright(DIAMOND)


def test_far_boxes_and_pages_without_end():
    areas = Areas([from_box(0, 0, 9, 9)], PAGE)
    assert len(areas.near((0, -1e9, 9, 1e9))) == 1
    assert not areas.near((20, -1e9, 29, 1e9))
    with pytest.raises(MalformedContent):
        Areas([from_box(0, 0, 9, 1e6)], (0, 0, 9, 1e6))
