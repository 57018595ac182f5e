"""A value is found wherever the second reader can look; what is not it, or too short to be told from chance, is not."""

import io
import logging

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from redactkit.errors import LeakError
from redactkit.model import Encoded
from redactkit.verify.pdf_text import check_pdf_values
from tests.verify.statements import HONEST, ROWS, saved, statement

NUMBER = "4111111111111111"
IBAN = "DE89 3704 0044 0532 0130 00"


def page(*texts):
    return statement([*ROWS[:2], *[(72, 500 - 20 * at, text) for at, text in enumerate(texts)]])


def check(data, *values):
    return check_pdf_values(Encoded("application/pdf", data), values)


def found(data, *values):
    with pytest.raises(LeakError) as caught:
        check(data, *values)
    assert not any(value[:5] in str(caught.value) for value in values)
    return str(caught.value)


def test_values_that_are_nowhere():
    assert check(statement(HONEST, ROWS), NUMBER, IBAN, "Erika Mustermann").detail.startswith("3 covered values in no")


SHOWN = [  # what the page shows, the covered value
    (NUMBER, NUMBER),
    ("4111 1111 1111 1111", NUMBER),
    ("4111-1111-1111-1111", NUMBER),
    (f"before{NUMBER}behind", NUMBER),
    (NUMBER, "4111 1111 1111 1111"),
    ("DE89370400440532013000", IBAN),
    ("de89 3704 0044 0532 0130 00", IBAN),
    ("ERIKA MUSTERMANN", "Erika Mustermann"),
    ("Müller-Lüdenscheidt", "Muller Ludenscheidt"),
    ("No. 123456.", "123456"),
    ("No. 12-34-56", "12 34 56"),
    ("Mr Smith", "smith"),
]


@pytest.mark.parametrize(("shown", "value"), SHOWN)
def test_values_in_the_text_of_a_page(shown, value):
    assert "page 1" in found(page("nothing here", shown), value)


OTHERS = [
    ("4111 1111 1111 1112", NUMBER),
    ("41111111   *   11111111", NUMBER),
    ("12345", "12345"),
    ("12/26", "12/26"),
    ("Lee", "Lee"),
    ("Blacksmiths", "Smith"),
    ("No. 91234567", "123456"),
    ("No. 123456A", "123456"),
]


@pytest.mark.parametrize(("shown", "value"), OTHERS)
def test_what_is_not_the_value(shown, value):
    check(page(shown), value)


def test_a_value_across_the_pages_is_none():
    check(statement([(72, 500, NUMBER[:8])], [(72, 500, NUMBER[8:])]), NUMBER)


def test_a_value_drawn_piece_by_piece():
    pieces = statement([(72 + 7 * at, 500, char) for at, char in enumerate(NUMBER)])
    assert "page 1" in found(pieces, NUMBER)


def test_a_value_in_another_encoding():
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))

    def draw(canvas):
        canvas.setFont("HeiseiMin-W3", 12)
        canvas.drawString(72, 500, NUMBER)

    assert "page 1" in found(statement([draw]), NUMBER)


def test_a_value_on_a_later_page():
    assert "page 3" in found(statement(ROWS, ROWS, [(72, 500, NUMBER)]), NUMBER)


# --- outside of what pages show


def edited(edit):
    with pikepdf.open(io.BytesIO(statement(HONEST))) as pdf:
        edit(pdf, pdf.pages[0].obj)
        return saved(pdf)


def put(key, value):
    def edit(pdf, page):
        page[key] = pdf.make_indirect(Stream(pdf, value)) if isinstance(value, bytes) else value

    return edit


def to_unicode(number):
    text = number.encode("utf-16-be").hex().encode()
    return b"1 beginbfchar\n<00> <%s>\nendbfchar" % text


OUTSIDE = [
    (put("/Note", String(NUMBER)), "string or name"),
    (put("/Note", String("\u017d" + NUMBER)), "string or name"),  # UTF-16
    (put("/Note", String("4111 1111 1111 1111")), "string or name"),
    (put("/Note", Dictionary(Deep=[Dictionary(Down=String(NUMBER))])), "string or name"),
    (put("/Note", Name(f"/Acct{NUMBER}")), "string or name"),
    (put(f"/Acct{NUMBER}", 1), "string or name"),
    (put("/Note", NUMBER.encode()), "stream"),
    (put("/Note", b"4111 1111 1111 1111"), "stream"),
    (put("/Note", b"\0" + NUMBER.encode("utf-16-be")), "stream"),
    (put("/Note", to_unicode(NUMBER)), "stream"),
    (put("/Note", to_unicode(NUMBER).upper()), "stream"),
]


@pytest.mark.parametrize("digits", [to_unicode("JOLANDA MUSTERMANN"), to_unicode("JOLANDA MUSTERMANN").upper()])
def test_hexadecimal_digits_in_either_case(digits):
    assert "stream" in found(edited(put("/Note", digits)), "Jolanda Mustermann")


@pytest.mark.parametrize(("edit", "where"), OUTSIDE)
def test_values_outside_of_the_pages(edit, where):
    assert where in found(edited(edit), "4111 1111 1111 1111")


def test_the_pixels_of_an_image_are_no_text():
    def edit(pdf, page):
        image = Stream(pdf, NUMBER.encode(), Type=Name.XObject, Subtype=Name.Image, Width=16, Height=1)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        page.Resources.XObject["/I"] = pdf.make_indirect(image)

    check(edited(edit), NUMBER)


def test_coordinates_are_no_value():
    check(edited(put("/Note", b"0.123456 123456 m")), "123456")
    assert "stream" in found(edited(put("/Note", b"87654321 m")), "87654321")


def test_glyphs_in_a_row_are_no_value():
    row = b"".join(bytes((0, glyph)) for glyph in range(256))
    font = Dictionary(FontDescriptor=Dictionary())

    def edit(pdf, page):
        font.FontDescriptor["/FontFile2"] = pdf.make_indirect(Stream(pdf, row))
        font["/CIDToGIDMap"] = pdf.make_indirect(Stream(pdf, row))
        page.Resources.Font["/X"] = pdf.make_indirect(font)

    check(edited(edit), "ABCDEFGH")
    assert "stream" in found(edited(put("/Note", row)), "ABCDEFGH")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.5\nno more", statement()[:300]])
def test_what_the_second_reader_cannot_read(data):
    assert "could not be read back" in found(data, NUMBER)


def test_what_breaks_the_second_reader(monkeypatch):
    def extract(self):
        raise RecursionError(NUMBER)

    monkeypatch.setattr("pypdf.PageObject.extract_text", extract)
    assert "could not be read back" in found(statement(), NUMBER)


def test_the_second_reader_is_silent(caplog, recwarn):
    damaged = statement(ROWS).replace(b"startxref\n", b"startxref\n9")
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, logger="pypdf"):
        check(damaged, NUMBER)
        assert logging.getLogger("pypdf").level == logging.INFO
    assert not caplog.records
    assert not recwarn


def test_nothing_to_look_for():
    assert check(statement(), "1234", "").detail.startswith("0 covered values")
