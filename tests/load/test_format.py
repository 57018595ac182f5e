"""Every format and every pixel format comes out as the same RGB."""

import io
import struct
import sys

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageSequence, TiffImagePlugin

from redactkit.errors import UnsupportedFormatError
from redactkit.load import load
from tests.load.pictures import HEIC, exif, fields, file, smooth

FILES = {
    "image/jpeg": file(fields(), "JPEG", quality=95, dpi=(300, 300)),
    "image/png": file(fields(), "PNG", dpi=(300, 300)),
    "image/webp": file(fields(), "WEBP", quality=95),
    "image/tiff": file(fields(), "TIFF", dpi=(300, 300)),
    "image/bmp": file(fields(), "BMP", dpi=(300, 300)),
    "image/gif": file(fields(), "GIF"),
    "image/avif": file(fields(), "AVIF", quality=95),
}


def near(pixels, expected, tolerance=4):
    """Tell whether two pictures agree but for edges, which lossy formats blur."""
    assert pixels.shape == expected.shape
    return np.mean(np.abs(pixels.astype(int) - expected).max(axis=-1) <= tolerance) > 0.9


@pytest.mark.parametrize("media", FILES)
def test_formats(media):
    document = load(FILES[media])
    (page,) = document.pages
    assert document.media == media
    assert near(page.pixels, fields(), 12)
    assert page.pixels.dtype == np.uint8
    assert page.pixels.flags.c_contiguous
    assert not page.pixels.flags.writeable
    assert page.index == 0
    assert (page.coding is not None) == (media == "image/jpeg")
    if media in ("image/jpeg", "image/png", "image/tiff", "image/bmp"):
        assert page.dpi == pytest.approx(300, abs=0.1)
    else:
        assert page.dpi is None


def test_heic():
    pytest.importorskip("pi_heif")
    document = load(HEIC)
    assert document.media == "image/heic"
    assert near(document.pages[0].pixels, fields())


def test_heic_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pi_heif.as_plugin", None)
    with pytest.raises(UnsupportedFormatError, match=r"pip install 'redactkit\[heic\]'"):
        load(HEIC)


def test_nothing_is_registered_with_pillow():
    pytest.importorskip("pi_heif")
    load(HEIC)
    with pytest.raises(Image.UnidentifiedImageError):
        Image.open(io.BytesIO(HEIC), formats=[name for name in Image.OPEN if name != "AVIF"])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a file that is read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a file that is read"),
        (b"\x00\x00\x00\x18ftypmp42\0\0\0\0mp42isom", "not a file that is read"),
        (file(fields(), "PPM"), "not a file that is read"),
        (file(fields(), "TGA"), "not a file that is read"),
        (file(fields(), "ICO"), "not a file that is read"),
        (file(fields(), "JPEG2000"), "not a file that is read"),
    ],
)
def test_other_formats_are_refused(data, message):
    with pytest.raises(UnsupportedFormatError, match=message):
        load(data)


def test_camera_raws_are_refused():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    tags[330] = 8
    with pytest.raises(UnsupportedFormatError, match="raw"):
        load(file(fields(), "TIFF", tiffinfo=tags))


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "PNG", "WEBP", "AVIF"])
def test_every_frame_is_a_page(kind):
    colors = ["red", "lime", "blue"]
    first, *rest = [Image.new("RGB", (20, 10), color) for color in colors]
    lossless = {"lossless": True} if kind == "WEBP" else {}
    pages = load(file(first, kind, save_all=True, append_images=rest, **lossless)).pages
    assert [page.index for page in pages] == [0, 1, 2]
    for page, color in zip(pages, colors, strict=True):
        assert near(page.pixels, np.asarray(Image.new("RGB", (20, 10), color)), 8)


def test_tiff_pages_have_their_own_size_mode_and_orientation():
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out) as writer:
        for picture, orientation in ((Image.fromarray(fields()), 1), (Image.fromarray(fields(32, 16)).convert("L"), 6)):
            picture.save(writer, "TIFF", tiffinfo={274: orientation})
            writer.newFrame()
    first, second = load(out.getvalue()).pages
    assert np.array_equal(first.pixels, fields())
    gray = np.asarray(Image.fromarray(fields(32, 16)).convert("L"))
    assert np.array_equal(second.pixels[..., 0], np.rot90(gray, -1))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_outside_of_jpeg(kind, orientation):
    lossless = {"lossless": True} if kind == "WEBP" else {"quality": 95} if kind == "AVIF" else {}
    data = file(fields(), kind, exif=exif(orientation), **lossless)
    expected = np.asarray(Image.open(io.BytesIO(file(upright(fields(), orientation), "PNG"))))
    assert near(load(data).pages[0].pixels, expected, 12)


def upright(pixels, orientation):
    """EXIF 2.32, tag 274, in numpy's words."""
    turned = {
        1: pixels,
        2: np.fliplr(pixels),
        3: np.rot90(pixels, 2),
        4: np.flipud(pixels),
        5: np.swapaxes(pixels, 0, 1),
        6: np.rot90(pixels, -1),
        7: np.swapaxes(np.rot90(pixels, 2), 0, 1),
        8: np.rot90(pixels, 1),
    }
    return np.ascontiguousarray(turned[orientation])


