"""One row of a machine readable zone as a reader saw it: its alphabet, its fillers, its dates, its place in the zone.

Rows are told by fillers and check digits: capitals alone are a headline.
"""

from __future__ import annotations

import re
from typing import NamedTuple

UNKNOWN = "?"  # a character that no zone has, or that was not read

# Number of rows and of characters in a row: ICAO Doc 9303-5 4.2, -6 4.2, -4 4.2, -7 3.2 and 4.2; the French identity
# card of 1988; ISO/IEC 18013-2 annex B; the Swiss licence of 2003, whose first row is nine characters long.
LAYOUTS = {
    "TD1": (3, 30),
    "TD2": (2, 36),
    "TD3": (2, 44),
    "MRV-A": (2, 44),
    "MRV-B": (2, 36),
    "FRA-ID": (2, 36),
    "LICENCE": (1, 30),
    "CHE-DL": (3, 30),
}
MIN_ROW = 18  # characters of a row that is known without its neighbours: more than half of the shortest
MAX_FOREIGN = 0.15  # share of characters that no zone has
MIN_FILLERS, MIN_RUN = 4, 3
MIN_LIKELY = 8  # characters of a part of a row that is told by two fillers side by side, or by its digits
MIN_BESIDE = 3  # letters and digits beside these fillers
LIKELY_DIGITS = 0.25  # share of digits and fillers
SURE, LIKELY, POSSIBLE = 3, 2, 1
MIN_HEAD_DIGITS = 4  # in the first row of three: a document's number
MIN_DATA_DIGITS = 8  # in the second row of two: of 14 that it has without the document's number
DATES = 15  # birth, check digit, sex, expiry, check digit
MIN_SURE_DIGITS = 10  # of these fourteen
WEIGHTS = (7, 3, 1)  # ICAO Doc 9303-3, 4.9

# What readers write for `<`, and for letters of OCR-B; seen in 271 readings of specimens shrunk, blurred and turned.
_FILLERS = str.maketrans(dict.fromkeys("«‹＜≤〈《くへヘハ入人Λ∧", "<"))
_ONE_SHAPE = str.maketrans("cikopsuvwxyz" + "l|!][£", "CIKOPSUVWXYZ" + "IIIJCE")
_SMALL = re.compile(r"(?<![a-z])[cek]{4,}(?![a-z])|(?<=<)[cek]+(?![a-z])|(?<![a-z])[cek]+(?=<)")
_SAME = re.compile(r"([CKERL])\1{3,}|4{6,}")
_STRAY = re.compile(r"(?<=<)[CEKAL](?=<)|(?<=<<)[CEK]{2}(?=<<)|(?<=<<)[CEKAL]{1,2}$")
_LOST = re.compile(r"\?{2,}")
_FOREIGN = re.compile(r"[^A-Z0-9<]")
_DIGITS = str.maketrans("OQDUILZASGTB", "000011245678")
_LETTERS = str.maketrans("0125678", "OIZSGTB")
_LICENCE = re.compile(r"D[0-9I<L][A-Z?]{3}(?=[A-Z0-9<?]{13,27}$)(?=(?:[^0-9]*[0-9]){8})")
_LICENCE_HEAD = re.compile(r"D[1I<L][A-Z]{3}[0-9]{2}")
_CUT = re.compile(r"\d[MFX<][0-9OILZSGB]{6}\d[A-Z][A-Z<]{2}(?![A-Z])")  # sex, expiry, nationality
_SWISS = re.compile(r"FAC[HM][EF]")


class Anchor(NamedTuple):
    """Where the two dates of a row stand.

    Attributes
    ----------
    start : int
        Of the birth date.
    held : int
        How many of its two check digits hold.
    sexed : bool
        M, F, X or a filler stands between the dates.
    """

    start: int
    held: int
    sexed: bool


def rectified(text: str) -> str:
    """Return a row in the zone's alphabet, without spaces; what cannot stand in a zone becomes a question mark."""
    plain = _SMALL.sub(_fillers, "".join(text.split()).translate(_FILLERS)).translate(_ONE_SHAPE)
    plain = _STRAY.sub(_fillers, _SAME.sub(_fillers, plain))
    return _FOREIGN.sub(UNKNOWN, _STRAY.sub(_fillers, plain))


def _fillers(match: re.Match[str]) -> str:
    return "<" * len(match[0])


def to_digits(text: str) -> str:
    """Return a text with the letters that readers take for digits turned back."""
    return text.translate(_DIGITS)


def to_letters(text: str) -> str:
    """Return a text with the digits that readers take for letters turned back."""
    return text.translate(_LETTERS)


