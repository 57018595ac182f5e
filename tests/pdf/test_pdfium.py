"""PDFium's answers: places hold on turned, cropped and shifted pages, and nothing is lost or made up."""

import io
import math

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redactkit.errors import DamagedFileError, EncryptedFileError
from redactkit.pdf.affine import apply, box_under
from redactkit.pdf.pdfium import UNKNOWN_CHAR, Reader, flattened
from tests.pdf.builders import SIZE, drawn, edited, form, image, saved, stencil, texts, unknown_font, written

FRAMES = [
    {},
    {"MediaBox": [20, 30, 320, 230]},
    {"MediaBox": [320, 230, 20, 30]},
    {"MediaBox": [-100, -50, 300, 200]},
    {"MediaBox": [-20, -30, 340, 260], "CropBox": [40, 20, 280, 180]},
    {"CropBox": [-50, -50, 250, 150]},
    {"UserUnit": 2.5},
]


def framed(data, frame):
    def change(pdf):
        for key, value in frame.items():
            pdf.pages[0].obj[f"/{key}"] = Array(value) if isinstance(value, list) else value

    return edited(data, change)


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_marks_are_rendered_where_the_matrix_says(frame, turn):
    marks = [(60, 40), (200, 90), (120, 130)]

    def draw(canvas):
        for x, y in marks:
            canvas.rect(x, y, 10, 10, stroke=0, fill=1)

    with Reader(framed(drawn(draw), {**frame, "Rotate": turn})) as reader:
        wide, high = (round(3 * side) for side in reader.size_pt(0))
        matrix, dark = reader.matrix(0, wide, high), reader.render(0, wide, high)[..., 0] < 128
    expected = np.zeros_like(dark)
    for x, y in marks:
        left, top, right, bottom = (round(edge) for edge in box_under(matrix, (x, y, x + 10, y + 10)))
        expected[top:bottom, left:right] = True
    assert expected.sum() == 3 * 30 * 30
    assert np.mean(expected != dark) < 0.002


@given(st.tuples(*[st.floats(-500, 500)] * 4), st.sampled_from([0, 90, 180, 270]))
@settings(max_examples=25, deadline=None)
def test_the_matrix_takes_the_page_onto_its_pixels(box, turn):
    left, right = sorted((box[0], box[0] + 50 + abs(box[2])))
    bottom, top = sorted((box[1], box[1] + 50 + abs(box[3])))
    with Reader(framed(drawn(lambda canvas: None), {"MediaBox": [left, bottom, right, top], "Rotate": turn})) as reader:
        assert reader.size_pt(0) == pytest.approx((right - left, top - bottom)[:: -1 if turn % 180 else 1], rel=1e-3)
        shown = box_under(reader.matrix(0, 700, 900), (left, bottom, right, top))
        assert shown == pytest.approx((0, 0, 700, 900), abs=0.01)
        corner = {0: (0, 900), 90: (0, 0), 180: (700, 0), 270: (700, 900)}[turn]
        assert apply(reader.matrix(0, 700, 900), left, bottom) == pytest.approx(corner, abs=0.01)


def test_a_page_is_rendered_in_rgb_on_white():
    def draw(canvas):
        canvas.setFillColorRGB(1, 0.5, 0)
        canvas.rect(0, 100, 300, 100, stroke=0, fill=1)

    with Reader(drawn(draw)) as reader:
        pixels = reader.render(0, 300, 200)
    assert pixels.shape == (200, 300, 3)
    assert pixels.flags.c_contiguous
    assert tuple(pixels[50, 150]) == (255, 128, 0)
    assert tuple(pixels[150, 150]) == (255, 255, 255)


def test_text_can_be_left_out_and_comes_back():
    def draw(canvas):
        canvas.drawString(20, 100, "outside")
        canvas.beginForm("inner")
        canvas.drawString(20, 60, "inside of a form")
        canvas.rect(200, 60, 20, 10, fill=1)
        canvas.endForm()
        canvas.doForm("inner")

    with Reader(drawn(draw)) as reader:
        before = reader.render(0, 300, 200)
        bare = reader.render(0, 300, 200, text=False)
        after = reader.render(0, 300, 200)
    dark = np.argwhere(bare[..., 0] < 250)
    assert dark[:, 1].min() >= 198
    assert len(dark) >= 200
    assert np.array_equal(before, after)
    assert (before[..., 0] < 128)[80:110, :150].any()


def test_annotations_are_not_rendered():
    def change(pdf):
        shown = form(pdf, b"0 0 300 200 re f")
        pdf.pages[0].obj.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 300, 200], F=4, AP=Dictionary(N=shown))]
        )

    with Reader(edited(drawn(lambda canvas: None), change)) as reader:
        assert reader.render(0, 30, 20).min() == 255


