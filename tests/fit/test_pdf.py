"""A PDF below a limit: near it, all images alike, text never touched, what fits left as it is."""

import io
import zlib

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Name, Stream

from redactkit.errors import SizeLimitError
from redactkit.fit import pdf_images
from redactkit.fit.pdf import fit_pdf
from redactkit.verify.pdf_container import check_pdf_container
from tests.fit.documents import (
    A4,
    Images,
    add_page,
    bits_of,
    contents_in,
    document,
    flate_of,
    jpeg_of,
    palette,
    saved,
    shown,
    stream_of,
    text_scan,
)
from tests.fit.pictures import photo

LARGE = 10_000_000
SMALL_PAGE = (300, 400)  # pt


def gray(height, width, seed=0, noise=3.0):
    return photo(height, width, seed, noise)[..., 1].copy()


def filters(data):
    images = Images(data)
    return [str(image.Filter) for image in images.values()]


def widths(data):
    images = Images(data)
    return [int(image.Width) for image in images.values()]


def near(one, other, mean):
    for before, after in zip(shown(one), shown(other), strict=True):
        assert np.abs(before - after).mean() < mean


def test_what_fits_keeps_its_images_and_contents():
    data = document(jpeg_of(photo(300, 200)), flate_of(photo(200, 300)), bits_of(gray(99, 77) > 128))
    encoded = fit_pdf(data, LARGE)
    before, after = Images(data), Images(encoded.data)
    assert encoded.media == "application/pdf"
    assert contents_in(encoded.data) == contents_in(data)
    for key, image in before.items():
        assert after[key].read_raw_bytes() == image.read_raw_bytes()
        assert dict(after[key].items()) == dict(image.items())


@pytest.mark.parametrize("max_bytes", [LARGE, 300_000])
def test_the_same_bytes_every_time(max_bytes):
    data = document(jpeg_of(photo(1280, 900)), jpeg_of(gray(1280, 900)))
    first = fit_pdf(data, max_bytes)
    assert fit_pdf(data, max_bytes) == first
    assert fit_pdf(first.data, max_bytes) == first
    check_pdf_container(first, 2)


def test_what_nothing_refers_to_falls_away():
    pdf = pikepdf.open(io.BytesIO(document(jpeg_of(photo(64, 64)))))
    pdf.make_indirect(Stream(pdf, b"4111 1111 1111 1111"))
    data = fit_pdf(saved(pdf), LARGE).data
    with pikepdf.open(io.BytesIO(data)) as after:
        assert not any(
            b"4111" in found.read_bytes()
            for found in after.objects
            if isinstance(found, Stream) and found.get("/Filter") != Name.DCTDecode
        )
    assert data.count(b"startxref") == 1


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.35, 0.5, 0.8])
@pytest.mark.parametrize("noise", [1.0, 6.0])
def test_photographic_pages_come_near_the_limit_together(share, noise):
    data = document(*(jpeg_of(photo(1280, 900, seed, noise), 95) for seed in range(3)), size=(612, 870))
    max_bytes = int(len(data) * share)
    encoded = fit_pdf(data, max_bytes)
    assert 0.9 * max_bytes <= len(encoded.data) <= max_bytes
    assert set(widths(encoded.data)) == {900}
    images = Images(encoded.data)
    tables = {tuple(map(tuple, image.as_pil().quantization.values())) for image in map(Opened, images.values())}
    assert len(tables) == 1
    near(data, encoded.data, 6)


class Opened:
    """An image stream, seen by Pillow."""

    def __init__(self, stream):
        self.stream = stream

    def as_pil(self):
        return pikepdf.PdfImage(self.stream).as_pil_image()


