"""Content streams as operators with byte offsets, so that what is not edited can be copied byte for byte.

ISO 32000-2, 7.2 and 7.8.2. Reads broken content as viewers do where they agree and refuses it where they do not; takes
time in proportion to the number of bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from redactkit.pdf.ends import ends_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class MalformedContent(Exception):
    """The content cannot be understood safely. Says what is wrong, never with what value."""


class Inline(tuple["Operand", ...]):
    """The keys and values of a dictionary written in the content, in turn."""

    __slots__ = ()


class Span(NamedTuple):
    """Where the data of an inline image lies in the content, byte offsets."""

    start: int
    end: int


Operand: TypeAlias = bytes | list["Operand"] | Inline | Span


class Operator(NamedTuple):
    """One operator and its operands.

    Attributes
    ----------
    start, end : int
        From the first byte of the first operand to behind the last byte of the operator.
    name : bytes
    operands : list of Operand
        Raw tokens; arrays are lists, dictionaries are `Inline`. ``BI`` stands for a whole inline image, from there to
        behind its ``EI``: its operands are the dictionary, as `Inline`, and the `Span` of its data.
    """

    start: int
    end: int
    name: bytes
    operands: list[Operand]


_NUMBER = rb"[+-]?(?:\d++\.?+\d*+|\.\d++)"
_NAME = rb"/[^\0-\x20()<>\[\]{}/%]*+"
# What most content consists of, each read in one step: an operator behind numbers and names, and shown text.
_PLAIN = re.compile(
    rb"[\t\n\f\r ]*+((?:(?:" + _NUMBER + rb"|" + _NAME + rb")[\t\n\f\r ]++){0,6}+)"
    rb"((?!BI\b)[A-Za-z]{1,3}+\*?+)(?=[\t\n\f\r ])"
)
_SHOW = re.compile(
    rb"[\t\n\f\r ]*+(?:(\([^()\\\r]*+\)|<[0-9A-Fa-f]*+>)[\t\n\f\r ]*+Tj"
    rb"|\[((?:[\t\n\f\r 0-9.+-]++|\([^()\\\r]*+\)|<[0-9A-Fa-f]*+>)*+)\][\t\n\f\r ]*+TJ)(?=[\t\n\f\r ])"
)
_ITEM = re.compile(rb"\([^()]*+\)|<[^<>]*+>|[0-9.+-]++")
_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]*+(?:"
    rb"(?P<number>[0-9+.-]++)"
    rb"|(?P<word>[A-Za-z'\"][A-Za-z0-9'\"*]*+)"
    rb"|(?P<name>/[^\0\t\n\f\r \[\]()<>{}/%]*+)"
    rb"|(?P<string>\([^()\\\r]*+\))"
    rb"|(?P<opening>\()"
    rb"|(?P<bracket><<|>>|[\[\]])"
    rb"|(?P<hex><[^<>]*+>)"
    rb"|(?P<comment>%[^\r\n]*+)"
    rb"|(?P<junk>[^\0\t\n\f\r ])"
    rb")"
)
_VALUES = frozenset((b"true", b"false", b"null"))
_PARENTHESIS = re.compile(rb"\\.|[()]", re.S)
_MAX_DEPTH = 64  # of arrays and dictionaries; content in use nests two or three


def operators(data: bytes) -> Iterator[Operator]:
    """Yield the operators of a content stream in order.

    Raises
    ------
    MalformedContent
        A string, an array or an inline image does not end where every viewer would end it.
    """
    plain, show, items = _PLAIN.match, _SHOW.match, _ITEM.findall
    position = 0
    while True:
        if found := plain(data, position):
            tokens, name = found.groups()
            position = found.end()
            yield Operator(found.start(1), position, name, cast("list[Operand]", tokens.split()))
        elif found := show(data, position):
            text, array = found.groups()
            position = found.end()
            if array is None:
                yield Operator(found.start(1), position, b"Tj", [text])
            else:
                yield Operator(found.start(2) - 1, position, b"TJ", [items(array)])
        elif operator := _next(data, position):
            position = operator.end
            yield operator
        else:
            return


def _next(data: bytes, position: int) -> Operator | None:
    """Return the operator that ends first after a position, token by token; None when there is none."""
    start = -1
    stack: list[Operand] = []
    outer: list[tuple[list[Operand], bytes]] = []
    while found := _TOKEN.match(data, position):
        kind = found.lastgroup or ""
        token, begin, position = found[kind], found.start(kind), found.end()
        if kind == "comment":
            continue
        start = begin if start < 0 else start
        if kind == "word" and token not in _VALUES:
            if outer:
                raise MalformedContent("an operator inside an array or a dictionary")
            return _inline_image(data, start, position) if token == b"BI" else Operator(start, position, token, stack)
        if token == b"<":
            raise MalformedContent("a string without an end")
        if kind == "opening":
            position = _string_end(data, begin)
            stack.append(data[begin:position])
        elif kind != "bracket":
            stack.append(token)
        elif token in (b"[", b"<<"):
            if len(outer) == _MAX_DEPTH:
                raise MalformedContent("arrays nest too deeply")
            outer.append((stack, token))
            stack = []
        elif outer:
            inner: Operand = stack if outer[-1][1] == b"[" else Inline(stack)
            stack, _ = outer.pop()
            stack.append(inner)
    if outer:
        raise MalformedContent("an array or a dictionary without an end")
    return None


def _string_end(data: bytes, start: int) -> int:
    depth = 0
    for found in _PARENTHESIS.finditer(data, start):
        mark = found.group()
        if len(mark) == 1:
            depth += 1 if mark == b"(" else -1
            if not depth:
                return found.end()
    raise MalformedContent("a string without an end")


_WHITE = rb"[\0\t\n\f\r ]"
_EI = re.compile(_WHITE + rb"{0,9}+EI(?=" + _WHITE + rb"|\Z)")
# What stands behind an EI that ends an image looks like content for 40 bytes, as in pdf.js (15) and mupdf, or up to
# the next string or inline image: these may hold any bytes.
_EI_BEFORE_CONTENT = re.compile(
    rb"(?:" + _WHITE + rb"|(?<=>))EI(?=" + _WHITE + rb"|\Z)"
    rb"(?=[\t\n\f\r -~]{40}|[\t\n\f\r -~]{0,40}\Z|[\t\n\f\r -~]{3,38}?(?:\(|[\t\n\f\r ]ID[\t\n\f\r ]))"
)


def _inline_image(data: bytes, start: int, position: int) -> Operator:
    """Return the inline image whose dictionary begins at a position. ISO 32000-2, 8.9.7."""
    header = _next(data, position)
    if header is None or header.name != b"ID":
        raise MalformedContent("an inline image without data")
    begin = header.end + 1  # one white-space character follows ID
    entries = dict(pairs(header.operands))
    filters = entries.get("/F", entries.get("/Filter", b"null"))
    coding = filters[0] if isinstance(filters, list) and filters else filters
    is_plain = coding in (b"null", [])
    ends = tuple(_plain_ends(begin, entries)) if is_plain else ends_of(name_of(coding), data, begin)
    for end in ends:
        if begin <= end <= len(data) and (found := _EI.match(data, end)):
            return Operator(start, found.end(), b"BI", [Inline(header.operands), Span(begin, end)])
    found = _EI_BEFORE_CONTENT.search(data, ends[-1] - 1) if ends else None
    if not found:
        raise MalformedContent("an inline image without an end")
    return Operator(start, found.end(), b"BI", [Inline(header.operands), Span(begin, found.start())])


# Components of the colour spaces that an inline image may name, ISO 32000-2, table 91.
_COMPONENTS = {b"/G": 1, b"/DeviceGray": 1, b"/RGB": 3, b"/DeviceRGB": 3, b"/CMYK": 4, b"/DeviceCMYK": 4}
_ANY_COMPONENTS = (1, 3, 4)  # of one whose name stands in the resources


def _plain_ends(begin: int, entries: dict[str, Operand]) -> Iterator[int]:
    """Yield where the data of an inline image without a filter may end, likely places first."""
    width = number(entries.get("/W", entries.get("/Width", b"0")))
    height = number(entries.get("/H", entries.get("/Height", b"0")))
    bits = number(entries.get("/BPC", entries.get("/BitsPerComponent", b"1")))
    space = entries.get("/CS", entries.get("/ColorSpace", b"/G"))
    known = _COMPONENTS.get(space) if isinstance(space, bytes) else 1
    for components in (known,) if known else _ANY_COMPONENTS:
        yield begin + int((width * components * bits + 7) // 8 * height)
    yield begin + int((width + 7) // 8 * height)  # of a stencil, whatever depth it names
    yield begin


def pairs(tokens: Sequence[Operand]) -> Iterator[tuple[str, Operand]]:
    """Yield the keys (decoded, with their slash) and values of an `Inline` dictionary."""
    for key, value in zip(tokens[::2], tokens[1::2], strict=False):
        yield name_of(key), value


_LARGEST = 1e9  # in any unit of PDF; viewers compute in 32 bits


def number(token: Operand) -> float:
    """Return the value of a number as viewers read it: 0 for what is none, ``--5`` as -5, ``1-2`` as 1.

    Raises
    ------
    MalformedContent
        It is too large to compute with.
    """
    if not isinstance(token, bytes):
        return 0.0
    try:
        value = float(token)
    except ValueError:
        found = _LENIENT.match(token)
        value = float(b"-" * (b"-" in found[1]) + found[2]) if found else 0.0
    if not -_LARGEST < value < _LARGEST:
        raise MalformedContent("a number beyond all sizes")
    return value


_LENIENT = re.compile(rb"([+-]*+)(\d++\.?+\d*+|\.\d++)")
_HEXADECIMAL = re.compile(rb"[^0-9A-Fa-f]++")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?+", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def string_value(token: bytes) -> bytes:
    """Return the bytes that a literal or hexadecimal string stands for. ISO 32000-2, 7.3.4."""
    if token[:1] == b"(":
        inner = token[1:-1]
        return _ESCAPE.sub(_unescape, inner) if b"\\" in inner or b"\r" in inner else inner
    digits = _HEXADECIMAL.sub(b"", token)
    return bytes.fromhex((digits + b"0" * (len(digits) & 1)).decode())


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped is None:
        return b"\n"  # any end of line
    return bytes([int(escaped, 8) & 255]) if escaped[0] in b"01234567" else _ESCAPES.get(escaped, escaped)


_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")


def name_of(token: Operand) -> str:
    """Return a name with its slash and without its ``#xx``, as pikepdf keys it; a bare slash for what is no name."""
    if not isinstance(token, bytes) or token[:1] != b"/":
        return "/"
    if b"#" in token:
        token = _HASH.sub(lambda found: bytes.fromhex(found[1].decode()), token)
    return token.decode("utf-8", "surrogateescape")
