"""PNG files: text and private chunks, frames, what transparency hides, bytes behind the pixels and behind the end."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from PIL import Image

from tests.containers.carrier import (
    MAGENTA,
    TRACE,
    Fixture,
    chunk,
    exif,
    icc,
    preview,
    saved,
    secret,
    transparent,
    visible,
    xmp,
)

_HEAD_BYTES, _END_BYTES = 33, 12  # signature and IHDR; IEND
_PLAIN = saved(visible(), "PNG")


def fixtures() -> list[Fixture]:
    """Return all of them."""
    packed = zlib.compress(TRACE)
    raw = b"\nexif\n %7d\n" % len(TRACE) + TRACE.hex().encode()
    ahead = {
        "tEXt": chunk(b"tEXt", b"Comment\0" + TRACE),
        "zTXt": chunk(b"zTXt", b"Comment\0\0" + packed),
        "iTXt": chunk(b"iTXt", b"Comment\0\0\0en\0\0" + TRACE),
        "iTXt deflated": chunk(b"iTXt", b"Comment\0\1\0en\0\0" + packed),
        "XMP": chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()),
        "eXIf thumbnail": chunk(b"eXIf", exif(thumbnail=True)[6:]),
        "raw profile": chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw)),
        "iCCP private tag": chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(icc())),
        "suggested palette": chunk(b"sPLT", b"p\0\x08" + (TRACE + bytes(8))[: len(TRACE) // 6 * 6 + 6]),
        "private chunk": chunk(b"prVt", TRACE),
        "C2PA": chunk(b"caBX", TRACE),
    }
    found = [Fixture(f"PNG {name}", _inserted(part), _traces(name, raw)) for name, part in ahead.items()]
    late = chunk(b"prVt", TRACE)
    return [
        *found,
        Fixture("PNG private chunk behind the pixels", _PLAIN[:-_END_BYTES] + late + _PLAIN[-_END_BYTES:]),
        Fixture("PNG bytes after the end", _PLAIN + TRACE),
        Fixture("PNG second PNG after the end", _PLAIN + saved(secret(), "PNG") + TRACE),
        Fixture("PNG preview after the end", _PLAIN + preview()),
        Fixture("PNG bytes behind the deflated pixels", _behind_pixels(deflated=False)),
        Fixture("PNG rows behind the last one", _behind_pixels(deflated=True)),
        *_hidden(),
    ]


def _traces(name: str, raw: bytes) -> tuple[bytes, ...]:
    return (raw,) if name == "raw profile" else (TRACE[:30],) if name == "suggested palette" else (TRACE,)


def _inserted(part: bytes) -> bytes:
    return _PLAIN[:_HEAD_BYTES] + part + _PLAIN[_HEAD_BYTES:]


def _behind_pixels(*, deflated: bool) -> bytes:
    """Return a PNG whose one IDAT holds more than its pixels."""
    rows = b"".join(b"\0" + row.tobytes() for row in np.asarray(visible()))
    packed = zlib.compress(rows + TRACE) if deflated else zlib.compress(rows) + TRACE
    return _PLAIN[:_HEAD_BYTES] + chunk(b"IDAT", packed) + _PLAIN[-_END_BYTES:]


def _hidden() -> list[Fixture]:
    """Return what a viewer does not show: transparent parts, unused colours, further frames."""
    keyed = visible()
    keyed.paste(Image.new("RGB", (20, 20), MAGENTA), (10, 10))
    palette = visible().quantize(16)
    colours = palette.getpalette()[:48] + list(TRACE + TRACE[:2])
    palette.putpalette(colours)
    clear = keyed.quantize(16)
    index = int(np.asarray(clear)[15, 15])
    animated = saved(visible(), "PNG", save_all=True, append_images=[secret(96, 64)], duration=100)
    transparency = struct.pack(">3H", *MAGENTA)
    return [
        Fixture("PNG alpha 0", saved(transparent(), "PNG"), (), shows=True),
        Fixture("PNG transparent colour", saved(keyed, "PNG", transparency=MAGENTA), (transparency,), shows=True),
        Fixture("PNG transparent palette entry", saved(clear, "PNG", transparency=index), (), shows=True),
        Fixture("PNG unused palette entries", saved(palette, "PNG", bits=8), (TRACE,)),
        Fixture("PNG further frame", animated, (), shows=True, pages=2),
    ]
