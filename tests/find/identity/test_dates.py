"""Which dates may stay: those of issue and expiry, when a label, a number or the machine readable zone says so."""

from datetime import date

import pytest

from redactkit.find.identity.dates import Calendar, dates_in
from redactkit.model import FieldKind
from redactkit.words import Field
from tests.find.identity.sheets import kinds, says

READ = [
    ("21.12.1971", "21.12.1971", {date(1971, 12, 21)}),
    ("01 01 1980", "01 01 1980", {date(1980, 1, 1)}),
    ("01011980", "01011980", {date(1980, 1, 1)}),
    ("14.012012", "14.012012", {date(2012, 1, 14)}),
    ("1980-01-02", "1980-01-02", {date(1980, 1, 2)}),
    ("02NOV1975", "02NOV1975", {date(1975, 11, 2)}),
    ("25 APR / AVR 60", "25 APR / AVR 60", {date(1960, 4, 25), date(2060, 4, 25)}),
    ("09QCT/OCT23", "09QCT/OCT23", {date(1923, 10, 9), date(2023, 10, 9)}),
    ("08/04/1968", "08/04/1968", {date(1968, 8, 4), date(1968, 4, 8)}),
    ("3.14.07.1981", "14.07.1981", {date(1981, 7, 14)}),
    ("09/2025", "09/2025", {date(2025, 9, 1)}),
]


@pytest.mark.parametrize(("text", "printed", "days"), READ)
def test_dates_as_documents_print_them(text: str, printed: str, days: set[date]) -> None:
    (found,) = dates_in(text)
    assert text[found.start : found.end] == printed
    assert found.days == days


@pytest.mark.parametrize(
    "text", ["29.02.1911", "1234567890", "BAB18342601012016", "816008/0610", "MADRID", "99.99.9999"]
)
def test_other_texts_are_no_dates(text: str) -> None:
    assert dates_in(text) == ()


BORN = frozenset({date(1974, 8, 12)})
EXPIRES = frozenset({date(2012, 4, 15)})
ISSUED, SAID = frozenset({Field.ISSUED}), frozenset({Field.EXPIRES})
KEPT = [
    # births, expiries, the date, what its label says, kept
    (BORN, EXPIRES, date(2012, 4, 15), frozenset(), True),
    (BORN, EXPIRES, date(1974, 8, 12), SAID, False),
    (BORN, frozenset(), date(2007, 4, 16), ISSUED, True),
    (BORN, frozenset(), date(2007, 4, 16), frozenset(), False),
    (BORN, frozenset(), date(1970, 4, 16), ISSUED, False),  # before the birth: one of the two is wrong
    (BORN, frozenset(), date(2007, 4, 16), frozenset({Field.ISSUED, Field.BIRTH}), False),
    (BORN, EXPIRES, date(2002, 4, 16), frozenset(), True),  # ten years less a day
    (BORN, EXPIRES, date(2002, 4, 20), frozenset(), False),
]


@pytest.mark.parametrize(("births", "expiries", "day", "fields", "kept"), KEPT)
def test_a_date_stays_only_when_nothing_speaks_against_it(births, expiries, day, fields, kept) -> None:
    calendar = Calendar(births, expiries, min((*births, day)), bool(expiries))
    assert calendar.keeps(frozenset({day}), fields, frozenset(), inside=False) is kept


def test_a_label_of_another_date_close_by_is_a_doubt() -> None:
    calendar = Calendar(BORN)
    day = frozenset({date(2007, 4, 16)})
    assert not calendar.keeps(day, ISSUED, frozenset({Field.BIRTH}), inside=False)


def test_where_no_birth_is_known_the_earliest_date_goes() -> None:
    sheet = "Date of issue\n12.08.1974\n\nDate of expiry\n15.04.2012"
    assert kinds(sheet) == {"12.08.1974": FieldKind.BIRTH, "15.04.2012": FieldKind.DATE}


def test_the_zone_tells_dates_without_labels_apart(monkeypatch) -> None:
    says(monkeypatch)
    sheet = "12.08.1974    16.04.2002\n\n15.04.2012    20.04.2009"
    assert kinds(sheet) == {
        "12.08.1974": FieldKind.BIRTH,
        "16.04.2002": FieldKind.DATE,
        "15.04.2012": FieldKind.DATE,
        "20.04.2009": FieldKind.BIRTH,
    }


def test_a_label_never_keeps_the_birth_that_the_zone_says(monkeypatch) -> None:
    says(monkeypatch)
    assert kinds("Date of issue 12.08.1974") == {"12.08.1974": FieldKind.BIRTH}


def test_one_label_has_one_date() -> None:
    sheet = "Date of birth    Date of issue\n12.08.1974       16.04.2007\n\n14.01.1999"
    assert kinds(sheet)["14.01.1999"] is FieldKind.BIRTH


@pytest.mark.parametrize("text", ["01.01.0000", "00.00.0000", "31/12/9999", "01-01-1899"])
def test_years_that_no_document_has(text: str) -> None:
    assert dates_in(text) == ()


def test_a_year_beyond_all_documents_is_no_certain_expiry() -> None:
    assert Calendar(BORN).keeps(frozenset({date(2060, 4, 8), date(2060, 8, 4)}), SAID, frozenset(), inside=True)
