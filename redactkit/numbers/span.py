"""A stretch of a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in a text.

    Attributes
    ----------
    start, end : int
        Slice of the text.
    certain : bool
        Its shape or its check digits leave no doubt what it is. Never needed to cover it.
    """

    start: int
    end: int
    certain: bool = True
