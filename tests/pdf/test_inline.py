"""Inline images come out of normalising as images of the resources, and look as they did."""

import base64
import io
import zlib

import numpy as np
import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from redactkit.errors import TooLargeError
from redactkit.pdf import scrub
from redactkit.pdf.normalise import normalise
from tests.cover.pdf.pictures import fax
from tests.pdf.builders import content_of, everything, form, image, pixels_of, written

WIDTH, HEIGHT = 40, 24  # px


def noise(components=1, bits=8, seed=1):
    size = HEIGHT * ((WIDTH * components * bits + 7) // 8)
    return np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8).tobytes()


def inline(entries, data, tail=b"\nEI"):
    head = b"q 120 0 0 72 30 50 cm 0.2 0.1 0.6 rg BI /W %d /H %d " % (WIDTH, HEIGHT)
    return head + entries + b" ID " + data + tail + b" Q"


def spaces(pdf):
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0, 0, 1]), N=1)
    white = Dictionary(WhitePoint=Array([0.95, 1, 1.09]))
    return {
        "/Cs1": Array([Name.Separation, Name.Blue, Name.DeviceRGB, pdf.make_indirect(function)]),
        "/Cs2": pdf.make_indirect(Array([Name.CalRGB, white])),
        "/Caf\xe9": Array([Name.CalGray, white]),
    }


def jpeg():
    pixels = np.frombuffer(noise(3), np.uint8).reshape(HEIGHT, WIDTH, 3)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=90)
    return out.getvalue()


BILEVEL = np.frombuffer(noise(1), np.uint8).reshape(HEIGHT, WIDTH) > 127
GRAY, DEFLATED = noise(), zlib.compress(noise())
RUNS = b"".join(b"\x7f" + GRAY[at : at + 128].ljust(128, b"\0") for at in range(0, len(GRAY), 128)) + b"\x80"
ROWS = b"".join(b"\x02" + GRAY[at : at + WIDTH] for at in range(0, len(GRAY), WIDTH))
KINDS = {
    "plain": (b"/BPC 8 /CS /G", GRAY),
    "in full": (b"/BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode", DEFLATED),
    "rgb": (b"/BPC 8 /CS /RGB", noise(3)),
    "cmyk": (b"/BPC 8 /CS /CMYK /F [/Fl]", zlib.compress(noise(4))),
    "4 bits": (b"/BPC 4 /CS /G", noise(1, 4)),
    "1 bit": (b"/BPC 1 /CS /G", noise(1, 1)),
    "palette": (b"/BPC 8 /CS [/I /RGB 255 <" + noise(3)[:768].hex().encode() + b">]", GRAY),
    "palette of 2": (b"/BPC 1 /CS [/Indexed /DeviceRGB 1 (\\000\\377\\000abc)]", noise(1, 1)),
    "one ink": (b"/BPC 8 /CS /Cs1", GRAY),
    "calibrated": (b"/BPC 8 /CS /Cs2 /F /Fl", zlib.compress(noise(3))),
    "a name with an accent": (b"/BPC 8 /CS /Caf#c3#a9", GRAY),
    "stencil": (b"/IM true /BPC 1", noise(1, 1)),
    "inverted stencil": (b"/IM true /D [1 0]", noise(1, 1)),
    "inverted": (b"/BPC 8 /CS /G /D [1 0] /I true", GRAY),
    "part of a range": (b"/BPC 8 /CS /G /D [.25 0.75]", GRAY),
    "hexadecimal": (b"/BPC 8 /CS /G /F /AHx", GRAY.hex().encode() + b">"),
    "ascii85": (b"/BPC 8 /CS /G /F [/A85 /Fl]", base64.a85encode(DEFLATED) + b"~>"),
    "predicted": (b"/BPC 8 /CS /G /F /Fl /DP <</Predictor 15 /Columns 40>>", zlib.compress(ROWS)),
    "two parameters": (
        b"/BPC 8 /CS /G /F [/AHx /Fl] /DP [null <</Predictor 15 /Columns 40>>]",
        zlib.compress(ROWS).hex().encode() + b">",
    ),
    "runs": (b"/BPC 8 /CS /G /F /RL", RUNS),
    "jpeg": (b"/BPC 8 /CS /RGB /F /DCT", jpeg()),
    "fax": (b"/BPC 1 /CS /G /F /CCF /DP <</K -1 /Columns 40 /Rows 24>>", fax(BILEVEL)),
    "with a length": (b"/BPC 8 /CS /G /L 960 /F /Fl", DEFLATED),
    "cut off": (b"/BPC 8 /CS /G /F /Fl", zlib.compress(GRAY[:500])),
}


