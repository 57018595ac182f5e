"""Words that a document prints about itself, matched under OCR noise."""

from __future__ import annotations

from rapidfuzz import fuzz

# Printed on cards beside the holder's data; letters only, as the reader drops spaces.
CARD_LABELS = (
    "VISA", "MASTERCARD", "MAESTRO", "AMERICANEXPRESS", "DISCOVER", "DINERSCLUB", "JCB", "UNIONPAY", "RUPAY", "MIR",
    "ELECTRON", "DEBIT", "CREDIT", "PREPAID", "GIFTCARD", "PLATINUM", "GOLD", "CLASSIC", "WORLD",
    "VALIDTHRU", "VALIDFROM", "GOODTHRU", "EXPIRES", "EXPIRESEND", "EXPIRY", "EXPDATE", "MONTHYEAR", "MEMBERSINCE",
    "BANK", "CREDITCARD", "DEBITCARD", "CONTACTLESS", "BUSINESS", "TARJETADECREDITO",
    "KREDITKARTE", "CARTEBANCAIRE", "CARTEBLEUE", "GIROCARD",
)  # fmt: skip
# Letters that name a code or a date beside them, also where the reader lost the space.
CODE_MARKS = ("CVV", "CVC", "CVN", "CID", "CSC", "CODE", "PIN", "EXP", "VALID", "THRU", "DATE", "TEL", "CALL")
# Words that are printed on cards beside others and alone tell no kind of document.
CARD_WORDS = (
    "VALID", "THRU", "FROM", "UNTIL", "GOOD", "SINCE", "MEMBER", "MONTH", "YEAR", "CARD", "REWARDS", "INTERNATIONAL",
)  # fmt: skip
# Printed beside a card's dates.
EXPIRY_LABELS = (
    "VALIDTHRU", "VALIDFROM", "GOODTHRU", "EXPIRES", "EXPIRESEND", "EXPIRYDATE", "MONTHYEAR", "VALID", "THRU",
    "GULTIGBIS", "EXPIREAFIN", "VENCE", "SCADENZA",
)  # fmt: skip
# Printed at the signature strip, beside which the CVV stands.
SIGNATURE_LABELS = (
    "AUTHORIZEDSIGNATURE", "AUTHORISEDSIGNATURE", "NOTVALIDUNLESSSIGNED", "SIGNATURENOTVALID", "UNTERSCHRIFT",
    "SIGNATUREAUTORISEE", "FIRMAAUTORIZADA", "FIRMAAUTORIZZATA", "HANDTEKENING",
)  # fmt: skip
# Printed on the back only.
BACK_LABELS = (
    *SIGNATURE_LABELS, "CUSTOMERSERVICE", "SECURITYCODE", "CARDISISSUEDBY", "CARDISSUEDBY", "PROPERTYOF", "IFFOUND",
    "PLEASERETURN", "USEOFTHISCARD", "LOSTORSTOLEN",
)  # fmt: skip
IDENTITY_LABELS = (
    "PASSPORT", "PASSEPORT", "REISEPASS", "PASAPORTE", "IDENTITYCARD", "PERSONALAUSWEIS", "CARTEDIDENTITE",
    "DRIVINGLICENCE", "DRIVERLICENSE", "PERMISDECONDUIRE", "FUHRERSCHEIN", "NATIONALITY", "NATIONALITE",
    "DATEOFBIRTH", "DATEDENAISSANCE", "PLACEOFBIRTH", "SURNAME", "GIVENNAMES", "PERSONALNO", "DOCUMENTNO",
    "DATEOFISSUE", "DATEOFEXPIRY", "RESIDENT", "AADHAAR", "SEX",
)  # fmt: skip
STATEMENT_LABELS = (
    "STATEMENT", "BANKSTATEMENT", "ACCOUNTSTATEMENT", "ACCOUNTNUMBER", "ACCOUNTNO", "SORTCODE", "IBAN", "BALANCE",
    "OPENINGBALANCE", "CLOSINGBALANCE", "TRANSACTIONS", "DEPOSITS", "WITHDRAWALS", "PAIDIN", "PAIDOUT", "KONTOAUSZUG",
    "KONTONUMMER", "RELEVEDECOMPTE", "ESTADODECUENTA", "ESTRATTOCONTO", "STATEMENTPERIOD", "PAYTOTHEORDEROF",
    "INVOICE", "DESCRIPTION", "AMOUNT", "TOTAL",
)  # fmt: skip
MIN_RATIO = 85  # rapidfuzz ratio in percent; one wrong letter in seven
MIN_INNER_RATIO = 90  # a label inside a longer line has more places to match by chance
INNER = 7  # shorter labels are found inside other words
SHORT = 4  # labels up to this length must match to the letter


def letters(text: str) -> str:
    """Return the Latin capitals of a text, nothing else."""
    return "".join(char for char in text.upper() if "A" <= char <= "Z")


def says(text: str, labels: tuple[str, ...]) -> bool:
    """Tell whether a line's text is one of the labels, under OCR noise."""
    plain = letters(text)
    return any(_is(plain, label) for label in labels)


def mentions(text: str, labels: tuple[str, ...]) -> bool:
    """Tell whether a line's text is one of the labels or holds one, under OCR noise."""
    plain = letters(text)
    return any(_is(plain, label) or _holds(plain, label) for label in labels)


def _is(plain: str, label: str) -> bool:
    return plain == label if len(label) <= SHORT else fuzz.ratio(plain, label) >= MIN_RATIO


def _holds(plain: str, label: str) -> bool:
    return len(plain) > len(label) >= INNER and fuzz.partial_ratio(label, plain) >= MIN_INNER_RATIO
