"""The place of birth whose label was not read: passports print it right of the day of birth or under it.

Told only where a machine readable zone says the day and the names, so that no name passes for a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.identity.marks import Mark
from redactkit.find.identity.reach import ROW_SHIFT, apart
from redactkit.model import FieldKind
from redactkit.numbers.text import is_digit
from redactkit.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactkit.find.identity.fields import Value
    from redactkit.find.identity.known import Known

# In heights of the day of birth: rows of ICAO Doc 9303-4 stand two apart, with the labels between them.
MAX_DOWN, MAX_ASIDE, FLUSH = 3.5, 14.0, 1.0
ALIKE = 0.6  # of the higher one: values of a document are set in one size, labels smaller
MIN_PLACE = 3  # letters


def birthplace_marks(values: Sequence[Value], known: Known) -> Iterator[Mark]:
    """Yield letters without a label that stand where the place of birth does."""
    if not known.calendar.zoned:
        return
    births = [value for value in values if known.is_birth(value.text)]
    for value in values:
        wordy = not value.fields and not any(map(is_digit, value.text)) and len(letters(value.text)) >= MIN_PLACE
        if wordy and not known.names_in(value.text) and any(_belongs(birth, value) for birth in births):
            stretch = value.stretch
            yield Mark(stretch.segment, stretch.start, stretch.end, FieldKind.PLACE, ("beside birth",), 0.5)


def _belongs(birth: Value, value: Value) -> bool:
    if apart(birth.stretch, value.stretch, MAX_ASIDE):
        return False
    first, second = birth.stretch.box, birth.stretch.sees(value.stretch)
    low, high = sorted((first.high, second.high))
    down, aside = second.middle - first.middle, second.left - first.right
    under = 0 < down < MAX_DOWN * first.high and abs(second.left - first.left) < FLUSH * high
    beside = abs(down) < ROW_SHIFT * high and 0 < aside < MAX_ASIDE * high
    return low > ALIKE * high and (under or beside)
