"""Files that are too much work are refused before the work is done."""

import io
import zlib

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from redactkit.errors import DamagedFileError, InputError, TooLargeError
from redactkit.pdf import budget
from redactkit.pdf.normalise import normalise
from tests.pdf.builders import (
    PLAIN,
    content_of,
    drawn,
    edited,
    form,
    image,
    saved,
    text_of,
    written,
)


def packed(raw, *filters):
    def change(pdf):
        pdf.pages[0].obj.Contents.write(raw, filter=Array([Name(name) for name in filters]))

    return edited(PLAIN, change, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def lzw_bomb(codes):
    """Return LZW data in which every code stands for one byte more than the one before."""
    bits, entries, first = "", 258, True
    for _ in range(codes):
        if first or entries == 4093:
            bits += f"{256:0{9 if first else 12}b}{65:09b}"
            entries, first = 258, False
        else:
            bits += f"{entries:0{max((entries + 1).bit_length(), 9)}b}"
            entries += 1
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def zeros(megabytes):
    squeeze = zlib.compressobj(9)
    return b"".join([squeeze.compress(bytes(1 << 20)) for _ in range(megabytes)]) + squeeze.flush()


BOMBS = {
    "flate": lambda: packed(zeros(70), "/FlateDecode"),
    "flate twice": lambda: packed(zlib.compress(zeros(70)), "/FlateDecode", "/FlateDecode"),
    "flate in hexadecimal": lambda: packed(zeros(70).hex().encode() + b">", "/ASCIIHexDecode", "/FlateDecode"),
    "lzw": lambda: packed(lzw_bomb(60_000), "/LZWDecode"),
    "run length": lambda: packed(bytes([129, 32]) * 600_000, "/RunLengthDecode"),
    "many filters": lambda: packed(b"3e", *["/ASCIIHexDecode"] * 9),
    "content": lambda: packed(zeros(40), "/FlateDecode"),
    "forms that draw forms": lambda: written(b"/X Do", XObject=tree(7, 10)),
    "forms in forms": lambda: written(b"/X Do", XObject=tree(30, 1)),
    "pixels": lambda: pictured(Width=50_000, Height=50_000),
    "jpeg": lambda: pictured(b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01", Filter=Name.DCTDecode),
    "jpeg 2000": lambda: pictured(b"\xff\x4f\xff\x51\0\x29\0\0\0\1\0\0\0\1\0\0" + bytes(40), Filter=Name.JPXDecode),
    "inline image": lambda: written(b"BI /W 50000 /H 50000 /BPC 1 /CS /G /F /A85 ID ~> EI"),
}


def tree(depth, times):
    """Return a form that draws a form many times, which draws a form many times."""

    def xobjects(pdf):
        inner = form(pdf, b"0 0 1 1 re f")
        for _ in range(depth):
            inner = form(pdf, b"/X Do " * times, Resources=Dictionary(XObject=Dictionary(X=inner)))
        return {"/X": inner}

    return xobjects


def pictured(data=b"x", **entries):
    def xobjects(pdf):
        made = image(pdf, np.zeros((9, 9), np.uint8))
        made.write(data, filter=entries.get("Filter"))
        made.Width, made.Height = entries.get("Width", 9), entries.get("Height", 9)
        return {"/I": made}

    return written(b"q 9 0 0 9 0 0 cm /I Do Q", XObject=xobjects)


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_too_large(bomb):
    with pytest.raises(TooLargeError, match="PDF"):
        normalise(BOMBS[bomb]())


@pytest.mark.slow
def test_large_streams_within_the_limits_are_read():
    content = b"1 0 0 rg 0 0 9 9 re f\n" * 100_000
    assert content_of(normalise(packed(zlib.compress(content), "/FlateDecode"))) == content


@pytest.mark.parametrize("early", [0, 1])
def test_the_size_of_lzw_data_is_that_of_what_qpdf_decodes(early):
    raw = lzw_bomb(3000)
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        content = pdf.pages[0].obj.Contents
        content.write(raw, filter=Name.LZWDecode, decode_parms=Dictionary(EarlyChange=1))
        assert budget._lzw_size(raw, 10**9, 1) == len(content.read_bytes())
    assert budget._lzw_size(raw, 1000, early) >= 1000


def test_a_form_that_draws_itself_is_drawn_once():
    def xobjects(pdf):
        made = form(pdf, b"BT /F 12 Tf 20 60 Td (once) Tj ET /X Do")
        made.Resources.XObject = Dictionary(X=made)
        return {"/X": made}

    assert text_of(normalise(written(b"/X Do", XObject=xobjects))) == "once"


def test_pages_are_counted():
    data = drawn(*[lambda canvas: None] * 4)
    assert len(pikepdf.open(io.BytesIO(normalise(data, max_pages=4))).pages) == 4
    with pytest.raises(TooLargeError, match="more than 3 pages"):
        normalise(data, max_pages=3)


def test_a_file_without_pages_is_refused():
    with pytest.raises(DamagedFileError):
        normalise(saved(pikepdf.new()))


def test_qpdfs_own_limits_are_as_before():
    before = pikepdf.settings.get_qpdf_limits()
    for data in (PLAIN, b"%PDF-"):
        try:
            normalise(data)
        except InputError:
            continue
    assert pikepdf.settings.get_qpdf_limits() == before
