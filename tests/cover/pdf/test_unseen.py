"""What a mask lets nobody see of a picture is gone from its samples; what it shows, even a little, stays."""

import io

import numpy as np
import pytest
from pikepdf import Name
from PIL import Image

from redactkit.cover.pdf import erase
from redactkit.pdf.pdfium import Reader
from redactkit.verify.pdf_page import failing_pages
from tests.cover.pdf.pictures import HEIGHT, UNDER, WIDTH, image, jpeg, noise, page, picture
from tests.cover.pdf.sheets import area
from tests.load.pictures import smooth

SHOWN = np.zeros((HEIGHT, WIDTH), bool)
SHOWN[UNDER] = True


def soft(levels):
    return lambda pdf: image(Name.DeviceGray, 8, levels.astype(np.uint8))(pdf)["/I"]


def hard(bits, **entries):
    return lambda pdf: image(None, 0, np.packbits(bits, axis=1), ImageMask=True, **entries)(pdf)["/I"]


MASKS = {
    "soft": {"SMask": soft(SHOWN * 200)},
    "hardly anything": {"SMask": soft(SHOWN * 1)},
    "hard": {"Mask": hard(~SHOWN)},
    "hard, inverted": {"Mask": hard(SHOWN, Decode=[1, 0])},
}


@pytest.mark.parametrize("name", MASKS)
def test_what_no_mask_shows_goes(name):
    before = page(image(Name.DeviceRGB, 8, noise(3), **MASKS[name]))
    after = erase(before, {})
    was, now = picture(before), picture(after.data)
    assert not after.failed
    assert np.array_equal(now[SHOWN], was[SHOWN])
    sides = (16, HEIGHT - 48), (32, WIDTH - 64), (0, 0)
    assert np.array_equal(now, np.pad(was[UNDER], sides, mode="edge"))
    assert failing_pages(before, after.data, {}) == frozenset()


def test_a_mask_of_another_size_keeps_what_it_may_show():
    small = Image.fromarray((SHOWN * 255).astype(np.uint8)).resize((WIDTH // 4, HEIGHT // 4))
    mask = soft(np.zeros((HEIGHT, WIDTH)))

    def shrunk(pdf):
        made = mask(pdf)
        made.Width, made.Height = small.size
        made.write(small.tobytes())
        return made

    before = page(image(Name.DeviceRGB, 8, noise(3), SMask=shrunk))
    was, now = picture(before), picture(erase(before, {}).data)
    assert np.array_equal(now[12:52, 28:68], was[12:52, 28:68])
    assert (now[:8] != was[:8]).any(axis=2).mean() > 0.9


def test_a_jpeg_behind_a_mask_looks_the_same():
    pixels = smooth(WIDTH, HEIGHT, 3).copy()
    pixels[~SHOWN] = np.random.default_rng(3).integers(0, 256, (int((~SHOWN).sum()), 3))
    code = io.BytesIO()
    Image.fromarray(pixels).save(code, "JPEG", quality=90, subsampling=0)
    before = page(image(Name.DeviceRGB, 8, code.getvalue(), Name.DCTDecode, SMask=soft(SHOWN * 255)))
    after = erase(before, {}).data
    with Reader(before) as one, Reader(after) as other:
        shown = [reader.render(0, 300, 200).astype(int) for reader in (one, other)]
    inner = slice(86, 146), slice(116, 176)  # what was behind the mask shone through its edge
    assert np.abs(shown[0] - shown[1])[inner].max() < 24
    assert np.abs(shown[0] - shown[1]).mean() < 1
    assert np.abs(picture(after).astype(int)[:8] - picture(before)[:8]).mean() > 20


def test_what_shows_all_stays_as_it_is():
    for entries in ({"SMask": soft(np.full((HEIGHT, WIDTH), 255))}, {}):
        before = page(image(Name.DeviceRGB, 8, jpeg("RGB"), Name.DCTDecode, **entries))
        assert np.array_equal(picture(erase(before, {}).data), picture(before))


def test_a_cover_and_a_mask_on_one_picture():
    place = area(50 + 2 * 40, 20 + 2 * 24, 50 + 2 * 56, 20 + 2 * 40)
    before = page(image(Name.DeviceGray, 8, noise(1), SMask=soft(SHOWN * 255)))
    was, now = picture(before), picture(erase(before, {0: [place]}).data)
    assert not now[24:40, 40:56].any()
    assert np.array_equal(now[16:18, 32:64], was[16:18, 32:64])
    assert (now[~SHOWN] == was[~SHOWN]).all(axis=1).mean() < 0.1
