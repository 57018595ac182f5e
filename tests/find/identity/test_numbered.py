"""Fields that bear numbers: European licences in their order, AAMVA cards beside their labels, and no house numbers."""

from redactkit.model import FieldKind
from tests.find.identity.sheets import covered, kinds

EUROPE = """
1. MARTIN
2. Marie
3. 14.07.1981 (Utopia City)
4a. 01.01.2013    4c. Utopia
4b. 31.12.2015
5. 13AA00001
9. A/B
"""


def test_a_european_licence() -> None:
    assert kinds(EUROPE) == {
        "MARTIN": FieldKind.NAME,
        "Marie": FieldKind.NAME,
        "14.07.1981(UtopiaCity)": FieldKind.BIRTH,
        "01.01.2013": FieldKind.DATE,
        "31.12.2015": FieldKind.DATE,
        "13AA00001": FieldKind.DOCUMENT,
    }


AMERICA = """
9CLASS:D            12RESTR:NONE
4dLIC#:0812319684104
3DOB:    08/04/1968      15SEX:F
4bEXP:   08/04/2023      16HGT:5'-06
4aISS:   02/15/2015
1SAMPLE
2BRENDALYNN
8123MAINSTREET
 HELENA,MT59601
5DD1234567890123456789012345
"""
AMERICA_COVERED = """
9CLASS:D            12RESTR:NONE
4dLIC#:#############
3DOB:    ##########      15SEX:F
4bEXP:   08/04/2023      16HGT:5'-06
4aISS:   02/15/2015
1SAMPLE
2BRENDALYNN
8#############
 ##############
5DD#########################
"""


def test_an_american_card_whose_spaces_were_lost() -> None:
    assert covered(AMERICA) == AMERICA_COVERED.strip("\n")


APART = """
1       MARTIN

2       Marie

3       14.07.1981   Utopia

4a      01.01.2013

5       13AA00001
"""


def test_numbers_in_a_column_of_their_own() -> None:
    found = kinds(APART)
    assert found["14.07.1981"] is FieldKind.BIRTH
    assert found["Utopia"] is FieldKind.PLACE
    assert found["01.01.2013"] is FieldKind.DATE
    assert found["13AA00001"] is FieldKind.DOCUMENT
    assert not {"1", "2", "3", "4a", "5"} & found.keys()


def test_a_number_alone_is_no_field() -> None:
    assert covered("4a. 01.01.2013") == "### ##########"


def test_a_date_is_not_field_three() -> None:
    sheet = EUROPE.replace("5. 13AA00001", "31.12.1999")
    assert covered(sheet).split("\n")[5] == "##########"


def test_numbers_out_of_their_order_are_no_fields() -> None:
    sheet = "8. 01.01.2013\n4b. 31.12.2015\n3. any"
    assert covered(sheet).split("\n")[1] == "### ##########"
