"""Telephone numbers, e-mail and web addresses in a text.

The shape finds them; phonenumbers (the published numbering plans, offline) says which are certain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from redactkit.numbers.dates import find_dates
from redactkit.numbers.money import find_amounts
from redactkit.numbers.span import Span
from redactkit.numbers.text import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_SHOWN = 4  # digits of 1-800-FLOWERS
LOCAL, MAX_DIGITS = 7, 15  # a number without its area, which every plan has; ITU-T E.164 6.1
REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT", "IN", "AU", "NZ", "SG", "IE", "BE", "AT", "CH", "BR", "MX")
_LABEL = (
    r"(?<![a-z])(?:tele?(?:phone|fon[oe]?|foon|fax|movel|copie|ph)?|phone|fax|mob(?:ile|iel|il)?|movil|handy|hotline"
    r"|helpline|call|dial|tlf|tfno|tlm|cell(?:ulare|phone)?|portable|whatsapp|☎|✆)"
    r"(?: *(?:us|no|nr|num(?:ber|mer|ero)?))*(?: *(?:on|at|in))?[ :.#-]*"
)
_LABELLED = re.compile(
    rf"{_LABEL}(?P<number>[+(]?[\doil](?:[ ()./-]{{0,3}}[\doil]){{4,18}})(?!\d|[.,]\d)", re.IGNORECASE
)
_SHAPES = tuple(
    re.compile(rf"(?<![\d.,])(?<!\d[-/ ]){shape}(?![\w%]|[.,/-]\d)")
    for shape in (
        r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])[\dA-Z]{3}[ .-]\d{4}",  # North America, letters as on its keys
        r"1[ -]8\d\d[ -][A-Z]{3,4}[ -]?[A-Z\d]{3,5}",
        r"1[38]00[ -]?\d{2,3}[ -]?\d{3,4}",
        r"\d{3}-\d{4}",
        r"(?:\(0\d{1,5}\)|0[1-9]\d{0,4})[ ./-]{1,3}\d(?:[ ./-]?\d){4,10}",  # with the prefix 0 of most plans
        r"00[1-9]\d{0,2}[ ./-]\(?\d(?:[ ()./-]{0,3}\d){6,12}",
        r"[6-9]\d{2}[ .-]\d{3}[ .-]\d{3}",  # Spain, Portugal
        r"[6-9]\d{4}[ -]\d{5}",  # India
    )
)
_TOP = "com|org|net|info|biz|eu|io|co|gov|edu|de|at|ch|fr|es|it|nl|be|pt|uk|ie|us|ca|mx|br|in|au|nz|sg|lu"
_EMAIL = re.compile(
    r"(?P<user>[\w+%-]+(?:\.[\w+%-]+)*) ?(?P<at>@|＠|[(\[{] ?at ?[)\]}]|[©®](?=[\w-]+[.,]\w)) ?"
    rf"(?P<host>[\w-]+(?:[.,][\w-]+)*(?: ?[.,] ?(?:{_TOP})\b)?)",
    re.IGNORECASE,
)
# Without www, capitals and small letters tell a domain from the end of a sentence.
_URL = re.compile(
    r"(?i:(?:https?|file)[:;] ?//|www[.,])[^\s,;|<>()]+"
    rf"|(?<![\w@.-])(?:(?:[A-Za-z\d](?:[\w-]*[A-Za-z\d])?\.)+(?:{_TOP})|(?:[A-Z\d](?:[A-Z\d-]*[A-Z\d])?\.)+(?:{_TOP.upper()}))"
    r"\b(?:/[\w/?=&%#~+.-]*)?"
)


def find_phones(text: str) -> tuple[Span, ...]:
    """Return the telephone and fax numbers in a text; certain with a country's code, a label or a valid plan.

    Digits that are surely a date or an amount are none.
    """
    if sum(map(str.isdigit, text)) < MIN_SHOWN:
        return ()
    plain = unaccented(text)
    taken = [span for span in (*find_dates(plain), *find_amounts(plain)) if span.certain]
    found: list[Span] = []
    for span in _phones(plain):
        if not any(span.start < other.end and other.start < span.end for other in (*found, *taken)):
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def _phones(plain: str) -> Iterator[Span]:
    if "+" in plain:
        for number in PhoneNumberMatcher(plain, None, leniency=Leniency.POSSIBLE):
            yield Span(number.start, number.end)
    for match in _LABELLED.finditer(plain):
        yield Span(*match.span("number"))
    for shape in _SHAPES:
        for match in shape.finditer(plain):
            count = sum(map(str.isalnum, match[0]))
            if count <= MAX_DIGITS:
                yield Span(*match.span(), certain=count > LOCAL and _is_planned(match[0]))


def _is_planned(number: str) -> bool:
    """Tell whether one of the numbering plans has such a number."""
    for region in REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def find_emails(text: str) -> tuple[Span, ...]:
    """Return the e-mail addresses in a text; not certain when the reader lost the point of the domain."""
    found = []
    for match in _EMAIL.finditer(text):
        dotted = "." in match["host"] or "," in match["host"]
        if dotted or match["at"] in "@＠":
            found.append(Span(*match.span(), certain=dotted))
    return tuple(found)


def find_urls(text: str) -> tuple[Span, ...]:
    """Return the web addresses in a text, with the path; those of e-mail addresses are none."""
    emails = find_emails(text)
    found = []
    for match in _URL.finditer(text):
        end = match.start() + len(match[0].rstrip(".):'\""))
        if not any(match.start() < email.end and email.start < end for email in emails):
            found.append(Span(match.start(), end))
    return tuple(found)
