"""What a cell says by its text alone."""

import pytest

from redactkit.find.statement.entries import is_amount_cell, is_day, is_sum, is_transaction, leading_dates


@pytest.mark.parametrize(
    "text", ["1,250.00", "$875.20", "85,00-", "3.326,11 H", "(412.16)", "25.00 A", "EUR 1.00", "-44", "1,96,350.00"]
)
def test_amounts(text: str) -> None:
    assert is_amount_cell(text)


@pytest.mark.parametrize("text", ["GAS AND CO", "Rechnung 12", "12345678901", "Shop 12.00 London"])
def test_no_amounts(text: str) -> None:
    assert not is_amount_cell(text)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("02.05. 03.05. GAS", "02.05. 03.05."),
        ("22Oct2014BACS", "22Oct2014"),
        ("GAS 02.05.", ""),
        ("2 Oct", "2 Oct"),
        ("", ""),
    ],
)
def test_dates_at_the_start(text: str, dates: str) -> None:
    assert text[: leading_dates(text)] == dates


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Monday, 6 May 2024", True), ("6 May", True), ("RENT MAY 2024", False), ("Lunedì 6/5/2024", True)],
)
def test_days(text: str, wanted: bool) -> None:
    assert is_day(text) is wanted


SUMS = [
    ("Balance brought forward", True, True),
    ("Closing balance 31/03/2024", True, True),
    ("Kontostand am 28.04.2023", True, True),
    ("Total deposits", True, False),
    ("Total Wine & More", True, False),
    ("Unarranged overdraft fee", False, False),
    ("BALANCE TRANSFER SAM EXAMPLE", False, False),
    ("Salary", False, False),
    ("GAS AND CO", False, False),
]


@pytest.mark.parametrize(("text", "alone", "dated"), SUMS)
def test_sums(text: str, alone: bool, dated: bool) -> None:
    assert is_sum(text, dated=True) is dated
    assert is_sum(text) is alone or text == "Salary"


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["02/05", "GAS", "1.00"], True),
        (["1", "02/05/2024", "GAS", "1.00"], True),
        (["02/05 GAS 1.00"], True),
        (["Statement date", "02/05/2024", "Balance", "1.00"], False),
        (["Opening balance", "1.00"], False),
        (["02/05/2024"], False),
    ],
)
def test_transactions(texts: list[str], wanted: bool) -> None:
    assert is_transaction(texts) is wanted