GRAY = np.asarray(Image.fromarray(smooth(40, 30)).convert("L"))
GRAY_RGB = np.repeat(GRAY[..., None], 3, axis=2)


@pytest.mark.parametrize(
    ("image", "expected", "tolerance"),
    [
        (Image.fromarray(GRAY), GRAY_RGB, 0),
        (Image.fromarray(GRAY > 99), np.repeat((GRAY > 99)[..., None] * np.uint8(255), 3, axis=2), 0),
        (Image.fromarray(GRAY.astype(np.uint16) * 257), GRAY_RGB, 0),
        (Image.fromarray((GRAY.astype(np.uint16) * 257).astype(">u2")), GRAY_RGB, 0),
        (Image.fromarray(fields()).convert("P", palette=Image.Palette.ADAPTIVE), fields(), 0),
        (Image.fromarray(fields()).convert("CMYK"), fields(), 0),
        (Image.fromarray(smooth(40, 30)).convert("YCbCr"), smooth(40, 30), 3),
        (Image.fromarray(smooth(40, 30)).convert("HSV"), smooth(40, 30), 6),
        (Image.fromarray(fields()).convert("RGBX"), fields(), 0),
        (Image.fromarray(fields()).convert("RGBA").convert("RGBa"), fields(), 0),
        (Image.fromarray(GRAY).convert("LA").convert("La"), GRAY_RGB, 0),
    ],
    ids=lambda value: getattr(value, "mode", ""),
)
def test_modes(image, expected, tolerance):
    pixels = load(image).pages[0].pixels
    assert pixels.shape == expected.shape
    assert np.abs(pixels.astype(int) - expected).max() <= tolerance


@pytest.mark.parametrize("dtype", [np.int32, np.float32])
def test_samples_without_a_white_of_their_own_are_scaled_by_their_range(dtype):
    values = np.array([[-1000, 0], [1000, 3000]], dtype)
    pixels = load(file(Image.fromarray(values), "TIFF")).pages[0].pixels
    assert pixels[..., 0].tolist() == [[0, 64], [128, 255]]
    assert not load(file(Image.fromarray(np.full((2, 2), 7, dtype)), "TIFF")).pages[0].pixels.any()


def test_what_is_no_number_is_no_light():
    values = np.array([[np.nan, 0], [np.inf, 1]], np.float32)
    assert load(Image.fromarray(values)).pages[0].pixels[..., 0].tolist() == [[0, 0], [0, 255]]


def test_16_bit_png_is_scaled_not_clipped():
    ramp = np.arange(0, 65536, 257, dtype=np.uint16).reshape(16, 16)
    data = file(Image.fromarray(ramp), "PNG")
    assert data[24] == 16
    assert np.array_equal(load(data).pages[0].pixels[..., 1].ravel(), np.arange(256))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "RGBa", "La"])
def test_what_lies_under_transparency_does_not_come_along(mode):
    secret = Image.fromarray(GRAY if mode in ("LA", "La") else smooth(40, 30)).convert("RGBA")
    secret.putalpha(Image.fromarray(np.repeat(np.uint8([[0] * 20 + [255] * 20]), 30, axis=0)))
    image = {
        "RGBA": lambda: secret,
        "LA": lambda: secret.convert("LA"),
        "PA": lambda: secret.convert("PA"),
        "RGBa": lambda: secret.convert("RGBa"),
        "La": lambda: secret.convert("LA").convert("La"),
    }[mode]()
    pixels = load(image).pages[0].pixels
    assert (pixels[:, :20] == 255).all()
    assert not (pixels[:, 20:] == 255).all()


@pytest.mark.parametrize("mode", ["P", "L", "RGB", "1"])
def test_transparent_colours_are_white(mode):
    image = Image.fromarray(np.zeros((8, 8, 3), np.uint8)).convert(mode)
    data = file(image, "PNG", transparency=(0, 0, 0) if mode == "RGB" else 0)
    assert (load(data).pages[0].pixels == 255).all()


def test_lab():
    lab = ImageCms.profileToProfile(
        Image.fromarray(smooth(40, 30)), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert near(load(file(lab, "TIFF")).pages[0].pixels, smooth(40, 30), 6)


def test_cmyk_jpeg_is_inverted_only_where_adobe_says_so():
    cmyk = Image.fromarray(fields()).convert("CMYK")
    marked = file(cmyk, "JPEG", quality=95)
    start = marked.index(b"\xff\xee")
    length = struct.unpack_from(">H", marked, start + 2)[0] + 2
    unmarked = marked[:start] + marked[start + length :]
    assert near(load(marked).pages[0].pixels, fields(), 16)
    negative = Image.fromarray(255 - np.asarray(cmyk), "CMYK").convert("RGB")
    assert near(load(unmarked).pages[0].pixels, np.asarray(negative), 16)


def test_gif_frames_are_shown_as_a_viewer_shows_them():
    frames = [Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "red")]
    frames[1].putpixel((3, 3), (0, 0, 255))
    data = file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    shown = [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(Image.open(io.BytesIO(data)))]
    for page, frame in zip(load(data).pages, shown, strict=True):
        assert np.array_equal(page.pixels, frame)
