"""Operands of an operator as numbers. Too few of them mean something else in each viewer, so they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.pdf.lexer import MalformedContent, number

if TYPE_CHECKING:
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.lexer import Operator


def numbers(operator: Operator, count: int) -> list[float]:
    """Return the last operands of an operator.

    Raises
    ------
    MalformedContent
        It has fewer.
    """
    found = operator.operands
    if len(found) != count:
        if len(found) < count:
            raise MalformedContent("an operator without its operands")
        found = found[-count:]
    return [number(token) for token in found]


def matrix_of(operator: Operator) -> Matrix:
    """Return the operands of ``cm`` and ``Tm``."""
    a, b, c, d, e, f = numbers(operator, 6)
    return a, b, c, d, e, f
