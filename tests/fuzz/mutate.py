"""Bytes that are almost a file: seeds with bits, numbers, tokens and blocks changed, and mended so that decoders go on.

Every decision is one of the given generator's, so that the same generator in the same state gives the same bytes.
"""

from __future__ import annotations

import re
import struct
import zlib

MAX_BYTES = 1 << 17  # of a mutant: blocks that are copied would grow without end

_NUMBERS = (0, 1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 1000, 4095, 4096, 32767, 32768, 65535)
_LARGE = (65536, 1 << 20, (1 << 24) - 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1)
_DECIMALS = tuple(
    b"""
    0 -1 1 2 3 4 5 8 90 255 256 1000 65535 65536 2147483647 -2147483648 4294967296 99999999999999999999 1e9 -0 --5
    1-2 . + 0.5 -0.001 0.0000000001 1000000.5 3.4e38 999999999.9
    """.split()
)
_WORDS = tuple(
    b"""
    q Q cm BT ET Tf Td TD Tm T* Tj TJ ' " Tr Ts Tz TL Tc Tw Do gs re f S n W m l c h BI ID EI BMC BDC EMC sh cs scn
    d0 d1 << >> [ ] ( ) < > % obj endobj stream endstream xref trailer null true R begincmap usecmap
    """.split()
)
_NAMES = tuple(
    b"""
    /Type /Subtype /Length /Filter /FlateDecode /LZWDecode /RunLengthDecode /DCTDecode /ASCII85Decode
    /ASCIIHexDecode /JPXDecode /CCITTFaxDecode /JBIG2Decode /DecodeParms /Form /Image /Pattern /Type0 /Type1 /Type3
    /TrueType /Widths /W /DW /Encoding /Differences /ToUnicode /FontMatrix /CharProcs /Resources /XObject /Font
    /SMask /Mask /ImageMask /Decode /Indexed /ICCBased /Separation /DeviceN /BBox /Matrix /Group /OC /Kids /Parent
    /Count /Pages /Page /MediaBox /CropBox /Rotate /UserUnit /Annots /AP /AcroForm /Contents /ObjStm /XRef /Prev
    /Size /Root /Encrypt /Identity-H /Identity-V /WinAnsiEncoding /Helvetica /ActualText
    """.split()
)
_TOKEN = re.compile(
    rb"(?P<reference>\d+ \d+ R\b)|(?P<name>/[\w.-]+)|(?P<decimal>[+-]?\d*\.?\d+)"
    rb"|(?P<word>[A-Za-z*'\"]{1,9}|<<|>>|[\[\]()<>])"
)
_OBJECT = re.compile(rb"(?:^|\n)(\d+) \d+ obj\b.*?\bendobj\b", re.S)


def mutated(rng, seeds):
    """Return one of the seeds, changed in one to eight places.

    Parameters
    ----------
    rng : random.Random
    seeds : sequence of bytes
        Files of one family.
    """
    data = bytearray(rng.choice(seeds))
    changes = _OF_PDF if data[:5] == b"%PDF-" else _OF_BYTES
    for _ in range(1 << rng.randrange(4)):
        if data:
            rng.choice(changes)(rng, data, seeds)
    changed = bytes(data[:MAX_BYTES])
    return mended(changed) if rng.random() < 0.7 else changed


# --- any bytes


def _flip(rng, data, seeds):
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _byte(rng, data, seeds):
    data[rng.randrange(len(data))] = rng.randrange(256)


def _integer(rng, data, seeds):
    form = rng.choice(("B", "<H", ">H", "<I", ">I"))
    value = rng.choice(_NUMBERS + _LARGE) & (256 ** struct.calcsize(form) - 1)
    at = rng.randrange(len(data))
    data[at : at + struct.calcsize(form)] = struct.pack(form, value)


def _cut(rng, data, seeds):
    del data[rng.randrange(len(data)) :]


def _delete(rng, data, seeds):
    start, end = _block(rng, data)
    del data[start:end]


def _copy(rng, data, seeds):
    start, end = _block(rng, data)
    at = rng.randrange(len(data))
    data[at:at] = data[start:end] * rng.choice((1, 1, 1, 2, 16))


def _overwrite(rng, data, seeds):
    start, end = _block(rng, data)
    at = rng.randrange(len(data))
    data[at : at + end - start] = data[start:end]


