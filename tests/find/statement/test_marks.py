"""Marks on one text: the stronger one has its share, the weaker what is left."""

import pytest

from redactkit.find.statement.marks import Mark, Rank, settle
from redactkit.find.statement.segment import Frame, Segment, segments_of
from redactkit.model import FieldKind
from redactkit.read.scripted import line
from tests.find.statement.sheets import right_of, text_of


def segment(text: str) -> Segment:
    (one,) = segments_of(line(text, 100, 0, 100 + 12 * len(text), 20), Frame((1.0, 0.0)))
    return one


def test_what_stays_cuts_a_cell() -> None:
    cell = segment("SHOP 4835******1234 TOWN")
    marks = [
        Mark(cell, 0, 24, FieldKind.COUNTERPARTY, Rank.CELL, ("cell",), (80.0, 600.0)),
        Mark(cell, 5, 19, None, Rank.MASKED),
    ]
    first, second = settle(marks, 0)
    assert (text_of(first), text_of(second)) == ("SHOP", "TOWN")
    assert first.cells[0].quad.corners[0][0] == pytest.approx(80)
    assert right_of(first) == pytest.approx(100 + 4 * 12)
    assert right_of(second) == pytest.approx(600)


def test_of_equals_the_first_wins() -> None:
    one = segment("12 345")
    marks = [Mark(one, 0, 6, FieldKind.PHONE, Rank.FORMAT), Mark(one, 3, 6, FieldKind.AMOUNT, Rank.FORMAT)]
    assert [f.kind for f in settle(marks, 0)] == [FieldKind.PHONE]


def test_parts_of_one_number_are_one_finding() -> None:
    one, two = segment("1234"), segment("5678")
    marks = [Mark(s, 0, 4, FieldKind.ACCOUNT, Rank.VALUE, ("end",), part_of=7) for s in (one, two)]
    (finding,) = settle(marks, 0)
    assert text_of(finding) == "12345678"
    assert "end" in finding.evidence


def test_a_number_cut_by_another_mark_has_no_end() -> None:
    one = segment("1234567890")
    marks = [Mark(one, 0, 10, FieldKind.ACCOUNT, Rank.VALUE, ("end",)), Mark(one, 0, 2, FieldKind.DATE, Rank.MASKED)]
    assert not any("end" in finding.evidence for finding in settle(marks, 0))


def test_what_stays_is_no_finding() -> None:
    assert list(settle([Mark(segment("Total"), 0, 5, None, Rank.LABEL)], 0)) == []