def check_digit(text: str) -> int:
    """Return the check digit of a text (ICAO Doc 9303-3, 4.9): weights 7, 3, 1; letters count from 10, `<` as 0."""
    return sum(_value(char) * WEIGHTS[i % 3] for i, char in enumerate(text)) % 10


def _value(char: str) -> int:
    return int(char, 36) if char.isascii() and char.isalnum() else 0


def holds(text: str, digit: str) -> bool:
    """Tell whether a check digit holds for a text that was read whole and is not empty."""
    return bool(text.strip("<")) and UNKNOWN not in text and to_digits(digit) == str(check_digit(text))


def anchor_of(row: str) -> Anchor | None:
    """Return where the dates of birth and of expiry stand in a rectified row, if they do."""
    best: tuple[tuple[int, int, bool], Anchor] | None = None
    for start in range(len(row) - DATES + 1):
        dates = row[start : start + DATES]
        if sum(map(str.isdigit, dates)) < MIN_SURE_DIGITS:
            continue
        birth, expiry = to_digits(dates[:7]), to_digits(dates[8:])
        days = (is_day(birth[:6]), is_day(expiry[:6]))
        held = sum(day and holds(part[:6], part[6]) for day, part in zip(days, (birth, expiry), strict=True))
        sexed = dates[7] in "MFX<"
        if (held or sexed) and (all(days) or (held and sexed)):
            worth = (held, sum(days), sexed)
            if best is None or worth > best[0]:
                best = worth, Anchor(start, held, sexed)
    return best and best[1]


def is_day(text: str) -> bool:
    """Tell whether six characters may be year, month and day; unknown ones are fillers (ICAO Doc 9303-3, 4.8)."""
    return re.fullmatch(r"\d\d(?:0[1-9]|1[0-2]|<<)(?:0[1-9]|[12]\d|3[01]|<<)", text) is not None


def is_licence(row: str) -> bool:
    """Tell whether a rectified row is the one row of a driving licence: D, configuration, country, 25 characters."""
    misread = row[:1] in ("0", "O") and holds("D" + row[1:-1], row[-1])
    return _LICENCE.match("D" + row[1:] if misread else row) is not None


def is_swiss(row: str) -> bool:
    """Tell whether a rectified row is the second one of a Swiss driving licence."""
    return _SWISS.match(row) is not None


def is_row(row: str) -> bool:
    """Tell whether a rectified row, or what was read of it, is one without looking at its neighbours."""
    return likeness(row) == SURE


def likeness(row: str) -> int:
    """Return how much a rectified text is like a row or a part of one.

    `SURE`: whatever stands beside it. `LIKELY`: beside another that is `POSSIBLE`. 0: not at all.
    """
    known = _LOST.sub("", row)
    fillers, digits = known.count("<"), sum(map(str.isdigit, known))
    if len(known) < MIN_LIKELY or known.count(UNKNOWN) > MAX_FOREIGN * len(known):
        return 0
    if len(known) >= MIN_ROW and known[:2].strip("<?"):
        anchor = anchor_of(row)
        if (
            is_licence(row)
            or (anchor is not None and anchor.held > 0 and (fillers > 0 or (anchor.held == 2 and anchor.sexed)))
            or (fillers >= MIN_FILLERS and "<" * MIN_RUN in known)
            or ("<<" in known and digits >= MIN_HEAD_DIGITS and UNKNOWN not in known)
        ):
            return SURE
    if ("<<" in known and len(known) - fillers >= MIN_BESIDE) or _LICENCE_HEAD.match(known):
        return LIKELY
    return POSSIBLE if is_possible(known) else 0


def is_possible(row: str) -> bool:
    """Tell whether so many digits and fillers, or two fillers side by side, stand in a text that it may be a row."""
    return "<<" in row or sum(char.isdigit() or char == "<" for char in row) >= LIKELY_DIGITS * len(row) > 0


def length_of(longest: float, *, of_two: bool = False) -> int:
    """Return how many characters a row has of which so many were seen; of a short part of one of two rows, the most."""
    if longest < 33:
        return 44 if of_two else 30
    return 36 if longest < 38 else 44


def index_in(row: str, layout: str) -> int:
    """Return which row of a layout a rectified row is most likely to be, 0 for the first."""
    count, _ = LAYOUTS[layout]
    digits = sum(map(str.isdigit, row))
    if count == 1:
        return 0
    if count == 2:
        return int(anchor_of(row) is not None or digits >= MIN_DATA_DIGITS)
    if anchor_of(row) is not None or _CUT.search(row) or is_swiss(row):
        return 1
    return 0 if digits >= MIN_HEAD_DIGITS else 2
