import re
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactkit.numbers.mrz import Zone, check_digit, parse
from redactkit.numbers.mrz_rows import SURE, index_in, is_row, likeness, rectified

ALL = frozenset({"document", "birth", "expiry", "personal", "composite"})
ANNA = ("ERIKSSON", "ANNA", "MARIA")
BORN = date(1974, 8, 12)

# The specimens of ICAO Doc 9303-4 to -7, of the French Republic, of the Dutch RDW and of the Swiss cantons.
PUBLISHED = {
    "TD1": (
        ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
        Zone("TD1", "D23145890", None, BORN, date(2012, 4, 15), ANNA, 1, (), ALL - {"personal"}),
    ),
    "TD2": (
        ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
        Zone("TD2", "D23145890", None, BORN, date(2012, 4, 15), ANNA, 1, (), ALL - {"personal"}),
    ),
    "TD3": (
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
        Zone("TD3", "L898902C3", "ZE184226B", BORN, date(2012, 4, 15), ANNA, 1, ("ZE184226B",), ALL),
    ),
    "MRV-A": (
        ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"],
        Zone(
            "MRV-A", "L8988901C", "6ZE184226B", date(1940, 9, 7), date(1996, 12, 10), ANNA, 1, ("6ZE184226B",),
            frozenset({"document", "birth", "expiry"}),
        ),
    ),
    "MRV-B": (
        ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"],
        Zone(
            "MRV-B", "L8988901C", None, date(1940, 9, 7), date(1996, 12, 10), ANNA, 1, (),
            frozenset({"document", "birth", "expiry"}),
        ),
    ),
    "FRA-ID": (
        ["IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"],
        Zone(
            "FRA-ID", "880692310285", None, date(1965, 12, 6), None, ("BERTHIER", "CORINNE"), 1, (),
            frozenset({"document", "birth", "composite"}),
        ),
    ),
    "FRA-DL": (
        ["D1FRA13AA000026181231MARTIN<<9"],
        Zone(
            "LICENCE", "13AA00002", None, None, date(2018, 12, 31), ("MARTIN",), 1, (),
            frozenset({"document", "composite"}),
        ),
    ),
    "NLD-DL": (
        ["D1NLD15094962111659VW87Z78NB84"],
        Zone("LICENCE", "5094962111", holds=frozenset({"composite"})),
    ),
    "CHE-DL": (
        ["AAA001D<<", "FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"],
        Zone(
            "CHE-DL", "AAA001D", "305142128097", date(1980, 1, 26), None, ("MARCHAND", "FABIENNE"), 1,
            ("305142128097",),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_specimens(name: str) -> None:
    lines, zone = PUBLISHED[name]
    assert parse(lines) == zone


@pytest.mark.parametrize(("text", "digit"), [("520727", 3), ("AB2134<<<", 5), ("", 0)])
def test_check_digit(text: str, digit: int) -> None:
    assert check_digit(text) == digit  # the first two: ICAO Doc 9303-3, appendix A


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=1, max_size=40), st.data())
def test_a_check_digit_tells_every_changed_digit(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    step = data.draw(st.integers(1, 9))
    if text[place].isdigit():
        other = str((int(text[place]) + step) % 10)
        assert check_digit(text[:place] + other + text[place + 1 :]) != check_digit(text)


WORD = st.text("ABCDEFGHJKLMNPRSTUVWXYZ", min_size=2, max_size=9)
DAY = st.dates(date(1931, 1, 1), date(2023, 12, 31))
NUMBER = st.from_regex(r"[A-HJ-NP-Z0-9]{2}[0-9]{4}[A-HJ-NP-Z0-9]{3}", fullmatch=True)


@dataclass(frozen=True)
class Made:
    rows: tuple[str, ...]
    number: str
    personal: str
    birth: date
    expiry: date
    names: tuple[str, ...]


def checked(text: str) -> str:
    return text + str(check_digit(text))


def short(day: date) -> str:
    return f"{day:%y%m%d}"


@st.composite
def made(draw: st.DrawFn, name: str) -> Made:
    nation = draw(st.sampled_from(["UTO", "D<<", "XXA", "IND"]))
    surnames, given_names = (tuple(draw(st.lists(WORD, min_size=1, max_size=2))) for _ in range(2))
    full = f"{'<'.join(surnames)}<<{'<'.join(given_names)}"
    number, personal = draw(NUMBER), draw(st.sampled_from(["", "12345678901", "AB123"]))
    birth, expiry = draw(DAY), draw(st.dates(date(2024, 1, 1), date(2039, 12, 31)))
    dates = f"{checked(short(birth))}{draw(st.sampled_from('MFX<'))}{checked(short(expiry))}"
    if name == "TD1":
        head = f"I<{nation}{checked(number)}{personal:<<15}"
        data = f"{dates}{nation}{'':<<11}"
        data += str(check_digit(head[5:30] + data[0:7] + data[8:15] + data[18:29]))
        rows = (head, data, f"{full:<<30}"[:30])
    else:
        length = 44 if name in {"TD3", "MRV-A"} else 36
        visa = name.startswith("MRV")
        personal = personal if length == 44 else ""
        data = f"{checked(number)}{nation}{dates}"
        data += checked(f"{personal:<<14}") if name == "TD3" else ""
        data = data if name == "TD3" else f"{data}{personal:<<{length - 28 - (not visa)}}"
        data += "" if visa else str(check_digit(data[0:10] + data[13:20] + data[21:]))
        rows = (f"{'V<' if visa else 'P<'}{nation}{full:<<{length}}"[:length], data)
    return Made(rows, number, personal, birth, expiry, (*surnames, *given_names))


FEW = settings(max_examples=25, deadline=None)  # for each format
NAMES = ("TD1", "TD2", "TD3", "MRV-A", "MRV-B")


@FEW
@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_what_is_made_is_read(name: str, data: st.DataObject) -> None:
    zone = data.draw(made(name))
    said = parse(zone.rows)
    assert said is not None
    assert (said.format, said.document, said.personal or "") == (name, zone.number, zone.personal)
    assert (said.birth, said.expiry) == (zone.birth, zone.expiry)
    assert {"document", "birth", "expiry"} <= said.holds
    assert ("composite" in said.holds) is not name.startswith("MRV")
    assert "<".join(zone.names).startswith("<".join(said.names))  # long names are cut


FILLERS = st.sampled_from("<«くへ")


@FEW
@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_stray_spaces_lost_and_misread_fillers_change_nothing(name: str, data: st.DataObject) -> None:
    zone = data.draw(made(name))
    noisy = []
    for row in zone.rows:
        longest = max(re.findall("<+", row), key=len)
        lost = data.draw(st.integers(0, max(min(len(longest) - 5, 3), 0)))
        chars = [data.draw(FILLERS) if char == "<" else char for char in row.replace(longest, longest[lost:], 1)]
        chars.insert(data.draw(st.integers(0, len(chars))), " ")
        noisy.append("".join(chars))
    assert parse(noisy) == parse(zone.rows)


LETTERS = str.maketrans("01258", "OIZSB")


@FEW
@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_letters_read_for_digits_leave_the_dates_as_they_are(name: str, data: st.DataObject) -> None:
    zone = data.draw(made(name))
    rows = list(zone.rows)
    start = 0 if name == "TD1" else 13
    places = data.draw(st.sets(st.sampled_from([*range(7), *range(8, 15)]), max_size=4))
    chars = list(rows[1])
    for place in places:
        chars[start + place] = chars[start + place].translate(LETTERS)
    rows[1] = "".join(chars)
    said = parse(rows)
    assert said is not None
    assert (said.birth, said.expiry) == (zone.birth, zone.expiry)
    assert {"birth", "expiry"} <= said.holds


@FEW
@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_one_row_is_enough(name: str, data: st.DataObject) -> None:
    zone = data.draw(made(name))
    said = parse(zone.rows[1:2])
    assert said is not None
    assert (said.birth, said.expiry) == (zone.birth, zone.expiry)
    assert [index_in(rectified(row), name) for row in zone.rows] == list(range(len(zone.rows)))


@given(st.lists(st.text(max_size=50), max_size=4))
def test_any_text_is_answered(lines: list[str]) -> None:
    said = parse(lines)
    assert said is None or said.format


@given(st.text(max_size=60))
def test_a_row_keeps_its_length(text: str) -> None:
    assert len(rectified(text)) == sum(not char.isspace() for char in text)


def test_a_letter_read_in_a_number_is_told_by_its_check_digit() -> None:
    said = parse(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10"])
    assert said is not None
    assert (said.document, "document" in said.holds) == ("L898902C3", True)


def test_a_number_longer_than_its_field_goes_on_in_the_optional_data() -> None:
    said = parse(["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2"])  # ICAO Doc 9303-5, 4.2.4
    assert said is not None
    assert (said.document, said.personal, "document" in said.holds) == ("D23145890734", None, True)


BIRTHS = [  # a birth lies before the expiry
    ("740812", "120415", date(1974, 8, 12)),
    ("110812", "120415", date(2011, 8, 12)),
    ("130812", "120415", date(1913, 8, 12)),
]


@pytest.mark.parametrize(("birth", "expiry", "day"), BIRTHS)
def test_no_birth_lies_after_the_expiry(birth: str, expiry: str, day: date) -> None:
    said = parse([f"L898902C36UTO{checked(birth)}F{checked(expiry)}<<<<<<<<<<<<<<00"])
    assert said is not None
    assert said.birth == day


ROWS = [
    "P<CZESPECIMEN<<VZORCCecceCcCCCCE<<ce<<cccccc",
    "PΛCZESPECIMENヘヘVZORΛヘハヘCヘハヘCCへハハハAヘハヘヘヘヘへ<へ",
    "SPECIMENCCVZORCC<CC<C<CCCC<C<<",
    "CRITTENDENCCLEE<WCCCCCCCCCCCCC",
    "6408125<20103150<<<<<<<<<<<<<4",
    "8001010F1301017ESP<<<<<<",
    "D1FRA13AA000026181231MAR",
    "01FRA13AA000026181231MARTIN<<9",
    "NEN<<MARIA<OLIVIA<<<<<<<<<<<<<<<<<",
]


@pytest.mark.parametrize("text", ROWS)
def test_rows_as_readers_see_them(text: str) -> None:
    assert is_row(rectified(text))


NO_ROWS = [
    "ISSUEDBYTHEFEDERALGOVERNMENT",
    "UNITEDKINGDOMOFGREATBRITAINANDNORTHERNIRELAND",
    "TÜRKIYECUMHURIYETiKIMLiKKARTI",
    "Theperson identified bythis cardIs authorized towork and reside in theU.S.",
    "IBANDE89370400440532013000BICCOBADEFFXXX",
    "GB29NWBK60161331926819",
    "01NOV2014BACS01NOV2024",
    "4111111111111111 12/29 123",
    "<<<<<<<<<<<<<<<<<<<<<<<<<<",
    "<<<<<SALE>>>>>",
    "«Déclaration» de «conformité» et «garantie»",
    "22Dec 2023 ATM WDL-ATM 2234 DWARKA SEC 5",
    "15DD1234567890123456789012345",
    "if (x << 2) return y",
    "Greece France Mexico Morocco Grèce",
]


@pytest.mark.parametrize("text", NO_ROWS)
def test_other_text_is_no_row(text: str) -> None:
    assert likeness(rectified(text)) < SURE
    assert parse([text]) is None


def test_nothing_of_the_content_is_in_the_repr() -> None:
    for lines, zone in PUBLISHED.values():
        assert not {word for word in (zone.document, zone.personal, *zone.names) if word and word in repr(parse(lines))}
