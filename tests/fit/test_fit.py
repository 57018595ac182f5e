"""What every format promises: the limit, the picture, the same bytes, nothing else in the file."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactkit.errors import PolicyError, SizeLimitError
from redactkit.fit import fit
from redactkit.verify.container import check_container
from tests.fit.pictures import decode, page_of, photo, psnr_db

MEDIA = ("image/jpeg", "image/png", "image/webp", "image/tiff")
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF"}


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("size", [(1, 1), (7, 300), (200, 126), (500, 801)])
def test_each_format_shows_the_picture(media, size):
    pixels = photo(*size)
    encoded = fit([page_of(pixels)], media, 3_000_000)
    image = decode(encoded)
    assert (image.format, image.size) == (FORMATS[media], (size[1], size[0]))
    assert psnr_db(image.convert("RGB"), pixels) > 30
    check_container(encoded)


@pytest.mark.parametrize("media", MEDIA)
def test_the_same_page_gives_the_same_bytes(media):
    pixels = photo(300, 400)
    assert fit([page_of(pixels)], media, 400_000) == fit([page_of(pixels.copy())], media, 400_000)


@pytest.mark.parametrize("media", ["image/jpeg", "image/png", "image/tiff"])
def test_a_gray_picture_takes_one_channel(media):
    gray = np.repeat(photo(200, 300)[..., :1], 3, axis=2)
    image = decode(fit([page_of(gray)], media, 3_000_000))
    assert image.mode == "L"
    assert psnr_db(image, gray[..., 0]) > 40


def test_one_coloured_pixel_keeps_the_colours():
    pixels = np.full((200, 300, 3), 90, np.uint8)
    pixels[101, 203] = 90, 91, 90
    assert decode(fit([page_of(pixels)], "image/png", 3_000_000)).getpixel((203, 101)) == (90, 91, 90)


@pytest.mark.parametrize("media", ["image/png", "image/tiff"])
def test_lossless_when_it_fits(media):
    pixels = photo(120, 90)
    assert np.array_equal(decode(fit([page_of(pixels)], media, 3_000_000)), pixels)


@settings(max_examples=60, deadline=None)
@given(
    media=st.sampled_from(MEDIA),
    height=st.integers(1, 260),
    width=st.integers(1, 260),
    noise=st.sampled_from([0, 1, 20, 300]),
    max_bytes=st.integers(1000, 60_000),
)
def test_never_over_the_limit(media, height, width, noise, max_bytes):
    rng = np.random.default_rng(1)
    pixels = np.clip(128 + rng.normal(0, noise, (height, width, 3)), 0, 255).astype(np.uint8)
    try:
        encoded = fit([page_of(pixels)], media, max_bytes)
    except SizeLimitError:
        assert height * width * 3 > max_bytes / 2
    else:
        assert len(encoded.data) <= max_bytes
        check_container(encoded)


def test_png_that_does_not_fit_names_the_way_out():
    with pytest.raises(SizeLimitError, match=r"\.jpg"):
        fit([page_of(photo(300, 300))], "image/png", 20_000)


def test_unknown_media():
    with pytest.raises(PolicyError, match="image/webp"):
        fit([page_of(photo(8, 8))], "image/gif", 3_000_000)


@pytest.mark.parametrize("media", MEDIA[:3])
def test_several_pages_need_another_format(media):
    with pytest.raises(PolicyError, match=r"\.tiff or \.pdf"):
        fit([page_of(photo(8, 8)), page_of(photo(8, 8), 1)], media, 3_000_000)


@pytest.mark.parametrize(
    ("media", "side"),
    [("image/jpeg", 65_501), ("image/webp", 16_384), ("image/tiff", 65_501), ("application/pdf", 65_501)],
)
def test_a_side_that_the_format_cannot_hold(media, side):
    with pytest.raises(SizeLimitError, match="px a side"):
        fit([page_of(np.zeros((2, side, 3), np.uint8))], media, 3_000_000)
