import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.words import letters
from redactkit.words.spelling import spelled


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("Numéro de compte", "NUMERODECOMPTE"), ("Straße", "STRASSE"), ("Łódź", "LODZ"), ("Ørsted & Æro", "ORSTEDAERO"),
     ("N° 12", "N"), ("Gültig bis", "GULTIGBIS"), ("ﬁnal", "FINAL"), ("VISA™", "VISA"), ("Κάρτα 4", "")],
)  # fmt: skip
def test_letters(text: str, capitals: str) -> None:
    assert letters(text) == capitals


@given(st.text(max_size=30))
def test_letters_are_latin_capitals(text: str) -> None:
    assert set(letters(text)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@given(st.text(max_size=30))
def test_each_letter_has_its_place(text: str) -> None:
    skeleton, places = spelled(text)
    assert len(skeleton) == len(places)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@pytest.mark.parametrize(
    ("text", "skeleton"),
    [("S0RT C0DE", "SORTCODE"), ("1BAN", "IBAN"), ("lban", "IBAN"), ("Page1", "PAGE0"), ("10Oct", "OCT")],
)
def test_digits_among_letters_are_letters(text: str, skeleton: str) -> None:
    assert spelled(text)[0] == skeleton
