"""Dates, periods and times in a text, in seven languages, also where the reader lost the spaces.

A date stays visible on a statement, so what only may be one (12.05, 20-12-31) is not certain. Whether the day or the
month comes first is left open until a period or a day above 12 tells.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from redactkit.numbers.months import AMBIGUOUS, MONTHS
from redactkit.numbers.span import Span
from redactkit.numbers.text import fold, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CENTURY = 70  # two digits of a year below this are 20.., as POSIX does it with 69


class Parts(NamedTuple):
    """One reading of a date; what is not printed is None.

    Attributes
    ----------
    year, month, day : int or None
    order : str
        ``dmy`` or ``mdy`` for digits that tell it by their order only, ``named`` when nothing is open.
    """

    year: int | None
    month: int
    day: int | None
    order: str

    @property
    def date(self) -> date | None:
        """The date, None when a part is missing or there is no such day."""
        if self.year is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DateSpan(Span):
    """Where a date stands.

    Attributes
    ----------
    start, end : int
        Slice of the text.
    certain : bool
        It cannot be an amount, a sort code or a part of one.
    parts : tuple of Parts
        Its readings, the one with the day first in front.
    """

    parts: tuple[Parts, ...] = ()

    @property
    def readings(self) -> tuple[date, ...]:
        """The possible dates; none for a date without a year, and for one that does not exist (31 NOV)."""
        return tuple(dict.fromkeys(day for part in self.parts if (day := part.date) is not None))

    @property
    def date(self) -> date | None:
        """The first of the readings, or None."""
        return next(iter(self.readings), None)


def _shapes(name: str) -> str:
    """Return a pattern for a month's name with the digits that readers put into it."""
    read = {"o": r"(?:o|0(?!\d))", "l": r"(?:[li|]|1(?!\d))", "i": r"(?:[il|]|1(?!\d))"}
    return "".join(read.get(letter, letter) for letter in name)


_NAMES = "|".join(_shapes(name) for name in sorted(MONTHS, key=len, reverse=True))
# A name ends where its word ends, at a capital (06MarDIRECT), or before "de 2025" without its spaces.
_MONTH = rf"(?P<month>{_NAMES})(?:(?![a-z])|(?-i:(?<=[a-z])(?=[A-Z]))|(?=del?\d{{4}}))"
_NEW_WORD = r"(?:(?<![a-z])|(?-i:(?<=[a-z])(?=[A-Z])))"
# Not inside a longer number or an amount, but right behind another date.
_FREE = r"(?:(?<!\d)(?<!\d[.,/:])(?:(?<!\d-)|(?<=[./]\d\d-)|(?<=20\d\d-))|(?<=\D20\d\d))"
_DAY = r"(?P<day>(?:\d|(?<![a-z])[oil|])[\doil|]?)"
_ENDS = r"(?:(?![\d%]|[.,]\d)|(?=\d\d?[a-z./-]))"
_LONG_YEAR = rf"(?P<year>(?:19|2[0o])[\doils]{{2}}){_ENDS}"
_YEAR = rf"(?P<year>(?:19|2[0o])[\doils]{{2}}{_ENDS}|['’]?(?:[0-3o][\doils]|9\d)(?![\d%:a-z]|[.,]\d))"
_OF = r"[ ./-]*(?:(?:of|del?|d')[ ./-]*)?"
_NUMBERED = r"(?:st|nd|rd|th|er|[.º°ª])?"
_NAMED = re.compile(
    rf"{_FREE}{_DAY}{_NUMBERED}{_OF}{_MONTH}(?:[ .,/-]*(?:(?:del?|of)[ .,/-]*)?{_YEAR})?", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"{_NEW_WORD}{_MONTH}[. -]*{_DAY}(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d\d?(?!\d))(?:[ ,.]+{_LONG_YEAR})?", re.IGNORECASE
)
_MONTH_AND_YEAR = re.compile(rf"{_NEW_WORD}{_MONTH}[ .,/'-]*(?:del? ?)?{_LONG_YEAR}", re.IGNORECASE)
_DIGITS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_FREE}{_LONG_YEAR}(?P<by>[-/.])(?P<second>\d\d?)[-/.](?P<first>\d\d?)(?!\d|[-/.,]\d)",
        rf"{_FREE}(?P<first>[\doil|]{{1,2}}) ?(?P<by>[-/.]) ?(?P<second>[\doil|]{{1,2}}) ?(?P=by) ?{_YEAR}(?![-/]\d\b)",
        rf"{_FREE}(?P<first>\d\d?)(?P<by>,)(?P<second>\d\d),{_LONG_YEAR}",
        rf"{_FREE}(?P<second>0?[1-9]|1[0-2])(?P<by>[/.]){_LONG_YEAR}",
        rf"(?<!#){_FREE}(?P<first>\d\d?)(?P<by>[/-])(?P<second>\d\d?)(?![\d%]|[-/.,:]\d)",
        rf"{_FREE}(?P<first>\d\d)(?P<by>\.)(?P<second>\d\d)(?:(?P<stop>\.)(?![\d%])|(?![\d%]|[-/.,:]\d))",
        rf"{_FREE}(?P<first>\d\d?)(?P<by>\.) ?(?P<second>\d\d?)(?P<stop>\.)(?![\d%])",
    )
)


