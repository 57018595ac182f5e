"""A page of a PDF is read from its text layer; eyes check it, and read what it does not say. The eyes are scripted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

import redactkit
from redactkit.geometry import bounds, center, contains, from_box
from redactkit.pdf.pdfium import Reader
from redactkit.protocols import FIRST_LOOK, Look
from redactkit.read.pdf import PdfEngine
from redactkit.read.scripted import ScriptedEngine, line
from redactkit.read.textlayer import DOUBTED, needs_eyes, text_lines
from tests.born_digital import PLAIN, STAYS, VALUES, Eyes, compact, letters, lines_of, traces
from tests.pdf.builders import SIZE, drawn, edited, image, texts, written

WIDE, HIGH = 1200, 800  # of 300 x 200 pt
NUMBER = "5105 1051 0510 5100"


LOOK = Look()


def reading(data, engine, look=LOOK, doubts=None):
    """Read a page once; return the lines, and the fonts that are doubted then."""
    with Reader(data) as reader:
        eyes = PdfEngine(engine, reader, 0, doubts)
        return eyes.read(reader.render(0, WIDE, HIGH), look), eyes.doubted


def layer(data, doubted=()):
    with Reader(data) as reader:
        return text_lines(reader, 0, WIDE, HIGH, doubted)


def told(lines):
    return [one.text for one in lines]


def lying(data, first, last, to):
    """Return a PDF whose font says of the characters from first to last that they are those from `to` on."""

    def change(pdf):
        codes = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <%02x> <%02x> <%04x>"
        found = codes % (ord(first), ord(last), ord(to)) + b" endbfrange endcmap"
        for page in pdf.pages:
            page.obj.Resources.Font["/F1"].ToUnicode = pdf.make_stream(found)

    return edited(data, change)


# --- trust

TEXT = texts((20, 150, "Account 4711081527"), (20, 100, "some words"))


def test_text_that_eyes_confirm_is_taken_and_not_read():
    engine = ScriptedEngine(layer(TEXT))
    lines, doubted = reading(TEXT, engine)
    assert lines == layer(TEXT)
    assert doubted == frozenset()
    (look,) = engine.looks
    assert look.side_px == 0
    assert 1 <= len(look.strips) <= 3


def test_eyes_need_not_read_it_exactly():
    misread = (line("Acc0unt 47l1081527", *bounds([layer(TEXT)[0].quad])), layer(TEXT)[1])
    assert reading(TEXT, ScriptedEngine(misread))[1] == frozenset()


def test_what_was_compared_before_is_not_compared_again():
    engine = ScriptedEngine(())
    lines, _ = reading(TEXT, engine, doubts=frozenset())
    assert lines == layer(TEXT)
    assert engine.looks == []


@pytest.mark.parametrize("seen", [(), (line("9999", 80, 160, 500, 210),)])
def test_fonts_are_doubted_when_eyes_see_nothing_or_something_else(seen):
    lines, doubted = reading(TEXT, ScriptedEngine(seen))
    assert doubted == {"Helvetica"}
    assert [one.score for one in lines if one.score < 1] == [DOUBTED]
    assert told(lines) == ["Account 4711081527", *told(seen)]  # doubted words say nothing, doubted digits may be true


def test_letters_that_show_digits_are_read_with_eyes():
    """Of a font whose digits claim to be letters, eyes read the digits."""
    data = lying(texts((20, 150, NUMBER)), "0", "9", "H")
    assert told(layer(data)) == ["MIHM IHMI HMIH MIHH"]
    shown = line(NUMBER, *bounds([layer(data)[0].quad]))
    engine = ScriptedEngine((shown,))
    lines, doubted = reading(data, engine)
    assert lines == (shown,)
    assert doubted == {"Helvetica"}
    assert [look.side_px for look in engine.looks] == [0, FIRST_LOOK]
    assert engine.looks[1].settled == ()


def test_only_the_font_that_lies_is_doubted():
    def draw(canvas):
        canvas.drawString(20, 150, NUMBER)
        canvas.setFont("Courier", 12)
        canvas.drawString(20, 100, "true 12345")

    data = lying(drawn(draw), "0", "9", "H")
    true = layer(data)[1]
    shown = line(NUMBER, *bounds([layer(data)[0].quad]))
    engine = ScriptedEngine((shown, true))
    lines, doubted = reading(data, engine)
    assert doubted == {"Helvetica"}
    assert set(told(lines)) == {shown.text, "true 12345"}
    (settled,) = engine.looks[1].settled
    assert contains(settled, center(true.quad))
    assert not contains(settled, center(shown.quad))


def test_doubts_go_by_the_name_whatever_number_the_font_has_now():
    engine = ScriptedEngine(())
    lines, _ = reading(TEXT, engine, doubts=frozenset({"Helvetica#2", "Courier"}))
    assert [one.score for one in lines] == [DOUBTED]
    assert [look.side_px for look in engine.looks] == [FIRST_LOOK]


# --- strips


def test_strips_are_answered_from_the_text_layer():
    engine = ScriptedEngine(())
    number, words = (one.quad for one in layer(TEXT))
    lines, _ = reading(TEXT, engine, Look(0, strips=(words, number)), frozenset())
    assert told(lines) == ["some words", "Account 4711081527"]
    assert [one.quad for one in lines] == [words, number]
    assert engine.looks == []


def test_strips_where_the_text_layer_says_nothing_or_is_doubted_are_read():
    seen = (line("12", 100, 600, 200, 640), line("words", *bounds([layer(TEXT)[1].quad])))
    blank, words = from_box(90, 590, 210, 650), layer(TEXT)[1].quad
    lines, _ = reading(TEXT, ScriptedEngine(seen), Look(0, strips=(blank, words)), frozenset())
    assert told(lines) == ["12", "some words"]
    lines, _ = reading(TEXT, ScriptedEngine(seen), Look(0, strips=(blank, words)), frozenset({"Helvetica"}))
    assert told(lines) == ["12", "words"]


def test_strips_on_doubted_digits_are_read():
    number = layer(TEXT)[0].quad
    engine = ScriptedEngine((line("5555", *bounds([number])),))
    lines, _ = reading(TEXT, engine, Look(0, strips=(number,)), frozenset({"Helvetica"}))
    assert told(lines) == ["5555"]


def test_strips_come_first():
    lines, _ = reading(TEXT, ScriptedEngine(()), Look(strips=(layer(TEXT)[1].quad,)), frozenset())
    assert told(lines) == ["some words", "Account 4711081527", "some words"]


def test_settled_text_is_left_out():
    lines, _ = reading(TEXT, ScriptedEngine(()), Look(settled=(layer(TEXT)[0].quad,)), frozenset())
    assert told(lines) == ["some words"]


# --- what is not text


def pictured(content, pixels, *text):
    return written(content + b" ".join(text), XObject=lambda pdf: {"/I": image(pdf, pixels)})


DIGITS = np.full((60, 400, 3), 255, np.uint8)
cv2.putText(DIGITS, "4111 1111 1111", (10, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0, 0, 0), 2)
WORDS = b"BT /F 12 Tf 20 170 Td (some words) Tj ET "
PLACE = b"q 200 0 0 30 50 60 cm /I Do Q "


def test_a_picture_is_read_and_the_text_beside_it_is_not():
    seen = line("4111 1111 1111", 220, 460, 900, 520)
    data = pictured(PLACE, DIGITS, WORDS)
    engine = ScriptedEngine((seen, *layer(data)))
    lines, _ = reading(data, engine, Look(settled=(from_box(0, 700, 9, 709),)))
    assert told(lines) == ["some words", "411111111111"]
    first, *others, second = engine.looks[-1].settled
    assert (first, others) == (from_box(0, 700, 9, 709), [])
    assert contains(second, center(layer(data)[0].quad))


def test_what_a_picture_hides_is_read_from_itself():
    """A box drawn over a picture does not take its digits away."""
    data = pictured(PLACE + b"0 g 50 60 200 30 re f ", DIGITS)

    def script(pixels, look):
        own = pixels.shape[:2] == DIGITS.shape[:2]
        return (line("4111 1111 1111", 10, 10, 390, 50),) if own else ()

    engine = ScriptedEngine(script)
    (found,), _ = reading(data, engine)
    assert found.text == "411111111111"
    scale = WIDE / SIZE[0]
    expected = [scale * edge for edge in (50 + 5, SIZE[1] - 60 - 25, 50 + 195, SIZE[1] - 60 - 5)]
    assert bounds([found.quad]) == pytest.approx(expected, abs=0.01)
    assert bounds([found.digits[0].quad])[0] == pytest.approx(expected[0], abs=0.01)


def test_what_a_picture_holds_outside_of_the_page_is_not_told():
    data = pictured(b"q 200 0 0 30 -150 60 cm /I Do Q 0 g 0 60 60 30 re f ", DIGITS)

    def script(pixels, look):
        own = pixels.shape[:2] == DIGITS.shape[:2]
        return (line("4111", 10, 10, 90, 50), line("1111", 310, 10, 390, 50)) if own else ()

    assert told(reading(data, ScriptedEngine(script))[0]) == ["1111"]


# --- the edges of the page

OUTSIDE = [
    ((-200, 100), "all of it is outside", ""),
    ((400, 100), "all of it is outside", ""),
    ((20, 260), "above", ""),
    ((20, -9), "below 12", ""),
    ((20, 195), "heads are cut off 12", "heads are cut off 12"),
    ((20, -5), "feet are cut off 12", "feet are cut off 12"),
    ((-60, 100), "outside before 4711", "re 4711"),
    ((270, 100), "4711 and behind", "4711 "),
]


@pytest.mark.parametrize(("at", "text", "shown"), OUTSIDE)
def test_only_what_lies_on_the_page_is_told(at, text, shown):
    data = texts((*at, text))
    lines, _ = reading(data, ScriptedEngine(()), doubts=frozenset())
    said = "".join(told(lines))
    assert said.strip() in text
    assert shown.strip() in said
    assert len(said) <= len(shown) + 2
    for one in lines:
        x, y = center(one.quad)
        assert 0 <= x <= WIDE
        assert 0 <= y <= HIGH
        assert set(one.digits) <= set(one.cells)


# --- through the whole walk


@pytest.mark.parametrize("to", ["\u0391", "\u4e00"], ids=["Greek", "Chinese"])
def test_a_statement_in_a_font_that_lies_is_covered_by_what_it_shows(to):
    data = lying(PLAIN, "-", "z", to)
    truth = Eyes(PLAIN).pages[0][1]
    engine = Eyes(data, seen=truth)
    with Reader(data) as reader:
        assert not needs_eyes(reader, 0)
    result = redactkit.process(data, engine=engine)
    assert traces(data) == list(VALUES)  # the codes of the characters are the same, whatever they say
    assert traces(result.data) == []
    assert len(compact(lines_of(result.data))) == len(compact(STAYS))
    assert letters(result.data) < letters(data)
    kept = next(check.detail for check in result.report.checks if check.name == "kept")
    assert kept == "3 of 3 kept numbers read the same"


def test_a_plan_does_not_make_a_font_trusted():
    """Applied without a first look, the second compares: what eyes see is covered though the plan names nothing."""
    data = lying(PLAIN, "0", "9", "Q")
    truth = Eyes(PLAIN).pages[0][1]
    plan = redactkit.plan(PLAIN, engine=Eyes(PLAIN))
    empty = redactkit.Plan(plan.kind, plan.policy, plan.sizes)
    result = redactkit.apply(data, empty, engine=Eyes(data, seen=truth))
    assert traces(result.data) == []


def test_lies_that_hold_digits_are_covered_with_what_they_stand_on():
    """They may be what the file hides, and could be copied: so the kept end goes, too, and the result is refused."""
    data = lying(PLAIN, "-", "z", "!")
    with pytest.raises(redactkit.LeakError, match="stay"):
        redactkit.process(data, engine=Eyes(data, seen=Eyes(PLAIN).pages[0][1]))
