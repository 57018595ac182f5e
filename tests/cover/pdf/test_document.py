"""Whole documents: forms, resources, fonts, tags, annotations, boxes, and pages that fail."""

import io
import re

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from redactkit.cover.paint import SOLID_RGB
from redactkit.cover.pdf import erase
from redactkit.model import Quad
from redactkit.pdf.pdfium import Reader
from tests.cover.pdf.sheets import area, characters, check_gone, check_kept, erased, text
from tests.pdf.builders import content_of, drawn, edited, everything, form, helvetica, texts, written

SECRET = b"BT /F 10 Tf 10 100 Td (4111111111111111 stays) Tj ET"
AREA = area(9, 97, 10 + 16 * 5.56, 110)
CARD = b"411111111111"


def named(**makers):
    """Return what adds XObjects."""
    return lambda pdf: {f"/{name}": make(pdf) for name, make in makers.items()}


def test_boxes_are_drawn_last_and_solid():
    data = erased(
        written(SECRET + b" q 0 1 0 rg 0 0 m 300 0 l 300 200 l 0 200 l f"),
        AREA,
        Quad(((150, 40), (170, 60), (150, 80), (130, 60))),
    )
    with Reader(data) as reader:
        pixels = reader.render(0, 600, 400)
    assert (pixels[400 - 2 * 108 : 400 - 2 * 98, 20 : 2 * 98] == SOLID_RGB).all()
    assert (pixels[400 - 122 : 400 - 118, 290:310] == SOLID_RGB).all()
    assert (pixels[400 - 2 * 78, 2 * 135] == (0, 255, 0)).all()  # beside the tilted one
    assert (pixels[10, 10] == (0, 255, 0)).all()


def test_what_content_leaves_open_does_not_reach_the_boxes():
    for content in (
        b"q 2 0 0 2 0 0 cm q BT /F 9 Tf",
        b"Q Q 2 0 0 2 9 9 cm",
        b"0 0 9 9 re W n",
        b"BT 7 Tr /F 9 Tf (a) Tj",
        b"0 0 m 9 9 l",
    ):
        with Reader(erased(written(content), AREA)) as reader:
            pixels = reader.render(0, 300, 200)
        assert (pixels[200 - 105, 50] == SOLID_RGB).all()


def test_a_restore_without_a_save_is_ignored_as_viewers_do():
    before = written(b"2 0 0 2 0 0 cm Q BT /F 10 Tf 10 40 Td (12345) Tj ET")
    check_kept(before, erased(before, area(20, 70, 42, 100)), [2, 3, 4])


def test_a_form_is_rewritten_where_it_is_drawn():
    before = written(
        b"q 1 0 0 1 0 0 cm /X Do Q q 1 0 0 1 0 -60 cm /X Do Q", XObject=named(X=lambda pdf: form(pdf, SECRET))
    )
    after = erased(before, AREA)
    check_kept(before, after, range(16, len(characters(before))))
    both = erased(before, AREA, area(9, 37, 99, 50))
    check_gone(both, CARD)
    assert text(both) == "staysstays"


def test_forms_in_forms_with_matrices():
    def outer(pdf):
        inner = form(pdf, SECRET, Matrix=Array([0.5, 0, 0, 0.5, 20, 10]))
        return form(pdf, b"q 2 0 0 2 0 0 cm /Y Do Q", Resources=Dictionary(XObject=Dictionary(Y=inner)))

    before = written(b"q 1 0 0 1 -40 -20 cm /X Do Q", XObject=named(X=outer))
    after = erased(before, AREA)
    check_kept(before, after, range(16, len(characters(before))))
    check_gone(after, CARD)


def test_a_form_without_resources_uses_those_of_the_page():
    def bare(pdf):
        made = form(pdf, SECRET)
        del made.Resources
        return made

    before = written(b"/X Do", XObject=named(X=bare))
    after = erased(before, AREA)
    check_kept(before, after, range(16, len(characters(before))))
    check_gone(after, CARD)


