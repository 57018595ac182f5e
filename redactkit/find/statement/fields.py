"""Labels to values: to the right in the same line or row, else below, several stacked.

The label stays readable, the value gets its kind. What a label calls an account or an IBAN is a number whose last four
may stay; so it must be the label's own value, and whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from redactkit.find.statement.chunks import chunks, has_digit, kept, plain_labels, words
from redactkit.find.statement.columns import overlap
from redactkit.find.statement.marks import MIN_TAILED, NUMBERED, Mark, Rank
from redactkit.model import FieldKind
from redactkit.numbers.accounts import is_ifsc, is_routing, is_sort_code
from redactkit.numbers.dates import find_dates
from redactkit.numbers.iban import find_ibans, is_bic
from redactkit.numbers.money import find_amounts, is_amount
from redactkit.numbers.pan import MAX_LENGTH, MIN_LENGTH
from redactkit.words import Role, labels_in, letters

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from redactkit.find.statement.chunks import Slice
    from redactkit.find.statement.layout import Layout
    from redactkit.find.statement.segment import Segment

KINDS = {
    Role.IBAN: FieldKind.IBAN,
    Role.CARD_NUMBER: FieldKind.PAN,
    Role.ACCOUNT: FieldKind.ACCOUNT,
    Role.ROUTING: FieldKind.ROUTING,
    Role.BIC: FieldKind.BIC,
    Role.CUSTOMER: FieldKind.CUSTOMER,
    Role.TAX: FieldKind.TAX,
    Role.PHONE: FieldKind.PHONE,
    Role.EMAIL: FieldKind.EMAIL,
    Role.BALANCE: FieldKind.BALANCE,
    Role.AMOUNT: FieldKind.AMOUNT,
    Role.ADDRESS: FieldKind.ADDRESS,
    Role.HOLDER: FieldKind.NAME,
}
"""Kind of the value of each role; of a label with several, the first that the value's form allows."""
SUMS = frozenset({FieldKind.BALANCE, FieldKind.AMOUNT})
WORDED = frozenset({FieldKind.ADDRESS, FieldKind.NAME})  # values without digits
LETTERED = WORDED | {FieldKind.BIC, FieldKind.EMAIL}  # values that need not have one
MIN_ACCOUNT_DIGITS = 0.6  # share of an account number; more letters are a product's name
MIN_IBAN = 15  # characters, Norway's: the shortest in the registry of ISO 13616
DIVIDERS = "/-·"  # between the parts of a bank's code: ABI / CAB
_LETTERS_BEFORE = re.compile(r"(?<![^\W\d_])[A-Z]{1,3} ?$")
_LETTERS_BEHIND = re.compile(r" ?[A-Z]{1,3}(?![^\W\d_])")
FILLER = frozenset(":.;,-–—=|#()[]*/ $€£₹%")
BELOW = 2.6  # line heights within which a value stands under its label, or under another value
MAX_STACK = 12  # values under one label
NEAR = 2.5  # line heights between two parts of one number
MAX_BETWEEN = 3  # letters between a label and the number that is its own: No, N°, Nr.
MAX_PAGE = 3  # digits of a page number
ALIGNED = 0.8


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands in its place for a value.

    Attributes
    ----------
    roles : frozenset of Role
        Of one label, or of several without a value between them: sort code and account number.
    segment : Segment
    start, end : int
        Slice of the segment's text in which the value stands.
    beside : bool
        It stands in the label's row.
    """

    roles: frozenset[Role]
    segment: Segment
    start: int
    end: int
    beside: bool = True

    @property
    def text(self) -> str:
        """The value with what surrounds it."""
        return self.segment.text[self.start : self.end]


def labelled(layout: Layout, apart: Container[int]) -> list[Field]:
    """Return the values of all labels on a page.

    Parameters
    ----------
    layout : Layout
    apart : container of int
        Ids of the segments that belong to tables: no label and no value is looked for in them.
    """
    found: list[Field] = []
    rows = [[s for s in row.segments if id(s) not in apart] for row in layout.rows]
    for i, row in enumerate(rows):
        for k, segment in enumerate(row):
            inside = list(_inside(segment))
            found += [field for field in inside if not _is_empty(field.text)]
            if inside and _is_empty(inside[-1].text):
                roles = inside[-1].roles
                beside, below = _beside(roles, row[k + 1 :]), _below(roles, segment, rows[i + 1 :], layout.high)
                found += below if not beside or _is_headed(roles, beside, below) else beside
    return found


def _inside(segment: Segment) -> Iterator[Field]:
    """Yield each label of a segment with the text up to the next one."""
    slices: dict[Slice, set[Role]] = {}
    for label in labels_in(segment.text):
        if not has_digit(segment.text[label.start : label.end]):
            slices.setdefault((label.start, label.end), set()).add(label.role)
    ends = [*(start for start, _ in slices), len(segment.text)][1:]
    pending: set[Role] = set()
    for ((_, start), roles), end in zip(slices.items(), ends, strict=True):
        value = Field(frozenset(pending | roles), segment, start, end)
        pending = pending | roles if _is_empty(value.text) and end < len(segment.text) else set()
        if not pending:
            yield value


def _is_empty(text: str) -> bool:
    """Tell whether nothing but a date and punctuation stands behind a label: its value stands elsewhere."""
    dated = {place for span in find_dates(text) for place in range(span.start, span.end)}
    return all(char in FILLER or place in dated for place, char in enumerate(text))


def _opens_with_label(segment: Segment) -> bool:
    return any(start <= 1 for start, _ in plain_labels(segment.text))


def _beside(roles: frozenset[Role], segments: Sequence[Segment]) -> list[Field]:
    """Return the value right of a label, and what goes on from it there."""
    found: list[Field] = []
    summed = {KINDS.get(role) for role in roles} <= SUMS
    for segment in segments:
        if _opens_with_label(segment):
            break
        if all(char in FILLER for char in segment.text):
            continue
        if (
            not summed
            and found
            and has_digit(found[-1].text)
            and segment.left - found[-1].segment.right > NEAR * segment.high
        ):
            break
        end = next((start for start, _ in plain_labels(segment.text)), len(segment.text))
        found.append(Field(roles, segment, 0, end))
        if end < len(segment.text) or Role.HOLDER in roles:
            break
    return found


def _below(roles: frozenset[Role], label: Segment, rows: Sequence[Sequence[Segment]], high: float) -> list[Field]:
    """Return the values that are stacked under a label."""
    found: list[Field] = []
    above = label
    for row in rows:
        under = next((s for s in row if _is_under(s, label)), None)
        if under is None or (_opens_with_label(under) and not _is_flush(under, label)):
            continue
        if under.top - above.bottom > BELOW * high or _opens_with_label(under) or len(found) == MAX_STACK:
            break
        found.append(Field(roles, under, 0, len(under.text), beside=False))
        if Role.HOLDER in roles:  # what stands under a name is an address
            break
        above = under
    return found


def _is_headed(roles: frozenset[Role], beside: Sequence[Field], below: Sequence[Field]) -> bool:
    """Tell whether a number is in its label's column and not in its row, where no digit stands."""
    worded = any(KINDS.get(role) in LETTERED for role in roles)
    return (
        not worded
        and not any(has_digit(field.text) for field in beside)
        and any(has_digit(field.text) for field in below[:1])
    )


