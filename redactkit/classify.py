"""What a document is, by the words it prints about itself and by the shape of its numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from redactkit.model import DocumentKind
from redactkit.numbers.pan import MAX_LENGTH, MIN_LENGTH
from redactkit.numbers.text import is_digit
from redactkit.words import BACK_LABELS, CARD_LABELS, IDENTITY_LABELS, STATEMENT_LABELS, mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Line

MAX_CARD_LINES = 45  # both sides of a card with its small print; a page of text has more
MRZ_LENGTH = 26  # the shortest line of a machine readable zone that is not filler has 30; some is lost in reading
CERTAIN = 3  # a machine readable zone weighs as much as three labels


def classify(lines: Sequence[Line]) -> DocumentKind:
    """Return the kind of document that the lines of all pages make.

    A card is recognised by one label or a number of 12 to 19 digits standing alone, unless the labels of an
    identity document or a statement outnumber the card's.
    """
    votes: Counter[DocumentKind] = Counter()
    for line in lines:
        text = line.text
        if text.count("<") >= 5 and len(text) >= MRZ_LENGTH:
            votes[DocumentKind.IDENTITY] += CERTAIN
        elif mentions(text, CARD_LABELS + BACK_LABELS) or _is_number_line(text):
            votes[DocumentKind.CARD] += 1
        elif mentions(text, IDENTITY_LABELS):
            votes[DocumentKind.IDENTITY] += 1
        elif mentions(text, STATEMENT_LABELS):
            votes[DocumentKind.STATEMENT] += 1
    if len(lines) > MAX_CARD_LINES:
        del votes[DocumentKind.CARD]
    if not votes:
        return DocumentKind.UNKNOWN
    order = (DocumentKind.CARD, DocumentKind.IDENTITY, DocumentKind.STATEMENT)
    return max(order, key=lambda kind: (votes[kind], -order.index(kind)))


def _is_number_line(text: str) -> bool:
    digits = sum(is_digit(char) for char in text)
    return MIN_LENGTH <= digits <= MAX_LENGTH and digits >= 0.8 * len(text)
