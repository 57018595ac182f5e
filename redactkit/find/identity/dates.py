"""Dates as identity documents print them, and which of them may stay: issue and expiry, never a birth.

A date stays only when a label, a field's number or the machine readable zone says so and nothing speaks against it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from redactkit.numbers.dates import find_dates
from redactkit.numbers.months import MONTHS
from redactkit.numbers.text import unaccented
from redactkit.words import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BY = r"[ .,/-]{1,3}"
_MAY = r"[ .,/-]{0,3}"  # readers lose the points
_MONTH = r"[A-Za-z]{3,10}"
_FORMS = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)")
    for form in (
        rf"(?P<a>\d\d){_MAY}(?P<b>\d\d){_MAY}(?P<year>(?:19|20)\d\d)",
        rf"(?P<year>(?:19|20)\d\d){_MAY}(?P<b>\d\d){_MAY}(?P<a>\d\d)",
        rf"(?P<a>\d\d?){_BY}(?P<b>\d\d?){_BY}(?P<year>\d{{4}}|\d\d)",
        # ICAO Doc 9303-3, 3.8: the month in the state's language, and in English, French or Spanish
        rf"(?P<a>\d\d?){_MAY}(?P<month>{_MONTH})\.?(?: ?/ ?(?P<other>{_MONTH})\.?)?{_MAY}(?P<year>\d{{4}}|\d\d)",
    )
)
KEPT = frozenset({Field.ISSUED, Field.EXPIRES})
WRITTEN = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%y%m%d", "%m%d%y")  # without what stands between the parts
FIRST, LAST = 1900, 2099  # years of which documents tell
MAX_YEARS = 15  # that a document is valid
LATEST = 2050  # documents expire before; a year of two digits that would lie behind it is of the last century
# What a date must not be when another label about as near says so.
BARRING = frozenset({Field.BIRTH, Field.DOCUMENT, Field.PERSONAL, Field.ACCESS, Field.DISCRIMINATOR})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text.

    Attributes
    ----------
    start, end : int
        Slice of the text.
    days : frozenset of date
        What it may mean: day or month first. Of a month alone its first day.
    """

    start: int
    end: int
    days: frozenset[date] = field(repr=False)


def dates_in(text: str) -> tuple[Dated, ...]:
    """Return the dates in a text that name a day or a month of a year, the longest where several overlap."""
    plain = unaccented(text)
    spans = [*_printed(plain), *_written(plain)]
    spans.sort(key=lambda span: (span.start - span.end, span.start))
    found: list[Dated] = []
    for span in spans:
        clash = [one for one in found if one.start < span.end and span.start < one.end]
        same = [one for one in clash if (one.start, one.end) == (span.start, span.end)]
        if same:
            found[found.index(same[0])] = Dated(span.start, span.end, span.days | same[0].days)
        elif not clash:
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def _printed(plain: str) -> Iterator[Dated]:
    """Yield the dates in the forms of documents, also without what stood between their parts."""
    for form in _FORMS:
        for match in form.finditer(plain):
            groups = match.groupdict()
            if "month" in groups:
                names = (name.lower() for name in (groups["month"], groups["other"]) if name)
                pairs = {(int(groups["a"]), MONTHS[name]) for name in names if name in MONTHS}
            else:
                first, second = int(groups["a"]), int(groups["b"])
                pairs = {(first, second)}
                if match.start("year") > match.start("a"):
                    pairs.add((second, first))
            if days := frozenset(_days(groups["year"], pairs)):
                yield Dated(*match.span(), days)


def _written(plain: str) -> Iterator[Dated]:
    """Yield the dates that statements have as well: a month and a year, a month in words."""
    for span in find_dates(plain):
        parts = [part for part in span.parts if part.year is not None]
        days = frozenset(day for part in parts if (day := part._replace(day=part.day or 1).date) is not None)
        if days:
            yield Dated(span.start, span.end, days)


def _days(year: str, pairs: Iterable[tuple[int, int]]) -> Iterator[date]:
    """Yield the days that a year and pairs of day and month mean; a year of two digits lies in either century."""
    for number in (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year)):
        for day, month in pairs:
            if FIRST <= number <= LAST and 1 <= month <= 12 and 1 <= day <= monthrange(number, month)[1]:
                yield date(number, month, day)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of a page's dates.

    Attributes
    ----------
    births : frozenset of date
        By a label or by the machine readable zone, in every way that they may be read.
    expiries : frozenset of date
        By the machine readable zone.
    earliest : date or None
        The earliest date on the page.
    zoned : bool
        The zone says a birth.
    """

    births: frozenset[date] = field(default=frozenset(), repr=False)
    expiries: frozenset[date] = field(default=frozenset(), repr=False)
    earliest: date | None = field(default=None, repr=False)
    zoned: bool = False

    def keeps(self, days: frozenset[date], fields: frozenset[Field], doubts: frozenset[Field], *, inside: bool) -> bool:
        """Tell whether a date is certainly one of issue or expiry.

        Parameters
        ----------
        days : frozenset of date
            Its readings.
        fields, doubts : frozenset of Field
            What its label announces, and what labels about as near do.
        inside : bool
            The label stands right in front of it.
        """
        if days & self.births:
            return False
        if days & self.expiries or (not fields & BARRING and any(self._opens(day) for day in days)):
            return True
        if not fields or not fields <= KEPT or doubts & BARRING:
            return False
        if self.births:
            return max((day for day in days if day.year <= LATEST), default=min(days)) > min(self.births)
        return inside or self.earliest not in days

    def _opens(self, day: date) -> bool:
        """Tell whether a document issued on a day expires as the zone says: whole years later, to a day."""
        if not self.zoned or any(day <= birth for birth in self.births):
            return False
        spans = ((expiry, expiry.year - day.year) for expiry in self.expiries)
        return any(1 <= years <= MAX_YEARS and _near(day, expiry, years) for expiry, years in spans)


def _near(day: date, expiry: date, years: int) -> bool:
    later = date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))
    return abs((expiry - later).days) <= 1
