"""JPEG and JPEG 2000 inside a PDF: how large they are, and what of them is picture. Decodes nothing.

Cameras and scanners write previews, places and serial numbers beside the picture; none of it belongs in a PDF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOI, _EOI, _SOS, _TEM, _COM = 0xD8, 0xD9, 0xDA, 0x01, 0xFE  # markers: ITU-T T.81, table B.1
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DHT, _DQT = 0xC4, 0xDB
_APP0, _APP14 = 0xE0, 0xEE
_TELLING = frozenset((*range(0xE0, 0xF0), _COM))
# Of a segment, which counts the two bytes it stands in (ITU-T T.81, B.1.1.4); with less, libjpeg goes on behind them.
_LEAST_LENGTH = 2
_JFIF_BYTES = 18  # the marker and 16 bytes: JFIF 1.02, without its preview
_ADOBE_BYTES = 16  # the marker and 14 bytes, the last of which tells the colours (ITU-T T.872, 6.5.3)


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Return width and height as the frame header says; (0, 0) when there is none."""
    for marker, start, end in _segments(data):
        if marker in _FRAMES and end - start >= 9:
            return int.from_bytes(data[start + 7 : start + 9], "big"), int.from_bytes(
                data[start + 5 : start + 7], "big"
            )
    return 0, 0


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG without previews, comments, tables that it does not use and whatever else is no picture.

    Of the application segments only those stay that decoders heed: JFIF and Adobe's, which tell what the colours are.
    """
    parts = [b"\xff\xd8"]
    segments = list(_segments(data))
    used = _used_tables(data, segments)
    for marker, start, end in segments:
        if marker == _APP0 and data[start + 4 : start + 9] == b"JFIF\0" and end - start >= _JFIF_BYTES:
            parts.append(b"\xff\xe0\0\x10" + data[start + 4 : start + 16] + b"\0\0")
        elif marker == _APP14 and data[start + 4 : start + 9] == b"Adobe" and end - start >= _ADOBE_BYTES:
            parts.append(b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + data[start + 15 : start + 16])
        elif marker in (_DQT, _DHT):
            parts.append(_tables(data[start:end], marker, used))
        elif marker not in _TELLING:
            parts.append(data[start:end])
    return b"".join(parts) if len(parts) > 1 else data


def _used_tables(data: bytes, segments: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """Return the tables that frames and scans name, as the marker that defines them and the byte that begins them."""
    used = set()
    for marker, start, end in segments:
        if marker in _FRAMES:
            used |= {(_DQT, table) for table in data[start + 12 : end : 3]}
        elif marker == _SOS and start + 5 <= end:
            for pair in data[start + 6 : start + 5 + 2 * data[start + 4] : 2]:
                used |= {(_DHT, pair >> 4), (_DHT, 0x10 | pair & 0x0F)}
    return used


def _tables(segment: bytes, marker: int, used: set[tuple[int, int]]) -> bytes:
    """Return a segment of tables without those that are not used (ITU-T T.81, B.2.4.1 and B.2.4.2)."""
    kept, rest = b"", segment[4:]
    while rest:
        size = 17 + sum(rest[1:17]) if marker == _DHT else 65 + 64 * (rest[0] >> 4)
        name = rest[0] if marker == _DHT else rest[0] & 0x0F
        kept += rest[:size] if (marker, name) in used else b""
        rest = rest[size:]
    return segment[:2] + (len(kept) + 2).to_bytes(2, "big") + kept if kept else b""


def scans(data: bytes) -> list[tuple[int, int]]:
    """Return where the entropy-coded data of each scan of a JPEG begin and end."""
    found = [(start, end) for marker, start, end in _segments(data) if marker == _SOS]
    return [(start + 2 + int.from_bytes(data[start + 2 : start + 4], "big"), end) for start, end in found]


def jpeg_end(data: bytes, start: int) -> int:
    """Return the place behind the end of the image that starts at a place; -1 when there is no image or no end."""
    if data[start : start + 2] == b"\xff\xd8":
        for marker, _, end in _segments(data, start):
            if marker == _EOI:
                return end
    return -1


def _segments(data: bytes, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment up to the end of the image; that of a scan holds its data too."""
    position = data.find(b"\xff\xd8", start) + 2
    if position < 2:
        return
    while 0 <= (position := data.find(b"\xff", position)) < len(data) - 1:
        marker = data[position + 1]
        if marker in (0, 0xFF, _SOI, _TEM) or marker in _RESTARTS:
            position += 1
            continue
        if marker == _EOI:
            yield marker, position, position + 2
            return
        end = position + 2 + max(int.from_bytes(data[position + 2 : position + 4], "big"), _LEAST_LENGTH)
        if marker == _SOS:
            end = _scan_end(data, end)
        yield marker, position, min(end, len(data))
        position = end


def _scan_end(data: bytes, position: int) -> int:
    """Return where the entropy-coded data that begin at a position end. ITU-T T.81, B.1.1.5."""
    while 0 <= (position := data.find(b"\xff", position)) < len(data) - 1:
        if data[position + 1] and data[position + 1] not in _RESTARTS and data[position + 1] != 0xFF:
            return position
        position += 1 if data[position + 1] == 0xFF else 2
    return len(data)


_SIZ = b"\xff\x4f\xff\x51"  # start of a codestream and its size: ITU-T T.800, A.4.1 and A.5.1
_TELLING_BOXES = (b"uuid", b"xml ", b"uinf", b"free", b"jp2i")  # ITU-T T.800, I.7; EXIF and XMP go into the first


def jpeg2000_size(data: bytes) -> tuple[int, int]:
    """Return width and height as the codestream says; (0, 0) when there is none."""
    start = data.find(_SIZ)
    if start < 0:
        return 0, 0
    right, bottom, left, top = (int.from_bytes(data[at : at + 4], "big") for at in range(start + 8, start + 24, 4))
    return max(right - left, 0), max(bottom - top, 0)


def bare_jpeg2000(data: bytes) -> bytes:
    """Return a JP2 file without the boxes that hold text and metadata; a bare codestream as it is."""
    if data[4:8] != b"jP  ":
        return data
    parts, position = [], 0
    while position + 8 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if length == 1:
            length = int.from_bytes(data[position + 8 : position + 16], "big")
        end = len(data) if length < 8 else min(position + length, len(data))
        if kind not in _TELLING_BOXES:
            parts.append(data[position:end])
        position = end
    return b"".join(parts)
