"""A finished page beside the original: what a careless tool leaves is seen, what honest covering does is not."""

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from redactkit.cover.pdf.raster import rasterise, rebuild
from redactkit.errors import LeakError
from redactkit.geometry import from_box
from redactkit.model import Quad
from redactkit.pdf.pdfium import Reader
from redactkit.verify.pdf_page import check_pdf_page, failing_pages
from tests.verify.statements import (
    AREA,
    HONEST,
    ROWS,
    SECRET,
    box,
    covered,
    digits_as_pixels,
    jpeg,
    line,
    photo,
    picture,
    replaced,
    saved,
    statement,
    without_secret,
)

pytestmark = pytest.mark.slow

HOLDER = ROWS[4]
PHOTO, OTHER_PHOTO = photo(), photo(seed=5)


def failing(before, after, areas=(AREA,), **more):
    return failing_pages(before, after, {0: areas}, **more)


def told(before, after, areas=(AREA,), **more):
    with Reader(before) as one, Reader(after) as other, pytest.raises(LeakError) as caught:
        check_pdf_page(one, other, 0, areas, **more)
    assert SECRET not in str(caught.value)
    return str(caught.value)


HONEST_RESULT = covered(rows=HONEST)


def test_what_honest_covering_leaves_passes():
    assert failing(statement(HONEST), statement(HONEST_RESULT)) == frozenset()


def test_an_untouched_page_passes():
    assert failing(statement(HONEST), statement(HONEST), areas=()) == frozenset()


FAULTS = [
    ("live text", HONEST, "text under a cover"),
    ("live text under a box", [*HONEST, box], "text under a cover"),
    ("live text over a box", [*without_secret(HONEST), box, ROWS[2]], "text under a cover"),
    ("another text under the box", covered((150, 660, "9999"), rows=HONEST), "text under a cover"),
    ("the digits as an image", [*without_secret(HONEST), digits_as_pixels], "one colour"),
    ("the digits as an image over the box", covered(digits_as_pixels, rows=HONEST), "one colour"),
    ("half a box", [*without_secret(HONEST), lambda canvas: box(canvas, width=40)], "one colour"),
    ("kept text is missing", replaced(HONEST_RESULT, HOLDER), "missing"),
    ("kept text is another", replaced(HONEST_RESULT, HOLDER, (140, 640, "Maria Master")), "missing"),
    ("kept text moved up", replaced(HONEST_RESULT, HOLDER, (140, 642, HOLDER[2])), "moved"),
    ("kept text moved along", replaced(HONEST_RESULT, HOLDER, (140.8, 640, HOLDER[2])), "moved"),
    ("new text", covered((300, 640, "9"), rows=HONEST), "moved"),
    ("a line is missing", covered(*[row for row in HONEST[len(ROWS) :] if row is not line]), "something else"),
    ("a new box", covered(lambda canvas: box(canvas, 300, 400, 20, 10), rows=HONEST), "something else"),
    ("a pale box", covered(lambda canvas: box(canvas, 300, 400, 20, 10, gray=0.93), rows=HONEST), "something else"),
    ("the image is missing", covered(line), "something else"),
    ("another image", covered(line, picture(OTHER_PHOTO)), "something else"),
    ("the image moved", covered(line, picture(PHOTO, left=103)), "something else"),
    ("the image is black", covered(line, picture(Image.new("RGB", PHOTO.size))), "something else"),
]


