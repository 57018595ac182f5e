"""Fields that bear a number instead of a label: European driving licences, and cards after AAMVA.

A number is believed only on a document that shows several of them; a house number begins a line as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from redactkit.find.identity.dates import dates_in
from redactkit.words import Field, field_labels_in, numbered_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.statement.segment import Segment

Number: TypeAlias = tuple[int, str]  # 4a is (4, "a")
Head: TypeAlias = tuple[frozenset[Field], int]  # what it announces, and where the value starts

MIN_NUMBERS = 3  # different ones in their order, or beside the label that goes with them
_NUMBER = re.compile(r"\W*(\d{1,2})([a-dA-D]?)")
# A number that stands by itself, in a column of its own.
_ALONE = re.compile(r"(\d[a-d]?)[.,:)]?")
_EUROPE = {
    "1": {Field.NAME},
    "2": {Field.NAME},
    "3": {Field.BIRTH, Field.PLACE},
    "4a": {Field.ISSUED},
    "4b": {Field.EXPIRES},
    "4c": {Field.AUTHORITY},
    "4d": {Field.PERSONAL},
    "5": {Field.DOCUMENT},
    "7": {Field.SIGNATURE},
    "8": {Field.ADDRESS},
    "9": {Field.CLASS},
}
TOGETHER = 25.0  # heights within which fields are of one document


def heads(segments: Sequence[Segment]) -> dict[int, Head]:
    """Return, by the id of the segments that begin with a field's number, what it announces and where the value starts.

    The numbers of European licences run down the card in their order (Directive 2006/126/EC, annex I); those of AAMVA
    cards (DL/ID Card Design Standard, annex A) stand anywhere, but mostly beside a label of the same meaning.
    """
    numbered = [(segment, number, head) for segment in segments for number, head in _head(segment)]
    found = {}
    for segment, _, head in numbered:
        near = [one for one in numbered if _is_near(segment, one[0])]
        if _run(near) >= MIN_NUMBERS or len(set(_agreeing(near))) >= MIN_NUMBERS:
            found[id(segment)] = head
    return found


def _head(segment: Segment) -> Iterator[tuple[Number, Head]]:
    text, match = segment.text, _NUMBER.match(segment.text)
    if (alone := _ALONE.fullmatch(text.lower())) is not None and alone[1] in _EUROPE:
        yield (int(alone[1][0]), alone[1][1:]), (frozenset(_EUROPE[alone[1]]), len(text))
        return
    if match is None or any(one.start == 0 for one in dates_in(text)):
        return
    head = numbered_field(text)
    if head is None and (head := numbered_field(text.replace(" ", ""))) is not None:
        inked = [i for i, char in enumerate(text) if char != " "]
        head = head[0], inked[head[1] - 1] + 1
    if head is not None:
        fields = {head[0], Field.PLACE} if head[0] is Field.BIRTH and match.end() == head[1] else {head[0]}
        yield (int(match[1]), match[2].lower()), (frozenset(fields), head[1])


def _is_near(segment: Segment, other: Segment) -> bool:
    left, top, right, bottom = segment.frame.box(cell.quad for cell in other.cells)
    reach = TOGETHER * max(segment.high, bottom - top)
    return max(left - segment.right, segment.left - right, top - segment.bottom, segment.top - bottom) < reach


def _run(near: Iterable[tuple[Segment, Number, Head]]) -> int:
    """Return how many different numbers stand under each other in their order."""
    found = list(near)
    frame = found[0][0].frame
    placed = sorted((frame.box(cell.quad for cell in segment.cells)[1], number) for segment, number, _ in found)
    ends: list[Number] = []
    for _, number in placed:
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
    return len(ends)


def _agreeing(near: Iterable[tuple[Segment, Number, Head]]) -> Iterator[Number]:
    """Yield the numbers beside a label that means the same."""
    for segment, number, (fields, start) in near:
        if any(label.field in fields and label.start < start for label in field_labels_in(segment.text)):
            yield number
