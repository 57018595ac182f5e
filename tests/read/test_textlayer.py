"""The text layer: every character in its place, lines as they are read, and what eyes are needed for."""

import math
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream

from redactkit.geometry import bounds, contains
from redactkit.pdf.affine import box_under
from redactkit.pdf.pdfium import Reader
from redactkit.read.textlayer import DOUBTED, agrees, needs_eyes, samples, text_lines
from tests.pdf.builders import drawn, edited, texts, unknown_font, written

WIDE, HIGH = 900, 600  # of 300 x 200 pt
SIZE = (595, 842)


def lines_of(data, **options):
    with Reader(data) as reader:
        return text_lines(reader, 0, WIDE, HIGH, **options)


def said(data):
    return [line.text for line in lines_of(data)]


def wants_eyes(data):
    with Reader(data) as reader:
        return needs_eyes(reader, 0)


# --- segments

SEGMENTS = [
    (b"20 100 Td (one two) Tj", ["one two"]),
    (b"20 100 Td (one) Tj 200 0 Td (two) Tj", ["one", "two"]),
    (b"20 100 Td (one          two) Tj", ["one", "two"]),  # blanks make a column as well
    (b"20 100 Td [(41) -100 (11)] TJ", ["4111"]),
    (b"20 100 Td [(41) -300 (11)] TJ", ["41 11"]),
    (b"20 100 Td [(41) -3000 (11)] TJ", ["41", "11"]),
    (b"20 100 Td 3 Tc (spaced) Tj", ["s p a c e d"]),
    (b"20 100 Td 5 Tw (a b) Tj", ["a b"]),
    (b"20 100 Td (one) Tj 0 -14 Td (two) Tj", ["one", "two"]),
    (b"200 100 Td (two) Tj -180 0 Td (one) Tj", ["one", "two"]),
    (b"43 100 Td (two) Tj -23 0 Td (one) Tj", ["one two"]),  # joined though written backwards
    (b"27 100 Td (4) Tj 14 0 Td (6) Tj -21 0 Td (3) Tj 14 0 Td (5) Tj", ["3456"]),
    (b"20 100 Td (12) Tj 1 0 0 1 20.3 100 Tm (12) Tj", ["12"]),  # all of it drawn twice
    (b"20 100 Td (1) Tj .3 0 Td (1) Tj 7 0 Td (2) Tj .3 0 Td (2) Tj", ["12"]),  # bold by drawing each twice
    (b"20 100 Td (11) Tj", ["11"]),
    (b"20 100 Td (lill) Tj", ["lill"]),
    (b"20 100 Td (x) Tj 5 Ts /F 6 Tf (2) Tj", ["x", "2"]),  # a superscript is a line of its own
    (b"20 100 Td (big) Tj /F 24 Tf (ger) Tj", ["ger", "big"]),
    (b"20 100 Td (over) Tj 1 0 0 1 22 100 Tm (lap) Tj", ["over", "lap"]),
    (b"20 100 Td 0 1 -1 0 50 20 Tm (up) Tj", ["up"]),
    (b"20 100 Td () Tj", []),
    (b"20 100 Td (   ) Tj", []),
]


@pytest.mark.parametrize(("content", "expected"), SEGMENTS)
def test_lines_are_as_they_are_read(content, expected):
    assert said(written(b"BT /F 12 Tf " + content + b" ET")) == expected


def test_lines_come_from_top_to_bottom():
    assert said(texts((200, 20, "d"), (20, 100, "b"), (200, 100, "c"), (20, 180, "a"))) == ["a", "b", "c", "d"]


def test_digits_stand_by_themselves_too():
    (line,) = lines_of(texts((20, 100, "IBAN DE89 3704")))
    assert "".join(cell.char for cell in line.digits) == "893704"
    assert set(line.digits) <= set(line.cells)
    assert line.score == 1


def test_text_outside_of_the_page_comes_too():
    left, right = lines_of(texts((-200, 100, "left"), (400, 100, "right")))
    assert (left.text, right.text) == ("left", "right")
    assert bounds([left.quad])[2] < 0
    assert bounds([right.quad])[0] > WIDE


# --- places


def check_places(data, wide=WIDE, high=HIGH):
    """Check that all ink lies in the cells of characters, and that every such cell holds ink."""
    with Reader(data) as reader:
        lines = text_lines(reader, 0, wide, high)
        dark = reader.render(0, wide, high)[..., 0] < 160
    owned = np.zeros((high, wide), np.uint8)
    for line in lines:
        for cell in line.cells:
            area = np.zeros((high, wide), np.uint8)
            cv2.fillConvexPoly(area, np.round(cell.quad.corners).astype(np.int32), 1)
            assert cell.char == " " or dark[area > 0].any()
            owned |= area
    near = cv2.dilate(owned, np.ones((5, 5), np.uint8))
    assert dark.any()
    assert not (dark & (near == 0)).any()
    return lines