@lru_cache(maxsize=4096)  # asked again by the finders of other numbers
def find_dates(text: str) -> tuple[DateSpan, ...]:
    """Return the dates in a text in reading order; none overlap, the longest wins.

    Parameters
    ----------
    text : str
        As read: spaces may be missing, 0 and 1 may be letters.
    """
    if not any(map(str.isdigit, text)):
        return ()
    plain = unaccented(text)
    found = [span for span in (*_named(plain), *_in_digits(plain)) if span.parts]
    found.sort(key=lambda span: (span.start, -span.end))
    dates: list[DateSpan] = []
    for span in found:
        if not dates or span.start >= dates[-1].end:
            dates.append(span)
    return tuple(dates)


_ONE_SHAPE = str.maketrans("0i1|", "olll")
_NUMBERS = {name.translate(_ONE_SHAPE): number for name, number in MONTHS.items()}
_BEGINNINGS = tuple(sorted({name[:3] for name in _NUMBERS}))


def _named(plain: str) -> Iterator[DateSpan]:
    """Yield the dates with a month's name."""
    shape = plain.lower().translate(_ONE_SHAPE)
    if not any(beginning in shape for beginning in _BEGINNINGS):  # a tenth of the time of looking for the names
        return
    for form in (_NAMED, _MONTH_FIRST, _MONTH_AND_YEAR):
        for match in form.finditer(plain):
            groups = match.groupdict()
            name, year = groups["month"], groups["year"]
            month = _NUMBERS[name.lower().translate(_ONE_SHAPE)]
            day = _number(groups.get("day") or "")
            loose = form is _MONTH_FIRST or name.lower() in AMBIGUOUS
            if (year is None and loose and name.islower()) or (form is not _MONTH_AND_YEAR and not 1 <= day <= 31):
                continue
            yield DateSpan(*match.span(), True, (Parts(_year(year), month, day or None, "named"),))


def _in_digits(plain: str) -> Iterator[DateSpan]:
    """Yield the dates that are all digits."""
    for form in _DIGITS:
        for match in form.finditer(plain):
            groups = match.groupdict()
            year, by = _year(groups.get("year")), match["by"]
            second = _number(match["second"])
            if "first" not in groups:
                yield DateSpan(*match.span(), True, (Parts(year, second, None, "named"),))
                continue
            first = _number(match["first"])
            parts = [Parts(year, second, first, "dmy")] if 1 <= first <= 31 and 1 <= second <= 12 else []
            if form is _DIGITS[0]:
                parts = [part._replace(order="named") for part in parts]
            elif 1 <= second <= 31 and 1 <= first <= 12 and first != second and (by != "." or (year and not parts)):
                parts.append(Parts(year, first, second, "mdy"))
            yield DateSpan(*match.span(), _sure(match, by), tuple(parts))


def _sure(match: re.Match[str], by: str) -> bool:
    """Tell whether a date in digits cannot be an amount, a fraction, a version or a sort code."""
    year = match.groupdict().get("year")
    two = len(match["first"]) == len(match["second"]) == 2
    if year is not None:
        return len(year) == 4 or (by != "-" and two)
    return two and (by == "/" or match.groupdict().get("stop") is not None)


