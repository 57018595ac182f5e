"""One line at a time: what of it is covered by its form alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.find.statement.chunks import cards_in, chunks
from redactkit.model import FieldKind, Line
from redactkit.read.scripted import line
from tests.find.statement.sheets import covered, find, kinds

LINES = [
    ("Your statement for 03/02/2022", "Your statement for 03/02/2022"),
    ("Statement period 1 May 2026 to 31 May 2026", "Statement period 1 May 2026 to 31 May 2026"),
    ("6/21/26 at 2:10 AM", "6/21/26 at 2:10 AM"),
    ("Page 1 of 5", "Page 1 of 5"),
    ("Seite 2 von 3", "Seite 2 von 3"),
    ("12345 - PAGE 1 OF 4", "##### # PAGE 1 OF 4"),
    ("Beginning balance on 1/1", "Beginning balance on 1/1"),
    ("Card Number **** **** **** 9012", "Card Number **** **** **** 9012"),
    ("Paid with 4835******1234", "Paid with 4835******1234"),
    ("Paid with 4835* **1234", "Paid with 4835* **1234"),
    ("Paid with 48351234", "Paid with ########"),
    ("DC 1090001004290", "DC #############"),
    ("You may call us at 1-800-555-0100 at night", "You may call us at ############## at night"),
    ("P.O. Box 6995", "#### ### ####"),
    ("Interest of - 2,50 EUR was paid", "Interest of # #### EUR was paid"),
    ("Fees of $ 12.30", "Fees of # #####"),
    ("Write to sam@example.org or visit www.example.com", "Write to ############### or visit www.example.com"),
    ("See www.example.com/x7y9 for more", "See #################### for more"),
    ("Registered in England No. 9446231", "Registered in England No. #######"),
    ("Interest rate 2.70 %", "Interest rate #### #"),
    ("No figures here at all", "No figures here at all"),
    (
        "Fifteen Thousand Three Hundred Thirty-Two And 90/100 Dollars",
        "####### ######## ##### ####### ########## ### ###### #######",
    ),
]


@pytest.mark.parametrize(("text", "left"), LINES)
def test_lines(text: str, left: str) -> None:
    assert covered(f"Any heading\n{text}\nAny other line").split("\n")[1] == left


def test_a_page_number_without_a_word_stays_at_the_foot_only() -> None:
    sheet = "\n".join(["2/3", *["words without figures"] * 8, "2/3"])
    top, *_, foot = covered(sheet).split("\n")
    assert (top, foot) == ("2/3", "2/3")
    assert covered("\n".join(["words"] * 5 + ["2/3"] + ["words"] * 5)).split("\n")[5] == "###"


GLUED = [
    ("Balanceason1Oct2023", {"1Oct2023": FieldKind.DATE}),
    ("Branch Banker or call us at858-LLL-0101.", {"858-LLL-0101": FieldKind.PHONE}),
    ("Registered in Scotland numberSC327000", {"SC327000": FieldKind.NUMBER}),
    ("VISA 4835*****1234Origdate", {}),
]


@pytest.mark.parametrize(("text", "wanted"), GLUED)
def test_words_without_spaces(text: str, wanted: dict[str, FieldKind]) -> None:
    assert kinds([line(text.replace(" ", ""), 0, 300, 12 * len(text), 320)]) == wanted


@given(st.text(st.sampled_from("abc 123.-/$€: "), max_size=40))
def test_every_digit_is_in_a_chunk(text: str) -> None:
    inside = {place for start, end in chunks(text) for place in range(start, end)}
    assert {place for place, char in enumerate(text) if char.isdigit()} <= inside


CARDS = [
    ("5488-2926-6730-9473 is a card", ["5488-2926-6730-9473"]),
    ("4111111111111111", ["4111111111111111"]),
    ("3782 822463 10005", ["3782 822463 10005"]),
    ("4111 1111 1111 1112", []),  # check digit
    ("41 11 11 11 11 11 11 11", []),  # not the groups of a card
    ("000411111111111111", []),
    ("1.4111111111111111", []),
]


@pytest.mark.parametrize(("text", "wanted"), CARDS)
def test_cards(text: str, wanted: list[str]) -> None:
    assert [text[slice(*span)] for span, _ in cards_in(text)] == wanted


def test_references_of_sixteen_digits_are_no_cards_among_transactions() -> None:
    assert list(cards_in("4111111111111111", grouped=True)) == []


def test_a_number_read_as_letters_without_confidence_is_found_by_the_digits_in_it() -> None:
    good = line("SOLB OOSI", 0, 300, 120, 320, score=0.7)
    digits = line("50180051", 0, 300, 120, 320, score=0.8).cells
    (finding,) = find([Line(good.quad, good.cells, 0.7, digits)])
    assert finding.kind is FieldKind.NUMBER
    assert find([Line(good.quad, good.cells, 1.0, digits)]) == ()
