"""Eyes are needed for what is no text, and images that do not show as they are are found."""

import cv2
import numpy as np
import pytest
from pikepdf import Array, Dictionary, Stream

from redactkit.pdf.affine import apply
from redactkit.pdf.pdfium import Reader
from redactkit.read.textlayer import hidden_images, needs_eyes
from tests.pdf.builders import drawn, form, helvetica, image, stencil, written

SIZE = (595, 842)


def wants_eyes(data):
    with Reader(data) as reader:
        return needs_eyes(reader, 0)


def path_digits(canvas):
    """Draw digits as shapes."""
    path = canvas.beginPath()
    for n in range(6):
        path.circle(60 + 12 * n, 400, 4)
        path.circle(60 + 12 * n, 407, 3)
    canvas.drawPath(path, stroke=1, fill=0)


def table(canvas):
    canvas.drawString(60, 700, "a statement with a table")
    canvas.setFillGray(0.9)
    for row in range(9):
        canvas.rect(50, 300 + 40 * row, 480, 20, stroke=0, fill=1)
    canvas.grid([50, 150, 400, 530], [300 + 20 * row for row in range(19)])
    canvas.setDash(3, 2)
    canvas.line(50, 250, 530, 250)
    canvas.setFillColorRGB(0.1, 0.2, 0.6)
    canvas.rect(0, 780, 595, 62, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(60, 800, "white on blue 1234")


def seven_segments(canvas):
    for n in range(8):
        for x, y, dx, dy in ((0, 0, 5, 0), (0, 5, 5, 0), (5, 5, 0, 5), (0, 10, 5, 0)):
            canvas.line(60 + 9 * n + x, 400 + y, 60 + 9 * n + x + dx, 400 + y + dy)


DRAWINGS = {
    "nothing": (lambda canvas: None, False),
    "text": (lambda canvas: canvas.drawString(60, 700, "only text 4111 1111"), False),
    "turned text": (lambda canvas: (canvas.rotate(20), canvas.drawString(300, 400, "only text 4111 1111")), False),
    "a table": (table, False),
    "rounded boxes": (lambda canvas: canvas.roundRect(50, 300, 400, 200, 8), False),
    "digits as curves": (path_digits, True),
    "digits as lines": (seven_segments, True),
    "faint digits": (lambda canvas: (canvas.setStrokeGray(0.9), path_digits(canvas)), True),
    "a signature": (lambda canvas: canvas.bezier(60, 400, 120, 480, 130, 340, 200, 410), True),
    "a chart": (lambda canvas: canvas.wedge(100, 300, 200, 400, 0, 70), True),
    "text in a form": (lambda canvas: in_form(canvas, lambda: canvas.drawString(60, 700, "only text")), False),
    "digits as curves in a form": (lambda canvas: in_form(canvas, lambda: path_digits(canvas)), True),
}


def in_form(canvas, draw):
    canvas.beginForm("inner")
    draw()
    canvas.endForm()
    canvas.doForm("inner")


@pytest.mark.parametrize("name", DRAWINGS)
def test_eyes_are_needed_for_what_is_neither_text_nor_lines(name):
    draw, expected = DRAWINGS[name]
    assert wants_eyes(drawn(draw, size=SIZE)) is expected


@pytest.mark.parametrize(
    ("width", "height", "expected"), [(60, 12, True), (12, 60, True), (39, 39, False), (200, 9, False)]
)
def test_eyes_are_needed_for_images_that_may_hold_text(width, height, expected):
    blank = np.full((height, width), 255, np.uint8)
    data = written(b"q 100 0 0 60 50 500 cm /I Do Q", SIZE, XObject=lambda pdf: {"/I": image(pdf, blank)})
    assert wants_eyes(data) is expected


def test_eyes_are_needed_for_small_images_put_together():
    """A scan may come in strips of a few rows."""
    page = np.full((80, 600), 255, np.uint8)
    cv2.putText(page, "4111 1111 1111", (10, 60), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 3)
    strips = {f"/S{n}": page[8 * n : 8 * n + 8] for n in range(10)}
    content = b"".join(b"q 300 0 0 4 50 %d cm %s Do Q " % (500 - 4 * n, name.encode()) for n, name in enumerate(strips))
    data = written(content, SIZE, XObject=lambda pdf: {name: image(pdf, one) for name, one in strips.items()})
    assert wants_eyes(data)


def test_eyes_are_needed_for_patterns():
    def patterns(pdf):
        cell = Stream(pdf, b"BT /F 12 Tf 2 2 Td (4111) Tj ET", PatternType=1, PaintType=1, TilingType=1)
        cell.BBox, cell.XStep, cell.YStep = Array([0, 0, 60, 20]), 60, 20
        cell.Resources = Dictionary(Font=Dictionary(F=helvetica()))
        return {"/P": pdf.make_indirect(cell)}

    assert wants_eyes(written(b"/Pattern cs /P scn 50 500 60 20 re f", SIZE, Pattern=patterns))


DIGITS = np.full((60, 400, 3), 255, np.uint8)
cv2.putText(DIGITS, "4111 1111 1111", (10, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0, 0, 0), 2)
PLACE = b"q 200 0 0 30 50 500 cm /I Do Q "


def hidden(content, pixels=DIGITS, **entries):
    data = written(content, SIZE, XObject=lambda pdf: {"/I": image(pdf, pixels, **entries)})
    with Reader(data) as reader:
        page = reader.render(0, 1240, 1754)
        return hidden_images(reader, 0, page)


HIDING = {
    "shown": (PLACE, False),
    "turned": (b"q 0 200 -30 0 100 300 cm /I Do Q", False),
    "askew": (b"q 190 60 -9 29 100 300 cm /I Do Q", False),
    "mirrored": (b"q -200 0 0 30 300 500 cm /I Do Q", False),
    "half off the page": (b"q 200 0 0 30 -90 500 cm /I Do Q", False),
    "enlarged": (b"q 560 0 0 84 10 500 cm /I Do Q", False),
    "under a box": (PLACE + b"0 g 90 505 60 20 re f", True),
    "under a small box": (PLACE + b"1 g 100 500 20 30 re f", True),
    "clipped": (b"q 50 500 100 30 re W n 200 0 0 30 50 500 cm /I Do Q", True),
    "under another image": (PLACE + b"q 30 0 0 30 200 500 cm /I Do Q", True),
    "shrunk": (b"q 20 0 0 3 50 500 cm /I Do Q", True),
    "under text": (PLACE + b"BT /F 20 Tf 60 508 Td (XXXX) Tj ET", True),
    "under white": (PLACE + b"1 g 90 500 40 30 re f", True),
}


@pytest.mark.parametrize("name", HIDING)
def test_images_that_do_not_show_as_they_are(name):
    content, expected = HIDING[name]
    assert bool(hidden(content)) is expected


@pytest.mark.parametrize(("content", "expected"), [(b"0 g ", 0), (b"1 g ", 1), (b"0 g %s 0 g 90 500 60 30 re f ", 1)])
def test_a_stencil_is_black_on_white_and_hidden_where_it_does_not_show_so(content, expected):
    content = content % PLACE if b"%s" in content else content + PLACE
    with Reader(written(content, SIZE, XObject=lambda pdf: {"/I": stencil(pdf, DIGITS[..., 0] > 127)})) as reader:
        found = hidden_images(reader, 0, reader.render(0, 1240, 1754))
    assert len(found) == expected
    assert all(np.array_equal(one.pixels > 127, DIGITS > 127) for one in found)


def test_a_masked_image_is_hidden():
    mask = np.full((60, 400), 255, np.uint8)
    mask[:, 100:300] = 0
    data = written(PLACE, SIZE, XObject=lambda pdf: {"/I": image(pdf, DIGITS, SMask=image(pdf, mask))})
    with Reader(data) as reader:
        (found,) = hidden_images(reader, 0, reader.render(0, 1240, 1754))
    assert np.array_equal(found.pixels, DIGITS)
    assert not found.pixels.flags.writeable


def test_hidden_images_say_where_they_lie():
    (found,) = hidden(PLACE + b"0 g 0 400 400 400 re f")
    scale = 1240 / SIZE[0]
    assert apply(found.matrix, 0, 0) == pytest.approx((50 * scale, (SIZE[1] - 530) * scale), abs=1)
    assert apply(found.matrix, 400, 60) == pytest.approx((250 * scale, (SIZE[1] - 500) * scale), abs=1)
    assert "array" not in repr(found)


@pytest.mark.slow
def test_large_images_come_reduced():
    checks = np.kron(np.indices((64, 80)).sum(axis=0) % 2, np.ones((50, 50))).astype(np.uint8) * 255
    (found,) = hidden(b"q 300 0 0 240 50 400 cm /I Do Q", checks)
    height, width = found.pixels.shape[:2]
    assert 11_000_000 < height * width <= 12_000_000
    assert apply(found.matrix, width, 0)[0] == pytest.approx(350 * 1240 / SIZE[0], abs=2)


def test_small_images_are_left_alone():
    assert hidden(PLACE + b"0 g 0 400 400 400 re f", DIGITS[:9]) == ()


def test_images_in_forms_are_compared_too():
    def xobjects(pdf):
        resources = Dictionary(XObject=Dictionary(I=image(pdf, DIGITS)))
        return {"/X": form(pdf, b"q 200 0 0 30 50 100 cm /I Do Q", Resources=resources)}

    for cover, expected in ((b"", 0), (b" 0 g 100 500 90 30 re f", 1)):
        data = written(b"q 1 0 0 1 0 400 cm /X Do Q" + cover, SIZE, XObject=xobjects)
        with Reader(data) as reader:
            assert len(hidden_images(reader, 0, reader.render(0, 1240, 1754))) == expected