def _splice(rng, data, seeds):
    other = rng.choice(seeds)
    if other:
        start, end = _block(rng, other)
        at = rng.randrange(len(data))
        data[at : at + rng.choice((0, end - start))] = other[start:end]


def _noise(rng, data, seeds):
    start, end = _block(rng, data)
    data[start:end] = bytes(rng.randrange(256) for _ in range(end - start))


def _block(rng, data):
    length = min(1 << rng.randrange(9), len(data))
    start = rng.randrange(len(data) - length + 1)
    return start, start + length


_BYTEWISE = (_flip, _byte, _integer, _delete, _copy, _overwrite, _splice)
_OF_BYTES = (*_BYTEWISE, *_BYTEWISE, _flip, _byte, _integer, _noise, _cut)


# --- PDFs: tokens of objects and of content, which the seeds hold as text


def _token(rng, data, seeds):
    """Replace a token by another of its kind, now and then of any kind."""
    found = _some_token(rng, data)
    if found:
        kind = found.lastgroup if rng.random() < 0.9 else rng.choice(tuple(_TOKENS))
        data[found.start() : found.end()] = _TOKENS[kind](rng, data)


def _insert(rng, data, seeds):
    found = _some_token(rng, data)
    if found:
        data[found.end() : found.end()] = b" " + rng.choice(tuple(_TOKENS.values()))(rng, data)


def _drop(rng, data, seeds):
    found = _some_token(rng, data)
    if found:
        del data[found.start() : found.end()]


def _swap(rng, data, seeds):
    one, other = _some_token(rng, data), _some_token(rng, data)
    if one and other and one.end() <= other.start():
        first, second = one[0], other[0]
        data[other.start() : other.end()] = first
        data[one.start() : one.end()] = second


def _some_token(rng, data):
    return _TOKEN.search(data, rng.randrange(len(data)))


def _reference(rng, data):
    return b"%d 0 R" % rng.randrange(1, 16)


def _same_kind(kind):
    """Return what gives a token of a kind that the file has somewhere."""

    def take(rng, data):
        found = [one[0] for one in _TOKEN.finditer(data, rng.randrange(len(data))) if one.lastgroup == kind]
        return rng.choice(found) if found else b""

    return take


def _either(kind, others):
    take = _same_kind(kind)
    return lambda rng, data: rng.choice(others) if rng.random() < 0.5 else take(rng, data)


_TOKENS = {
    "reference": _reference,
    "name": _either("name", _NAMES),
    "decimal": _either("decimal", _DECIMALS),
    "word": _either("word", _WORDS),
}
_OF_PDF = (_token,) * 12 + (_insert, _drop, _swap) * 2 + (*_BYTEWISE, _cut)


# --- mending


def mended(data):
    """Return a file with the sums, lengths and tables that changes broke, where that is known how."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return _mended_png(data)
    return _mended_pdf(data) if data[:5] == b"%PDF-" else data


def _mended_png(data):
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = min(at + 8 + length, len(data) - 4)
        body = data[at + 4 : end]
        parts += [struct.pack(">I", len(body) - 4), body, struct.pack(">I", zlib.crc32(body))]
        at = end + 4
    return b"".join(parts)


_STREAM = re.compile(rb"/Length \d+(?P<rest>(?:(?!endobj).)*?>>\s*stream\r?\n)(?P<data>.*?)(?=\nendstream)", re.S)


def _mended_pdf(data):
    """Write lengths of streams and the table of references anew; a file without a table is left as it is."""
    end = data.rfind(b"\nxref\n")
    trailer = data.find(b"trailer", end)
    if end < 0 or trailer < 0:
        return data
    body = _STREAM.sub(lambda found: b"/Length %d%s%s" % (len(found["data"]), found["rest"], found["data"]), data[:end])
    places = {int(found[1]): found.start(1) for found in _OBJECT.finditer(body) if len(found[1]) < 5}
    size = max(places, default=0) + 1
    rows = [b"%010d 00000 n \n" % places[at] if at in places else b"0000000000 65535 f \n" for at in range(size)]
    tail = data[trailer:].rpartition(b"startxref")[0] or data[trailer:]
    table = b"\nxref\n0 %d\n" % size + b"".join(rows) + tail
    return body + table + b"startxref\n%d\n%%%%EOF\n" % (len(body) + 1)
