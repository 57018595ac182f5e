from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.dates import find_dates, find_periods, find_times
from redactkit.numbers.months import MONTHS


def found(text: str) -> list[tuple[str, list[str]]]:
    return [(text[span.start : span.end], [day.isoformat() for day in span.readings]) for span in find_dates(text)]


TABLE = [
    ("22Oct2014", [("22Oct2014", ["2014-10-22"])]),
    ("1MAY2021", [("1MAY2021", ["2021-05-01"])]),
    ("06Mar", [("06Mar", [])]),
    ("06MarDIRECT DEBIT", [("06Mar", [])]),
    ("31.12.2024", [("31.12.2024", ["2024-12-31"])]),
    ("31. 12. 2024", [("31. 12. 2024", ["2024-12-31"])]),
    ("31,12,2024", [("31,12,2024", ["2024-12-31"])]),
    ("2024-12-31", [("2024-12-31", ["2024-12-31"])]),
    ("12/31/24", [("12/31/24", ["2024-12-31"])]),
    ("02/06/2020", [("02/06/2020", ["2020-06-02", "2020-02-06"])]),
    ("01/05", [("01/05", [])]),
    ("12.05. REWE", [("12.05.", [])]),
    ("May 2024", [("May 2024", [])]),
    ("05/2024", [("05/2024", [])]),
    ("1st of May 2026", [("1st of May 2026", ["2026-05-01"])]),
    ("Dec 31, 2024", [("Dec 31, 2024", ["2024-12-31"])]),
    ("15-Jan-2024 15/JAN/24", [("15-Jan-2024", ["2024-01-15"]), ("15/JAN/24", ["2024-01-15"])]),
    ("le 3 mars 2025", [("3 mars 2025", ["2025-03-03"])]),
    ("1er févr. 2025", [("1er févr. 2025", ["2025-02-01"])]),
    ("31. März 2024", [("31. März 2024", ["2024-03-31"])]),
    ("12 de marzo del 2024", [("12 de marzo del 2024", ["2024-03-12"])]),
    ("1º de maio de 2025", [("1º de maio de 2025", ["2025-05-01"])]),
    ("3deMayode2025", [("3deMayode2025", ["2025-05-03"])]),
    ("12 ott 2024", [("12 ott 2024", ["2024-10-12"])]),
    ("5 mrt 2024", [("5 mrt 2024", ["2024-03-05"])]),
    ("from1Oct2023to31Mar2024", [("1Oct2023", ["2023-10-01"]), ("31Mar2024", ["2024-03-31"])]),
    ("2Oct20232Oct2023", [("2Oct2023", ["2023-10-02"]), ("2Oct2023", ["2023-10-02"])]),
    ("O1.05.2O24 3l/12/2024 0ct 12 2024",
     [("O1.05.2O24", ["2024-05-01"]), ("3l/12/2024", ["2024-12-31"]), ("0ct 12 2024", ["2024-10-12"])]),
    ("31 NOV", [("31 NOV", [])]),
    ("30/02/2024", [("30/02/2024", [])]),
    ("12 May 10:45", [("12 May", [])]),
    ("06 Mar 2024 12.50", [("06 Mar 2024", ["2024-03-06"])]),
]  # fmt: skip
NONE = (
    "45 NOV", "45/13/2024", "06 Marks & Spencer", "06MARKS", "COSTA DEL MAR 12.50", "You may 2 things", "2 out of 3",
    "3.50", "1.2.3", "192.168.1.1", "01.23.45.67.89", "123-45-6789", "12-3456-0789012-50", "00-20-12-31", "20240315",
    "4111 1111 1111 1111", "1,234.05 May", "#03-12", "10:45", "12.50%", "May",
)  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), TABLE)
def test_dates(text: str, dates: list[tuple[str, list[str]]]) -> None:
    assert found(text) == dates


@pytest.mark.parametrize("text", NONE)
def test_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "certain"), [("01/05", True), ("12.05", False), ("12.05.", True), ("20-12-31", False),
                                               ("1/5", False), ("12.05.24", True), ("31 NOV", True)])  # fmt: skip
def test_what_may_be_something_else_is_not_certain(text: str, certain: bool) -> None:
    assert [span.certain for span in find_dates(text)] == [certain]


DAYS = st.dates(date(1990, 1, 1), date(2039, 12, 31))
STYLES = ("{d:02}.{m:02}.{y}", "{d}.{m}.{y}", "{d:02}/{m:02}/{y}", "{d:02}-{m:02}-{y}", "{y}-{m:02}-{d:02}",
          "{d:02}.{m:02}.{s:02}", "{d:02}/{m:02}/{s:02}")  # fmt: skip
NAMED = (
    "{d}{name}{y}",
    "{d:02} {name} {y}",
    "{d}. {name} {y}",
    "{d}-{name}-{y}",
    "{d} de {name} de {y}",
    "{d:02}/{name}/{y}",
)


