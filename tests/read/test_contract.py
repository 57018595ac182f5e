"""What every engine keeps to, whoever wrote it. A new engine is one more line in `ENGINES`."""

import shutil

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from redactkit.geometry import center, from_box, join, widen
from redactkit.protocols import Engine, Look
from redactkit.read import guarded, open_engine
from redactkit.read.scripted import ScriptedEngine
from redactkit.read.scripted import line as scripted_line

NAME, NUMBER, EXPIRY = "ANNA EXAMPLE", "4000 0566 5566 5556", "12/27"  # the number: Stripe's test Visa debit
PLACES = {NAME: (40, 40, 30), NUMBER: (40, 140, 36), EXPIRY: (40, 240, 30)}  # left, top, font size in pixels

no_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the tesseract program is not installed")
ENGINES = [
    "scripted",
    pytest.param("tesseract", marks=[pytest.mark.engine, no_tesseract]),
    pytest.param("ppocr", marks=pytest.mark.engine),
]


def blank(wide, high):
    pixels = np.full((high, wide, 3), 255, np.uint8)
    pixels.setflags(write=False)
    return pixels


def draw():
    """Return a page with three lines, and each line's box."""
    image = Image.new("RGB", (640, 320), "white")
    pen = ImageDraw.Draw(image)
    boxes = {}
    for text, (left, top, size) in PLACES.items():
        font = ImageFont.load_default(size)
        pen.text((left, top), text, "black", font)
        boxes[text] = pen.textbbox((left, top), text, font)
    pixels = np.array(image)
    pixels.setflags(write=False)
    return pixels, boxes


PAGE, BOXES = draw()
QUADS = {text: widen(from_box(*box), 8) for text, box in BOXES.items()}
SCRIPT = tuple(scripted_line(text, *box) for text, box in BOXES.items())


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    if request.param == "scripted":
        return ScriptedEngine(lambda pixels, look: SCRIPT if pixels.min() < 128 else ())
    return open_engine(request.param)


@pytest.fixture(scope="module")
def lines(engine):
    return engine.read(PAGE, Look(960))


def cells_of(line):
    return (*line.cells, *line.digits, *line.mrz)


def text_of(lines):
    return " ".join(line.text for line in lines)


def bare(text):
    return text.replace(" ", "")


def assert_on_page(lines, pixels):
    high, wide = pixels.shape[:2]
    for line in lines:
        for quad in (line.quad, *(cell.quad for cell in cells_of(line))):
            assert all(0 <= x <= wide and 0 <= y <= high for x, y in quad.corners)


def test_it_is_an_engine_with_a_name(engine):
    assert isinstance(engine, Engine)
    assert engine.name.isidentifier()


def test_it_reads_what_is_printed(lines):
    for text in (NAME, NUMBER, EXPIRY):
        assert bare(text) in text_of(lines)


def test_it_reads_the_digits(lines):
    assert any(bare(NUMBER) in "".join(cell.char for cell in line.digits) for line in lines)


def test_quads_lie_on_the_page(lines):
    assert_on_page(lines, PAGE)


def test_a_cell_is_one_visible_character_with_a_score(lines):
    for line in lines:
        assert 0 <= line.score <= 1
        for cell in cells_of(line):
            assert len(cell.char) == 1
            assert not cell.char.isspace()
            assert 0 <= cell.score <= 1
        assert {cell.char for cell in line.digits} <= set("0123456789")


def test_a_cell_lies_where_its_character_is_printed(lines):
    left, top, size = PLACES[NUMBER]
    font = ImageFont.load_default(size)
    middles = [
        left + (font.getlength(NUMBER[:i]) + font.getlength(NUMBER[: i + 1])) / 2
        for i, char in enumerate(NUMBER)
        if char != " "
    ]
    (found,) = (line for line in lines if line.text == bare(NUMBER))
    character_px = font.getlength("0")
    for cell, middle_px in zip(found.cells, middles, strict=True):
        x, y = center(cell.quad)
        assert abs(x - middle_px) < 0.5 * character_px
        assert top < y < BOXES[NUMBER][3]


def test_cells_run_in_reading_order(lines):
    for line in lines:
        xs = [center(cell.quad)[0] for cell in line.cells]
        assert xs == sorted(xs)


def test_pixels_are_not_written_to(engine):
    pixels = PAGE.copy()
    engine.read(pixels, Look(strips=(QUADS[EXPIRY],)))
    assert (pixels == PAGE).all()


def test_the_same_pixels_give_the_same_lines(engine, lines):
    assert engine.read(PAGE.copy(), Look(960)) == lines


def test_strips_come_first_and_in_order(engine):
    order = (EXPIRY, NUMBER, NAME, NUMBER)
    lines = engine.read(PAGE, Look(960, strips=tuple(QUADS[text] for text in order)))
    assert [line.text for line in lines[: len(order)]] == [bare(text) for text in order]
    assert len(lines) > len(order)


def test_without_a_side_only_strips_are_read(engine):
    lines = engine.read(PAGE, Look(0, strips=(QUADS[EXPIRY], from_box(500, 250, 620, 300))))
    assert len(lines) == 2
    assert lines[0].text == EXPIRY
    assert not engine.read(PAGE, Look(0))


def test_a_strip_without_an_area_is_answered(engine):
    edge, point = from_box(639, 0, 640, 320), from_box(5, 5, 5, 5)
    lines = guarded(engine, PAGE, Look(0, strips=(edge, point, QUADS[EXPIRY])))
    assert len(lines) == 3
    assert lines[2].text == EXPIRY


def test_settled_lines_are_left_out(engine):
    lines = engine.read(PAGE, Look(960, settled=(QUADS[NUMBER],)))
    assert bare(NUMBER) not in text_of(lines)
    assert bare(NAME) in text_of(lines)


def test_quads_settle_a_line_together(engine):
    left, top, right, bottom = BOXES[NUMBER]
    halves = tuple(widen(from_box(a, top, b, bottom), 8) for a, b in ((left, 200), (200, right)))
    assert bare(NUMBER) not in text_of(engine.read(PAGE, Look(960, settled=halves)))


def test_a_line_settled_by_half_is_read_whole(engine):
    left, top, _, bottom = BOXES[NUMBER]
    half = from_box(left, top, 200, bottom)
    assert bare(NUMBER) in text_of(engine.read(PAGE, Look(960, settled=(half,))))


@pytest.mark.parametrize(
    "size", [(640, 320), (1, 1), (5000, 20), (20, 3000)], ids=lambda size: "x".join(map(str, size))
)
def test_a_blank_page_has_no_text(engine, size):
    lines = guarded(engine, blank(*size), Look(736))
    assert text_of(lines).strip() == ""
    assert_on_page(lines, blank(*size))


def test_the_guard_has_nothing_to_object_to(engine):
    look = Look(736, settled=(join([QUADS[NAME], QUADS[EXPIRY]]),), strips=(QUADS[NUMBER],))
    assert guarded(engine, PAGE, look) == engine.read(PAGE, look)
