"""hOCR as tesseract writes it: boxes that overlap, scripts that run right to left, boxes of several characters."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.geometry import bounds, from_box
from redactkit.read.hocr import cut, parse

PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page">{}</div></body></html>'
LINE = '<span class="ocr_line" title="bbox 0 0 100 20; baseline 0 -3">{}</span>'
WORD = '<span class="ocrx_word" title="bbox 0 0 100 20; x_wconf {}">{}</span>'
GLYPH = '<span class="ocrx_cinfo" title="x_bboxes {} {} {} {}; x_conf {}">{}</span>'


def read(*words):
    """Return the line of words made of (confidence, (left, top, right, bottom, confidence, text), ...), 100 px wide."""
    made = "".join(WORD.format(trust, "".join(GLYPH.format(*glyph) for glyph in glyphs)) for trust, *glyphs in words)
    ((span,),) = parse(PAGE.format(LINE.format(made)).encode())
    return cut(span.quad, span, 0, 100)


def edges(line):
    return [(cell.char, *(round(x, 6) for x in bounds([cell.quad])[::2])) for cell in line.cells]


def test_neighbours_meet_halfway_and_words_keep_their_gap():
    line = read(
        (96, (0, 0, 10, 20, 99, "1"), (14, 0, 30, 20, 99, "2"), (26, 0, 40, 20, 99, "/")),
        (96, (60, 0, 80, 20, 99, "7")),
    )
    assert edges(line) == [("1", 0, 12), ("2", 12, 28), ("/", 28, 40), ("7", 60, 80)]
    assert [cell.char for cell in line.digits] == list("127")


def test_right_to_left_keeps_reading_order_and_places():
    line = read((90, (70, 0, 90, 20, 99, "א"), (40, 0, 60, 20, 99, "ב"), (10, 0, 30, 20, 99, "ג")))
    assert edges(line) == [("א", 65, 90), ("ב", 35, 65), ("ג", 10, 35)]


def test_a_box_of_several_characters_is_divided():
    assert edges(read((90, (10, 0, 40, 20, 99, "ffi")))) == [("f", 10, 20), ("f", 20, 30), ("i", 30, 40)]


def test_the_word_caps_the_confidence_of_its_characters():
    line = read((60, (0, 0, 10, 20, 99, "1"), (10, 0, 20, 20, 30, "2")), (0, (30, 0, 40, 20, 85, "a")))
    assert [cell.score for cell in line.cells] == pytest.approx([0.6, 0.3, 0])
    assert line.score == pytest.approx(0.3)


def test_marked_up_and_escaped_characters_are_read():
    line = read((90, (0, 0, 10, 20, 99, "<strong>&lt;</strong>"), (10, 0, 20, 20, 99, "&amp;")))
    assert line.text == "<&"


def test_blank_words_leave_a_line_that_was_not_read():
    line = read((95, (0, 0, 100, 20, 95, " ")), (95,))
    assert line.cells == ()
    assert line.score == 0
    assert line.quad == from_box(0, 0, 100, 20)


@given(st.floats(-0.1, 0.1), st.integers(5, 20))
def test_the_quad_slants_like_its_characters(slope, count):
    step = 100 / count
    tops = [10 + slope * (i + 0.5) * step for i in range(count)]
    glyphs = [(i * step, f"{top:.6f}", (i + 1) * step, f"{top + 8:.6f}") for i, top in enumerate(tops)]
    (x0, y0), (x1, y1), *_ = read((90, *((*glyph, 99, "7") for glyph in glyphs))).quad.corners
    assert (x0, x1) == (0, 100)
    assert y1 - y0 == pytest.approx(100 * slope, abs=0.01)


def test_the_quad_stays_in_its_box():
    steep = [(10 * i, 50 * i, 10 * i + 10, 50 * i + 10, 99, "7") for i in range(6)]
    assert bounds([read((90, *steep)).quad]) == (0, 0, 100, 20)


@pytest.mark.parametrize("count", [4, 6], ids=["too short to tell", "all in one place"])
def test_no_slant_without_evidence(count):
    stack = [(10 * (i if count < 5 else 0), 5 * i, 10, 5 * i + 5, 99, "7") for i in range(count)]
    assert read((90, *stack)).quad == from_box(0, 0, 100, 20)


def test_every_page_is_answered_in_order():
    pages = "".join(f'<div class="ocr_page">{body}</div>' for body in ("", LINE.format(WORD.format(9, ""))))
    assert [len(spans) for spans in parse(f'<html xmlns="http://www.w3.org/1999/xhtml">{pages}</html>'.encode())] == [
        0,
        1,
    ]


@given(st.lists(st.tuples(*[st.integers(0, 100)] * 4, st.just(50), st.sampled_from("07A")), min_size=1))
def test_cells_of_a_word_tile_it_whatever_the_boxes(glyphs):
    line = read((50, *glyphs))
    assert line.text == "".join(glyph[-1] for glyph in glyphs)
    spans = sorted(edge[1:] for edge in edges(line))
    assert all(start <= end for start, end in spans)
    assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(spans))
