"""What is known is found again: in small print, in curves, misread, and where little could be read."""

from datetime import date

import pytest

from redactkit.find.identity.again import again, numbers_to_find
from redactkit.model import FieldKind, Finding
from redactkit.read.scripted import line
from tests.find.statement.sheets import text_of

NUMBERS = numbers_to_find(["L898902C3", "ZE184226B"], [date(1974, 8, 12)], [])
AGAIN = [
    ("L898902C3", ["L898902C3"]),
    ("L 898902 C3", ["L898902C3"]),
    ("xxL898902C3xx", ["L898902C3"]),
    ("L89B9O2C3", ["L89B9O2C3"]),  # letters that look like digits
    ("L898?02C3", ["L89802C3"]),  # one character lost
    ("12081974", ["12081974"]),
    ("740812", ["740812"]),
    ("1974-08-12", ["19740812"]),
    ("12.08.1975", []),
    ("898", []),
    ("ERIKSSON", []),
]


@pytest.mark.parametrize(("text", "wanted"), AGAIN)
def test_a_value_is_found_again(text: str, wanted: list[str]) -> None:
    found = again([line(text, 10, 10, 200, 30)], NUMBERS, [], 0, "identity")
    assert [text_of(finding) for finding in found] == wanted


def test_what_was_found_before_is_not_found_again() -> None:
    one = line("L898902C3", 10, 10, 200, 30)
    found = [Finding(FieldKind.DOCUMENT, 0, one.cells)]
    assert not list(again([one], NUMBERS, found, 0, "identity"))
    kept = [Finding(FieldKind.DATE, 0, one.cells)]
    assert len(list(again([one], NUMBERS, kept, 0, "identity"))) == 1


def test_numbers_that_labels_name_are_looked_for() -> None:
    one, name = line("AB123456", 10, 10, 200, 30), line("ANNA", 10, 50, 100, 70)
    found = [Finding(FieldKind.PERSONAL, 0, one.cells), Finding(FieldKind.NAME, 0, name.cells)]
    assert list(numbers_to_find([], [], found).values()) == [FieldKind.PERSONAL]
