"""Labels of two to six letters on identity documents: where they are labels, and where words, surnames or countries.

Abbreviations count to the letter, in capitals or before a mark, as words of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactkit.words.spelling import shaped

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT_WORD = 6  # letters up to which a label is a word that a line may begin with or a name may be
TINY_WORD = 3


def shapes(words: str) -> frozenset[str]:
    """Return words, shaped, for comparing with labels."""
    return frozenset(shaped(word) for word in words.split())


# Nothing else is called so.
_ALONE = {
    "birth": "DOB DDN",
    "document": "DLN LICN DLNO RNE RNM PPNO",
    "personal": "SSN NIF NIE DNI CPF CNP OIB JMBG EMBG EMSO EGN PESEL BSN CURP RUT RFC CUIL CUI NRIC TCKN AMKA CNIC"
    " PPSN NISS NUIP CNPJ AHV NUSS",
    "expires": "EXPS",
    "height": "HGT WGT HAUT",
    "class": "RSTR RESTR",
}
# Also a word or part of a name: before a value, or alone in a line.
_MARKED = {
    "birth": "GEB",
    "document": "LIC REF REG",
    "personal": "NIN NIK NIC UID NID INN IIN PAN AFM TIN UIN NUI NIR NSS CRN VID UIC",
    "discriminator": "ICN",
    "issued": "ISS DOI DEL",
    "expires": "EXP DOE",
    "class": "COND END REST CLS CAT COV",
    "address": "ADD ADDR",
    "phone": "TEL MOB",
}
# Half of a postcode, or a common word: where a label may begin, and before a long value.
_TINY = {
    "birth": "BD",
    "document": "DL DI PP NO NR",
    "personal": "RG CI CC ID IC CF BI SIN RUN",
    "discriminator": "DD",
    "height": "HT WT",
    "class": "CL RES",
    "phone": "PH",
}
# Alone in a line these are countries.
_COUNTRIES = {"access": "CAN", "personal": "FIN PIN"}
# What letters follow without a mark.
_LETTERED = {
    **dict.fromkeys(("SEX", "SEXE", "SEXO", "SESSO"), ("sex", re.compile(r"\s*[MFXH]\b"))),
    "EYES": ("height", re.compile(r"\s+(?:[A-Z]{3}|BROWN|BLUE|GREEN|HAZEL|BLACK)\b")),
    "HAIR": ("height", re.compile(r"\s+(?:[A-Z]{3}|BROWN|BLACK|GREY|BLOND)\b")),
    "HT": ("height", re.compile(r"\s*\d['’-]")),
    "WT": ("height", re.compile(r"\s*\d{2,3}(?!\d)")),
    "CLASS": ("class", re.compile(r"\s+[A-Z]\d?\b")),
    "LN": ("name", re.compile(r"\s*[A-Z]{2}")),
    "FN": ("name", re.compile(r"\s*[A-Z]{2}")),
}
_TIERS = (_ALONE, _MARKED, _TINY, _COUNTRIES)
_FIELDS = {
    word: (field, tier) for tier, table in enumerate(_TIERS) for field, words in table.items() for word in words.split()
}
_TOKEN = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?(?![^\W\d_])|[^\W\d_]+")
_NUMBER = re.compile(r"(?:^\d{1,2}|(?:^|\W)\d[a-d]|\W1[25-9])[. ]*$")  # of a field: 5DD, 15SEX, 4dDL
_PREFIX = re.compile(r"(?<=\d)[a-d](?=[A-Z]{2})")
_FIRST = re.compile(r"(?:^|[/|;·(])\s*$")
_MARK = re.compile(r"[.\s]*(?:[:#№=]|N[°ºoOrR]?\b)")
_HYPHEN = re.compile(r"[-'’][^\W\d_]")
_VALUE = re.compile(r"\.?\s*[A-Z]{0,3}\d|[.\s]*(?:NONE|NIL)\b")
_LONG_VALUE = re.compile(r"\.?\s+[A-Z]{0,3}[\d./-]{4}")
# Joined to a name, to what a script that is not read became, the end of a label hardly read, and what is no word.
_GLUED = (
    ("name", re.compile(r"^NAME(?=[A-Z]{3,}[,\s])(?!S\b|D\b)")),
    ("birth", re.compile(r"(?<=[A-Z])DOB(?=\s*:)|UNDER ?(?:18|19|21) ?UNTIL")),  # the latter is a birthday
    ("birth", re.compile(r"[^\W\d_]*BIRTH(?![^\W\d_])", re.IGNORECASE)),  # whatever became of the letters before
    ("father", re.compile(r"\b(?:[SDWC]/[0O](?![a-z])|S/D/W(?: ?[oO][fF])?)")),  # son, daughter, wife of; care of
    ("document", re.compile(r"^(?:N[°ºo]|№)(?=[.:\s]*(?:\d|$))")),
)
# Surnames, given names and words that are labels only beside another label or before a mark.
NAMES = shapes(
    "ADI EMER FAMILIA NELE PERE MERE GENDER TALLA DINI JINA POL KON NEM KYN STAT TIPS BOYU SERI SESS VATER PADRE NEV"
    " TEGI MENO LINGA CITY IMIE OTEC PESO NASCIMENTO NACIMIENTO"
)
# Labels whose value stands behind them without a mark.
BEFORE_LETTERS = shapes(
    "NAME NOM NOMBRE NOME NAAM NAMN NAVN NIMI IME NAMA SERIA ADRES ADRESA ADRESE ADRESI ADRESS NASLOV OSOITE MORADA"
    " LAKCIM ALAMAT DIACHI NATOA NATAA"
)
# Longer ones that are also part of an address.
COMMON = shapes("RESIDENCE RESIDENCIA DOMICILIO")


def abbreviations(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name of the field and the slice of each abbreviation in a text."""
    for match in _TOKEN.finditer(text):
        prefix = _PREFIX.match(text, match.start())
        start = prefix.end() if prefix else match.start()
        field = _announced(text, start, match.end())
        if field is not None:
            yield field, start, match.end()
    for field, shape in _GLUED:
        for match in shape.finditer(text):
            yield field, match.start(), match.end()


def _announced(text: str, start: int, end: int) -> str | None:
    """Return the field that a word stands for where it stands, or None."""
    token = text[start:end].replace(".", "")
    word = token.upper()
    field, value = _LETTERED.get(word, ("", None))
    if value is not None and value.match(text, end):
        return field
    if word not in _FIELDS:
        return None
    field, tier = _FIELDS[word]
    return field if _MARK.match(text, end) or (token == word and _stands(_TIERS[tier], text, start, end)) else None


def _stands(table: dict[str, str], text: str, start: int, end: int) -> bool:
    """Tell whether an abbreviation in capitals, without a mark behind it, is one."""
    if table is _ALONE:
        return _HYPHEN.match(text, end) is None
    numbered = _NUMBER.search(text, 0, start) is not None
    alone = (start == 0 or numbered) and not text[end:].strip(" .")
    if table is _TINY and not numbered:
        return alone or (_FIRST.search(text, 0, start) is not None and _LONG_VALUE.match(text, end) is not None)
    return (alone and table is not _COUNTRIES) or _VALUE.match(text, end) is not None
