"""Text: every operator that shows it, what goes, what stays, and that what stays does not move."""

import re
from math import cos, radians, sin

import pytest
from pikepdf import Array, Dictionary, Name

from redactkit.cover.pdf import erase
from redactkit.model import Quad
from redactkit.pdf.affine import apply
from tests.cover.pdf.sheets import area, characters, check_gone, check_kept, erased, text
from tests.pdf.builders import content_of, helvetica, written

# Helvetica 10: a digit is 5.56 wide, so that a digit n of a line from 10 lies from 10 + 5.56 n.
FIVE = area(10, 98, 10 + 5 * 5.56, 108)  # the first five digits of a line at (10, 100)

SHOWN = [
    (b"BT /F 10 Tf 10 100 Td (1234567890) Tj ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td <31323334353637383930> Tj ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td [(12)-20(34)30(567)(890)] TJ ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td (12345) Tj (67890) Tj ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td (123) Tj (4567) Tj [-50(890)] TJ ET", "67890"),
    (b"BT /F 10 Tf 12 TL 10 112 Td (1234567890) ' ET", "67890"),
    (b'BT /F 10 Tf 12 TL 10 112 Td 0 0 (1234567890) " ET', "67890"),
    (b"BT /F 10 Tf 10 112 TD 0 -12 TD (12345) Tj T* (67890) Tj ET", "67890"),
    (b"BT /F 10 Tf 1 0 0 1 10 100 Tm (12345) Tj 1 0 0 1 80 100 Tm (67890) Tj ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td (1) Tj 5.56 0 Td (2) Tj 5.56 0 Td (3456) Tj 40 0 Td (78) Tj 0 -12 Td (90) Tj ET", "67890"),
    (b"q 2 0 0 2 10 100 cm BT /F 5 Tf (1234567890) Tj ET Q", "67890"),
    (b"BT /F 1 Tf 10 0 0 10 10 100 Tm (1234567890) Tj ET", "67890"),
    (b"BT /F 20 Tf 50 Tz 10 100 Td (1234567890) Tj ET", "67890"),
    (b"BT /F 10 Tf 3 Ts 10 97 Td (1234567890) Tj ET", "67890"),
    (b"BT /F 10 Tf 3 Tr 10 100 Td (1234567890) Tj ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td (\\061\\0622) Tj (34567890) Tj ET", "567890"),
    (b"q BT /F 10 Tf 10 100 Td (12345) Tj ET Q BT /F 10 Tf 80 100 Td (67890) Tj ET", "67890"),
    (b"BT /F 10 Tf 10 100 Td (12345) Tj q (67890) Tj Q 0 -20 Td (1) Tj ET", "678901"),
]


@pytest.mark.parametrize(("content", "kept"), SHOWN)
def test_every_operator_that_shows_text(content, kept):
    before = written(content)
    after = erased(before, FIVE)
    count = len(characters(before))
    check_kept(before, after, range(count - len(kept), count))
    assert text(after) == kept
    check_gone(after, b"12345", b"1234", b"\\061")


def operators_of(data):
    """Return the text operators of a page's content, without what places the page and its boxes."""
    found = re.search(rb"BT.*ET", content_of(data), re.S)
    return b" ".join(found.group().split()) if found else b""


