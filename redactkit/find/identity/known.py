"""What a page says with certainty: by its machine readable zones, and by labels for numbers and dates of birth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactkit.find.identity.dates import WRITTEN, Calendar, dates_in
from redactkit.find.misread import differ_by_one
from redactkit.numbers.national import national
from redactkit.numbers.text import is_digit
from redactkit.words import Field, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from redactkit.find.identity.fields import Value
    from redactkit.numbers.mrz import Zone

MIN_PART = 4  # characters of a part of the optional data that is a number of its own: 426U
MIN_NAME = 3  # letters of a name; a shorter one stands in many words


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page.

    Attributes
    ----------
    calendar : Calendar
    names : tuple of str
        Words of the holders' names, capitals without accents.
    numbers : tuple of str
        Document and personal numbers, letters and digits only.
    """

    calendar: Calendar
    names: tuple[str, ...] = field(default=(), repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)

    def is_birth(self, text: str) -> bool:
        """Tell whether a text is a day of birth, or nearly one."""
        digits = "".join(filter(is_digit, text))
        if any(one.days & self.calendar.births for one in dates_in(text)):
            return True
        long = [form for form in WRITTEN if "%Y" in form]
        return any(differ_by_one(digits, day.strftime(form)) for day in self.calendar.births for form in long)

    def names_in(self, text: str) -> bool:
        """Tell whether a text is made of the holder's names: each word but initials is one, or nearly one."""
        plain = left = letters(text)
        for name in sorted(self.names, key=len, reverse=True):
            left = left.replace(name, "", 1)
        return len(left) < min(len(plain), MIN_NAME) or any(differ_by_one(plain, name) for name in self.names)


def know(zones: Iterable[Zone], values: Sequence[Value]) -> Known:
    """Return what is known of a page.

    Parameters
    ----------
    zones : iterable of Zone
        What its machine readable zones say.
    values : sequence of Value
        What stands between its labels.
    """
    said = list(zones)
    births = {zone.birth for zone in said if zone.birth} | {day for value in values for day in _births(value)}
    dates = [day for value in values for one in dates_in(value.text) for day in one.days]
    calendar = Calendar(
        frozenset(births),
        frozenset(zone.expiry for zone in said if zone.expiry),
        min((*births, *dates), default=None),
        any(zone.birth for zone in said),
    )
    words = [letters(name) for zone in said for name in zone.names]
    words += [letters(word) for value in values for word in _names(value)]
    names = dict.fromkeys(word for word in words if len(word) >= MIN_NAME)
    return Known(calendar, tuple(names), tuple(dict.fromkeys(part for zone in said for part in _numbers(zone))))


def _numbers(zone: Zone) -> Iterator[str]:
    for text in (zone.document, zone.personal):
        for part in re.split(r"[^0-9A-Z]+", text or ""):
            if len(part) >= MIN_PART and any(map(str.isdigit, part)):
                yield part


def _births(value: Value) -> Iterator[date]:
    """Yield the days of birth in a value by its label, and by a personal number."""
    if Field.BIRTH in value.fields:
        for one in dates_in(value.text):
            yield from one.days
    if Field.PERSONAL in value.fields:
        for number in national(value.text):
            if number.birth is not None:
                yield number.birth


def _names(value: Value) -> Sequence[str]:
    """Return the words of a holder's name that stands right at its label."""
    plain = Field.NAME in value.fields and value.label is not None and not any(map(is_digit, value.text))
    return re.split(r"[\W_]+", value.text) if plain else ()
