"""What a document is, by the words it prints about itself and by the shape of its numbers.

A payment card is never an identity document, and an identity document is never a card, of which four digits stay.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from redactkit.classify.identity import Evidence
from redactkit.model import DocumentKind
from redactkit.numbers.pan import likelihood
from redactkit.numbers.text import fold, is_digit
from redactkit.words import (
    BACK_LABELS,
    CARD_LABELS,
    CHEQUE_LABELS,
    INVOICE_TITLES,
    Role,
    mentions,
    roles,
    says,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Line

MAX_CARD_LINES = 45  # both sides of a card with its small print; a page of text has more
POSSIBLE, LIKELY = 0.4, 0.6  # of `likelihood`: 15 or 16 digits alone; with a network's prefix, or Luhn
MOSTLY = 0.8  # share of digits in a line that is a number
CORE = frozenset({Role.STATEMENT, Role.ACCOUNT, Role.IBAN, Role.BIC, Role.ROUTING, Role.BALANCE, Role.PERIOD})
OWN = frozenset({Role.STATEMENT, Role.ACCOUNT, Role.BALANCE})
MIN_CORE = 2  # of the labels above, and of numbers: other papers with a label or two show fewer
AMOUNT_DIGITS = 3  # 0.50


def classify(lines: Sequence[Line]) -> DocumentKind:
    """Return the kind of document that the lines of all pages make.

    A card is recognised by one label or a number of a card's length standing alone, unless an identity document or
    a statement gets as many votes: redactkit must not take them for a card.
    """
    votes: Counter[DocumentKind] = Counter()
    facts: frozenset[Role] = frozenset()
    for line in lines:
        text = line.text
        if mentions(text, BACK_LABELS):
            votes[DocumentKind.CARD] += 2
        elif mentions(text, CARD_LABELS):
            votes[DocumentKind.CARD] += 1
        elif announced := roles(text):
            facts |= announced
            votes[DocumentKind.STATEMENT] += 1
        else:
            votes[DocumentKind.CARD] += _number_votes(text)
    identity = Evidence.of(lines)
    votes[DocumentKind.IDENTITY] = identity.votes
    if len(lines) > MAX_CARD_LINES or identity.is_sure:
        del votes[DocumentKind.CARD]
    if _is_cheque(lines):
        votes[DocumentKind.STATEMENT] += MIN_CORE
    elif not _tells_of_an_account(facts, lines):
        del votes[DocumentKind.STATEMENT]
    elif not identity.is_sure:
        del votes[DocumentKind.IDENTITY]
    best = max((DocumentKind.IDENTITY, DocumentKind.STATEMENT, DocumentKind.CARD), key=lambda kind: votes[kind])
    return best if votes[best] else DocumentKind.UNKNOWN


def _tells_of_an_account(facts: frozenset[Role], lines: Sequence[Line]) -> bool:
    """Tell whether labels announce what only a statement shows; an invoice shows the payee's account as well."""
    numbers = sum(sum(map(is_digit, line.text)) >= AMOUNT_DIGITS for line in lines)
    if facts & OWN and len(facts & CORE) >= MIN_CORE and numbers >= MIN_CORE:
        return not any(says(line.text, INVOICE_TITLES) for line in lines) or Role.STATEMENT in facts
    return False


def _is_cheque(lines: Sequence[Line]) -> bool:
    return sum(mentions(line.text, CHEQUE_LABELS) for line in lines) >= MIN_CORE


def _number_votes(text: str) -> int:
    """Return 2 for a line that is a number of a card network, 1 for one of a card's length, else 0."""
    digits = "".join(fold(char) for char in text if is_digit(char))
    if len(digits) < MOSTLY * len(text):
        return 0
    return sum(likelihood(digits) >= level for level in (POSSIBLE, LIKELY))
