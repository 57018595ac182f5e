"""Rows that name columns."""

import pytest

from redactkit.find.statement.columns import heads
from redactkit.find.statement.layout import lay_out
from tests.find.statement.sheets import lines_of

HEADS = [
    ("Date  Description  Paid in  Paid out  Balance", 5),
    ("Datum  Erläuterung  Betrag EUR", 3),
    ("Buchung  Valuta  Vorgang  Soll  Haben", 5),
    ("Data  Valuta  Descrizione  Dare  Avere", 5),
    ("Date  Nature des opérations  Valeur  Débit  Crédit", 5),
    ("Fecha  F. Valor  Concepto  Importe  Saldo", 5),
    ("Datum  Naam / Omschrijving  Rekening  Af (-)  Bij (+)", 5),
    ("Withdrawals /\nDate  Description  Deposits", 3),
    ("Description  Incoming  Outgoing  Amount", 4),
    ("DATE DESCRIPTION AMOUNT", 3),  # read as one line
]
OTHERS = [
    "ACCOUNT NAME  ACCOUNT NUMBER  BALANCE ($)  DETAILS ON",  # lists accounts
    "Opening balance  Debits  Credits  Closing balance",
    "Your account balance and all your transactions on one date",
    "Date  12/05/2024",
    "Description",
]


@pytest.mark.parametrize(("sheet", "count"), HEADS)
def test_heads(sheet: str, count: int) -> None:
    layout = lay_out(lines_of(f"Your statement\n\n{sheet}\n01/02/2024  GAS AND CO  1.00"))
    (head,) = heads(layout.rows, layout.high)
    assert len(head.columns) == count
    assert [column.left for column in head.columns] == sorted(column.left for column in head.columns)


@pytest.mark.parametrize("sheet", OTHERS)
def test_no_heads(sheet: str) -> None:
    layout = lay_out(lines_of(sheet))
    assert heads(layout.rows, layout.high) == []


def test_a_title_above_is_no_part_of_a_head() -> None:
    layout = lay_out(lines_of("Your transactions\nDate  Description  Money out  Balance\n1 May  GAS  1.00  2.00"))
    (head,) = heads(layout.rows, layout.high)
    assert (head.start, head.end) == (1, 2)


def test_a_description_that_goes_on_at_the_top_is_no_part_of_a_head() -> None:
    layout = lay_out(
        lines_of("Date     Details                Amount\n         GROCERY AND SONS LTD\n1 May    GAS         1.00")
    )
    (head,) = heads(layout.rows, layout.high)
    assert (head.start, head.end) == (0, 1)
