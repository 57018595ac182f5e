"""IBANs (ISO 13616-1) and BICs (ISO 9362) in a text, also misread, broken off or masked.

Check digits are evidence and never a gate: one misread digit breaks them, and the number is still the account's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from stdnum import bic, iban, numdb

from redactkit.numbers.span import Span
from redactkit.numbers.text import CONFUSED, fold, unaccented

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = frozenset("*•·●■#_…")  # what prints in the place of a hidden character
MIN_CROSSES = 3  # letters X in a row that are marks too
SEPARATORS = frozenset(" .-")
MAX_GAP = 3  # separators between two characters of one number
MIN_HIDDEN = 6  # the shown check digits give two away: what is left takes 10,000 guesses
MAX_SHOWN = 4  # digits that a mask may leave whatever it hides
MIN_DIGITS = 8  # that an IBAN has whatever its country, and so many marks and digits one that is only called so
SPARE = 2  # characters that a reader may add or lose
MIN_BROKEN = 12  # characters, in groups of four, of an IBAN that goes on in another line
MAX_LENGTH = 34  # ISO 13616-1
_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
_LIKE_DIGITS = frozenset(CONFUSED) | MARKS | frozenset("0123456789xX")
_LABEL = re.compile(r"[I1l|]BAN *(?:N[OR]\b|NUMMER|NUMBER)?[ :.#-]*", re.IGNORECASE)
_BIC_LABEL = re.compile(r"(?:BIC|SWIFT)(?:[ /-]*(?:BIC|SWIFT|CODE|ADRESSE?))*[ :.#-]*$", re.IGNORECASE)
_BIC = re.compile(r"(?:(?<![^\W_])|(?<=BIC)|(?<=SWIFT))[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![^\W_])")
_PART = re.compile(r"(\d+)!([nac])")


@dataclass(frozen=True, slots=True)
class IbanSpan(Span):
    """Where an IBAN stands.

    Attributes
    ----------
    start, end : int
        Slice of the text.
    certain : bool
        Country, length and check digits hold, once misread letters and digits are put right.
    masked : bool
        The print itself hides at least `MIN_HIDDEN` characters, or shows no more than `MAX_SHOWN` digits.
    """

    masked: bool = False


@cache
def structure(country: str) -> str:
    """Return the kinds of the characters of a country's IBANs, ``n`` digit, ``a`` capital, ``c`` any; else ''."""
    bban = numdb.get("iban").info(country)[0][1].get("bban", "")
    kinds = "".join(kind * int(count) for count, kind in _PART.findall(bban))
    return f"aann{kinds}" if kinds else ""


@lru_cache(maxsize=4096)
def find_ibans(text: str) -> tuple[IbanSpan, ...]:
    """Return the IBANs in a text in reading order; none overlap.

    Parameters
    ----------
    text : str
        As read: with spaces, points and dashes between the characters or none, in lower case, with letters and
        digits mistaken for each other, with characters lost, with marks in the place of some.
    """
    if sum(char.isdigit() or char in MARKS or char in "xX" for char in text) < MIN_DIGITS:
        return ()
    reading = _Reading(unaccented(text))
    labels = {match.end() for match in _LABEL.finditer(reading.text)}
    found: list[IbanSpan] = []
    first = 0
    while first < len(reading.places):
        labelled = reading.places[first] in labels
        span, last = reading.sound_at(first) or reading.likely_at(first, labelled=labelled) or (None, first + 1)
        if span is not None:
            found.append(span)
        first = last
    return tuple(found)


