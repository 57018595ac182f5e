"""Draws the same document with other characters in some of its values: what an attacker tries who knows the rest."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INSTEAD: ContextVar[Mapping[str, str]] = ContextVar("instead", default=MappingProxyType({}))


@contextmanager
def reprinted(instead: Mapping[str, str]) -> Iterator[None]:
    """Print other text wherever one of these is written on a card, an identity document or a statement.

    Parameters
    ----------
    instead : mapping of str to str
        Each as long as the text whose place it takes, and in digits where that has digits, so that nothing moves.
    """
    before = _INSTEAD.set(instead)
    try:
        yield
    finally:
        _INSTEAD.reset(before)


def printed(text: str) -> str:
    """Return what is to be printed for a text."""
    return _INSTEAD.get().get(text, text)
