"""Colours: what a profile says is what comes out."""

import numpy as np
import pytest
from PIL import Image

from redactkit.load import icc, load
from tests.load.pictures import display_p3_icc, fields, file, gray_icc, icc_with, smooth, srgb_icc


def pixels_of(picture, profile, kind="PNG"):
    return load(file(picture, kind, icc_profile=profile)).pages[0].pixels


def test_srgb_is_left_alone():
    assert np.array_equal(pixels_of(smooth(40, 30), srgb_icc()), smooth(40, 30))


def test_display_p3():
    # red, green and blue of sRGB in Display P3: CSS Color 4, sample code and conversions
    in_p3 = np.array([[[234, 51, 35], [117, 251, 76], [0, 0, 245], [255, 255, 255], [128, 128, 128]]], np.uint8)
    in_srgb = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [128, 128, 128]]])
    assert np.abs(pixels_of(in_p3, display_p3_icc()) - in_srgb).max() <= 4


def test_the_short_way_gives_what_lcms_gives(monkeypatch):
    picture = np.random.default_rng(0).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    short = icc.convert_rgb(picture, display_p3_icc())
    monkeypatch.setattr(icc, "_CLOSE", -1)
    long = icc.convert_rgb(picture, display_p3_icc())
    assert np.abs(picture.astype(int) - long).max() > 0
    assert np.abs(short.astype(int) - long).max() <= 2


def test_profiles_with_another_curve_take_the_long_way():
    linear_gray = np.full((4, 4, 3), 128, np.uint8)
    flat = {tag: (1.0, 1.0, 0.0, 0.0, 0.0) for tag in (b"rTRC", b"gTRC", b"bTRC")}
    assert np.abs(pixels_of(linear_gray, icc_with(flat)).astype(int) - 188).max() <= 1  # 255 * (0.502 ** (1 / 2.4) ...)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "WEBP", "AVIF"])
def test_profiles_are_found_in(kind):
    picture = np.full((16, 16, 3), (200, 80, 60), np.uint8)  # 216, 72, 51 in sRGB
    assert np.abs(pixels_of(picture, display_p3_icc(), kind)[8, 8] - np.array([216, 72, 51])).max() <= 5


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_gray_profiles(kind):
    gray = Image.new("L", (16, 16), 128)
    assert np.abs(pixels_of(gray, gray_icc(1.0), kind).astype(int) - 188).max() <= 2
    with_alpha = Image.new("LA", (16, 16), (128, 255))
    if kind == "PNG":
        assert np.abs(pixels_of(with_alpha, gray_icc(1.0), kind).astype(int) - 188).max() <= 2


@pytest.mark.parametrize("profile", [b"no profile", srgb_icc()[:200], bytes(600), gray_icc(1.0)])
def test_profiles_that_cannot_be_used_count_as_none(profile):
    assert np.array_equal(pixels_of(smooth(40, 30), profile), smooth(40, 30))


def test_profiles_of_another_kind_of_pixel_count_as_none():
    cmyk = Image.fromarray(fields()).convert("CMYK")
    assert np.array_equal(pixels_of(cmyk, display_p3_icc(), "TIFF"), fields())
