"""Prepared lines come back whole, by strip, and without what is settled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.geometry import bounds, center, from_box
from redactkit.protocols import Look
from redactkit.read.scripted import ScriptedEngine, line

PAGE = np.zeros((100, 400, 3), np.uint8)
NUMBER = line("4000 0566 5566 5556", 0, 0, 190, 20, score=0.9)
NAME = line("ANNA EXAMPLE", 0, 50, 120, 70)


def test_every_look_gets_the_same_lines_and_is_noted():
    engine = ScriptedEngine(iter([NUMBER, NAME]))
    looks = [Look(), Look(960)]
    assert [engine.read(PAGE, look) for look in looks] == [(NUMBER, NAME)] * 2
    assert engine.looks == looks


def test_a_callable_sees_the_pixels_and_the_look():
    engine = ScriptedEngine(lambda pixels, look: [NUMBER] if pixels.any() or look.side_px > 736 else [])
    assert engine.read(PAGE, Look(736)) == ()
    assert engine.read(PAGE + 1, Look(736)) == (NUMBER,)
    assert engine.read(PAGE, Look(960)) == (NUMBER,)


def test_a_strip_holds_the_characters_whose_middle_lies_in_it():
    last_four = from_box(150, 0, 190, 20)
    (strip,) = ScriptedEngine([NUMBER, NAME]).read(PAGE, Look(0, strips=(last_four,)))
    assert strip.text == "5556"
    assert strip.cells == strip.digits == NUMBER.cells[-4:]
    assert strip.quad == last_four
    assert strip.score == pytest.approx(0.9)


def test_an_empty_strip_is_answered_all_the_same():
    (strip,) = ScriptedEngine([NAME]).read(PAGE, Look(0, strips=(from_box(300, 0, 500, 20),)))
    assert strip.text == ""
    assert strip.quad == from_box(300, 0, 400, 20)


def test_settled_lines_are_left_out_but_not_from_strips():
    look = Look(settled=(NUMBER.quad,), strips=(NUMBER.quad,))
    assert [found.text for found in ScriptedEngine([NUMBER, NAME]).read(PAGE, look)] == [NUMBER.text, NAME.text]


def test_a_line_knows_its_digits():
    made = line("EXP 12/27", 0, 0, 90, 10)
    assert made.text == "EXP12/27"
    assert [cell.char for cell in made.digits] == list("1227")
    assert line("", 0, 0, 9, 9).cells == ()


@given(st.text(st.sampled_from("A7 /"), min_size=1), st.integers(0, 50), st.integers(1, 300))
def test_a_character_stands_at_its_place_in_the_text(text, left, wide):
    made = line(text, left, 10, left + wide, 30)
    places = [i for i, char in enumerate(text) if not char.isspace()]
    assert len(places) == len(made.cells)
    for place, cell in zip(places, made.cells, strict=True):
        assert cell.char == text[place]
        assert center(cell.quad)[0] == pytest.approx(left + wide * (place + 0.5) / len(text))
        assert bounds([cell.quad])[1::2] == (10, 30)
