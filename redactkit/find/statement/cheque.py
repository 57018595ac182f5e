"""What only cheques show: the amount in words. Their code line is told by its digits wherever it stands."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from redactkit.find.statement.marks import Mark, Rank
from redactkit.model import FieldKind
from redactkit.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactkit.find.statement.segment import Segment

# Letters only, as readers drop spaces; cardinals as on cheques: English, German, French, Italian, Spanish, Dutch.
_NUMBERS = (
    "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN "
    "EIGHTEEN NINETEEN TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY HUNDRED THOUSAND MILLION LAKH LAKHS CRORE",
    "EIN EINS EINE ZWEI DREI VIER FUNF FUENF SECHS SIEBEN ACHT NEUN ZEHN ELF ZWOLF ZWANZIG DREISSIG DREIBIG "
    "VIERZIG FUNFZIG SECHZIG SIEBZIG ACHTZIG NEUNZIG HUNDERT TAUSEND MILLIONEN",
    "UN DEUX TROIS QUATRE CINQ SIX SEPT HUIT NEUF DIX ONZE DOUZE TREIZE QUATORZE QUINZE SEIZE VINGT VINGTS TRENTE"
    " QUARANTE CINQUANTE SOIXANTE CENT CENTS MILLE",
    "UNO DUE TRE QUATTRO CINQUE SEI SETTE OTTO NOVE DIECI UNDICI DODICI TREDICI QUATTORDICI QUINDICI SEDICI VENTI"
    " TRENTA QUARANTA CINQUANTA SESSANTA SETTANTA OTTANTA NOVANTA CENTO MILA",
    "DOS TRES CUATRO CINCO SEIS SIETE OCHO NUEVE DIEZ ONCE DOCE TRECE CATORCE QUINCE VEINTE VEINTI TREINTA CUARENTA"
    " CINCUENTA SESENTA SETENTA OCHENTA NOVENTA CIEN CIENTO CIENTOS QUINIENTOS MIL",
    "EEN TWEE DRIE VIJF ZES ZEVEN NEGEN TIEN TWAALF TWINTIG DERTIG VEERTIG VIJFTIG ZESTIG ZEVENTIG TACHTIG NEGENTIG"
    " HONDERD DUIZEND",
)
_AROUND = (
    "AND ONLY DOLLARS DOLLAR POUNDS POUND RUPEES RUPEE PAISE EURO EUROS CENT CENTS PENCE ZERO NO EXACTLY UND ET E Y EN"
    " THE SUM OF PAY"
)
MIN_NUMBERS = 2  # words; one alone is a name as often as a number
MIN_SHARE = 0.85  # of the letters; "Seven Oaks Ten Pin" is a place


@cache
def _pattern() -> re.Pattern[str]:
    counts = sorted({word for line in _NUMBERS for word in line.split()}, key=len, reverse=True)
    others = sorted(_AROUND.split(), key=len, reverse=True)
    return re.compile(f"(?P<count>{'|'.join(counts)})|(?P<other>{'|'.join(others)})")


def is_spelled(text: str) -> bool:
    """Tell whether a text is an amount in words: ``Fifteen Thousand and 90/100 Dollars``."""
    found = list(_pattern().finditer(letters(text)))
    said = sum(len(match[0]) for match in found)
    return sum(match["count"] is not None for match in found) >= MIN_NUMBERS and said >= MIN_SHARE * len(letters(text))


def spelled_amounts(segment: Segment) -> Iterator[Mark]:
    """Yield a segment that is an amount in words."""
    if is_spelled(segment.text):
        yield Mark(segment, 0, len(segment.text), FieldKind.AMOUNT, Rank.VALUE, ("spelled",))
