"""A profile keeps its colours and nothing else."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from redactkit.pdf.profile import bare_profile
from tests.containers.carrier import TRACE, icc
from tests.load.pictures import display_p3_icc, gray_icc, smooth, srgb_icc

PROFILES = {
    "sRGB": ("RGB", srgb_icc()),
    "with a private tag": ("RGB", icc()),
    "Display P3": ("RGB", display_p3_icc()),
    "gray": ("L", gray_icc(1.8)),
}


def converted(mode, profile):
    """Return a picture's colours in sRGB."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    image = Image.fromarray(smooth(32, 24)).convert(mode)
    target = ImageCms.createProfile("sRGB")
    return np.asarray(ImageCms.applyTransform(image, ImageCms.buildTransform(source, target, mode, "RGB")))


@pytest.mark.parametrize("name", PROFILES)
def test_colours_stay_and_words_go(name):
    mode, profile = PROFILES[name]
    bare = bare_profile(profile)
    assert np.array_equal(converted(mode, bare), converted(mode, profile))
    assert len(bare) <= len(profile)
    assert bare_profile(bare) == bare
    assert not [words for words in (b"desc", b"cprt", b"zzzz", TRACE) if words in bare]


def test_display_p3_is_another_profile():
    assert not np.array_equal(converted("RGB", display_p3_icc()), converted("RGB", srgb_icc()))


@pytest.mark.parametrize("data", [b"", b"profile", bytes(200), TRACE * 10])
def test_what_is_no_profile_goes(data):
    assert bare_profile(data) == b""


@given(st.integers(0, len(icc()) - 1), st.binary(min_size=1, max_size=12))
def test_damaged_profiles_can_be_made_bare_once(at, damage):
    bare = bare_profile(icc()[:at] + damage + icc()[at + len(damage) :])
    assert bare_profile(bare) == bare
