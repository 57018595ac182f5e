"""Pictures: what lies under an area is gone from the samples and from every mask, the rest is as it was."""

import io
import math

import cv2
import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from redactkit.cover.pdf import erase
from redactkit.pdf.affine import box_of
from redactkit.pdf.pdfium import Reader
from redactkit.verify.pdf_page import failing_pages
from tests.cover.pdf.pictures import (
    CODED,
    HEIGHT,
    RIM,
    UNDER,
    WIDTH,
    bilevel,
    fax,
    image,
    jbig2,
    jpeg,
    noise,
    outside,
    page,
    picture,
)
from tests.cover.pdf.sheets import area, erased
from tests.pdf.builders import content_of, everything, saved

AREA = area(50 + 2 * 32, 20 + 2 * 16, 50 + 2 * 64, 20 + 2 * 48)  # what `UNDER` says, of a picture that is `DRAWN`


def icc(pdf):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Array([Name.ICCBased, pdf.make_stream(profile, N=3)])


def function(pdf, components):
    return pdf.make_indirect(
        Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * components), C1=Array([1] * components), N=1)
    )


def palette(size):
    return Array([Name.Indexed, Name.DeviceRGB, size - 1, bytes(range(3 * size))])


SPACES = {
    "gray 1": (Name.DeviceGray, 1, noise(1, 1)),
    "gray 2": (Name.DeviceGray, 2, noise(1, 2)),
    "gray 4": (Name.DeviceGray, 4, noise(1, 4)),
    "gray 8": (Name.DeviceGray, 8, noise(1)),
    "gray 16": (Name.DeviceGray, 16, noise(2)),
    "rgb 8": (Name.DeviceRGB, 8, noise(3)),
    "rgb 4": (Name.DeviceRGB, 4, noise(3, 4)),
    "rgb 16": (Name.DeviceRGB, 16, noise(6)),
    "cmyk": (Name.DeviceCMYK, 8, noise(4)),
    "calibrated": (Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]), 8, noise(3)),
    "lab": (Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]), 8, noise(3)),
    "icc": (icc, 8, noise(3)),
    "palette 1": (palette(2), 1, noise(1, 1)),
    "palette 4": (palette(16), 4, noise(1, 4)),
    "palette 8": (palette(80), 8, noise(1) % 80),
    "separation": (lambda pdf: Array([Name.Separation, Name.Gold, Name.DeviceRGB, function(pdf, 3)]), 8, noise(1)),
}


@pytest.mark.parametrize("name", SPACES)
@pytest.mark.parametrize("inverted", [False, True])
def test_every_colour_space_and_depth(name, inverted):
    space, bits, samples = SPACES[name]
    count = {"palette": 1, "gray": 1, "separation": 1, "cmyk": 4}.get(name.split()[0], 3)
    decode = {"Decode": Array([1, 0] * count)} if inverted and not name.startswith(("palette", "lab")) else {}
    before = page(image(space, bits, samples, **decode))
    after = erased(before, AREA)
    was, now = picture(before), picture(after)
    assert len(np.unique(was[UNDER].reshape(-1, 3), axis=0)) > 1
    assert len(np.unique(now[UNDER].reshape(-1, 3), axis=0)) == 1
    assert np.array_equal(outside(was, RIM if bits > 1 else UNDER), outside(now, RIM if bits > 1 else UNDER))
    assert samples[20].tobytes() not in everything(after)