def _number(digits: str) -> int:
    """Return what digits stand for, letters among them; 0 when none is a digit."""
    return int("".join(map(fold, digits))) if any(map(str.isdigit, digits)) else 0


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = _number(digits.strip("'’"))
    return year if year > 99 else year + (2000 if year < CENTURY else 1900)


@dataclass(frozen=True, slots=True)
class Period(Span):
    """Two dates with a word or a dash between them.

    Attributes
    ----------
    start, end : int
        Slice of the text, from the first date to the end of the second.
    certain : bool
        Both dates are.
    first, last : date or None
        None when the year or the day is not printed, or the dates run backwards.
    """

    first: date | None = None
    last: date | None = None


_TO = re.compile(
    r" *(?:-+|to|until|till?|through|thru|and|bis(?: *zum)?|au|jusqu'?au|et|al|hasta(?: *el)?|a|y|fino *al|e"
    r"|ate|ao|tot(?: *en *met)?|t/m|en)[ .:]*",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(rf"(?<![\d.,/:-])(?P<day>\d\d?){_NUMBERED}(?={_TO.pattern}$)", re.IGNORECASE)
MONTHLY = ((26, 35), (85, 95), (360, 370))  # days from the first to the last of a month, a quarter, a year


def find_periods(text: str) -> tuple[Period, ...]:
    """Return the periods in a text: two dates joined by a dash or by to, bis, au, al, a, tot.

    A year or a month that only the second date has counts for both. Where day and month are open, both dates are read
    the same way: in the right order, and as a month, a quarter or a year if one reading makes one.
    """
    plain, dates = unaccented(text), find_dates(text)
    periods = []
    for i, last in enumerate(dates):
        if i and _TO.fullmatch(plain[dates[i - 1].end : last.start]):
            first = dates[i - 1]
            periods.append(_period(first.start, last.end, first.certain and last.certain, first.parts, last.parts))
        elif (match := _BARE_DAY.search(plain[: last.start])) and (i == 0 or dates[i - 1].end <= match.start()):
            parts = tuple(part._replace(day=int(match["day"])) for part in last.parts)
            periods.append(_period(match.start(), last.end, last.certain, parts, last.parts))
    return tuple(periods)


def _period(start: int, end: int, certain: bool, firsts: Sequence[Parts], lasts: Sequence[Parts]) -> Period:
    pairs = [pair for one in firsts for other in lasts if (pair := _ordered(one, other)) is not None]
    if not pairs:
        return Period(start, end, certain)
    return Period(start, end, certain, *max(pairs, key=_is_monthly))


def _is_monthly(pair: tuple[date, date]) -> bool:
    return any(low <= (pair[1] - pair[0]).days <= high for low, high in MONTHLY)


def _ordered(one: Parts, other: Parts) -> tuple[date, date] | None:
    """Return two dates read the same way, in the right order; None when they cannot be."""
    if "named" not in (one.order, other.order) and one.order != other.order:
        return None
    year = other.year if other.year is not None else one.year
    if year is None:
        return None
    later = one.year is None and one.month > other.month
    first = one._replace(year=one.year or year - later, day=one.day or 1).date
    last = other._replace(year=year, day=other.day or monthrange(year, other.month)[1]).date
    return (first, last) if first is not None and last is not None and first <= last else None


_TIME = re.compile(
    r"(?<![\d.,:/-])(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?| ?uhr\b| ?h\b)?"
    r"|(?:[01]?\d|2[0-3])[.h][0-5]\d(?: ?[ap]\.?m\b\.?| ?uhr\b| ?h\b)|(?:[01]?\d|2[0-3])h[0-5]\d|1?\d ?[ap]\.?m\b\.?)"
    r"(?![\d:])",
    re.IGNORECASE,
)


def find_times(text: str) -> tuple[Span, ...]:
    """Return the times of day in a text: ``10:45 AM``, ``18.30 Uhr``, ``9h05``."""
    return tuple(Span(*match.span()) for match in _TIME.finditer(unaccented(text)))
