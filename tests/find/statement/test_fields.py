"""Labels and their values: beside, below, in the same line."""

import pytest

from redactkit.model import FieldKind
from tests.find.statement.sheets import covered, find, kinds, text_of

A, B, R, C, T = FieldKind.ACCOUNT, FieldKind.BALANCE, FieldKind.ROUTING, FieldKind.CUSTOMER, FieldKind.TAX
VALUES = [
    ("Account number 12345678", {"12345678": A}),
    ("Account number: 333 008755555", {"333008755555": A}),
    ("Account number    02-1234-0567890-00", {"021234056789000": A}),
    ("Account No    : 50100012345678 OTHER", {"50100012345678": A}),
    ("Kontonummer 1234567890    BLZ 370 400 44", {"1234567890": A, "37040044": R}),
    ("Sort code: 16-10-00    Account No 73123456", {"16-10-00": R, "73123456": A}),
    ("IBAN    DE89 3704 0044 0532 0130 00", {"DE89370400440532013000": FieldKind.IBAN}),
    ("IBAN: GB11RBOS 1610 0011 1111 11", {"GB11RBOS16100011111111": FieldKind.IBAN}),
    ("BIC    RBOSGB2L", {"RBOSGB2L": FieldKind.BIC}),
    ("BIC/SWIFT    CXMOPTPP", {"CXMOPTPP": FieldKind.BIC}),
    ("SWIFT code    TGCU US33", {"TGCU": FieldKind.BIC, "US33": FieldKind.BIC}),  # a space read into it
    ("Email    sam.oka for@example.org", {"sam.oka": FieldKind.EMAIL, "for@example.org": FieldKind.EMAIL}),
    ("Email Address    Not Recorded", {}),
    ("IFS Code    :    SBIN0001234", {"SBIN0001234": R}),
    ("ABI / CAB    99343 / 94503", {"99343/94503": R}),
    ("CIF No.    91234567890", {"91234567890": C}),
    ("National Insurance number    QQ 12 34 56 C", {"QQ123456C": T}),
    ("Codice fiscale RSSMRA80A01F205X", {"RSSMRA80A01F205X": T}),
    ("Closing balance    $2,716.50", {"$2,716.50": B}),
    ("Total credit limit S$22,800", {"S$22,800": B}),
    ("Telephone    020 7946 0276", {"02079460276": FieldKind.PHONE}),
    ("Card number    4111 1111 1111 1112", {"4111111111111112": FieldKind.PAN}),
]


@pytest.mark.parametrize(("text", "wanted"), VALUES)
def test_values_beside_labels(text: str, wanted: dict[str, FieldKind]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize(("text", "_wanted"), VALUES)
def test_labels_stay(text: str, _wanted: dict[str, FieldKind]) -> None:
    label = text.split("    ", maxsplit=1)[0].rstrip("0123456789 -:").rstrip()
    words = [word for word in label.split() if not any(map(str.isdigit, word)) and len(word) > 3]
    assert all(word in covered(text) for word in words if word not in ("GB11RBOS", "RSSMRA80A01F205X"))


SUMMARY = """
ACCOUNT NAME    ACCOUNT NUMBER    BALANCE ($)    DETAILS ON
CHECKING        001570525057         3,366.44    page 1
Total checking and savings          $3,366.44
SAVINGS         157052505736        17,874.97    page 3
"""


def test_values_below_labels() -> None:
    found = kinds(SUMMARY)
    assert found["001570525057"] is found["157052505736"] is A
    assert found["17,874.97"] is B
    assert covered(SUMMARY).count("page") == 2
    assert "CHECKING" in covered(SUMMARY)


def test_a_page_number_below_its_label_stays() -> None:
    assert "7" in covered("Extract    Page\nnothing     7")


ENDS = [
    ("Account number 12345678", True),
    ("Account number 1234567", False),  # its last four would be half of it
    ("Account number: 333 008755555", True),
    ("Account of Mr Example and others 12345678", False),  # is it the account's?
    ("Account value 12,345,678.90", False),
    ("Customer number 1234567890", False),
    ("IBAN DE89 3704 0044 0532 0130 00", True),
    ("Account number 12345678 of 12-34-56", True),
]


@pytest.mark.parametrize(("text", "end"), ENDS)
def test_whose_last_four_may_stay(text: str, end: bool) -> None:
    assert any("end" in finding.evidence for finding in find(text)) is end


def test_a_number_whose_end_may_stay_has_no_cells_between() -> None:
    (finding,) = find("IBAN DE89 3704 0044 0532 0130 00")
    assert text_of(finding) == "DE89370400440532013000"


@pytest.mark.parametrize(
    "text", ["Sort code and account number 12-34-56 12345678", "Account no and sort code 12345678 12-34-56"]
)
def test_the_end_that_may_stay_is_the_accounts(text: str) -> None:
    ends = [text_of(finding)[-4:] for finding in find(text) if "end" in finding.evidence]
    assert ends in ([], ["5678"])


def test_a_date_beside_a_label_for_a_number_stays() -> None:
    assert kinds("Account opened 12/05/2016") == {"12/05/2016": FieldKind.DATE}