@pytest.mark.parametrize("bits", [2, 4, 8, 16])
def test_the_rim_becomes_what_its_surroundings_mostly_are(bits):
    paper, print_ = np.random.default_rng(2).random((2, HEIGHT, WIDTH)) < [[[0.7]], [[0.05]]]
    levels = np.where(print_, 0, np.where(paper, 2, 1)).astype(np.uint8)[..., None]
    samples = np.packbits(np.unpackbits(levels << 6, axis=2, count=2).repeat(bits // 2, axis=2).reshape(HEIGHT, -1), 1)
    now = picture(erased(page(image(Name.DeviceGray, bits, samples)), AREA))[..., 0]
    around = np.ones(now.shape, bool)
    around[UNDER] = False
    assert len(np.unique(now[9:55, 25:71][around[9:55, 25:71]])) == 1
    assert now[10, 26] == now[8][np.flatnonzero(levels[8, :, 0] == 2)[0]]


def test_a_keep_stops_the_rim():
    before = page(image(Name.DeviceGray, 8, noise(1)))
    keep = area(50 + 2 * 64, 20, 50 + 2 * 96, 20 + 2 * 64)
    was, now = picture(before), picture(erase(before, {0: [AREA]}, {0: [keep]}).data)
    assert np.array_equal(was[:, 64:], now[:, 64:])
    assert not np.array_equal(was[16:48, 25:32], now[16:48, 25:32])


def test_a_pixel_that_an_area_touches_goes_whole():
    before = page(image(Name.DeviceGray, 8, np.full((HEIGHT, WIDTH), 200, np.uint8)))
    now = picture(erased(before, area(50 + 2 * 32 + 1.9, 20 + 2 * 16, 50 + 2 * 63 + 0.1, 20 + 2 * 48)))
    dark = now[..., 0] < 100  # the rim is as light as all around
    assert dark[UNDER].all()
    assert dark.sum() == 32 * 32


def test_samples_that_are_missing_are_not_made_up_from_elsewhere():
    short = np.frombuffer(noise(1).tobytes()[:3000], np.uint8)
    now = picture(erased(page(image(Name.DeviceGray, 8, short)), AREA))
    assert not now[56:].any()


JPEGS = {
    "gray": (Name.DeviceGray, jpeg("L", quality=90)),
    "4:2:0": (Name.DeviceRGB, jpeg("RGB", quality=90, subsampling=2)),
    "4:4:4": (Name.DeviceRGB, jpeg("RGB", quality=90, subsampling=0)),
    "progressive": (Name.DeviceRGB, jpeg("RGB", quality=90, progressive=True)),
    "rgb": (Name.DeviceRGB, jpeg("RGB", quality=90, keep_rgb=True)),
    "cmyk": (Name.DeviceCMYK, jpeg("CMYK", quality=90)),
}


@pytest.mark.parametrize("name", JPEGS)
def test_jpeg(name):
    space, code = JPEGS[name]
    before = page(image(space, 8, code, Name.DCTDecode))
    after = erased(before, AREA)
    was, now = picture(before).astype(int), picture(after).astype(int)
    inner = now[18:46, 34:62]
    assert np.ptp(inner.reshape(-1, 3), axis=0).max() <= 6
    changed = np.abs(outside(was, CODED) - outside(now, CODED))
    assert changed.mean() < 4
    assert changed.max() < 60
    assert code[-300:-200] not in everything(after)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("sampling", [0, 1, 2])
@pytest.mark.parametrize("place", [AREA, area(50 + 2 * 30.3, 20 + 2 * 13.1, 50 + 2 * 66.6, 20 + 2 * 40.2)])
def test_what_a_jpeg_hides_changes_no_byte(mode, sampling, place):
    seen = np.asarray(Image.open(io.BytesIO(jpeg(mode))))
    x0, y0, x1, y1 = box_of(place)
    rows = slice(math.ceil(64 - (y1 - 20) / 2), int(64 - (y0 - 20) / 2))  # two points a pixel
    columns = slice(math.ceil((x0 - 50) / 2), int((x1 - 50) / 2))
    found = set()
    for seed in range(3):
        pixels = seen.copy()
        pixels[rows, columns] = np.random.default_rng(seed).integers(0, 256, pixels[rows, columns].shape)
        out = io.BytesIO()
        Image.fromarray(pixels, mode).save(out, "JPEG", quality=80, subsampling=sampling)
        space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}[mode]
        with pikepdf.open(io.BytesIO(erased(page(image(space, 8, out.getvalue(), Name.DCTDecode)), place))) as pdf:
            (left,) = pdf.pages[0].Resources.XObject.values()
            found.add(left.read_raw_bytes())
    assert len(found) == 1


def test_what_a_keep_shares_a_block_with_is_smoothed_and_legible():
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    cv2.putText(pixels, "88", (30, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=85)
    before = page(image(Name.DeviceGray, 8, out.getvalue(), Name.DCTDecode))
    first, second = area(50 + 2 * 28, 60, 50 + 2 * 45, 108), area(50 + 2 * 45, 60, 50 + 2 * 66, 108)
    after = erase(before, {0: [first]}, {0: [second]}).data  # they meet within a block
    was, now = picture(before)[20:44, 46:62, 0].astype(int), picture(after)[20:44, 46:62, 0].astype(int)
    assert (was < 100).sum() > 30
    assert ((now < 128) == (was < 128)).mean() > 0.85
    assert not np.array_equal(was[:, :2], now[:, :2])


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("decode", [None, [1, 0]])
def test_fax(inverted, decode):
    parameters = Dictionary(K=-1, Columns=WIDTH, Rows=HEIGHT, BlackIs1=inverted)
    entries = {"Decode": Array(decode)} if decode else {}
    before = page(image(Name.DeviceGray, 1, fax(bilevel()), Name.CCITTFaxDecode, DecodeParms=parameters, **entries))
    after = erased(before, AREA)
    was, now = picture(before), picture(after)
    assert len(np.unique(was[UNDER])) == 2
    assert len(np.unique(now[UNDER])) == 1
    assert np.array_equal(outside(was), outside(now))


def test_jbig2():
    code = jbig2(bilevel())
    before = page(image(Name.DeviceGray, 1, code, Name.JBIG2Decode))
    assert len(np.unique(picture(before))) == 2
    after = erased(before, AREA)
    was, now = picture(before), picture(after)
    assert np.array_equal(outside(was), outside(now))
    assert len(np.unique(now[UNDER])) == 1
    assert code[60:100] not in everything(after)


def test_jpeg_2000():
    out = io.BytesIO()
    Image.open(io.BytesIO(jpeg("RGB"))).save(out, "JPEG2000")
    before = page(image(None, 0, out.getvalue(), Name.JPXDecode))
    after = erased(before, AREA)
    was, now = picture(before).astype(int), picture(after).astype(int)
    assert np.ptp(now[18:46, 34:62].reshape(-1, 3), axis=0).max() <= 6
    assert np.abs(was - now)[:, :24].mean() < 3
    assert b"jP  " not in everything(after)


def bits_of(data):
    """Return the samples of the only picture of a file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (found,) = pdf.pages[0].Resources.XObject.values()
        return np.unpackbits(np.frombuffer(found.read_bytes(), np.uint8)).reshape(HEIGHT, WIDTH)


@pytest.mark.parametrize(("decode", "clear"), [(None, 1), ([0, 1], 1), ([1, 0], 0)])
def test_stencils_do_not_paint_under_an_area(decode, clear):
    entries = {"ImageMask": True, **({"Decode": Array(decode)} if decode else {})}
    before = page(image(None, 0, noise(1, 1), **entries))
    was, now = bits_of(before), bits_of(erased(before, AREA))
    assert np.array_equal(outside(was), outside(now))
    assert (now[UNDER] == clear).all()


def test_a_stencil_in_fax_code():
    parameters = Dictionary(K=-1, Columns=WIDTH, Rows=HEIGHT)
    before = page(image(None, 0, fax(bilevel()), Name.CCITTFaxDecode, ImageMask=True, DecodeParms=parameters))
    after = erased(before, AREA)
    assert np.array_equal(outside(picture(before)), outside(picture(after)))
    assert (bits_of(after)[UNDER] == 1).all()


def mask_of(data, key):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (found,) = pdf.pages[0].Resources.XObject.values()
        mask = found[key]
        rows = np.frombuffer(mask.read_bytes(), np.uint8).reshape(int(mask.Height), -1).copy()
        return rows if mask.get("/BitsPerComponent", 1) == 8 else np.unpackbits(rows, axis=1)


@pytest.mark.parametrize(("key", "bits"), [("SMask", 8), ("Mask", 1)])
def test_masks_are_painted_like_the_picture(key, bits):
    samples = noise(1, bits, seed=9)
    entries = {"ImageMask": True} if key == "Mask" else {}
    mask = image(Name.DeviceGray if key == "SMask" else None, bits if key == "SMask" else 0, samples, **entries)
    before = page(image(Name.DeviceRGB, 8, noise(3), **{key: lambda pdf: mask(pdf)["/I"]}))
    after = erased(before, AREA)
    was, now = mask_of(before, f"/{key}"), mask_of(after, f"/{key}")
    assert len(np.unique(now[UNDER])) == 1
    rim = RIM if bits == 8 else UNDER
    assert np.array_equal(outside(was, rim), outside(now, rim))
    assert samples[20].tobytes() not in everything(after)


def test_a_mask_of_colours_stays():
    before = page(image(Name.DeviceGray, 8, noise(1), Mask=Array([250, 255])))
    with pikepdf.open(io.BytesIO(erased(before, AREA))) as pdf:
        (found,) = pdf.pages[0].Resources.XObject.values()
        assert list(found.Mask) == [250, 255]


def test_the_rest_of_a_picture_is_not_taken_over():
    entries = {"Metadata": lambda pdf: pdf.make_stream(b"4111111111111111"), "Name": Name.Secret}
    whole = everything(erased(page(image(Name.DeviceGray, 8, noise(1), **entries)), AREA))
    assert b"4111111111111111" not in whole
    assert b"/Secret" not in whole


def test_a_picture_used_twice_is_painted_where_an_area_lies():
    content = b"q 96 0 0 64 0 0 cm /I Do Q q 96 0 0 64 150 100 cm /I Do Q"
    before = page(image(Name.DeviceGray, 8, noise(1)), content)
    after = erased(before, area(0, 0, 40, 64))
    with Reader(before) as was, Reader(after) as now:
        assert np.array_equal(was.picture(0, 1), now.picture(0, 1))
        assert not now.picture(0, 0)[:, :40].any()
        assert np.array_equal(was.picture(0, 0)[:, 48:], now.picture(0, 0)[:, 48:])  # 8 px of rim


@pytest.mark.parametrize(
    "matrix",
    [
        b"0 128 -192 0 250 20 cm",  # a quarter turn
        b"-192 0 0 -128 242 148 cm",
        b"100 70 -70 100 120 0 cm",
        b"192 0 60 128 20 20 cm",  # slanted
    ],
)
def test_turned_pictures(matrix):
    before = page(image(Name.DeviceGray, 8, np.full((HEIGHT, WIDTH), 180, np.uint8)), b"q %s /I Do Q" % matrix)
    after = erased(before, area(100, 60, 140, 90))
    with pikepdf.open(io.BytesIO(after)) as pdf:  # without the boxes
        found = pdf.pages[0].obj
        found.Contents = pdf.make_stream(content_of(after).rpartition(b"Q\nq ")[0] + b"Q")
        bare = saved(pdf)
    with Reader(before) as was, Reader(bare) as now:
        changed = (np.abs(was.render(0, 600, 400).astype(int) - now.render(0, 600, 400)) > 40).any(axis=2)
    rows, columns = np.nonzero(changed)
    # Two pixels to a point; a pixel of the picture is four wide and, turned, reaches six to either side.
    assert (columns.min(), columns.max() + 1) == pytest.approx((200, 280), abs=7)
    assert (400 - rows.max() - 1, 400 - rows.min()) == pytest.approx((120, 180), abs=7)
    assert changed[222:278, 202:278].all()


def test_a_picture_wholly_under_an_area_goes():
    after = erased(page(image(Name.DeviceGray, 8, noise(1))), area(40, 10, 260, 160))
    assert b"/Image" not in everything(after)
    assert b"Do" not in content_of(after)


BEYOND = [
    (b"192 0 0 128 -96 20 cm", slice(None), slice(0, 48)),
    (b"192 0 0 128 204 20 cm", slice(None), slice(48, 96)),
    (b"192 0 0 128 50 -64 cm", slice(32, 64), slice(None)),
    (b"192 0 0 128 50 136 cm", slice(0, 32), slice(None)),
]


@pytest.mark.parametrize(("matrix", "rows", "columns"), BEYOND)
def test_what_of_a_picture_lies_beyond_the_page_goes(matrix, rows, columns):
    before = page(image(Name.DeviceGray, 8, noise(1)), b"q %s /I Do Q" % matrix)
    was, now = picture(before), picture(erase(before, {}).data)
    seen = np.ones(was.shape[:2], bool)
    seen[rows, columns] = False
    assert np.array_equal(was[seen], now[seen])
    rest = was[np.ix_(seen.any(axis=1), seen.any(axis=0))]
    edges = [(np.flatnonzero(some)[0], len(some) - np.flatnonzero(some)[-1] - 1) for some in (seen.any(1), seen.any(0))]
    assert np.array_equal(now, np.pad(rest, [*edges, (0, 0)], mode="edge"))  # carried on


def test_a_picture_beyond_the_page_goes_and_one_that_ends_with_it_stays():
    before = page(image(Name.DeviceGray, 8, noise(1)), b"q 50 0 0 50 400 20 cm /I Do Q")
    assert b"/Image" not in everything(erase(before, {}).data)
    before = page(image(Name.DeviceGray, 8, noise(1)), b"q 300.9 0 0 200.9 -0.4 -0.4 cm /I Do Q")
    assert np.array_equal(picture(before), picture(erase(before, {}).data))


def test_a_picture_without_extent_goes():
    before = page(image(Name.DeviceGray, 8, noise(1)), b"q 0 0 0 0 50 50 cm /I Do Q")
    assert b"/Image" not in everything(erase(before, {}).data)


def truncated():
    return jpeg("RGB")[:-900]


FAILING = [
    image(Name.DeviceRGB, 8, truncated(), Name.DCTDecode),
    image(Name.DeviceRGB, 8, b"no jpeg", Name.DCTDecode),
    image(Name.DeviceRGB, 8, jpeg("RGB"), Name.DCTDecode, DecodeParms=Dictionary(ColorTransform=0)),
    image(None, 0, b"no jpx", Name.JPXDecode),
    image(Name.DeviceGray, 8, b"not deflated", Name.FlateDecode),
    image(None, 8, noise(1)),
    image(Name.Unheard, 8, noise(1)),
    image(Name.DeviceGray, 3, noise(1)),
    image(Name.DeviceGray, 8, noise(1), Width=10**5, Height=10**5),
]


@pytest.mark.parametrize("make", FAILING)
def test_a_page_fails_with_a_picture_that_does_not_decode(make):
    result = erase(page(make), {0: [AREA]})
    assert result.failed == {0}
    assert b"/Image" not in everything(result.data)
    assert not erase(page(make), {}).failed  # only where an area needs it


def test_a_coarse_picture_may_change_as_far_as_its_rim():
    coarse = (np.arange(24, dtype=np.uint8) * 10).reshape(4, 6)
    before = page(image(Name.DeviceGray, 8, coarse, Width=6, Height=4))
    after = erased(before, area(60, 40, 120, 60))
    assert not np.array_equal(picture(before)[0], picture(after)[0])
    assert failing_pages(before, after, {0: [area(60, 40, 120, 60)]}) == frozenset()
    assert failing_pages(before, after, {0: [area(10, 10, 20, 20)]}) == {0}