@given(DAYS, st.sampled_from(STYLES))
def test_digits_are_read_back(day: date, style: str) -> None:
    text = style.format(d=day.day, m=day.month, y=day.year, s=day.year % 100)
    (span,) = find_dates(f"am {text} gebucht")
    assert (span.start, span.end) == (3, 3 + len(text))
    assert span.date == day


@given(
    DAYS, st.sampled_from(sorted(MONTHS)), st.sampled_from(NAMED), st.sampled_from([str.lower, str.title, str.upper])
)
def test_names_are_read_back(day: date, name: str, style: str, case: object) -> None:
    assert callable(case)
    day = day.replace(month=MONTHS[name], day=min(day.day, 28))
    text = style.format(d=day.day, y=day.year, name=case(name))
    (span,) = find_dates(text)
    assert (span.start, span.end) == (0, len(text))
    assert span.readings == (day,)


PERIODS = [
    ("from 1 Mar 2026 to 31 Mar 2026", "2026-03-01", "2026-03-31"),
    ("22 Oct 2014 - 21 Dec 2014", "2014-10-22", "2014-12-21"),
    ("22Oct2014-21Dec2014", "2014-10-22", "2014-12-21"),
    ("AccountStatementfrom1Oct2023to31Mar2024", "2023-10-01", "2024-03-31"),
    ("vom 01.03.2024 bis zum 31.03.2024", "2024-03-01", "2024-03-31"),
    ("01.03. – 31.03.2024", "2024-03-01", "2024-03-31"),
    ("du 01/03/2024 au 31/03/2024", "2024-03-01", "2024-03-31"),
    ("du 1er au 31 mars 2024", "2024-03-01", "2024-03-31"),
    ("del 01/03/2024 al 31/03/2024", "2024-03-01", "2024-03-31"),
    ("dal 1 marzo 2024 al 31 marzo 2024", "2024-03-01", "2024-03-31"),
    ("de 1 de março de 2024 até 31 de março de 2024", "2024-03-01", "2024-03-31"),
    ("van 01-03-2024 tot en met 31-03-2024", "2024-03-01", "2024-03-31"),
    ("1. bis 31. März 2024", "2024-03-01", "2024-03-31"),
    ("1 Dec - 3 Jan 2024", "2023-12-01", "2024-01-03"),
    ("Oct 2023 - Mar 2024", "2023-10-01", "2024-03-31"),
    ("02/01/2024 to 02/29/2024", "2024-02-01", "2024-02-29"),  # a day above 12 in the second
    ("03/04/2024 - 04/03/2024", "2024-03-04", "2024-04-03"),  # in order one way only
    ("01/05/2024 - 01/06/2024", "2024-05-01", "2024-06-01"),  # a month one way, a day the other
    ("05/01/2024 - 06/01/2024", "2024-05-01", "2024-06-01"),
    ("31/03/2024 - 01/03/2024", None, None),
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_periods(text: str, first: str | None, last: str | None) -> None:
    (period,) = find_periods(text)
    assert (period.first and period.first.isoformat(), period.last and period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["2 Oct 2023 3 Oct 2023", "31.12.2024", "1,250.00 - 1,300.00", "May - 12"])
def test_no_periods(text: str) -> None:
    assert find_periods(text) == ()


@given(
    DAYS, st.integers(27, 400), st.sampled_from(STYLES[:5]), st.sampled_from([" - ", " to ", " bis ", " au ", " al "])
)
def test_periods_are_read_back(day: date, days: int, style: str, word: str) -> None:
    first, last = day, day + timedelta(days)
    text = word.join(style.format(d=one.day, m=one.month, y=one.year, s=0) for one in (first, last))
    (period,) = find_periods(text)
    assert (period.start, period.end) == (0, len(text))
    assert period.first is not None
    assert period.last is not None
    assert period.first <= period.last
    if max(first.day, last.day) > 12:
        assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "times"),
    [("at 10:45 AM", ["10:45 AM"]), ("18.30 Uhr", ["18.30 Uhr"]), ("9h05", ["9h05"]), ("23:59:59", ["23:59:59"]),
     ("12.50", []), ("25:10", []), ("1:2", []), ("00-11-22", []), ("12.05.2024 08:15", ["08:15"])],
)  # fmt: skip
def test_times(text: str, times: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_times(text)] == times


@given(st.text("0123456789./-, OolMayDec", max_size=24))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for span in find_dates(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end


def test_no_two_months_have_one_shape() -> None:
    by_shape: dict[str, set[int]] = {}
    for name, number in MONTHS.items():
        by_shape.setdefault(name.replace("i", "l"), set()).add(number)
    assert all(len(numbers) == 1 for numbers in by_shape.values())