def test_text_is_never_touched():
    texts = [b"q 595 0 0 842 0 0 cm /I Do Q BT /F 9 Tf 40 %d Td (4111 ****) Tj ET" % y for y in range(100, 104)]
    image = jpeg_of(photo(1280, 900), 95)
    data = document(*((text, {"/I": image}) for text in texts))
    encoded = fit_pdf(data, len(data) // 2)
    assert contents_in(encoded.data) == texts


class TestBlackAndWhite:
    """CCITT Group 4, without loss."""

    BITS = text_scan(1100, 850, soft=False) > 127

    @pytest.mark.parametrize(
        "image",
        [
            bits_of(BITS),
            bits_of(~BITS),
            bits_of(BITS, Decode=Array([1, 0])),
            bits_of(BITS, palette([[10, 20, 30], [200, 220, 240]])),
            flate_of(BITS.astype(np.uint8) * 255),
            flate_of(np.repeat(BITS[..., None].astype(np.uint8) * 255, 3, axis=2)),
            flate_of(BITS.astype(np.uint8), palette([[0, 0, 0], [255, 255, 255]])),
            flate_of(BITS.astype(np.uint8) * 250 + 3),
        ],
        ids=["bits", "inverse", "decode", "two colours", "gray", "colour", "indexed", "nearly"],
    )
    def test_becomes_group_4(self, image):
        data = document(image, jpeg_of(photo(400, 300), 95))
        encoded = fit_pdf(data, len(data) - 2000)
        assert filters(encoded.data)[0] == "/CCITTFaxDecode"
        for before, after in zip(shown(data)[:1], shown(encoded.data)[:1], strict=True):
            assert np.abs(before - after).max() <= 8

    def test_a_stencil(self):
        own, packed = bits_of(self.BITS)
        del own["/ColorSpace"]
        stencil = own | {"/ImageMask": True, "/Decode": Array([1, 0])}, packed
        data = document((b"1 0 0 rg q 595 0 0 842 0 0 cm /I Do Q", {"/I": stencil}), size=A4)
        encoded = fit_pdf(data, len(data) - 1000)
        assert filters(encoded.data) == ["/CCITTFaxDecode"]
        assert np.array_equal(shown(encoded.data), shown(data))

    def test_soft_edges_stay_gray(self):
        data = document(flate_of(text_scan(1100, 850)), size=A4)
        encoded = fit_pdf(data, len(data) * 4 // 5)
        assert filters(encoded.data) == ["/DCTDecode"]

    def test_bits_never_become_a_jpeg(self):
        bits = np.random.default_rng(1).random((800, 600)) < 0.5  # noise, longer as Group 4
        data = document(bits_of(bits), jpeg_of(photo(400, 300), 95))
        encoded = fit_pdf(data, len(data) - 9000)
        assert filters(encoded.data) == ["/FlateDecode", "/DCTDecode"]

    @pytest.mark.slow
    def test_a_tall_page_is_one_strip(self):
        tall = np.tile(self.BITS, (6, 1))
        data = document(bits_of(tall), size=(595, 4600))
        encoded = fit_pdf(data, len(data) - 1000)
        assert filters(encoded.data) == ["/CCITTFaxDecode"]
        assert np.array_equal(shown(encoded.data), shown(data))


def without_space(image):
    return {key: value for key, value in image[0].items() if key != "/ColorSpace"}, image[1]


CMYK = np.dstack([photo(400, 300), gray(400, 300, 5) // 3])
DEEP = (photo(400, 300).astype(">u2") * 257).view(np.uint8).reshape(400, -1)
FOUR_BITS = (gray(400, 300) >> 4)[:, ::2] << 4 | (gray(400, 300) >> 4)[:, 1::2]


@pytest.mark.parametrize(
    "image",
    [
        jpeg_of(photo(400, 300), 97),
        jpeg_of(gray(400, 300), 97),
        jpeg_of(photo(400, 300), kind="JPEG2000"),
        without_space(jpeg_of(photo(400, 300), kind="JPEG2000")),
        without_space(jpeg_of(gray(400, 300), kind="JPEG2000")),
        jpeg_of(CMYK, 97, "CMYK"),
        flate_of(photo(400, 300)),
        flate_of(gray(400, 300), Decode=Array([1, 0])),
        flate_of(photo(400, 300), Decode=Array([1, 0, 0, 1, 0.2, 0.8])),
        flate_of(CMYK, Name.DeviceCMYK),
        (flate_of(DEEP, Name.DeviceRGB, 16)[0] | {"/Width": 300}, flate_of(DEEP)[1]),
        (flate_of(FOUR_BITS, Name.DeviceGray, 4)[0] | {"/Width": 300}, flate_of(FOUR_BITS)[1]),
        flate_of(gray(400, 300), palette(np.stack([np.arange(256), np.arange(256)[::-1], np.full(256, 9)], axis=1))),
        flate_of(gray(400, 300), palette(np.arange(256), Name.DeviceGray)),
        flate_of(np.repeat(gray(400, 300)[..., None], 3, axis=2)),
    ],
    ids=[
        "rgb",
        "gray",
        "jpeg 2000",
        "jpeg 2000 alone",
        "gray jpeg 2000 alone",
        "cmyk",
        "flate",
        "turned",
        "decode",
        "flate cmyk",
        "16 bits",
        "4 bits",
        "indexed",
        "grays",
        "equal",
    ],
)
def test_colours_stay(image):
    data = document(image, size=SMALL_PAGE)
    encoded = fit_pdf(data, len(data) * 2 // 3)
    assert filters(encoded.data) == ["/DCTDecode"]
    near(data, encoded.data, 5)


def test_a_gray_image_takes_one_channel():
    data = document(flate_of(np.repeat(gray(400, 300)[..., None], 3, axis=2)))
    images = Images(fit_pdf(data, len(data) // 2).data)
    assert [image.ColorSpace for image in images.values()] == [Name.DeviceGray]


class TestMasks:
    """They stay exact, and grow smaller only with their image."""

    def masked(self, mask, width_pt=300):
        own, data = jpeg_of(photo(400, 300, noise=9.0), 97)
        content = b"0 1 0 rg 0 0 300 400 re f q %d 0 0 %d 0 0 cm /I Do Q" % (width_pt, width_pt * 4 // 3)
        return document((content, {"/I": (own | mask, data)}), size=SMALL_PAGE)

    def test_a_soft_mask_stays_exact(self):
        soft = np.tile(np.arange(300, dtype=np.uint8) // 2, (400, 1))
        data = self.masked({"/SMask": flate_of(soft)})
        images = Images(encoded := fit_pdf(data, len(data) // 2).data)
        (image,) = images.values()
        assert np.array_equal(np.frombuffer(image.SMask.read_bytes(), np.uint8).reshape(400, 300), soft)
        assert len(encoded) < len(data) // 2
        near(data, encoded, 5)

    def test_a_soft_mask_is_halved_with_its_image(self):
        soft = gray(400, 300, noise=20.0)
        data = self.masked({"/SMask": flate_of(soft)}, width_pt=30)
        images = Images(encoded := fit_pdf(data, len(data) // 3).data)
        (image,) = images.values()
        assert (image.Width, image.SMask.Width, image.SMask.Height) == (150, 150, 200)
        assert image.SMask.Filter == Name.FlateDecode
        near(data, encoded, 5)

    def test_a_hard_mask_becomes_group_4(self):
        own, packed = bits_of(np.tile(gray(400, 300) > 120, (1, 1)))
        del own["/ColorSpace"]
        data = self.masked({"/Mask": (own | {"/ImageMask": True}, packed)})
        encoded = fit_pdf(data, len(data) // 2).data
        near(data, encoded, 5)

    def test_a_colour_that_does_not_show_stays_exact(self):
        own, packed = flate_of(photo(400, 300))
        data = document((own | {"/Mask": Array([0, 20, 0, 255, 0, 255])}, packed), jpeg_of(photo(900, 700), 97))
        images = Images(fit_pdf(data, len(data) * 2 // 3).data)
        assert images[0, "/I"].read_raw_bytes() == packed


class TestShared:
    """Each image is written once."""

    def test_one_image_on_all_pages(self):
        pdf = pikepdf.new()
        image = stream_of(pdf, jpeg_of(photo(900, 700), 95))
        for _ in range(9):
            add_page(pdf, b"595 0 0 842 0 0 cm /I Do", {"/I": image})
        data = saved(pdf)
        encoded = fit_pdf(data, len(data) * 2 // 3).data
        assert len(encoded) > len(data) * 2 // 3 * 0.9
        images = Images(encoded)
        assert len({image.objgen for image in images.values()}) == 1

    @pytest.mark.slow
    def test_equal_images_become_one(self):
        soft = flate_of(gray(200, 100))
        own, photo_data = jpeg_of(photo(900, 700), 95)
        image = own | {"/SMask": soft}, photo_data
        data = document(*[image] * 6)
        encoded = fit_pdf(data, len(data) // 4).data
        images = Images(encoded)
        assert len({image.objgen for image in images.values()}) == 1
        assert [image.read_raw_bytes() for image in images.values()] == [photo_data] * 6
        assert np.array_equal(shown(encoded), shown(data))

    def test_equal_data_with_other_meaning_stays_two(self):
        own, data = flate_of(gray(400, 300))
        other = own | {"/Decode": Array([1, 0])}
        before = document((own, data), (other, data), (own, data), size=SMALL_PAGE)
        after = fit_pdf(before, len(before) - 20_000).data
        images = Images(after)
        assert len({image.objgen for image in images.values()}) == 2
        near(before, after, 5)

    def test_names_that_are_not_utf_8(self):
        content = b"q 595 0 0 842 0 0 cm /I#ff Do Q"
        data = document(*[(content, {"/X": jpeg_of(photo(900, 700), 95)})] * 3).replace(b"/X ", b"/#ff ")
        assert len(fit_pdf(data, len(data) // 2).data) <= len(data) // 2


PHOTO = jpeg_of(photo(900, 700), 95)
LIES = {
    "size": (PHOTO[0] | {"/Width": 900, "/Height": 700}, PHOTO[1]),
    "channels": (PHOTO[0] | {"/ColorSpace": Name.DeviceGray}, PHOTO[1]),
    "huge": (PHOTO[0] | {"/Width": 10**6, "/Height": 10**6}, PHOTO[1]),
    "negative": (PHOTO[0] | {"/Width": -700}, PHOTO[1]),
    "no size": ({key: value for key, value in PHOTO[0].items() if key != "/Width"}, PHOTO[1]),
    "truncated": (PHOTO[0], PHOTO[1][:9000]),
    "not a jpeg": (PHOTO[0], b"%PDF" * 900),
    "short": (flate_of(photo(90, 70))[0] | {"/Height": 91}, flate_of(photo(90, 70))[1]),
    "no flate": (flate_of(photo(90, 70))[0], b"x" * 4000),
    "bits": (flate_of(photo(90, 70))[0] | {"/BitsPerComponent": 7}, flate_of(photo(90, 70))[1]),
    "space": (flate_of(photo(90, 70))[0] | {"/ColorSpace": Array([])}, flate_of(photo(90, 70))[1]),
    "pattern": (flate_of(photo(90, 70))[0] | {"/ColorSpace": Name.Pattern}, flate_of(photo(90, 70))[1]),
    "palette": (flate_of(gray(90, 70))[0] | {"/ColorSpace": palette([[1, 2, 3]] * 9)}, flate_of(gray(90, 70))[1]),
    "short palette": (
        flate_of(gray(90, 70))[0] | {"/ColorSpace": Array([Name.Indexed, Name.DeviceRGB, 255, pikepdf.String("abc")])},
        flate_of(gray(90, 70))[1],
    ),
    "jpx": (PHOTO[0] | {"/Filter": Name.JPXDecode}, PHOTO[1]),
    "mask in data": (
        PHOTO[0] | {"/Filter": Name.JPXDecode, "/SMaskInData": 1},
        jpeg_of(photo(900, 700), kind="JPEG2000")[1],
    ),
    "jbig2": (bits_of(gray(90, 70) > 99)[0] | {"/Filter": Name.JBIG2Decode}, b"\0" * 4000),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_image_that_is_not_what_it_says_stays(lie):
    data = document(LIES[lie], jpeg_of(photo(1280, 900), 97))
    encoded = fit_pdf(data, len(data) * 3 // 4)
    before, after = Images(data), Images(encoded.data)
    assert after[1, "/I"].read_raw_bytes() != before[1, "/I"].read_raw_bytes()
    if lie != "palette":
        assert after[0, "/I"].read_raw_bytes() == before[0, "/I"].read_raw_bytes()
        assert dict(after[0, "/I"].items()) == dict(before[0, "/I"].items())


def test_a_bomb_stays_shut(monkeypatch):
    own, _ = flate_of(np.zeros((90, 70, 3), np.uint8))
    monkeypatch.setattr(pdf_images, "_MAX_BYTES", 3_500_000)
    bomb = zlib.compress(bytes(3_600_000))
    before = document((own, bomb), jpeg_of(photo(1280, 900), 97))
    after = fit_pdf(before, len(before) * 3 // 4).data
    images = Images(after)
    assert images[0, "/I"].read_raw_bytes() == bomb


class TestTooLarge:
    """Refused, and said what to do."""

    @pytest.mark.slow
    def test_scans(self):
        data = document(*[jpeg_of(photo(1280, 900, noise=20.0, seed=seed), 95) for seed in range(3)])
        with pytest.raises(SizeLimitError, match=r"3 page\(s\) do not fit 90,000 bytes.*fewer pages"):
            fit_pdf(data, 90_000)

    def test_text_alone(self):
        noise = np.random.default_rng(1).bytes(9000).hex().encode()
        data = document(*[(b"BT <%s> Tj ET" % noise, {})] * 2)
        with pytest.raises(SizeLimitError, match="fewer pages"):
            fit_pdf(data, 5000)

    def test_contents_are_deflated_again_before(self):
        content = b" ".join(b"1 0 0 1 %d 700 Tm (%d) Tj" % (n % 40, n * 7919) for n in range(2000))
        pdf = pikepdf.open(io.BytesIO(document((b"", {}))))
        stream = Stream(pdf, zlib.compress(content, 1), {"/Filter": Name.FlateDecode})
        pdf.pages[0].obj.Contents = pdf.make_indirect(stream)
        data = saved(pdf)
        encoded = fit_pdf(data, len(data) - 1000)
        assert contents_in(encoded.data) == [content]
