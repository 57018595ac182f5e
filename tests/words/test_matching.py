import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.words import ACCOUNT_LABELS, HOLDER_LABELS, IBAN_LABELS, label_at, mentions, says
from redactkit.words.statement import BALANCE_LABELS, CUSTOMER_LABELS

LABELS = sorted({label for label in (*ACCOUNT_LABELS, *BALANCE_LABELS, *CUSTOMER_LABELS) if len(label) >= 10})

TABLE = [
    ("AccountNumber:1111111", ACCOUNT_LABELS, "AccountNumber"),
    ("Account Number:1111111", ACCOUNT_LABELS, "Account Number"),
    ("Y0UR ACC0UNT NUMBER 12", ACCOUNT_LABELS, "Y0UR ACC0UNT NUMBER"),
    ("A/C No. 12345678", ACCOUNT_LABELS, "A/C No"),
    ("Kontonurnmer 1234", ACCOUNT_LABELS, "Kontonurnmer"),  # rn read for m
    ("N° de compte 12", ACCOUNT_LABELS, "N° de compte"),
    ("Nº de conta: 1", ACCOUNT_LABELS, "Nº de conta"),
    ("IBANDE89370400440532013000", IBAN_LABELS, "IBAN"),
    ("lBAN DE89", IBAN_LABELS, "lBAN"),
    ("Kontoinhaberin: Erika", HOLDER_LABELS, "Kontoinhaberin"),
    ("ACCOUNTNUMBERAB12", ACCOUNT_LABELS, "ACCOUNTNUMBER"),
    ("KUNDENNUMMERN12", CUSTOMER_LABELS, "KUNDENNUMMER"),  # N12 may be the value
    ("Balances", BALANCE_LABELS, "Balances"),
]


@pytest.mark.parametrize(("text", "labels", "label"), TABLE)
def test_where_a_label_stands(text: str, labels: tuple[str, ...], label: str) -> None:
    place = label_at(text, labels)
    assert place is not None
    assert text[slice(*place)] == label


@pytest.mark.parametrize(
    ("text", "labels"),
    [("URBANISM", IBAN_LABELS), ("filename 12", HOLDER_LABELS), ("1111111", ACCOUNT_LABELS), ("", ACCOUNT_LABELS),
     ("MARCHANT", ("MERCHANT",)), ("in full", ("IN",)), ("pan y vino", ("PAN",))],
)  # fmt: skip
def test_no_label(text: str, labels: tuple[str, ...]) -> None:
    assert label_at(text, labels) is None


@pytest.mark.parametrize("text", ["In", "Cr", "PAN ABCDE", "ref: 12", "Ref 12"])
def test_short_labels_stand_alone_or_are_marked_as_such(text: str) -> None:
    assert label_at(text, ("IN", "CR", "PAN", "REF")) is not None


@given(st.sampled_from(LABELS), st.integers(0, 40), st.sampled_from("AEKMTXZ"))
def test_one_wrong_letter_does_not_hide_a_long_label(label: str, place: int, letter: str) -> None:
    place %= len(label)
    wrong = label[:place] + letter + label[place + 1 :]
    found = label_at(f"{wrong}: 123456", (label,))
    assert found is not None
    assert found[0] <= 1
    assert len(label) - 1 <= found[1] <= len(label)


@given(st.sampled_from(LABELS), st.text("0123456789 ", min_size=1, max_size=12))
def test_a_label_never_reaches_into_the_digits_behind_it(label: str, value: str) -> None:
    found = label_at(label + value, (label,))
    assert found == (0, len(label))


def test_whole_lines_as_before() -> None:
    assert says("VALlD THRU", ("VALIDTHRU",))
    assert not says("VALID THRU 09/17 SEE", ("THRU",))
    assert mentions("your account statement of May", ("ACCOUNTSTATEMENT",))
    assert not mentions("DEBITOR", ("DEBIT",))
