"""The period that a statement covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.numbers.dates import find_dates, find_periods
from redactkit.words import Role, roles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from redactkit.find.statement.layout import Row

MAX_DAYS = 400  # a year's statement and a month; longer spans are terms of a loan


def period_of(rows: Iterable[Row]) -> tuple[date, date] | None:
    """Return the first and last day that a statement covers, as its rows say; None when they do not.

    A row that speaks of a period counts more than one that only shows two dates.
    """
    found: list[tuple[bool, tuple[date, date]]] = []
    for row in rows:
        text = " ".join(segment.text for segment in row.segments)
        said = bool(roles(text) & {Role.PERIOD, Role.STATEMENT})
        for span in find_periods(text):
            if span.first and span.last and 0 <= (span.last - span.first).days <= MAX_DAYS:
                found.append((said, (span.first, span.last)))
        days = [span.date for span in find_dates(text) if span.date is not None]
        if said and len(days) == 2 and 0 < (days[1] - days[0]).days <= MAX_DAYS:
            found.append((said, (days[0], days[1])))
    return max(found, key=lambda option: option[0])[1] if found else None
