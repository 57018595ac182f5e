import pytest

from redactkit.words import Field, numbered_field

TABLE = [
    ("1.MARTIN", Field.NAME, "MARTIN"),
    ("1SAMPLE", Field.NAME, "SAMPLE"),
    ("2. MARIE ANNE", Field.NAME, "MARIE ANNE"),
    ("3. 14.07.1981", Field.BIRTH, "14.07.1981"),
    ("3.14.07.1981(UtopiaCity)", Field.BIRTH, "14.07.1981(UtopiaCity)"),
    ("314.07.1981", Field.BIRTH, "14.07.1981"),
    ("308/04/1968", Field.BIRTH, "08/04/1968"),
    ("1.", Field.NAME, ""),
    ("3.", Field.BIRTH, ""),
    ("4b.", Field.EXPIRES, ""),
    ("5.", Field.DOCUMENT, ""),
    ("8.", Field.ADDRESS, ""),
    ("9.", Field.CLASS, ""),
    ("3DOB:08/04/1968", Field.BIRTH, "08/04/1968"),
    ("4a.01.01.2034", Field.ISSUED, "01.01.2034"),
    ("40.01.01.2034", Field.ISSUED, "01.01.2034"),  # a read as 0
    ("4aISS:02/15/2015", Field.ISSUED, "02/15/2015"),
    ("4b31.12.2015", Field.EXPIRES, "31.12.2015"),
    ("46.31.12.2015", Field.EXPIRES, "31.12.2015"),  # b read as 6
    ("4c.PREFECTURE", Field.AUTHORITY, "PREFECTURE"),
    ("4d. 123456", Field.PERSONAL, "123456"),
    ("4dLIC#:0812319684104", Field.DOCUMENT, "0812319684104"),
    ("5.13AA00001", Field.DOCUMENT, "13AA00001"),
    ("5 MORGA657054SM9IJ 35", Field.DOCUMENT, "MORGA657054SM9IJ 35"),
    ("5DD1234567890", Field.DISCRIMINATOR, "1234567890"),
    ("7.", Field.SIGNATURE, ""),
    ("8123MAINSTREET", Field.ADDRESS, "123MAINSTREET"),
    ("8. 122 BURNS CRESCENT", Field.ADDRESS, "122 BURNS CRESCENT"),
    ("8 RUE DE LA PAIX", Field.ADDRESS, "RUE DE LA PAIX"),
    ("9.A/B", Field.CLASS, "A/B"),
    ("9 AM/B1/B/BE", Field.CLASS, "AM/B1/B/BE"),
    ("9CLASS:D", Field.CLASS, "D"),
    ("12RESTR:NONE", Field.CLASS, "NONE"),
    ("15SEX:F", Field.SEX, "F"),
    ("15 M", Field.SEX, "M"),
    ("16HGT:5'-06\"", Field.HEIGHT, "5'-06\""),
    ("17 150lb", Field.HEIGHT, "150lb"),
    ("18BRO", Field.HEIGHT, "BRO"),
]


@pytest.mark.parametrize(("text", "field", "value"), TABLE)
def test_the_field_and_its_value(text, field, value):
    found = numbered_field(text)
    assert found is not None
    assert (found[0], text[found[1] :]) == (field, value)


OTHERS = [
    "", "3", "1234", "MARTIN", "3.12.1981", "30.08.1968", "3. Januar 1990", "5.12.1990", "5.99", "8 DEC 2020",
    "1 JAN 2020", "2 MAIN STREET", "12 RUE DE LA PAIX", "9 MAIN STREET", "8GB", "7.50", "10.50", "(1) MARTIN",
    "45 Sector 12",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_no_field(text):
    assert numbered_field(text) is None
