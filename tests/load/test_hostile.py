"""Whatever the bytes: a document or an `InputError`, soon, and nothing else changed."""

import io
import struct
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from redactkit.errors import DamagedFileError, InputError, TooLargeError
from redactkit.load import image, limits, load
from redactkit.model import Document
from tests.load.pictures import HEIC, display_p3_icc, exif, file, smooth

KINDS = ("JPEG", "PROGRESSIVE", "CMYK", "PNG", "APNG", "WEBP", "TIFF", "LZW", "GIF", "BMP", "AVIF", "HEIC")


@cache
def small(kind):
    """Return a small file with all that its format can carry here."""
    picture = Image.fromarray(smooth(20, 14))
    extras = {"exif": exif(6), "icc_profile": display_p3_icc()}
    more = {"save_all": True, "append_images": [Image.new("RGB", (20, 14), "red")]}
    return {
        "JPEG": lambda: file(picture, "JPEG", **extras),
        "PROGRESSIVE": lambda: file(picture, "JPEG", progressive=True),
        "CMYK": lambda: file(picture.convert("CMYK"), "JPEG"),
        "PNG": lambda: file(picture, "PNG", **extras),
        "APNG": lambda: file(picture, "PNG", **more),
        "WEBP": lambda: file(picture, "WEBP", **extras, **more),
        "TIFF": lambda: file(picture, "TIFF", icc_profile=display_p3_icc(), **more),
        "LZW": lambda: file(picture, "TIFF", compression="tiff_lzw"),
        "GIF": lambda: file(picture, "GIF", **more),
        "BMP": lambda: file(picture, "BMP"),
        "AVIF": lambda: file(picture, "AVIF", **extras),
        "HEIC": lambda: HEIC,
    }[kind]()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(data=st.data())
def test_damaged_bytes(kind, data):
    damaged = bytearray(small(kind))
    places = st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255))
    for at, value in data.draw(st.lists(places, max_size=4)):
        damaged[at] = value
    cut = data.draw(st.none() | st.integers(0, len(damaged)))
    with warnings.catch_warnings(record=True, action="always") as heard, suppress(InputError):
        assert isinstance(load(bytes(damaged[:cut])), Document)
    assert [str(warning.message) for warning in heard] == []


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=64), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0"]))
def test_a_signature_and_noise(noise, signature):
    with pytest.raises(InputError):
        load(signature + noise)