def images_of(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = pdf.pages[0].obj.Resources.get("/XObject", Dictionary()).values()
        return [{key: value for key, value in each.items() if key != "/ColorSpace"} for each in found]


@pytest.mark.parametrize("kind", KINDS)
def test_an_inline_image_looks_as_it_did(kind):
    before = written(inline(*KINDS[kind]), ColorSpace=spaces)
    done = normalise(before)
    assert len(np.unique(pixels_of(before))) > 1
    assert np.array_equal(pixels_of(before), pixels_of(done))
    assert b"BI" not in content_of(done)
    (found,) = images_of(done)
    assert (found["/Width"], found["/Height"], found["/Subtype"]) == (WIDTH, HEIGHT, Name.Image)
    assert not found.keys() & {"/W", "/H", "/L", "/CS", "/F"}
    assert content_of(normalise(done)) == content_of(done)
    assert images_of(normalise(done)) == images_of(done)


@pytest.mark.parametrize(
    "behind",
    [b"", b" Q [(abc)] TJ", b" Q -12.5 0 0 -0.5 0 0 cm", b"\nQ BT /F 12 Tf (\xe9\x80\x00) Tj ET", b"\n\n\n\n\nQ"],
)
@pytest.mark.parametrize("kind", ["stencil", "runs", "jpeg", "fax", "in full", "one ink"])
def test_a_second_reader_reads_what_stands_behind(kind, behind):
    data = written(inline(*KINDS[kind]) + behind + b" BT /F 12 Tf 20 20 Td (shown) Tj ET", ColorSpace=spaces)
    assert pypdf.PdfReader(io.BytesIO(normalise(data))).pages[0].extract_text().endswith("shown")


def test_a_palette_may_have_colours_of_the_resources():
    before = written(inline(b"/BPC 1 /CS [/I /Cs2 1 (\\000\\377\\000abc)]", noise(1, 1)), ColorSpace=spaces)
    assert len(np.unique(pixels_of(normalise(before)).reshape(-1, 3), axis=0)) > 2


def test_the_same_image_is_there_once():
    content = inline(*KINDS["plain"]) + b" 1 0 0 1 9 9 cm " + inline(*KINDS["plain"]) + b" " + inline(*KINDS["rgb"])
    before = written(content)
    done = normalise(before)
    assert len(images_of(done)) == 2
    assert np.array_equal(pixels_of(before), pixels_of(done))


def test_names_that_are_taken_stay_with_what_has_them():
    def taken(pdf):
        return {"/Inline0": image(pdf, np.full((4, 4), 99, np.uint8))}

    content = inline(*KINDS["plain"]) + b" q 50 0 0 50 200 20 cm /Inline0 Do Q " + inline(*KINDS["rgb"])
    before = written(content, XObject=taken)
    done = normalise(before)
    assert len(images_of(done)) == 3
    assert np.array_equal(pixels_of(before), pixels_of(done))


def test_forms_have_their_own():
    def forms(pdf):
        return {"/X": form(pdf, inline(b"/BPC 8 /CS /Cs1", GRAY), Resources=Dictionary(ColorSpace=spaces(pdf)))}

    before = written(b"/X Do 1 0 0 1 90 60 cm /X Do", XObject=forms)
    done = normalise(before)
    with pikepdf.open(io.BytesIO(done)) as pdf:
        (found,) = pdf.pages[0].obj.Resources.XObject.values()
        assert set(found.Resources.XObject.keys()) == {"/Inline0"}
        assert b"BI" not in found.read_bytes()
    assert np.array_equal(pixels_of(before), pixels_of(done))


def test_forms_without_resources_look_for_colours_in_those_of_the_page():
    def forms(pdf):
        made = form(pdf, inline(b"/BPC 8 /CS /Cs1", GRAY))
        del made["/Resources"]
        return {"/X": made}

    before = written(b"/X Do", XObject=forms, ColorSpace=spaces)
    assert np.array_equal(pixels_of(before), pixels_of(normalise(before)))


def test_glyphs_keep_theirs():
    def fonts(pdf):
        glyph = pdf.make_indirect(Stream(pdf, b"9 0 0 0 8 8 d1 q 8 0 0 8 0 0 cm BI /W 8 /H 1 /IM true ID \xa5 EI Q"))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 8, 8]), FirstChar=97, LastChar=97)
        font.FontMatrix, font.Widths, font.CharProcs = Array([0.1, 0, 0, 0.1, 0, 0]), Array([9]), Dictionary(a=glyph)
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name("/a")]))
        return {"/G": font}

    before = written(b"BT /G 20 Tf 20 60 Td (aaa) Tj ET", Font=fonts)
    done = normalise(before)
    assert b"BI /W 8 /H 1 /IM true ID \xa5 EI" in everything(done)
    assert np.array_equal(pixels_of(before), pixels_of(done))


@pytest.mark.parametrize(
    "entries",
    [b"/BPC 8 /CS /Nowhere", b"/BPC 8 /CS [/ICCBased 5]", b"/BPC 8 /CS /G /Width 40", b"/BPC 8 /CS /G /F / ", b"/CS 3"],
)
def test_content_stays_as_it_is_with_one_that_cannot_be_understood(entries):
    content = inline(entries, GRAY)
    assert content_of(normalise(written(content))) == content


def test_there_is_a_limit(monkeypatch):
    monkeypatch.setattr(scrub, "_MAX_INLINE", 2)
    content = b" ".join(inline(b"/BPC 8 /CS /G", noise(1, 8, seed)) for seed in range(3))
    with pytest.raises(TooLargeError):
        normalise(written(content))


@pytest.mark.slow
def test_images_that_grow_too_large_are_refused():
    bomb = zlib.compress(bytes(201_000_000), 9)
    with pytest.raises(TooLargeError):
        normalise(written(inline(b"/BPC 8 /CS /G /F /Fl", bomb)))
