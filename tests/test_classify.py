import pytest

from redactkit.classify import classify
from redactkit.model import DocumentKind
from redactkit.read.scripted import line

TABLE = [
    (["4111 1111 1111 1111", "LEE M CARDHOLDER"], DocumentKind.CARD),
    (["VISA", "VALID THRU"], DocumentKind.CARD),
    (["AUTHORIZED SIGNATURE", "for balance information call"], DocumentKind.CARD),
    (
        ["PASSPORT", "Nationality", "Date of birth", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"],
        DocumentKind.IDENTITY,
    ),
    (["Account statement", "Opening balance", "Closing balance", "VISA debit 12.00"], DocumentKind.STATEMENT),
    (["hello world"], DocumentKind.UNKNOWN),
    ([], DocumentKind.UNKNOWN),
]


@pytest.mark.parametrize(("texts", "kind"), TABLE)
def test_kind_by_words(texts: list[str], kind: DocumentKind) -> None:
    assert classify([line(text, 0, 30 * i, 12 * len(text), 30 * i + 20) for i, text in enumerate(texts)]) is kind


def test_a_page_of_text_is_no_card() -> None:
    lines = [line(f"VISA {i}", 0, 10 * i, 90, 10 * i + 8) for i in range(80)]
    assert classify(lines) is not DocumentKind.CARD
