"""The search: how near the limit, at how many full encodes, how small a picture may become."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.errors import SizeLimitError
from redactkit.fit import fit, jpeg
from redactkit.fit.search import COARSEST, FINEST, Picture, forecast_of, halvings_of, mosaic, search, search_drawn
from redactkit.pixels import halve
from tests.fit.pictures import decode, page_of, photo


@pytest.fixture
def encodes(monkeypatch):
    """Record (height, width, quality) of each JPEG encode."""
    log = []
    encode = jpeg.encode

    def recorded(pixels, quality):
        log.append((*pixels.shape[:2], quality))
        return encode(pixels, quality)

    monkeypatch.setattr(jpeg, "encode", recorded)
    return log


@pytest.mark.parametrize("noise", [0.0, 3.0, 12.0])
@pytest.mark.parametrize("share", [0.25, 0.4, 0.6])
def test_near_the_limit_with_at_most_two_full_encodes(encodes, noise, share):
    pixels = photo(1280, 1600, noise=noise)
    max_bytes = int(len(jpeg.encode(pixels, FINEST)) * share)
    encodes.clear()
    size = len(fit([page_of(pixels)], "image/jpeg", max_bytes).data)
    assert 0.9 * max_bytes < size <= max_bytes
    assert sum(entry[:2] == (1280, 1600) for entry in encodes) <= 2


def test_a_page_unlike_its_tiles_still_fits(encodes):
    pixels = np.full((1280, 1600, 3), 200, np.uint8)
    pixels[100:300, 100:300] = np.random.default_rng(3).integers(0, 256, (200, 200, 3))
    size = len(fit([page_of(pixels)], "image/jpeg", 60_000).data)
    assert size <= 60_000
    assert sum(entry[:2] == (1280, 1600) for entry in encodes) <= 4


def test_quality_is_capped(encodes):
    fit([page_of(photo(1280, 1600))], "image/jpeg", 30_000_000)
    assert [entry for entry in encodes if entry[:2] == (1280, 1600)] == [(1280, 1600, FINEST)]


@pytest.mark.slow
def test_halves_exactly_before_the_quality_drops():
    pixels = photo(2401, 3601)
    image = decode(fit([page_of(pixels)], "image/jpeg", 500_000))
    assert image.size == (1800, 1200)


def test_does_not_halve_below_two_megapixels():
    pixels = photo(1280, 1600)
    assert decode(fit([page_of(pixels)], "image/jpeg", 110_000)).size == (1600, 1280)


def test_refuses_below_the_floor(encodes):
    with pytest.raises(SizeLimitError, match="1600 x 1280"):
        fit([page_of(photo(1280, 1600))], "image/jpeg", 30_000)
    assert min(entry[2] for entry in encodes) == COARSEST
    assert sum(entry[:2] == (1280, 1600) for entry in encodes) == 1


@pytest.mark.slow
def test_pages_share_one_quality():
    coded = {}

    def encode(pixels, quality):
        data = jpeg.encode(pixels, quality)
        coded[data] = quality
        return data

    pictures = [photo(1280, 1600, seed=1), photo(1280, 1600, seed=2, noise=12)]
    found = search(pictures, 700_000, encode)
    assert len({coded[data] for _, data in found}) == 1
    assert sum(len(data) for _, data in found) <= 700_000


def drawn(pixels, halvings=0, present_bytes=0):
    def draw(count):
        smaller = pixels
        for _ in range(count):
            smaller = halve(smaller)
        return smaller

    return Picture(draw, jpeg.encode, halvings, present_bytes)


def test_what_is_smaller_as_it_came_stays():
    pixels = photo(640, 800)
    kept, coded = search_drawn([drawn(pixels, present_bytes=9000), drawn(pixels, present_bytes=10**6)], 200_000)
    assert (kept.data, kept.size) == (None, 9000)
    assert coded.data is not None
    assert 0.9 * 191_000 < coded.size <= 191_000


def test_each_picture_is_halved_as_often_as_it_may_be():
    pictures = [drawn(photo(640, 800, noise=9.0), count) for count in (0, 1, 2)]
    found = search_drawn(pictures, 120_000)
    assert [coded.halvings for coded in found] == [0, 1, 2]
    assert [decode(coded).size for coded in found] == [(800, 640), (400, 320), (200, 160)]


@pytest.mark.parametrize(("pixels", "count"), [(7_999_999, 0), (8_000_000, 1), (32_000_000, 2), (1, 0)])
def test_halvings(pixels, count):
    assert halvings_of(pixels) == count


@pytest.mark.slow
@pytest.mark.parametrize("quality", [30.0, 61.5, 75.0, 92.25])
def test_forecast_is_near(quality):
    pixels = photo(1280, 1600)
    assert forecast_of([pixels], jpeg.encode)(quality) == pytest.approx(len(jpeg.encode(pixels, quality)), rel=0.08)


def test_forecast_is_exact_for_a_small_picture():
    pixels = photo(300, 500)
    assert forecast_of([pixels], jpeg.encode)(80.0) == len(jpeg.encode(pixels, 80.0))


@given(rows=st.integers(1, 40), columns=st.integers(1, 40), tiles=st.integers(16, 128), gray=st.booleans())
def test_mosaic_has_about_so_many_tiles(rows, columns, tiles, gray):
    pixels = np.zeros((rows * 64 + 5, columns * 64 + 5) + (() if gray else (3,)), np.uint8)
    picture = mosaic(pixels, tiles)
    assert picture.shape[2:] == pixels.shape[2:]
    if rows * columns < 2 * tiles:
        assert picture is pixels
    else:
        assert tiles // 2 <= picture.shape[0] * picture.shape[1] // 64**2 <= 4 * tiles
