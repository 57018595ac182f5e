"""Names stay by policy: they must be found, and nothing that is hidden may be among their characters."""

import pytest

from redactkit.find.identity.dates import Calendar
from redactkit.find.identity.known import Known
from redactkit.find.misread import differ_by_one
from redactkit.model import FieldKind
from tests.find.identity.sheets import find, kinds, says

NAMED = [
    ("Surname\nERIKSSON", "ERIKSSON"),
    ("Surname\nERIKSSON\nANDERSSON", "ANDERSSON"),
    ("Given names  ANNA MARIA", "ANNAMARIA"),
    ("NAMECRITTENDEN,LEEW.", "CRITTENDEN,LEEW."),
    ("ANNA ERIKSSON", "ANNAERIKSSON"),
]


@pytest.mark.parametrize(("sheet", "name"), NAMED)
def test_names_by_a_label_and_letters_without_one(sheet: str, name: str) -> None:
    assert kinds(sheet)[name] is FieldKind.NAME


PLAIN = ["Nationality\nUTOPIAN", "Sex\nFEMALE", "Authority\nPASSPORT OFFICE", "PASSPORT", "Height  168 cm"]


@pytest.mark.parametrize("sheet", PLAIN)
def test_titles_nationalities_and_authorities_are_no_names(sheet: str) -> None:
    assert FieldKind.NAME not in kinds(sheet).values()


def test_no_name_has_a_digit() -> None:
    sheet = "Surname\nERIKSSON 12345\n\nName  ANNA 12.08.1974"
    names = [finding for finding in find(sheet) if finding.kind is FieldKind.NAME]
    assert not any(cell.char.isdigit() for finding in names for cell in finding.cells)


KNOWN = Known(Calendar(), ("ERIKSSON", "ANNA", "MARIA"))
SAME = [
    ("Eriksson", True),
    ("ANNA MARIA", True),
    ("ANNAMARIA ERIKSSON", True),
    ("ERIKSON", True),  # one character lost
    ("Anna M. Eriksson", True),
    ("ZENITH", False),
    ("MARIAGER BY", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "wanted"), SAME)
def test_names_of_the_zone_are_known_again(text: str, wanted: bool) -> None:
    assert KNOWN.names_in(text) is wanted


ALIKE = [("12345", "12345", True), ("12345", "12B45", True), ("12345", "1234", True), ("12345", "123456", True)]
UNLIKE = [("12345", "12B4C", False), ("12345", "123", False), ("A", "B", False)]


@pytest.mark.parametrize(("one", "other", "wanted"), ALIKE + UNLIKE)
def test_texts_that_differ_by_one_character(one: str, other: str, wanted: bool) -> None:
    assert differ_by_one(one, other) is wanted


def test_letters_beside_the_day_of_birth_are_its_place_where_names_are_known(monkeypatch) -> None:
    sheet = "ANNA MARIA\n\n12.08.1974    ZENITH\n\nNEWTOWN"
    assert kinds(sheet)["ZENITH"] is FieldKind.NAME
    says(monkeypatch)
    found = kinds(sheet)
    assert found["ZENITH"] is found["NEWTOWN"] is FieldKind.PLACE
    assert found["ANNAMARIA"] is FieldKind.NAME


SIGNED = [
    ("Surname\nSMITH\n\nGiven names\nJOHN JAMES\n\nJSmith", "JSmith"),
    ("Surname\nSMITH\n\nGiven names\nJOHN JAMES\n\nJohn Smith", "JohnSmith"),
    ("Surname\nVIRTANEN\n\nGiven names\nMARIA OLIVIA\n\nMania Virtanen", "ManiaVirtanen"),  # a letter misread
]
PRINTED = [
    "Surname\nSMITH\n\nGiven names\nJOHN JAMES",
    "Name\nJOHN SMITH\n\nJOHN SMITH",
    "Surname\nSMITH\n\nGiven names\nJOHN\n\nGoldsmith",
    "Surname\nSMITH\n\nGiven names\nJOHN\n\nJOHN SMITH",
    "Surname\nSMITH\n\nGiven names\nJOHN\n\nName\nJOHN SMITH",
]


@pytest.mark.parametrize(("sheet", "text"), SIGNED)
def test_a_name_whose_parts_stand_alone_elsewhere_is_a_signature(sheet: str, text: str) -> None:
    found = kinds(sheet)
    assert [one for one, kind in found.items() if kind is FieldKind.SIGNATURE] == [text]
    assert FieldKind.NAME in found.values()


@pytest.mark.parametrize("sheet", PRINTED)
def test_a_printed_name_is_none(sheet: str) -> None:
    assert FieldKind.SIGNATURE not in kinds(sheet).values()
