"""CMaps: how a string falls into codes, which glyph a code means, which text.

ISO 32000-2, 9.7.5 (composite fonts) and 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_MAX_CODE_BYTES = 4  # ISO 32000-2, 9.7.6.2
_MAX_ENTRIES = 200_000  # of a CMap; the largest of Adobe's has 30,000

_HEX = rb"<([0-9A-Fa-f\0\t\n\f\r ]*+)>"
_SPACE = rb"[\0\t\n\f\r ]*+"
_BLOCK = re.compile(rb"begin(codespacerange|cidrange|cidchar|bfrange|bfchar)\b(.*?)\bend\1\b", re.S)
_TWO = re.compile(_HEX + _SPACE + _HEX)
_CID_RANGE = re.compile(_HEX + _SPACE + _HEX + _SPACE + rb"(\d{1,9})")
_CID_CHAR = re.compile(_HEX + _SPACE + rb"(\d{1,9})")
_BF_RANGE = re.compile(_HEX + _SPACE + _HEX + _SPACE + rb"(?:" + _HEX + rb"|\[([^\]]*+)\])")
_TEXT = re.compile(_HEX)
_MODE = re.compile(rb"/WMode\s+([01])")
_BASE = re.compile(rb"/([^\s/]+)\s+usecmap")


class UnsupportedCMap(Exception):
    """A CMap that cannot be followed with certainty."""


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Codes of one length in a row; `start` is the CID of the first, the next has the next."""

    length: int
    first: int
    last: int
    start: int


@dataclass(frozen=True, slots=True)
class CMap:
    """From codes to glyphs.

    Attributes
    ----------
    spaces : tuple of (low, high)
        Codespace ranges: a code has as many bytes as both, and each of its bytes lies between theirs.
    runs : tuple of Run
        In order.
    identity : bool
        A code that no run names is its own CID.
    vertical : bool
    """

    spaces: tuple[tuple[bytes, bytes], ...]
    runs: tuple[Run, ...] = ()
    identity: bool = False
    vertical: bool = False

    def codes(self, text: bytes) -> Iterator[bytes]:
        """Yield the codes of a string. What fits no codespace is taken as long as the shortest (9.7.6.3)."""
        at, shortest = 0, len(self.spaces[0][0])
        while at < len(text):
            length = shortest
            for low, high in self.spaces:
                code = text[at : at + len(low)]
                if len(code) == len(low) and all(a <= b <= c for a, b, c in zip(low, code, high, strict=True)):
                    length = len(low)
                    break
            yield text[at : at + length]
            at += length

    def cid(self, code: bytes) -> int:
        """Return the CID of a code; 0 when it has none."""
        value = int.from_bytes(code, "big")
        at = bisect_right(self.runs, (len(code), value), key=lambda run: (run.length, run.first)) - 1
        if at >= 0:
            run = self.runs[at]
            if run.length == len(code) and value <= run.last:
                return run.start + value - run.first
        return value if self.identity else 0


_TWO_BYTES = ((b"\0\0", b"\xff\xff"),)
IDENTITY_H = CMap(_TWO_BYTES, identity=True)
IDENTITY_V = CMap(_TWO_BYTES, identity=True, vertical=True)


def parse_cmap(data: bytes, *, vertical: bool = False) -> CMap:
    """Return the CMap that an embedded stream defines.

    Parameters
    ----------
    data : bytes
    vertical : bool
        What /WMode of the stream says; the CMap itself may say so too.

    Raises
    ------
    UnsupportedCMap
        It builds on a CMap that is not here, or is larger than any in use.
    """
    base = _BASE.search(data)
    if base and base[1] not in (b"Identity-H", b"Identity-V"):
        raise UnsupportedCMap("a CMap that builds on another")
    spaces: list[tuple[bytes, bytes]] = []
    runs: list[Run] = []
    for kind, block in _BLOCK.findall(data):
        if kind == b"codespacerange":
            ends = ((_bytes(low), _bytes(high)) for low, high in _TWO.findall(block))
            spaces += ((low, high) for low, high in ends if 0 < len(low) == len(high) <= _MAX_CODE_BYTES)
        elif kind == b"cidrange":
            runs += (_run(low, high, start) for low, high, start in _CID_RANGE.findall(block))
        elif kind == b"cidchar":
            runs += (_run(code, code, start) for code, start in _CID_CHAR.findall(block))
        if len(spaces) + len(runs) > _MAX_ENTRIES:
            raise UnsupportedCMap("a CMap larger than any in use")
    spaces.sort(key=lambda ends: len(ends[0]))
    mode = _MODE.search(data)
    return CMap(
        tuple(spaces) or _TWO_BYTES,
        tuple(sorted(runs)),
        identity=bool(base),
        vertical=vertical or bool(mode and mode[1] == b"1"),
    )


def _bytes(digits: bytes) -> bytes:
    plain = b"".join(digits.replace(b"\0", b"").split())
    return bytes.fromhex((plain + b"0" * (len(plain) & 1)).decode())


def _run(low: bytes, high: bytes, start: bytes) -> Run:
    return Run(len(_bytes(low)), _number(low), _number(high), int(start))


def _number(digits: bytes) -> int:
    return int.from_bytes(_bytes(digits), "big")


_BLOCK_ENTRIES = 100  # ISO 32000-2, 9.7.5.4
_HEAD = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n"
_TAIL = b"endcmap\nend\nend\n"


def trimmed_to_unicode(data: bytes, used: Collection[int]) -> bytes:
    """Return a ToUnicode CMap without the codes that are not used.

    Parameters
    ----------
    data : bytes
        The CMap as it was.
    used : collection of int
        Codes as numbers.
    """
    texts = _texts(data, sorted(used))
    lengths = sorted({length for length, _ in texts})
    spaces = b"".join(b"<%s> <%s>\n" % (b"00" * length, b"FF" * length) for length in lengths)
    lines = [
        b"<%s> <%s>\n" % (code.to_bytes(length, "big").hex().encode(), text.hex().encode())
        for (length, code), text in sorted(texts.items())
    ]
    blocks = (lines[at : at + _BLOCK_ENTRIES] for at in range(0, len(lines), _BLOCK_ENTRIES))
    return b"".join(
        (
            _HEAD,
            b"%d begincodespacerange\n%sendcodespacerange\n" % (len(lengths), spaces),
            *(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks),
            _TAIL,
        )
    )


def _texts(data: bytes, used: list[int]) -> dict[tuple[int, int], bytes]:
    """Return the text (UTF-16BE) of each used code, by the length of the code in bytes and its number."""
    texts: dict[tuple[int, int], bytes] = {}
    for kind, block in _BLOCK.findall(data):
        if kind == b"bfchar":
            ranges = [(code, code, text, b"") for code, text in _TWO.findall(block)]
        else:
            ranges = _BF_RANGE.findall(block) if kind == b"bfrange" else []
        for low, high, text, several in ranges:
            length, start = len(_bytes(low)), _number(low)
            last = min(_number(high), 256**length - 1)
            choices = [_bytes(choice) for choice in _TEXT.findall(several)]
            for code in used[bisect_left(used, start) : bisect_right(used, last)] if length else ():
                found = _nth(_bytes(text), choices, code - start)
                if found:
                    texts[length, code] = found
    return texts


def _nth(text: bytes, choices: list[bytes], offset: int) -> bytes:
    """Return the text of the code at an offset in a range: its own, or the first one's counted up."""
    if choices or not text:
        return choices[offset] if offset < len(choices) else b""
    counted: int = (int.from_bytes(text, "big") + offset) % 256 ** len(text)
    return counted.to_bytes(len(text), "big")
