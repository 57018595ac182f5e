"""What could not be read: hidden on the document, left alone beside it and in pictures."""

import pytest

from redactkit.find.identity.unsure import is_read, page_of
from redactkit.geometry import bounds, from_box
from redactkit.model import FieldKind, Line
from redactkit.read.scripted import line
from tests.find.identity.sheets import find
from tests.find.statement.sheets import lines_of

DOCUMENT = """
PASSPORT
Surname
ERIKSSON
Given names
ANNA MARIA



Date of expiry
15.04.2012
"""


def unread(*more: Line) -> list[tuple[float, float, float, float]]:
    found = find([*lines_of(DOCUMENT), *more])
    return [bounds([f.quad]) for f in found if f.kind is FieldKind.UNREAD and f.quad is not None]


FAINT = [
    Line(from_box(60, 180, 160, 200)),  # located, nothing read
    line("wwwy", 60, 180, 160, 200, score=0.3),
    line(",", 60, 180, 160, 200, score=0.98),  # another script, of which a reader makes a sign
    line("blurred street", 60, 180, 160, 200, score=0.7),
]


@pytest.mark.parametrize("one", FAINT)
def test_text_on_the_document_that_was_not_read_is_hidden(one: Line) -> None:
    assert unread(one) == [bounds([one.quad])]


LEFT = [
    Line(from_box(60, 600, 160, 620)),  # far below the document
    Line(from_box(900, 180, 1000, 200)),  # far beside it
    Line(from_box(60, 100, 160, 260)),  # a portrait, a drawing
    line("ANY WORDS", 60, 180, 160, 200),
    line("SPECIMEN", 60, 160, 360, 210, score=0.7),  # printed across the values
]


@pytest.mark.parametrize("one", LEFT)
def test_pictures_and_what_lies_beside_the_document_stay(one: Line) -> None:
    assert not unread(one)


def test_without_any_label_the_whole_page_is_the_document() -> None:
    one = Line(from_box(60, 600, 160, 620))
    assert [f.kind for f in find([one])] == [FieldKind.UNREAD]


def test_a_page_lies_above_its_machine_readable_zone() -> None:
    rows = [from_box(100, 600, 1220, 630), from_box(100, 650, 1220, 680)]
    left, top, right, bottom = bounds([page_of(rows)])
    # TD3: 125 x 88 mm, rows of 112 mm and 10 px each
    assert 1250 < right - left < 1300
    assert 760 < bottom - top < 900
    assert left < 100
    assert bottom > 680


@pytest.mark.parametrize(("text", "score", "wanted"), [("ANNA", 0.9, True), ("ANNA", 0.4, False), ("--", 0.9, False)])
def test_what_counts_as_read(text: str, score: float, wanted: bool) -> None:
    assert is_read(line(text, 0, 0, 60, 20, score=score)) is wanted
