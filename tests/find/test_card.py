"""One table: what stands on a card, what is found, what stays."""

import numpy as np
import pytest

from redactkit.find import find_in_lines, has_number, misses_date, shows_back
from redactkit.model import DocumentKind, FieldKind, Finding, Line, Page
from redactkit.read.scripted import line


def page_of(*lines: Line) -> Page:
    return Page(0, np.zeros((600, 1000, 3), np.uint8), lines=lines)


def text_of(finding: Finding) -> str:
    return "".join(cell.char for cell in finding.cells)


def found(*lines: Line) -> dict[str, FieldKind]:
    return {text_of(f): f.kind for f in find_in_lines(page_of(*lines), DocumentKind.CARD)}


def row(text: str, top: float, left: float = 100, size: float = 40) -> Line:
    return line(text, left, top, left + 0.6 * size * len(text), top + size)


PANS = [
    "4111 1111 1111 1111",
    "4111111111111111",
    "4111-1111-1111-1111",
    "3782 822463 10005",
    "6200 0000 0000 0000 005",
    "5412 7512 3412 3456",  # Luhn fails, as on most specimens
    "4000 l234 S67B 90IO",  # letters read for digits
    "9999 9999 9999 9999",  # no network
    "5018 0000 0009",  # 12 digits, Maestro
]


@pytest.mark.parametrize("text", PANS)
def test_pan_in_one_line(text: str) -> None:
    wanted = "".join(char for char in text if char not in " -")
    assert found(row(text, 300)) == {wanted: FieldKind.PAN}


def test_pan_split_over_boxes_of_one_baseline() -> None:
    lines = [row("4111 1111", 300, left=100), row("1111 1111", 306, left=350), row("12/29", 400)]
    kinds = found(*lines)
    assert kinds["4111111111111111"] is FieldKind.PAN
    assert kinds["12/29"] is FieldKind.EXPIRY


def test_pan_of_which_one_box_alone_would_pass_for_a_number() -> None:
    kinds = found(row("4012 8888 8888", 300, left=100), row("1881", 303, left=480))
    assert kinds == {"4012888888881881": FieldKind.PAN}


def test_pan_stacked_in_four_rows() -> None:
    lines = [row(group, 200 + 60 * i) for i, group in enumerate(("4111", "1111", "1112", "1113"))]
    assert found(*lines) == {"4111111111121113": FieldKind.PAN}


def test_stray_symbols_at_the_ends_are_left_out_when_the_checks_say_so() -> None:
    kinds = found(row("94111 1111 1111 11113", 300))
    assert kinds["4111111111111111"] is FieldKind.PAN
    # The one in front lies under the number's first cell, which reaches to the edge of the line.
    assert [text for text, kind in kinds.items() if kind is FieldKind.NUMBER] == ["3"]


def test_a_number_of_nineteen_is_left_whole_although_sixteen_of_it_pass_luhn() -> None:
    assert found(row("6205 5081 9529 3891 861", 300)) == {"6205508195293891861": FieldKind.PAN}


BESIDE = [
    ["4111 1111 1111 1111 123"],  # the CVV on the signature strip, in one box with the number
    ["3782 822463 10005 1234"],
    ["4012 8888 8888 1881 1229"],
    ["4012 8888 8888 1882 12/29"],
    ["12/24 12/29 1234"],
    ["+1 800 555 0199 1234"],
    ["01.12.2024 31.12.2029"],
    ["4012", "8888", "8888", "1881", "123"],
]


@pytest.mark.parametrize("rows", BESIDE, ids=" ".join)
def test_what_stands_beside_a_number_never_passes_for_its_end(rows: list[str]) -> None:
    page = page_of(*(row(text, 100 + 60 * i) for i, text in enumerate(rows)))
    ends = [
        text_of(f)[-4:]
        for f in find_in_lines(page, DocumentKind.CARD)
        if f.kind is FieldKind.PAN and "end" in f.evidence
    ]
    assert ends in ([], ["1111"], ["0005"], ["1881"])


def test_two_cards_give_two_numbers() -> None:
    kinds = found(row("4111 1111 1111 1111", 100), row("5555 5555 5555 4444", 400))
    assert [kind for kind in kinds.values()] == [FieldKind.PAN, FieldKind.PAN]


