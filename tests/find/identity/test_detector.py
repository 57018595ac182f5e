"""The detector as a whole: its socket, and the same findings whichever way a document lies."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.find.identity import IdentityDetector
from redactkit.find.mrz import FoundZone
from redactkit.model import DocumentKind, FieldKind, Line
from redactkit.protocols import Detector
from redactkit.read.scripted import line
from tests.find.identity.sheets import SPECIMEN, find, kinds, moved, page_of
from tests.find.identity.test_values import COLUMNS
from tests.find.statement.sheets import lines_of


def tilted(lines: list[Line], degrees: float) -> list[Line]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return moved(lines, lambda x, y: (x * c - y * s, x * s + y * c))


def test_it_is_a_detector() -> None:
    detector = IdentityDetector()
    assert isinstance(detector, Detector)
    assert detector.kinds == {DocumentKind.IDENTITY}


def test_an_empty_page() -> None:
    assert IdentityDetector().find(page_of()) == ()


def test_findings_name_the_detector_and_tell_nothing() -> None:
    found = find("Passport No. L898902C3")
    assert [(f.page, f.evidence[0]) for f in found] == [(0, "identity")]
    assert "L898902C3" not in repr(found)


@pytest.mark.parametrize("degrees", [-90, -30, 7, 45, 180])
def test_a_document_may_lie_at_any_angle(degrees: float) -> None:
    assert kinds(tilted(lines_of(COLUMNS), degrees)) == kinds(COLUMNS)


def test_two_documents_may_lie_at_different_angles() -> None:
    turned = moved(tilted(lines_of(COLUMNS), 120), lambda x, y: (x + 2000, y))
    assert kinds([*lines_of(COLUMNS), *turned]) == kinds(COLUMNS)


def test_a_document_seen_from_the_side() -> None:
    lean = moved(lines_of(COLUMNS), lambda x, y: (x + 0.15 * y, y + 0.1 * x + 0.00005 * x * y))
    assert kinds(lean) == kinds(COLUMNS)


def test_a_number_that_was_read_upside_down_belongs_to_its_label() -> None:
    (number,) = lines_of("R00000000")
    turned = moved([number], lambda x, y: (2 * 94 - x, 2 * 63 - y))
    assert kinds([*lines_of("Passport No."), *turned]) == {"R00000000": FieldKind.DOCUMENT}


def test_lines_of_a_machine_readable_zone_are_left_to_its_detector(monkeypatch) -> None:
    row = line("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", 40, 800, 1240, 830)
    part = line("L898902C36UTO", 40, 840, 400, 870)
    zone = FoundZone((row.quad, part.quad), (row,), SPECIMEN)
    monkeypatch.setattr("redactkit.find.identity.zones", lambda lines, size_px: (zone,))
    assert find([row, part]) == ()


def test_an_angle_of_text_is_told_by_its_neighbours() -> None:
    """A lone letter's box says nothing of its direction."""
    sheet = "Sex    Date of birth\nM      12.08.1974"
    assert kinds(tilted(lines_of(sheet), 25)) == {"12.08.1974": FieldKind.BIRTH}


WORDS = st.sampled_from(
    ["Date of birth", "Surname", "4b.", "3.", "Address", "Passport No:", "S/O", "Height", "/", "DD"]
)
TEXTS = st.text(min_size=1, max_size=24) | st.from_regex(r"[0-9OIl./ -]{1,14}", fullmatch=True) | WORDS
PLACES = st.tuples(TEXTS, st.integers(0, 900), st.integers(0, 700), st.integers(1, 60), st.floats(0.0, 1.0))


@given(st.lists(PLACES, max_size=12))
def test_whatever_was_read_is_read_to_the_end(places) -> None:
    lines = [line(text, x, y, x + 10 * len(text), y + high, score=score) for text, x, y, high, score in places]
    for finding in find(lines):
        assert finding.cells or finding.quad is not None
