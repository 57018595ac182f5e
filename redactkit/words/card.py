"""What cards print beside the holder's data; letters only, as the reader drops spaces."""

from __future__ import annotations

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
