"""What stands in one statement: bank, holder, numbers and transactions. Knows no page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.draw.statement import accounts
from benchmarks.draw.statement.country import Country, country
from benchmarks.draw.statement.spec import Columns, Face, StatementSpec, dice

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from benchmarks.draw.statement.accounts import Account

# How the last two styles of `Columns` tell a debit from a credit.
_MARKS: Mapping[str, tuple[str, str]] = {
    "DE": ("{} S", "{} H"),
    "CH": ("{} S", "{} H"),
    "IN": ("{} Dr", "{} Cr"),
    "UK": ("{} DR", "{}"),
    "US": ("{}-", "{}"),
}
_SHORT_DATES = {"US": "%m/%d", "DE": "%d.%m.", "CH": "%d.%m."}
_POSTCODE = re.compile(r"^[\d -]+(?:[A-Z]{2} )?")
_SIGNS = ("-{}", "-{}", "- {}", "\u2013{}", "{}-")


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction.

    Attributes
    ----------
    day, value_day : datetime.date
    type : str
    lines : tuple of str
        Who and what for.
    reference : str
    cents : int
        Below 0 for a debit.
    balance : int
        After it, cents.
    """

    day: date
    value_day: date
    type: str
    lines: tuple[str, ...]
    reference: str
    cents: int
    balance: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a statement says.

    Attributes
    ----------
    country : Country
    words : mapping
        The wording of every caption.
    bank, bic, legal : str
    account : Account
    holder : str
        With the title.
    address : tuple of str
    customer, card, phone, email, tax, number : str
        Empty where the statement does not tell.
    start, end : datetime.date
    opening : int
        Cents.
    entries : tuple of Entry
    date_style : str
    signs : (str, str)
        How a debit and a credit are written.
    """

    country: Country
    words: Mapping[str, str]
    bank: str
    bic: str
    legal: str
    account: Account
    holder: str
    address: tuple[str, ...]
    customer: str
    card: str
    phone: str
    email: str
    tax: str
    number: str
    start: date
    end: date
    opening: int
    entries: tuple[Entry, ...]
    date_style: str
    signs: tuple[str, str]

    @property
    def closing(self) -> int:
        """The balance after the last entry, cents."""
        return self.entries[-1].balance if self.entries else self.opening

    @property
    def paid_in(self) -> int:
        """Sum of the credits, cents."""
        return sum(entry.cents for entry in self.entries if entry.cents > 0)

    @property
    def paid_out(self) -> int:
        """Sum of the debits, cents, above 0."""
        return -sum(entry.cents for entry in self.entries if entry.cents < 0)

    def signed(self, cents: int) -> str:
        """Write an amount with its sign or mark."""
        return self.signs[cents >= 0].format(self.country.money(cents))

    def balance(self, cents: int, symbol: bool = False) -> str:
        """Write a balance; below zero with a minus in front."""
        return ("-" if cents < 0 else "") + self.country.money(cents, symbol)

    def day(self, day: date) -> str:
        """Write a date as the table does."""
        return self.country.day(day, self.date_style)

    def long_day(self, day: date) -> str:
        """Write a date in full."""
        return self.country.day(day, self.country.table["dates"][0])

    @property
    def period(self) -> str:
        """From when until when."""
        return f"{self.long_day(self.start)} {self.words['until']} {self.long_day(self.end)}"


def facts(spec: StatementSpec) -> Facts:
    """Return what the statement of a spec says."""
    throw = dice(spec.seed, "facts")
    land = country(spec.country)
    bank, bic, legal = land.one("banks", throw)
    first, last = land.one("first", throw), land.one("last", throw)
    start = date(throw.randint(2023, 2026), throw.randint(1, 12), 1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    opening = throw.randint(-20_000, 900_000) * (20 if spec.country == "IN" else 1)
    return Facts(
        country=land,
        words=land.words(throw),
        bank=bank,
        bic=bic if len(bic) >= 8 else "",
        legal=legal,
        account=accounts.account(spec.country, bic, throw),
        holder=f"{land.one('titles', throw)} {first} {last}".strip(),
        address=(land.one("streets", throw), *land.one("towns", throw).split("|")),
        customer=accounts.digits(throw, throw.choice((7, 8, 9, 10))) if throw.random() < 0.7 else "",
        card=_card(spec.card, throw),
        phone=_thrown(land.table["phone"], throw) if throw.random() < 0.4 else "",
        email=f"{_plain(first)}.{_plain(last)}@example.{throw.choice(('com', 'org', 'net'))}"
        if throw.random() < 0.35
        else "",
        tax=land.table["tax"][1] if throw.random() < 0.25 else "",
        number=f"{throw.randint(1, 12)}/{start.year}",
        start=start,
        end=end,
        opening=opening,
        entries=_entries(spec, land, (start, end), opening),
        date_style=throw.choice([style for style in land.table["dates"] if len(style) <= 8]),
        signs=_signs(spec, throw),
    )


def _card(how: str, throw: random.Random) -> str:
    number, joint = accounts.card_number(throw), throw.choice((" ", " ", "-"))
    groups = accounts.fours(number).split()
    if how == "masked":
        groups[:3] = [4 * throw.choice("*Xx")] * 3
    return joint.join(groups) if how else ""


def _signs(spec: StatementSpec, throw: random.Random) -> tuple[str, str]:
    if spec.columns is Columns.MARKED:
        return _MARKS.get(spec.country, ("{} -", "{} +"))
    debit, credit = throw.choice(_SIGNS), throw.choice(("{}", "{}", "+{}"))
    return (debit.replace("\u2013", "-") if spec.face is Face.AILERON else debit), credit


def _entries(spec: StatementSpec, land: Country, span: tuple[date, date], opening: int) -> tuple[Entry, ...]:
    throw = dice(spec.seed, "entries")
    length = (span[1] - span[0]).days
    days = sorted(span[0] + timedelta(days=throw.randint(0, length)) for _ in range(spec.transactions))
    balance, entries = opening, []
    for place, day in enumerate(days):
        debit = throw.random() < 0.8 and place != len(days) // 3
        entry = land.one("transactions" if debit else "credits", throw)
        low, high = entry["size"]
        cents = round(low * (high / low) ** throw.random())  # small amounts are the most common
        balance += -cents if debit else cents
        entries.append(
            Entry(
                day=day,
                value_day=day + timedelta(days=throw.choice((0, 0, 1, 2))),
                type=entry["kind"],
                lines=tuple(_filled(line, land, day, throw) for line in entry["text"].split("|")),
                reference=throw.choice(("", "R", "TX")) + accounts.digits(throw, throw.choice((6, 8, 9))),
                cents=-cents if debit else cents,
                balance=balance,
            )
        )
    return tuple(entries)


def _filled(line: str, land: Country, day: date, throw: random.Random) -> str:
    """Fill the braces of a transaction's line."""
    words: dict[str, Any] = {
        "shop": lambda: land.one("shops", throw),
        "person": lambda: f"{land.one('first', throw)} {land.one('last', throw)}",
        "town": lambda: _POSTCODE.sub("", land.one("towns", throw)).split("|")[0].split(",")[0],
        "number": lambda: accounts.digits(throw, throw.choice((4, 6, 6, 8, 10))),
        "iban": lambda: accounts.account(land.code, land.one("banks", throw)[1], throw).iban,
        "date": lambda: land.day(day, _SHORT_DATES.get(land.code, "%d/%m")),
    }
    for name, word in words.items():
        if f"{{{name}}}" in line:
            line = line.replace(f"{{{name}}}", word())
    return line


def _thrown(pattern: str, throw: random.Random) -> str:
    """Replace {dd...} by as many digits."""
    while "{" in pattern:
        head, rest = pattern.split("{", 1)
        width, tail = rest.split("}", 1)
        pattern = head + accounts.digits(throw, len(width)) + tail
    return pattern


def _plain(name: str) -> str:
    """Return a name's last word without accents, as mailboxes are called."""
    return unicodedata.normalize("NFKD", name.lower().split()[-1]).encode("ascii", "ignore").decode()
