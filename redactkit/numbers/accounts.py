"""Account numbers, bank codes, and numbers that the print itself hides.

What counts is the shape; check digits exist for few of them and prove little.
"""

from __future__ import annotations

import re

from stdnum.us import rtn

from redactkit.numbers.dates import find_dates, find_times
from redactkit.numbers.span import Span
from redactkit.numbers.text import fold, unaccented

MAX_HEAD, MAX_TAIL = 6, 4  # digits that a mask may leave in front and at the end (PCI DSS v4 3.4.1)
MIN_HIDDEN = 4  # marks between two such ends
# A bank's code and an account; ISO 1004-1 puts a symbol at either end of each.
MIN_MICR_DIGITS, MIN_MICR_SYMBOLS = 12, 2
_GAP = "[ .-]{0,2}"
# Asterisks and bullets; letters X that are no part of a word; three points that no word leads up to.
_MARK = r"(?:[*•●■…]+|[·#_]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|(?<!\w)[xX](?=\d{3,4}(?!\d))|(?<![\w.])\.{3,4}(?!\.))"
_MASKED = re.compile(
    rf"(?<![\d*])(?:(?P<head>\d(?:{_GAP}\d)*){_GAP})?(?P<marks>{_MARK}(?:{_GAP}{_MARK})*)(?:{_GAP}(?P<tail>\d(?:{_GAP}\d)*))?"
    r"(?![\d%*]|[.,/:]\d)"
)
# "ending in 1234" in seven languages: all that is printed of the number.
_ENDING = re.compile(
    r"(?:(?:se|che|que|qui) +)?"
    r"(?:ending|ends|endend|endet|endziffern?|eindigend|eindigt|terminad[ao]|terminante|terminant|termina|terminee?"
    r"|finissant|last *(?:4|four)(?: *digits)?|letzten? *(?:4|vier)(?: *(?:ziffern|stellen))?|final)"
    r" *(?:in|with|auf|mit|op|en|em|con|par|per)?[ :.*#xX•-]*\d{2,4}(?!\d|[.,/-]\d)",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(r"[\dOoIlSB|]{2}( ?[- ./] ?)[\dOoIlSB|]{2}\1[\dOoIlSB|]{2}")
_IFSC = re.compile(r"[A-Z]{4}[0O](?=[A-Z]*\d)[A-Z0-9]{6}")
_MICR_SYMBOL = re.compile(r"[⑆⑇⑈⑉]|[IilCcr|1]?[:;\"'“”‘’`?|!<>]+[IilCcr|]?(?![a-z])|[\[\]{}]")
# Fonts and readers that write the two symbols around the bank's code as one letter.
_MICR_CODE = re.compile(r"(?<!\w)([A-Da-dI|])\d{8,9}\1(?!\w)")


def find_masked(text: str) -> tuple[Span, ...]:
    """Return the numbers of which the print shows no more than four digits at the end, or six and four.

    They may stay as they are; words like "ending in" belong to them.
    """
    plain = unaccented(text)
    found = [match.span() for match in _ENDING.finditer(plain)]
    found += [match.span() for match in _MASKED.finditer(plain) if _hides(match)]
    return tuple(Span(start, end) for start, end in sorted(found))


def _hides(match: re.Match[str]) -> bool:
    head, tail = (_digits(match[name] or "") for name in ("head", "tail"))
    hidden = sum(char not in " -" for char in match["marks"])
    if match["marks"] == "*" and match["tail"] and match.string[match.end("marks")] == " ":
        return False  # a footnote
    enough = MIN_HIDDEN if head or not tail else 1
    return len(head) <= MAX_HEAD and len(tail) <= MAX_TAIL and hidden >= enough


def _digits(text: str) -> str:
    return "".join(map(fold, text))


def is_sort_code(text: str) -> bool:
    """Tell whether a text is three pairs of digits with the same separator between them, and no date with points."""
    plain = unaccented(text).strip()
    match = _SORT_CODE.fullmatch(plain)
    dated = any(span.certain for span in find_dates(plain))
    return match is not None and 2 * sum(map(str.isdigit, plain)) > len(_digits(plain)) and not dated


def is_routing(text: str) -> bool:
    """Tell whether a text is nine digits with the check digit of an American routing number."""
    return bool(rtn.is_valid(_digits(text) if 2 * sum(map(str.isdigit, text)) > len(text.strip()) else ""))


def is_ifsc(text: str) -> bool:
    """Tell whether a text is an Indian branch's code: four letters, a zero, six characters with a digit."""
    return _IFSC.fullmatch(text.strip().upper()) is not None


def is_micr_line(text: str) -> bool:
    """Tell whether a text is the line at the foot of a cheque (E-13B, ISO 1004-1), whose symbols are read as signs."""
    if any(char in "⑆⑇⑈⑉" for char in text):
        return True
    plain = unaccented(text)
    digits = sum(map(str.isdigit, plain))
    wordless = re.search(r"[A-Za-z]{3}", plain) is None and re.search(r"\d[.,]\d\d\b", plain) is None
    symbols = [match[0] for match in _MICR_SYMBOL.finditer(plain)]
    marked = len(symbols) >= MIN_MICR_SYMBOLS or _MICR_CODE.search(plain) is not None
    return wordless and marked and digits >= MIN_MICR_DIGITS and not find_times(plain)
