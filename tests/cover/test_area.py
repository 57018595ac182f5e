"""Which pixels are written: at least what was hidden, never what has to stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactkit import geometry
from redactkit.cover import Touch, mask
from redactkit.cover.mask import EATEN, MARGIN_PX, SHAVED
from redactkit.model import Grid, JpegCoding, Page, Quad
from tests.cover.twins import tilted, under

SHAPE = (90, 120)
CODINGS = {
    "none": None,
    "444": JpegCoding(Grid(8, 8), Grid(8, 8)),
    "420": JpegCoding(Grid(8, 8), Grid(16, 16)),
    "420 turned": JpegCoding(Grid(8, 8, 5, 2), Grid(16, 16, 13, 10)),
    "422 turned": JpegCoding(Grid(8, 8, 3, 0), Grid(8, 16, 3, 7)),
    "half size": JpegCoding(Grid(4, 4), Grid(8, 8)),
}

quads = st.builds(
    tilted,
    st.floats(-20, 140),
    st.floats(-20, 110),
    st.floats(0.5, 70),
    st.floats(0.5, 30),
    st.floats(0, 360),
)
codings = st.sampled_from(list(CODINGS.values()))


def page(coding: JpegCoding | None = None, shape: tuple[int, int] = SHAPE) -> Page:
    return Page(0, np.zeros((*shape, 3), np.uint8), coding=coding)


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=3), st.lists(quads, max_size=2), codings)
def test_hidden_is_covered_and_cores_are_not(hidden, keeps, coding):
    area = mask(page(coding), hidden, keeps)
    below = under(hidden, SHAPE)
    assert area.covered[below].all()
    cores = [geometry.widen(k, -EATEN * geometry.width(k), -SHAVED * geometry.height(k)) for k in keeps]
    grown = [geometry.widen(q, 0.2) for q in hidden]
    assert not area.covered[under(cores, SHAPE) & ~under(grown, SHAPE)].any()


@settings(deadline=None, max_examples=30)
@given(quads, st.sampled_from([Grid(8, 8), Grid(16, 16, 3, 5), Grid(16, 8), Grid(1, 1)]))
def test_each_block_that_holds_a_hidden_pixel_is_covered_whole(quad, grid):
    area = mask(page(JpegCoding(Grid(1, 1), grid)), [quad], [])
    rows = (np.arange(SHAPE[0]) - grid.origin_y) // grid.step_y
    columns = (np.arange(SHAPE[1]) - grid.origin_x) // grid.step_x
    below = under([quad], SHAPE)
    for row, column in {(rows[y], columns[x]) for y, x in np.argwhere(below)}:
        assert area.covered[np.ix_(rows == row, columns == column)].all()


@settings(deadline=None, max_examples=25)
@given(quads, codings)
def test_the_margin_is_kept_and_nothing_far_off_is_touched(quad, coding):
    area = mask(page(coding), [quad], [])
    assert area.covered[under([geometry.widen(quad, MARGIN_PX[0])], SHAPE)].all()
    reach = 8 * 2**0.5 + 16 + 2
    left, top, right, bottom = geometry.bounds([quad])
    ys, xs = np.nonzero(area.written)
    assert np.all((xs > left - reach) & (xs < right + reach) & (ys > top - reach) & (ys < bottom + reach))


@settings(deadline=None, max_examples=25)
@given(st.lists(quads, max_size=3), st.lists(quads, max_size=2), codings)
def test_windows_hold_all_that_is_written(hidden, keeps, coding):
    area = mask(page(coding), hidden, keeps)
    left = area.written.copy()
    for window in area.windows:
        assert left[window].size
        left[window] = False
    assert not left.any()
    assert not area.touch.flags.writeable


@pytest.mark.parametrize(
    "quad",
    [
        Quad(((30, 30), (30, 30), (30, 30), (30, 30))),
        Quad(((30, 30), (60, 30), (60, 30), (30, 30))),
        Quad(((30, 30), (60, 50), (60, 50), (30, 30))),
        Quad(((30, 20), (60, 50), (60, 20), (30, 50))),
        Quad(((60, 20), (30, 20), (30, 50), (60, 50))),
    ],
    ids=["point", "flat line", "steep line", "crossed", "mirrored"],
)
@pytest.mark.parametrize("coding", CODINGS.values(), ids=CODINGS)
def test_degenerate_quads_still_cover_their_place(quad, coding):
    area = mask(page(coding), [quad], [])
    for x, y in quad.corners:
        assert area.covered[int(y) - 4 : int(y) + 4, int(x) - 4 : int(x) + 4].all()


@pytest.mark.parametrize("place", [(-500, 40), (500, 40), (60, -500), (60, 500), (1e9, -1e9)])
def test_quads_off_the_page_write_nothing(place):
    area = mask(page(CODINGS["420"]), [tilted(*place, 40, 10, 20)], [])
    assert not area.windows
    assert not area.written.any()


def test_upright_boxes_on_block_lines_do_not_spill_over():
    area = mask(page(JpegCoding(Grid(16, 16), Grid(16, 16))), [geometry.from_box(48, 40, 64, 41)], [])
    ys, xs = np.nonzero(area.covered)
    assert (xs.min(), xs.max(), ys.min(), ys.max()) == (32, 79, 32, 47)


def test_covered_ends_at_a_keep_without_a_block_grid():
    hidden, keep = geometry.from_box(10, 40, 70, 60), geometry.from_box(70, 40, 110, 60)
    touch = mask(page(), [hidden], [keep]).touch
    assert (touch[40:60, 10:70] == Touch.COVERED).all()
    assert (touch[40:60, 70:110] == Touch.KEPT).all()
    assert (touch[36:40, 10:74] == Touch.COVERED).all()


@pytest.mark.parametrize("shift", range(16))
def test_thumbnail_keeps_the_last_four_and_the_name(shift):
    """259 x 194: digits 13 px high, 9 px apart, 10 px to the last four, the name two heights below."""
    pitch, left, top = 9, 20 + shift, 80 + (5 * shift) % 16
    hidden = geometry.from_box(left - 3, top - 3, left + 12 * pitch + 25, top + 16)
    keep_left = left + 12 * pitch + 25
    keep = geometry.from_box(keep_left, top - 3, keep_left + 5 + 4 * pitch + 3, top + 16)
    area = mask(page(CODINGS["420"], (194, 259)), [hidden], [keep])
    assert not area.written[top + 13 + 26 :].any()
    ink = np.s_[top : top + 13, keep_left + 5 : keep_left + 5 + 4 * pitch]
    assert not area.covered[ink].any()
    assert (area.touch[ink][:, 12:] == Touch.KEPT).all()


def test_other_lines_leave_a_keep_readable():
    keep = geometry.from_box(40, 40, 80, 60)
    above, below = geometry.from_box(30, 20, 90, 40), geometry.from_box(30, 60, 90, 80)
    for coding in CODINGS.values():
        area = mask(page(coding), [above, below], [keep])
        assert not area.covered[43:57, 43:77].any()