@pytest.mark.parametrize(("after", "why"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_what_careless_tools_leave_fails(after, why):
    before = statement(HONEST)
    finished = statement(after)
    assert failing(before, finished) == {0}
    assert why in told(before, finished)


def test_text_that_moved_by_rounding_passes():
    assert not failing(statement(HONEST), statement(replaced(HONEST_RESULT, HOLDER, (140.02, 640.02, HOLDER[2]))))


def test_the_order_of_text_does_not_matter():
    assert not failing(statement(HONEST), statement([HONEST_RESULT[1], *HONEST_RESULT[2:], HONEST_RESULT[0]]))


PRINT = "Hill, illicit 1,14 1711"


def small(words, left=200.37, mode=0):
    """Write small print; in mode 3 it is there, but not drawn."""

    def draw(canvas):
        text = canvas.beginText(left, 450.21)
        text.setFont("Helvetica", 9)
        text.setTextRenderMode(mode)
        text.textOut(words)
        canvas.drawText(text)

    return draw


@pytest.mark.parametrize("aside_pt", [0.02, 0.05, 0.1, 0.13, -0.1])
@pytest.mark.parametrize("size", [(500, 750), (300, 500), (900, 1300)])
def test_thin_letters_a_bit_aside_pass(aside_pt, size):
    before = statement([small(PRINT)], size=size)
    after = statement([small(PRINT, left=200.37 + aside_pt)], size=size)
    assert failing(before, after, areas=()) == frozenset()


def stem(canvas):
    canvas.rect(290, 450, 0.6, 8, stroke=0, fill=1)


THIN = [
    ("moved", [small(PRINT, left=200.6)]),
    ("one letter is not drawn", [small("Hil"), small("l", 210.864, mode=3), small(", illicit 1,14 1711", 212.862)]),
    ("a comma is not drawn", [small("Hill"), small(",", 212.862, mode=3), small(" illicit 1,14 1711", 215.364)]),
    ("a stroke is new", [small(PRINT), stem]),
]


@pytest.mark.parametrize("after", [pytest.param(after, id=name) for name, after in THIN])
@pytest.mark.parametrize("size", [(500, 750), (300, 500), (900, 1300)])
def test_a_thin_letter_that_changed_fails(after, size):
    before = statement([small(PRINT)], size=size)
    assert (
        failing(before, statement([small("Hil"), small("l", 210.864), small(PRINT[4:], 212.862)], size=size)) == set()
    )
    assert "something else" in told(before, statement(after, size=size), areas=())


@pytest.mark.parametrize("ending", ["1", ""])
def test_a_character_cut_by_an_area_may_stay_or_go(ending):
    area = from_box(139, 656, 229, 671)  # ends before the middle of the last digit
    after = [*without_secret(), lambda canvas: box(canvas, width=90), (140 + 13 * 6.672, 660, ending)]
    before = statement(replaced(ROWS, ROWS[2], (140, 660, SECRET[:-1] + "1")))
    assert failing(before, statement(after), [area]) == frozenset()


@pytest.mark.parametrize("quality", [90, 50, 30])
@pytest.mark.parametrize("halved", [False, True])
def test_images_that_were_coded_anew_pass(quality, halved):
    small = PHOTO.resize((100, 60), Image.Resampling.BOX) if halved else PHOTO
    after = statement(covered(line, picture(jpeg(small, quality))))
    assert failing(statement(HONEST), after) == frozenset()


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_areas_are_in_user_space_on_turned_and_cropped_pages(angle):
    def turn(pdf):
        pdf.pages[0].rotate(angle, relative=False)
        pdf.pages[0].obj["/CropBox"] = [20, 90, 480, 740]

    before = statement(HONEST, edit=turn)
    assert failing(before, statement(HONEST_RESULT, edit=turn)) == frozenset()
    assert failing(before, statement(without_secret(HONEST), edit=turn)) == frozenset()  # empty is of one colour, too
    assert failing(before, before) == {0}
    assert failing(before, statement([*without_secret(HONEST), digits_as_pixels], edit=turn)) == {0}
    assert failing(before, statement(HONEST_RESULT)) == {0}  # another page box


@pytest.mark.parametrize("size", [(50, 75), (5000, 7500)])
def test_pages_of_odd_sizes(size):
    scale = size[0] / 500

    def fill(rows):
        def draw(canvas):
            canvas.scale(scale, scale)
            canvas.setFont("Helvetica", 12)
            for row in rows:
                row(canvas) if callable(row) else canvas.drawString(*row)

        return statement([draw], size=size)

    area = Quad(tuple((x * scale, y * scale) for x, y in AREA.corners))
    assert failing(fill(HONEST), fill(HONEST_RESULT), [area]) == frozenset()
    assert failing(fill(HONEST), fill([*without_secret(HONEST), digits_as_pixels]), [area]) == {0}


def test_tilted_areas():
    def tilted(*texts):
        def draw(canvas):
            canvas.translate(140, 560)
            canvas.rotate(30)
            canvas.setFont("Helvetica", 12)
            for x, text in texts:
                canvas.drawString(x, 0, text)

        return statement([*without_secret(), draw])

    def at(x, y):
        return 140 + 0.866 * x - 0.5 * y, 560 + 0.5 * x + 0.866 * y

    area = Quad((at(-1, 11), at(95, 11), at(95, -4), at(-1, -4)))
    before = tilted((0, SECRET), (100, "stays"))
    assert failing(before, tilted((100, "stays")), [area]) == frozenset()
    assert failing(before, before, [area]) == {0}
    assert failing(before, tilted(), [area]) == {0}


def test_text_beyond_the_page_must_go():
    before = statement([*ROWS, (72, 790, "beyond"), (480, 600, "across the edge")])
    assert failing(before, statement([*covered(), (480, 600, "acro")])) == frozenset()
    assert failing(before, statement([*covered(), (480, 600, "acr")])) == {0}  # half of the o was seen
    assert "does not show" in told(before, statement([*covered(), (480, 600, "acro"), (72, 790, "beyond")]))
    assert "does not show" in told(before, statement([*covered(), (480, 600, "across the edge")]))


def test_each_page_for_itself():
    before = statement(HONEST, ROWS, ROWS, ROWS)
    lost = replaced(ROWS, HOLDER)
    after = statement(HONEST_RESULT, ROWS, lost, covered())
    assert failing_pages(before, after, {0: [AREA], 1: [AREA], 3: [AREA]}) == {1, 2}


@pytest.mark.parametrize("pages", [1, 3])
def test_another_number_of_pages_is_no_matter_of_one_page(pages):
    with pytest.raises(LeakError, match="pages instead of 2"):
        failing_pages(statement(ROWS, ROWS), statement(*[covered()] * pages), {0: [AREA]})


def test_another_size_fails():
    assert "size" in told(statement(), statement(covered(), size=(500, 752)))


def test_a_file_that_does_not_open():
    encrypted = io.BytesIO()
    with pikepdf.open(io.BytesIO(statement(covered()))) as pdf:
        pdf.save(encrypted, encryption=pikepdf.Encryption(owner="o", user="u"))
    for final in (b"", b"%PDF-1.4\nnothing", encrypted.getvalue()):
        with pytest.raises(LeakError, match="does not open"):
            failing_pages(statement(), final, {0: [AREA]})


def test_whatever_a_page_brings_about_fails_it(monkeypatch):
    def broken(self, index):
        raise ValueError(SECRET)

    monkeypatch.setattr(Reader, "ink", broken)
    assert failing(statement(), statement(covered())) == {0}


# --- pages of pixels


def rastered(data, rows=HONEST, areas=(AREA,)):
    return rasterise(data, statement(rows), {0: areas})


def edited(data, edit):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf, pdf.pages[0])
        return saved(pdf)


def drawing(content):
    """Return an edit that adds content behind what is there."""

    def edit(pdf, page):
        page.contents_add(pikepdf.Stream(pdf, content))

    return edit


def test_a_page_of_pixels_passes():
    before = statement(HONEST)
    assert failing(before, rastered(before), rastered=frozenset({0})) == frozenset()
    assert failing(before, rebuild(before, {0: [AREA]}), rastered=frozenset({0})) == frozenset()


@pytest.mark.parametrize("angle", [0, 90])
@pytest.mark.parametrize("height_px", [1500, 3000])
def test_a_scan_in_black_and_white_passes_as_pixels(angle, height_px):
    size = round(height_px * 2 / 3), height_px
    with Reader(statement(ROWS)) as reader:
        scan = Image.fromarray(reader.render(0, *size)).convert("1")

    def turn(pdf):
        pdf.pages[0].rotate(angle, relative=False)
        pdf.pages[0].obj["/MediaBox"] = [0, 0, 500.3, 750.2]

    before = statement([picture(scan, 0, 0, 500.3, 750.2)], edit=turn)
    assert failing(before, rasterise(before, before, {0: [AREA]}), rastered=frozenset({0})) == frozenset()
    assert failing(before, rasterise(before, before, {0: []}), rastered=frozenset({0})) == {0}


def test_a_page_of_pixels_is_none_of_text():
    before = statement(HONEST)
    assert failing(before, rastered(before)) == {0}
    assert "should be pixels" in told(before, statement(HONEST_RESULT), rastered=True)
    only_image = statement([picture(PHOTO)])
    assert "not one picture" in told(only_image, only_image, areas=(), rastered=True)


SECRET_TEXT = b"BT /F 12 Tf 3 Tr 1 0 0 1 140 660 Tm <%s> Tj ET" % SECRET.encode("utf-16-be").hex().encode()
KEPT_TEXT = b"BT /F 12 Tf %s 1 0 0 1 %d 640 Tm <%s> Tj ET"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (SECRET_TEXT, "does not show"),
        (KEPT_TEXT % (b"3 Tr", 300, "M".encode("utf-16-be").hex().encode()), "does not show"),
        (KEPT_TEXT % (b"0 Tr", 140, "M".encode("utf-16-be").hex().encode()), "should be pixels"),
        (b"q 1 1 1 rg 150 658 20 10 re f Q", "one colour"),
        (b"q 96 0 0 15 139 656 cm /I Do Q", "not one picture"),
    ],
)
def test_what_lies_over_a_page_of_pixels_fails(content, why):
    before = statement(HONEST)
    after = edited(rastered(before), drawing(content))
    assert why in told(before, after, rastered=True)


