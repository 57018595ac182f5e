"""The numbered fields of driving licences, where a number stands for a label.

The European Union's are in Directive 2006/126/EC, Annex I; North America's in the AAMVA Card Design Standard, which
takes them over and adds more. Readers drop the space behind the number, and the point.
"""

from __future__ import annotations

import re

from redactkit.numbers.dates import find_dates
from redactkit.words.identity import Field, field_labels_in
from redactkit.words.letterhead import has_street

_MARK = r"(?:[.,:)]\s*|\s+)"  # parts the number from its value
_DATE = r"\d{1,2}[./ -]\d{1,2}[./ -]\d"  # behind a number: a date alone has no fourth part
_LETTER = r"[^\W\d_]"
_CATEGORIES = r"(?:(?:AM|[ABCD]1?E?|C1E|D1E|[FGHKLMNPQRSTVWYZ]|B1|A2)[\s/,.;+-]*)+$"
# The number as it is read (4b as 46), and what behind it shows that it is one. Fields 1, 2 and 8 have no digits to be
# covered for, so they need less; a house number in front of a street is none of them.
_NUMBERED = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.BIRTH, rf"3(?:{_MARK}(?={_DATE}|$)|(?=\d\d[./-]\d\d[./-]\d))"),
        (Field.ISSUED, rf"4\s?(?:[aA@](?![a-z]{{2}})\.?\s*|[0o8]{_MARK}(?={_DATE}))"),
        (Field.EXPIRES, rf"4\s?(?:[bB](?![a-z]{{2}})\.?\s*|[6h]{_MARK}(?={_DATE}|\d{{6}}))"),
        (Field.AUTHORITY, r"4\s?(?:[cC©](?![a-z]{2}|\d{3})\.?\s*|[eE(]\.\s*)"),
        (Field.PERSONAL, r"4\s?[dD](?![a-z]{2})\.?\s*"),
        (Field.DISCRIMINATOR, r"5\s?D[D0O]\b[.:]?\s*"),
        (Field.DOCUMENT, rf"5[ab]?(?:\.$|{_MARK}(?=[A-Z0-9 /-]{{5}}))"),
        (Field.SIGNATURE, r"7\.\s*(?!\d)"),
        (Field.ADDRESS, rf"8(?:{_MARK}(?=.*{_LETTER}{{3}}|$)|(?=\d{{0,6}}{_LETTER}{{3}}))"),
        (Field.CLASS, rf"9(?:\.$|(?:{_MARK})?(?={_CATEGORIES}))"),
        (Field.CLASS, r"1[012]\.\s*(?!\d)"),
        (Field.NAME, rf"[12](?:\.$|(?:{_MARK}|(?={_LETTER}{{2}}))(?={_LETTER}\D*$))"),
        (Field.SEX, rf"15(?:{_MARK})?(?=[MFX]$)"),
        (Field.HEIGHT, rf"1[6-9](?:{_MARK})?(?=\d['’-]|\d{{2,3}} ?(?:cm|lb|kg)|[A-Z]{{3}}$)"),
    )
)
_PREFIX = re.compile(r"(?:1\d|[45]\s?[a-d]|9\s?[ab]|\d)[.:]?\s*(?=[A-Za-z])")
_NEVER_DATES = frozenset({Field.DOCUMENT, Field.ADDRESS, Field.NAME})  # 5.12.1990, 8 DEC 2020, 1 JAN 2020
_VALUE = re.compile(r"[\s.:#]*")


def numbered_field(text: str) -> tuple[Field, int] | None:
    """Return the field that a text begins with the number of, and where its value starts; None without a number.

    Where a label stands behind the number, the label says what it is: ``4dLIC#:`` is a licence's number in America.
    Only the caller knows whether the document numbers its fields; a list and a house number do as well.
    """
    prefix = _PREFIX.match(text)
    if prefix is not None:
        label = next((label for label in field_labels_in(text) if label.start == prefix.end()), None)
        if label is not None:
            match = _VALUE.match(text, label.end)
            return label.field, match.end() if match else label.end
    for field, pattern in _NUMBERED:
        match = pattern.match(text)
        if match is not None and not _is_other(field, text):
            return field, match.end()
    return None


def _is_other(field: Field, text: str) -> bool:
    """Tell whether what looks like a field is a date or begins an address."""
    if field is Field.NAME and has_street(text):
        return True
    return field in _NEVER_DATES and any(span.start == 0 for span in find_dates(text))
