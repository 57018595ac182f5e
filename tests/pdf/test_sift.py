"""What does not show on a page is gone, and what shows is as it was, pixel for pixel."""

import io
import zlib

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader
from tests.pdf.builders import (
    SAY,
    SECRET,
    content_of,
    edited,
    everything,
    form,
    helvetica,
    hidden_forms,
    image,
    layers,
    pixels_of,
    text_of,
    written,
)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (b"/Span <</ActualText (%s)>> BDC BT /F 12 Tf 20 60 Td (a) Tj ET EMC", "a"),
        (b"/Figure <</Alt (%s) /MCID 3>> BDC BT /F 12 Tf 20 60 Td (a) Tj ET EMC", "a"),
        (b"/Span <</E (%s)>> DP BT /F 12 Tf 20 60 Td (a) Tj ET /P MP", "a"),
        (b"%% %s\nBT /F 12 Tf 20 60 Td (a) Tj ET", "a"),
        (b"BT /F 12 Tf 3 Tr 20 60 Td (%s) Tj ET BT 20 20 Td 0 Tr (a) Tj ET", "a"),
        (b"BT /F 12 Tf 3 Tr 20 60 Td [(%s) 20 (x)] TJ 0 Tr 0 -20 Td (a) Tj ET", "a"),
        (b"3 Tr BT /F 12 Tf 14 TL 20 60 Td (%s) ' 0 Tr (a) ' ET", "a"),
        (b'3 Tr BT /F 12 Tf 14 TL 20 60 Td 1 2 (%s) " 0 Tr T* (a) Tj ET', "a"),
        (b"q 7 Tr BT /F 12 Tf 20 60 Td (%s) Tj ET Q BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"q 3 Tr /X Do Q BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"/OC /Off BDC BT /F 12 Tf 20 60 Td (%s) Tj ET /X Do EMC BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"/OC /Off BDC /Span BMC BT /F 12 Tf 20 60 Td (%s) Tj ET EMC EMC BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"/OC /NotOn BDC BT /F 12 Tf 20 60 Td (%s) Tj ET EMC BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"/OC /AllOn BDC BT /F 12 Tf 20 60 Td (%s) Tj ET EMC BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"/Off Do BT /F 12 Tf 20 20 Td (a) Tj ET", "a"),
        (b"/OC /On BDC BT /F 12 Tf 20 60 Td (b) Tj ET EMC BT /F 12 Tf 20 20 Td (a) Tj ET", "ba"),
        (b"/OC /AnyOn BDC BT /F 12 Tf 20 60 Td (b) Tj ET EMC BT /F 12 Tf 20 20 Td (a) Tj ET", "ba"),
    ],
)
def test_what_does_not_show_on_a_page_goes(content, kept):
    data = edited(written(content % SECRET if b"(%s)" in content else content, XObject=hidden_forms), layers)
    assert SECRET in everything(data)
    done = normalise(data)
    assert SECRET not in everything(done)
    assert text_of(done) == kept
    assert b"DC" not in content_of(done)
    assert np.array_equal(pixels_of(data), pixels_of(done))


@pytest.mark.parametrize(
    ("default", "usage", "shown"),
    [
        ({}, None, True),
        ({"OFF": True}, None, False),
        ({"BaseState": Name.OFF}, None, False),
        ({"BaseState": Name.OFF, "ON": True}, None, True),
        ({"AS": "View"}, Name.OFF, False),
        ({"AS": "View", "OFF": True}, Name.ON, True),
        ({"AS": "Print"}, Name.OFF, True),
    ],
)
def test_layers_are_as_the_default_configuration_says(default, usage, shown):
    def change(pdf):
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        if usage:
            layer.Usage = Dictionary(View=Dictionary(ViewState=usage))
        made = {key: Array([layer]) if value is True else value for key, value in default.items() if key != "AS"}
        if "AS" in default:
            made["AS"] = Array([Dictionary(Event=Name("/" + default["AS"]), OCGs=Array([layer]), Category=[Name.View])])
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary({f"/{k}": v for k, v in made.items()}))
        pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)

    data = edited(written(b"/OC /L BDC BT /F 12 Tf 20 20 Td (layer) Tj ET EMC"), change)
    assert text_of(normalise(data)) == ("layer" if shown else "")


def test_layers_hide_shades_paths_and_inline_images_but_not_what_they_set():
    square = b"q 50 0 0 50 200 100 cm BI /W 2 /H 2 /BPC 8 /CS /G ID aaaa EI Q "
    content = b"/OC /Off BDC 1 0 0 rg 0 0 100 100 re f 50 50 100 100 re W S " + square + b"EMC 0 0 300 200 re f"
    data = edited(written(content, XObject=hidden_forms), layers)
    done = pixels_of(normalise(data))
    red = (done == (255, 0, 0)).all(axis=2)
    assert red[100:300, 100:300].mean() > 0.98  # the clip and the colour still hold
    assert (done[~red] > 250).mean() > 0.98


def test_a_form_drawn_both_ways_stays_where_it_shows():
    data = written(b"/X Do q 1 0 0 1 0 50 cm 3 Tr /X Do Q", XObject=lambda pdf: {"/X": form(pdf, SAY)})
    done = normalise(data)
    assert text_of(done) == SECRET.decode()
    assert np.array_equal(pixels_of(data), pixels_of(done))


def test_text_used_as_a_clip_stays():
    data = written(b"q 7 Tr BT /F 60 Tf 20 60 Td (clip) Tj ET 0 0 300 200 re f Q")
    done = normalise(data)
    assert text_of(done) == "clip"
    assert np.array_equal(pixels_of(data), pixels_of(done))


