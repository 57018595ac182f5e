"""Fonts: advances against PDFium's, and what is refused."""

from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redactkit.pdf.fonts import LATIN, VERTICAL, SimpleFont, UnsupportedFont, font_of
from redactkit.pdf.pdfium import Reader
from tests.pdf.builders import written


def type1(base="Helvetica", **entries):
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{base}"), **entries)


def composite(pdf, encoding="Identity-H", **entries):
    """Return a composite font; the encoding is a name, or the bytes of a CMap."""
    encoding = pdf.make_stream(encoding, Type=Name.CMap) if isinstance(encoding, bytes) else Name(f"/{encoding}")
    system = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Invented, CIDSystemInfo=system, **entries
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Invented,
        Encoding=encoding,
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )


def type3(pdf, matrix=(0.01, 0, 0, 0.01, 0, 0), box=(0, -20, 60, 80), procedure=b"50 0 d0 0 0 40 60 re f", **entries):
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontMatrix=Array(matrix),
        FontBBox=Array(box),
        CharProcs=Dictionary(a=pdf.make_stream(procedure), b=pdf.make_stream(procedure)),
        Encoding=Dictionary(Differences=Array([97, Name.a, Name.b])),
        FirstChar=97,
        Widths=Array([50, 30]),
        **entries,
    )


def origins(content, **fonts):
    """Return where PDFium places each character of a page."""
    data = written(content, size=(500, 500), Font=lambda pdf: {f"/{name}": make(pdf) for name, make in fonts.items()})
    with Reader(data) as reader:
        return [found.origin for found in reader.characters(0) if not found.generated]


def advances(font, text):
    return [glyph.advance for glyph in font.glyphs(text)]


SIMPLE = [
    (type1(), b"AVaW. i"),
    (type1("Times-BoldItalic"), b"AVaW. i"),
    (type1("Courier"), b"AVaW. i"),
    (type1(Encoding=Name.WinAnsiEncoding), b"a\x85\xe9\xff"),
    (type1(Encoding=Name.MacRomanEncoding), b"a\x8e\xd0\xd1"),
    (type1(Encoding=Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([65, Name.W, Name.i]))), b"ABC"),
    (type1("Invented", FirstChar=65, Widths=Array([300, 900])), b"ABA"),
    (type1("Helvetica", FirstChar=65, Widths=Array([300, 900])), b"ABA"),
]


@pytest.mark.parametrize(("dictionary", "text"), SIMPLE)
def test_simple_fonts_advance_as_in_pdfium(dictionary, text):
    places = origins(b"BT /T 100 Tf 1 0 0 1 10 100 Tm <%s> Tj ET" % text.hex().encode(), T=lambda _: dictionary)
    expected = [(right[0] - left[0]) / 100 for left, right in pairwise(places)]
    assert advances(font_of(dictionary), text)[:-1] == pytest.approx(expected, abs=1e-5)


def test_codes_outside_of_the_widths():
    descriptor = Dictionary(MissingWidth=250)
    font = font_of(type1("Invented", FirstChar=65, Widths=Array([300]), FontDescriptor=descriptor))
    assert advances(font, b"@AB") == [0.25, 0.3, 0.25]
    assert advances(font_of(type1("Invented", FirstChar=65, Widths=Array([300]))), b"B") == [0]
    assert advances(font_of(type1("Helvetica", FirstChar=65, Widths=Array([300]))), b"AW") == [0.3, 0.944]


def test_symbols_have_their_own_encoding():
    assert advances(font_of(type1("Symbol")), b"a") == [0.631]
    assert advances(font_of(type1("ZapfDingbats", Encoding=Name.WinAnsiEncoding)), b"!") == [0.974]


WIDTHS = [1, [500, 600], 10, 12, 300, 65, [700]]


