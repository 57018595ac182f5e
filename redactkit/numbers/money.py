"""Amounts of money in a text, as the world's statements write them and as readers misread them.

Two decimals, a sign, a currency or thousands make an amount. What may be a day and a month as well, 12.05, is an
amount that is not certain: covering a date costs less than showing an amount.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from redactkit.numbers.span import Span
from redactkit.numbers.text import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

# ISO 4217 codes of the currencies that statements of our seven languages and their neighbours are kept in; not the
# ones that are English words (ALL, TOP, TRY, CUP, PEN, MAD), and what is printed for them.
_CODES = (
    "EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|AUD|NZD|CAD|SGD|HKD|TWD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|HRK|RSD|UAH|RUB|ILS"
    "|ZAR|BRL|MXN|ARS|CLP|COP|UYU|KRW|THB|MYR|IDR|PHP|VND|AED|SAR|QAR|KWD|BHD|OMR|JOD|EGP|NGN|KES|GHS|PKR|LKR|BDT|NPR"
    "|EURO|Euro|euro|kr|Kr|KR|zl|zł|Kc|Ft|lei|Rs|RS|RM|SFr"
)
_SIGNS = r"(?:US|AU|NZ|CA|HK|NT|MX|RD|[SACR])?\$|[€£¥₹₽₺₩₪₫₴₦₱฿¢₡₲₵₸]"
_CURRENCY = rf"(?:{_SIGNS}|(?<![A-Za-z])(?:{_CODES})(?![A-Za-z])\.?)"
# Letters that readers put in the place of 0, 1, 5 and 8, and of a pound, euro or rupee sign.
_DIGIT = r"[\dOoIlSB]"
_FIRST = r"(?:\d|(?<![A-Za-z])[OoIlSB])"
_LOST_SIGN = re.compile(r"[A-Z]{0,3}[.?]?|[efc]")
_BEFORE = rf"(?:\( ?)?(?:[=+-] ?)?(?:{_CURRENCY} ?)?(?:[+-] ?)?\**"
_AFTER = (
    rf"(?: ?\))?(?: ?(?![A-Z]*[$£₹] ?\d){_CURRENCY})?"
    r"(?: ?(?:[+-](?! ?\d)|(?:CR|DR|Cr|Dr|cr|dr)(?![A-Za-z])\.?|[HSCD](?![A-Za-z$])))?(?: ?\))?"
)
_THOUSANDS = rf"(?:(?:[.,'’`]{_DIGIT}{{3}})+|(?:,{_DIGIT}{{2}})+,{_DIGIT}{{3}})"
_SPACED = rf"{_FIRST}{_DIGIT}{{0,2}}(?: {_DIGIT}{{3}})+"
_DECIMAL = rf"(?:{_SPACED}|{_FIRST}{_DIGIT}*{_THOUSANDS}?)?[.,]{_DIGIT}{{2}}"
_WHOLE = r"[1-9]\d{0,2}(?:(?:[.,'’`]\d{3})+|(?:,\d{2})+,\d{3})|\d{1,9}"
# Not inside a date, a version or a time, and no share; but another amount may follow without a space.
_STARTS = r"(?<!\d)(?<!\d[.,/'])"
_ENDS = r"(?:(?!\d)|(?=\d{1,3}(?:[.,]\d{3})*[.,]\d\d(?!\d)))(?![.,:/']\d| ?%| ?[ap]\.?m\b| ?(?i:uhr)\b)"
_NUMBER = rf"(?:(?P<decimal>{_DECIMAL}){_ENDS}|(?P<whole>{_WHOLE})(?![\d.,:/'-]*\d|[A-Za-z]{{2}}\d| ?%))"
_AMOUNT = re.compile(rf"(?P<before>{_BEFORE}){_STARTS}{_NUMBER}(?P<after>{_AFTER})")
_NEXT = re.compile(rf"(?P<before>{_BEFORE}){_NUMBER}(?P<after>{_AFTER})")
_DAY_AND_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")
MAX_SIGNED = 5  # digits of a whole number that a sign alone makes an amount


@lru_cache(maxsize=4096)  # asked again by the finders of other numbers
def find_amounts(text: str) -> tuple[Span, ...]:
    """Return the amounts of money in a text with their signs and currencies.

    An amount is not certain when it may be a day and a month (``12.05``) or is a whole number (``1,250``, ``-171``).
    """
    found = []
    for match in _numbers(unaccented(text)):
        certain = _judged(match)
        if certain is not None:
            start = match.end() - len(match[0].lstrip())
            found.append(Span(start, match.start() + len(match[0].rstrip()), certain))
    return tuple(found)


def _numbers(plain: str) -> Iterator[re.Match[str]]:
    """Yield what has the shape of an amount; right behind one with decimals the next may begin."""
    match = _AMOUNT.search(plain)
    while match is not None:
        yield match
        end = match.end()
        match = (_NEXT.match(plain, end) if match["decimal"] else None) or _AMOUNT.search(plain, end)


def _judged(match: re.Match[str]) -> bool | None:
    """Return whether an amount is certain, None for another number."""
    marked = any(char not in " *" for char in match["before"] + match["after"])
    if (decimal := match["decimal"]) is not None:
        digits, letters = sum(map(str.isdigit, decimal)), sum(char in "IlSB" for char in decimal)
        if digits <= letters:
            return None
        return marked or _DAY_AND_MONTH.fullmatch(decimal) is None
    whole = match["whole"]
    if any(map(_is_currency, (match["before"], match["after"]))):
        return True
    if whole.isdigit():
        signed = match["before"] in ("-", "+") and len(whole) <= MAX_SIGNED
        apart = not match.string[: match.start()].strip() or match.string[match.start() - 1] == " "
        dialled = match["before"] == "+" and re.match(r" ?[\d(]", match.string[match.end() :])
        return False if signed and apart and not dialled else None
    return False


def _is_currency(affix: str) -> bool:
    return re.search(_CURRENCY, affix) is not None


def is_amount(text: str) -> bool:
    """Tell whether a text is one amount of money and nothing else but what a misread currency sign leaves."""
    bare = unaccented(text).strip()
    spans = find_amounts(bare)
    if len(spans) != 1:
        return False
    before, after = bare[: spans[0].start].strip(), bare[spans[0].end :].strip(" *")
    return not after and _LOST_SIGN.fullmatch(before) is not None and (not before or spans[0].certain)
