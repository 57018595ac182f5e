"""Pages as one TIFF: lossless if that fits, else each page a JPEG at one common quality.

Written here and not by Pillow, so that the quality may be a fraction and each byte is accounted for.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from redactkit.fit import jpeg
from redactkit.fit.picture import drop_equal_channels
from redactkit.fit.search import forecast_of, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Page, Pixels

_SHORT, _LONG, _RATIONAL = 3, 4, 5  # field types, TIFF 6.0 section 2
_GRAY, _RGB, _YCBCR = 1, 2, 6  # photometric interpretation, TIFF 6.0 sections 4, 6 and 21
_JPEG, _DEFLATE = 7, 8  # compression, Adobe's TIFF technical notes of 1995 and 2002
_DPI = (72, 1)  # the baseline requires one; halved pages have none that is true
_PAGE_BYTES = 256  # more than 13 entries of 12 bytes with all their values take

_JFIF_BYTES = slice(2, 20)  # of a JPEG file; a strip goes without (technical note of 1995)


class _Strip(NamedTuple):
    """One page as one run of compressed bytes."""

    pixels: Pixels
    compression: int
    data: bytes


def fit_tiff(pages: Sequence[Page], max_bytes: int) -> bytes:
    """Return the pages as a TIFF file of at most `max_bytes`."""
    pictures = [drop_equal_channels(page.pixels) for page in pages]
    strip_bytes = max_bytes - _PAGE_BYTES * len(pages)
    # Scans in black and white are smaller lossless than as JPEG; the mosaic tells which pages have a chance.
    if forecast_of(pictures, _deflate)(0.0) <= strip_bytes:
        strips = [_Strip(picture, _DEFLATE, _deflate(picture, 0.0)) for picture in pictures]
        if sum(len(strip.data) for strip in strips) <= strip_bytes:
            return _join(strips)
    coded = search(pictures, strip_bytes, jpeg.encode)
    return _join([_Strip(picture, _JPEG, _without_jfif(data)) for picture, data in coded])


def _deflate(pixels: Pixels, _: float) -> bytes:
    return zlib.compress(pixels.tobytes())


def _without_jfif(data: bytes) -> bytes:
    return data[: _JFIF_BYTES.start] + data[_JFIF_BYTES.stop :]


def _join(strips: Sequence[_Strip]) -> bytes:
    """Return a little-endian TIFF: for each page its strip, the values that no entry holds, its directory."""
    out = bytearray(struct.pack("<2sHI", b"II", 42, 0))
    link = 4  # where the offset of the next directory is written
    for strip in strips:
        fields = _fields(strip, len(out))
        out += strip.data
        out += bytes(len(out) % 2)  # directories stand on even offsets
        entries = b""
        for tag, kind, values in fields:
            raw = struct.pack(f"<{len(values)}{'H' if kind == _SHORT else 'I'}", *values)
            count = len(values) // 2 if kind == _RATIONAL else len(values)
            if len(raw) > 4:
                raw, at = struct.pack("<I", len(out)), raw
                out += at
            entries += struct.pack("<HHI4s", tag, kind, count, raw)
        struct.pack_into("<I", out, link, len(out))
        out += struct.pack("<H", len(fields)) + entries + bytes(4)
        link = len(out) - 4
    return bytes(out)


def _fields(strip: _Strip, offset: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return (tag, type, values) in ascending order, as TIFF 6.0 section 2 demands."""
    height, width = strip.pixels.shape[:2]
    channels = 1 if strip.pixels.ndim == 2 else 3
    colour = _YCBCR if strip.compression == _JPEG else _RGB
    fields = [
        (256, _LONG, (width,)),  # ImageWidth
        (257, _LONG, (height,)),  # ImageLength
        (258, _SHORT, (8,) * channels),  # BitsPerSample
        (259, _SHORT, (strip.compression,)),  # Compression
        (262, _SHORT, (_GRAY if channels == 1 else colour,)),  # PhotometricInterpretation
        (273, _LONG, (offset,)),  # StripOffsets
        (277, _SHORT, (channels,)),  # SamplesPerPixel
        (278, _LONG, (height,)),  # RowsPerStrip
        (279, _LONG, (len(strip.data),)),  # StripByteCounts
        (282, _RATIONAL, _DPI),  # XResolution
        (283, _RATIONAL, _DPI),  # YResolution
        (296, _SHORT, (2,)),  # ResolutionUnit: inch
    ]
    if channels == 3 and strip.compression == _JPEG:
        fields.append((530, _SHORT, (2, 2)))  # YCbCrSubSampling: 4:2:0
    return fields
