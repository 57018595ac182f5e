"""How the tables of statement words are written down."""

from __future__ import annotations


def listed(*languages: str) -> tuple[str, ...]:
    """Return the words of one table, one string of them for each language, each word once."""
    return tuple(dict.fromkeys(word for language in languages for word in language.split()))
