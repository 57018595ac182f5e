"""Many points in many quads at once give what one and one give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from redactkit.geometry import center, contains, from_box
from redactkit.model import Cell, Quad
from redactkit.places import held, middles

SIDE = st.integers(-6, 6).map(float)
POINT = st.tuples(SIDE, SIDE)
BOX = st.tuples(SIDE, SIDE, st.integers(0, 6), st.integers(0, 6)).map(
    lambda b: from_box(b[0], b[1], b[0] + b[2], b[1] + b[3])
)
DIAMOND = st.tuples(SIDE, SIDE, st.integers(1, 5)).map(
    lambda b: Quad(((b[0], b[1] - b[2]), (b[0] + b[2], b[1]), (b[0], b[1] + b[2]), (b[0] - b[2], b[1])))
)


@given(st.lists(POINT, max_size=6), st.lists(BOX | DIAMOND, max_size=4))
def test_many_at_once_as_one_by_one(points, quads):
    assert held(points, quads).tolist() == [any(contains(quad, point) for quad in quads) for point in points]


def test_middles_of_cells():
    quads = [from_box(0, 0, 2, 4), Quad(((0, 0), (4, 2), (3, 6), (-1, 4)))]
    assert np.allclose(middles([Cell("x", quad) for quad in quads]), [center(quad) for quad in quads])
    assert middles([]).shape == (0, 2)