WIDTHS = [
    # Nothing that stays follows: no number, nothing that placed what went.
    (b"(12345) Tj", b""),
    (b"[(12)-3(345)-9] TJ", b""),
    # Where text that went began does not stay: right-aligned, it would tell how wide the text was.
    (b"(12345) Tj 0 -20 Td (x) Tj", b"1 0 0 1 10 80 Tm (x) Tj"),
    (b"[(12)-3(345)-9] TJ 9 -20 Td (x) Tj", b"1 0 0 1 19 80 Tm (x) Tj"),
    (b"(12345 x) Tj", b"1 0 0 1 37.8 100 Tm [<2078>] TJ"),
    (b"(12345 x) Tj 0 -20 Td (y) Tj T* (z) Tj", b"1 0 0 1 37.8 100 Tm [<2078>] TJ 1 0 0 1 10 80 Tm (y) Tj T* (z) Tj"),
    # Letters that were placed one by one leave one gap, not their widths.
    (b"(W) Tj 9.44 0 Td (i) Tj 2.22 0 Td (l) Tj 30 0 Td (x) Tj", b"1 0 0 1 51.66 100 Tm (x) Tj"),
    (b"(W) Tj 1 0 0 1 19.44 100 Tm (i) Tj 1 0 0 1 60 100 Tm (x) Tj", b"1 0 0 1 60 100 Tm (x) Tj"),
    (
        b"(1) Tj 5.56 0 Td (2345 x) Tj 0 -9 Td (y) Tj",
        b"1 0 0 1 37.8 100 Tm [<2078>] TJ 1 0 0 1 15.56 91 Tm (y) Tj",
    ),
    (
        b"-5 0 Td (i) Tj 5 0 Td (1) Tj 5 0 Td (2) Tj 50 0 Td (x) Tj",
        b"10 100 Td -5 0 Td (i) Tj 1 0 0 1 65 100 Tm (x) Tj",
    ),
    # A gap says no more than how far apart what stays is.
    (b"-2.22 0 Td (i12345 x) Tj", b"10 100 Td -2.22 0 Td [<69> -2780 <2078>] TJ"),
    (b"-2.22 0 Td (i12) Tj [(3)-20(45)] TJ (x) Tj", b"10 100 Td -2.22 0 Td [<69>] TJ [-2800] TJ (x) Tj"),
    (b"(123) Tj [(4)-20(5)] TJ (x) Tj", b"1 0 0 1 38 100 Tm (x) Tj"),
    # Leading and spacing that an operator sets besides stay set.
    (b"0 12 Td 0 -12 TD (12345) Tj 0 -14 TD T* (x) Tj", b"12 TL 14 TL 1 0 0 1 10 72 Tm (x) Tj"),
    (b"12 TL 0 12 Td 3 0 (12345) \" (x) '", b"12 TL 3 Tw 0 Tc 1 0 0 1 10 88 Tm (x) Tj"),
    (b"12 TL 0 50 Td 3 1 (x) \" (y) '", b"10 100 Td 12 TL 0 50 Td 3 1 (x) \" (y) '"),
]


@pytest.mark.parametrize(("content", "left"), WIDTHS)
def test_what_goes_leaves_no_widths(content, left):
    after = erased(written(b"BT /F 10 Tf 10 100 Td " + content + b" ET"), FIVE)
    font = b"/F 10 Tf" if b"j" in left.lower() or b"'" in left else b""
    assert operators_of(after) == b" ".join(filter(None, (b"BT", font, left, b"ET")))


def test_content_that_nothing_is_taken_from_is_copied_byte_for_byte():
    content = b"BT/F 9 Tf\n10 10 Td[(a)-1  (b)]TJ\r\n( c ) Tj ET q 1 0 0 RG 0 0 m 9 9 l S Q"
    before = written(content)
    assert content_of(erase(before, {}).data) == content
    assert content in content_of(erased(before, FIVE))


def tilted(left, bottom, right, top, matrix):
    """Return the quad of a box under a matrix."""
    a, b, c, d = (apply(matrix, x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)))
    return Quad((a, b, c, d))


DIRECTIONS = [(cos(radians(angle)), sin(radians(angle))) for angle in (0, 30, 45, 90, 135, 180, 270)]


@pytest.mark.parametrize(("c", "s"), DIRECTIONS)
@pytest.mark.parametrize("mirrored", [1, -1])
def test_text_in_any_direction(c, s, mirrored):
    matrix = (c, s, -s * mirrored, c * mirrored, 150, 100)
    placed = b" ".join(b"%.6f" % value for value in matrix)
    before = written(b"BT /F 10 Tf %s Tm (1234567890) Tj 0 -14 Td (6666666666) Tj ET" % placed)
    after = erased(before, tilted(10 * 0.556, -2, 10 * 2.78, 8, matrix))
    check_kept(before, after, [at for at, (char, _) in enumerate(characters(before)) if char not in "2345"])
    check_gone(after, b"2345")


