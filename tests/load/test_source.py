"""Where the bytes may come from, and what the errors say of it."""

import io
import os
import re
import sys

import numpy as np
import pytest
from PIL import Image

from redactkit.errors import DamagedFileError, InputError, TooLargeError, UnsupportedFormatError
from redactkit.load import load
from redactkit.load import source as source_module
from tests.load.pictures import fields, file

PNG = file(fields(), "PNG")


@pytest.mark.parametrize("wrap", [bytes, bytearray, memoryview, io.BytesIO])
def test_bytes_and_files(wrap):
    document = load(wrap(PNG))
    assert document.media == "image/png"
    assert np.array_equal(document.pages[0].pixels, fields())


@pytest.mark.parametrize("kind", [str, lambda path: path, os.fsencode], ids=["str", "Path", "bytes path"])
def test_paths(tmp_path, kind):
    path = tmp_path / "card.jpg"  # the suffix counts for nothing
    path.write_bytes(PNG)

    class Place:
        def __fspath__(self):
            return kind(path) if kind is os.fsencode else str(path)

    before = path.stat()
    assert load(Place() if kind is os.fsencode else kind(path)).media == "image/png"
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.read_bytes() == PNG


def test_a_file_is_read_from_where_it_stands():
    stream = io.BytesIO(b"before" + PNG)
    stream.seek(6)
    assert load(stream).media == "image/png"


def test_a_raw_file_may_answer_in_pieces():
    class Drip(io.RawIOBase):
        rest = PNG

        def read(self, size=-1):
            piece, self.rest = self.rest[:100], self.rest[100:]
            return piece

    assert load(Drip()).media == "image/png"


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [((48, 64), "u1"), ((48, 64, 1), "u1"), ((48, 64, 3), "u1"), ((48, 64, 3), "<u2"), ((48, 64), ">u2")],
)
def test_arrays(shape, dtype):
    values = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    array = values.astype(dtype) * (257 if dtype.endswith("2") else 1)
    page = load(array).pages[0]
    assert np.array_equal(page.pixels, np.broadcast_to(values.reshape(48, 64, -1), (48, 64, 3)))
    array[:] = 0
    assert page.pixels.any()


def test_arrays_with_alpha_and_odd_strides():
    rgba = np.dstack([fields(), np.full((48, 64), 255, np.uint8)])
    rgba[:24, :, 3] = 0
    pixels = load(rgba).pages[0].pixels
    assert (pixels[:24] == 255).all()
    assert np.array_equal(pixels[24:], fields()[24:])
    assert np.array_equal(load(fields()[::-1, ::2]).pages[0].pixels, fields()[::-1, ::2])


def test_pil_images_are_left_as_they_were():
    image = Image.open(io.BytesIO(file(fields(), "GIF", save_all=True, append_images=[Image.new("RGB", (64, 48))])))
    image.seek(1)
    assert len(load(image).pages) == 2
    assert image.tell() == 1
    drawn = Image.fromarray(fields())
    assert np.array_equal(load(drawn).pages[0].pixels, fields())
    assert np.array_equal(np.asarray(drawn), fields())


def test_of_an_mpo_only_the_primary_picture_is_taken():
    mpo = file(fields(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))])
    assert len(load(mpo).pages) == 1
    assert len(load(Image.open(io.BytesIO(mpo))).pages) == 1


def test_an_opened_jpeg_keeps_its_coding_and_a_changed_one_has_none():
    jpeg = file(fields(), "JPEG")
    opened = Image.open(io.BytesIO(jpeg))
    assert load(opened).pages[0].coding == load(jpeg).pages[0].coding
    assert load(opened).pages[0].coding is None  # decoded by now: a caller may have drawn on it
    drafted = Image.open(io.BytesIO(jpeg))
    drafted.draft(None, (32, 24))
    assert load(drafted).pages[0].coding is None


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4, 4), np.float32),
        np.zeros((4, 4), bool),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros(4, np.uint8),
        np.zeros((0, 4), np.uint8),
        np.zeros((1, 4, 4, 3), np.uint8),
    ],
)
def test_other_arrays_are_refused(array):
    with pytest.raises(InputError):
        load(array)


@pytest.mark.parametrize("source", [None, 7, object(), ["card.jpg"], io.StringIO("text")])
def test_other_types_are_refused(source):
    with pytest.raises(InputError, match=r"^picture: "):
        load(source)


@pytest.mark.parametrize("address", ["https://example.com/secret.jpg", "S3://bucket/secret", "data:image/png,secret"])
def test_addresses_are_refused_and_not_repeated(address):
    with pytest.raises(InputError, match="download") as caught:
        load(address)
    assert "secret" not in str(caught.value)


def test_errors_name_the_file_without_its_folder(tmp_path):
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(DamagedFileError, match=r"^empty\.jpg: .*empty"):
        load(tmp_path / "empty.jpg")
    with pytest.raises(InputError, match=r"^gone\.jpg: there is no such file"):
        load(str(tmp_path / "gone.jpg"))
    with pytest.raises(InputError, match=rf"^{re.escape(tmp_path.name)}: .*folder"):
        load(tmp_path)
    (tmp_path / "text.jpg").write_text("secret")
    with (
        pytest.raises(UnsupportedFormatError, match=r"^text\.jpg: ") as caught,
        (tmp_path / "text.jpg").open("rb") as f,
    ):
        load(f)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000])
def test_impossible_paths(path):
    with pytest.raises(InputError):
        load(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no devices there")
def test_devices_are_not_read():
    with pytest.raises(InputError, match="device"):
        load("/dev/zero")


def test_closed_files():
    stream = io.BytesIO(PNG)
    stream.close()
    with pytest.raises(InputError, match="rb"):
        load(stream)


def test_bytes_are_limited_before_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("redactkit.load.limits.MAX_BYTES", 100)
    monkeypatch.setattr(source_module, "MAX_BYTES", 100)
    (tmp_path / "card.png").write_bytes(PNG)
    stream = io.BytesIO(PNG)
    for source in (PNG, stream, tmp_path / "card.png"):
        with pytest.raises(TooLargeError, match="MB"):
            load(source)
    assert stream.tell() == 101
