"""Areas against characters: whole ones or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.geometry import from_box
from redactkit.model import Quad
from redactkit.pdf.affine import box_of
from redactkit.pdf.trim import trim

ROW = [(10.0 * i, 0.0, 10.0 * i + 8, 10.0) for i in range(6)]


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ((-1, -1, 19, 11), (-1, -1, 19, 11)),  # ends in a gap: stays
        ((-1, -1, 23, 11), (-1, -1, 20, 11)),  # cuts a third of the third: moves off it
        ((-1, -1, 27, 11), (-1, -1, 28, 11)),  # holds the middle of the third: takes it whole
        ((17, -1, 39, 11), (18, -1, 39, 11)),  # cuts the end of the second
        ((-1, 9, 60, 30), (-1, 10, 60, 30)),  # cuts the tops of all
    ],
)
def test_edges_move_off_characters(area, expected):
    assert box_of(trim([from_box(*area)], ROW)[0]) == expected


def test_hidden_characters_stay_hidden_when_no_edge_can_move():
    kept = (4.0, 5.0, 30.0, 30.0)  # its middle lies outside, but it lies over a hidden one
    box = box_of(trim([from_box(-1, -1, 9, 11)], [ROW[0], kept])[0])
    assert box == (-1, -1, 30, 30)


def test_areas_askew_stay():
    area = Quad(((0, 0), (10, 1), (9, 8), (-1, 7)))
    assert trim([area], ROW) == [area]


@given(st.floats(-20, 60), st.floats(-20, 20), st.floats(1, 60), st.floats(1, 30))
def test_characters_lie_inside_or_outside(x, y, wide, high):
    left, bottom, right, top = box_of(trim([from_box(x, y, x + wide, y + high)], ROW)[0])
    for a, b, c, d in ROW:
        share = max(min(c, right) - max(a, left), 0) * max(min(d, top) - max(b, bottom), 0) / 80
        held = x <= (a + c) / 2 <= x + wide and y <= (b + d) / 2 <= y + high
        assert share >= 0.98 if held else share <= 0.02 or share >= 0.98