def test_invisible_text_stays_invisible_where_visible_text_would_move():
    data = written(b"BT /F 12 Tf 20 60 Td 3 Tr (12) Tj 0 Tr (34) Tj ET")
    with Reader(normalise(data)) as reader:
        assert [(one.char, one.visible) for one in reader.characters(0)] == [
            ("1", False),
            ("2", False),
            ("3", True),
            ("4", True),
        ]
    assert np.array_equal(pixels_of(data), pixels_of(normalise(data)))


PIECES = st.sampled_from(
    [
        *(b"q", b"Q", b"BT /F 12 Tf 20 90 Td", b"ET", b"T*", b"15 -20 Td", b"1 0 .2 1 40 150 Tm", b"14 TL"),
        *(b"(ab) Tj", b"[(c) -200 (d)] TJ", b"(e) '", b'1 .5 (f) "', b"0 Tr", b"3 Tr", b"5 Tr", b"7 Tr"),
        *(b"/P <</MCID 1>> BDC", b"/OC /Off BDC", b"/OC /On BDC", b"EMC", b"/X Do", b"0 1 0 rg"),
        *(b"30 30 90 60 re f", b"100 20 80 80 re W n", b"9 9 m 250 180 l S"),
    ]
)


@pytest.mark.slow
@given(st.lists(PIECES, max_size=25))
@settings(max_examples=80, deadline=None)
def test_what_shows_stays_as_it_was(pieces):
    data = edited(written(b"\n".join(pieces), XObject=hidden_forms), layers)
    done = normalise(data)
    assert np.array_equal(pixels_of(data), pixels_of(done))
    assert normalise(done) == done


def test_names_that_are_not_utf_8_work():
    def change(pdf):
        pdf.pages[0].obj.Resources.Font[pikepdf.Object.parse(b"/B#ff#20")] = helvetica()

    data = edited(written(b"BT /B#ff#20 12 Tf 20 20 Td (bold) Tj ET"), change)
    assert text_of(normalise(data)) == "bold"


def test_a_form_without_resources_has_those_around_it():
    def xobjects(pdf):
        bare = form(pdf, SAY)
        del bare.Resources
        return {"/X": form(pdf, b"/Y Do", Resources=Dictionary(XObject=Dictionary(Y=bare)))}

    data = written(b"/X Do", XObject=xobjects)
    assert text_of(data) == text_of(normalise(data)) == SECRET.decode()


def test_soft_masks_patterns_and_glyphs_are_sifted_and_kept():
    hidden = b" 3 Tr " + SAY

    def states(pdf):
        mask = form(pdf, b"1 g 0 0 150 200 re f" + hidden)
        mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        return {"/M": Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=mask))}

    def patterns(pdf):
        cell = Stream(pdf, b"0 0 1 rg 0 0 5 5 re f" + hidden, PatternType=1, PaintType=1, TilingType=1)
        cell.BBox, cell.XStep, cell.YStep = Array([0, 0, 10, 10]), 10, 10
        cell.Resources = Dictionary(Font=Dictionary(F=helvetica()))
        return {"/P": pdf.make_indirect(cell)}

    def fonts(pdf):
        glyph = pdf.make_indirect(Stream(pdf, b"600 0 0 0 500 700 d1 0 0 500 700 re f" + hidden))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 700], FirstChar=65, LastChar=65)
        font.FontMatrix, font.Widths = Array([0.001, 0, 0, 0.001, 0, 0]), Array([600])
        font.CharProcs, font.Encoding = Dictionary(A=glyph), Dictionary(Differences=[65, Name.A])
        font.Resources = Dictionary(Font=Dictionary(F=helvetica()))
        return {"/T": pdf.make_indirect(font)}

    content = b"/Pattern cs /P scn 0 0 300 100 re f /M gs 1 0 0 rg 0 100 300 100 re f BT /T 40 Tf 40 40 Td (A) Tj ET"
    data = written(content, ExtGState=states, Pattern=patterns, Font=fonts)
    done = normalise(data)
    pixels = pixels_of(data)
    assert tuple(pixels[300, 100]) == (255, 0, 0)  # the glyph
    assert tuple(pixels[396, 4]) == (0, 0, 255)  # the pattern
    assert (pixels[:200, 300:] == 255).all()  # masked out
    assert np.array_equal(pixels_of(data), pixels_of(done))
    assert SECRET not in everything(done)


def test_content_that_cannot_be_understood_stays_for_others_to_refuse():
    data = written(b"BT /F 12 Tf 20 20 Td (before) Tj ET [ (x")
    assert text_of(normalise(data)) == "before"


def test_pictures_lose_what_is_no_picture():
    out, profile = io.BytesIO(), Image.Exif()
    profile[0x010E] = SECRET.decode()
    Image.fromarray(np.full((20, 30, 3), 90, np.uint8)).save(out, "JPEG", exif=profile, comment=SECRET)
    jpeg = out.getvalue() + SECRET
    filters = {"/I": Name.DCTDecode, "/J": Array([Name.FlateDecode, Name.DCTDecode])}

    def xobjects(pdf):
        made = {name: image(pdf, np.zeros((20, 30, 3), np.uint8), Metadata=Stream(pdf, SECRET)) for name in filters}
        made["/I"].write(jpeg, filter=filters["/I"])
        made["/J"].write(zlib.compress(jpeg), filter=filters["/J"])
        return made

    data = written(b"q 90 0 0 60 20 20 cm /I Do Q q 90 0 0 60 150 20 cm /J Do Q", XObject=xobjects)
    done = normalise(data)
    assert SECRET in everything(data)
    assert SECRET not in everything(done)
    assert np.array_equal(pixels_of(data), pixels_of(done))
