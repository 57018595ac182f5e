"""Colour profiles inside a PDF: what colours are computed from stays, words and private tags go. Computes no colour."""

from __future__ import annotations

import struct

# ICC.1:2022, 7.2 and 7.3.
_HEADER_BYTES, _COUNT_BYTES, _ENTRY = 128, 4, ">4sII"
_KEPT_OF_HEADER = ((8, 24), (36, 40), (64, 80))  # version, class, spaces; the signature; intent and illuminant
_MAX_TAGS = 100  # a printer's profile has about 20
# What colours are computed from, ICC.1:2022, 9.2; the black point is of version 2.
_KEPT = frozenset(
    (
        *(b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2"),
        *(b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3"),
        *(b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC"),
        *(b"wtpt", b"bkpt", b"chad", b"gamt"),
    )
)


def bare_profile(data: bytes) -> bytes:
    """Return a profile without dates, makers, words and private tags; nothing of what is no profile.

    A viewer that cannot use a profile goes by the number of components (ISO 32000-2, 8.6.5.5).
    """
    try:
        (count,) = struct.unpack_from(">I", data, _HEADER_BYTES)
        places = range(_HEADER_BYTES + _COUNT_BYTES, _HEADER_BYTES + _COUNT_BYTES + 12 * min(count, _MAX_TAGS), 12)
        tags = [struct.unpack_from(_ENTRY, data, at) for at in places]
    except struct.error:
        return b""
    if data[36:40] != b"acsp":
        return b""
    kept = [(tag, start, size) for tag, start, size in tags if tag in _KEPT and start + size <= len(data)]
    body, moved = b"", {}
    for _, start, size in kept:
        if (start, size) not in moved:  # tags may share their data
            moved[start, size] = _HEADER_BYTES + _COUNT_BYTES + 12 * len(kept) + len(body)
            body += data[start : start + size] + bytes(-size % 4)
    table = b"".join(struct.pack(_ENTRY, tag, moved[start, size], size) for tag, start, size in kept)
    header = bytearray(_HEADER_BYTES)
    for start, end in _KEPT_OF_HEADER:
        header[start:end] = data[start:end]
    out = header + struct.pack(">I", len(kept)) + table + body
    return struct.pack(">I", len(out)) + bytes(out[4:])
