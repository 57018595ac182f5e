"""Who a drawn document says it belongs to, and what it says: words.toml by the dice. Knows no page."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LETTERS = "ABCDEFGHJKLMNPRTVWXYZ"  # without those that people take for digits
_FIRST_BIRTH, _FIRST_ISSUE = date(1948, 1, 1), date(2014, 1, 1)


@dataclass(frozen=True, slots=True)
class Country:
    """An invented state and how its documents are worded.

    Attributes
    ----------
    code : str
        Three letters, as a machine readable zone has them.
    table : mapping
        Its table in words.toml.
    languages : tuple of mapping
        The labels of each of its languages, its own first.
    """

    code: str
    table: Mapping[str, Any]
    languages: tuple[Mapping[str, Any], ...]

    @property
    def own(self) -> Mapping[str, Any]:
        """Labels and names of its own language."""
        return self.languages[0]

    def day(self, day: date) -> str:
        """Write a date the country's way."""
        return day.strftime(self.table["dates"].replace("%b", _MONTHS[day.month - 1]))

    def title(self, kind: str, count: int = 2) -> tuple[str, ...]:
        """Return the document's title in `count` languages."""
        return tuple(dict.fromkeys(words["titles"][kind] for words in self.languages[:count]))

    def label(self, key: str, count: int) -> tuple[str, ...]:
        """Return a field's label in `count` languages, each wording once."""
        return tuple(dict.fromkeys(words[key] for words in self.languages[:count]))

    def number(self, throw: random.Random) -> str:
        """Return a document's number in the country's form."""
        return thrown(self.table["number"], throw)


@dataclass(frozen=True, slots=True)
class Holder:
    """What documents say of one person.

    Attributes
    ----------
    state : str
        Three letters.
    sex : str
        M or F.
    personal : str
        Empty where the state gives out none.
    address : tuple of str
    """

    state: str
    surname: str
    given: str
    sex: str
    birth: date
    place: str
    personal: str
    address: tuple[str, ...]
    issued: date
    expires: date
    authority: str
    height: str
    eyes: str


@cache
def words() -> Mapping[str, Any]:
    """Return words.toml."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@cache
def country(code: str) -> Country:
    """Return the country of a code.

    Raises
    ------
    KeyError
        words.toml has no such table.
    """
    table = words()["countries"][code]
    return Country(code, table, tuple(words()["languages"][name] for name in table["languages"]))


def holder(land: Country, throw: random.Random) -> Holder:
    """Throw a person of a country."""
    own = land.own
    birth = _FIRST_BIRTH + timedelta(days=throw.randrange(56 * 365))
    issued = _FIRST_ISSUE + timedelta(days=throw.randrange(11 * 365))
    return Holder(
        state=land.code,
        surname=throw.choice(own["last"]),
        given=throw.choice(own["first"]),
        sex=throw.choice("MF"),
        birth=birth,
        place=throw.choice(own["places"]),
        personal=thrown(land.table["personal"], throw, birth),
        address=(throw.choice(own["streets"]), throw.choice(own["towns"])),
        issued=issued,
        expires=issued.replace(year=issued.year + 10, day=min(issued.day, 28)) - timedelta(days=throw.choice((0, 1))),
        authority=own["authority_name"],
        height=f"{throw.randint(152, 198)} cm",
        eyes=throw.choice(("BLUE", "BROWN", "GREEN", "GREY")),
    )


def thrown(form: str, throw: random.Random, birth: date | None = None) -> str:
    """Return a number: 9 becomes a digit, A a letter, yy mm dd the day of birth."""
    days = {"yy": f"{birth:%y}", "mm": f"{birth:%m}", "dd": f"{birth:%d}"} if birth else {}
    return re.sub(
        "yy|mm|dd|9|A",
        lambda found: days.get(found[0]) or throw.choice("0123456789" if found[0] == "9" else _LETTERS),
        form,
    )