@pytest.mark.parametrize(
    ("encoding", "text", "expected"),
    [
        ("Identity-H", b"\0\1\0\2\0\3\0\x0b\0A", [0.5, 0.6, 0.8, 0.3, 0.7]),
        (
            b"1 begincodespacerange <00> <ff> endcodespacerange 1 begincidrange <20> <2f> 1 endcidrange",
            b" !/",
            [0.5, 0.6, 0.8],
        ),
        (b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 begincidchar <4142> 2 endcidchar", b"AB", [0.6]),
    ],
)
def test_composite_fonts(encoding, text, expected):
    pdf = pikepdf.new()
    font = font_of(composite(pdf, encoding, DW=800, W=WIDTHS))
    assert advances(font, text) == pytest.approx(expected)
    assert (font.vertical, font.band) == (False, LATIN)
    places = origins(
        b"BT /T 100 Tf 1 0 0 1 10 100 Tm <%s> Tj ET" % (text * 2).hex().encode(),
        T=lambda pdf: composite(pdf, encoding, DW=800, W=WIDTHS),
    )
    assert places[len(expected)][0] - places[0][0] == pytest.approx(100 * sum(expected), abs=1e-3)


def test_vertical_fonts_move_down():
    entries = {"DW2": [880, -900], "W2": [1, [-500, 250, 800], 5, 6, -700, 250, 800]}
    pdf = pikepdf.new()
    font = font_of(composite(pdf, "Identity-V", **entries))
    assert advances(font, b"\0\1\0\5\0\7") == [-0.5, -0.7, -0.9]
    assert (font.vertical, font.band) == (True, VERTICAL)
    places = origins(
        b"BT /T 100 Tf 1 0 0 1 100 400 Tm <000500050001> Tj ET", T=lambda pdf: composite(pdf, "Identity-V", **entries)
    )
    assert places[0][1] - places[1][1] == pytest.approx(70, abs=1e-3)
    assert advances(font_of(composite(pdf, "Identity-V")), b"\0\1") == [-1]


def test_a_blank_is_one_byte():
    pdf = pikepdf.new()
    assert font_of(type1()).measure(b"a b ")[1:] == (4, 2)
    assert font_of(composite(pdf)).measure(b"\0a\0 \0b")[1:] == (3, 0)
    one = b"1 begincodespacerange <00> <ff> endcodespacerange"
    assert font_of(composite(pdf, one)).measure(b"a b")[1:] == (3, 1)


@given(st.binary(max_size=20))
def test_a_string_is_as_long_as_its_glyphs(text):
    pdf = pikepdf.new()
    for font in (font_of(type1()), font_of(composite(pdf, DW=800, W=WIDTHS))):
        glyphs = font.glyphs(text)
        assert b"".join(glyph.code for glyph in glyphs) == text
        length, codes, blanks = font.measure(text)
        assert length == pytest.approx(sum(glyph.advance for glyph in glyphs))
        assert (codes, blanks) == (len(glyphs), sum(glyph.blank for glyph in glyphs))


def test_type_3_fonts_have_a_matrix():
    pdf = pikepdf.new()
    font = font_of(type3(pdf))
    assert advances(font, b"ab") == [0.5, 0.3]
    assert font.band == pytest.approx((0, 0.48))
    places = origins(b"BT /T 100 Tf 1 0 0 1 10 100 Tm (abab) Tj ET", T=type3)
    assert places[2][0] - places[0][0] == pytest.approx(80, abs=1e-3)


@pytest.mark.parametrize(
    ("entries", "band"),
    [
        ({"box": (0, 0, 0, 0), "procedure": b"50 0 0 -10 40 70 d1 0 0 40 60 re f"}, (0, 0.42)),
        ({"matrix": (0.01, 0, 0, -0.01, 0, 0), "box": (0, -80, 60, 0)}, (0, 0.48)),
        ({"box": (0, 20, 60, 70)}, (0.2, 0.5)),
    ],
)
def test_where_the_ink_of_type_3_glyphs_lies(entries, band):
    pdf = pikepdf.new()
    assert font_of(type3(pdf, **entries)).band == pytest.approx(band)


def without(dictionary, key):
    del dictionary[key]
    return dictionary


UNSUPPORTED = [
    lambda pdf: type1("Invented"),
    lambda pdf: composite(pdf, "UniGB-UCS2-H"),
    lambda pdf: composite(pdf, b"/GBK-EUC-H usecmap"),
    lambda pdf: composite(pdf, W=Array([0, 300_000, 500])),
    lambda pdf: composite(pdf, W=Array([0, Array([10**9])])),
    lambda pdf: composite(pdf, W=Array([1, 2])),
    lambda pdf: without(composite(pdf), "/DescendantFonts"),
    lambda pdf: type3(pdf, matrix=(0.01, 0.01, 0, 0.01, 0, 0)),
    lambda pdf: type3(pdf, box=(0, 0, 0, 0)),
    lambda pdf: without(type3(pdf), "/FontMatrix"),
    lambda pdf: type1("Invented", FirstChar=65, Widths=Array([Name.wide])),
    lambda pdf: Array([1]),
]


@pytest.mark.parametrize("make", UNSUPPORTED)
def test_fonts_that_do_not_say_how_wide_their_glyphs_are(make):
    pdf = pikepdf.new()
    with pytest.raises(UnsupportedFont):
        font_of(make(pdf))


def test_a_band_is_set_by_the_font():
    assert SimpleFont([0.5] * 256).band == LATIN
