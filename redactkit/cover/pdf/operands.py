"""Operands of an operator. Too few of them mean something else in each viewer, so they are refused.

Nobody sees those that are too many, or of another kind: they can say anything, and are refused as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.pdf.lexer import MalformedContent, number

if TYPE_CHECKING:
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.lexer import Operator

_OF_NUMBERS = b"0123456789+-.[] \0\t\n\f\r"
_NAMING = frozenset((b"Tf", b"gs", b"ri", b"sh", b"Do", b"BMC", b"cs", b"CS", b"scn", b"SCN"))
_COLORANTS = 32  # of a colour at most: ISO 32000-1, annex C, table C.1
# How many operands an operator has: ISO 32000-2, annex A. Those that show text or mark content see to theirs.
_MOST = {
    **dict.fromkeys((b"q", b"Q", b"h", b"W", b"W*", b"n", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"), 0),
    **dict.fromkeys((b"BT", b"ET", b"T*", b"BX", b"EX", b"EMC"), 0),
    **dict.fromkeys((b"w", b"J", b"j", b"M", b"i", b"ri", b"gs", b"g", b"G", b"cs", b"CS", b"sh", b"Do", b"BMC"), 1),
    **dict.fromkeys((b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr"), 1),
    **dict.fromkeys((b"d", b"m", b"l", b"Td", b"TD", b"Tf"), 2),
    **dict.fromkeys((b"rg", b"RG"), 3),
    **dict.fromkeys((b"k", b"K", b"v", b"y", b"re"), 4),
    **dict.fromkeys((b"c", b"cm", b"Tm"), 6),
    **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), _COLORANTS + 1),  # and the name of a pattern
}


def says_more(operator: Operator, data: bytes) -> bool:
    """Tell whether an operator of this content has operands that it does not take."""
    start, end, name, operands = operator
    most = _MOST.get(name)
    if most is None:
        return False
    if len(operands) > most:
        return True
    if name in _NAMING:
        return data.find(b"(", start, end) >= 0 or data.find(b"<", start, end) >= 0
    return data[start:end].translate(None, _OF_NUMBERS) != name


def numbers(operator: Operator, count: int) -> list[float]:
    """Return the operands of an operator.

    Raises
    ------
    MalformedContent
        It has fewer, or more.
    """
    if len(operator.operands) != count:
        raise MalformedContent("an operator without its operands")
    return [number(token) for token in operator.operands]


def matrix_of(operator: Operator) -> Matrix:
    """Return the operands of ``cm`` and ``Tm``."""
    a, b, c, d, e, f = numbers(operator, 6)
    return a, b, c, d, e, f