def test_a_form_begins_with_the_state_of_what_draws_it():
    def inner(pdf):
        return form(pdf, b"BT 10 100 Td (4111111111111111) Tj ET")

    before = written(b"BT /F 5 Tf 200 Tz ET /X Do", XObject=named(X=inner))
    assert len(characters(before)) == 16
    check_gone(erased(before, AREA), CARD)


def test_text_of_a_form_outside_of_its_box_goes_too():
    def narrow(pdf):
        made = form(pdf, SECRET)
        made.BBox = Array([0, 0, 5, 5])
        return made

    before = written(b"/X Do", XObject=named(X=narrow))
    check_gone(erased(before, AREA), CARD)


def nested(pdf, depth):
    made = form(pdf, SECRET)
    for _ in range(depth):
        made = form(pdf, b"/X Do /X Do", Resources=Dictionary(XObject=Dictionary(X=made)))
    return made


@pytest.mark.parametrize("depth", [13, 40])
def test_forms_that_nest_too_deeply_fail_the_page(depth):
    result = erase(written(b"/X Do", XObject=named(X=lambda pdf: nested(pdf, depth))), {0: [AREA]})
    assert result.failed == {0}
    check_gone(result.data, CARD)


def test_a_form_that_draws_itself_fails_the_page():
    def change(pdf):
        made = pdf.pages[0].Resources.XObject.X
        made.Resources = Dictionary(XObject=Dictionary(X=made), Font=Dictionary(F=helvetica()))
        made.write(SECRET + b" /X Do")

    before = edited(written(b"/X Do", XObject=named(X=lambda pdf: form(pdf, b""))), change)
    assert erase(before, {0: [AREA]}).failed == {0}


def test_only_what_is_drawn_stays_in_the_resources():
    makers = {"X": lambda pdf: form(pdf, b"0 0 9 9 re f"), "Unused": lambda pdf: form(pdf, SECRET)}
    after = erase(written(b"/X Do", XObject=named(**makers)), {}).data
    assert b"/Unused" not in everything(after)
    check_gone(after, CARD)


def test_a_form_that_stays_loses_what_it_does_not_use():
    def unused(pdf):
        return form(
            pdf, b"BT /F 9 Tf (a) Tj ET", Resources=Dictionary(Font=Dictionary(F=helvetica(), Secret=helvetica()))
        )

    after = erased(written(b"/X Do " + SECRET, XObject=named(X=unused)), AREA)
    assert b"/Secret" not in everything(after)
    assert text(after) == "astays"


SMALL_FONTS = {"/Kept": helvetica(), "/Secret": helvetica()}


def test_a_font_goes_with_the_last_text_in_it():
    content = b"BT /Secret 10 Tf 10 100 Td (4111) Tj /Kept 10 Tf 20 -40 Td (kept) Tj ET"
    before = written(content, Font=SMALL_FONTS)
    after = erased(before, AREA)
    assert b"/Secret" not in everything(after)
    check_kept(before, after, range(4, 8))
    assert b"/Secret" in everything(erased(before, area(9, 97, 20, 110)))


def with_texts(pdf):
    """Return Helvetica with a map to text, one code at a time."""
    lines = b"".join(b"<%02x> <%04x>\n" % (code, code) for code in range(32, 127))
    font = helvetica()
    font.ToUnicode = pdf.make_stream(b"95 beginbfchar\n" + lines + b"endbfchar")
    return {"/T": pdf.make_indirect(font)}