def test_characters_stand_where_their_ink_is():
    with Reader(texts((40, 100, "Ag 42"))) as reader:
        characters = reader.characters(0)
        dark = reader.render(0, 1200, 800)[..., 0] < 128
    assert "".join(one.char for one in characters) == "Ag 42"
    for one in characters:
        assert one.font == "Helvetica"
        assert one.visible
        assert not one.generated
        assert (one.angle, one.size) == (0, 12)
        assert one.origin[1] == 100
        assert one.loose[0] <= one.box[0] + 0.5
    ink = np.zeros_like(dark)
    for one in characters:
        left, bottom, right, top = one.box
        ink[int(4 * (200 - top)) - 2 : int(4 * (200 - bottom)) + 2, int(4 * left) - 2 : int(4 * right) + 2] = True
    assert dark.any()
    assert not (dark & ~ink).any()


@pytest.mark.parametrize("degrees", [0, 30, 90, 135, 180, 270])
def test_the_angle_is_that_of_the_baseline(degrees):
    def draw(canvas):
        canvas.translate(150, 100)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "ab")

    with Reader(drawn(draw)) as reader:
        a, b = reader.characters(0)[:2]
    assert math.degrees(a.angle) % 360 == pytest.approx(degrees, abs=0.01)
    along = math.degrees(math.atan2(b.origin[1] - a.origin[1], b.origin[0] - a.origin[0]))
    assert along % 360 == pytest.approx(degrees, abs=0.1)


def test_line_ends_and_gaps_are_said_to_be_made_up():
    with Reader(texts((40, 100, "one"), (140, 100, "two"), (40, 60, "three"))) as reader:
        found = [(one.char, one.generated) for one in reader.characters(0)]
    assert "".join(char for char, generated in found if not generated) == "onetwothree"
    assert any(generated for _, generated in found)


def test_the_hyphen_at_the_end_of_a_line_is_one():
    with Reader(texts((40, 100, "exam-"), (40, 85, "ple"))) as reader:
        assert "".join(one.char for one in reader.characters(0) if not one.generated) == "exam-ple"


def test_text_in_mode_3_is_not_visible():
    with Reader(written(b"BT /F 12 Tf 20 20 Td (a) Tj 3 Tr (b) Tj 7 Tr (c) Tj ET")) as reader:
        assert [(one.char, one.visible) for one in reader.characters(0)] == [("a", True), ("b", False), ("c", True)]


def test_fonts_of_one_name_are_told_apart():
    bold = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=0)
    data = written(b"BT /F 12 Tf 20 20 Td (a) Tj /G 12 Tf (b) Tj /F 12 Tf (c) Tj ET", Font={"/G": bold})
    with Reader(data) as reader:
        a, b, c = (one.font for one in reader.characters(0))
    assert a == c == "Helvetica"
    assert b == "Helvetica#2"


def test_characters_that_the_file_does_not_name_are_unknown():
    def change(pdf):
        pdf.pages[0].obj.Resources.Font["/F"] = unknown_font(pdf)

    data = edited(written(b"BT /F 12 Tf 20 20 Td <00120013> Tj ET"), change)
    with Reader(data) as reader:
        assert {one.char for one in reader.characters(0)} == {UNKNOWN_CHAR}


def test_images_are_found_in_forms_with_their_place():
    pixels = np.arange(6 * 4 * 3, dtype=np.uint8).reshape(4, 6, 3)

    def xobjects(pdf):
        resources = Dictionary(XObject=Dictionary(I=image(pdf, pixels)))
        return {"/X": form(pdf, b"q 30 0 0 20 5 6 cm /I Do Q", Resources=resources, Matrix=Array([2, 0, 0, 2, 0, 0]))}

    with Reader(written(b"q 1 0 0 1 100 50 cm /X Do Q", XObject=xobjects)) as reader:
        (found,) = reader.images(0)
        own = reader.picture(0, 0)
    assert found.matrix == pytest.approx((60, 0, 0, 40, 110, 62))
    assert (found.width_px, found.height_px) == (6, 4)
    assert np.array_equal(own, pixels)


@pytest.mark.parametrize("covered", [b"", b" 0 0 300 200 re f"])
def test_a_picture_is_the_images_own_whatever_lies_over_it(covered):
    gray = np.arange(0, 240, dtype=np.uint8).reshape(12, 20)
    data = written(b"q 100 0 0 60 0 0 cm /I Do Q" + covered, XObject=lambda pdf: {"/I": image(pdf, gray)})
    with Reader(data) as reader:
        own = reader.picture(0, 0)
    assert np.array_equal(own, np.repeat(gray[..., None], 3, axis=2))


