"""How a country writes: its words, money, dates and numbers. Data is in words.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping
    from datetime import date

_NO_BREAK = "\xa0"


@dataclass(frozen=True, slots=True)
class Country:
    """What statements of one country say and how.

    Attributes
    ----------
    code : str
        Its table in words.toml.
    table : mapping
        That table, with what it takes over from another country.
    """

    code: str
    table: Mapping[str, Any]

    def words(self, dice: random.Random) -> dict[str, str]:
        """Return one wording of every caption; of debits and credits, two that go together."""
        captions = {**self.table["captions"], "routing": self.table["routing"]}
        chosen = {key: dice.randrange(len(wordings)) for key, wordings in captions.items()}
        chosen |= {"credit": chosen["debit"], "paid_in": chosen["paid_out"]}
        return {key: wordings[chosen[key]] for key, wordings in captions.items()}

    def one(self, key: str, dice: random.Random) -> Any:
        """Return one of a list of words."""
        return dice.choice(self.table[key])

    def money(self, cents: int, symbol: bool = False) -> str:
        """Write an amount the country's way, without its sign.

        Parameters
        ----------
        symbol : bool
            With the currency: a symbol before the number in English, behind it elsewhere; else its code.
        """
        style = self.table["money"]
        whole, part = divmod(abs(cents), 100)
        group, point = style[1], style[-3]
        separator = _NO_BREAK if group == " " else group
        number = f"{_grouped(str(whole), separator, lakh=style.count(',') > 1)}{point}{part:02}"
        if not symbol:
            return number
        sign = self.table["symbol"]
        if not sign:
            return f"{self.table['currency']} {number}"
        return f"{sign}{number}" if point == "." else f"{number}{_NO_BREAK}{sign}"

    def day(self, day: date, style: str) -> str:
        """Write a date; months by their first three letters where the style has names."""
        return day.strftime(style.replace("%b", self.table["months"][day.month - 1][:3]))


@cache
def country(code: str) -> Country:
    """Return the country of a code.

    Raises
    ------
    KeyError
        words.toml has no such table.
    """
    tables = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    table = tables[code]
    if "like" in table:
        base = tables[table["like"]]
        table = {**base, **table, "captions": {**base["captions"], **table["captions"]}}
    return Country(code, table)


def _grouped(digits: str, separator: str, *, lakh: bool) -> str:
    """Set digits in threes from the right; in India the last three, then twos."""
    tail, head = digits[-3:], digits[:-3]
    size = 2 if lakh else 3
    groups = [tail]
    while head:
        groups.insert(0, head[-size:])
        head = head[:-size]
    return separator.join(groups)
