"""What a cell of a table says, by its text alone: a date, a day, an amount, the name of a sum."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from redactkit.find.statement.chunks import has_digit, plain_labels
from redactkit.numbers.dates import find_dates
from redactkit.numbers.money import find_amounts
from redactkit.numbers.text import is_digit
from redactkit.words import Role, labels_in, letters

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAD = 3  # characters between two dates at the start of a row
STRAY = 3  # letters beside an amount that are no text: a mark, a currency, CR
YEAR, DAY = 4, 8  # digits
CENTURIES = ("19", "20")
# Share of a cell's letters that the words for a sum make up, with and without a place or a page named behind them.
SUM, SURE_SUM = 0.5, 0.9
TOTALS = ("TOTAL", "SUBTOTAL", "SOUSTOTAL", "SUMME", "GESAMT", "ZWISCHENSUMME", "SUMA", "TOTAAL", "GRANDTOTAL")
# English, also cut short, German, French, Spanish, Italian, Dutch.
_WEEKDAYS = (
    "MON TUE WED THU FRI SAT SUN MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY",
    "MO DI MI DO FR SA SO MONTAG DIENSTAG MITTWOCH DONNERSTAG FREITAG SAMSTAG SONNABEND SONNTAG",
    "LUNDI MARDI MERCREDI JEUDI VENDREDI SAMEDI DIMANCHE",
    "LUNES MARTES MIERCOLES JUEVES VIERNES SABADO DOMINGO",
    "LUNEDI MARTEDI MERCOLEDI GIOVEDI VENERDI SABATO DOMENICA",
    "MAANDAG DINSDAG WOENSDAG DONDERDAG VRIJDAG ZATERDAG ZONDAG",
)
WEEKDAYS = frozenset(word for line in _WEEKDAYS for word in line.split())


@lru_cache(maxsize=1024)  # asked of each cell for each of its neighbours
def is_amount_cell(text: str) -> bool:
    """Tell whether a text is an amount and little else."""
    spans = find_amounts(text)
    rest = "".join(c for i, c in enumerate(text) if not any(span.start <= i < span.end for span in spans))
    return bool(spans) and sum(char.isalnum() for char in rest) <= STRAY and not has_digit(rest)


def leading_dates(text: str) -> int:
    """Return where the dates end that a text begins with, 0 if with none."""
    end = 0
    for span in find_dates(text):
        between = text[end : span.start]
        if any(char.isalnum() for char in between) or len(between) > LEAD:
            break
        end = span.end
    return end


def without_dates(text: str) -> str:
    """Return a text without the dates in it."""
    dates = find_dates(text)
    return "".join(char for i, char in enumerate(text) if not any(span.start <= i < span.end for span in dates))


def is_day(text: str) -> bool:
    """Tell whether a text is one date, perhaps with the day of the week."""
    rest = without_dates(text)
    return len(find_dates(text)) == 1 and not has_digit(rest) and (letters(rest) in WEEKDAYS or not letters(rest))


def is_misread_day(text: str) -> bool:
    """Tell whether a text is the digits of a day, its marks lost or misread: ``15012023``, ``0201/2023``."""
    digits = "".join(filter(is_digit, text))
    if len(digits) != DAY or any(char.isalpha() for char in text):
        return False
    first, second, century = int(digits[:2]), int(digits[2:4]), digits[4:6]
    return min(first, second) >= 1 and min(first, second) <= 12 and max(first, second) <= 31 and century in CENTURIES


def is_year(text: str) -> bool:
    """Tell whether a text is a year, as stands under a date that is set in two lines."""
    return text.strip().isdigit() and len(text.strip()) == YEAR and text.strip()[:2] in CENTURIES


def is_sum(text: str, *, dated: bool = False) -> bool:
    """Tell whether a text names a balance or a total, dates aside: it heads an amount and names nobody.

    Parameters
    ----------
    text : str
    dated : bool
        A date stands beside it, or no amount: then ``Total`` is the name of a shop, and ``Arranged overdraft`` was paid
        for.
    """
    plain = without_dates(text)
    count = len(letters(plain))
    labels = [label for label in labels_in(plain) if not letters(plain[: label.start])]
    said = {
        role: max((len(letters(plain[a:b])) for r, a, b in labels if r is role), default=0)
        for role in (Role.BALANCE, Role.AMOUNT)
    }
    if said[Role.BALANCE] >= (SUM if plain != text or not dated else SURE_SUM) * max(count, 1):
        return True
    return (
        not dated
        and said[Role.AMOUNT] > 0
        and (letters(plain).startswith(TOTALS) or said[Role.AMOUNT] >= SURE_SUM * count)
    )


def is_transaction(texts: Sequence[str]) -> bool:
    """Tell whether a row is a transaction by its texts alone: a date that no label announces, and an amount behind."""
    for i, text in enumerate(texts):
        end = leading_dates(text)
        whole = end == len(text) and not (i and (plain_labels(texts[i - 1]) or texts[i - 1].rstrip().endswith(":")))
        if end and (i == 0 or whole):
            return any(map(is_amount_cell, texts[i + 1 :])) or is_amount_cell(text[end:].rpartition(" ")[2])
    return False
