"""WebP, GIF, BMP, TIFF, AVIF and HEIC files."""

from __future__ import annotations

import struct

import numpy as np
from PIL import Image, TiffImagePlugin

from tests.containers.carrier import (
    MAGENTA,
    TRACE,
    Fixture,
    exif,
    icc,
    iptc,
    photoshop,
    preview,
    saved,
    secret,
    transparent,
    visible,
    xmp,
)
from tests.load.pictures import HEIC

_EXIF = exif(thumbnail=True)


def fixtures() -> list[Fixture]:
    """Return all of them."""
    return [*_webp(), *_gif(), *_bmp(), *_tiff(), *_boxed()]


def _webp() -> list[Fixture]:
    plain = saved(visible(), "WEBP", quality=90)
    animated = saved(visible(), "WEBP", save_all=True, append_images=[secret(96, 64)], duration=100, lossless=True)
    unknown = b"prVt" + struct.pack("<I", len(TRACE)) + TRACE + bytes(len(TRACE) % 2)
    inner = plain[:4] + struct.pack("<I", len(plain) - 8 + len(unknown)) + plain[8:] + unknown
    return [
        Fixture("WebP EXIF thumbnail", saved(visible(), "WEBP", exif=_EXIF)),
        Fixture("WebP XMP", saved(visible(), "WEBP", xmp=xmp())),
        Fixture("WebP ICC private tag", saved(visible(), "WEBP", icc_profile=icc())),
        Fixture("WebP private chunk", inner),
        Fixture("WebP bytes after the end", plain + TRACE),
        Fixture("WebP alpha 0", saved(transparent(), "WEBP", lossless=True, exact=True), (), shows=True),
        Fixture("WebP further frame", animated, (), shows=True, pages=2),
    ]


def _gif() -> list[Fixture]:
    plain = saved(visible(), "GIF")
    keyed = visible()
    keyed.paste(Image.new("RGB", (20, 20), MAGENTA), (10, 10))
    clear = keyed.quantize(16)
    index = int(np.asarray(clear)[15, 15])
    blocks = bytes([len(TRACE)]) + TRACE + b"\0"
    extension = b"!\xff\x0bXMP DataXMP" + blocks
    animated = saved(visible(), "GIF", save_all=True, append_images=[secret(96, 64)], duration=100)
    return [
        Fixture("GIF comment", saved(visible(), "GIF", comment=TRACE)),
        Fixture("GIF application extension", plain[:-1] + extension + plain[-1:]),
        Fixture("GIF plain text", plain[:-1] + b"!\x01\x0c" + bytes(12) + blocks + plain[-1:]),
        Fixture("GIF bytes after the end", plain + TRACE),
        Fixture("GIF transparent colour", saved(clear, "GIF", transparency=index), (), shows=True),
        Fixture("GIF further frame", animated, (), shows=True, pages=2),
    ]


def _bmp() -> list[Fixture]:
    plain = saved(visible(), "BMP")
    (start,) = struct.unpack_from("<I", plain, 10)
    gap = plain[:10] + struct.pack("<I", start + len(TRACE)) + plain[14:start] + TRACE + plain[start:]
    return [
        Fixture("BMP bytes after the end", plain + TRACE),
        Fixture("BMP preview after the end", plain + preview()),
        Fixture("BMP bytes before the pixels", gap),
    ]


def _tiff() -> list[Fixture]:
    tags = {
        "description": (270, TRACE.decode()),
        "artist": (315, TRACE.decode()),
        "XMP": (700, xmp()),
        "IPTC": (33723, iptc()),
        "Photoshop": (34377, photoshop(1036, bytes(28) + preview())),
        "ICC private tag": (34675, icc()),
        "private tag": (65000, TRACE),
    }
    found = [Fixture(f"TIFF {name}", _tagged(*tag)) for name, tag in tags.items()]
    plain = saved(visible(), "TIFF")
    both = saved(visible(), "TIFF", save_all=True, append_images=[secret(96, 64)])
    small = saved(secret(), "TIFF")
    return [
        *found,
        Fixture("TIFF EXIF", saved(visible(), "TIFF", exif=exif(description=TRACE, comment=TRACE))),
        Fixture("TIFF picture beneath the page", _beneath(plain, small), (), shows=True),
        Fixture("TIFF page that no directory names", _unchained(both), (), shows=True),
        Fixture("TIFF bytes after the end", plain + TRACE),
        Fixture("TIFF alpha 0", saved(transparent(), "TIFF"), (), shows=True),
        Fixture("TIFF further page", both, (), shows=True, pages=2),
    ]


def _tagged(tag: int, value: str | bytes) -> bytes:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[tag] = value
    if isinstance(value, bytes):
        info.tagtype[tag] = 7
    return saved(visible(), "TIFF", tiffinfo=info)


def _unchained(data: bytes) -> bytes:
    """Return a TIFF of two pages, of which the first one no longer tells where the second one is."""
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    end = first + 2 + 12 * count
    return data[:end] + bytes(4) + data[end + 4 :]


def _beneath(data: bytes, small: bytes) -> bytes:
    """Return a TIFF whose first page names, by tag 330, a directory of another picture (TIFF technical note 1)."""
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    entries = data[first + 2 : first + 2 + 12 * count]
    parts = sorted(entries[n : n + 12] for n in range(0, len(entries), 12))
    at = len(data) + len(data) % 2
    moved = _moved(small, at)
    (inner,) = struct.unpack_from("<I", small, 4)
    parts.append(struct.pack("<HHII", 330, 4, 1, at + inner))
    parts.sort(key=lambda entry: struct.unpack_from("<H", entry))
    place = at + len(moved) + len(moved) % 2
    directory = struct.pack("<H", len(parts)) + b"".join(parts) + bytes(4)
    return (
        data[:4] + struct.pack("<I", place) + data[8:].ljust(at - 8, b"\0") + moved.ljust(place - at, b"\0") + directory
    )


def _moved(small: bytes, by: int) -> bytes:
    """Return a TIFF whose places are counted from so many bytes before its start."""
    out = bytearray(small)
    (first,) = struct.unpack_from("<I", small, 4)
    (count,) = struct.unpack_from("<H", small, first)
    for at in range(first + 2, first + 2 + 12 * count, 12):
        tag, kind, number, value = struct.unpack_from("<HHII", small, at)
        if tag == 273 or number * {2: 1, 3: 2, 4: 4, 5: 8}[kind] > 4:  # strip offsets, or values elsewhere
            struct.pack_into("<I", out, at + 8, value + by)
    return bytes(out)


def _boxed() -> list[Fixture]:
    """Return files made of boxes (ISO/IEC 14496-12)."""
    free = struct.pack(">I", 8 + len(TRACE)) + b"free" + TRACE
    avif = saved(visible(), "AVIF", quality=90, speed=10)
    return [
        Fixture("AVIF EXIF thumbnail", saved(visible(), "AVIF", exif=_EXIF, speed=10)),
        Fixture("AVIF XMP", saved(visible(), "AVIF", xmp=xmp(), speed=10)),
        Fixture("AVIF free box", avif + free),
        Fixture("AVIF alpha 0", saved(transparent(), "AVIF", quality=100, speed=10), (), shows=True),
        Fixture("AVIF further frame", _moving(), (), shows=True, pages=2),
        Fixture("HEIC free box", HEIC + free),
        Fixture("HEIC motion photo", HEIC + free.replace(b"free", b"mpvd")),
    ]


def _moving() -> bytes:
    return saved(visible(), "AVIF", save_all=True, append_images=[secret(96, 64)], duration=100, quality=100, speed=10)
