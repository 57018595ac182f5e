"""What a page gives beyond its parts: unread places, facts, cheques, order."""

from datetime import date

import pytest

from redactkit.find.statement import StatementDetector, facts
from redactkit.find.statement.cheque import is_spelled
from redactkit.geometry import from_box
from redactkit.model import DocumentKind, FieldKind, Line
from redactkit.protocols import Detector
from redactkit.read.scripted import line
from tests.find.statement.sheets import find, kinds, lines_of, page_of, tilted


def test_it_is_a_detector() -> None:
    detector = StatementDetector()
    assert isinstance(detector, Detector)
    assert detector.kinds == {DocumentKind.STATEMENT}


def test_an_empty_page() -> None:
    assert StatementDetector().find(page_of()) == ()


def test_what_was_not_read_is_found_by_its_place() -> None:
    faint = line("wwwy", 40, 300, 120, 320, score=0.3)
    unread = Line(from_box(400, 300, 700, 320))
    logo = Line(from_box(40, 0, 140, 100))
    found = find([*lines_of("Any statement\nof an account"), faint, unread, logo])
    assert [(f.kind, f.quad) for f in found] == [(FieldKind.UNREAD, faint.quad), (FieldKind.UNREAD, unread.quad)]


def test_findings_name_the_detector_and_the_page() -> None:
    (finding,) = StatementDetector().find(page_of(*lines_of("Account number 12345678"), index=3))
    assert finding.page == 3
    assert finding.evidence[0] == "statement"


def test_nothing_is_told_in_a_repr() -> None:
    assert "12345678" not in repr(find("Account number 12345678"))


PERIODS = [
    ("Statement period: 1 May 2026 to 31 May 2026", (date(2026, 5, 1), date(2026, 5, 31))),
    ("Account statement from 1 Oct 2023 to 31 Mar 2024", (date(2023, 10, 1), date(2024, 3, 31))),
    ("Kontoauszug vom 01.03.2024 bis 31.03.2024", (date(2024, 3, 1), date(2024, 3, 31))),
    ("Dal 01/01/2024 al 31/03/2024", (date(2024, 1, 1), date(2024, 3, 31))),
    ("Statement From : 01/04/2023    To : 30/04/2023", (date(2023, 4, 1), date(2023, 4, 30))),
]


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_the_period(text: str, period: tuple[date, date]) -> None:
    assert facts([(0, lines_of(f"Any Bank\n{text}\nAny line"))]).periods == (period,)


def test_no_period() -> None:
    assert facts([(0, lines_of("Loan from 1 May 2006 to 31 May 2026"))]).periods == ()


CHEQUE = """
Happy Payer Inc.                                   CHECK NO.    3401
1 Market St, Suite 12345                           DATE    03/29/2022
San Francisco, CA 94105
                                                   *****$15,332.90
Fifteen Thousand Three Hundred Thirty-Two And 90/100 Dollars
PAY TO THE ORDER OF John Doe & Jane Doe

  0003401  063608668  7789778136
"""


@pytest.mark.parametrize("degrees", [-6, 0, 6])
def test_a_cheque(degrees: float) -> None:
    found = find(tilted(lines_of(CHEQUE), degrees))
    hidden = "".join(
        c.char for f in found if f.kind is not FieldKind.DATE and f.kind is not FieldKind.NAME for c in f.cells
    )
    assert all(text in hidden for text in ("FifteenThousand", "15,332.90", "Market", "SanFrancisco"))
    assert all(number in hidden for number in ("0003401", "063608668", "7789778136"))
    assert not any(text in hidden for text in ("John", "Happy", "2022"))
    assert not any("end" in f.evidence for f in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("FifteenThousandThreeHundredAnd90/100Dollars", True),
        ("Two hundred pounds only", True),
        ("Zweihundertfünfzig Euro", True),
        ("Rupees Five Lakh Only", True),
        ("Seven Oaks Ten Pin Bowling", False),
        ("One Example Street", False),
        ("Six Nations", False),
    ],
)
def test_amounts_in_words(text: str, wanted: bool) -> None:
    assert is_spelled(text) is wanted


def test_a_tilted_page_gives_the_same_findings() -> None:
    sheet = "Account number    12345678\nClosing balance    $2,716.50\n02 May    ANY SHOP    5.50    1,244.50"
    assert kinds(tilted(lines_of(sheet), 5)) == kinds(sheet)
