"""Pages that differ only under their quads come out byte for byte alike. The law of the room."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactkit import geometry
from redactkit.cover import Touch, cover, mask
from redactkit.model import Page, Quad
from redactkit.policy import Style
from tests.cover.twins import art, by_cv2, by_pillow, differing, read_cv2, read_pillow, through_jpeg, tilted, under

pytestmark = pytest.mark.slow

quads = st.builds(
    tilted,
    st.floats(0, 110),
    st.floats(0, 80),
    st.floats(4, 70),
    st.floats(4, 24),
    st.floats(0, 360),
)
looks = st.sampled_from(list(Style))
hidden_quads = st.lists(quads, min_size=1, max_size=3)


@settings(deadline=None, max_examples=30)
@given(hidden_quads, st.lists(quads, max_size=2), looks, st.integers(0, 9))
def test_raw_pixels(hidden, keeps, look, seed):
    base = art(seed, (83, 117), 0, 256)
    twin = differing(base, hidden, seed + 10, 0, 256)
    pages = [cover(Page(0, pixels), hidden, keeps, look).pixels for pixels in (base, twin)]
    assert np.array_equal(*pages)


WAYS = [
    {"write": by_pillow, "read": read_pillow, "sampling": "420"},
    {"write": by_pillow, "read": read_cv2, "sampling": "422"},
    {"write": by_pillow, "read": read_pillow, "sampling": "444"},
    {"write": by_cv2, "read": read_cv2, "sampling": "420"},
    {"write": by_cv2, "read": read_pillow, "sampling": "422"},
    {"write": by_cv2, "read": read_pillow, "sampling": "440"},
    {"write": by_cv2, "read": read_cv2, "sampling": "411"},
]


def name(way: dict[str, object]) -> str:
    """Return what a way is called in the test's name."""
    return " ".join(getattr(value, "__name__", str(value)) for value in way.values())


stored = st.fixed_dictionaries({"quality": st.integers(60, 95), "quarters": st.integers(0, 3)})


@pytest.mark.parametrize("way", WAYS, ids=name)
@settings(deadline=None, max_examples=12)
@given(hidden_quads, looks, stored, st.integers(0, 9))
def test_jpeg(way, hidden, look, stored, seed):
    base = art(seed, (83, 117), 0, 256)
    twin = differing(base, hidden, seed + 10, 0, 256)
    pages = [through_jpeg(pixels, **way, **stored) for pixels in (base, twin)]
    assert np.array_equal(*(cover(page, hidden, [], look).pixels for page in pages))


lines = st.builds(tilted, st.floats(45, 60), st.floats(35, 50), st.just(90), st.floats(14, 22), st.floats(-35, 35))


@pytest.mark.parametrize("way", WAYS, ids=name)
@settings(deadline=None, max_examples=12)
@given(lines, stored, st.integers(0, 9))
def test_jpeg_with_a_keep_differs_in_smoothed_pixels_only(way, line, stored, seed):
    hidden, keep = [geometry.slice_along(line, 0, 0.6)], [geometry.slice_along(line, 0.6, 1)]
    base = art(seed, (83, 117))
    twin = differing(base, hidden, seed + 10)
    pages = [through_jpeg(pixels, **way, **stored) for pixels in (base, twin)]
    assert all(page.pixels.min() > 0 and page.pixels.max() < 255 for page in pages), "a clipped channel hides luma"
    area = mask(pages[0], hidden, keep)
    first, second = (cover(page, hidden, keep, Style.BLUR).pixels for page in pages)
    differ = (first != second).any(axis=-1)
    assert not differ[area.touch != Touch.SMOOTHED].any()
    kept = area.touch <= Touch.KEPT
    assert np.array_equal(first[kept], pages[0].pixels[kept])


def test_the_twins_do_differ_after_jpeg_outside_their_quads():
    """The tests above can fail: without its block lines a page gives its twin away."""
    hidden = [geometry.from_box(30, 30, 80, 44)]
    base = art(1, (83, 117))
    first, second = (through_jpeg(p, quality=60).pixels for p in (base, differing(base, hidden, 2)))
    assert (first != second).any(axis=-1)[~under(hidden, base.shape)].any()
    covered = [cover(Page(0, pixels), hidden, [], Style.BLUR).pixels for pixels in (first, second)]
    assert not np.array_equal(*covered)


def test_luma_comes_back_exactly_for_every_chroma():
    """Each of the 65,536 chroma pairs, as libjpeg's ycc_rgb_convert adds them to luma, with no channel clipped."""
    cb, cr = (plane.ravel() - 128 for plane in np.meshgrid(np.arange(256), np.arange(256)))
    red, blue = np.floor(1.402 * cr + 0.5), np.floor(1.772 * cb + 0.5)
    green = np.floor(-0.344136286 * cb - 0.714136286 * cr + 0.5)
    offsets = np.stack([red, green, blue], axis=-1).astype(int)
    for luma in (1, 60, 128, 200, 254):
        rgb = luma + offsets
        rgb = rgb[(rgb.min(axis=-1) >= 0) & (rgb.max(axis=-1) <= 255)]
        back = cv2.cvtColor(rgb.astype(np.uint8)[None], cv2.COLOR_RGB2GRAY)
        assert (back == luma).all()


def drawn(text: str, size: float) -> tuple[np.ndarray, Quad, Quad]:
    """Return a card-like picture of one line of text, where its first characters lie and where the last four."""
    thick = max(1, round(3 * size))
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, thick)
    picture = art(3, (height * 4, width + 40), 90, 120)
    cv2.putText(picture, text, (20, int(height * 2.5)), cv2.FONT_HERSHEY_SIMPLEX, size, (225, 215, 170), thick)
    pad = height / 4
    line = geometry.from_box(20 - pad, height * 1.5 - pad, 20 + width + pad, height * 2.5 + pad)
    share = 1 - 4.4 / len(text)
    return picture, geometry.slice_along(line, 0, share), geometry.slice_along(line, share, 1)


@pytest.mark.parametrize(("size", "sampling"), list(itertools.product([0.6, 1.3], ["420", "422", "444", None])))
def test_no_template_tells_the_digits_apart(size, sampling):
    """Ten pictures whose hidden digits are all one digit, the last four alike: one and the same output."""
    covered = set()
    for digit in "0123456789":
        picture, hidden, keep = drawn(f"{digit * 4} {digit * 4} {digit * 4} 1881", size)
        same = drawn("0000 0000 0000 1881", size)[0]
        below = under([hidden], picture.shape, points=1)
        same[below] = picture[below]
        page = through_jpeg(same, quality=80, sampling=sampling) if sampling else Page(0, same)
        out = cover(page, [hidden], [keep], Style.BLUR).pixels.copy()
        out[mask(page, [hidden], [keep]).touch == Touch.SMOOTHED] = 0
        covered.add(out.tobytes())
    assert len(covered) == 1