def codes_of(data, index=0):
    """Return the codes that the map to text of a page's only font names."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (font,) = pdf.pages[index].Resources.Font.values()
        return {int(code, 16) for code in re.findall(rb"<(\w\w)> <\w{4}>", font.ToUnicode.read_bytes())}


def test_maps_to_text_lose_the_codes_that_only_removed_text_used():
    content = b"BT /T 10 Tf 10 100 Td (4711 PIN) Tj 0 -40 Td [(4)-20(2)] TJ ET"
    before = written(content, Font=with_texts)
    after = erased(before, AREA)
    assert codes_of(after) == set(b"42")
    assert text(after) == "42"
    assert len(codes_of(erased(before, area(200, 150, 220, 160)))) == 95


def test_a_font_of_several_pages_keeps_what_any_of_them_uses():
    before = drawn(
        lambda canvas: canvas.drawString(10, 100, "4111 1"), lambda canvas: canvas.drawString(10, 100, "page two")
    )

    def change(pdf):
        font = pdf.make_indirect(with_texts(pdf)["/T"])
        for found in pdf.pages:
            found.obj.Resources = Dictionary(Font=Dictionary(F1=font))

    result = erase(edited(before, change), {0: [AREA]})
    assert codes_of(result.data, 1) == set(b"page two")


def test_type_3_glyphs_that_only_removed_text_used_go():
    def type3(pdf):
        procedures = {
            name: pdf.make_stream(b"50 0 d0 0 0 40 %d re f" % height) for name, height in (("/a", 61), ("/b", 62))
        }
        return {
            "/T": Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontMatrix=Array([0.01, 0, 0, 0.01, 0, 0]),
                FontBBox=Array([0, 0, 50, 70]),
                CharProcs=Dictionary(procedures),
                Encoding=Dictionary(Differences=Array([97, Name.a, Name.b])),
                FirstChar=97,
                Widths=Array([50, 50]),
            )
        }

    before = written(b"BT /T 10 Tf 10 100 Td (ab) Tj 0 -40 Td (b) Tj ET", Font=type3)
    whole = everything(erased(before, area(9, 98, 15, 108)))
    assert b"40 61 re" not in whole
    assert b"40 62 re" in whole


TAGGED = [
    b"/Span <</ActualText (4111111111111111)>> BDC BT /F 9 Tf (a) Tj ET EMC",
    b"/Span <</MCID 1 /Alt (4111111111111111)>> BDC BT /F 9 Tf (a) Tj ET EMC",
    b"/Span /Listed BDC BT /F 9 Tf (a) Tj ET EMC",
    b"/Tag <</E (4111111111111111)>> DP BT /F 9 Tf (a) Tj ET",
    b"% 4111111111111111\n BT /F 9 Tf (a) Tj ET % 4111111111111111",
    b"BT /F 9 Tf (a) Tj ET (4111111111111111) unheard",
    b"BT /F 9 Tf (a) Tj ET (4111111111111111) w",
    b"BT /F 9 Tf (a) Tj ET (4111111111111111)",
]
PERCENT = b"BT /F 9 Tf 10 150 Td (5%) Tj [(\\(5% (a) b\\))] TJ ET % 4111111111111111"


@pytest.mark.parametrize("content", TAGGED)
def test_what_content_says_without_showing_it_goes(content):
    listed = {"/Listed": Dictionary(ActualText=b"4111111111111111")}
    after = erase(written(content, Properties=listed), {}).data
    check_gone(after, CARD)
    assert text(after) == "a"
    assert content_of(after).count(b"BMC") == content_of(after).count(b"EMC") == content.count(b"BDC")


def test_a_percent_sign_in_a_string_begins_no_comment():
    after = erase(written(PERCENT), {}).data
    assert text(after) == "5%(5%(a)b)"
    check_gone(after, CARD)


def test_annotations_and_what_else_hangs_on_a_page_go():
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=b"http://4111111111111111"),
    )
    entries = {"Annots": Array([link]), "PieceInfo": Dictionary(A=b"4111111111111111"), "Rotate": 90, "UserUnit": 2}
    after = erase(written(b"", entries=entries), {}).data
    check_gone(after, CARD)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert (pdf.pages[0].obj.Rotate, pdf.pages[0].obj.UserUnit) == (90, 2)


def masked(content):
    """Return a graphics state whose soft mask is drawn by some content."""
    return lambda pdf: {"/G": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form(pdf, content)))}


@pytest.mark.parametrize(("content", "fails"), [(SECRET, True), (b"0 0 300 200 re f", False)])
def test_a_soft_mask_that_shows_something_under_an_area_fails_the_page(content, fails):
    result = erase(written(b"/G gs 0 0 300 200 re f", ExtGState=masked(content)), {0: [AREA]})
    assert result.failed == (frozenset({0}) if fails else frozenset())


def test_one_page_that_fails_does_not_harm_the_others():
    before = edited(
        drawn(*[lambda canvas: canvas.drawString(10, 100, "4111111111111111 stays")] * 3),
        lambda pdf: pdf.pages[1].obj.__setattr__("Contents", pdf.make_stream(SECRET + b" [ (a) Tj")),
    )
    result = erase(before, {0: [AREA], 1: [AREA], 2: [AREA]})
    assert result.failed == {1}
    assert [text(result.data, index) for index in range(3)] == ["111stays", "", "111stays"]
    assert SECRET[30:40] not in everything(result.data)


HOSTILE = [
    b"BT /F 9 Tf [(a) % 4111\n (b)] TJ ET",
    b"1 % 4111\n w",
    b"1 0 0 1 99999999999 0 cm",
    b"q " + b"999999999 0 0 999999999 0 0 cm " * 40 + b"0 0 9 9 re f Q",
    b"0 0 l S",
    b"BT /F Tf",
    b"BI /W 9 ID x",
    b"(4111111111111111) n",
    b"BT (4111111111111111) ET",
    b"4111111111111111 Q",
    b"/4111111111111111 1 0 0 1 0 0 cm",
    b"(4111111111111111) /X Do",
    b"0 0 1 <4111111111111111> rg",
    b"[(4111111111111111)] g",
    b"(4111111111111111) /P scn",
]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_content_fails_the_page(content):
    result = erase(written(SECRET + b" " + content), {0: [AREA]})
    assert result.failed == {0}
    check_gone(result.data, CARD)


@pytest.mark.parametrize(
    "entries",
    [
        {"MediaBox": Array([0, 0, 0, 0]), "CropBox": Array([700, 900, 800, 999])},
        {"MediaBox": Array([0, 0, 100, 1_000_000])},
    ],
)
def test_a_page_of_no_use_fails(entries):
    assert erase(written(SECRET, entries=entries), {0: [area(0, 0, 100, 10**6)]}).failed == {0}


def test_what_a_page_inherits_does_not_stay_above_it():
    def raise_resources(pdf):
        pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
        del pdf.pages[0].obj.Resources

    content = b"BT /Secret 10 Tf 10 100 Td (4111) Tj /F 10 Tf 20 -40 Td (kept) Tj ET"
    before = edited(written(content, Font=SMALL_FONTS), raise_resources)
    after = erased(before, AREA)
    assert b"/Secret" not in everything(after)
    assert text(after) == "kept"


def test_areas_on_a_page_that_is_not_there():
    with pytest.raises(IndexError):
        erase(texts((10, 100, "a")), {1: [AREA]})


def test_the_same_input_gives_the_same_bytes():
    before = texts((10, 100, "4111 1111 1111 1111"), (10, 50, "stays"))
    assert erased(before, AREA) == erased(before, AREA)


def test_nothing_is_told_by_its_repr():
    assert "data" not in repr(erase(texts((10, 100, "a")), {}))


def test_a_page_of_reportlab():
    before = drawn(
        lambda canvas: [canvas.drawString(10, 180 - 15 * line, f"Line {line} 4111 1111") for line in range(9)]
    )
    after = erased(before, area(9, 85, 200, 101))  # the baseline of line 6 lies at 90
    left = "".join(f"Line{line}41111111" for line in range(9) if line != 6)
    assert text(after) == left
    assert np.array_equal(rendered(before)[:180], rendered(after)[:180])


def rendered(data):
    with Reader(data) as reader:
        return reader.render(0, 600, 400)
