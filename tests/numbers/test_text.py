import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.text import fold, is_date, is_digit, is_expiry, is_phone, unaccented


@pytest.mark.parametrize(
    ("char", "digit"), [("O", "0"), ("I", "1"), ("S", "5"), ("B", "8"), ("7", "7"), ("９", "9"), ("X", "")]
)
def test_confusions_fold_to_the_digit(char: str, digit: str) -> None:
    assert fold(char) == digit


@given(st.characters())
def test_fold_gives_one_ascii_digit_or_nothing(char: str) -> None:
    assert fold(char) in ("", *"0123456789")


@given(st.characters(categories=["Nd"]))
def test_every_decimal_of_unicode_is_a_digit(char: str) -> None:
    assert is_digit(char)
    assert fold(char) == str(int(char))


@pytest.mark.parametrize("text", ["09/17", "0917", "09 17", "01-2027", "88/88", "07129", "12/2030"])
def test_expiry(text: str) -> None:
    assert is_expiry(text)


@pytest.mark.parametrize("text", ["4000", "99/17", "1/2", "12345678", "00/17"])
def test_no_expiry(text: str) -> None:
    assert not is_expiry(text)


def test_dates_and_phones() -> None:
    assert is_date("01.02.2026")
    assert not is_date("01022026")
    assert is_phone("1-800-555-0100")
    assert is_phone("+44 20 7946 0000")
    assert not is_phone("5551234")


@given(st.text(max_size=40))
def test_unaccented_keeps_every_place(text: str) -> None:
    assert len(unaccented(text)) == len(text)


def test_unaccented_folds_accents_spaces_and_dashes() -> None:
    assert unaccented("Débit\u00a01\u202f234 – ９ €") == "Debit 1 234 - 9 €"
