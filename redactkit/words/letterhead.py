"""What the window of a letter shows: titles in front of names, streets, postcodes with their towns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactkit.numbers.span import Span
from redactkit.numbers.text import unaccented
from redactkit.words.listing import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters only, capitals, accents folded: English, German, French, Spanish, Italian, Dutch, Portuguese.
PERSON_TITLES = listed(
    "MR MRS MS MISS MX DR PROF SIR MADAM MESSRS SHRI SMT KUM",
    "HERR HERRN FRAU FAMILIE EHELEUTE DIPLING FRL",
    "M MME MLLE MM MONSIEUR MADAME MADEMOISELLE MESSIEURS",
    "SR SRA SRES SRTA DON DONA D DNA SENOR SENORA",
    "SIG SIGRA SIGNA SIGNOR SIGNORA SIGNORE DOTT DOTTSSA SPETT SPETTLE EGR GENTILE AVV ING RAG GEOM",
    "DHR MW MEVR MEVROUW HEER DRS",
    "EXMO EXMA SENHOR SENHORA DOM ENG",
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


# Words that nothing else is called by; as words of their own.
STREET_WORDS = listed(
    "STREET ROAD AVENUE CRESCENT BOULEVARD BLVD HIGHWAY HWY PARKWAY PKWY TERRACE MEWS",
    "STRASSE STR",
    "RUE CHEMIN IMPASSE FAUBOURG",
    "CALLE AVENIDA AVDA CARRETERA TRAVESIA GLORIETA URBANIZACION",
    "VIALE PIAZZA PIAZZALE VICOLO",
    "STRAAT GRACHT",
    "RUA TRAVESSA PRACA",
)
_NUMBER = r"(?<![\d/.,:-])\d{1,5}[A-Z]?(?![\d/.,:]\d)"
_NAME = r"\W{0,3}[A-Z][A-Z'. -]{2,}?"
_STREET = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_any_of(STREET_WORDS)})\b",
        # At the end of a German or Dutch street's name.
        r"(?<=[A-Z]{3})(?:STRASSE|STR|PLATZ|ALLEE|GASSE|WEG|DAMM|CHAUSSEE|STRAAT|LAAN|PLEIN|KADE|GRACHT|SINGEL|DREEF|DIJK"
        r"|PLANTSOEN)\b",
        r"\b(?:PLATZ|ALLEE|GASSE|WEG|DAMM|LAAN|PLEIN|KADE|SINGEL|DREEF|DIJK)\.? ?\d",
        # A house number, a name, and a word that also means something else; or no space between name and word.
        rf"{_NUMBER}{_NAME}(?:DRIVE|CLOSE|COURT|PLACE|WAY|HILL|ROW|SQUARE|GROVE|GREEN|PARK|VIEW|LANE|GARDENS|LIGHT|MILLS"
        r"|WALK|RISE|DR|RD|ST|AVE|LN|CT|PL|SQ)\b\.?(?=\s*(?:[,;#\d]|$))",
        rf"{_NUMBER}{_NAME}(?:STREET|ROAD|AVENUE|CRESCENT|BOULEVARD|HIGHWAY|PARKWAY|TERRACE)\b",
        # In front of the name, in the languages that put it there.
        r"(?:^|[,;:\d]\s*)(?:QUAI|BD|AV|PLACE|ALLEE|ROUTE|COURS|C/|PLAZA|PASEO|CAMINO|RONDA|VIA|CORSO|LARGO|STRADA|ESTRADA"
        r"|ALAMEDA)(?!\w)(?=.*\d)",
        r"(?:^|[,;:\d]\s*)(?:RUE|AVENUE|BOULEVARD|CALLE|RUA|AVENIDA)D(?:E|U|A|O|ES|EL|AS|OS)[A-Z]+(?=.*\d|$)",
        r"\b(?:FLAT|APT|APARTMENT|SUITE|FLOOR|UNIT|BLOCK|PLOT|SECTOR|PHASE|PISO|PORTAL|ANDAR|LOTE|BATIMENT|BAT)\W{0,3}\d",
        r"\bP\.?\s*O\.?\s*BOX\b|\b(?:POSTFACH|POSTBUS|CASELLA POSTALE|APARTADO|BOITE POSTALE)\s*\d",
        r"(?<!\w)#\d{2}-\d{2,4}\b",  # floor and unit in Singapore
    )
)
# Titles that are words, names or banks unless a point follows.
_POINTED = frozenset({"ING", "ENG", "RAG", "GEOM", "D", "AVV", "DIPLING", "EGR", "DOM", "M"})
_TITLE = re.compile(
    rf"(?:(?i:{_any_of(PERSON_TITLES)})\.[a-z]{{0,4}}\.?\s*"
    rf"|(?i:{_any_of(set(PERSON_TITLES) - _POINTED)})(?:\s+(?:(?:&|AND|and|UND|und|ET|et|E|e|Y|y|EN|en|U\.|u\.)\s*)?"
    r"|(?<=[a-z])(?=[A-Z][a-z]))|M\s+(?=[A-Z]{2}))(?=[A-Z])"
)
_TOWN = r"[A-Z][A-Za-z'.-]{2,}(?:[ -][A-Z][A-Za-z'.-]+){0,3}"
_NOT_A_TOWN = r"(?!(?:EUR|USD|GBP|CHF|INR|TOTAL|Total|[A-Z][a-z]{2} ?\d))"
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]"
    "|W[AIVY]|GU|VI"
)
# The shapes of the countries' own codes; `None` for those that other numbers have as well.
_POSTCODES = tuple(
    (re.compile(rf"(?:(?<![\w-])|(?<=[a-z])(?=[A-Z])){pattern}(?!\w)"), certain)
    for pattern, certain in (
        (r"(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}", True),  # United Kingdom
        (r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d", True),  # Canada
        (r"[AC-FHKNPRTV-Y]\d[\dW] [\dAC-FHKNPRTV-Y]{4}", True),  # Ireland
        (rf"(?:{_TOWN},? ?)?(?:{_STATES})[ .,]{{0,2}}\d{{5}}(?:-\d{{4}})?", True),  # United States
        (rf"[1-9]\d{{3}} ?(?!S[ADS])[A-Z]{{2}},? +{_TOWN}", True),  # Netherlands
        (r"[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}", False),
        (rf"\d{{4}}-\d{{3}},? *{_TOWN}", True),  # Portugal
        (r"\d{4}-\d{3}", False),
        (rf"(?:D|DE|F|E|I|IT|ES|FR)[- ]\d{{5}},? *{_TOWN}", True),
        (rf"\d{{5}},? *{_NOT_A_TOWN}{_TOWN}", False),  # Germany, France, Spain, Italy
        (rf"(?:A|B|CH|L|DK|AT|BE)-\d{{4}},? *{_TOWN}", True),
        (rf"(?!19|20)[1-9]\d{{3}},? {_NOT_A_TOWN}{_TOWN}", False),  # Austria, Belgium, Switzerland
        (r"(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? ?\d{4}", True),  # Australia
        (rf"(?:{_TOWN},? |[A-Z][a-z]{{2,}})(?!19|20)\d{{4}}", False),  # New Zealand
        (r"(?i:singapore) ?\d{6}", True),
        (rf"{_TOWN} ?- ?[1-9]\d{{2}} ?\d{{3}}", True),  # India
    )
)


def has_title(text: str) -> bool:
    """Tell whether a text begins with a person's title and a name in capitals: ``Mr Rahul``, ``HerrnMax``."""
    return _TITLE.match(unaccented(text).strip()) is not None


def has_street(text: str) -> bool:
    """Tell whether a text names a street, a flat or a post-office box.

    Words that mean other things as well (Close, Place, Via) count only beside a house number.
    """
    capitals = unaccented(text.replace("ß", "ss")).upper()
    return any(pattern.search(capitals) for pattern in _STREET)


def find_postcodes(text: str) -> tuple[Span, ...]:
    """Return the postcodes in a text, with the town where it belongs to the shape.

    Certain are those whose shape no other number has.
    """
    plain = unaccented(text)
    found: list[Span] = []
    for pattern, certain in _POSTCODES:
        for match in pattern.finditer(plain):
            if not any(match.start() < span.end and span.start < match.end() for span in found):
                found.append(Span(*match.span(), certain))
    return tuple(sorted(found, key=lambda span: span.start))
