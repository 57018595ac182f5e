"""Values to marks: what each is by its label or its own shape. What has a digit is hidden unless it is sure to stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactkit.find.identity.dates import dates_in
from redactkit.find.identity.fields import DATES, DIGITS, NUMBERS
from redactkit.find.identity.marks import Mark
from redactkit.find.identity.reach import Where
from redactkit.find.identity.stretches import FILLER
from redactkit.find.identity.unsure import SURE
from redactkit.find.runs import number_chunks
from redactkit.model import FieldKind
from redactkit.numbers.contact import find_emails, find_phones
from redactkit.numbers.national import national
from redactkit.numbers.text import fold, is_digit, unaccented
from redactkit.words import Field, letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactkit.find.identity.fields import Value
    from redactkit.find.identity.known import Known

# Of a value that two labels claim, the first of these.
HIDDEN = {
    Field.DOCUMENT: FieldKind.DOCUMENT,
    Field.DISCRIMINATOR: FieldKind.DOCUMENT,
    Field.ACCESS: FieldKind.DOCUMENT,
    Field.PERSONAL: FieldKind.PERSONAL,
    Field.BIRTH: FieldKind.BIRTH,
    Field.ADDRESS: FieldKind.ADDRESS,
    Field.PLACE: FieldKind.PLACE,
    Field.PHONE: FieldKind.PHONE,
    Field.SIGNATURE: FieldKind.SIGNATURE,
}
WORDED = frozenset({Field.ADDRESS, Field.PLACE, Field.SIGNATURE})  # have values without a digit
# Values of letters that are nobody's name.
PLAIN = frozenset({Field.SEX, Field.NATIONALITY, Field.HEIGHT, Field.CLASS, Field.AUTHORITY}) | DATES
_HEIGHT = re.compile(
    r"[12] ?[.,] ?\d\d ?m?|[12]\d\d|\d{2,3} ?(?:cm|kgs?|lbs?)|[3-7] ?['’´-]{1,3} ?\d\d?(?: ?(?:\"|''|”|in))?",
    re.IGNORECASE,
)
_CLASS = re.compile(r"[A-Z]{1,3}\d{0,2}[A-Z]?(?:[ ,;/+.-]+[A-Z]{1,2}\d{0,2}[A-Z]?)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"[A-Z<]{6,14}")
_FILLERS = re.compile(r"<<|[A-Z]<[A-Z]")
MIN_NAME = 2  # letters of a name without a label: Li
SENTENCE = 40  # letters from which on a value is a sentence, in which only words with a digit are hidden
LIKE_DIGITS = 0.8  # share of the characters of a date or a number that may be misread digits
CERTAIN = 0.9  # mean confidence at which the end of a number is known


def marks_of(value: Value, known: Known) -> Iterator[Mark]:
    """Yield what a value is; nothing where it stays and is no name either."""
    if not has_digit(value):
        yield from _lettered(value, known)
        return
    if _stays(value):
        return
    stretch = value.stretch
    last = 0
    for one in dates_in(value.text):
        inside = value.where is Where.INSIDE
        if known.calendar.keeps(one.days, value.fields, value.doubts, inside=inside):
            yield from _hidden(value, last, one.start)
            start, end = stretch.start + one.start, stretch.start + one.end
            yield Mark(stretch.segment, start, end, FieldKind.DATE, ("label",) if value.fields else ("zone",))
            last = one.end
    yield from _hidden(value, last, len(value.text))
    if Field.BIRTH in value.fields and value.where is Where.INSIDE and _YEAR.fullmatch(value.text):
        # So short a value has no gap in front of it that a cover could end in.
        yield Mark(stretch.segment, 0, stretch.start, FieldKind.BIRTH, ("label",))


def has_digit(value: Value) -> bool:
    """Tell whether a digit stands in a value, or in what the reader took for letters there."""
    cells, line = value.stretch.cells, value.stretch.segment.line
    if any(is_digit(cell.char) for cell in cells):
        return bool(number_chunks(cells, ()))
    if value.fields & DIGITS and sum(bool(fold(cell.char)) for cell in cells) >= LIKE_DIGITS * len(cells):
        return True
    return not any(is_digit(cell.char) for cell in line.cells) and bool(number_chunks(line.cells, line.digits))


def _stays(value: Value) -> bool:
    """Tell whether a value is certainly a height, a weight or a class."""
    text = value.text.strip(FILLER)
    shapes = [shape for field, shape in ((Field.HEIGHT, _HEIGHT), (Field.CLASS, _CLASS)) if field in value.fields]
    return bool(shapes) and not value.doubts & HIDDEN.keys() and any(shape.fullmatch(text) for shape in shapes)


def _hidden(value: Value, start: int, end: int) -> Iterator[Mark]:
    """Yield what is hidden of a slice of a value: all of it, of a sentence the words with a digit."""
    text = value.text[start:end]
    if not any(map(is_digit, text)) and (start, end) != (0, len(value.text)):
        return
    first = value.stretch.start + start
    kind, evidence = _kind(value, text)
    if len(letters(text)) < SENTENCE or value.fields & HIDDEN.keys():
        yield Mark(value.stretch.segment, first, first + len(text), kind, evidence)
        return
    for word in re.finditer(r"\S+", text):
        if any(map(is_digit, word[0])):
            yield Mark(value.stretch.segment, first + word.start(), first + word.end(), kind, evidence)


def _kind(value: Value, text: str) -> tuple[FieldKind, tuple[str, ...]]:
    """Return what a text with a digit is: by its label, else by its shape."""
    kind = next((kind for field, kind in HIDDEN.items() if field in value.fields), None)
    formats = tuple(one.format for one in national(unaccented(text).upper()))
    if kind is not None and kind is not FieldKind.SIGNATURE:
        whole = value.stretch.segment.line.score >= CERTAIN and " " not in text and value.where is not Where.ON
        end = ("end",) if value.fields & NUMBERS and whole else ()
        return kind, ("label", *formats, *end)
    if dates_in(text):
        return FieldKind.BIRTH, ("date",)
    if find_emails(text):
        return FieldKind.EMAIL, ()
    if formats:
        return FieldKind.PERSONAL, formats
    return (FieldKind.PHONE if any(span.certain for span in find_phones(text)) else FieldKind.NUMBER), ("digit",)


def _lettered(value: Value, known: Known) -> Iterator[Mark]:
    """Yield what a value without a digit is."""
    stretch, said = value.stretch, value.fields
    segment, start, end = stretch.segment, stretch.start, stretch.end
    if _FILLERS.search(value.text):  # a row of a machine readable zone, where no zone was found
        yield Mark(segment, start, end, FieldKind.NUMBER, ("filler",))
    elif Field.SIGNATURE not in said and known.names_in(value.text):
        yield Mark(segment, start, end, FieldKind.NAME, ("known",))
    elif kind := next((kind for field, kind in HIDDEN.items() if field in said & WORDED), None):
        yield Mark(segment, start, end, kind, ("label",))
    elif Field.BIRTH in said:  # of "born", or of a label of which a part was lost, the value is the place
        yield Mark(segment, start, end, FieldKind.PLACE, ("label",))
    elif said & NUMBERS and value.where is not Where.ON and _CODE.fullmatch(value.text):
        yield Mark(segment, start, end, _kind(value, "")[0], ("label", "letters"))
    elif said & {Field.NAME, Field.FATHER}:
        yield Mark(segment, start, end, FieldKind.NAME, ("label",))
    elif not said & PLAIN and len(letters(value.text)) >= MIN_NAME and segment.line.score >= SURE:
        yield Mark(segment, start, end, FieldKind.NAME, ("letters",), 0.5)
