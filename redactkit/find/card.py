"""What a card shows: its number, and everything else with a digit in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.cvv import cvv_zone
from redactkit.find.pan import Pan, pans
from redactkit.find.runs import number_chunks, offsets, to_the_edges
from redactkit.geometry import center, contains, height, join
from redactkit.model import Cell, DocumentKind, FieldKind, Finding, Line, Page
from redactkit.numbers.text import is_date, is_digit, is_expiry, is_phone
from redactkit.words import BACK_LABELS, CARD_LABELS, CARD_WORDS, mentions, says

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

MIN_SCORE = (
    0.5  # mean confidence below which a line counts as unread (chosen on real cards: icons, not words, lie below)
)
IIN_REACH = 2.5  # line heights under the PAN within which its first four digits are printed once more
MIN_NAME = 4  # letters


class CardDetector:
    """Cards: PAN, expiry and other dates, CVV, repeated bank prefix, phone and other numbers, unread text, names."""

    name = "card"
    kinds = frozenset({DocumentKind.CARD})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return what it finds on one page."""
        numbers = pans(page.lines)
        used = {id(line): pan for pan in numbers for line in pan.lines}
        found = [
            Finding(FieldKind.PAN, page.index, pan.cells, score=pan.score, evidence=(self.name, *pan.evidence))
            for pan in numbers
        ]
        back = is_back(page.lines)
        for line in page.lines:
            if id(line) in used:
                found += self._numbers(page, number_chunks(_beyond(line, used[id(line)]), ()), numbers, back)
            elif not line.cells or line.score < MIN_SCORE:
                found.append(Finding(FieldKind.UNREAD, page.index, quad=line.quad, evidence=(self.name,)))
            else:
                found += self._numbers(page, _chunks(line), numbers, back)
        if back and not any(finding.kind is FieldKind.CVV for finding in found) and (zone := cvv_zone(page.lines)):
            found.append(Finding(FieldKind.CVV, page.index, quad=zone, score=0.3, evidence=(self.name, "zone")))
        return (*found, *self._names(page, used))

    def _numbers(
        self, page: Page, chunks: Iterable[tuple[Cell, ...]], numbers: Sequence[Pan], back: bool
    ) -> Iterable[Finding]:
        for chunk in chunks:
            yield Finding(_kind(chunk, numbers, back), page.index, chunk, evidence=(self.name, "digit"))

    def _names(self, page: Page, used: Container[int]) -> Iterable[Finding]:
        """Yield every line of letters that is no label: the holder's name and company among them."""
        for line in page.lines:
            text = line.text
            letters = sum(char.isalpha() for char in text)
            wordy = letters >= MIN_NAME and line.score >= MIN_SCORE and not number_chunks(line.cells, line.digits)
            if wordy and id(line) not in used and not says(text, CARD_LABELS + CARD_WORDS + BACK_LABELS):
                yield Finding(FieldKind.NAME, page.index, line.cells, score=0.5, evidence=(self.name, "letters"))


def _chunks(line: Line) -> list[tuple[Cell, ...]]:
    return [to_the_edges(chunk, line) for chunk in number_chunks(line.cells, line.digits)]


def _kind(chunk: Sequence[Cell], numbers: Sequence[Pan], back: bool) -> FieldKind:
    text = "".join(cell.char for cell in chunk)
    places = [i for i, char in enumerate(text) if is_digit(char)]
    text = text[places[0] : places[-1] + 1]
    digits = "".join(char for char in text if is_digit(char))
    if len(digits) == 4 and digits == text and any(_repeats(chunk, digits, pan) for pan in numbers):
        return FieldKind.IIN
    if is_expiry(text):
        return FieldKind.EXPIRY
    amex = any("iin:amex" in pan.evidence for pan in numbers)
    if digits == text and ((back and len(digits) == 3) or (amex and len(digits) == 4)):
        return FieldKind.CVV
    if is_date(text):
        return FieldKind.DATE
    return FieldKind.PHONE if is_phone(text) else FieldKind.NUMBER


def _beyond(line: Line, pan: Pan) -> list[Cell]:
    """Return the cells of a line that stand left or right of the number in it."""
    inside = [cell.quad for cell in pan.cells if contains(line.quad, center(cell.quad))]
    return [cell for cell in line.cells if not inside or not contains(join(inside), center(cell.quad))]


def _repeats(chunk: Sequence[Cell], digits: str, pan: Pan) -> bool:
    """Tell whether a text is the PAN's first four digits printed once more right under it."""
    first = pan.cells[0].quad
    _, down = offsets(first, chunk[0].quad)
    same = "".join(cell.char for cell in pan.cells[:4]) == digits
    return same and 0 < down < IIN_REACH * height(first)


def is_back(lines: Sequence[Line]) -> bool:
    """Tell whether lines of a card's back are among these."""
    return any(mentions(line.text, BACK_LABELS) for line in lines)
