"""Words that a document prints about itself, matched under OCR noise.

`says` and `mentions` judge a whole line by one table; `labels_in` finds every label of a statement with its place.
"""

from __future__ import annotations

from redactkit.words.card import (
    BACK_LABELS,
    CARD_LABELS,
    CARD_WORDS,
    CODE_MARKS,
    EXPIRY_LABELS,
    SIGNATURE_LABELS,
)
from redactkit.words.columns import (
    AMOUNT_HEADERS,
    BALANCE_HEADERS,
    CREDIT_HEADERS,
    DATE_HEADERS,
    DEBIT_HEADERS,
    DESCRIPTION_HEADERS,
    REFERENCE_HEADERS,
    TYPE_HEADERS,
)
from redactkit.words.identity import Field, FieldLabel, field_labels_in
from redactkit.words.identity_titles import VISA_LABELS
from redactkit.words.letterhead import PERSON_TITLES, STREET_WORDS, find_postcodes, has_street, has_title
from redactkit.words.matching import label_at, mentions, says
from redactkit.words.numbered import numbered_field
from redactkit.words.roles import Label, Role, labels_in, roles
from redactkit.words.spelling import letters
from redactkit.words.statement import (
    ACCOUNT_LABELS,
    ADDRESS_LABELS,
    AMOUNT_LABELS,
    BALANCE_LABELS,
    BIC_LABELS,
    CARD_NUMBER_LABELS,
    CHEQUE_LABELS,
    CUSTOMER_LABELS,
    EMAIL_LABELS,
    HOLDER_LABELS,
    IBAN_LABELS,
    INVOICE_TITLES,
    PAGE_WORDS,
    PERIOD_LABELS,
    PHONE_LABELS,
    ROUTING_LABELS,
    STATEMENT_TITLES,
    TAX_LABELS,
)

__all__ = [
    "ACCOUNT_LABELS",
    "ADDRESS_LABELS",
    "AMOUNT_HEADERS",
    "AMOUNT_LABELS",
    "BACK_LABELS",
    "BALANCE_HEADERS",
    "BALANCE_LABELS",
    "BIC_LABELS",
    "CARD_LABELS",
    "CARD_NUMBER_LABELS",
    "CARD_WORDS",
    "CHEQUE_LABELS",
    "CODE_MARKS",
    "CREDIT_HEADERS",
    "CUSTOMER_LABELS",
    "DATE_HEADERS",
    "DEBIT_HEADERS",
    "DESCRIPTION_HEADERS",
    "EMAIL_LABELS",
    "EXPIRY_LABELS",
    "HOLDER_LABELS",
    "IBAN_LABELS",
    "INVOICE_TITLES",
    "PAGE_WORDS",
    "PERIOD_LABELS",
    "PERSON_TITLES",
    "PHONE_LABELS",
    "REFERENCE_HEADERS",
    "ROUTING_LABELS",
    "SIGNATURE_LABELS",
    "STATEMENT_TITLES",
    "STREET_WORDS",
    "TAX_LABELS",
    "TYPE_HEADERS",
    "VISA_LABELS",
    "Field",
    "FieldLabel",
    "Label",
    "Role",
    "field_labels_in",
    "find_postcodes",
    "has_street",
    "has_title",
    "label_at",
    "labels_in",
    "letters",
    "mentions",
    "numbered_field",
    "roles",
    "says",
]
