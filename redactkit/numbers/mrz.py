"""The machine readable zone: what its rows say (ICAO Doc 9303-3 to -7, licences, the French card of 1988).

Readers lose, add and swap characters, so every check digit is evidence and none is a gate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from redactkit.numbers.mrz_rows import (
    DATES,
    UNKNOWN,
    anchor_of,
    check_digit,
    holds,
    index_in,
    is_licence,
    is_row,
    is_swiss,
    length_of,
    rectified,
    to_digits,
    to_letters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Zone", "check_digit", "parse"]

CENTURY = 70  # two digits of an expiry's year below this are 20..: the oldest zones are of the eighties
BORN_BY = 30  # the same of a birth's year, as far as it lies before the expiry
MAX_SWAPPED = 5  # characters of one number that may be a letter or a digit; all ways to read them are tried
_SWAPS = dict(zip("0O1I2Z5S6G8B", "O0I1Z2S5G6B8", strict=True))
_FRENCH_HEAD = re.compile(r"[I1]DFRA(?=.{29,33}$)")
_FRENCH_DATA = re.compile(r"\d{4}[A-Z0-9]{3}\d{6}[A-Z<]{12,15}\d{7}[MF<]\d?$")


@dataclass(frozen=True, slots=True)
class Zone:
    """What a machine readable zone says.

    Attributes
    ----------
    format : str
        ``TD1``, ``TD2``, ``TD3``, ``MRV-A``, ``MRV-B``, ``FRA-ID`` (French identity card of 1988), ``LICENCE`` (one
        row, ISO/IEC 18013-2), ``CHE-DL`` (Swiss driving licence).
    document : str or None
        The document's number without fillers.
    personal : str or None
        The longest of the optional data without fillers: in most countries a personal number.
    birth, expiry : date or None
    names : tuple of str
        Words of the surname, then of the given names.
    surnames : int
        How many of the names are the surname's.
    optional : tuple of str
        All optional data without fillers, `personal` among them.
    holds : frozenset of str
        Names of the check digits that hold: ``document``, ``birth``, ``expiry``, ``personal``, ``composite``.
    """

    format: str
    document: str | None = field(default=None, repr=False)
    personal: str | None = field(default=None, repr=False)
    birth: date | None = field(default=None, repr=False)
    expiry: date | None = field(default=None, repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    surnames: int = 0
    optional: tuple[str, ...] = field(default=(), repr=False)
    holds: frozenset[str] = frozenset()


def parse(lines: Sequence[str]) -> Zone | None:
    """Return what the rows of a zone say, None when they are none.

    Parameters
    ----------
    lines : sequence of str
        The rows from top to bottom, as read: characters may be wrong, missing or too many, a question mark stands for
        one that was not read. A row that was not read may be left out.

    Examples
    --------
    >>> parse(["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"]).birth
    datetime.date(1974, 8, 12)
    """
    rows = [row for line in lines if (row := rectified(line))]
    for row in rows:
        if is_licence(row):
            return _licence("D" + _fitted(row, 30)[1:])
    if any(map(_is_french, rows)):
        return _french(rows)
    for row in rows:
        anchor = anchor_of(row)
        if anchor is not None and ("<" in row or _nations(row, anchor.start)):
            three = _opens_three(row, anchor.start)
            return _td1(rows, row, anchor.start) if three else _of_two(rows, row, anchor.start)
    if any(map(is_swiss, rows)):
        return _swiss(rows)
    return _undated(rows) if any(map(is_row, rows)) else None


def _is_french(row: str) -> bool:
    return bool(_FRENCH_HEAD.match(row) or (anchor_of(row) is None and _FRENCH_DATA.match(row)))


def _nations(row: str, start: int) -> tuple[str, ...]:
    """Return which of the three characters in front of the dates and behind them may be a nationality."""
    places = {"front": row[max(start - 3, 0) : start], "behind": row[start + DATES : start + DATES + 3]}
    return tuple(place for place, text in places.items() if _is_nation(text))


def _opens_three(row: str, start: int) -> bool:
    """Tell whether the dates begin the second of three rows: the nationality follows, and does not stand in front."""
    nations = _nations(row, start)
    if start == 0 or "behind" in nations:
        return start < 3 or "front" not in nations
    return start < 3 and not row[:start].isalpha()


def _is_nation(text: str) -> bool:
    """Tell whether three characters are letters, one at most read as a digit; a short code has fillers behind it."""
    return sum(map(str.isdigit, text)) <= 1 and re.fullmatch("[A-Z][A-Z<]{2}", to_letters(text)) is not None


def _td1(rows: Sequence[str], dated: str, start: int) -> Zone:
    place = rows.index(dated)
    head = _fitted(rows[place - 1] if place else "", 30)
    data = _fitted(dated[start:], 30)
    names = rows[place + 1] if place + 1 < len(rows) else ""
    held = _dates_held(data[0:7], data[8:15])
    number, check, first = head[5:14], head[14:15], head[15:]
    if check == "<" and first.strip("<"):  # a longer number goes on in the optional data (9303-5, 4.2.4)
        more, _, rest = first.partition("<")
        number, check, first = number + more[:-1], more[-1:], rest
    document, proved = _number(number, check)
    if proved:
        held.add("document")
    if holds(head[5:30] + data[0:7] + data[8:15] + data[18:29], data[29]):
        held.add("composite")
    surname, given = _names(names)
    return _zone("TD1", document, (first, data[18:29]), (data[0:6], data[8:14]), (surname, given), held)


def _of_two(rows: Sequence[str], dated: str, start: int) -> Zone:
    index = rows.index(dated)
    length = length_of(max(len(dated) - start + 13, *map(len, rows[: index + 1])), of_two=True)
    head = _row(rows[:index], "TD3", 0, length)
    visa = head.startswith("V")
    data = _whole(dated, start, length)
    held = _dates_held(data[13:20], data[21:28])
    number, check = data[0:9], data[9]
    optional = data[28:] if visa else data[28:-1]
    if length == 44 and not visa:
        optional, personal_check = data[28:42], data[42]
        if holds(optional, personal_check):
            held.add("personal")
    elif check == "<" and optional.strip("<"):  # 9303-6, 4.2.2.2
        more, _, rest = optional.partition("<")
        number, check, optional = number + more[:-1], more[-1:], rest
    document, proved = _number(number, check)
    if proved:
        held.add("document")
    if not visa and holds(data[0:10] + data[13:20] + data[21:-1], data[-1]):
        held.add("composite")
    name = ("MRV-A" if visa else "TD3") if length == 44 else ("MRV-B" if visa else "TD2")
    return _zone(name, document, (optional,), (data[13:19], data[21:27]), _names(head[5:]), held)


def _french(rows: Sequence[str]) -> Zone:
    head = _row(rows, "FRA-ID", 0, 36)
    data = next((_fitted(row, 36) for row in rows if not _FRENCH_HEAD.match(row)), UNKNOWN * 36)
    held = set()
    if holds(to_digits(data[27:33]), data[33]):
        held.add("birth")
    document, proved = _number(data[0:12], data[12])
    if proved:
        held.add("document")
    if holds(head + data[:35], data[35]):
        held.add("composite")
    words = _words(head[5:30]), _words(data[13:27])
    return _zone("FRA-ID", document, (), (data[27:33], ""), words, held)


def _licence(row: str) -> Zone:
    held = {"composite"} if holds(row[:-1], row[-1]) else set()
    state = to_letters(row[2:5])
    if state != "FRA":  # what stands in it is the state's own
        number = row[6:16] if state == "NLD" else row[5:-1]
        return _zone("LICENCE", _plain(number), (), ("", ""), ((), ()), held)
    document, proved = _number(row[5:14], row[14], row[:5])
    if proved:
        held.add("document")
    return _zone("LICENCE", document, (), ("", row[15:21]), (_words(row[21:29]), ()), held)


def _swiss(rows: Sequence[str]) -> Zone:
    place = next(i for i, row in enumerate(rows) if is_swiss(row))
    data = _fitted(rows[place], 30)
    number = _plain(rows[place - 1]) if place else None
    names = _names(rows[place + 1]) if place + 1 < len(rows) else ((), ())
    return _zone("CHE-DL", number, (data[5:17],), (data[19:25], ""), names, set())


def _undated(rows: Sequence[str]) -> Zone:
    """Return the names of a zone of which the row with the dates was not read."""
    length = length_of(max(map(len, rows)))
    if length == 30:
        head, names = (_row(rows, "TD1", index, 30) for index in (0, 2))
        document, proved = _number(head[5:14], head[14])
        held = {"document"} if proved else set()
        return _zone("TD1", document, (head[15:],), ("", ""), _names(names), held)
    head = _row(rows, "TD3", 0, length)
    name = ("MRV-A" if head[0] == "V" else "TD3") if length == 44 else ("MRV-B" if head[0] == "V" else "TD2")
    return _zone(name, None, (), ("", ""), _names(head[5:]), set())


def _zone(
    name: str,
    document: str | None,
    optional: Iterable[str],
    dates: tuple[str, str],
    names: tuple[tuple[str, ...], tuple[str, ...]],
    held: set[str],
) -> Zone:
    others = tuple(plain for text in optional if (plain := _plain(text)))
    expiry = _day(dates[1], None)
    return Zone(
        format=name,
        document=document,
        personal=max(others, key=len, default=None),
        birth=_day(dates[0], expiry, born=True),
        expiry=expiry,
        names=names[0] + names[1],
        surnames=len(names[0]),
        optional=others,
        holds=frozenset(held),
    )


def _row(rows: Sequence[str], layout: str, index: int, length: int) -> str:
    """Return the row that is most likely this one of its layout, unread when there is none."""
    return next((_fitted(row, length) for row in rows if index_in(row, layout) == index), UNKNOWN * length)


def _whole(row: str, start: int, length: int) -> str:
    """Return a row of two with its birth date at the thirteenth character."""
    before = row[:start].rjust(13, UNKNOWN)[-13:]
    return before + _fitted(row[start:], length - 13)


def _fitted(row: str, length: int) -> str:
    """Return a row at its full length: fillers are lost or added first where most of them stand."""
    spare = length - len(row)
    runs = sorted(re.finditer("<{2,}", row), key=lambda run: run.end() - run.start())
    if runs:
        start, end = runs[-1].span()
        row = row[:start] + "<" * max(end - start + spare, 1) + row[end:]
    return row[:length].ljust(length, UNKNOWN)


def _dates_held(birth: str, expiry: str) -> set[str]:
    return {name for name, text in (("birth", birth), ("expiry", expiry)) if holds(to_digits(text[:6]), text[6])}


def _number(text: str, check: str, before: str = "") -> tuple[str | None, bool]:
    """Return a number and whether its check digit holds, for it as read or with letters and digits swapped."""
    plain = _plain(text)
    if plain is None or UNKNOWN in text:
        return None, False
    if holds(before + text, check):
        return plain, True
    open_places = [i for i, char in enumerate(text) if char in _SWAPS]
    if not check or len(open_places) > MAX_SWAPPED:
        return plain, False
    ways = sorted(product((False, True), repeat=len(open_places)), key=sum)
    for way in ways:
        chars = list(text)
        for place, swap in zip(open_places, way, strict=True):
            chars[place] = _SWAPS[chars[place]] if swap else chars[place]
        if holds(before + "".join(chars), check):
            return _plain("".join(chars)), True
    return plain, False


def _plain(text: str) -> str | None:
    return text.replace("<", "").replace(UNKNOWN, "") or None


def _names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    surname, _, given = text.strip("<?").partition("<<")
    return _words(surname), _words(given)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in to_letters(text).replace(UNKNOWN, "<").split("<") if word)


def _day(text: str, expiry: date | None, *, born: bool = False) -> date | None:
    """Return the date of six characters; a birth lies before the expiry (there is no clock here)."""
    digits = to_digits(text)
    if re.fullmatch(r"\d{6}", digits) is None:
        return None
    year, month, day = (int(digits[i : i + 2]) for i in (0, 2, 4))
    late, early = _date(2000 + year, month, day), _date(1900 + year, month, day)
    if not born:
        return late if year < CENTURY else early
    recent = late is not None and year <= BORN_BY and (expiry is None or late < expiry)
    return late if recent else early


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
