"""Widths and encodings of the 14 fonts, against those that reportlab carries."""

import pytest
from reportlab.pdfbase import _fontdata

from redactkit.pdf.core14 import core_widths
from redactkit.pdf.encodings import encoding, with_differences


@pytest.mark.parametrize("font", _fontdata.standardFonts)
def test_widths(font):
    expected = _fontdata.widthsByFontGlyph[font]
    assert core_widths(font) == (600 if set(expected.values()) == {600} else expected)


@pytest.mark.parametrize(
    ("font", "same_as"),
    [
        ("ABCDEF+ArialMT", "Helvetica"),
        ("Arial,BoldItalic", "Helvetica-BoldOblique"),
        ("Arial-BoldMT", "Helvetica-Bold"),
        ("TimesNewRomanPSMT", "Times-Roman"),
        ("Times New Roman,Italic", "Times-Italic"),
        ("TimesNewRomanPS-BoldItalicMT", "Times-BoldItalic"),
        ("Courier New,Bold", "Courier"),
        ("CourierNewPSMT", "Courier"),
    ],
)
def test_names_that_viewers_take_for_one_of_the_14(font, same_as):
    assert core_widths(font) == core_widths(same_as)


@pytest.mark.parametrize("font", ["ArialNarrow", "Arial-Black", "Verdana", "Helvetica-Condensed", ""])
def test_other_fonts_are_not_known(font):
    assert core_widths(font) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/StandardEncoding", "StandardEncoding"),
        ("", "StandardEncoding"),
        ("/WinAnsiEncoding", "WinAnsiEncoding"),
        ("/MacRomanEncoding", "MacRomanEncoding"),
        ("Symbol", "SymbolEncoding"),
        ("ZapfDingbats", "ZapfDingbatsEncoding"),
    ],
)
def test_encodings(name, expected):
    for glyph, known in zip(encoding(name), _fontdata.encodings[expected], strict=True):
        assert known is None or glyph == known


def test_differences_count_on_from_a_code():
    names = with_differences(("",) * 256, [65, "alpha", "beta", 97, "gamma", 300, "beyond", 0, "zero"])
    assert [names[code] for code in (0, 65, 66, 67, 97)] == ["zero", "alpha", "beta", "", "gamma"]
