"""What is written: outside nothing, inside nothing of the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactkit import geometry
from redactkit.cover import Touch, cover, mask
from redactkit.cover.paint import SOLID_RGB
from redactkit.model import Grid, JpegCoding, Page
from redactkit.policy import Style
from tests.cover.twins import art, tilted

quads = st.builds(
    tilted,
    st.floats(-20, 130),
    st.floats(-20, 100),
    st.floats(0, 80),
    st.floats(0, 30),
    st.floats(0, 360),
)
codings = st.sampled_from([None, JpegCoding(Grid(8, 8), Grid(16, 16)), JpegCoding(Grid(8, 8, 3, 1), Grid(8, 8, 3, 1))])


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=4), st.lists(quads, max_size=2), codings, st.sampled_from(list(Style)))
def test_outside_equals_the_input_and_inside_owes_it_nothing(hidden, keeps, coding, look):
    page = Page(0, art(1, (80, 110), 0, 256), coding=coding)
    before = page.pixels.copy()
    area = mask(page, hidden, keeps)
    out = cover(page, hidden, keeps, look).pixels
    assert np.array_equal(page.pixels, before)
    assert np.array_equal(out[~area.written], before[~area.written])
    other = before.copy()
    other[area.covered] = 255 - other[area.covered]
    assert np.array_equal(cover(Page(0, other, coding=coding), hidden, keeps, look).pixels, out)


def test_the_page_comes_back_read_only_with_its_other_fields():
    page = Page(3, art(1, (60, 90)), dpi=300.0, coding=JpegCoding(Grid(8, 8), Grid(16, 16)))
    out = cover(page, [geometry.from_box(20, 20, 60, 32)], [], Style.BLUR)
    assert (out.index, out.dpi, out.coding) == (page.index, page.dpi, page.coding)
    assert not out.pixels.flags.writeable
    assert out.pixels.dtype == np.uint8


def test_nothing_to_cover_changes_nothing():
    page = Page(0, art(1, (60, 90)))
    assert np.array_equal(cover(page, [], [geometry.from_box(5, 5, 20, 12)], Style.BLUR).pixels, page.pixels)


@pytest.mark.parametrize("coding", [None, JpegCoding(Grid(8, 8), Grid(16, 16))])
def test_solid_is_one_colour(coding):
    page = Page(0, art(2, (120, 200)), coding=coding)
    hidden, keep = [geometry.from_box(20, 30, 120, 50)], [geometry.from_box(120, 30, 160, 50)]
    inside = cover(page, hidden, keep, Style.SOLID).pixels[mask(page, hidden, keep).covered]
    assert np.unique(inside, axis=0).tolist() == [list(SOLID_RGB)]


def test_blur_takes_the_colours_around_and_stays_soft():
    """On one colour the fill is that colour and smudges: no step that could pass for a stroke."""
    ground = np.full((120, 300, 3), (40, 90, 160), np.uint8)
    hidden = [geometry.from_box(30, 40, 270, 80)]
    out = cover(Page(0, ground), hidden, [], Style.BLUR).pixels.astype(int)
    assert np.abs(out[32:34, 30:270] - ground[0, 0]).max() <= 12
    assert np.abs(out[60, 60:240] - ground[0, 0]).max() > 20
    assert max(np.abs(np.diff(out, axis=axis)).max() for axis in (0, 1)) <= 16


def test_blur_carries_no_grain_inward():
    striped = np.full((120, 300, 3), 90, np.uint8)
    striped[:, ::2] = 150
    out = cover(Page(0, striped), [geometry.from_box(30, 40, 270, 80)], [], Style.BLUR).pixels.astype(int)
    assert np.abs(np.diff(out[36:84, 30:270], axis=1)).max() <= 16


def test_toned_pixels_keep_their_luma():
    """On gray digits nothing is seen of the seam: the same luma, the colour of the ground."""
    gray = np.repeat(art(4, (120, 300))[..., :1], 3, axis=2)
    page = Page(0, gray, coding=JpegCoding(Grid(8, 8), Grid(16, 16)))
    hidden, keep = [geometry.from_box(20, 50, 129, 74)], [geometry.from_box(129, 50, 170, 74)]
    toned = mask(page, hidden, keep).touch == Touch.TONED
    assert toned.any()
    for look in Style:
        assert np.array_equal(cover(page, hidden, keep, look).pixels[toned], gray[toned])


def test_covers_take_nothing_from_kept_digits():
    page = Page(0, np.full((100, 200, 3), 60, np.uint8))
    bright = page.pixels.copy()
    bright[40:60, 110:150] = 255
    hidden, keep = [geometry.from_box(20, 38, 108, 62)], [geometry.from_box(108, 38, 152, 62)]
    covered = mask(page, hidden, keep).covered
    plain, lit = (cover(Page(0, pixels), hidden, keep, Style.BLUR).pixels for pixels in (page.pixels, bright))
    assert np.array_equal(plain[covered], lit[covered])


def test_a_page_that_is_all_covered_has_a_fill():
    for look in Style:
        out = cover(Page(0, art(1, (40, 60), 0, 256)), [geometry.from_box(-5, -5, 70, 50)], [], look).pixels
        blank = cover(Page(0, np.zeros((40, 60, 3), np.uint8)), [geometry.from_box(-5, -5, 70, 50)], [], look).pixels
        assert np.array_equal(out, blank)


def test_a_second_cover_over_the_first_is_no_darker():
    """Two findings on one place are common; they must not add up to something that looks like print."""
    page = Page(0, np.full((120, 300, 3), 90, np.uint8))
    quad = geometry.from_box(30, 40, 270, 80)
    once, twice = (cover(page, [quad] * n, [], Style.BLUR).pixels.astype(int) for n in (1, 2))
    assert np.abs(once - twice).max() <= 8


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 3)])
def test_tiny_pages(shape):
    out = cover(Page(0, np.full((*shape, 3), 200, np.uint8)), [geometry.from_box(0, 0, 2, 2)], [], Style.BLUR)
    assert out.pixels.shape == (*shape, 3)


def test_kept_digits_next_to_the_cut_stay_bit_identical():
    page = Page(0, art(4, (120, 300)), coding=JpegCoding(Grid(8, 8), Grid(16, 16)))
    hidden, keep = geometry.from_box(20, 50, 130, 74), geometry.from_box(130, 50, 200, 74)
    area = mask(page, [hidden], [keep])
    out = cover(page, [hidden], [keep], Style.BLUR).pixels
    assert np.array_equal(out[50:74, 145:200], page.pixels[50:74, 145:200])
    assert (area.touch[54:70, 145:200] == Touch.KEPT).all()