def test_an_area_takes_the_line_that_it_covers_and_not_its_neighbours():
    lines = b"BT /F 10 Tf 11 TL 10 100 Td (1111) Tj T* (2222) Tj T* (3333) Tj ET"
    after = erased(written(lines), area(0, 86.5, 100, 98.5))  # the full height of the middle line
    assert text(after) == "11113333"


def test_areas_that_meet_take_a_glyph_together():
    half = area(10, 98, 10 + 1.25 * 5.56, 108), area(10 + 1.25 * 5.56, 98, 10 + 1.5 * 5.56, 108)
    before = written(b"BT /F 10 Tf 10 100 Td (123) Tj ET")
    assert text(erased(before, half[0])) == "23"
    assert text(erased(before, *half)) == "3"
    assert text(erased(before, half[0], half[0])) == "23"  # the same area twice counts once


def test_corners_in_any_order():
    a, b, c, d = FIVE.corners
    for corners in ((a, b, c, d), (d, c, b, a), (a, c, b, d), (b, d, a, c)):
        assert text(erased(written(b"BT /F 10 Tf 10 100 Td (1234567890) Tj ET"), Quad(corners))) == "67890"


def test_a_mark_without_a_width_goes_with_what_it_stands_on():
    widths = Array([500, 0, 500])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Invented, FirstChar=97, Widths=widths)
    before = written(b"BT /W 10 Tf 10 100 Td (abcb) Tj ET", Font={"/W": font})
    assert operators_of(erased(before, area(10, 98, 15, 108))) == b"BT /W 10 Tf 1 0 0 1 15 100 Tm [<6362>] TJ ET"
    assert operators_of(erased(before, area(15, 98, 20, 108))) == b"BT /W 10 Tf 10 100 Td [<6162>] TJ ET"


@pytest.mark.parametrize("scale", [b"0 Tz", b"1 0 0 0 10 100 Tm", b"0.00001 0 0 0.00001 10 100 Tm", b"/F 0 Tf"])
def test_text_that_nobody_can_see_goes_everywhere(scale):
    after = erase(written(b"BT /F 10 Tf 10 100 Td %s (12345) Tj ET" % scale), {})
    assert not after.failed
    check_gone(after.data, b"12345")


BEYOND = [
    (b"-100 100", ""),
    (b"10 -20", ""),
    (b"310 100", ""),
    (b"10 205", ""),
    (b"-16.68 100", "4567"),
    (b"290 100", "12"),
]


@pytest.mark.parametrize(("place", "kept"), BEYOND)
def test_text_beyond_the_page_goes(place, kept):
    after = erase(written(b"BT /F 10 Tf %s Td (1234567) Tj ET" % place), {}).data
    assert text(after) == kept


def test_text_beyond_the_crop_box_goes():
    entries = {"CropBox": Array([100, 0, 300, 200]), "Rotate": 90}
    before = written(b"BT /F 10 Tf 10 100 Td (12345) Tj 100 0 Td (678) Tj ET", entries=entries)
    after = erase(before, {}).data
    assert text(after) == "678"
    check_gone(after, b"12345")


def composite(pdf, encoding):
    system = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    descendant = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Invented, CIDSystemInfo=system)
    descendant.DW = 600
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Invented,
        Encoding=encoding(pdf) if callable(encoding) else encoding,
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )


def with_composite(content, encoding):
    return written(content, Font=lambda pdf: {"/C": composite(pdf, encoding)})


def test_composite_text():
    codes = "".join(f"{code:04x}" for code in range(0x31, 0x39)).encode()
    before = with_composite(b"BT /C 10 Tf 10 100 Td <%s> Tj ET" % codes, Name("/Identity-H"))
    after = erased(before, area(10, 98, 28, 108))
    assert operators_of(after) == b"BT /C 10 Tf 1 0 0 1 28 100 Tm [<%s>] TJ ET" % codes[12:]


