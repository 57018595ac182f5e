"""Matrices and boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.model import Quad
from redactkit.pdf.affine import IDENTITY, apply, box_of, box_under, inverse, multiply, overlap

SIZES = st.floats(-100, 100).map(lambda value: round(value, 3))
MATRICES = st.tuples(*[SIZES] * 6)
TURN = (0.0, 1.0, -1.0, 0.0, 0.0, 0.0)  # a quarter, anticlockwise


def test_a_matrix_moves_as_the_standard_says():
    assert apply((2, 0, 0, 3, 10, 20), 1, 1) == (12, 23)
    assert apply(TURN, 1, 0) == (0, 1)


def test_multiply_does_the_first_first():
    assert apply(multiply((1, 0, 0, 1, 5, 0), TURN), 0, 0) == (0, 5)
    assert apply(multiply(TURN, (1, 0, 0, 1, 5, 0)), 0, 0) == (5, 0)


@given(MATRICES, MATRICES, SIZES, SIZES)
def test_multiply_is_one_after_the_other(first, then, x, y):
    assert apply(multiply(first, then), x, y) == pytest.approx(apply(then, *apply(first, x, y)), abs=1e-3)


@given(MATRICES, SIZES, SIZES)
def test_inverse_undoes(matrix, x, y):
    a, b, c, d, _, _ = matrix
    if abs(a * d - b * c) > 1:
        assert apply(inverse(matrix), *apply(matrix, x, y)) == pytest.approx((x, y), abs=1e-2)


def test_a_singular_matrix_has_no_inverse():
    with pytest.raises(ZeroDivisionError):
        inverse((1, 2, 2, 4, 0, 0))


@given(MATRICES, st.tuples(SIZES, SIZES, SIZES, SIZES))
def test_box_under_holds_the_corners(matrix, box):
    left, bottom, right, top = box_under(matrix, box)
    for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
        u, v = apply(matrix, x, y)
        assert left - 1e-6 <= u <= right + 1e-6
        assert bottom - 1e-6 <= v <= top + 1e-6


def test_box_under_an_upside_down_matrix_stays_a_box():
    assert box_under((-1, 0, 0, -1, 0, 0), (1, 2, 3, 4)) == (-3, -4, -1, -2)
    assert box_under(IDENTITY, (1, 2, 3, 4)) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("other", "shared"),
    [((5, 5, 15, 15), True), ((10, 0, 20, 10), False), ((2, 2, 3, 3), True), ((0, 10, 10, 20), False)],
)
def test_overlap_needs_more_than_an_edge(other, shared):
    assert overlap((0, 0, 10, 10), other) is shared
    assert overlap(other, (0, 0, 10, 10)) is shared


def test_box_of_a_tilted_quad():
    assert box_of(Quad(((0, 1), (1, 0), (2, 1), (1, 2)))) == (0, 0, 2, 2)
