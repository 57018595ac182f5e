"""A text as its Latin capitals, with the place of each: readers drop spaces, and accents with them."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

# Letters that Unicode does not take apart into a Latin letter and an accent.
_LIGATURES = {"Æ": "AE", "Œ": "OE", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH"}
# What readers take Greek capitals for, and letters that they have not learnt.
_ALIKE = dict(zip("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩĦƏŦĿ", "ABFAEZHOIKAMNEOPPETYFXYOHETL", strict=True))
# One shape for what readers mistake for each other: 1 I l |, 0 O, 5 S, 8 B.
_SHAPES = str.maketrans("L", "I")
_NUMERO = "ºª"  # as in Nº
BAR = "0"
MAX_GAP = 3  # signs and spaces between two letters of one label: "No. / Ref"
_DIGITS = {"0": "O", "1": "I", "5": "S", "8": "B", "|": "I"}


def latin(text: str) -> str:
    """Return a text of the same length with a Latin letter for those of Greek and others that look alike or nearly."""
    return text if text.isascii() else "".join(map(_latin, text))


@lru_cache(maxsize=4096)
def _latin(char: str) -> str:
    plain = normalize("NFD", char)[0]
    alike = _ALIKE.get(plain.upper(), "")
    return (alike if plain.isupper() else alike.lower()) or char


def letters(text: str) -> str:
    """Return the Latin capitals of a text without their accents, nothing else."""
    return "".join(map(_capitals, text))


@lru_cache(maxsize=4096)
def _capitals(char: str) -> str:
    plain = "".join(_LIGATURES.get(part, part) for part in char.upper())
    return "".join(part for part in normalize("NFD", plain) if "A" <= part <= "Z")


def shaped(capitals: str) -> str:
    """Return capitals with one letter for those of one shape."""
    return capitals.translate(_SHAPES)


def spelled(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the shaped capitals of a text, and where in it each stands; `BAR` where no label can go on.

    That is at a digit, at a letter of another script and at a wide gap: "Account 123 No" is no account number's label.
    A digit in front of a letter, with none before it, counts as the letter that it looks like: ``S0RT C0DE``.
    """
    found: list[str] = []
    places: list[int] = []
    gap = 0
    for i, char in enumerate(text):
        capitals = _capitals(char)
        if not capitals and char in _DIGITS and text[i + 1 : i + 2].isalpha() and not text[i - 1 : i].isdigit():
            capitals = _DIGITS[char]
        gap = 0 if capitals else gap + 1
        if not capitals and (gap > MAX_GAP or (char.isalnum() and char not in _NUMERO)) and found and found[-1] != BAR:
            capitals = BAR
        if capitals:
            found.append(capitals)
            places.extend([i] * len(capitals))
    return shaped("".join(found)), tuple(places)
