"""Addresses: below their label, by a street or a postcode, as columns of words and numbers; names above them stay."""

import pytest

from redactkit.model import FieldKind
from tests.find.identity.sheets import covered, find, kinds, says

LABELLED = """
Domicilio
Calle Real 13
Collado Villalba
Madrid
Lugar de nacimiento
Ciudad Real

Hijo de
Jose Luis
"""
LABELLED_COVERED = """
Domicilio
##### #### ##
####### ########
######
Lugar de nacimiento
###### ####

Hijo de
Jose Luis
"""


def test_lines_below_a_label_go_on_to_the_next_one() -> None:
    assert covered(LABELLED) == LABELLED_COVERED.strip("\n")


INDENTED = """
Domicilio
C/REAL 13,   1 DCHA
             COLLADO VILLALBA
             MADRID
Lugar de nacimiento
"""


def test_lines_go_on_under_the_second_part_of_the_first_row() -> None:
    hidden = covered(INDENTED)
    assert not any(word in hidden for word in ("COLLADO", "MADRID", "DCHA"))


def test_lines_go_on_under_the_middle_of_a_part() -> None:
    """The house number was read with what stands behind it."""
    hidden = covered(INDENTED.replace("\n   ", "\n     "))
    assert not any(word in hidden for word in ("COLLADO", "MADRID", "DCHA"))


def test_what_was_not_read_between_two_parts_of_a_row_goes_with_them() -> None:
    (first, *_) = [finding for finding in find(INDENTED) if finding.kind is FieldKind.ADDRESS]
    assert "".join(cell.char for cell in first.cells) == "C/REAL13,1DCHA"


LETTER = """
To
Madhur Jain
S/O Sonu Jain
123, ABC Apartments
Main Road
Mumbai
Maharashtra 400001
"""
LETTER_COVERED = """
To
Madhur Jain
### #### ####
#### ### ##########
#### ####
######
########### ######
"""


def test_lines_between_two_with_numbers_and_a_relation_above_them() -> None:
    assert covered(LETTER) == LETTER_COVERED.strip("\n")


TOWN_ABOVE = "KÖLN\nHEIDESTR. 17"


def test_a_line_above_a_street_is_a_town_where_the_names_are_known(monkeypatch) -> None:
    assert kinds(TOWN_ABOVE)["KÖLN"] is FieldKind.NAME
    says(monkeypatch)
    assert kinds(TOWN_ABOVE)["KÖLN"] is FieldKind.ADDRESS


def test_a_name_above_a_street_stays_where_it_is_known(monkeypatch) -> None:
    says(monkeypatch)
    assert kinds("ANNA ERIKSSON\nHEIDESTR. 17")["ANNAERIKSSON"] is FieldKind.NAME


NONE = [
    "Surname\nERIKSSON\nGiven names\nANNA",
    "ERIKSSON\nANNA MARIA",
    "Authority\nMagistrat Zenith",
]


@pytest.mark.parametrize("sheet", NONE)
def test_no_address(sheet: str) -> None:
    assert FieldKind.ADDRESS not in kinds(sheet).values()


def test_a_name_below_its_label_stays_above_an_address() -> None:
    sheet = "Name\nANNA ERIKSSON\n12 Any Street\nZenith 12345"
    assert covered(sheet) == "Name\nANNA ERIKSSON\n## ### ######\n###### #####"
