"""Where coded data end, as the code itself says: what follows is content again. ISO 32000-2, 7.4.

Decodes no more than it must, keeps nothing, and takes time in proportion to the number of bytes.
"""

from __future__ import annotations

import re
import zlib
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactkit.pdf.codestream import jpeg_end

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_STEP = 4096  # bytes that are inflated at once, to 4 MB at most (RFC 1951)
_CHECKSUM_BYTES = 4  # RFC 1950, 2.2: Adler-32; viewers take data without it
_END_OF_RUNS = 128  # ISO 32000-2, 7.4.5
_NOT_ASCII85 = re.compile(rb"[^!-uz\0\t\n\f\r ]")
_END_OF_ASCII85 = re.compile(rb"~[\0\t\n\f\r ]*+>")


def _hexadecimal_end(data: bytes, start: int) -> int:
    """Return the place behind the ``>``; -1 when there is none."""
    return data.find(b">", start) + 1 or -1


def _ascii85_end(data: bytes, start: int) -> int:
    """Return the place behind the ``~>``; -1 when there is none or something else comes first."""
    found = _NOT_ASCII85.search(data, start)
    end = found and _END_OF_ASCII85.match(data, found.start())
    return end.end() if end else -1


def _deflated_end(data: bytes, start: int) -> int:
    """Return the place behind the last block, before the checksum; -1 when the data are damaged."""
    if int.from_bytes(data[start : start + 2], "big") % 31 or data[start] & 15 != zlib.DEFLATED:  # RFC 1950, 2.2
        return -1
    inflater, position = zlib.decompressobj(-zlib.MAX_WBITS), start + 2
    try:
        while not inflater.eof and position < len(data):
            piece = data[position : position + _STEP]
            inflater.decompress(piece)
            position += len(piece)
    except zlib.error:
        return -1
    return position - len(inflater.unused_data) if inflater.eof else -1


def _run_length_end(data: bytes, start: int) -> int:
    """Return the place behind the mark that ends runs; -1 when there is none."""
    while start < len(data):
        length = data[start]
        if length == _END_OF_RUNS:
            return start + 1
        start += length + 2 if length < _END_OF_RUNS else 2
    return -1


_ENDS: Mapping[str, Callable[[bytes, int], int]] = MappingProxyType(
    {
        **dict.fromkeys(("/AHx", "/ASCIIHexDecode"), _hexadecimal_end),
        **dict.fromkeys(("/A85", "/ASCII85Decode"), _ascii85_end),
        **dict.fromkeys(("/Fl", "/FlateDecode"), _deflated_end),
        **dict.fromkeys(("/RL", "/RunLengthDecode"), _run_length_end),
        **dict.fromkeys(("/DCT", "/DCTDecode"), jpeg_end),
    }
)


def ends_of(name: str, data: bytes, start: int) -> tuple[int, ...]:
    """Return where data that a filter can read may end.

    Parameters
    ----------
    name : str
        Of the filter, in full or as in table 92, with its slash.
    data : bytes
    start : int
        Where the coded data begin.

    Returns
    -------
    tuple of int
        Likely places first; the end is not before the last one. Empty when the data have no end.
    """
    find = _ENDS.get(name)
    if find is None:
        return (start,)  # LZW and fax do not tell
    end = find(data, start) if start < len(data) else -1
    if end < 0:
        return ()
    return (end + _CHECKSUM_BYTES, end) if find is _deflated_end else (end,)
