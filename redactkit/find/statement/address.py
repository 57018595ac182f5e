"""Addresses: under a name, beside their label, and single lines with a street or a postcode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from redactkit.find.statement.cells import SPACE
from redactkit.find.statement.chunks import has_digit, plain_labels
from redactkit.find.statement.entries import is_amount_cell, leading_dates
from redactkit.find.statement.fields import ALIGNED, KINDS
from redactkit.find.statement.holder import bare, is_name, is_title
from redactkit.find.statement.layout import clear_of
from redactkit.find.statement.marks import Mark, Rank
from redactkit.model import FieldKind
from redactkit.words import Role, find_postcodes, has_street, has_title, labels_in, letters

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from redactkit.find.statement.fields import Field
    from redactkit.find.statement.layout import Layout
    from redactkit.find.statement.segment import Segment

MAX_LINE = 60  # characters of a line of an address; a longer one is a sentence
MAX_LINES = 9  # of one block, names included: the longest in print has a company, a department and a country
AFTER = 3  # lines of letters under the last postcode or street: county, country, a carrier's remark
UNDER_NAME = 3  # lines under a name within which its address begins
MIN_WORD = 3  # letters beside a number: a street's or a town's name
# Line heights between the boxes of two lines of one address; before a postcode a wider gap is usual on British forms.
TIGHT = 0.95
LOOSE = 1.7
ALIKE = 0.74  # of the higher one: lines of one block are set in one font
_BOX = re.compile(r"\b(?:P\.?\s?O\.?\s?Box|Postfach|BP|Apartado|Casella postale|Postbus)\b\s*\d", re.IGNORECASE)
INDENT = 2.4  # line heights that a value may stand behind the edge of the lines under it: a colon and a space
_SET_APART = re.compile(r"[·•|]|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of an address from top to bottom, and the names above them.

    Attributes
    ----------
    names, lines : tuple of Segment
    start : int
        Where the address begins in its first line, behind a label.
    """

    names: tuple[Segment, ...]
    lines: tuple[Segment, ...]
    start: int = 0


def is_place(text: str) -> bool:
    """Tell whether a line shows by itself that it belongs to an address: a postcode, a street with a number, a box."""
    return bool(find_postcodes(text)) or (has_street(text) and has_digit(text)) or _BOX.search(text) is not None


def blocks(layout: Layout, apart: Container[int]) -> list[Block]:
    """Return the addresses of a page that are set as lines under each other.

    Parameters
    ----------
    layout : Layout
    apart : container of int
        Ids of the segments that belong to tables.
    """
    segments = [s for s in layout.segments if id(s) not in apart and len(s.text) <= MAX_LINE and not _is_entry(s)]
    return [block for stack in _stacks(segments) for part in _cut(stack) for block in _blocks(part)]


def _is_mixed(text: str) -> bool:
    """Tell whether a line has words and a number, as a street or a town may in any country; believed under a name."""
    return has_digit(text) and len(letters(text)) >= MIN_WORD


def _is_entry(segment: Segment) -> bool:
    """Tell whether a line is a label with its value, a colon, an amount or a date."""
    text = segment.text
    said = [
        label
        for label in labels_in(text)
        if label.start <= 1 and label.role in KINDS and label.role is not Role.ADDRESS
    ]
    share = max((len(letters(text[label.start : label.end])) for label in said), default=0)
    told = bool(said) and (":" in text or 2 * share >= len(letters(text)))
    return told or not any(map(str.isalnum, text)) or is_amount_cell(text) or leading_dates(text) == len(text)


