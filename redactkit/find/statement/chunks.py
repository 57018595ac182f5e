"""What a text shows by its form alone: what stays, and every other word with a digit in it.

Covered when unsure: only a date, a time, a page number and a number masked in print are left out. What kind of number
it is orders the findings and gates none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactkit.find.runs import SURE, number_chunks
from redactkit.find.statement.marks import Mark, Rank
from redactkit.geometry import center, contains, join
from redactkit.model import FieldKind
from redactkit.numbers.accounts import find_masked, is_ifsc, is_micr_line, is_sort_code
from redactkit.numbers.contact import find_emails, find_phones, find_urls
from redactkit.numbers.dates import find_dates, find_periods, find_times
from redactkit.numbers.iban import find_bics, find_ibans
from redactkit.numbers.money import find_amounts
from redactkit.numbers.pan import USUAL, evidence
from redactkit.numbers.text import is_digit
from redactkit.words import Role, find_postcodes, labels_in, roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from redactkit.find.statement.segment import Segment
    from redactkit.numbers.span import Span

Slice = tuple[int, int]

# Digits in groups, as card numbers are set (ISO/IEC 7812-1, 12 to 19 of them), with nothing of a number beside them.
_CARD = re.compile(r"(?<![\w.,/-])\d(?:[ .\-–—]{0,2}\d){11,18}(?![\w/]|[.,-]\d)")
# As networks print them: 4-4-4-4 with or without a rest, 4-6-5 (American Express), 4-6-4 (Diners Club).
GROUPS = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4)})
_PAGE = re.compile(r"\s*[.:#]*\s*\d{1,3}(?:\s*(?:of|/|von|de|di|van|sur|da)\s*\d{1,3})?(?![\d.,])", re.IGNORECASE)
# A masked number as readers leave it: some of its asterisks lost, or the space before the next word.
_READ_MASK = re.compile(
    r"(?<![\w*•])(?:\d{0,6} ?(?:(?:[*•●] ?){4,}|[xX]{4,})\d{2,4}(?=[A-Z][a-z])|\d{4,6} ?(?:[*•●] ?){2,}\d{4}(?!\d))"
)
# What stands before the day of a balance, in seven languages.
_ON = re.compile(
    r"(?:\b|(?<=[a-z]))(?:on|as of|as at|am|vom|per|au|du|al|a|il|op|em|date|datum|data|fecha)[ :]*$", re.IGNORECASE
)
_SHEET = re.compile(r"\d{1,3}\s?(?:/|of|von|sur|di|van)\s?\d{1,3}", re.IGNORECASE)
LONG = 16  # characters of a word; longer ones with a digit are references, addresses on the web, or several words
_SMALL = re.compile(r"[a-zß-öø-ÿ]{3,}")
MONEY = frozenset("$€£¥₹+-−–=*~")  # may stand alone beside an amount


def has_digit(text: str) -> bool:
    """Tell whether a text holds a digit of any script."""
    return any(map(is_digit, text))


def pages_in(text: str) -> Iterator[Slice]:
    """Yield the page numbers in a text, with the word for page."""
    for label in labels_in(text):
        if label.role is Role.PAGE and (match := _PAGE.match(text, label.end)):
            yield label.start, match.end()


def sheet_marks(segments: Iterable[Segment]) -> Iterator[Mark]:
    """Yield which of the segments at the head and foot of a page are its number without a word for it: ``2/3``."""
    for segment in segments:
        if _SHEET.fullmatch(segment.text.strip()):
            yield Mark(segment, 0, len(segment.text), None, Rank.DATE)


def kept(text: str) -> list[tuple[Slice, FieldKind | None, Rank]]:
    """Return what stays in a text: numbers masked in print, periods, dates, times and page numbers."""
    masked = [(span.start, span.end) for span in (*find_masked(text), *(s for s in find_ibans(text) if s.masked))]
    masked += [match.span() for match in _READ_MASK.finditer(text)]
    dates = [span for span in find_dates(text) if span.certain or _is_meant(text, span.start, span.end, span.date)]
    dated = [(span.start, span.end) for span in (*find_periods(text), *dates, *find_times(text))]
    return [
        *((span, None, Rank.MASKED) for span in masked),
        *((span, FieldKind.DATE, Rank.DATE) for span in dated),
        *((span, None, Rank.DATE) for span in pages_in(text)),
    ]


def _is_meant(text: str, start: int, end: int, day: date | None) -> bool:
    """Tell whether what may be a date is one: day, month and year with slashes, or behind a word for a day."""
    return "/" in text[start:end] and (day is not None or _ON.search(text[:start]) is not None)


def words(text: str, without: Iterable[Slice] = ()) -> Iterator[Slice]:
    """Yield the words of a text, cut where others have their share."""
    shares = {place for start, end in without for place in range(start, end)}
    start = None
    for place in range(len(text) + 1):
        inside = place < len(text) and not text[place].isspace() and place not in shares
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield start, place
            start = None


def chunks(text: str, without: Iterable[Slice] = ()) -> list[Slice]:
    """Return the words of a text that hold a digit, with the currency and the sign that stand apart from them."""
    found: list[Slice] = []
    split = list(words(text, without))
    for i, (start, end) in enumerate(split):
        if has_digit(text[start:end]) and end - start > LONG:
            found += _glued(text, start, end)
        elif has_digit(text[start:end]):
            before = split[i - 1] if i and set(text[slice(*split[i - 1])]) <= MONEY else (start, end)
            after = split[i + 1] if i + 1 < len(split) and set(text[slice(*split[i + 1])]) <= MONEY else (start, end)
            found.append((before[0], after[1]))
    return found


def _glued(text: str, start: int, end: int) -> Iterator[Slice]:
    """Yield the stretches with a digit in words between which a reader lost the spaces.

    They end where small letters make a word: ``callusat858-555-0101`` is three words and a number.
    """
    cuts = [(start + match.start(), start + match.end()) for match in _SMALL.finditer(text[start:end])]
    for first, last in words(text[:end], [(0, start), *cuts]):
        if has_digit(text[first:last]):
            yield first, last


def _whole(span: Slice, split: Sequence[Slice]) -> Slice:
    """Extend a span to the ends of the words that it begins and ends in."""
    start = next((a for a, b in split if a <= span[0] < b), span[0])
    end = next((b for a, b in split if a < span[1] <= b), span[1])
    return start, end


def cards_in(text: str, *, grouped: bool = False) -> Iterator[tuple[Slice, tuple[str, ...]]]:
    """Yield the card numbers in a text that check digit and prefix confirm, and what speaks for them.

    Parameters
    ----------
    text : str
    grouped : bool
        Only those set in groups: among references of 16 digits, one in forty passes for a card by chance.
    """
    for match in _CARD.finditer(text):
        digits = "".join(filter(is_digit, match[0]))
        held = evidence(digits)
        groups = tuple(map(len, re.findall(r"\d+", match[0])))
        confirmed = "luhn" in held and any(name.startswith("iin:") for name in held)
        alone = len(groups) == 1 and not grouped and len(digits) >= USUAL - 1
        if confirmed and (alone or groups in GROUPS):
            yield match.span(), (*held, "end")


def marks_by_form(segment: Segment) -> Iterator[Mark]:
    """Yield what one segment shows by its form, the surest first."""
    text = segment.text
    stays = kept(text)
    for span, kind, rank in stays:
        yield Mark(segment, *span, kind, rank, ("date",) if kind else ())
    for span, held in cards_in(text):
        yield Mark(segment, *span, FieldKind.PAN, Rank.CONFIRMED, held)
    without = [span for span, _, _ in stays]
    if is_micr_line(text):
        yield Mark(segment, 0, len(text), FieldKind.ROUTING, Rank.VALUE, ("micr",))
    split = [word for word in words(text, [*without, *plain_labels(text)]) if word[1] - word[0] <= LONG]
    for span, kind, rank, held in _typed(text):
        if (
            has_digit(text[slice(*span)])
            or kind is FieldKind.EMAIL
            or (kind is FieldKind.BIC and Role.BIC in roles(text))
        ):
            yield Mark(segment, *_whole(span, split), kind, rank, held)
    for start, end in chunks(text, without):
        yield Mark(segment, start, end, _kind(text[start:end]), Rank.DIGITS, ("digit",))
    if not has_digit(text) and segment.line.score < SURE and _may_be_number(segment):
        yield Mark(segment, 0, len(text), FieldKind.NUMBER, Rank.DIGITS, ("digits only",))


def _may_be_number(segment: Segment) -> bool:
    """Tell whether the alphabet of digits sees a number in what was read as letters without confidence."""
    place = join([cell.quad for cell in segment.cells])
    digits = [cell for cell in segment.line.digits if contains(place, center(cell.quad))]
    return bool(number_chunks(segment.cells, digits))


def plain_labels(text: str) -> list[Slice]:
    """Return where labels stand; a stretch with a digit in it is none."""
    return [
        label for label in dict.fromkeys((a, b) for _, a, b in labels_in(text)) if not has_digit(text[slice(*label)])
    ]


def _typed(text: str) -> Iterator[tuple[Slice, FieldKind, Rank, tuple[str, ...]]]:
    groups: tuple[tuple[Iterable[Span], FieldKind, Rank], ...] = (
        (find_emails(text), FieldKind.EMAIL, Rank.CONFIRMED),
        ((span for span in find_ibans(text) if not span.masked), FieldKind.IBAN, Rank.CONFIRMED),
        (find_amounts(text), FieldKind.AMOUNT, Rank.FORMAT),
        (find_phones(text), FieldKind.PHONE, Rank.FORMAT),
        (find_bics(text), FieldKind.BIC, Rank.FORMAT),
        (find_urls(text), FieldKind.NUMBER, Rank.FORMAT),
        (find_postcodes(text), FieldKind.ADDRESS, Rank.FORMAT),
    )
    for spans, kind, rank in groups:
        for span in spans:
            known = kind is FieldKind.IBAN and span.certain
            yield (span.start, span.end), kind, rank, ("form", "check digits", "end") if known else ("form",)


def _kind(text: str) -> FieldKind:
    if is_sort_code(text) or is_ifsc(text):
        return FieldKind.ROUTING
    return FieldKind.NUMBER