@pytest.mark.parametrize("kind", ["JPEG", "PROGRESSIVE", "CMYK", "PNG", "APNG", "WEBP", "TIFF", "LZW", "BMP", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_off_files_are_refused(kind, share):
    data = small(kind)
    with pytest.raises(DamagedFileError, match="send"):
        load(data[: int(len(data) * share)])


def test_a_jpeg_without_its_end_is_refused_and_one_with_more_behind_is_not():
    data = small("JPEG")
    with pytest.raises(DamagedFileError, match="cut off"):
        load(data[:-2])
    assert np.array_equal(load(data + b"more").pages[0].pixels, load(data).pages[0].pixels)


def test_decoders_that_throw_anything_are_translated(monkeypatch):
    class Hostile(Exception):
        pass

    def throw(*_):
        raise Hostile("secret")

    monkeypatch.setitem(image._DECODERS, "image/png", throw)
    with pytest.raises(DamagedFileError) as caught:
        load(small("PNG"))
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("error", [MemoryError, Image.DecompressionBombError])
def test_lack_of_memory_is_a_matter_of_size(monkeypatch, error):
    def throw(*_):
        raise error

    monkeypatch.setitem(image._DECODERS, "image/png", throw)
    with pytest.raises(TooLargeError):
        load(small("PNG"))


def png_header(width, height):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def patched(kind, mark, offset, numbers):
    """Return a small file that claims another size."""
    data = bytearray(small(kind))
    at = data.index(mark) + offset
    data[at : at + len(numbers)] = numbers
    return bytes(data)


BOMBS = {
    "png": png_header(50_000, 50_000),
    "png strip": png_header(40_000, 1),
    "jpeg": patched("JPEG", b"\xff\xc0", 5, struct.pack(">HH", 20_000, 20_000)),
    "jpeg strip": patched("JPEG", b"\xff\xc0", 5, struct.pack(">HH", 1, 65_535)),
    "progressive": patched("PROGRESSIVE", b"\xff\xc2", 5, struct.pack(">HH", 9_000, 9_000)),
    "webp": patched("WEBP", b"VP8X", 12, b"\xff\x3f\x00\x00\x2a\x00"),
    "gif": patched("GIF", b"GIF8", 6, b"\xff\xff\xff\xff"),
    "bmp": patched("BMP", b"BM", 18, struct.pack("<ii", 30_000, 30_000)),
    "avif": patched("AVIF", b"ispe", 8, struct.pack(">II", 16_000, 16_000)),
    "heic": HEIC.replace(b"ispe\0\0\0\0\0\0\0\x40\0\0\0\x40", b"ispe\0\0\0\0\0\0\x40\0\0\0\x40\0"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_on_sight(kind):
    if kind == "heic":
        pytest.importorskip("pi_heif")
    with pytest.raises(TooLargeError if kind != "heic" else InputError):
        load(BOMBS[kind])


@pytest.mark.parametrize("kind", ["gif", "jpeg", "png"])
def test_a_few_bytes_are_no_large_picture(kind):
    size = struct.pack(">HH", 7_900, 7_900)
    data = {
        "gif": lambda: patched("GIF", b"GIF8", 6, struct.pack("<HH", 7_900, 7_900)),
        "jpeg": lambda: patched("JPEG", b"\xff\xc0", 5, size),
        "png": lambda: png_header(7_900, 7_900),
    }[kind]()
    with pytest.raises(DamagedFileError, match="cannot show 62 megapixels"):
        load(data)


@pytest.mark.slow
def test_a_blank_sheet_of_text_is_no_bomb():
    """Nothing that formats in use hold is packed as tightly as that, but empty fax pages up to this size."""
    sheet = file(Image.new("1", (3_300, 4_600), 1), "TIFF", compression="group4")
    assert len(sheet) < 2_000
    assert load(sheet).pages[0].pixels.shape == (4_600, 3_300, 3)
    assert load(file(Image.new("1", (8_000, 8_000), 1), "PNG")).pages[0].pixels.all()


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "APNG", "WEBP"])
def test_frames_and_their_pixels_are_counted(monkeypatch, kind):
    monkeypatch.setattr(limits, "MAX_PAGES", 1)
    with pytest.raises(TooLargeError, match="frames"):
        load(small(kind))
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_TOTAL_PIXELS", 20 * 14 * 2 - 1)
    with pytest.raises(TooLargeError, match="together"):
        load(small(kind))
    monkeypatch.undo()
    assert len(load(small(kind)).pages) == 2


def test_scans_are_counted():
    data = small("PROGRESSIVE")
    scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(TooLargeError, match="scans"):
        load(data[:-2] + scan * limits.MAX_SCANS + data[-2:])


def test_arrays_and_images_have_the_same_limit(monkeypatch):
    large = np.lib.stride_tricks.as_strided(np.zeros(1, np.uint8), (9_000, 9_000), (0, 0))
    with pytest.raises(TooLargeError):
        load(large)
    with pytest.raises(TooLargeError):
        load(Image.open(io.BytesIO(file(Image.new("1", (9_000, 9_000)), "TIFF", compression="group4"))))


def test_pillows_own_limit_belongs_to_the_application(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with warnings.catch_warnings(action="error"):
        for kind in ("JPEG", "PNG", "BMP"):
            assert load(small(kind)).pages[0].pixels.size
        for kind in ("GIF", "WEBP", "TIFF"):  # look at the limit themselves in some versions of Pillow
            with suppress(TooLargeError):
                load(small(kind))
    assert Image.MAX_IMAGE_PIXELS == 10


def test_what_pillow_warns_of_is_read_without_a_word():
    with warnings.catch_warnings(action="error"):
        assert load(file(Image.new("L", (9_500, 9_500)), "JPEG")).pages[0].pixels.shape == (4750, 4750, 3)


def test_threads_leave_the_warning_filters_alone():
    before = list(warnings.filters)
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda kind: len(load(small(kind)).pages), ("PNG", "GIF", "TIFF", "JPEG") * 10))
    assert pages == [1, 2, 2, 1] * 10
    assert warnings.filters == before