def _is_under(segment: Segment, label: Segment) -> bool:
    return _is_flush(segment, label) or overlap(segment, label) > 0.5


def _is_flush(segment: Segment, label: Segment) -> bool:
    return min(abs(segment.left - label.left), abs(segment.right - label.right)) < ALIGNED * label.high


def valued(fields: Iterable[Field]) -> set[int]:
    """Return the ids of the segments beside labels for what is neither a name nor an address."""
    return {id(f.segment) for f in fields if f.beside and not any(KINDS.get(role) in WORDED for role in f.roles)}


def field_marks(fields: Sequence[Field]) -> Iterator[Mark]:
    """Yield what the values of labels are; those made of words only are left to who knows names and addresses."""
    for number, field in enumerate(fields):
        if Role.PAGE in field.roles and len(field.text) <= MAX_PAGE and field.text.isdigit():
            yield Mark(field.segment, field.start, field.end, None, Rank.VALUE)
        kinds = [kind for role, kind in KINDS.items() if role in field.roles and kind not in WORDED]
        if kinds:
            yield from _value(field, kinds, number)


def label_marks(segment: Segment) -> Iterator[Mark]:
    """Yield the labels of a segment: they stay."""
    for start, end in plain_labels(segment.text):
        yield Mark(segment, start, end, None, Rank.LABEL)


