"""Characters that readers confuse, and what a short text with digits may be."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

# Letters that OCR puts where a digit stands, as seen on embossed and OCR-B print.
CONFUSED = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "U": "0",
    "I": "1", "l": "1", "i": "1", "|": "1", "!": "1", "]": "1", "[": "1", "L": "1",
    "Z": "2", "z": "2",
    "A": "4",
    "S": "5", "s": "5",
    "G": "6", "b": "6",
    "T": "7",
    "B": "8",
    "g": "9", "q": "9",
}  # fmt: skip

DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d")  # all that print like a hyphen or a minus

# Month and year: the slash is often read as 1.
_EXPIRY = re.compile(r"(\d\d)[\D1]{0,3}((?:20)?\d\d)")
_DATE = re.compile(r"\d{1,4}[/.\-]\d{1,2}([/.\-]\d{1,4})?")
_PHONE = re.compile(r"\+?\d[\d\-.() ]{5,17}\d")


def is_digit(char: str) -> bool:
    """Tell whether a character is a digit of any script (full-width ones included)."""
    return char.isdigit() or char.isdecimal()


def fold(char: str) -> str:
    """Return the digit that a character is or may stand for, else an empty string."""
    if is_digit(char):
        return str(int(char)) if char.isdecimal() else ""
    return CONFUSED.get(char, "")


def unaccented(text: str) -> str:
    """Return a text of the same length without accents, every space as a plain one and every dash as a hyphen."""
    return text if text.isascii() else "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isspace():
        return " "
    if char in DASHES:
        return "-"
    if char.isdecimal():
        return str(int(char))
    base = normalize("NFD", char)[0]
    return base if base.isascii() else char


def is_expiry(text: str) -> bool:
    """Tell whether a text looks like month and year: ``09/17``, ``09 17``, ``09/2017``; specimens say ``88/88``."""
    match = _EXPIRY.fullmatch(text.strip())
    return match is not None and (1 <= int(match[1]) <= 12 or match[1] == match[2])


def is_date(text: str) -> bool:
    """Tell whether a text looks like a date in digits."""
    return _DATE.fullmatch(text.strip()) is not None


def is_phone(text: str) -> bool:
    """Tell whether a text looks like a telephone number: 7 digits or more with separators."""
    return _PHONE.fullmatch(text.strip()) is not None and any(c in text for c in "+-() ")
