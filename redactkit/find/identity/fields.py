"""Labels to values: inside the label's segment, right of it, or below it; what no label claims has none.

Of two labels that may mean the same value the nearer one does, and the other one leaves a doubt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from redactkit.find.identity.dates import dates_in
from redactkit.find.identity.reach import Where, apart, costs, follows, goes_on, parts
from redactkit.numbers.text import is_digit
from redactkit.words import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.identity.stretches import Stretch

ODD = 0.5  # what a label costs whose value would stand elsewhere than those of the others do
MISFIT = 0.6  # what a label costs whose values look otherwise
DOUBT = 0.5  # costs that differ by less leave a doubt
HEADINGS = frozenset({Field.TITLE, Field.COUNTRY})  # announce nothing
NUMBERS = frozenset({Field.DOCUMENT, Field.PERSONAL, Field.ACCESS, Field.DISCRIMINATOR})
DATES = frozenset({Field.BIRTH, Field.ISSUED, Field.EXPIRES})
DIGITS = NUMBERS | DATES  # have values with a digit
LETTERED = frozenset({Field.NAME, Field.FATHER, Field.SEX, Field.NATIONALITY})  # have values without
PLACES = frozenset({Field.ADDRESS, Field.PLACE})
LINED = PLACES | {Field.NAME, Field.FATHER}  # have values of more than one line
LONG = LINED | {Field.SIGNATURE}  # have values of which gaps make several in a row


@dataclass(frozen=True, slots=True)
class Value:
    """What stands between labels, and what it is said to be.

    Attributes
    ----------
    stretch : Stretch
    fields : frozenset of Field
        What its label announces; empty when it has none.
    doubts : frozenset of Field
        What other labels about as near announce.
    where : Where or None
        Where it stands, seen from its label.
    label : Stretch or None
        That label, if the value does not go on from another one.
    """

    stretch: Stretch
    fields: frozenset[Field] = frozenset()
    doubts: frozenset[Field] = frozenset()
    where: Where | None = None
    label: Stretch | None = None

    @property
    def text(self) -> str:
        """What stands there."""
        return self.stretch.text


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label, what may be its value, and how little that convinces."""

    cost: float
    label: Stretch
    value: Stretch
    where: Where


def values_of(found: Sequence[Stretch]) -> list[Value]:
    """Return the values among the stretches of a page in their order, each with what its label announces."""
    inside = {id(value): label for label, value in _inside(found)}
    full = {id(label) for label in inside.values()}
    labels = [one for one in found if one.fields - HEADINGS and id(one) not in full]
    values = [one for one in found if not one.fields and id(one) not in inside]
    pairs = sorted(_favoured(list(_pairs(labels, values, found))), key=lambda pair: pair.cost)
    own = _assigned(pairs)
    said = []
    for stretch in found:
        if stretch.fields:
            continue
        if (label := inside.get(id(stretch))) is not None:
            said.append(Value(stretch, label.fields, where=Where.INSIDE, label=label))
        elif (pair := own.get(id(stretch))) is not None:
            said.append(Value(stretch, pair.label.fields, _doubts(pair, pairs), pair.where, pair.label))
        else:
            said.append(Value(stretch))
    return _continued(said, found)


def _inside(found: Sequence[Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield every label that its value follows in the same segment, with the value.

    Letters behind the label of a number or of a date are what is left of its translation.
    """
    for label, value in pairwise(found):
        own = label.segment is value.segment and label.fields - HEADINGS and not value.fields
        if own and (not label.fields & DIGITS or any(map(is_digit, value.text))):
            yield label, value


def _pairs(labels: Iterable[Stretch], values: Sequence[Stretch], found: Sequence[Stretch]) -> Iterator[_Pair]:
    """Yield every label with what stands beside or below it and nothing between."""
    for label in labels:
        near = [other for other in found if other is not label and not apart(label, other)]
        close = {id(other) for other in near}
        for value in values:
            if id(value) in close:
                for where, cost in costs(label.box, label.sees(value)):
                    if not parts(label, value, where, near):
                        yield _Pair(cost + MISFIT * _misfits(label.fields, value.text), label, value, where)


def _misfits(fields: frozenset[Field], text: str) -> bool:
    """Tell whether a value does not look like one of a label's: a date without one, a name with a digit."""
    digits = any(map(is_digit, text))
    dated = bool(dates_in(text))
    return (
        (fields <= DIGITS and not digits)
        or (fields <= DATES and digits and not dated)
        or (fields <= NUMBERS and dated)
        or (fields <= LETTERED and digits)
    )


def _favoured(pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """Yield pairs, dearer where the document's other labels have their values elsewhere."""
    sides: defaultdict[int, set[Where]] = defaultdict(set)
    for pair in pairs:
        sides[id(pair.label)].add(pair.where)
    votes = Counter(next(iter(side)) for side in sides.values() if len(side) == 1)
    usual = Where.BELOW if votes[Where.BELOW] > votes[Where.BESIDE] else Where.BESIDE
    settled = votes[Where.BELOW] != votes[Where.BESIDE]
    for pair in pairs:
        colon = pair.label.segment.text[pair.label.end :].lstrip()[:1] == ":"
        odd = pair.where is not (Where.BESIDE if colon else usual) and (colon or settled)
        yield replace(pair, cost=pair.cost + ODD * odd)


def _assigned(pairs: Iterable[_Pair]) -> dict[int, _Pair]:
    """Return the best label of each value by the value's id; all values of a label stand on one side of it."""
    own: dict[int, _Pair] = {}
    sides: dict[int, Where] = {}
    for pair in pairs:
        if id(pair.value) not in own and sides.setdefault(id(pair.label), pair.where) is pair.where:
            own[id(pair.value)] = pair
    return own


def _doubts(pair: _Pair, pairs: Iterable[_Pair]) -> frozenset[Field]:
    """Return what other labels announce that are about as near to a value as its own."""
    others = (other.label for other in pairs if other.value is pair.value and other.cost < pair.cost + DOUBT)
    return frozenset(field for label in others for field in label.fields) - pair.label.fields


def _continued(values: Sequence[Value], found: Sequence[Stretch]) -> list[Value]:
    """Return values with the lines that go on below them, or beside them, said to be the same."""
    known = {id(value.stretch): value for value in values}
    waiting = [value for value in values if value.fields & LONG]
    while waiting:
        before = waiting.pop()
        for value in values:
            one, other = before.stretch, value.stretch
            wordless = any(map(is_digit, value.text)) and not before.fields & PLACES
            if known[id(other)].fields or wordless or apart(one, other):
                continue
            indented = Field.ADDRESS in before.fields  # under a house number in front of it, too
            lined = bool(before.fields & LINED) and goes_on(one, other, indented=indented)
            under = lined and not parts(one, other, Where.BELOW, found)
            if under or (follows(one, other) and not parts(one, other, Where.BESIDE, found)):
                known[id(other)] = replace(value, fields=before.fields & LONG, where=Where.ON)
                waiting.append(known[id(other)])
    return [known[id(value.stretch)] for value in values]