def test_composite_text_with_codes_of_two_lengths():
    cmap = b"begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange begincidrange <8000> <8003> 5 endcidrange"
    before = with_composite(b"BT /C 10 Tf 10 100 Td <41 8001 42 8002> Tj ET", lambda pdf: pdf.make_stream(cmap))
    after = erased(before, area(16, 98, 22, 108))
    assert operators_of(after) == b"BT /C 10 Tf 10 100 Td [<41> -600 <428002>] TJ ET"


def test_vertical_text():
    before = with_composite(b"BT /C 10 Tf 100 150 Td <000100020003> Tj <0004> Tj ET", Name("/Identity-V"))
    after = erased(before, area(94, 130.5, 106, 139.5))
    assert operators_of(after) == b"BT /C 10 Tf 100 150 Td [<0001> 1000 <0003>] TJ <0004> Tj ET"
    after = erased(before, area(94, 121, 106, 150))
    assert operators_of(after) == b"BT /C 10 Tf 1 0 0 1 100 120 Tm <0004> Tj ET"


PREDEFINED = Name("/UniGB-UCS2-H")


@pytest.mark.parametrize(
    ("content", "fails"),
    [
        (b"BT /C 10 Tf 10 100 Td <4e004e01> Tj ET", True),
        (b"BT /C 10 Tf 10 150 Td <4e004e01> Tj ET", False),
        (b"BT /C 10 Tf 10 150 Td <4e004e01> Tj 0 -50 Td /F 9 Tf (12345) Tj ET", False),
        (b"BT /C 10 Tf 45 100 Td <4e004e01> Tj ET", False),  # behind the area: text goes on to the right
        (b"BT /C 10 Tf 60 100 Td <4e00> Tj /F 10 Tf -60 0 Td <> Tj (12345) Tj ET", False),
        (b"BT /F 10 Tf 10 100 Td (12345) Tj /C 10 Tf <4e00> Tj ET", True),  # nobody knows how long the gap is
        (b"BT /Missing 10 Tf 10 100 Td (12345) Tj ET", True),
        (b"BT /Missing 10 Tf 10 150 Td (abc) Tj ET", False),
        (b"BT /C 10 Tf 10 250 Td <4e00> Tj ET", True),  # beyond the page
        (b"BT 10 100 Td (12345) Tj ET", True),
    ],
)
def test_a_page_fails_when_text_of_unknown_length_is_near(content, fails):
    before = with_composite(content, PREDEFINED)
    result = erase(before, {0: [FIVE]})
    assert result.failed == (frozenset({0}) if fails else frozenset())
    if fails:
        assert b"BT" not in content_of(result.data)
    else:
        check_gone(result.data, b"12345")


def test_text_state_is_saved_and_brought_back():
    content = b"BT /F 10 Tf ET q BT 5 Tc 5 Tw 200 Tz 9 Ts /F 20 Tf ET Q BT 10 100 Td (1234567890) Tj ET Q"
    before = written(content)
    after = erased(before, FIVE)
    check_kept(before, after, range(5, 10))


def test_a_font_may_come_from_a_graphics_state():
    before = written(
        b"BT /F 99 Tf /G gs 10 100 Td (1234567890) Tj ET",
        ExtGState=lambda pdf: {"/G": Dictionary(Font=Array([pdf.make_indirect(helvetica()), 10]))},
    )
    check_kept(before, erased(before, FIVE), range(5, 10))


def test_more_operands_than_an_operator_has_are_not_guessed_at():
    for content in (b"BT /F 9 Tf (a) (b) Tj ET", b"BT /F 9 Tf (a) ' (b) \" ET", b"BT /F 9 Tf Tj ET", b"1 0 0 1 cm"):
        assert erase(written(content), {}).failed == {0}
