"""JPEG: the same pixels as Pillow's, and the truth about blocks and tables however the picture was turned."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from redactkit.load import jpeg, load
from redactkit.model import Grid
from tests.load.pictures import exif, fields, file, smooth

ORIENTATIONS = range(1, 9)
TURNED = (5, 6, 7, 8)  # height and width change places

# By rows; stronger from left to right than from top to bottom, so that a mistaken transposition shows.
LUMA = [3 + 6 * column + row for row in range(8) for column in range(8)]
CHROMA = [5 + 9 * column + row for row in range(8) for column in range(8)]


def as_shown(data):
    """Return what a viewer shows."""
    return np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_pixels_are_pillows(orientation, subsampling):
    data = file(smooth(61, 43), "JPEG", subsampling=subsampling, exif=exif(orientation))
    pixels = load(data).pages[0].pixels
    assert np.array_equal(pixels, as_shown(data))
    assert pixels.flags.c_contiguous
    assert not pixels.flags.writeable


@pytest.mark.parametrize("options", [{"progressive": True}, {"keep_rgb": True}, {"restart_marker_blocks": 2}])
def test_rarer_codings_are_decoded_alike(options):
    data = file(smooth(61, 43), "JPEG", **options)
    assert np.array_equal(load(data).pages[0].pixels, as_shown(data))


def test_gray():
    data = file(Image.fromarray(smooth(61, 43)).convert("L"), "JPEG")
    page = load(data).pages[0]
    assert np.array_equal(page.pixels, as_shown(data))
    assert page.coding.luma == page.coding.chroma == Grid(8, 8)
    assert page.coding.subsampling == 0
    assert len(page.coding.tables) == 1


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("subsampling", [0, 2])
def test_coding_anew_with_the_tables_changes_next_to_nothing(orientation, subsampling):
    noise = np.random.default_rng(1).integers(-20, 21, (128, 160, 3))
    picture = (smooth(160, 128) // 2 + 64 + noise).astype(np.uint8)
    options = {"qtables": [LUMA, CHROMA], "subsampling": subsampling, "exif": exif(orientation)}
    page = load(file(picture, "JPEG", **options)).pages[0]
    assert page.coding.subsampling == subsampling

    def change(tables):
        anew = load(file(page.pixels, "JPEG", qtables=tables, subsampling=subsampling)).pages[0]
        return np.abs(anew.pixels.astype(int) - page.pixels).mean()

    mistaken = [np.reshape(table, (8, 8)).T.ravel().tolist() for table in page.coding.tables]
    assert change(page.coding.tables) < 0.3
    assert change(mistaken) > 3


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_one_luma_block_changes_exactly_one_cell_of_the_grid(orientation, subsampling):
    picture = np.repeat(smooth(61, 43)[..., :1] // 2 + 64, 3, axis=2)  # gray: chroma stays
    changed = picture.copy()
    changed[20, 29] += 60
    box, coding = change(picture, changed, orientation, subsampling)
    grid = coding.luma
    assert {grid.step_x, grid.step_y} == {8}
    for start, end, step, origin in sides(box, grid):
        assert (start - origin) % step == 0
        assert end - start == step


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("subsampling", "step_x", "step_y"), [(0, 8, 8), (1, 16, 8), (2, 16, 16)])
def test_one_chroma_block_changes_one_cell_and_its_rim(orientation, subsampling, step_x, step_y):
    picture = np.full((77, 93, 3), 128, np.uint8)
    changed = picture.copy()
    changed[2 * step_y : 3 * step_y, 2 * step_x : 3 * step_x] = (180, 106, 120)  # the luma of the gray around it
    box, coding = change(picture, changed, orientation, subsampling)
    grid = coding.chroma
    assert (grid.step_x, grid.step_y) == ((step_y, step_x) if orientation in TURNED else (step_x, step_y))
    for start, end, step, origin in sides(box, grid):
        rim = (-(start - origin)) % step  # upsampling mixes one sample over the block line
        assert rim in (0, 1)
        assert end - start in (step, step + 2 * rim)


def change(picture, changed, orientation, subsampling):
    """Return the box of all pixels in which two JPEGs differ, and their coding."""
    one, other = (
        load(file(p, "JPEG", quality=95, subsampling=subsampling, exif=exif(orientation))).pages[0]
        for p in (picture, changed)
    )
    rows, columns = np.nonzero((one.pixels != other.pixels).any(axis=-1))
    assert one.coding == other.coding
    return (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1), one.coding


def sides(box, grid):
    left, top, right, bottom = (int(value) for value in box)
    return (left, right, grid.step_x, grid.origin_x), (top, bottom, grid.step_y, grid.origin_y)


@pytest.mark.parametrize("orientation", [1, 6])
def test_unusual_sampling(orientation):
    data = bytearray(file(smooth(64, 48), "JPEG", subsampling=1, exif=exif(orientation)))
    frame = data.index(b"\xff\xc0")
    assert data[frame + 11] == 0x21
    data[frame + 11] = 0x12  # two samples down instead of across: 4:4:0
    page = load(bytes(data)).pages[0]
    assert page.coding.chroma == (Grid(8, 16) if orientation == 1 else Grid(16, 8))
    assert page.coding.subsampling == (2 if orientation == 1 else 1)
    assert len(page.coding.tables) == 2


def test_a_422_that_was_turned_is_coded_anew_as_420():
    data = file(smooth(64, 48), "JPEG", subsampling=1, exif=exif(8))
    coding = load(data).pages[0].coding
    assert coding.chroma == Grid(8, 16)
    assert coding.subsampling == 2


@pytest.mark.parametrize("picture", [Image.fromarray(fields()).convert("CMYK"), fields()], ids=["CMYK", "RGB"])
def test_tables_that_say_nothing_about_ycbcr_are_left_out(picture):
    data = file(picture, "JPEG", keep_rgb=True)
    coding = load(data).pages[0].coding
    assert coding.tables == ()
    assert coding.luma == Grid(8, 8)


def test_three_tables():
    third = [7] * 64
    data = file(smooth(64, 48), "JPEG", qtables=[LUMA, CHROMA, third], subsampling=0)
    page = load(data).pages[0]
    assert page.coding.tables == (tuple(LUMA), tuple(CHROMA), tuple(third))
    anew = file(page.pixels, "JPEG", qtables=page.coding.tables, subsampling=0)
    assert load(anew).pages[0].coding == page.coding


@pytest.mark.parametrize("kind", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize(("limit", "scale"), [(10_000, 1), (4_000, 2), (1_000, 4), (100, 8), (10, 8)])
def test_huge_pictures_are_decoded_at_reduced_size(monkeypatch, kind, limit, scale):
    monkeypatch.setattr(jpeg, "REDUCED_PIXELS", limit)
    data = file(Image.fromarray(fields(98, 66)).convert(kind), "JPEG", quality=95, dpi=(400, 400), exif=exif(3))
    page = load(data).pages[0]
    width, height = -(-98 // scale), -(-66 // scale)
    assert page.pixels.shape == (height, width, 3)
    assert page.dpi == 400 / scale
    expected = np.asarray(Image.fromarray(fields(98, 66)[::-1, ::-1]).convert(kind).convert("RGB"))
    assert np.abs(page.pixels[1, 1].astype(int) - expected[8, 8]).max() < 40
    assert page.coding.luma == Grid(8 // scale, 8 // scale, width % (8 // scale), height % (8 // scale))
    assert page.coding.tables == () if scale > 1 or kind == "CMYK" else len(page.coding.tables) > 0


@pytest.mark.parametrize("orientation", [0, 9, 257])
def test_orientations_that_are_none_say_nothing(orientation):
    data = file(smooth(61, 43), "JPEG", exif=exif(orientation))
    assert load(data).pages[0].pixels.shape == (43, 61, 3)


def test_exif_that_cannot_be_read_says_nothing():
    data = file(smooth(61, 43), "JPEG", exif=b"Exif\0\0II*\0" + bytes(range(40)))
    assert load(data).pages[0].pixels.shape == (43, 61, 3)


def test_72_dpi_means_unknown():
    assert load(file(smooth(61, 43), "JPEG", exif=exif(1))).pages[0].dpi is None
    assert load(file(smooth(61, 43), "JPEG", dpi=(300, 300))).pages[0].dpi == 300
