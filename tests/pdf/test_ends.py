"""Coded data end where their code says, whatever is in them and behind them."""

import base64
import io
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from redactkit.pdf.ends import ends_of


def runs(data):
    """Return data as runs of their own bytes, and a repeated one in the end. ISO 32000-2, 7.4.5."""
    parts = [data[at : at + 128] for at in range(0, len(data), 128)]
    return b"".join(bytes([len(part) - 1]) + part for part in parts) + b"\xf0a\x80"


def jpeg(data):
    pixels = np.frombuffer(data.ljust(64, b"\0")[:64], np.uint8).reshape(8, 8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=90, comment=data[:100])
    return out.getvalue()


CODES = {
    "/AHx": lambda data: data.hex().encode() + b">",
    "/ASCIIHexDecode": lambda data: data.hex(" ").encode() + b"\n>",
    "/A85": lambda data: base64.a85encode(data) + b"~>",
    "/ASCII85Decode": lambda data: base64.a85encode(data, wrapcol=20) + b"\n~ >",
    "/RL": runs,
    "/RunLengthDecode": runs,
    "/DCT": jpeg,
    "/DCTDecode": jpeg,
}
BEHIND = st.binary(max_size=40) | st.just(b" EI Q")


@pytest.mark.parametrize("name", CODES)
@given(data=st.binary(max_size=300), before=st.binary(max_size=20), behind=BEHIND)
def test_the_end_is_where_the_code_ends(name, data, before, behind):
    code = CODES[name](data)
    assert ends_of(name, before + code + behind, len(before)) == (len(before) + len(code),)


@pytest.mark.parametrize("name", ["/Fl", "/FlateDecode"])
@pytest.mark.parametrize("level", [0, 6])
@given(data=st.binary(max_size=20_000), before=st.binary(max_size=20), behind=BEHIND)
def test_deflated_data_end_with_or_without_a_checksum(name, level, data, before, behind):
    code = zlib.compress(data, level)
    end = len(before) + len(code)
    assert ends_of(name, before + code + behind, len(before)) == (end, end - 4)
    assert ends_of(name, before + code[:-4] + behind, len(before)) == (end, end - 4)


@pytest.mark.parametrize("name", ["/AHx", "/A85", "/Fl", "/RL", "/DCT"])
@given(data=st.binary(min_size=1, max_size=300))
def test_what_is_cut_off_has_no_end(name, data):
    code = zlib.compress(data)[:-5] if name == "/Fl" else CODES[name](data)[:-1]
    assert ends_of(name, code, 0) == ends_of(name, code, len(code)) == ()


@pytest.mark.parametrize("code", [b"9jqo\xff~>", b"9jqo~ EI", b"9jqo|~>"])
def test_ascii85_ends_with_nothing_else(code):
    assert ends_of("/A85", code, 0) == ()


@pytest.mark.parametrize("code", [b"\x78\x9d" + zlib.compress(b"a")[2:], b"\x79\x9c", b"\x78\x9c\xff\xff\xff", b"x"])
def test_what_is_not_deflated_has_no_end(code):
    assert ends_of("/Fl", code, 0) == ()


@pytest.mark.parametrize("name", ["/LZW", "/CCF", "/JPXDecode", "/Unheard", "/"])
def test_other_filters_do_not_tell(name):
    assert ends_of(name, b"abc EI", 1) == (1,)
