"""The container of a finished file: what a decoder needs for the picture, and not one byte more.

By allow-list: each segment, chunk or tag that is not known to be structure raises, whatever it holds. Messages
name the kind of the part, never its content.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactkit.errors import LeakError
from redactkit.result import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactkit.model import Encoded


def check_container(encoded: Encoded) -> Check:
    """Walk a finished file from its first byte to its last.

    Parameters
    ----------
    encoded : Encoded
        ``image/jpeg``, ``image/png``, ``image/webp`` or ``image/tiff``.

    Returns
    -------
    Check
        Named ``container``; its detail counts the parts by name.

    Raises
    ------
    LeakError
        A part is not structure, is malformed, or bytes belong to no part.
    """
    if encoded.media not in _WALKS:
        raise LeakError(f"no container check is known for {encoded.media}; nothing was written")
    try:
        parts = _WALKS[encoded.media](encoded.data)
    except (struct.error, IndexError, zlib.error):
        raise _leak(encoded.media, "a part that is cut short or damaged") from None
    counts = ", ".join(f"{count} {part}" for part, count in Counter(parts).items())
    return Check("container", f"{encoded.media} of nothing but {counts}")


def _leak(container: str, what: str) -> LeakError:
    return LeakError(f"the finished {container} holds {what}; nothing was written")


def _require(held: bool, container: str, what: str) -> None:
    if not held:
        raise _leak(container, what)


# --- JPEG: ITU-T T.81 annex B, ITU-T T.871 (JFIF)

_JFIF = b"JFIF\0" + bytes((1, 1, 0, 0, 1, 0, 1, 0, 0))  # version 1.01, no unit, 1:1, no thumbnail
_SEGMENTS = MappingProxyType(
    {0xC0: "SOF0", 0xC1: "SOF1", 0xC2: "SOF2", 0xC4: "DHT", 0xDA: "SOS", 0xDB: "DQT", 0xDD: "DRI", 0xE0: "APP0"},
)
_JPEG_ORDER = re.compile("SOI (APP0 )?(DQT )+SOF[012] ((DHT |DRI )*SOS )+EOI")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # a marker that is neither a stuffed byte nor a restart


def _walk_jpeg(data: bytes) -> list[str]:
    _require(data[:2] == b"\xff\xd8", "JPEG", "no start of image")
    parts, at = ["SOI"], 2
    while data[at : at + 2] != b"\xff\xd9":
        prefix, marker, length = struct.unpack_from(">BBH", data, at)
        _require(prefix == 0xFF, "JPEG", f"bytes outside any segment after {parts[-1]}")
        _require(marker in _SEGMENTS, "JPEG", f"a segment FF{marker:02X}")
        part, payload = _SEGMENTS[marker], data[at + 4 : at + 2 + length]
        _require(len(payload) == length - 2, "JPEG", f"a {part} segment that is cut short")
        _require(_is_exact(part, payload), "JPEG", f"a {part} segment with more than its tables")
        parts.append(part)
        at += 2 + length
        if part == "SOS":
            at = _end_of_scan(data, at)
    parts.append("EOI")
    _require(at + 2 == len(data), "JPEG", "bytes after its end")
    _require(_JPEG_ORDER.fullmatch(" ".join(parts)) is not None, "JPEG", "segments in no order for one picture")
    return parts


def _end_of_scan(data: bytes, at: int) -> int:
    end = _AFTER_SCAN.search(data, at)
    if end is None:
        raise _leak("JPEG", "no end of image")
    return end.start()


def _is_exact(part: str, payload: bytes) -> bool:
    """Tell whether a segment is as long as its own counts say."""
    if part == "APP0":
        return payload == _JFIF
    if part == "DRI":
        return len(payload) == 2
    if part == "SOS":
        return len(payload) == 4 + 2 * payload[0]
    if part.startswith("SOF"):
        return payload[5] in {1, 3} and len(payload) == 6 + 3 * payload[5]
    while payload:
        size = 17 + sum(payload[1:17]) if part == "DHT" else 65 + 64 * (payload[0] >> 4)
        if payload[0] & 0x0F > 3 or payload[0] >> 4 > 1 or size > len(payload):
            return False
        payload = payload[size:]
    return True


# --- PNG: ISO/IEC 15948

_PNG_ORDER = re.compile("IHDR (PLTE )?(IDAT )+IEND")
_PNG_CHANNELS = MappingProxyType({0: 1, 2: 3, 3: 1})  # by colour type: gray, RGB, palette


def _walk_png(data: bytes) -> list[str]:
    _require(data[:8] == b"\x89PNG\r\n\x1a\n", "PNG", "no signature")
    parts: list[str] = []
    pixels, at = bytearray(), 8
    while at < len(data) and parts[-1:] != ["IEND"]:
        length, name = struct.unpack_from(">I4s", data, at)
        (crc,) = struct.unpack_from(">I", data, at + 8 + length)
        part, payload = name.decode("ascii", "replace"), data[at + 8 : at + 8 + length]
        _require(part in {"IHDR", "PLTE", "IDAT", "IEND"}, "PNG", f"a chunk {part!r}")
        _require(crc == zlib.crc32(name + payload), "PNG", f"a chunk {part!r} with a wrong checksum")
        _require(part != "IEND" or not length, "PNG", "bytes in its last chunk")
        pixels += payload if part == "IDAT" else b""
        parts.append(part)
        at += 12 + length
    _require(at == len(data), "PNG", "bytes after its end")
    _require(_PNG_ORDER.fullmatch(" ".join(parts)) is not None, "PNG", "chunks in no order for one picture")
    width, height, depth, colour, *rest = struct.unpack_from(">IIBBBBB", data, 16)
    _require(depth == 8 and colour in _PNG_CHANNELS and rest == [0, 0, 0], "PNG", "an unusual header")
    _require_inflates(pixels, height * (1 + width * _PNG_CHANNELS[colour]), "PNG")
    return parts


def _require_inflates(packed: bytes | bytearray, size: int, container: str) -> None:
    """Raise unless the deflate stream ends where its bytes end and holds `size` bytes."""
    stream = zlib.decompressobj()
    held = len(stream.decompress(packed, size + 1))
    _require(held == size and stream.eof and not stream.unused_data, container, "more or less than its pixels")


# --- WebP: RFC 9649


def _walk_webp(data: bytes) -> list[str]:
    magic, riff, kind, name, length = struct.unpack_from("<4sI4s4sI", data)
    _require((magic, kind) == (b"RIFF", b"WEBP"), "WebP", "no signature")
    part = name.decode("ascii", "replace")
    _require(part in {"VP8 ", "VP8L"}, "WebP", f"a chunk {part!r}")
    padding = data[20 + length :]
    _require(len(data) >= 20 + length and padding == bytes(length % 2), "WebP", "bytes after its picture")
    _require(riff == len(data) - 8, "WebP", "a size that is not the file's")
    return [part.strip()]


# --- TIFF 6.0 section 2, as `redactkit.fit` writes it: one strip a page, directories that run forward

_SHORT, _LONG, _RATIONAL = 3, 4, 5
_SIZES = MappingProxyType({_SHORT: 2, _LONG: 4, _RATIONAL: 8})  # bytes a value
_JPEG_STRIP, _DEFLATE_STRIP = 7, 8


def _shorts(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}H", *values)


_DPI = frozenset({struct.pack("<II", 72, 1)})
_TIFF_TAGS: Mapping[int, tuple[int, frozenset[bytes] | None]] = MappingProxyType(  # type, values (None: any one)
    {
        256: (_LONG, None),  # ImageWidth
        257: (_LONG, None),  # ImageLength
        258: (_SHORT, frozenset({_shorts(8), _shorts(8, 8, 8)})),  # BitsPerSample
        259: (_SHORT, frozenset({_shorts(_JPEG_STRIP), _shorts(_DEFLATE_STRIP)})),  # Compression
        262: (_SHORT, frozenset({_shorts(1), _shorts(2), _shorts(6)})),  # PhotometricInterpretation
        273: (_LONG, None),  # StripOffsets
        277: (_SHORT, frozenset({_shorts(1), _shorts(3)})),  # SamplesPerPixel
        278: (_LONG, None),  # RowsPerStrip
        279: (_LONG, None),  # StripByteCounts
        282: (_RATIONAL, _DPI),  # XResolution
        283: (_RATIONAL, _DPI),  # YResolution
        296: (_SHORT, frozenset({_shorts(2)})),  # ResolutionUnit
        530: (_SHORT, frozenset({_shorts(2, 2)})),  # YCbCrSubSampling
    }
)
_TIFF_REQUIRED = frozenset(_TIFF_TAGS) - {530}


def _walk_tiff(data: bytes) -> list[str]:
    magic, version, at = struct.unpack_from("<2sHI", data)
    _require((magic, version) == (b"II", 42), "TIFF", "no signature")
    parts: list[str] = []
    spans, end = [(0, 8)], 8
    while at or not parts:
        _require(at >= end, "TIFF", "directories that run back")
        values, outside, end = _read_directory(data, at)
        spans += [*outside, (at, end), _walk_strip(data, values)]
        parts += ["IFD", "strip"]
        (at,) = struct.unpack_from("<I", data, end - 4)
    _require_all_used(data, spans)
    return parts


def _read_directory(data: bytes, at: int) -> tuple[dict[int, bytes], list[tuple[int, int]], int]:
    """Return the values by tag, the bytes outside the directory that hold some of them, and its end."""
    (count,) = struct.unpack_from("<H", data, at)
    end = at + 2 + 12 * count
    values: dict[int, bytes] = {}
    outside: list[tuple[int, int]] = []
    for entry in range(at + 2, end, 12):
        tag, kind, number, place = struct.unpack_from("<HHII", data, entry)
        _require(tag in _TIFF_TAGS, "TIFF", f"a tag {tag}")
        _require(tag > max(values, default=0), "TIFF", "tags out of order")
        expected, allowed = _TIFF_TAGS[tag]
        size = number * _SIZES[expected]
        if size > 4:
            start = place
            outside.append((start, start + size))
        else:
            start = entry + 8
            _require(not any(data[start + size : start + 4]), "TIFF", f"bytes beside the value of tag {tag}")
        value = data[start : start + size]
        fits = number == 1 if allowed is None else value in allowed
        _require(kind == expected and fits, "TIFF", f"an unusual value of tag {tag}")
        values[tag] = value
    _require(values.keys() >= _TIFF_REQUIRED, "TIFF", "a directory without a required tag")
    return values, outside, end + 4


def _walk_strip(data: bytes, values: dict[int, bytes]) -> tuple[int, int]:
    """Return the bytes of the one strip, after a look into them."""
    numbers = {tag: int.from_bytes(value, "little") for tag, value in values.items()}
    width, height, compression, start, channels, rows, size = (numbers[t] for t in (256, 257, 259, 273, 277, 278, 279))
    strip = data[start : start + size]
    _require(rows == height and len(strip) == size, "TIFF", "a strip that is cut short")
    if compression == _JPEG_STRIP:
        _walk_jpeg(strip)
    else:
        _require_inflates(strip, width * height * channels, "TIFF")
    return start, start + size


def _require_all_used(data: bytes, spans: list[tuple[int, int]]) -> None:
    """Raise unless the spans cover the file without overlap, but for one zero byte before an even offset."""
    end = 0
    for start, following in sorted(spans):
        _require(start >= end, "TIFF", "parts that overlap")
        _require(data[end:start] in {b"", b"\0"[: end % 2]}, "TIFF", "bytes that no directory accounts for")
        end = following
    _require(end == len(data), "TIFF", "bytes after its end")


_WALKS: Mapping[str, Callable[[bytes], list[str]]] = MappingProxyType(
    {"image/jpeg": _walk_jpeg, "image/png": _walk_png, "image/webp": _walk_webp, "image/tiff": _walk_tiff},
)
