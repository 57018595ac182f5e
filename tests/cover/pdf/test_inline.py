"""Inline images, which normalising makes images of the resources, lose what lies under an area and nothing else."""

import zlib

import numpy as np
import pytest

from redactkit.cover.pdf import erase
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader
from tests.cover.pdf.pictures import HEIGHT, RIM, UNDER, WIDTH, bilevel, fax, noise, outside, picture
from tests.cover.pdf.sheets import area, erased
from tests.pdf.builders import everything, form, written

AREA = area(50 + 2 * 32, 20 + 2 * 16, 50 + 2 * 64, 20 + 2 * 48)  # what `UNDER` says


def inline(entries, code):
    return b"q 192 0 0 128 50 20 cm BI /W %d /H %d %s ID %s\nEI Q " % (WIDTH, HEIGHT, entries, code)


INLINE = {
    "gray": (b"/BPC 8 /CS /G", noise(1).tobytes()),
    "rgb": (b"/BPC 8 /CS /RGB /F [/AHx /Fl]", zlib.compress(noise(3).tobytes()).hex().encode() + b">"),
    "palette": (b"/BPC 4 /CS [/I /RGB 15 <" + bytes(range(48)).hex().encode() + b">]", noise(1, 4).tobytes()),
    "stencil": (b"/IM true /D [1 0] /F /Fl", zlib.compress(noise(1, 1).tobytes())),
    "fax": (b"/BPC 1 /CS /G /F /CCF /DP <</K -1 /Columns 96 /Rows 64>>", fax(bilevel())),
}


@pytest.mark.parametrize("kind", INLINE)
def test_inline_images_keep_what_no_area_touches(kind):
    before = normalise(written(inline(*INLINE[kind])))
    after = erased(before, AREA)
    was, now = picture(before), picture(after)
    assert len(np.unique(was[UNDER].reshape(-1, 3), axis=0)) > 1
    assert len(np.unique(now[UNDER].reshape(-1, 3), axis=0)) == 1
    assert np.array_equal(outside(was, RIM), outside(now, RIM))
    assert everything(after).count(b"/Subtype /Image") == everything(before).count(b"/Subtype /Image")


def test_inline_images_under_an_area_go():
    before = normalise(written(inline(*INLINE["gray"]) + b"q 9 0 0 9 1 1 cm BI /W 1 /H 1 /IM true ID \x80 EI Q"))
    with Reader(erased(before, area(40, 10, 260, 160))) as reader:
        assert [(found.width_px, found.height_px) for found in reader.images(0)] == [(1, 1)]


def test_inline_images_in_a_form_that_is_drawn_twice():
    def forms(pdf):
        return {"/X": form(pdf, inline(*INLINE["gray"]))}

    before = normalise(written(b"/X Do q 0.1 0 0 0.1 260 0 cm /X Do Q", XObject=forms))
    was, after = picture(before), erased(before, AREA)
    with Reader(after) as reader:
        one, other = (reader.picture(0, number) for number in range(2))
    assert np.array_equal(other, was)
    assert np.array_equal(outside(one, RIM), outside(was, RIM))
    assert len(np.unique(one[UNDER])) == 1


def test_a_page_fails_with_an_inline_image_that_does_not_decode():
    content = inline(b"/BPC 8 /CS /G /F /Fl", zlib.compress(b"a" * 400)[:-6] + b"a" * 6)
    assert erase(normalise(written(content)), {0: [AREA]}).failed == {0}


def test_a_page_fails_with_an_inline_image_that_was_not_normalised():
    assert erase(written(inline(*INLINE["gray"])), {}).failed == {0}
