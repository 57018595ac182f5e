"""CCITT Group 4: read back exactly; and which gray pictures are black and white in truth."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from redactkit.fit.bilevel import group4, white_of
from tests.fit.documents import text_scan
from tests.fit.pictures import photo


def read(data, height, width):
    """Return the black pixels of a code, by a TIFF header around it."""
    tags = ((256, width), (257, height), (258, 1), (259, 4), (262, 0), (273, 8), (278, height), (279, len(data)))
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    body = data + bytes(len(data) % 2)
    file = struct.pack("<2sHI", b"II", 42, 8 + len(body)) + body + struct.pack("<H", len(tags)) + directory + bytes(4)
    return ~np.asarray(Image.open(io.BytesIO(file)).convert("1"))


@given(
    height=st.integers(1, 90),
    width=st.integers(1, 90),
    share=st.sampled_from([0.0, 0.02, 0.5, 1.0]),
    seed=st.integers(0, 99),
)
def test_reads_back(height, width, share, seed):
    black = np.random.default_rng(seed).random((height, width)) < share
    assert np.array_equal(read(group4(black), height, width), black)


def test_one_strip_however_large():
    black = text_scan(3000, 2000, soft=False) < 128
    assert np.array_equal(read(group4(black), 3000, 2000), black)


@pytest.mark.parametrize(
    ("gray", "is_black_and_white"),
    [
        (text_scan(400, 300, soft=False), True),
        (text_scan(400, 300, soft=False) // 255 * 243, True),
        (255 - text_scan(400, 300, soft=False) // 255 * 243, True),
        (np.full((40, 30), 255, np.uint8), True),
        (np.full((40, 30), 0, np.uint8), True),
        (np.full((40, 30), 230, np.uint8), False),
        (text_scan(400, 300), False),
        (text_scan(400, 300, soft=False) // 255 * 230, False),
        (photo(400, 300)[..., 0], False),
    ],
    ids=["print", "light gray", "dark gray", "white", "black", "gray", "soft edges", "gray paper", "photo"],
)
def test_black_and_white_in_truth(gray, is_black_and_white):
    white = white_of(gray)
    assert (white is not None) == is_black_and_white
    if white is not None:
        assert np.array_equal(white, gray > 127)


def test_a_few_gray_pixels_do_not_matter_and_a_gray_stamp_does():
    page = text_scan(800, 600, soft=False)
    page[300, 200:230] = 128
    assert white_of(page) is not None
    page[100:140, 100:160] = 128
    assert white_of(page) is None
