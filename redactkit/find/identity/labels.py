"""Where labels stand in a segment, with what belongs to them: their numbers, their translations, their misread ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactkit.numbers.text import unaccented
from redactkit.words import Field, field_labels_in

if TYPE_CHECKING:
    from collections.abc import Iterator

# A field's number beside its label: "3. Date of birth", "4bEXP", "(7)"; passports number theirs in brackets.
_NUMBER_BEFORE = re.compile(r"\(?\d{1,2}[a-dA-D]?[.):]{0,2} ?")
_NUMBER_BEHIND = re.compile(r" ?[\[({]\d{1,2}[a-d]?[\])}]")
# What is left of a label of which a part was not known: the rest of its last word, and its translation behind a stroke.
_END_OF_WORD = re.compile(r"(?<=[a-z])[a-z]+")
_TRANSLATED = re.compile(r"(?: ?/ ?[A-Z]?[a-z]{3,})+")
_TRANSLATION = re.compile(r"[^\W\d]+ ?/ ?")
_STROKE = re.compile(r" ?/ ?")


def labels_of(text: str, head: tuple[frozenset[Field], int] | None) -> Iterator[tuple[int, int, frozenset[Field]]]:
    """Yield the labels of a text in reading order: start, end, and what they announce.

    Labels that a stroke joins are translations of each other and count as one.

    Parameters
    ----------
    text : str
    head : (frozenset of Field, int) or None
        What the number announces that the text begins with, and where the value starts.
    """
    last = 0
    pending: tuple[int, int, frozenset[Field]] | None = None
    for start, end, fields in _grown(text, head):
        if pending is not None and _STROKE.fullmatch(text[pending[1] : start]):
            pending = pending[0], end, pending[2] | fields
        else:
            if pending is not None:
                yield pending
            before = text[last:start]
            opens = _TRANSLATION.fullmatch(before) or (last == 0 and _NUMBER_BEFORE.fullmatch(before))
            pending = (last if opens else start), end, fields
        last = end
    if pending is not None:
        yield pending


def _grown(text: str, head: tuple[frozenset[Field], int] | None) -> Iterator[tuple[int, int, frozenset[Field]]]:
    """Yield the known labels and the leading number, none overlapping, each up to where its misread end reaches."""
    slices: dict[tuple[int, int], set[Field]] = {}
    for label in field_labels_in(text):
        slices.setdefault((label.start, label.end), set()).add(label.field)
    ordered = sorted(slices)
    last = 0
    if head is not None and not any(start < head[1] for start, _ in ordered):
        yield 0, head[1], head[0]
        last = head[1]
    plain = unaccented(text)
    for i, (start, end) in enumerate(ordered):
        following = ordered[i + 1][0] if i + 1 < len(ordered) else len(text)
        grown = end
        for form in (_END_OF_WORD, _TRANSLATED, _NUMBER_BEHIND):
            match = form.match(plain, grown, following)
            grown = match.end() if match else grown
        if grown > last:
            yield max(start, last), grown, frozenset(slices[start, end])
            last = grown