@pytest.mark.parametrize("degrees", [0, 3, 45, 90, 180, 200, 270])
def test_cells_hold_the_ink_of_their_characters(degrees):
    def draw(canvas):
        canvas.translate(150, 100)
        canvas.rotate(degrees)
        canvas.drawCentredString(0, 0, "Ajg 4111 1111")

    (line,) = check_places(drawn(draw))
    assert line.text == "Ajg 4111 1111"
    (x0, y0), (x1, y1) = line.quad.corners[:2]
    assert math.degrees(math.atan2(y0 - y1, x1 - x0)) % 360 == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_cells_hold_on_turned_and_cropped_pages(turn):
    def change(pdf):
        page = pdf.pages[0].obj
        page.MediaBox, page.CropBox, page.Rotate = Array([-50, -20, 300, 230]), Array([-10, 50, 280, 200]), turn

    wide, high = (450, 870) if turn % 180 else (870, 450)
    data = edited(texts((20, 100, "Ajg 4111"), (120, 180, "top")), change)
    assert sorted(line.text for line in check_places(data, wide, high)) == ["Ajg 4111", "top"]


@pytest.mark.parametrize("font", ["Times-Italic", "Courier-Bold", "Helvetica-Oblique", "Symbol"])
@pytest.mark.parametrize("stretch", [60, 100, 150])
def test_cells_hold_in_other_fonts(font, stretch):
    def draw(canvas):
        text = canvas.beginText(20, 100)
        text.setFont(font, 14)
        text.setHorizScale(stretch)
        text.textOut("fW4411")
        canvas.drawText(text)

    check_places(drawn(draw))


def test_cells_follow_each_other():
    (line,) = lines_of(texts((20, 100, "12 34")))
    boxes = [bounds([cell.quad]) for cell in line.cells]
    assert [cell.char for cell in line.cells] == list("12 34")
    for before, after in pairwise(boxes):
        assert before[2] == pytest.approx(after[0], abs=0.1)
    assert bounds([line.quad]) == pytest.approx((boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]), abs=0.1)


def test_neighbours_and_lines_share_what_they_have_in_common():
    """A document is held as cells, so each corner and each coordinate is there once."""
    lines = lines_of(texts((20, 100, "4111 1111"), (20, 80, "4111 1111")))
    for before, after in (pair for line in lines for pair in pairwise(line.cells)):
        assert before.quad.corners[1] is after.quad.corners[0]
        assert before.quad.corners[2] is after.quad.corners[3]
    values = [value for line in lines for cell in line.cells for point in cell.quad.corners for value in point]
    assert len(set(map(id, values))) == len(set(values))


@given(
    st.lists(st.tuples(st.integers(0, 250), st.integers(0, 15), st.text("0123456789 aWgi.,", max_size=9)), max_size=9)
)
@settings(max_examples=40, deadline=None)
def test_no_character_is_lost(lines):
    data = texts(*[(x, 5 + 12 * row, text) for x, row, text in lines])
    with Reader(data) as reader:
        drawn_chars = sorted(one.char for one in reader.characters(0) if not one.generated and one.char != " ")
        found = text_lines(reader, 0, WIDE, HIGH)
        matrix = reader.matrix(0, WIDE, HIGH)
        middles = [box_under(matrix, one.box) for one in reader.characters(0) if not one.generated and one.char != " "]
    cells = [cell for line in found for cell in line.cells if cell.char != " "]
    twice = len(drawn_chars) - len(cells)
    assert twice >= 0
    if not twice:
        assert sorted(cell.char for cell in cells) == drawn_chars
    for left, top, right, bottom in middles:
        assert any(contains(cell.quad, ((left + right) / 2, (top + bottom) / 2)) for cell in cells)


def to_unicode(pdf, pairs):
    count = len(pairs.split()) // 2
    codes = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar " % count
    return Stream(pdf, codes + pairs + b" endbfchar endcmap")


def type_3(pdf, unit=1000):
    """Return a font of three boxes, for the digits 1, 2 and 3."""
    glyphs = {
        f"/{name}": pdf.make_indirect(Stream(pdf, b"%d 0 0 0 %d %d d1 0 0 %d %d re f" % (unit, w, unit, w, unit)))
        for name, w in (("one", 300 * unit // 1000), ("two", unit // 2), ("three", 700 * unit // 1000))
    }
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, unit, unit], FirstChar=49, LastChar=51)
    font.FontMatrix, font.Widths = Array([1 / unit, 0, 0, 1 / unit, 0, 0]), Array([unit] * 3)
    font.CharProcs, font.Resources = Dictionary(glyphs), Dictionary()
    font.Encoding = Dictionary(Differences=Array([49, Name.one, Name.two, Name.three]))
    font.ToUnicode = to_unicode(pdf, b"<31> <0031> <32> <0032> <33> <0033>")
    return pdf.make_indirect(font)


@pytest.mark.parametrize("unit", [1000, 100])
def test_type_3_fonts_have_their_size(unit):
    data = written(b"BT /T 10 Tf 20 100 Td (123) Tj 40 0 Td (12) Tj ET", Font=lambda pdf: {"/T": type_3(pdf, unit)})
    (line,) = check_places(data)
    assert line.text == "123 12"


