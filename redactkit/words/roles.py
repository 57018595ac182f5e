"""Which kind of fact a label announces, for all tables in one pass."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from redactkit.words import columns, statement
from redactkit.words.matching import lookup, matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactkit.words.matching import Index


class Role(StrEnum):
    """What stands beside or below a label."""

    STATEMENT = "statement"
    ACCOUNT = "account"
    IBAN = "iban"
    BIC = "bic"
    ROUTING = "routing"
    CUSTOMER = "customer"
    CARD_NUMBER = "card-number"
    BALANCE = "balance"
    AMOUNT = "amount"
    TAX = "tax"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    HOLDER = "holder"
    PERIOD = "period"
    PAGE = "page"
    DATE_HEADER = "date-header"
    DESCRIPTION_HEADER = "description-header"
    DEBIT_HEADER = "debit-header"
    CREDIT_HEADER = "credit-header"
    AMOUNT_HEADER = "amount-header"
    BALANCE_HEADER = "balance-header"
    REFERENCE_HEADER = "reference-header"
    TYPE_HEADER = "type-header"


TABLES: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.STATEMENT: statement.STATEMENT_TITLES,
        Role.ACCOUNT: statement.ACCOUNT_LABELS,
        Role.IBAN: statement.IBAN_LABELS,
        Role.BIC: statement.BIC_LABELS,
        Role.ROUTING: statement.ROUTING_LABELS,
        Role.CUSTOMER: statement.CUSTOMER_LABELS,
        Role.CARD_NUMBER: statement.CARD_NUMBER_LABELS,
        Role.BALANCE: statement.BALANCE_LABELS,
        Role.AMOUNT: statement.AMOUNT_LABELS,
        Role.TAX: statement.TAX_LABELS,
        Role.PHONE: statement.PHONE_LABELS,
        Role.EMAIL: statement.EMAIL_LABELS,
        Role.ADDRESS: statement.ADDRESS_LABELS,
        Role.HOLDER: statement.HOLDER_LABELS,
        Role.PERIOD: statement.PERIOD_LABELS,
        Role.PAGE: statement.PAGE_WORDS,
        Role.DATE_HEADER: columns.DATE_HEADERS,
        Role.DESCRIPTION_HEADER: columns.DESCRIPTION_HEADERS,
        Role.DEBIT_HEADER: columns.DEBIT_HEADERS,
        Role.CREDIT_HEADER: columns.CREDIT_HEADERS,
        Role.AMOUNT_HEADER: columns.AMOUNT_HEADERS,
        Role.BALANCE_HEADER: columns.BALANCE_HEADERS,
        Role.REFERENCE_HEADER: columns.REFERENCE_HEADERS,
        Role.TYPE_HEADER: columns.TYPE_HEADERS,
    }
)


class Label(NamedTuple):
    """A label in a text.

    Attributes
    ----------
    role : Role
        What it announces; a label with two meanings is listed twice with the same slice.
    start, end : int
        Slice of the text; what follows is the value.
    """

    role: Role
    start: int
    end: int


@cache
def _lookup() -> tuple[Mapping[str, tuple[Role, ...]], Index]:
    return lookup(TABLES)


@lru_cache(maxsize=4096)  # a statement repeats its headings on every page
def labels_in(text: str) -> tuple[Label, ...]:
    """Return every label in a text in reading order; the longest wins where several overlap.

    Parameters
    ----------
    text : str
        As read: spaces may be missing, letters wrong.
    """
    roles_of, index = _lookup()
    return tuple(Label(role, start, end) for label, start, end in matches(text, index) for role in roles_of[label])


def roles(text: str) -> frozenset[Role]:
    """Return what the labels in a text announce."""
    return frozenset(label.role for label in labels_in(text))
