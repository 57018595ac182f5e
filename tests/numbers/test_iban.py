import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.iban import find_bics, find_ibans, is_bic, structure

# The registry's own examples (SWIFT, IBAN Registry).
PUBLISHED = (
    "DE89370400440532013000", "GB29NWBK60161331926819", "NL91ABNA0417164300", "FR1420041010050500013M02606",
    "ES9121000418450200051332", "IT60X0542811101000000123456", "PT50000201231234567890154", "NO9386011117947",
    "LC55HEMM000100010012001200023015", "MT84MALT011000012345MTLCAST001S", "BE68539007547034", "CH9300762011623852957",
)  # fmt: skip


def found(text: str) -> list[tuple[str, bool, bool]]:
    return [(text[span.start : span.end], span.certain, span.masked) for span in find_ibans(text)]


@given(
    st.sampled_from(PUBLISHED),
    st.lists(st.sampled_from(["", " ", ".", "-", " - ", "\u00a0"]), min_size=34, max_size=34),
)
def test_separators_do_not_matter(number: str, gaps: list[str]) -> None:
    printed = "".join(char + gap for char, gap in zip(number, gaps, strict=False))
    text = f"IBAN: {printed.rstrip(' .-')} / BIC"
    (span,) = find_ibans(text)
    assert span.certain
    assert "".join(char for char in text[span.start : span.end] if char.isalnum()) == number


@pytest.mark.parametrize("number", PUBLISHED)
def test_lower_case_and_missing_spaces(number: str) -> None:
    assert found(number.lower()) == [(number.lower(), True, False)]
    assert found(f"IBAN{number}BICCOBADEFFXXX") == [(number, True, False)]


@given(st.sampled_from(PUBLISHED), st.integers(4, 14), st.integers(1, 9))
def test_one_wrong_digit_is_found_and_not_certain(number: str, place: int, step: int) -> None:
    if not number[place].isdigit():
        return
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert found(wrong) == [(wrong, False, False)]


TABLE = [
    ("DE8937O4OO44O532O13OOO", [("DE8937O4OO44O532O13OOO", True, False)]),  # O read for 0
    ("G829 NWBK 6O16 I331 9268 19", [("G829 NWBK 6O16 I331 9268 19", True, False)]),
    ("IBAN 0E89 3704 0044 0532 0130 00", [("0E89 3704 0044 0532 0130 00", False, False)]),
    ("DE89 3704 0044 0532 0130 00 12.05.2024", [("DE89 3704 0044 0532 0130 00", True, False)]),
    ("DE89 3704 0044 0532 0130 BIC", [("DE89 3704 0044 0532 0130", False, False)]),  # a group was lost
    ("DE89 3704 0044", [("DE89 3704 0044", False, False)]),  # goes on in the next line
    ("DE02120300000000202051 DE02500105170137075030",
     [("DE02120300000000202051", True, False), ("DE02500105170137075030", True, False)]),
    ("DE** **** **** **** **30 00", [("DE** **** **** **** **30 00", False, True)]),
    ("ES91 **** **** **** **** 1332", [("ES91 **** **** **** **** 1332", False, True)]),
    ("NL91 ABNA XXXX XXXX 00", [("NL91 ABNA XXXX XXXX 00", False, True)]),
    ("IBAN: •••• 1332", [("•••• 1332", False, True)]),
    ("DE89 3704 0044 0532 01** 00", [("DE89 3704 0044 0532 01** 00", False, False)]),  # hides too little
    ("SE12 3AB London", []),
    ("FR12345678901", []),  # a VAT number
    ("Account No 123456789012", []),
    ("IBAN: siehe Rueckseite 12/2024", []),
    ("feugiat. Maecenas ut rhoncus felis, a auctor est 1234567890", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), TABLE)
def test_what_is_found(text: str, spans: list[tuple[str, bool, bool]]) -> None:
    assert found(text) == spans


def test_structures_come_from_the_registry() -> None:
    assert structure("DE") == "aann" + "n" * 18
    assert structure("GB") == "aann" + "aaaa" + "n" * 14
    assert structure("ZZ") == ""


BICS = [
    ("BIC COBADEFFXXX", ["COBADEFFXXX"]),
    ("BICCOBADEFFXXX", ["COBADEFFXXX"]),
    ("SWIFT/BIC: DEUTDEFF", ["DEUTDEFF"]),
    ("ABNANL2A", ["ABNANL2A"]),
    ("DE89 3704 0044 0532 0130 00 / COBADEFF", ["COBADEFF"]),
    ("DEUTDEFF", []),  # as good a word as the next one
    ("CUSTOMER", []),  # Oman
    ("Customer BALANCE PAYMENTS", []),
    ("BIC DEUTXXFF", []),  # no such country
]


@pytest.mark.parametrize(("text", "bics"), BICS)
def test_bics(text: str, bics: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_bics(text)] == bics


def test_the_shape_of_a_bic() -> None:
    assert is_bic("cobadeff xxx")
    assert is_bic("C0BADEFF")
    assert not is_bic("COBADEFFX")
    assert not is_bic("12345678")
