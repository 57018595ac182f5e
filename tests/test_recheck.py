"""The second look at a statement: what the first missed is found among its neighbours, what stays is left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import redactkit
from redactkit import FieldKind
from redactkit.decide import decide
from redactkit.find import find_in_lines
from redactkit.geometry import bounds, center, contains, from_box
from redactkit.model import DocumentKind, Keep, Line, Page
from redactkit.plans import Plan
from redactkit.policy import PROFILES
from redactkit.read.scripted import ScriptedEngine, line
from redactkit.recheck import confirm, recheck
from tests.born_digital import ROWS, SIZE

RULE = PROFILES["appeal"].rules[DocumentKind.STATEMENT]
SCALE = 3
PAGE = Page(0, np.full((SCALE * SIZE[1], SCALE * SIZE[0], 3), 255, np.uint8))


def said(row, text=None):
    """Return a row as a line of a picture."""
    x, y, shown = ROWS[row]
    text = text or shown
    left, bottom = SCALE * x, SCALE * (SIZE[1] - y)
    return line(text, left, bottom - 30, left + 18 * len(text), bottom)


LINES = tuple(said(row) for row in range(len(ROWS)))
DATE, SHOP, AMOUNT, SALARY = 9, 10, 11, 13


def without(*rows):
    return tuple(one for row, one in enumerate(LINES) if row not in rows)


def planned(lines):
    """Return the page as it was read, and the plan that is made of it."""
    page = replace(PAGE, lines=lines)
    covers, keeps = decide(page, find_in_lines(page, DocumentKind.STATEMENT), RULE)
    return page, Plan(DocumentKind.STATEMENT, "appeal", ((PAGE.pixels.shape[1], PAGE.pixels.shape[0]),), covers, keeps)


def second(lines, seen, factor=1.0, keeps=()):
    """Look again at a page of which the first look read some lines; everything covered shows one colour."""
    page, plan = planned(lines)
    plan = replace(plan, keeps=(*plan.keeps, *keeps))
    quads = [quad for cover in plan.covers for quad in cover.quads]
    left = [shown for one in seen for shown in uncovered(one, quads)]
    height, width = (round(side * factor) for side in PAGE.pixels.shape[:2])
    shown = Page(0, np.full((height, width, 3), 255, np.uint8))
    scaled = tuple(resized(one, factor) for one in left)
    return recheck(ScriptedEngine(scaled), ScriptedEngine(lines), plan, RULE, page, shown), plan


def uncovered(one, quads):
    cells = tuple(cell for cell in one.cells if not any(contains(quad, center(cell.quad)) for quad in quads))
    if cells:
        place = from_box(*bounds([cell.quad for cell in cells]))
        yield Line(place, cells, one.score, tuple(cell for cell in cells if cell.char.isdigit()))


def resized(one, factor):
    def moved(quad):
        return from_box(*(edge * factor for edge in bounds([quad])))

    cells, digits = (tuple(replace(cell, quad=moved(cell.quad)) for cell in some) for some in (one.cells, one.digits))
    return Line(moved(one.quad), cells, one.score, digits)


def hides(late, row):
    """Tell whether all characters of a row lie in late covers."""
    quads = [quad for cover in late.covers for quad in cover.quads]
    return all(any(contains(quad, center(cell.quad)) for quad in quads) for cell in LINES[row].cells)


@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_nothing_is_found_twice(factor):
    late, plan = second(LINES, LINES, factor)
    assert plan.covers
    assert late.covers == late.keeps == ()
    assert late.check.detail == "3 of 3 kept numbers read the same"


@pytest.mark.parametrize("factor", [1.0, 0.5])
@pytest.mark.parametrize(
    ("row", "kind"),
    [(SALARY, FieldKind.COUNTERPARTY), (SHOP, FieldKind.COUNTERPARTY), (AMOUNT, FieldKind.AMOUNT)],
)
def test_a_line_that_was_missed_is_found_among_its_neighbours(row, kind, factor):
    """Words without a digit are a counterparty only by the table around them."""
    late, plan = second(without(row), LINES, factor)
    assert not any(contains(quad, center(LINES[row].quad)) for cover in plan.covers for quad in cover.quads)
    assert hides(late, row)
    assert kind in {cover.kind for cover in late.covers}


def test_words_that_stand_outside_of_the_table_stay():
    late, _ = second(without(1), (*LINES, line("Thank you for your trust", 90, 840, 500, 870)))
    assert late.covers == ()


def test_a_number_that_was_missed_keeps_its_end():
    late, _ = second(without(3), LINES)
    assert {cover.kind for cover in late.covers} == {FieldKind.ACCOUNT}
    assert not hides(late, 3)
    assert [keep.text for keep in late.keeps] == ["1527"]


@pytest.mark.parametrize("misread", ["04032024", "4/032024", "04/03/20249"])
def test_a_kept_date_is_left_alone_however_it_reads_now(misread):
    """A cover on the same line makes the second look read what is left of it."""
    x, y, date = ROWS[DATE]
    whole = line(f"{date}  Example Shop", SCALE * x, SCALE * (SIZE[1] - y) - 30, SCALE * x + 440, SCALE * (SIZE[1] - y))
    first = (*without(DATE, SHOP), whole)
    seen = (*without(DATE, SHOP), line(misread, *bounds([cell.quad for cell in whole.cells[: len(date)]])))
    late, plan = second(first, seen)
    assert FieldKind.DATE in {keep.kind for keep in plan.keeps}
    assert any(contains(quad, center(whole.cells[-1].quad)) for cover in plan.covers for quad in cover.quads)
    assert late.covers == ()


def test_another_number_beside_a_date_is_found():
    left, _, _, bottom = bounds([LINES[DATE].quad])
    beside = line("98765432", left, bottom + 60, left + 150, bottom + 90)
    late, _ = second(LINES, (*LINES, beside))
    assert any(contains(quad, center(beside.quad)) for cover in late.covers for quad in cover.quads)
    assert not hides(late, DATE)


def test_what_a_person_dropped_stays_dropped():
    page, plan = planned(LINES)
    number = next(i for i, cover in enumerate(plan.covers) if cover.kind is FieldKind.AMOUNT)
    edited = plan.drop(number)
    late = recheck(ScriptedEngine(LINES), ScriptedEngine(LINES), edited, RULE, page, PAGE)
    dropped = plan.covers[number].quads[0]
    assert not any(contains(quad, center(dropped)) for cover in late.covers for quad in cover.quads)


@pytest.mark.parametrize("reading", ["1528", "152", ""])
def test_kept_ends_that_read_otherwise_are_refused(reading):
    page, plan = planned(LINES)
    keep = next(keep for keep in plan.keeps if keep.text == "1527")
    other = (line(reading, *bounds([keep.quad])),) if reading else ()

    finished, source = ScriptedEngine((*without(3), *other)), ScriptedEngine(LINES)
    for act in (recheck, confirm):
        with pytest.raises(redactkit.LeakError, match="stay"):
            act(finished, source, plan, RULE, page, PAGE)


def test_only_ends_of_numbers_are_read_again():
    page, plan = planned(LINES)
    engine = ScriptedEngine(LINES)
    kept = (*plan.keeps, Keep(FieldKind.DATE, 0, LINES[DATE].quad))
    confirm(engine, engine, replace(plan, keeps=kept), RULE, page, PAGE)
    (look,) = engine.looks
    assert len(look.strips) == 3