def test_pixels_that_are_not_those_of_the_page_fail():
    before = statement(HONEST)
    assert "does not show" in told(before, rastered(before, areas=()), rastered=True)
    assert "one colour" in told(before, rebuild(before, {}), rastered=True)
    assert "something else" in told(before, rastered(before, rows=HONEST[:-1]), rastered=True)
    assert "something else" in told(before, rastered(before, areas=(AREA, from_box(72, 600, 100, 610))), rastered=True)


def test_a_picture_that_is_not_the_page_fails():
    def shrink(pdf, page):
        page.obj["/Contents"] = pikepdf.Stream(pdf, b"q 490 0 0 750 0 0 cm /I Do Q")

    before = statement(HONEST)
    assert "not one picture" in told(before, edited(rastered(before), shrink), rastered=True)


@pytest.mark.parametrize("quality", [75, 30])
def test_pixels_that_were_coded_anew_pass(quality):
    def recode(pdf, page):
        image = page.obj.Resources.XObject.I
        out = jpeg(pikepdf.PdfImage(image).as_pil_image(), quality)
        image.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)

    before = statement(HONEST)
    assert failing(before, edited(rastered(before), recode), rastered=frozenset({0})) == frozenset()


def test_noise_is_seen_where_there_is_no_image():
    def speckle(canvas):
        for x, y in np.random.default_rng(2).uniform(80, 280, (40, 2)):
            canvas.circle(x, y, 0.6, stroke=0, fill=1)

    assert failing(statement(HONEST), statement([*HONEST_RESULT, speckle])) == frozenset()  # dots
    blot = [*HONEST_RESULT, lambda canvas: canvas.circle(200, 200, 3, fill=1)]
    assert failing(statement(HONEST), statement(blot)) == {0}
