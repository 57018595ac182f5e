import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.money import find_amounts, is_amount

YES = (
    "$50,000.00", "123,084.85", "= $3,366.44", "+ 8,438.99", "- 1,590.35", "-171", "$50", "S$22,800", "A$12.00", "US$1",
    "(1.38)", "($171.00)", "-$171.00", "$-171.00", "***15,332.90", "1,96,350.00", "₹3,89,400.00", "Rs. 500",
    "INR 1,250",
    "0.00", ".33", "1.234,56", "1.234,56 €", "EUR 1.234,56", "EUR-12,00", "1 234,56", "1\u202f234,56 €",
    "1\u00a0234,56",
    "1'234.50", "CHF 1’234.50", "£12.00", "100,00 zł", "kr 50", "50 kr", "12,50-", "12,50+", "+12,50", "−12,50",
    "12,50 S", "12,50 H", "12.50CR", "12.50 Dr.", "12.50 USD", "1.250,00 EUR", "1,250", "SG 2.90",
    "E1,234.56", "f12.00", "?1,250.00", "1.234.56", "5O,OO", "l2,50", "12.05",
)  # fmt: skip
NO = (
    "01.05.2024", "12.05.", "10:45", "10.45 Uhr", "2.70%", "2,70 %", "1.2.3", "192.168.1.1", "+44 20 7946 0000",
    "01.23.45.67.89", "00-11-22", "12345678", "555-0100", "04/04/2022", "2024", "12", "1.5", "333 008755555", "Page 1",
    "4111 1111 1111 1111", "12-3456-0789012-50", "SBIN0001234", "020.794.600", "31 NOV", "22Oct2014", "#03-15", "-", "",
    "l.ll",
)  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_amounts(text: str) -> None:
    assert is_amount(text)


@pytest.mark.parametrize("text", NO)
def test_other_numbers(text: str) -> None:
    assert not is_amount(text)


@pytest.mark.parametrize("text", ["12.05", "31.12", "1,250", "-171"])
def test_what_may_be_something_else_is_not_certain(text: str) -> None:
    assert [span.certain for span in find_amounts(text)] == [False]


@pytest.mark.parametrize("text", ["12,05", "$12.05", "12.05 CR", "32.05", "6.10", "1,250.00", "$1,250"])
def test_what_can_be_nothing_else_is_certain(text: str) -> None:
    assert [span.certain for span in find_amounts(text)] == [True]


PLACES = [
    ("Balance as on 1 Oct 2023 : 42,350.00", ["42,350.00"]),
    ("Balanceason1Oct2023:42,350.00", ["42,350.00"]),
    ("1,250.0041,100.00", ["1,250.00", "41,100.00"]),
    ("UPI2310021 1,250.00 41,100.00", ["1,250.00", "41,100.00"]),
    ("UPI23100211,250.00", ["23100211,250.00"]),  # a reference that ran into it goes with it
    ("Restaurant - 1194089245 -171", ["-171"]),
    ("31.12.2024 1.234,56 H", ["1.234,56 H"]),
    ("S$22,058.11 S$50.00", ["S$22,058.11", "S$50.00"]),
    ("10.12.2024-12.50", ["-12.50"]),
    ("call +44 20 7946", []),
    ("Fr 12. Mai", []),
]


@pytest.mark.parametrize(("text", "amounts"), PLACES)
def test_where_they_stand(text: str, amounts: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_amounts(text)] == amounts


def grouped(whole: int, comma: str, *, lakh: bool) -> str:
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    size = 2 if lakh else 3
    groups = []
    while head:
        groups.insert(0, head[-size:])
        head = head[:-size]
    return comma.join([*groups, tail])


STYLES = [
    (",", ".", False),
    (".", ",", False),
    (" ", ",", False),
    ("'", ".", False),
    ("", ".", False),
    (",", ".", True),
]
BEFORE = ["", "-", "+", "- ", "$", "€ ", "EUR ", "CHF ", "S$", "Rs. ", "-£", "***"]
AFTER = ["", "-", " -", " €", " EUR", "CR", " DR", " H", " S", " zł"]


@given(
    st.integers(0, 99_999_999),
    st.integers(0, 99),
    st.sampled_from(STYLES),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
)
def test_every_style_is_read_back(
    whole: int, cents: int, style: tuple[str, str, bool], before: str, after: str
) -> None:
    comma, point, lakh = style
    text = f"{before}{grouped(whole, comma, lakh=lakh)}{point}{cents:02}{after}"
    assert is_amount(text)
    assert [(span.start, span.end) for span in find_amounts(f"Total {text}")] == [(6, 6 + len(text))]


@given(st.text("0123456789.,-/: $€ECR", max_size=20))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for span in find_amounts(text):
        assert last <= span.start < span.end <= len(text)
        assert any(char.isdigit() for char in text[span.start : span.end])
        last = span.end
