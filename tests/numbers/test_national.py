from datetime import date

import pytest

from redactkit.numbers.national import national

# The examples of python-stdnum's own documentation and the specimens of the issuers.
NUMBERS = [
    ("12345678Z", "es.dni", None),
    ("X-5253868-R", "es.nie", None),
    ("131052-308T", "fi.hetu", None),
    ("RCCMNL83S18D969H", "it.codicefiscale", date(1983, 11, 18)),
    ("44051401359", "pl.pesel", date(1944, 5, 14)),
    ("770816-56-6663", "my.nric", date(1977, 8, 16)),
    ("710319/2745", "cz.rc", date(1971, 3, 19)),
    ("17291716060", "tr.tckimlik", None),
    ("390.533.447-05", "br.cpf", None),
    ("85.07.30-033 28", "be.nn", date(1985, 7, 30)),
    ("880320-0016", "se.personnummer", date(1988, 3, 20)),
    ("2341 2341 2346", "in_.aadhaar", None),
    ("BOXW310820HNERXN09", "mx.curp", date(1931, 8, 20)),
    ("1630615123457", "ro.cnp", date(1963, 6, 15)),
]


@pytest.mark.parametrize(("text", "name", "birth"), NUMBERS)
def test_a_national_number_is_known(text: str, name: str, birth: date | None) -> None:
    assert {one.format: one.birth for one in national(text)}[name] == birth


@pytest.mark.parametrize("text", ["", "12345678A", "21.12.1971", "XP8271602", "MADRID", "44051401358", "1" * 40])
def test_others_are_none(text: str) -> None:
    assert national(text) == ()


def test_a_birth_date_stays_out_of_the_repr() -> None:
    assert "1944" not in repr(national("44051401359"))