def test_type_3_fonts_whose_size_is_a_scale_have_their_size():
    def change(pdf):
        pdf.pages[0].obj.Resources.Font["/T"].FontMatrix = Array([0.01, 0, 0, 0.01, 0, 0])

    data = written(b"BT /T 1 Tf 20 100 Td (123) Tj ET", Font=lambda pdf: {"/T": type_3(pdf)})
    (line,) = check_places(edited(data, change))
    assert line.text == "123"


def test_digits_of_other_scripts_are_digits():
    def change(pdf):
        pdf.pages[0].obj.Resources.Font.F.ToUnicode = to_unicode(pdf, b"<61> <0664> <62> <FF12>")

    (line,) = lines_of(edited(written(b"BT /F 12 Tf 20 100 Td (ab) Tj ET"), change))
    assert line.text == "42"
    assert len(line.digits) == 2


def test_parts_of_a_ligature_share_their_place():
    def change(pdf):
        pdf.pages[0].obj.Resources.Font.F.ToUnicode = to_unicode(pdf, b"<62> <00660066>")

    (line,) = lines_of(edited(written(b"BT /F 12 Tf 20 100 Td (cobee) Tj ET"), change))
    assert line.text == "coffee"
    assert line.cells[2].quad == line.cells[3].quad
    assert line.cells[4].quad != line.cells[3].quad


# --- trust


def with_unknown(content):
    return written(content, Font=lambda pdf: {"/U": unknown_font(pdf)})


def test_unknown_characters_make_their_line_doubtful():
    data = with_unknown(b"BT 20 100 Td /U 12 Tf <001200130014> Tj ET BT /F 12 Tf 20 50 Td (known) Tj ET")
    unknown, known = lines_of(data)
    assert (unknown.text, unknown.score) == ("\ufffd" * 3, DOUBTED)
    assert (known.text, known.score) == ("known", 1)
    assert wants_eyes(data)


def test_a_lone_unknown_character_is_a_bullet():
    data = with_unknown(b"BT 20 100 Td /U 12 Tf <0012> Tj 14 0 Td /F 12 Tf (Terms 2024) Tj ET")
    lines = {line.text: line.score for line in lines_of(data)}
    assert lines == {"\ufffd": 1, "Terms 2024": 1}


def test_neighbouring_unknown_characters_are_none():
    fonts = {f"/U{n}": unknown_font for n in range(3)}
    data = written(
        b"BT 20 100 Td /U0 12 Tf <0012> Tj /U1 12 Tf <0012> Tj /U2 12 Tf <0012> Tj ET",
        Font=lambda pdf: {name: made(pdf) for name, made in fonts.items()},
    )
    assert [line.score for line in lines_of(data)] == [DOUBTED]
    assert wants_eyes(data)


def test_doubted_fonts_make_their_lines_doubtful():
    data = drawn(
        lambda canvas: (
            canvas.drawString(20, 100, "first"),
            canvas.setFont("Courier", 12),
            canvas.drawString(20, 50, "second"),
        )
    )
    assert [line.score for line in lines_of(data, doubted={"Courier"})] == [1, DOUBTED]


def test_every_font_gives_a_sample():
    names = ["Helvetica", "Courier", "Times-Roman", "Helvetica-Bold", "Courier-Bold", "Times-Bold", "Times-Italic"]

    def draw(canvas):
        for row, name in enumerate(names):
            canvas.setFont(name, 10)
            canvas.drawString(20, 180 - 20 * row, f"words of row {row}")
            canvas.drawString(150, 180 - 20 * row, f"number 4111 111{row}")

    with Reader(drawn(draw)) as reader:
        found = samples(reader, 0, WIDE, HIGH)
        assert sorted(one.font for one in found) == sorted(names)
        assert all(one.text.startswith("number") for one in found)
        assert "4111" not in repr(found)
        assert all(one.text.startswith("words of row") for one in samples(reader, 0, WIDE, HIGH, count=9)[7:])


def test_samples_are_short_on_the_page_and_of_one_font():
    def draw(canvas):
        canvas.drawString(-20, 100, "off the page 1234")
        canvas.drawString(20, 80, "12")
        canvas.drawString(20, 60, "a line that is rather long for a sample")

    with Reader(drawn(draw)) as reader:
        found = samples(reader, 0, WIDE, HIGH)
    assert found
    for one in found:
        assert 3 <= len(one.text.replace(" ", "")) <= 24
        assert one.text.strip() in "a line that is rather long for a sample"
        left, top, right, bottom = bounds([one.quad])
        assert 0 <= left < right <= WIDE
        assert 0 <= top < bottom <= HIGH


@pytest.mark.parametrize(
    ("text", "read", "same"),
    [
        ("Balance 1,234.56", "BALANCE 1234 56", True),
        ("Müller 4111", "Muller 4111", True),
        ("4111 1111 1111", "4111 l111 1l11", True),
        ("4111 1111 1111", "7222 2222 2222", False),
        ("4111 1111 1111", "", False),
        ("Account", "Xyyzqfk", False),
    ],
)
def test_agreement_is_of_letters_and_digits(text, read, same):
    assert agrees(text, read) is same
