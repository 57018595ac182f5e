"""Writes machine readable zones with their check digits (ICAO 9303-3 to -7; French cards and licences)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.draw.identity.holder import Holder

# ICAO 9303-3, section 6 A; letters that no accent makes.
_TRANSLITERATED = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ł": "L", "Ñ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE",
    "ß": "SS", "ẞ": "SS", "Þ": "TH", "Ü": "UE", "İ": "I", "ı": "I",
}  # fmt: skip


def check_digit(text: str) -> str:
    """Return the check digit of a field: weights 7, 3, 1; letters count from 10, fillers 0 (ICAO 9303-3, 4.9)."""
    values = (0 if char == "<" else int(char, 36) for char in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def letters(text: str) -> str:
    """Return a name in the letters of the zone: apostrophes go, what parts words becomes a filler."""
    mapped = "".join(_TRANSLITERATED.get(char, char) for char in text.upper().replace("'", ""))
    bare = (char for char in unicodedata.normalize("NFD", mapped) if not unicodedata.combining(char))
    return "".join(char if char.isascii() and char.isalnum() else "<" for char in bare)


def td1(code: str, document: str, holder: Holder) -> tuple[str, str, str]:
    """Return three lines of 30 (ICAO 9303-5, 4.2.2)."""
    number = _with_check(_compact(document), 9)
    first = _filled(f"{code}{holder.state}{number}{_compact(holder.personal) if len(number) == 10 else ''}", 30)
    dates = f"{_with_check(_day(holder.birth), 6)}{holder.sex}{_with_check(_day(holder.expires), 6)}"
    second = _filled(f"{dates}{holder.state}", 29)
    total = check_digit(first[5:30] + second[:7] + second[8:15] + second[18:29])
    return first, second + total, _names(holder, 30)


def td3(document: str, holder: Holder) -> tuple[str, str]:
    """Return two lines of 44 (ICAO 9303-4, 4.2.2)."""
    second = _second(document, holder)
    second += _with_check(_filled(_compact(holder.personal), 14), 14)
    return f"P<{holder.state}{_names(holder, 39)}", second + check_digit(second[:10] + second[13:20] + second[21:43])


def visa(document: str, holder: Holder, width: int) -> tuple[str, str]:
    """Return two lines of 44 (MRV-A) or of 36 (MRV-B), which have no check digit over all (ICAO 9303-7, 4.2.2)."""
    return f"V<{holder.state}{_names(holder, width - 5)}", _filled(_second(document, holder), width)


def old_card(document: str, office: str, holder: Holder) -> tuple[str, str]:
    """Return two lines of 36 as French cards had them: 12 digits, given names cut to 14, a check digit over all."""
    first = f"ID{holder.state}{_filled(letters(holder.surname), 25)}{office}"
    given = _filled("<<".join(letters(name) for name in holder.given.split()), 14)
    second = f"{_with_check(document, 12)}{given}{_with_check(_day(holder.birth), 6)}{holder.sex}"
    return first, second + check_digit(first + second)


def licence(document: str, holder: Holder) -> str:
    """Return one line of 30 as on French licences; both check digits count from the line's first character."""
    line = f"D1{holder.state}{_filled(_compact(document), 9)}"
    line += f"{check_digit(line)}{_day(holder.expires)}{_filled(letters(holder.surname), 8)}"
    return line + check_digit(line)


def _second(document: str, holder: Holder) -> str:
    number, birth, expires = _compact(document), _day(holder.birth), _day(holder.expires)
    return f"{_with_check(number, 9)}{holder.state}{_with_check(birth, 6)}{holder.sex}{_with_check(expires, 6)}"


def _names(holder: Holder, width: int) -> str:
    return _filled(f"{letters(holder.surname)}<<{letters(holder.given)}", width)


def _with_check(text: str, width: int) -> str:
    """Return a field and its check digit; a longer number runs on into the optional data (ICAO 9303-5, note j)."""
    if len(text) > width:
        return f"{text[:width]}<{text[width:]}{check_digit(text)}<"
    return f"{_filled(text, width)}{check_digit(_filled(text, width))}"


def _filled(text: str, width: int) -> str:
    return text[:width].ljust(width, "<")


def _compact(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _day(day: date) -> str:
    return day.strftime("%y%m%d")
