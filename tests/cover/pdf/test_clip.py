"""Of a picture, what clipping paths let nobody see goes; what they let through is shown as it was."""

import io

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from redactkit.cover.pdf import erase
from redactkit.pdf.pdfium import Reader
from redactkit.verify.pdf_page import failing_pages
from tests.cover.pdf.pictures import HEIGHT, WIDTH, image, noise, page, picture
from tests.load.pictures import smooth
from tests.pdf.builders import everything, written

PICTURE = b"192 0 0 128 50 20 cm /I Do"  # two points a pixel
GRAY = image(Name.DeviceGray, 8, noise(1))
CLIPPED = {
    "rectangle": b"q 90 60 60 40 re W n %s Q" % PICTURE,
    "two, one in the other": b"q 90 20 60 200 re W n q 50 60 192 40 re W* n %s Q Q" % PICTURE,
    "around a curve": b"q 90 60 m 150 60 l 150 70 150 90 150 100 c 90 100 l h W n %s Q" % PICTURE,
    "moved": b"q 1 0 0 1 40 40 cm 50 20 60 40 re W n 1 0 0 1 -40 -40 cm %s Q" % PICTURE,
}
SEEN = slice(23, 45), slice(19, 51)  # rows and columns that the path or the point around it touches
AROUND = (23, HEIGHT - 45), (19, WIDTH - 51), (0, 0)  # carried on


@pytest.mark.parametrize("content", CLIPPED.values(), ids=CLIPPED)
def test_what_lies_beyond_a_path_goes(content):
    before = page(GRAY, content)
    after = erase(before, {}).data
    was, now = picture(before), picture(after)
    assert np.array_equal(now, np.pad(was[SEEN], AROUND, mode="edge"))
    assert failing_pages(before, after, {}) == frozenset()


STAYING = {
    "no path": b"q %s Q" % PICTURE,
    "a path around it": b"q 49 19 194 130 re W n %s Q" % PICTURE,
    "a path that is only painted": b"q 90 60 60 40 re f %s Q" % PICTURE,
    "a path that is over": b"q 90 60 60 40 re W n Q q %s Q" % PICTURE,
}


@pytest.mark.parametrize("content", STAYING.values(), ids=STAYING)
def test_what_is_shown_stays(content):
    before = page(GRAY, content)
    assert np.array_equal(picture(before), picture(erase(before, {}).data))


def test_what_no_path_lets_through_goes():
    for path in (b"0 0 40 40 re W n", b"60 30 20 20 re W n 120 90 20 20 re W n"):
        assert b"/Image" not in everything(erase(page(GRAY, b"q %s %s Q" % (path, PICTURE)), {}).data)


def test_what_lies_beyond_the_box_of_a_form_goes():
    def make(pdf):
        form = Stream(pdf, PICTURE, Type=Name.XObject, Subtype=Name.Form, BBox=Array([150, 100, 90, 60]))
        form.Resources = Dictionary(XObject=Dictionary(GRAY(pdf)))
        return {"/X": pdf.make_indirect(form)}

    before = written(b"/X Do", XObject=make)
    after = erase(before, {}).data
    with Reader(before) as one, Reader(after) as other:
        was, now = one.picture(0, 0).copy(), other.picture(0, 0).copy()
    assert np.array_equal(now, np.pad(was[SEEN], AROUND, mode="edge"))


def test_a_jpeg_shows_no_seam():
    code = io.BytesIO()
    Image.fromarray(smooth(WIDTH, HEIGHT, 3)).save(code, "JPEG", quality=90)
    before = page(image(Name.DeviceRGB, 8, code.getvalue(), Name.DCTDecode), CLIPPED["rectangle"])
    after = erase(before, {}).data
    with Reader(before) as one, Reader(after) as other:
        shown = [reader.render(0, *(round(side) for side in reader.size_pt(0))).astype(int) for reader in (one, other)]
    assert np.abs(shown[0] - shown[1]).max() < 24
    was, now = picture(before).astype(int), picture(after).astype(int)
    assert np.abs(was - now)[:8].mean() > 20