def test_inline_images_and_stencils_count():
    content = b"q 50 0 0 50 0 0 cm BI /W 16 /H 16 /IM true /BPC 1 ID " + bytes([0xF0, 0x0F]) * 16 + b"\nEI Q"
    with Reader(written(content)) as reader:
        (found,) = reader.images(0)
        own = reader.picture(0, 0)
    assert (found.width_px, found.height_px) == (16, 16)
    assert own.shape == (16, 16, 3)
    assert sorted(np.unique(own)) == [0, 255]


ONE_BIT = np.repeat(np.array([[0, 1, 1, 0]], np.uint8), 8, axis=0)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("colour", [b"0 g", b"1 g", b"0.9 0.2 0.2 rg"])
def test_a_stencil_is_black_where_it_paints(colour, inverted):
    def stencils(pdf):
        white = 1 - ONE_BIT if inverted else ONE_BIT
        return {"/I": stencil(pdf, white, Decode=Array([1, 0] if inverted else [0, 1]))}

    with Reader(written(colour + b" q 100 0 0 100 0 0 cm /I Do Q", XObject=stencils)) as reader:
        assert np.array_equal(reader.picture(0, 0), np.repeat(ONE_BIT[..., None] * 255, 3, axis=2))


@pytest.mark.parametrize("space", [Name.DeviceGray, Array([Name.Indexed, Name.DeviceGray, 1, b"\0\xff"])])
def test_an_image_of_one_bit_is_no_stencil(space):
    def made(pdf):
        return {"/I": image(pdf, np.packbits(ONE_BIT, axis=1), Width=4, BitsPerComponent=1, ColorSpace=space)}

    with Reader(written(b"q 100 0 0 100 0 0 cm /I Do Q", XObject=made)) as reader:
        assert np.array_equal(reader.picture(0, 0)[..., 0], ONE_BIT * 255)


PARTED = b"0.2 0.4 0.9 rg 20 30 180 90 re f BT /F 60 Tf 1 0 0 rg 5 75.3 Td (parted) Tj ET 3 w 0 0 m 300 170 l S"


@settings(max_examples=30)
@given(st.integers(0, 500), st.integers(0, 350), st.integers(1, 100), st.integers(1, 50))
def test_a_part_of_a_page_is_that_of_the_whole(left, top, width, height):
    part = slice(top, top + height), slice(left, left + width)
    with Reader(written(PARTED)) as reader:
        drawn, whole = reader.render(0, 600, 400, part=part), reader.render(0, 600, 400)[part]
    assert drawn.shape == whole.shape
    assert np.abs(drawn.astype(int) - whole).max() <= 4  # soft edges are rounded otherwise


def test_a_picture_that_does_not_decode_is_an_error():
    pixels = np.zeros((50, 50, 3), np.uint8)
    data = written(
        b"q 100 0 0 100 0 0 cm /I Do Q", XObject=lambda pdf: {"/I": image(pdf, pixels, Filter=Name.JPXDecode)}
    )
    with Reader(data) as reader:
        assert len(reader.images(0)) == 1
        with pytest.raises(DamagedFileError, match="page 1"):
            reader.picture(0, 0)


def test_pages_are_read_in_any_order():
    with Reader(drawn(*[lambda canvas, n=n: canvas.drawString(20, 20, f"page {n}") for n in range(3)])) as reader:
        assert len(reader) == 3
        for index in (2, 0, 1, 1, 2):
            assert "".join(one.char for one in reader.characters(index)) == f"page {index}"
        for index in (-1, 3):
            with pytest.raises(IndexError):
                reader.size_pt(index)


def locked(password):
    with pikepdf.open(io.BytesIO(texts((20, 20, "x")))) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(user=password, owner="owner"))


def test_passwords():
    data = locked("right")
    with Reader(data, "right") as reader:
        assert len(reader) == 1
    for password in (None, "wrong"):
        with pytest.raises(EncryptedFileError):
            Reader(data, password)


def test_what_is_no_pdf_is_damaged():
    with pytest.raises(DamagedFileError):
        Reader(b"%PDF-1.7 and nothing else")


def test_flattening_draws_fields_into_the_page():
    data = drawn(lambda canvas: canvas.acroForm.textfield(value="typed in", x=20, y=20, width=200, height=20))
    with Reader(data) as before, Reader(flattened(data)) as after:
        assert before.characters(0) == ()
        assert "".join(one.char for one in after.characters(0)) == "typed in"
        assert after.size_pt(0) == SIZE


def test_nothing_that_was_read_is_in_a_repr():
    with Reader(texts((20, 20, "secret"))) as reader:
        assert "'s'" not in repr(reader.characters(0)[0])
