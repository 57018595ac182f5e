"""What speaks for an identity document: rows of its zone, numbered fields, and what it announces about a person.

Words alone do not: covers, lists and forms name such documents, invoices announce numbers and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactkit.numbers.dates import find_dates
from redactkit.numbers.mrz_rows import LIKELY, SURE, anchor_of, likeness, rectified
from redactkit.numbers.text import is_digit
from redactkit.words import INVOICE_TITLES, VISA_LABELS, Field, field_labels_in, letters, mentions, numbered_field, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.model import Line
    from redactkit.words import FieldLabel

ENOUGH = 3  # votes of a row of a machine readable zone, of numbered fields, of a title on its document
PIECE_VOTES = 2  # of a piece of a row
MIN_PIECE = 14  # characters of such a piece
# The beginning of a first row: kind, state, names; of a second one: number, state, birth (ICAO Doc 9303-4, 4.2).
_PIECE = re.compile(r"(?:P<|[IAC]<|ID)[A-Z]{3}(?=[A-Z]*<)[A-Z<]{6}|P<[A-Z]{12}|(?=.*\d)[A-Z0-9<]{9}\d[A-Z]{3}\d{13}")
# What only an identity document announces, or nearly.
PERSONAL = {
    Field.TITLE: 2, Field.BIRTH: 2, Field.PLACE: 2, Field.NATIONALITY: 2, Field.DISCRIMINATOR: 2,
    Field.FATHER: 2, Field.SEX: 1,
}  # fmt: skip
# One vote each; a label of fewer letters (No, Ref, ID) stands on every paper.
OTHER = frozenset(Field) - PERSONAL.keys() - {Field.PHONE, Field.SIGNATURE}
MIN_LABEL = 5
SEXES = ("MALE", "FEMALE")  # in a line of their own, without a label, on Indian documents
MAX_BILINGUAL = 3  # votes of fields announced in two languages at once
FEW_DATA, SOME_DATA, MUCH_DATA = 1, 2, 3  # lines with a number, dates twice, beside a label; a title; a title alone
SOME_FACTS = 2
NUMBER_DIGITS = 6
LIFE_YEARS = 15  # between the first and the last date: a birth and an expiry
MUCH = 6  # votes: a title, its issuer and a few labels
MIN_BILINGUAL = 2
LABEL_SHARE, CAPITALS_SHARE = 0.6, 0.4  # of a line's letters; less in a sentence, which is not all capitals
BEFORE_LABEL = 3  # letters: what a script that is not read left
SENTENCE = 24  # letters beside a label that its value does not have
MIN_NUMBERED = 3  # fields
_DATED = frozenset({Field.BIRTH, Field.ISSUED, Field.EXPIRES})


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for an identity document.

    Attributes
    ----------
    votes : int
        0 if it is not enough.
    is_sure : bool
        No other kind of document shows the like, whatever else stands on it.
    """

    votes: int
    is_sure: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Evidence:
        """Return what speaks for an identity document in the lines of all pages."""
        shown = sum(map(_row_votes, lines)) + ENOUGH * _numbers_its_fields(lines)
        data = sum(_data_in(line.text) for line in lines)
        announced = _Announced.by(lines)
        votes = shown + announced.votes + (announced.is_headed and data >= MUCH_DATA)
        if shown >= ENOUGH or (votes >= ENOUGH and announced.is_personal and announced.is_filled_in(data, votes)):
            titled = Field.TITLE in announced.fields and (bool(announced.facts) or votes >= MUCH)
            return cls(votes, is_sure=shown >= ENOUGH or titled)
        return cls(0, is_sure=False)


def _row_votes(line: Line) -> int:
    """Return the votes of a line that is a row of a machine readable zone or a piece of one."""
    readings = (line.text, "".join(cell.char for cell in line.mrz))
    return max(map(_zone_votes, readings))


def _zone_votes(text: str) -> int:
    row = rectified(text)
    like = likeness(row)
    if like == SURE and ("<" in text or anchor_of(row) is not None):
        return ENOUGH
    is_piece = ("<" in text and like == LIKELY and len(row) >= MIN_PIECE) or _PIECE.match(row) is not None
    return PIECE_VOTES * is_piece


