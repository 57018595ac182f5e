"""JPEG files: application segments, comments, tables nobody uses, pictures in front of and behind the picture."""

from __future__ import annotations

import base64
import struct

from tests.containers.carrier import (
    MAGENTA,
    TRACE,
    TRACE_16,
    Fixture,
    exif,
    icc,
    iptc,
    jpeg,
    movie,
    photoshop,
    preview,
    secret,
    segment,
    visible,
    xmp,
)

_JFIF_BYTES = 20  # of the start and the first segment that Pillow writes
_XMP, _LONG_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_GAIN = "<hdrgm:Version xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/'>1.0</hdrgm:Version>"
_MOTION = "<G:MicroVideo xmlns:G='http://ns.google.com/photos/1.0/camera/'>1</G:MicroVideo>"
_PLAIN = jpeg(visible())


def fixtures() -> list[Fixture]:
    """Return all of them."""
    thumbnail = segment(0xE1, exif(thumbnail=True))
    ahead = {
        "EXIF thumbnail": thumbnail,
        "EXIF description": segment(0xE1, exif(description=TRACE)),
        "EXIF user comment": segment(0xE1, exif(comment=TRACE)),
        "GPS": segment(0xE1, exif(place=TRACE)),
        "MakerNote": segment(0xE1, exif(note=TRACE)),
        "XMP": segment(0xE1, _XMP + xmp()),
        "XMP thumbnail": segment(0xE1, _XMP + xmp(f"<T>{base64.b64encode(preview()).decode()}</T>")),
        "extended XMP": segment(0xE1, _LONG_XMP + bytes(40) + xmp()),
        "unknown APP1": segment(0xE1, b"FLIR\0" + TRACE),
        "ICC private tag": segment(0xE2, b"ICC_PROFILE\0\1\1" + icc()),
        "FlashPix": segment(0xE2, b"FPXR\0" + TRACE_16),
        "APP3 Meta": segment(0xE3, b"Meta\0\0" + TRACE),
        "C2PA": segment(0xEB, b"JP\0\1\0\0\0\1" + TRACE),
        "PictureInfo": segment(0xEC, b"Ducky\0" + TRACE),
        "IPTC": segment(0xED, b"Photoshop 3.0\0" + photoshop(1028, iptc())),
        "Photoshop thumbnail": segment(0xED, b"Photoshop 3.0\0" + photoshop(1036, bytes(28) + preview())),
        "Adobe segment with more": segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + TRACE),
        "APP15": segment(0xEF, TRACE),
        "comment": segment(0xFE, TRACE),
        "JFXX JPEG": segment(0xE0, b"JFXX\0\x10" + preview()),
        "JFXX pixels": segment(0xE0, b"JFXX\0\x13\x10\x0a" + bytes(MAGENTA) * 160),
        "unused DQT": segment(0xDB, b"\3" + (TRACE * 2)[:64]),
        "unused DHT": segment(0xC4, b"\x13" + bytes(7) + bytes([len(TRACE)]) + bytes(8) + TRACE),
    }
    found = [Fixture(f"JPEG {name}", _inserted(part), _traces(name)) for name, part in ahead.items()]
    return [*found, *_elsewhere(), *_behind()]


def _traces(name: str) -> tuple[bytes, ...]:
    return {"JFXX pixels": (bytes(MAGENTA) * 20,), "FlashPix": (TRACE_16,)}.get(name, (TRACE,))


def _inserted(part: bytes) -> bytes:
    return _PLAIN[:_JFIF_BYTES] + part + _PLAIN[_JFIF_BYTES:]


def _elsewhere() -> list[Fixture]:
    """Return what is neither behind the first segment nor behind the end."""
    header = b"JFIF\0\1\1\0\0\1\0\1\x10\x0a" + bytes(MAGENTA) * 160
    scan, comment = _PLAIN.index(b"\xff\xda"), segment(0xFE, TRACE)
    progressive = jpeg(visible(), progressive=True)
    second = progressive.index(b"\xff\xda", progressive.index(b"\xff\xda") + 2)
    late = TRACE.replace(b"\xff", b"")
    return [
        Fixture("JPEG JFIF thumbnail", b"\xff\xd8" + segment(0xE0, header) + _PLAIN[_JFIF_BYTES:], (header[-60:],)),
        Fixture("JPEG comment before the scan", _PLAIN[:scan] + comment + _PLAIN[scan:]),
        Fixture("JPEG comment between scans", progressive[:second] + comment + progressive[second:]),
        Fixture("JPEG comment after the scan", _PLAIN[:-2] + comment + _PLAIN[-2:]),
        Fixture("JPEG bytes after the last block", _PLAIN[:-2] + late + _PLAIN[-2:]),
    ]


def _behind() -> list[Fixture]:
    """Return what follows the end of the picture."""
    archive = b"PK\3\4" + TRACE
    samsung = TRACE + b"SEFH" + bytes(8) + b"SEFT"
    behind = {"bytes": TRACE, "a second JPEG": preview(), "an archive": archive, "a phone's trailer": samsung}
    found = [Fixture(f"JPEG {name} after the end", _PLAIN + part) for name, part in behind.items()]
    motion = _inserted(segment(0xE1, _XMP + xmp(_MOTION))) + movie()
    gain = _with_second(jpeg(secret(), comment=TRACE), segment(0xE1, _XMP + xmp(_GAIN)))
    return [
        *found,
        Fixture("JPEG motion photo", motion),
        Fixture("JPEG MPF second picture", _with_second(preview(), b"")),
        Fixture("JPEG MPF gain map", gain),
    ]


def _with_second(second: bytes, ahead: bytes) -> bytes:
    """Return a JPEG with another one behind it, listed in an MP index IFD (CIPA DC-007, 5.2)."""
    entry = b"MPF\0II*\0" + struct.pack("<I", 8)
    version = struct.pack("<HHI4s", 0xB000, 7, 4, b"0100")
    count, listed = struct.pack("<HHII", 0xB001, 4, 1, 2), struct.pack("<HHII", 0xB002, 7, 32, 50)
    index = struct.pack("<H", 3) + version + count + listed + struct.pack("<I", 0)
    size = len(_PLAIN) + len(ahead) + 4 + len(entry) + len(index) + 32
    offset = size - (_JFIF_BYTES + len(ahead) + 8)  # from the byte order mark
    pictures = struct.pack("<IIIHH", 0x20030000, size, 0, 0, 0) + struct.pack("<IIIHH", 0, len(second), offset, 0, 0)
    return _inserted(ahead + segment(0xE2, entry + index + pictures)) + second
