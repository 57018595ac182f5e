from itertools import pairwise

import pytest

from redactkit.words import Role, labels_in, letters, roles
from redactkit.words.roles import TABLES

TABLE = [
    ("Account Name : Mr. RAHUL SHARMA", {Role.HOLDER: "Account Name"}),
    ("Titulaire du compte M. Jean", {Role.HOLDER: "Titulaire du compte"}),
    ("Sort Code 00-11-22 Account No 12345678", {Role.ROUTING: "Sort Code", Role.ACCOUNT: "Account No"}),
    ("SORTCODE00-11-22", {Role.ROUTING: "SORTCODE"}),
    ("IFS Code : SBIN0001234", {Role.ROUTING: "IFS Code"}),
    ("CIF No. : 91234567890", {Role.CUSTOMER: "CIF No"}),
    ("Ihre Kundennummer: 123", {Role.CUSTOMER: "Ihre Kundennummer"}),
    ("BICCOBADEFFXXX", {Role.BIC: "BIC"}),
    ("Balance as on 1 Oct 2023 : 42,350.00", {Role.BALANCE: "Balance as on"}),
    ("Closlng Balanee", {Role.BALANCE: "Closlng Balanee"}),
    ("Codice fiscale RCCMNL83S18D969H", {Role.TAX: "Codice fiscale"}),
    ("Tel0123", {Role.PHONE: "Tel"}),
    ("Page1of5", {Role.PAGE: "Page"}),
    ("Kreditkartennummer XXXX", {Role.CARD_NUMBER: "Kreditkartennummer"}),
    ("Morada: Rua Augusta", {Role.ADDRESS: "Morada"}),
    ("Account Statement", {Role.STATEMENT: "Account Statement"}),
    ("Abrechnungszeitraum", {Role.PERIOD: "Abrechnungszeitraum"}),
]
HEADERS = [
    ("Date Payment type and details Paid out Paid in Balance", "date description debit credit balance"),
    ("DATEDESCRIPTIONAMOUNTBALANCE", "date description amount balance"),
    ("Txn Date Value Date Description Ref No./Cheque No. Debit Credit Balance",
     "date date description reference debit credit balance"),
    ("Buchungstag Verwendungszweck Soll Haben Saldo", "date description debit credit balance"),
    ("Date Libellé Débit Crédit Solde", "date description debit credit balance"),
    ("Fecha Concepto Importe Saldo", "date description amount balance"),
    ("Data Descrizione Dare Avere Saldo", "date description debit credit balance"),
    ("Datum Omschrijving Afgeschreven Bijgeschreven", "date description debit credit"),
    ("Data Descrição Débito Crédito Saldo", "date description debit credit balance"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), TABLE)
def test_what_a_label_announces_and_where(text: str, labels: dict[Role, str]) -> None:
    found = {label.role: text[label.start : label.end] for label in labels_in(text)}
    assert labels.items() <= found.items()


@pytest.mark.parametrize(("text", "columns"), HEADERS)
def test_column_headings_in_their_order(text: str, columns: str) -> None:
    found = [label.role for label in labels_in(text) if label.role.endswith("-header")]
    wanted = [Role(f"{name}-header") for name in columns.split()]
    assert [role for role in found if role in wanted] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "JANE DOE",
        "BICYCLE SHOP",
        "update",
        "1,234.00 CR",
        "12.05.2024",
        "MARCHANT",
        "",
        "PANTRYPICKS",
        "TITANIUMCREDITSERVICES",
        "EnglandnumberSC1",
    ],
)
def test_what_announces_nothing(text: str) -> None:
    assert roles(text) == frozenset()


def test_a_word_of_two_meanings_has_both_roles() -> None:
    assert {Role.BALANCE, Role.BALANCE_HEADER} <= roles("Balance")
    assert {Role.CUSTOMER, Role.TAX} <= roles("CIF")


@pytest.mark.parametrize("role", Role)
def test_every_label_is_found_by_itself(role: Role) -> None:
    assert all(role in roles(label) for label in TABLES[role])
    assert all(label == letters(label) for label in TABLES[role])


def test_the_end_of_a_word_goes_before_a_longer_label() -> None:
    assert Role.BALANCE in roles("Importe Saldo")  # not IMPORTES
    assert Role.BALANCE in roles("IMPORTESALDO")


def test_no_label_spans_a_value() -> None:
    assert next((label.start, label.end) for label in labels_in("Account 12345678 No")) == (0, 7)
    assert [(label.start, label.end) for label in labels_in("Page2of2")] == [(0, 4)]
    assert not roles("Account Иванов Number") & {Role.CUSTOMER}
    assert {(label.start, label.end) for label in labels_in("Account      Number")} == {(0, 7)}


def test_labels_do_not_overlap() -> None:
    text = "Your account number IBAN opening balance total amount due payment reference 12"
    slices = sorted({(label.start, label.end) for label in labels_in(text)})
    assert all(end <= start for (_, end), (start, _) in pairwise(slices))
