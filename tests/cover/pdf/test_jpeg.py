"""JPEGs in PDFs: bytes that no decoder reads go, and nothing else."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name
from PIL import Image

from redactkit.cover.pdf.jpeg import coarsest, without_surplus
from redactkit.model import Grid
from redactkit.pdf.codestream import scans
from tests.cover.pdf.pictures import image, page
from tests.load.pictures import smooth

SECRET = b"4111111111111111"


def coded(width=97, height=65, **options):
    out = io.BytesIO()
    Image.fromarray(smooth(width, height, 3)).save(out, "JPEG", **options)
    return out.getvalue()


def pixels(code):
    return np.asarray(Image.open(io.BytesIO(code)))


CODED = {
    "plain": coded(),
    "own tables": coded(optimize=True),
    "4:4:4": coded(subsampling=0),
    "restarts": coded(restart_marker_blocks=3),
    "progressive": coded(progressive=True),
    "white": coded(width=8, height=8),
}


@pytest.mark.parametrize("name", CODED)
def test_what_is_read_stays(name):
    assert without_surplus(CODED[name]) == CODED[name]


@pytest.mark.parametrize("name", CODED)
def test_what_follows_the_last_block_of_a_scan_goes(name):
    code = CODED[name]
    for _, end in scans(code):
        bare = without_surplus(code[:end] + SECRET + code[end:])
        assert len(bare) <= len(code) + 1
        assert SECRET[:4] not in bare
        assert np.array_equal(pixels(bare), pixels(code))


@given(surplus=st.binary(min_size=9, max_size=40).filter(lambda data: b"\xff" not in data and any(data)))
def test_any_surplus_goes(surplus):
    code = CODED["plain"]
    bare = without_surplus(code[:-2] + surplus + code[-2:])
    assert surplus not in bare
    assert np.array_equal(pixels(bare), pixels(code))


def test_what_does_not_decode_stays():
    assert without_surplus(b"no jpeg") == b"no jpeg"


def test_the_coarsest_blocks_hold_all_others():
    both = page(image(Name.DeviceRGB, 8, CODED["4:4:4"], Name.DCTDecode))
    assert coarsest(both).chroma == Grid(8, 8)
    assert coarsest(page(image(Name.DeviceRGB, 8, CODED["plain"], Name.DCTDecode))).chroma == Grid(16, 16)
    assert coarsest(page(image(Name.DeviceRGB, 8, b"no jpeg", Name.DCTDecode))).chroma == Grid(16, 16)
    assert coarsest(page(image(Name.DeviceGray, 8, np.zeros((64, 96), np.uint8)))) is None
