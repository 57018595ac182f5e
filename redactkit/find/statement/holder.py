"""The account holder's name: it stays wherever it stands alone, and tells which lines are an address.

A name inside a file's name or a web address is covered with it, as such a word tells nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactkit.find.statement.chunks import has_digit
from redactkit.find.statement.marks import Mark, Rank
from redactkit.model import FieldKind
from redactkit.numbers.text import unaccented
from redactkit.words import PERSON_TITLES, Role, has_street, has_title, labels_in, letters, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactkit.find.statement.fields import Field
    from redactkit.find.statement.segment import Segment

MAX_WORDS = 6
MIN_LETTERS = 4
PARTICLES = frozenset(
    {
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "y",
        "e",
        "und",
        "and",
        "et",
        "en",
        "zu",
    }
)
# Words of headings and of banks, letters only: what is set in capitals is no name by that.
_FORMAL = (
    "YOUR OUR DETAILS ACCOUNT STATEMENT BANK BANKING BRANCH CUSTOMER SERVICE SUMMARY INFORMATION CONTACT",
    "QUESTIONS TOTAL PAGE DATE CARD CREDIT DEBIT SAVINGS CURRENT CHECKING ONLINE MOBILE PLC LTD LIMITED LLC INC",
    "NA AG GMBH SPA SA SPARKASSE VOLKSBANK BANCA BANCO BANQUE KONTOAUSZUG KONTO FILIALE ESTRATTO CONTO RELEVE",
    "COMPTE EXTRACTO CUENTA AFSCHRIFT PAY ORDER NOTICE IMPORTANT TRANSACTIONS ACTIVITY INSURANCE INVESTMENT",
    "NOMINATION REGISTERED THE OF FOR TO FROM UNION",
)
NOT_NAMES = frozenset(word for line in _FORMAL for word in line.split())
_NAME = re.compile(r"[^\W\d_][\w.'’´`&,/() -]*")
_WORD = re.compile(r"[^\W\d_]+")
_PATH = re.compile(r"\S*[_/\\@]\S*|\S+\.(?:html?|pdf|aspx?|php|csv|xlsx?)\b", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Tell whether a text may be a person's name: a few capitalised words, no digit, no word of a form or a bank."""
    plain = text.strip(" :.,-–")
    parts = plain.split()
    if has_digit(plain) or not _NAME.fullmatch(plain) or len(letters(plain)) < MIN_LETTERS or len(parts) > MAX_WORDS:
        return False
    proper = all(part[0].isupper() or not part[0].isalpha() or part.lower() in PARTICLES for part in parts)
    known = {letters(word) for word in _WORD.findall(plain)} & NOT_NAMES
    return proper and not known and not labels_in(plain) and not has_street(plain)


def is_title(text: str) -> bool:
    """Tell whether a text is only what stands above a name: Herrn, Mr & Mrs, Spett.le."""
    return says(text, PERSON_TITLES)


def bare(name: str) -> str:
    """Return a name without the title in front of it, as capitals without accents."""
    parts = unaccented(name).upper().replace(",", " ").split()
    while len(parts) > 1 and (
        letters(parts[0]) in PERSON_TITLES or (has_title(" ".join(parts)) and len(letters(parts[0])) < MIN_LETTERS)
    ):
        parts = parts[1:]
    return " ".join(parts)


def named(fields: Iterable[Field]) -> Iterator[tuple[Segment, int, int]]:
    """Yield the names that stand beside a label for the holder, as slices of their segments."""
    for field in fields:
        text = field.text
        cut = field.segment.text[field.end : field.end + 1].isalpha()  # a label goes on: "Everyday account"
        if Role.HOLDER in field.roles and is_name(text) and not cut:
            start = field.start + len(text) - len(text.lstrip(" :.,-–"))
            yield field.segment, start, field.start + len(text.rstrip())


def occurrences(segments: Iterable[Segment], names: Iterable[str]) -> Iterator[Mark]:
    """Yield where one of the names stands alone: nothing but a title or punctuation beside it."""
    wanted = {letters(bare(name)) for name in names}
    for segment in segments:
        alone = letters(bare(segment.text)) in wanted or letters(segment.text) in wanted
        if alone and not has_digit(segment.text):
            yield Mark(segment, 0, len(segment.text), FieldKind.NAME, Rank.NAME, ("holder",))


def paths(segments: Iterable[Segment], names: Iterable[str]) -> Iterator[Mark]:
    """Yield the file names and web addresses that hold a part of one of the names."""
    parts = {part for name in names for word in bare(name).split() if len(part := letters(word)) >= MIN_LETTERS}
    for segment in segments:
        for match in _PATH.finditer(segment.text):
            plain = letters(match[0])
            if any(part in plain for part in parts):
                yield Mark(segment, *match.span(), FieldKind.CUSTOMER, Rank.VALUE, ("holder", "path"))
