"""Labels and their values, in a line, beside and below; what has a digit goes unless it is sure to stay."""

import pytest

from redactkit.model import FieldKind
from tests.find.identity.sheets import covered, find, kinds

INSIDE = [
    ("DNI 12345678A", "12345678A", FieldKind.PERSONAL),
    ("Passport No: L898902C3", "L898902C3", FieldKind.DOCUMENT),
    ("Passport No.L898902C3", "L898902C3", FieldKind.DOCUMENT),
    ("DOB: 15/03/1990", "15/03/1990", FieldKind.BIRTH),
    ("Date of birth 12 AUG 1974", "12AUG1974", FieldKind.BIRTH),
    ("Personnummer 19900101-0017", "199001010017", FieldKind.PERSONAL),
    ("Place of birth: ZENITH", "ZENITH", FieldKind.PLACE),
    ("Surname ERIKSSON", "ERIKSSON", FieldKind.NAME),
    ("Address: 12 Any Street", "12AnyStreet", FieldKind.ADDRESS),
]


@pytest.mark.parametrize(("text", "value", "kind"), INSIDE)
def test_a_value_behind_its_label(text: str, value: str, kind: FieldKind) -> None:
    assert kinds(text) == {value: kind}


COLUMNS = """
Surname / Nom                    Passport No.
ERIKSSON                         L898902C3
Given names / Prénoms            Personal No.
ANNA MARIA                       ZE184226B
Date of birth                    Place of birth
12 AUG 1974                      ZENITH
Date of issue                    Sex
16 APR 2007                      F
Date of expiry                   Height
15 APR 2012                      168 cm
"""
COLUMNS_COVERED = """
Surname / Nom                    Passport No.
ERIKSSON                         #########
Given names / Prénoms            Personal No.
ANNA MARIA                       #########
Date of birth                    Place of birth
## ### ####                      ######
Date of issue                    Sex
16 APR 2007                      F
Date of expiry                   Height
15 APR 2012                      168 cm
"""


def test_values_below_their_labels() -> None:
    assert covered(COLUMNS) == COLUMNS_COVERED.strip("\n")


def test_values_below_have_the_kinds_of_their_labels() -> None:
    found = kinds(COLUMNS)
    assert found["L898902C3"] is FieldKind.DOCUMENT
    assert found["ZE184226B"] is FieldKind.PERSONAL
    assert found["12AUG1974"] is FieldKind.BIRTH
    assert found["ZENITH"] is FieldKind.PLACE
    assert found["15APR2012"] is FieldKind.DATE
    assert found["ANNAMARIA"] is FieldKind.NAME


BESIDE = """
Surname             ERIKSSON

Date of birth       12.08.1974

Identity No.        123456-7890

Date of expiry      15.04.2012

Height              1,68 m
"""
BESIDE_COVERED = """
Surname             ERIKSSON

Date of birth       ##########

Identity No.        ###########

Date of expiry      15.04.2012

Height              1,68 m
"""


def test_values_right_of_their_labels() -> None:
    assert covered(BESIDE) == BESIDE_COVERED.strip("\n")


STACKED = """
Datum rodenja       18.03.1990
Date of birth

Vrijedi do
Date of expiry
18.03.2025.
"""


def test_two_labels_above_each_other_have_one_value() -> None:
    assert kinds(STACKED) == {"18.03.1990": FieldKind.BIRTH, "18.03.2025": FieldKind.DATE}


ALONE = [
    ("987654", FieldKind.NUMBER),
    ("BAB183426", FieldKind.NUMBER),
    ("-426U", FieldKind.NUMBER),
    ("18.03.1990", FieldKind.BIRTH),
    ("02 NOV 1975", FieldKind.BIRTH),
    ("25 APR / AVR 60", FieldKind.BIRTH),
    ("01011980", FieldKind.BIRTH),
    ("21.121971", FieldKind.BIRTH),
    ("12345678Z", FieldKind.PERSONAL),
    ("+34 912 34 56 78", FieldKind.PHONE),
    ("any@example.org 1", FieldKind.EMAIL),
]


@pytest.mark.parametrize(("text", "kind"), ALONE)
def test_without_a_label_the_whole_text_goes_by_its_shape(text: str, kind: FieldKind) -> None:
    assert kinds(text) == {text.replace(" ", ""): kind}


NEAR = [  # a label whose value may be kept, and a value that is none of its
    "Height 1234567",
    "Height 15.03.1990",
    "Class A12345",
    "Sex 123456",
    "Date of issue 123456789",
    "Date of expiry 31.02.2020 123",
    "Authority 75012",
]


@pytest.mark.parametrize("text", NEAR)
def test_what_is_no_height_no_class_and_no_date_goes(text: str) -> None:
    assert not {char for char in covered(text) if char.isdigit()}


KEPT = ["Height 168 cm", "Height 1.68 m", "Height 5'-06\"", "Class: B1", "Categories AM, B1, B", "Date of issue (7)"]


@pytest.mark.parametrize("text", KEPT)
def test_heights_classes_and_numbers_of_fields_stay(text: str) -> None:
    assert covered(text) == text


def test_a_sentence_loses_only_the_words_with_a_digit() -> None:
    text = "This card remains property of the issuer, call 0800-123456 if it is found"
    assert covered(text) == text.replace("0800-123456", "###########")


def test_letters_below_a_label_of_birth_are_its_place() -> None:
    assert kinds("Born\nZENITH")["ZENITH"] is FieldKind.PLACE


def test_a_misread_row_of_a_machine_readable_zone_is_no_name() -> None:
    assert FieldKind.NAME not in kinds("P<UTOERIKSSON<<ANNA<MARIA").values()


def test_a_number_of_letters_alone_goes_by_its_label() -> None:
    assert kinds("Document No. ABCDEFGH") == {"ABCDEFGH": FieldKind.DOCUMENT}


def test_the_end_of_a_number_is_known_where_it_was_read_with_confidence() -> None:
    (finding,) = find("Passport No. L898902C3")
    assert "end" in finding.evidence
    (finding,) = find("BAB183426")
    assert "end" not in finding.evidence


def test_a_year_of_birth_takes_its_label_with_it() -> None:
    assert covered("Year of Birth: 1988") == "#### ## ###### ####"


SIGNED = """
5  B71F20902
Signature
Omer    Hickimse
9  A/B/BE
"""


def test_a_signature_goes_on_behind_a_gap() -> None:
    hidden = covered(SIGNED)
    assert "Omer" not in hidden
    assert "Hickimse" not in hidden