def _stacks(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield maximal columns of lines that are flush, in one font and tight under each other."""
    ordered = sorted(segments, key=lambda s: s.middle)
    after = {id(s): under for s in ordered if (under := _under(s, ordered)) is not None}
    heads = {id(s) for s in ordered} - {id(under) for under in after.values()}
    for segment in ordered:
        if id(segment) in heads:
            stack = [segment]
            while (under := after.get(id(stack[-1]))) is not None:
                stack.append(under)
            yield stack


def _under(segment: Segment, others: Sequence[Segment]) -> Segment | None:
    """Return the line that goes on under a segment, begun at its left edge or else set to its right or its middle."""
    near = [other for other in others if _is_below(segment, other)]
    for share in (0.0, 1.0, 0.5):
        edge = segment.left + share * (segment.right - segment.left)
        for other in near:
            if abs(other.left + share * (other.right - other.left) - edge) < ALIGNED * segment.high:
                return other
    return None


def _is_below(segment: Segment, under: Segment) -> bool:
    low, high = sorted((segment.high, under.high))
    reach = LOOSE if find_postcodes(under.text) else TIGHT
    below = under.middle > segment.middle + 0.5 * low and under.top - segment.bottom < reach * high
    return below and low >= ALIKE * high


def _cut(stack: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    """Yield the parts of a stack: a name with a title begins one."""
    starts = [i for i in range(1, len(stack)) if has_title(stack[i].text) and is_name(stack[i].text)]
    for start, end in pairwise((0, *starts, len(stack))):
        yield stack[start:end]


def _blocks(stack: Sequence[Segment]) -> Iterator[Block]:
    """Yield the address in a stack: under a name what has words and a number in it, else what is sure to be a place."""
    places = [i for i, segment in enumerate(stack) if is_place(segment.text)]
    mixed = [i for i, segment in enumerate(stack) if i in places or _is_mixed(segment.text)]
    heads = [i for i, s in enumerate(stack) if is_name(s.text) and any(0 < k - i <= UNDER_NAME for k in mixed)]
    start = next((i for i in heads if not _is_sender(stack[i])), None)
    if start is not None:
        end = min(max(k for k in mixed if k > start) + 1 + AFTER, start + MAX_LINES, len(stack))
        names = [i for i in range(start, end) if i == start or (i in heads and _goes_with(stack, i, start))]
        named = [i for i in names if not is_title(stack[i].text)]
        lines = [i for i in range(start, end) if i not in names and not is_title(stack[i].text)]
        yield Block(tuple(stack[i] for i in named), tuple(stack[i] for i in lines))
    before = [i for i in places if start is None or i < start]
    if before:
        end = min(before[-1] + 1 + AFTER, len(stack) if start is None else start)
        yield Block((), tuple(stack[before[0] : end]))


def _goes_with(stack: Sequence[Segment], i: int, start: int) -> bool:
    """Tell whether a line under a name is a name, too: a second holder's, or the first one under a title."""
    return is_title(stack[start].text) or _is_with(stack[i].text, stack[start].text)


def _is_sender(segment: Segment) -> bool:
    return _SET_APART.search(segment.text) is not None


def _is_with(text: str, name: str) -> bool:
    """Tell whether a line is a second holder's name: with a title, or of the same family."""
    family = set(bare(name).split())
    return has_title(text) or any(len(word) >= 3 and word in family for word in bare(text).split())


def labelled_lines(layout: Layout, fields: Iterable[Field], apart: Container[int]) -> Iterator[Block]:
    """Yield the addresses beside a label for them, with the lines that go on below."""
    for field in fields:
        if Role.ADDRESS not in field.roles or Role.EMAIL in field.roles or not any(map(str.isalnum, field.text)):
            continue
        above = field.segment
        lines: list[Segment] = []
        for row in layout.rows:
            if row.middle <= above.middle or len(lines) == AFTER:
                continue
            segments = [s for s in row.segments if id(s) not in apart]
            under = next((s for s in segments if _continues(s, above, field)), None)
            opened = any(_opens(s) and s.left <= field.segment.right for s in segments)
            if under is None or opened:
                break
            lines.append(under)
            above = under
        yield Block((), (field.segment, *lines), field.start)


def _continues(segment: Segment, above: Segment, field: Field) -> bool:
    """Tell whether a line goes on under the value of a label, at its own left edge or behind its colon."""
    value = field.segment.left + (field.segment.right - field.segment.left) * field.start / len(field.segment.text)
    high = above.high
    flush = min(abs(segment.left - value), abs(segment.left - field.segment.left)) < INDENT * high
    return flush and segment.top - above.bottom < TIGHT * high


def _opens(segment: Segment) -> bool:
    return any(start <= 1 for start, _ in plain_labels(segment.text)) or segment.text.rstrip().endswith(":")


def block_marks(found: Iterable[Block], others: Sequence[Segment], high: float) -> Iterator[Mark]:
    """Yield the lines of addresses, each as wide as the widest, and the names above them, which stay.

    Parameters
    ----------
    found : iterable of Block
    others : sequence of Segment
        What else stands on the page: no cover reaches into it.
    high : float
        Median height of the page's segments, pixels.
    """
    for block in found:
        for name in block.names:
            yield Mark(name, 0, len(name.text), FieldKind.NAME, Rank.NAME, ("holder",))
        widest = max((line.right for line in block.lines), default=0.0)
        for i, line in enumerate(block.lines):
            reach = clear_of(line, (line.left, widest), others, SPACE * high)
            start = 0 if i else block.start
            yield Mark(line, start, len(line.text), FieldKind.ADDRESS, Rank.ADDRESS, ("address",), reach)