TABLE = [
    ("09/17", FieldKind.EXPIRY),
    ("VALID THRU 09/17", FieldKind.EXPIRY),
    ("1-800-555-0100", FieldKind.PHONE),
    ("CRN 68019810", FieldKind.NUMBER),
    ("Member since 98", FieldKind.NUMBER),
    ("01.02.2026", FieldKind.DATE),
    ("4111", FieldKind.IIN),
]


@pytest.mark.parametrize(("text", "kind"), TABLE)
def test_everything_with_a_digit_is_found(text: str, kind: FieldKind) -> None:
    kinds = found(row("4111 1111 1111 1111", 300), row(text, 350, size=20))
    kinds.pop("4111111111111111")
    covered = {t: k for t, k in kinds.items() if k is not FieldKind.NAME}
    assert list(covered.values()) == [kind]
    assert {char for char in text if char.isdigit()} <= set("".join(covered))


@pytest.mark.parametrize("text", ["ANITA KUMAR", "Lee M. Cardholder", "Booking"])
def test_names_are_names(text: str) -> None:
    wanted = text.replace(" ", "")
    assert found(row(text, 400))[wanted] is FieldKind.NAME


@pytest.mark.parametrize(("text", "kind"), [("J0HN SMITH", FieldKind.NAME), ("FREYA NI080DY", FieldKind.NAME)])
def test_letters_misread_without_confidence_are_letters(text: str, kind: FieldKind) -> None:
    blurred = line(text, 100, 400, 400, 440, score=0.8)
    assert found(blurred) == {text.replace(" ", ""): kind}


@pytest.mark.parametrize("text", ["J0HN SMITH", "CODE 158 CALL"])
def test_digits_read_with_confidence_are_digits(text: str) -> None:
    assert FieldKind.NAME not in found(row(text, 400)).values()


@pytest.mark.parametrize("text", ["VISA", "VALID THRU", "MasterCord", "AMERICAN EXPRESS"])
def test_labels_are_nothing(text: str) -> None:
    assert not found(row(text, 400))


def test_cvv_on_the_back_and_on_the_front_of_amex() -> None:
    assert found(row("AUTHORIZED SIGNATURE", 100), row("039", 200))["039"] is FieldKind.CVV
    assert found(row("3782 822463 10005", 300), row("7997", 200))["7997"] is FieldKind.CVV


def test_unread_text_is_found_by_place() -> None:
    faint = line("wwwy", 10, 10, 90, 40, score=0.3)
    (finding,) = find_in_lines(page_of(faint, Line(faint.quad)), DocumentKind.CARD)[:1]
    assert finding.kind is FieldKind.UNREAD
    assert finding.quad == faint.quad


def test_a_sentence_with_a_phone_number_is_no_pan() -> None:
    sentence = row("for service call 1-800-555-0100 or 5000-471-177", 500, size=12)
    assert not has_number([page_of(sentence)])
    digits = "".join(text for text, kind in found(sentence).items() if kind is not FieldKind.NAME)
    assert {*"1800555010"} <= set(digits)


def test_back_is_seen_by_its_words() -> None:
    assert shows_back([page_of(row("AUTHORISED SIGNATURE - NOT VALID UNLESS SIGNED", 100, size=12))])
    assert not shows_back([page_of(row("VALID THRU", 100))])


def test_faint_first_digit_is_within_the_cover() -> None:
    whole = line("x111 1111 1111 1111", 100, 300, 556, 340)
    (finding,) = [
        f for f in find_in_lines(page_of(Line(whole.quad, whole.cells[1:], 1.0)), DocumentKind.CARD) if f.cells
    ]
    assert finding.cells[0].quad.corners[0][0] == pytest.approx(100)


def test_a_card_that_names_a_date_must_show_one() -> None:
    assert misses_date([page_of(row("VALID THRU", 300), row("LEE M CARDHOLDER", 400))])
    assert not misses_date([page_of(row("VALID THRU", 300), row("09/17", 300, left=400))])
    assert not misses_date([page_of(row("LEE M CARDHOLDER", 400))])


def test_blurred_digits_beside_a_word_for_a_code_are_digits() -> None:
    blurred = line("CVV 158 CODE", 100, 400, 340, 424, score=0.8)
    assert "158" in "".join(text for text, kind in found(blurred).items() if kind is not FieldKind.NAME)