def _numbers_its_fields(lines: Sequence[Line]) -> bool:
    """Tell whether lines begin with the numbers of a licence's fields, one with a date or a letter (4b.) alone."""
    found: set[Field] = set()
    dated = False
    for line in lines:
        numbered = numbered_field(line.text)
        if numbered is not None:
            field, start = numbered
            found.add(field)
            rest = line.text[start:]
            dated |= field in _DATED and bool(find_dates(rest) or (field is not Field.BIRTH and not rest))
    return dated and len(found) >= MIN_NUMBERED


@dataclass(frozen=True, slots=True)
class _Announced:
    """What labels announce, what of it in two languages at once; whether a title in capitals, an invoice's is there."""

    fields: frozenset[Field]
    bilingual: frozenset[Field]
    is_headed: bool
    is_invoice: bool

    @classmethod
    def by(cls, lines: Sequence[Line]) -> _Announced:
        found: set[Field] = set()
        bilingual: set[Field] = set()
        is_headed = False
        for line in lines:
            fields = [label.field for label in _labels(line.text)]
            found.update(fields)
            bilingual.update(field for field in fields if fields.count(field) > 1)
            is_headed |= Field.TITLE in fields and line.text.isupper()
            if mentions(line.text, VISA_LABELS):
                found.add(Field.TITLE)
            if letters(line.text) in SEXES:
                found.add(Field.SEX)
        if _spans_a_life(lines):
            found.add(Field.BIRTH)
        is_invoice = any(says(line.text, INVOICE_TITLES) for line in lines)
        return cls(frozenset(found), frozenset(bilingual - {Field.COUNTRY, Field.TITLE}), is_headed, is_invoice)

    @property
    def votes(self) -> int:
        return sum(PERSONAL.get(field, 1) for field in self.fields) + min(len(self.bilingual), MAX_BILINGUAL)

    @property
    def is_personal(self) -> bool:
        """Whether it is what no invoice announces."""
        return bool(self.fields & PERSONAL.keys()) or len(self.bilingual) >= MIN_BILINGUAL

    @property
    def facts(self) -> frozenset[Field]:
        """What of it is about a person."""
        return self.fields & PERSONAL.keys() - {Field.TITLE}

    def is_filled_in(self, data: int, votes: int) -> bool:
        """Tell whether numbers and dates stand beside it, or so much is announced that they are there but too small."""
        if len(self.facts) >= SOME_FACTS:
            return True
        return not self.is_invoice and (votes >= MUCH or data >= (FEW_DATA if self.facts else SOME_DATA))


def _labels(text: str) -> tuple[FieldLabel, ...]:
    """Return the labels of a line that count; none of a sentence, none of a few letters but of personal data."""
    labels = tuple(
        label
        for label in field_labels_in(text)
        if label.field in PERSONAL or (label.field in OTHER and label.end - label.start >= MIN_LABEL)
    )
    if not labels:
        return ()
    whole = len(letters(text))
    spelled = sum(len(letters(text[start:end])) for start, end in {(label.start, label.end) for label in labels})
    if spelled >= (CAPITALS_SHARE if text.isupper() else LABEL_SHARE) * whole:
        return labels
    leads = len(letters(text[: labels[0].start])) <= BEFORE_LABEL and whole - spelled <= SENTENCE
    return tuple(label for label in labels if label.field is not Field.TITLE) if leads else ()


def _spans_a_life(lines: Iterable[Line]) -> bool:
    years = [
        day.year
        for line in lines
        for span in find_dates(line.text)
        if (day := span.date) is not None and str(day.year) in line.text
    ]
    return bool(years) and max(years) - min(years) >= LIFE_YEARS


def _data_in(text: str) -> int:
    """Return 2 for a whole date, 1 for another number, 0 for a line without one."""
    if any(span.date is not None for span in find_dates(text)):
        return SOME_DATA
    return FEW_DATA * (sum(map(is_digit, text)) >= NUMBER_DIGITS)