class _Reading:
    """A text and the places of the characters that an IBAN may be made of."""

    __slots__ = ("chain", "places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [i for i, char in enumerate(text) if char.isalnum() or char in MARKS]
        self.chain = "".join(text[place] for place in self.places)

    def joined(self, i: int) -> bool:
        """Tell whether only separators stand between one character and the one before it."""
        gap = self.text[self.places[i - 1] + 1 : self.places[i]]
        return len(gap) <= MAX_GAP and SEPARATORS.issuperset(gap)

    def touches(self, i: int) -> bool:
        """Tell whether nothing stands between one character and the one before it."""
        return 0 < i < len(self.places) and self.places[i] == self.places[i - 1] + 1

    def kinds(self, first: int) -> str:
        country, digits = self.chain[first : first + 2], self.chain[first + 2 : first + 4]
        if country.isdigit() or not _LIKE_DIGITS.issuperset(digits):
            return ""
        return structure("".join(_LETTERS.get(char, char) for char in country.upper()))

    def sound_at(self, first: int) -> tuple[IbanSpan, int] | None:
        """Return the IBAN whose check digits hold that begins at a character, and where the next one may begin."""
        kinds = self.kinds(first)
        last = first + len(kinds)
        if not kinds or last > len(self.places) or not all(map(self.joined, range(first + 1, last))):
            return None
        if self.touches(last) and self.text[self.places[last]].isdigit():
            return None
        number = _repaired(self.chain[first:last], kinds)
        if not iban.is_valid(number, check_country=False):
            return None
        return IbanSpan(self.places[first], self.places[last - 1] + 1), last

    def likely_at(self, first: int, *, labelled: bool) -> tuple[IbanSpan, int] | None:
        """Return what has the shape of an IBAN, or is called one, and where the next one may begin."""
        kinds = self.kinds(first)
        if not labelled and not (kinds and self._opens(first)):
            return None
        last = self._last(first, len(kinds) or MAX_LENGTH, kinds)
        number = self.chain[first:last]
        hidden = _hidden(number)
        shown = sum(map(str.isdigit, number))
        if shown + hidden < max(MIN_DIGITS, len(number) // 2):
            return None
        grouped = [len(group) for group in self._groups(first, last)][:3] == [4, 4, 4]
        if not labelled and len(number) < (MIN_BROKEN if grouped else len(kinds) - SPARE):
            return None
        masked = hidden >= MIN_HIDDEN or (hidden > 0 and shown <= MAX_SHOWN)
        return IbanSpan(self.places[first], self.places[last - 1] + 1, certain=False, masked=masked), last

    def _opens(self, first: int) -> bool:
        """Tell whether a word begins with a country's two letters and two digits or marks."""
        head = self.chain[first : first + 4]
        letters, digits = head[:2], head[2:]
        return (
            not self.touches(first)
            and (letters.isupper() or letters.islower())
            and len(digits) == 2
            and all(self.touches(first + step) for step in (1, 2, 3))
        )

    def _last(self, first: int, length: int, kinds: str) -> int:
        """Return where the number ends: at its full length, at other signs, or in front of a word."""
        last = first + 1
        while last < len(self.places) and self.joined(last):
            count = last - first
            if not self.touches(last):
                if count >= length or self._word_at(last, kinds[count : count + 1]):
                    break
            elif count >= length + SPARE:
                break
            last += 1
        return last

    def _word_at(self, first: int, kind: str) -> bool:
        """Tell whether a word of letters begins where the country has digits."""
        last = first + 1
        while self.touches(last):
            last += 1
        word = self.chain[first:last]
        return kind != "a" and len(word) > 1 and word.isalpha() and not _hidden(word)

    def _groups(self, first: int, last: int) -> list[str]:
        cuts = [first, *(i for i in range(first + 1, last) if not self.touches(i)), last]
        return [self.chain[a:b] for a, b in pairwise(cuts)]


def _repaired(number: str, kinds: str) -> str:
    """Return a number with letters where letters belong and digits where digits do; '' when most are wrong."""
    right = [
        fold(char) if kind == "n" else _LETTERS.get(char, char) if kind == "a" else char
        for char, kind in zip(number, kinds, strict=True)
    ]
    digits = sum(map(str.isdigit, number))
    wrong = sum(a != b for a, b in zip(right, number, strict=True))
    return "".join(right).upper() if digits >= max(MIN_DIGITS, wrong) and all(right) else ""


def _hidden(number: str) -> int:
    """Return how many characters are marks."""
    crosses = sum(len(run) for run in re.findall(r"X+|x+", number) if len(run) >= MIN_CROSSES)
    return crosses + sum(char in MARKS for char in number)


def is_bic(text: str) -> bool:
    """Tell whether a text has the shape of a BIC: 8 or 11 characters with a country's code in the fifth and sixth.

    Many words have it too (CUSTOMER: Oman): ask only beside a label.
    """
    compact = text.strip().upper().replace(" ", "")
    return bool(bic.is_valid("".join(_LETTERS.get(char, char) for char in compact[:6]) + compact[6:]))


def find_bics(text: str) -> tuple[Span, ...]:
    """Return the BICs in a text that cannot be a word of 8 or 11 capitals instead.

    Such have a digit behind the country, or the head office's XXX at their end, or stand after the word BIC or SWIFT or
    beside an IBAN.
    """
    plain = unaccented(text)
    shapes = [match for match in _BIC.finditer(plain) if bic.is_valid(match[0])]
    ibans = find_ibans(text) if shapes else ()
    return tuple(Span(*match.span()) for match in shapes if _is_sure(match, ibans))


def _is_sure(match: re.Match[str], ibans: Sequence[IbanSpan]) -> bool:
    start, end = match.span()
    headed = len(match[0]) == 11 and match[0].endswith("XXX")
    named = _BIC_LABEL.search(match.string[:start]) is not None
    beside = any(0 <= start - span.end <= MAX_GAP or 0 <= span.start - end <= MAX_GAP for span in ibans)
    return headed or named or beside or not match[0].isalpha()
