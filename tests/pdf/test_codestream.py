"""Pictures keep what decoders need and lose the rest; sizes are read without decoding."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from redactkit.pdf.codestream import bare_jpeg, bare_jpeg2000, jpeg2000_size, jpeg_size

SECRET = b"4111111111111111"
PIXELS = np.random.default_rng(4).integers(0, 256, (24, 40, 3), np.uint8)


def encoded(kind, pixels=PIXELS, mode=None, **options):
    out = io.BytesIO()
    Image.fromarray(pixels).convert(mode or "RGB").save(out, kind, **options)
    return out.getvalue()


def pixels_of(data):
    return np.asarray(Image.open(io.BytesIO(data)))


def exif():
    found = Image.Exif()
    found[0x010E] = SECRET.decode()
    return found


LADEN = {
    "exif": encoded("JPEG", exif=exif()),
    "comment": encoded("JPEG", comment=SECRET),
    "profile": encoded("JPEG", icc_profile=SECRET * 9),
    "behind the end": encoded("JPEG") + SECRET,
    "before the start": SECRET + encoded("JPEG"),
    "progressive": encoded("JPEG", progressive=True, exif=exif()) + SECRET,
    "restarts": encoded("JPEG", restart_marker_blocks=1, comment=SECRET),
    "cmyk": encoded("JPEG", mode="CMYK", comment=SECRET),
    "gray": encoded("JPEG", mode="L", comment=SECRET),
    "preview": b"\xff\xd8\xff\xe0\0\x20JFXX\0\x10" + SECRET.ljust(24, b"\0") + encoded("JPEG")[2:],
}


@pytest.mark.parametrize("kind", LADEN)
def test_a_jpeg_is_left_with_its_picture(kind):
    data = LADEN[kind]
    bare = bare_jpeg(data)
    assert SECRET in data
    assert SECRET not in bare
    assert np.array_equal(pixels_of(data[data.index(b"\xff\xd8") :]), pixels_of(bare))
    assert bare_jpeg(bare) == bare
    assert jpeg_size(data) == jpeg_size(bare) == (40, 24)


@pytest.mark.parametrize("length", [0, 1])
@pytest.mark.parametrize("marker", [b"\xff\xe1", b"\xff\xc4", b"\xff\xc0", b"\xff\x08"])
def test_a_segment_that_is_too_short_ends_behind_its_length(marker, length):
    """As libjpeg reads it; or else what follows would read otherwise once segments before it have gone."""
    data = LADEN["exif"]
    data = data[:2] + marker + bytes([0, length]) + data[2:]
    bare = bare_jpeg(data)
    assert bare_jpeg(bare) == bare
    assert SECRET not in bare
    assert jpeg_size(data) == jpeg_size(bare) == (40, 24)


def test_the_preview_inside_of_the_jfif_header_goes():
    data = encoded("JPEG", dpi=(300, 300))
    assert data[2:4] == b"\xff\xe0"
    laden = data[:4] + b"\0\x13" + data[6:18] + b"\1\1abc" + data[20:]
    bare = bare_jpeg(laden)
    assert bare == data
    assert Image.open(io.BytesIO(bare)).info["dpi"] == (300, 300)


@given(st.binary(max_size=80), st.sampled_from([b"", b"\xff\xd8", LADEN["exif"][:300]]))
def test_any_bytes_are_taken(noise, start):
    width, height = jpeg_size(start + noise)
    assert width >= 0
    assert height >= 0
    bare = bare_jpeg(start + noise)
    assert bare_jpeg(bare) == bare


def box(kind, body):
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def test_a_jpeg_2000_file_is_left_with_its_picture():
    data = encoded("JPEG2000")
    at = data.index(b"jp2c") - 4
    laden = data[:at] + box(b"uuid", SECRET * 2) + box(b"xml ", SECRET) + data[at:] + box(b"uuid", SECRET)
    bare = bare_jpeg2000(laden)
    assert bare == data
    assert np.array_equal(pixels_of(laden), pixels_of(bare))
    assert jpeg2000_size(laden) == jpeg2000_size(data) == (40, 24)


def test_a_bare_codestream_stays():
    data = encoded("JPEG2000", no_jp2=True)
    assert bare_jpeg2000(data) == data
    assert jpeg2000_size(data) == (40, 24)


def test_what_is_no_jpeg_has_no_size():
    assert jpeg_size(b"nothing") == jpeg2000_size(b"nothing") == (0, 0)
    assert bare_jpeg(b"nothing") == b"nothing"
