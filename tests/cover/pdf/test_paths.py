"""Paths: outlines and bars under an area go, everything else on the page stays as it was."""

import pytest
from pikepdf import Array, Dictionary, Name

from redactkit.cover.pdf import erase
from tests.cover.pdf.sheets import area, erased
from tests.pdf.builders import content_of, written

AREA = area(100, 90, 200, 110)


def left_of(content, *areas, **resources):
    """Return a page's content without what lies under the areas, without the boxes and superfluous space."""
    after = content_of(erased(written(content, **resources), *(areas or (AREA,))))
    return b" ".join(after.rpartition(b"Q\nq ")[0].split()[1:])


def eight(x, y):
    """Return a digit 8 as an outline, 6 by 10 pt, from its lower left corner: three closed curves."""
    return b" ".join(
        b"%d %d m %d %d %d %d %d %d c h" % (x + a, y + b, x + a, y + c, x + d, y + c, x + d, y + b)
        for a, b, c, d in ((0, 0, 13, 6), (2, 2, 5, 4), (2, 6, 9, 4))
    )


GO = [
    (b"110 95 m 115 105 l 118 95 l h f", b"n"),
    (eight(120, 95) + b" f", b"n"),
    (eight(120, 95) + b" S", b"n"),
    (eight(99, 95) + b" f*", b"n"),  # a little outside, as an outline may be
    (eight(120, 95) + b" " + eight(20, 95) + b" f", eight(20, 95) + b" f"),
    (
        eight(20, 95) + b" " + eight(120, 95) + b" " + eight(30, 95) + b" B",
        eight(20, 95) + b" " + eight(30, 95) + b" B",
    ),
    (b"110 95 5 5 re f", b"n"),  # a module of a QR code
    (b"110 85 1 30 re f", b"110 85 1 5 re 110 110 1 5 re f"),  # a bar of a bar code, cut off
    (b"1 w 110 85 m 110 115 l S", b"1 w 110 85 m 110 90 l 110 110 m 110 115 l S"),
    (b"50 100 m 250 100 l S", b"50 100 m 100 100 l 200 100 m 250 100 l S"),
    (b"50 99 200 1 re f", b"50 99 50 1 re 200 99 50 1 re f"),
    (b"q 2 0 0 2 0 0 cm 55 42 1 15 re f Q", b"q 2 0 0 2 0 0 cm 55 42 1 3 re 55 55 1 2 re f Q"),
    (b"110 95 m 120 95 l 120 100 l 110 100 l h f", b"n"),
    # Clipped with and then filled: the shape shows what it was cut from.
    (b"q " + eight(120, 95) + b" W n 0 0 300 200 re f Q", b"q W 0 0 0 0 re W n 0 0 300 200 re f Q"),
    (b"q " + eight(20, 95) + b" " + eight(120, 95) + b" W* n Q", b"q " + eight(20, 95) + b" W* n Q"),
    (b"110 95 m 118 105 l 0.5 w 118 95 l h 9 9 m 20 20 l f", b"9 9 m 20 20 l f"),
]


@pytest.mark.parametrize(("content", "left"), GO)
def test_what_lies_under_an_area_goes(content, left):
    assert left_of(content) == left


STAY = [
    b"0 0 300 200 re f",  # a background
    b"95 85 110 30 re f",  # a field
    b"95 85 m 205 85 l 205 115 l 95 115 l h f",
    b"50 80 m 250 80 l S",  # a rule
    b"100 85 20 20 re W n",  # a cell's clip
    b"100 90 100 20 re W n",
    b"0 90 m 50 150 150 150 300 90 c S",  # a curve of a chart
    b"90 85 m 90 120 l 210 120 210 85 150 80 c h f",  # a rounded background
    eight(20, 95) + b" f",
    eight(120, 120) + b" f",
    b"110 95 m 115 105 l 118 95 l h n",  # paints nothing
    b"50 50 m 60 60 l s",
]


@pytest.mark.parametrize("content", STAY)
def test_what_may_hold_no_secret_stays(content):
    assert left_of(content) == content


def test_outlines_beyond_the_page_go():
    content = eight(-50, 95) + b" f " + eight(400, 95) + b" f " + eight(20, 95) + b" f 0 0 -9 -9 re f"
    assert left_of(content) == b"n n " + eight(20, 95) + b" f 0 0 -9 -9 re f"


def tiling(content):
    """Return what makes a tiling pattern of some content."""
    entries = Dictionary(PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9)
    entries.Resources = Dictionary()
    return lambda pdf: {"/P": pdf.make_stream(content, entries)}


SHOWING = [b"BT (1) Tj ET", b"/I Do", b"BI /W 1 /H 1 ID 1 EI", b"/S sh", eight(0, 0) * 20]


@pytest.mark.parametrize("pattern", SHOWING)
@pytest.mark.parametrize(
    ("content", "fails"),
    [
        (b"/Pattern cs /P scn 110 95 m 300 300 150 150 90 95 c f", True),
        (b"/Pattern CS /P SCN 110 95 m 300 300 150 150 90 95 c S", True),
        (b"/Pattern cs /P scn BT /F 9 Tf 110 95 Td (a) Tj ET", True),
        (b"/Pattern cs /P scn 0 g 110 95 m 300 300 150 150 90 95 c f", False),
        (b"q /Pattern cs /P scn Q 110 95 m 300 300 150 150 90 95 c f", False),
        (b"/Pattern cs /P scn 10 10 20 20 re f", False),
    ],
)
def test_a_pattern_that_may_show_anything_fails_the_page(pattern, content, fails):
    result = erase(written(content, Pattern=tiling(pattern)), {0: [AREA]})
    assert result.failed == (frozenset({0}) if fails else frozenset())


@pytest.mark.parametrize(("is_stencil", "fails"), [(True, True), (False, False)])
def test_a_stencil_is_filled_with_a_pattern_and_a_picture_is_not(is_stencil, fails):
    entries = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=8, Height=1, BitsPerComponent=1)
    if is_stencil:
        entries.ImageMask = True
    else:
        entries.ColorSpace = Name.DeviceGray
    before = written(
        b"/Pattern cs /P scn q 200 0 0 20 50 90 cm /I Do Q",
        Pattern=tiling(SHOWING[0]),
        XObject=lambda pdf: {"/I": pdf.make_stream(b"\xaa", entries)},
    )
    assert erase(before, {0: [AREA]}).failed == (frozenset({0}) if fails else frozenset())


def test_hatching_is_no_such_pattern():
    content = b"/Pattern cs /P scn 0 0 300 200 re f"
    assert left_of(content, Pattern=tiling(b"0 0 m 9 9 l S")) == content
    shading = {"/P": Dictionary(PatternType=2, Shading=Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray))}
    assert left_of(content, Pattern=shading) == content


def test_a_path_that_is_never_painted_is_ended():
    assert left_of(b"110 95 m 115 105 l") == b"110 95 m 115 105 l n"
