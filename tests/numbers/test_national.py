import pytest
from stdnum import get_cc_module

from redactkit.numbers.national import FORMATS, tax_evidence

# The examples that python-stdnum documents its formats with; the NINO is made up after HMRC's rules.
TABLE = [
    ("536-90-4399", "us.ssn"),
    ("AB123456C", "gb.nino"),
    ("AB 12 34 56 C", "gb.nino"),
    ("36 574 261 809", "de.idnr"),
    ("2 95 10 99 126 111 93", "fr.nir"),
    ("54362315-K", "es.dni"),
    ("RCCMNL83S18D969H", "it.codicefiscale"),
    ("111.222.333", "nl.bsn"),
    ("501 964 843", "pt.nif"),
    ("ACUPA7085R", "in.pan"),
    ("2341 2341 2346", "in.aadhaar"),
]


@pytest.mark.parametrize(("number", "name"), TABLE)
def test_formats(number: str, name: str) -> None:
    assert name in tax_evidence(number)


@pytest.mark.parametrize("text", ["", "JANE DOE", "BG123456C", "12.05.2024", "1,250.00", "123456", "QQ123456C"])
def test_no_format(text: str) -> None:
    assert tax_evidence(text) == ()


def test_one_wrong_digit_is_seen() -> None:
    assert "pt.nif" not in tax_evidence("501964844")


def test_every_format_exists() -> None:
    for name in " ".join(FORMATS).split():
        assert get_cc_module(*name.split(".")) is not None, name