def _value(field: Field, kinds: Sequence[FieldKind], number: int) -> Iterator[Mark]:
    """Yield the parts of one value, the first number in its place; more numbers behind it are told by their form."""
    if set(kinds) <= SUMS:
        for start, end in _chunks(field, dates=False):
            yield Mark(field.segment, start, end, kinds[0], Rank.VALUE, ("label",))
        return
    if FieldKind.EMAIL in kinds or FieldKind.BIC in kinds:
        yield from _worded(field, kinds)
    parts = _chunks(field, dates=True)
    if not parts:
        return
    text = field.segment.text
    together = [parts[0], *_going_on(text, parts, "" if kinds[0] in NUMBERED else DIVIDERS)]
    start, end = together[0][0], together[-1][1]
    kind = _fitting(text[start:end], kinds)
    if kind is None:
        return
    own = len(letters(text[field.start : start])) <= MAX_BETWEEN
    held = ("label", *(("end",) if own and _is_whole(text[start:end], kind) else ()))
    if kind not in NUMBERED:
        start, end = _with_letters(field, start, end)
    yield Mark(field.segment, start, end, kind, Rank.VALUE, held, part_of=number)


def _with_letters(field: Field, start: int, end: int) -> tuple[int, int]:
    """Extend a number over the one to three capitals that belong to it: QQ 12 34 56 C."""
    text = field.segment.text
    before = _LETTERS_BEFORE.search(text, field.start, start)
    after = _LETTERS_BEHIND.match(text, end, field.end)
    return before.start() if before else start, after.end() if after else end


def _chunks(field: Field, *, dates: bool) -> list[Slice]:
    """Return the words with a digit in a value's place; a number that only looks like a date is one."""
    stays = [
        span
        for span, _, rank in kept(field.text)
        if rank is Rank.MASKED or not dates or _is_dated(field.text[slice(*span)])
    ]
    shift = field.start
    return [(start + shift, end + shift) for start, end in chunks(field.text, stays)]


def _is_dated(text: str) -> bool:
    """Tell whether a date is no account number: a month's name, slashes, or a year of four digits."""
    return any(char.isalpha() or char in "/:" for char in text) or any(
        span.date is not None and str(span.date.year) in text for span in find_dates(text)
    )


def _going_on(text: str, parts: Sequence[Slice], dividers: str) -> Iterator[Slice]:
    """Yield the groups behind the first one that belong to the same value: nothing else stands between them."""
    for (_, end), (start, after) in pairwise(parts):
        part = text[start:after]
        if text[end:start].strip(dividers + " ") or is_sort_code(part) or (find_amounts(part) and not part.isdigit()):
            return
        yield start, after


def _fitting(text: str, kinds: Sequence[FieldKind]) -> FieldKind | None:
    """Return the first of the kinds that a value can be."""
    for kind in kinds:
        if _can_be(text, kind):
            return kind
    return None


def _can_be(text: str, kind: FieldKind) -> bool:
    plain = [char for char in text if char.isalnum()]
    digits = sum(char.isdigit() for char in plain)
    decimal = is_amount(text) and not text.replace(" ", "").isdigit() and "-" not in text
    if kind is FieldKind.PAN:
        return digits == len(plain) and MIN_LENGTH <= digits <= MAX_LENGTH
    if kind is FieldKind.ACCOUNT:
        return (
            digits >= MIN_ACCOUNT_DIGITS * len(plain)
            and not decimal
            and not find_ibans(text)
            and not is_sort_code(text)
        )
    if kind is FieldKind.ROUTING:
        return not decimal
    return not (kind in (FieldKind.BIC, FieldKind.EMAIL) or (decimal and kind is not FieldKind.AMOUNT))


def _is_whole(text: str, kind: FieldKind) -> bool:
    """Tell whether a number is certainly seen to its end, and is nothing but one number."""
    plain = sum(char.isalnum() for char in text)
    if kind is FieldKind.PAN:
        return plain in (15, 16)
    if kind is FieldKind.IBAN:
        return plain >= MIN_IBAN
    one = not any(is_routing(word) or is_ifsc(word) for word in text.split()) or len(text.split()) == 1
    return kind is FieldKind.ACCOUNT and plain >= MIN_TAILED and one


def _worded(field: Field, kinds: Sequence[FieldKind]) -> Iterator[Mark]:
    """Yield the words that a bank's code or a misread e-mail address may be; spaces in them are a reader's."""
    text = field.segment.text
    plain = "".join(char for char in field.text if char not in FILLER or char in ".@-")
    for start, end in words(field.text):
        word = text[field.start + start : field.start + end]
        if FieldKind.BIC in kinds and (is_bic(word.strip(".:,")) or is_bic(plain)):
            yield Mark(field.segment, field.start + start, field.start + end, FieldKind.BIC, Rank.VALUE, ("label",))
        if FieldKind.EMAIL in kinds and ("@" in plain or "." in word.strip(".")):
            yield Mark(field.segment, field.start + start, field.start + end, FieldKind.EMAIL, Rank.VALUE, ("label",))
