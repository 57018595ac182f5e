"""What is not structure never passes, wherever it stands."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin, TiffImagePlugin

from redactkit.errors import LeakError
from redactkit.fit import fit
from redactkit.model import Encoded, Page
from redactkit.verify.container import check_container

PIXELS = np.random.default_rng(5).integers(0, 256, (24, 40, 3)).astype(np.uint8)
GRAY = np.repeat(PIXELS[..., :1], 3, axis=2)
IMAGE = Image.fromarray(PIXELS)
SECRET = b"4242 4242 4242 4242"
MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff"}


def fitted(media, *pages, max_bytes=3_000_000):
    return fit([Page(index, pixels) for index, pixels in enumerate(pages)], media, max_bytes)


FINISHED = (
    fitted("image/jpeg", PIXELS),
    fitted("image/jpeg", GRAY),
    fitted("image/png", PIXELS),
    fitted("image/webp", PIXELS),
    fitted("image/tiff", PIXELS, GRAY),
    fitted("image/tiff", PIXELS, GRAY, PIXELS[::2], max_bytes=3500),
)


def saved(kind, **options):
    out = io.BytesIO()
    IMAGE.save(out, kind, **options)
    return Encoded(MEDIA[kind], out.getvalue())


def refused(encoded, why=None):
    with pytest.raises(LeakError, match=why) as caught:
        check_container(encoded)
    assert "4242" not in str(caught.value)


def after_jfif(segment):
    data = FINISHED[0].data
    return Encoded("image/jpeg", data[:20] + segment + data[20:])


def segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def chunk(name, payload):
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


@pytest.mark.parametrize("encoded", FINISHED, ids=lambda e: e.media)
def test_finished_files_pass(encoded):
    check = check_container(encoded)
    assert check.name == "container"
    assert encoded.media in check.detail


def test_detail_counts_the_parts():
    assert check_container(FINISHED[0]).detail.endswith("1 SOI, 1 APP0, 2 DQT, 1 SOF0, 4 DHT, 1 SOS, 1 EOI")
    assert check_container(FINISHED[5]).detail.endswith("3 IFD, 3 strip")


@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_every_coding_of_one_picture_passes(options):
    check_container(saved("JPEG", **options))


@pytest.mark.parametrize(
    ("marker", "payload", "why"),
    [
        (0xE1, b"Exif\0\0" + SECRET, "FFE1"),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET, "FFE1"),
        (0xE2, b"ICC_PROFILE\0\1\1" + SECRET, "FFE2"),
        (0xE2, b"MPF\0" + SECRET, "FFE2"),
        (0xED, b"Photoshop 3.0\0" + SECRET, "FFED"),
        (0xEE, b"Adobe\0" + SECRET, "FFEE"),
        (0xFE, SECRET, "FFFE"),
        (0xE0, b"JFXX\0\x10" + SECRET, "APP0"),
        (0xDB, b"\0" + bytes(64) + SECRET, "DQT"),
        (0xC4, b"\0" + bytes(16) + SECRET, "DHT"),
        (0xDD, b"\0\0" + SECRET, "DRI"),
    ],
)
def test_jpeg_segments(marker, payload, why):
    refused(after_jfif(segment(marker, payload)), why)


def test_jpeg_thumbnail_in_the_jfif_header():
    data = FINISHED[0].data
    header = segment(0xE0, b"JFIF\0" + bytes((1, 1, 0, 0, 1, 0, 1, 1, 1)) + b"abc")
    refused(Encoded("image/jpeg", data[:2] + header + data[20:]), "APP0")


def test_jpeg_written_with_metadata():
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    refused(saved("JPEG", exif=exif), "FFE1")
    refused(saved("JPEG", comment=SECRET), "FFFE")
    refused(saved("JPEG", icc_profile=SECRET), "FFE2")


def test_jpeg_second_header_and_tables_after_the_scan():
    refused(after_jfif(FINISHED[0].data[2:20]), "order")
    data = FINISHED[0].data
    refused(Encoded("image/jpeg", data[:-2] + segment(0xDB, b"\0" + bytes(64)) + data[-2:]), "order")


@pytest.mark.parametrize("encoded", FINISHED, ids=lambda e: e.media)
@pytest.mark.parametrize("tail", [b"\0", b"\0\0", SECRET, "again"])
def test_bytes_after_the_end(encoded, tail):
    tail = encoded.data if tail == "again" else tail
    refused(Encoded(encoded.media, encoded.data + tail))


@pytest.mark.parametrize("encoded", FINISHED, ids=lambda e: e.media)
@pytest.mark.parametrize("length", [0, 1, 7, 30, -1])
def test_cut_short(encoded, length):
    refused(Encoded(encoded.media, encoded.data[:length]))


@pytest.mark.parametrize("encoded", FINISHED[1:5], ids=lambda e: e.media)
def test_content_of_another_format(encoded):
    other = "image/png" if encoded.media == "image/jpeg" else "image/jpeg"
    refused(Encoded(other, encoded.data))


def test_unknown_media():
    refused(Encoded("image/gif", b"GIF89a"), "image/gif")


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"tIME", b"pHYs", b"gAMA", b"fcTL"])
def test_png_chunks(name):
    data = FINISHED[2].data
    refused(Encoded("image/png", data[:33] + chunk(name, SECRET) + data[33:]), name.decode())


def test_png_written_with_metadata():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    refused(saved("PNG", pnginfo=info), "tEXt")
    refused(saved("PNG", save_all=True, append_images=[Image.new("RGB", IMAGE.size)]), "acTL")


def test_png_bytes_behind_the_pixels():
    head, end = FINISHED[2].data[:33], chunk(b"IEND", b"")
    rows = b"".join(b"\0" + row.tobytes() for row in PIXELS)
    packed = zlib.compress(rows)
    check_container(Encoded("image/png", head + chunk(b"IDAT", packed) + end))
    refused(Encoded("image/png", head + chunk(b"IDAT", packed + SECRET) + end), "its pixels")
    refused(Encoded("image/png", head + chunk(b"IDAT", zlib.compress(rows + SECRET)) + end), "its pixels")
    refused(Encoded("image/png", head + chunk(b"IDAT", packed) + chunk(b"IEND", SECRET)), "last chunk")


def test_png_checksum():
    data = bytearray(FINISHED[2].data)
    data[-1] ^= 1
    refused(Encoded("image/png", bytes(data)), "checksum")


@pytest.mark.parametrize("options", [{"exif": b"Exif\0\0" + SECRET}, {"xmp": SECRET}, {"icc_profile": SECRET}])
def test_webp_written_with_metadata(options):
    refused(saved("WEBP", **options), "VP8X")


def test_webp_chunk_after_the_picture():
    data = FINISHED[3].data
    longer = data + b"EXIF" + struct.pack("<I", len(SECRET) + 1) + SECRET + b"\0"
    refused(Encoded("image/webp", longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:]), "after its picture")


def test_webp_lossless_passes():
    check_container(saved("WEBP", lossless=True))


def with_tag(data, old, new):
    """Rename a tag in the first directory."""
    (at,) = struct.unpack_from("<I", data, 4)
    places = [at + 2 + 12 * n for n in range(13) if struct.unpack_from("<H", data, at + 2 + 12 * n) == (old,)]
    changed = bytearray(data)
    struct.pack_into("<H", changed, places[0], new)
    return Encoded("image/tiff", bytes(changed))


@pytest.mark.parametrize("tag", [270, 305, 306, 315, 330, 347, 700, 33723, 34377, 34665, 34675, 34853, 65000])
def test_tiff_tags(tag):
    refused(with_tag(FINISHED[4].data, 296, tag), f"a tag {tag}")


def test_tiff_tag_twice():
    refused(with_tag(FINISHED[4].data, 283, 282), "out of order")


def test_tiff_written_with_a_description():
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[270] = SECRET.decode()
    refused(saved("TIFF", tiffinfo=info, compression="tiff_adobe_deflate"), "TIFF")


def test_tiff_page_that_no_directory_names():
    data = bytearray(FINISHED[4].data)
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * count, 0)
    refused(Encoded("image/tiff", bytes(data)), "after its end")


def test_tiff_directories_in_a_ring():
    data = bytearray(FINISHED[4].data)
    struct.pack_into("<I", data, len(data) - 4, struct.unpack_from("<I", data, 4)[0])
    refused(Encoded("image/tiff", bytes(data)), "run back")


def test_tiff_strip_with_a_comment():
    data = FINISHED[5].data
    at = data.index(b"\xff\xdb")
    refused(Encoded("image/tiff", data[:at] + segment(0xFE, SECRET) + data[at:]))


@settings(max_examples=300, deadline=None)
@given(encoded=st.sampled_from(FINISHED), tail=st.binary(min_size=1, max_size=40))
def test_nothing_can_be_appended(encoded, tail):
    refused(Encoded(encoded.media, encoded.data + tail))


@settings(max_examples=300, deadline=None)
@given(encoded=st.sampled_from(FINISHED), where=st.floats(0, 1), what=st.binary(min_size=1, max_size=40))
def test_inserted_bytes_are_at_most_pixels(encoded, where, what):
    """Within the entropy-coded data of a JPEG they are pixels, of whatever picture; everywhere else they raise."""
    at = int(where * len(encoded.data))
    try:
        check = check_container(Encoded(encoded.media, encoded.data[:at] + what + encoded.data[at:]))
    except LeakError:
        return
    assert encoded.media == "image/jpeg"
    assert at > encoded.data.index(b"\xff\xda")
    assert check == check_container(encoded)
