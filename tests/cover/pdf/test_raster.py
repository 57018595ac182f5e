"""A page that became pixels looks as before but for covers, can be searched for what stays, and holds nothing else."""

import io
import math

import numpy as np
import pikepdf
import pypdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from redactkit.cover.paint import SOLID_RGB
from redactkit.cover.pdf.raster import rasterise, rebuild
from redactkit.cover.pdf.surgery import erase
from redactkit.geometry import contains, from_box
from redactkit.model import Encoded
from redactkit.pdf.affine import apply, box_of
from redactkit.pdf.pdfium import Reader
from redactkit.verify.pdf_container import check_pdf_container
from redactkit.verify.pdf_page import failing_pages

pytestmark = pytest.mark.slow

SECRET = "4111111111111111"
AREA = from_box(99, 396, 210, 412)  # 16 digits of 12 pt Helvetica are 106.8 pt wide
SIZE = (400, 500)
KEEP_BOX = ((210, 412), (240, 396))


def drawn(*draws, size=SIZE, edit=None):
    """Return a PDF with a page for each function that draws on the canvas."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for draw in draws or (statement,):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    if edit:
        with pikepdf.open(out) as pdf:
            edit(pdf, pdf.pages[0].obj)
            pdf.save(out := io.BytesIO())
    return out.getvalue()


def statement(canvas):
    canvas.setFont("Helvetica", 12)
    canvas.drawString(40, 400, "Account")
    canvas.drawString(100, 400, SECRET)
    canvas.drawString(40, 380, "Opening balance 12.50")
    canvas.setFont("Times-Roman", 20)
    canvas.drawString(40, 200, "Éva Kovács — 50 €")
    canvas.saveState()
    canvas.translate(300, 100)
    canvas.rotate(35)
    canvas.drawString(0, 0, "tilted")
    canvas.restoreState()


def scan(seed, width_px, rows, columns, **options):
    """Return what draws a JPEG on the whole page: paper and print, of which a part is different for each seed."""
    rng = np.random.default_rng(0)
    height_px = width_px * SIZE[1] // SIZE[0]
    pixels = np.repeat(np.where(rng.random((height_px, width_px, 1)) < 0.002, 35, 235).astype(np.uint8), 3, axis=2)
    pixels[rows, columns] = np.random.default_rng(seed).integers(0, 256, pixels[rows, columns].shape)
    return image_page(pixels, **options)


def image_page(pixels, width=400, height=500, x=0, y=0, sampling=2):
    def draw(canvas):
        data = io.BytesIO()
        Image.fromarray(pixels).save(data, "JPEG", subsampling=sampling)
        canvas.drawImage(ImageReader(data), x, y, width, height)

    return draw


def raster(data, areas=(AREA,), **more):
    return rasterise(data, data, {0: areas}, **more)


def places(data, index=0):
    """Return (character, x, y) of all that means something, in displayed points."""
    with Reader(data) as reader:
        width, height = reader.size_pt(index)
        matrix = reader.matrix(index, 1, 1)
        found = []
        for character in reader.characters(index):
            if not character.generated and not character.char.isspace():
                x, y = apply(matrix, *character.origin)
                found.append((character.char, x * width, y * height, character.visible))
    return found


def picture_of(data, index=0):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (image,) = pdf.pages[index].obj.Resources.XObject.values()
        return pikepdf.PdfImage(image).as_pil_image()


def turned(angle, crop=None, inherited=False):
    def edit(pdf, page):
        holder = pdf.Root.Pages if inherited else page
        holder["/Rotate"] = angle
        if crop:
            holder["/CropBox"] = crop

    return edit


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [20, 80, 390, 450]])
@pytest.mark.parametrize("inherited", [False, True])
def test_what_stays_can_be_found_where_it_is(angle, crop, inherited):
    before = drawn(edit=turned(angle, crop, inherited))
    after = raster(before)
    with Reader(before) as one, Reader(after) as other:
        assert one.size_pt(0) == pytest.approx(other.size_pt(0), abs=0.01)
    stays = sorted(place for place in places(before) if place[0] not in SECRET)
    found = sorted(place for place in places(after) if place[0] not in SECRET)
    assert [place[0] for place in found] == [place[0] for place in stays]
    for old, new in zip(stays, found, strict=True):
        assert math.dist(old[1:3], new[1:3]) < 0.1
        assert not new[3]
    assert sum(place[0] == "1" for place in places(after)) == 1  # of 12.50


def test_the_second_reader_finds_what_stays_and_no_more():
    text = pypdf.PdfReader(io.BytesIO(raster(drawn()))).pages[0].extract_text()
    for kept in ("Account", "Opening", "balance", "12.50", "Éva", "Kovács", "€", "tilted"):
        assert kept in text
    assert "41" not in text
    assert "11" not in text


def test_text_beyond_the_page_is_not_carried_over():
    def beyond(canvas):
        canvas.drawString(40, 400, "inside")
        canvas.drawString(40, 600, "above")
        canvas.drawString(-90, 400, "left")
        canvas.drawString(300, 20, "cropped")

    after = raster(drawn(beyond, edit=turned(0, [0, 50, 400, 500])), ())
    assert "".join(char for char, *_ in places(after)) == "inside"


def test_text_without_meaning_or_ink_is_not_carried_over():
    def hidden(canvas):
        canvas.drawString(40, 400, "seen")
        text = canvas.beginText(40, 300)
        text.setTextRenderMode(3)
        text.textOut("hidden")
        canvas.drawText(text)  # what `normalise` left of it

    assert "".join(char for char, *_ in places(raster(drawn(hidden)))) == "seen"


def test_covers_are_solid_and_the_rest_is_as_it_was():
    before = drawn()
    after = raster(before)
    picture = np.asarray(picture_of(after).convert("RGB")).astype(int)
    height, width = picture.shape[:2]
    with Reader(before) as reader:
        original = reader.render(0, width, height).astype(int)
        matrix = reader.matrix(0, width, height)
    (left, low), (right, high) = (apply(matrix, *AREA.corners[at]) for at in (0, 2))
    inside = picture[math.ceil(high) + 3 : math.floor(low) - 3, math.ceil(left) + 3 : math.floor(right) - 3]
    assert inside.size
    assert np.abs(inside - SOLID_RGB).max() < 12
    outside = np.ones((height, width), bool)
    outside[math.floor(high) - 4 : math.ceil(low) + 4, math.floor(left) - 4 : math.ceil(right) + 4] = False
    assert np.abs(picture - original)[outside].mean() < 1
    assert np.abs(picture - original)[outside].max() < 60


def test_nothing_under_a_cover_touches_the_result():
    def other(canvas):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(40, 400, "Account")
        canvas.drawString(100, 400, "5500005555555559")
        canvas.drawString(40, 380, "Opening balance 12.50")

    def one(canvas):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(40, 400, "Account")
        canvas.drawString(100, 400, SECRET)
        canvas.drawString(40, 380, "Opening balance 12.50")

    assert raster(drawn(one)) == raster(drawn(other))
    assert rebuild(drawn(one), {0: [AREA]}) == rebuild(drawn(other), {0: [AREA]})


@pytest.mark.parametrize("width_px", [611, 1300, 1601])  # drawn larger, and smaller
@pytest.mark.parametrize("sampling", [0, 2])
@pytest.mark.parametrize("kept", [(), (from_box(210, 396, 240, 412),)])
def test_nothing_under_a_cover_touches_the_result_of_a_jpeg(width_px, sampling, kept):
    scale = width_px / SIZE[0]
    left, low, right, high = box_of(AREA)
    rows = slice(math.ceil((SIZE[1] - high) * scale), int((SIZE[1] - low) * scale))
    columns = slice(math.ceil(left * scale), int(right * scale))
    files = [drawn(scan(seed, width_px, rows, columns, sampling=sampling)) for seed in (1, 2)]
    found = [picture_of(rebuild(data, {0: [AREA]}, {0: kept})) for data in files]
    if not kept:
        assert found[0].tobytes() == found[1].tobytes()
        return
    (x0, y0), (x1, y1) = ((x * found[0].width / SIZE[0], (500 - y) * found[0].width / SIZE[0]) for x, y in KEEP_BOX)
    box = slice(math.floor(y0) - 8, math.ceil(y1) + 8), slice(math.floor(x0) - 8, math.ceil(x1) + 8)
    one, other = (np.asarray(each.convert("RGB")).astype(int) for each in found)
    differing = (one != other).any(axis=2)
    differing[box] = False
    assert not differing.any()  # only where the keep shares blocks with the cover: there, smoothed luma stays


def test_tilted_areas_cover_tilted_text():
    cos, sin = math.cos(math.radians(35)), math.sin(math.radians(35))
    corners = [(300 + x * cos - y * sin, 100 + x * sin + y * cos) for x, y in ((-1, 16), (60, 16), (60, -5), (-1, -5))]
    for area in (type(AREA)(tuple(corners)), type(AREA)(tuple(corners[::-1]))):
        after = raster(drawn(), [area])
        assert "tilted" not in "".join(char for char, *_ in places(after))
        with Reader(after) as reader:
            pixels = reader.render(0, 400, 500)
        ys, xs = np.nonzero((pixels < 60).all(axis=2))
        assert any(contains(area, (x, 500 - y)) for x, y in zip(xs, ys, strict=True))


def test_of_the_old_page_nothing_is_left():
    def edit(pdf, page):
        secret = pdf.make_indirect(pikepdf.Stream(pdf, SECRET.encode()))
        for key in ("/Metadata", "/PieceInfo", "/Thumb"):
            page[key] = secret
        page["/Annots"] = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(Contents=SECRET)]))
        page["/UserUnit"] = 2
        pdf.Root.Pages["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Old=secret))

    after = raster(drawn(edit=edit))
    check_pdf_container(Encoded("application/pdf", after), 1)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        (page,) = pdf.pages
        assert set(page.obj.keys()) == {
            *("/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents")
        }
        streams = [found.read_raw_bytes() for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        assert not any(SECRET.encode() in stream for stream in streams)


def test_other_pages_stay_as_they_are():
    data = drawn(statement, statement, statement)
    after = rasterise(data, data, {1: [AREA]})
    with Reader(data) as one, Reader(after) as other:
        for index in (0, 2):
            assert one.characters(index) == other.characters(index)
            assert np.array_equal(one.render(index, 400, 500), other.render(index, 400, 500))
        assert not any(character.visible for character in other.characters(1) if not character.generated)


def test_pages_come_from_the_original():
    broken = drawn(lambda canvas: canvas.drawString(40, 400, "broken"))
    after = rasterise(broken, drawn(), {0: [AREA]})
    assert "broken" not in pypdf.PdfReader(io.BytesIO(after)).pages[0].extract_text()


def test_no_pages():
    assert rasterise(b"any", b"other", {}) == b"any"


def test_the_same_input_gives_the_same_bytes():
    data = drawn(statement, statement)
    assert rasterise(data, data, {1: [AREA], 0: []}) == rasterise(data, data, {0: [], 1: [AREA]})
    assert rebuild(data, {}) == rebuild(data, {})


# --- how many pixels, of which kind


def colours(height, width):
    coarse = np.random.default_rng(1).integers(0, 256, (9, 7, 3)).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR))


SIZES = [  # page in points, image in pixels, width expected
    ("text alone", (400, 500), None, round(400 / 72 * 150)),
    ("a coarse image", (595, 842), (300, 400), round(595 / 72 * 150)),
    ("a sharper image", (595, 842), (1488, 2105), round(595 / 72 * 180)),
    ("a scan of 300 dpi", (595, 842), (2479, 3508), round(595 / 72 * 200)),
    ("a card", (243, 153), (1012, 638), 1012),
    ("a scan with a point a pixel", (4250, 5500), (1062, 1375), round(math.sqrt(12e6 * 4250 / 5500))),
    ("a narrow receipt", (100, 400), (600, 2400), round(100 / 72 * 200 * 842 / 400)),
    ("a page longer than a JPEG", (30, 98_301), None, 10),
]


@pytest.mark.parametrize(("size", "pixels", "width"), [case[1:] for case in SIZES], ids=[case[0] for case in SIZES])
def test_as_many_pixels_as_the_sharpest_image_needs(size, pixels, width):
    draw = image_page(colours(pixels[1], pixels[0]), *size) if pixels else statement
    picture = picture_of(raster(drawn(draw, size=size), ()))
    assert picture.size == pytest.approx((width, width * size[1] / size[0]), abs=3)
    assert picture.width * picture.height <= 12_010_000


def test_a_page_without_colour_has_one_channel():
    assert picture_of(raster(drawn())).mode == "L"
    assert picture_of(raster(drawn(image_page(colours(100, 80))), ())).mode == "RGB"
    gray = np.repeat(colours(100, 80)[..., :1], 3, axis=2)
    assert picture_of(raster(drawn(image_page(gray)), ())).mode == "L"


def fax(height=1650, width=1275):
    pixels = np.full((height, width), True)
    for y in range(100, height, 90):
        pixels[y : y + 20, 100 : width - 100 : 7] = False
    return pixels


@pytest.mark.parametrize("angle", [0, 90])
def test_black_and_white_stays_so(angle):
    def draw(canvas):
        canvas.drawImage(ImageReader(Image.fromarray(fax())), 0, 0, 400, 500)

    picture = picture_of(raster(drawn(draw, edit=turned(angle))))
    assert picture.mode == "1"
    assert sorted(picture.size) == [1275, 1650]
    assert np.asarray(picture).mean() == pytest.approx(fax().mean(), abs=0.02)


def test_black_and_white_with_text_over_it_becomes_gray():
    def draw(canvas):
        canvas.drawImage(ImageReader(Image.fromarray(fax())), 0, 0, 400, 500)
        canvas.drawString(40, 40, "over")

    assert picture_of(raster(drawn(draw))).mode == "L"


def test_a_scan_with_a_gray_stamp_stays_gray():
    scan = np.where(fax(2200, 1700), 255, 0).astype(np.uint8)
    scan[40:80, 100:400] = 150
    assert picture_of(raster(drawn(image_page(scan)))).mode == "L"


def test_black_and_white_is_covered():
    def draw(canvas):
        canvas.drawImage(ImageReader(Image.fromarray(fax())), 0, 0, 400, 500)

    pixels = np.asarray(picture_of(raster(drawn(draw), [from_box(0, 250, 400, 500)])))
    assert not pixels[:820].any()
    assert pixels[830:].any()


# --- the last resort


def test_rebuild_is_pixels_alone():
    data = drawn(statement, statement, edit=turned(90))
    after = rebuild(data, {0: [AREA]})
    check_pdf_container(Encoded("application/pdf", after), 2)
    with Reader(data) as one, Reader(after) as other:
        for index in range(2):
            assert one.size_pt(index) == pytest.approx(other.size_pt(index), abs=0.01)
            assert other.characters(index) == ()
            assert len(other.images(index)) == 1
        dark = [(other.render(index, 100, 100) < 60).all(axis=2).sum() for index in range(2)]
    assert dark[0] > dark[1] + 20  # the box


def test_pictures_that_no_area_touches_stay():
    pixels = np.tile(np.arange(0, 240, 10, dtype=np.uint8)[:, None, None], (1, 24, 3))
    before = drawn(image_page(pixels, 24, 24, 212, 396))
    after = raster(before)
    with Reader(before) as one, Reader(after) as other:
        was, now = (reader.render(0, *SIZE).astype(int)[82:102, 214:234] for reader in (one, other))
    assert np.abs(was - now).max() < 30


@pytest.mark.parametrize("sampling", [0, 2])
@pytest.mark.parametrize("way", ["erased", "rebuilt"])
def test_what_a_cover_takes_and_smooths_of_a_keep_is_no_fault(sampling, way):
    """A dark bar ends in a keep, within a block of the cover below."""
    pixels = np.full((750, 600, 3), 235, np.uint8)
    pixels[100:149, 140:520] = 50
    before = drawn(image_page(pixels, sampling=sampling))
    height_pt = 500 / 750  # of a pixel
    keep = from_box(100, 500 - 152 * height_pt, 330, 500 - 104 * height_pt)
    hidden = from_box(150, 500 - 180 * height_pt, 300, 500 - 154 * height_pt)
    areas, keeps = {0: [hidden]}, {0: [keep]}
    after = erase(before, areas, keeps).data if way == "erased" else rebuild(before, areas, keeps)
    rastered = frozenset({0} if way == "rebuilt" else ())
    assert failing_pages(before, after, areas, rastered, keeps) == frozenset()
