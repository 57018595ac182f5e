"""CMaps: codes, CIDs, and ToUnicode maps cut down to what is used."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.pdf.cmap import IDENTITY_H, IDENTITY_V, UnsupportedCMap, parse_cmap, trimmed_to_unicode

MIXED = b"""
/CIDInit /ProcSet findresource begin 12 dict begin begincmap
2 begincodespacerange <00> <7f> <8140> <9ffc> endcodespacerange
2 begincidrange <20> <7e> 1 <8140> <817e> 633 endcidrange
1 begincidchar <9ff0> 7000 endcidchar
endcmap
"""


def test_codes_have_as_many_bytes_as_their_codespace():
    cmap = parse_cmap(MIXED)
    assert list(cmap.codes(b"A\x81\x40B\x9f\xf0")) == [b"A", b"\x81\x40", b"B", b"\x9f\xf0"]
    assert list(cmap.codes(b"\xffA\x81")) == [b"\xff", b"A", b"\x81"]  # of no codespace: as long as the shortest


def test_codes_mean_cids():
    cmap = parse_cmap(MIXED)
    assert [cmap.cid(code) for code in (b"\x20", b"A", b"\x81\x41", b"\x9f\xf0", b"\x7f", b"\x00\x41")] == [
        1,
        34,
        634,
        7000,
        0,
        0,
    ]


def test_identity():
    assert list(IDENTITY_H.codes(b"\0A\1\2\3")) == [b"\0A", b"\1\2", b"\3"]
    assert IDENTITY_H.cid(b"\1\2") == 258
    assert (IDENTITY_H.vertical, IDENTITY_V.vertical) == (False, True)


def test_a_cmap_without_codespaces_has_two_bytes():
    cmap = parse_cmap(b"/Identity-H usecmap 1 begincidchar <0041> 7 endcidchar")
    assert list(cmap.codes(b"\0A\0B")) == [b"\0A", b"\0B"]
    assert [cmap.cid(b"\0A"), cmap.cid(b"\0B")] == [7, 66]


@pytest.mark.parametrize(("data", "vertical"), [(b"/WMode 1 def", True), (b"/WMode 0 def", False), (b"", False)])
def test_writing_mode(data, vertical):
    assert parse_cmap(data).vertical is vertical
    assert parse_cmap(data, vertical=True).vertical


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"/GBK-EUC-H usecmap", b"begincidchar" + b" <01> 1" * 200_001 + b" endcidchar"])
def test_what_cannot_be_followed_is_refused(data):
    with pytest.raises(UnsupportedCMap):
        parse_cmap(data)


TEXTS = b"""begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0001> <0041> <0002> <d83dde00> endbfchar
3 beginbfrange <0010> <0013> <0061> <0020> <0022> [<0058> <0059005a> <0051>] <0030> <0031> <00ff> endbfrange endcmap"""


def texts_of(data):
    """Read a map that has single codes only, as every reader of them does."""
    assert b"range" not in data.replace(b"codespacerange", b"")
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S)
        for code, text in re.findall(rb"<(\w+)> <(\w+)>", block)
    }


ALL = {
    1: "A",
    2: "\U0001f600",
    16: "a",
    17: "b",
    18: "c",
    19: "d",
    32: "X",
    33: "YZ",
    34: "Q",
    48: "\xff",
    49: "\u0100",
}


@given(st.sets(st.sampled_from(sorted(ALL)) | st.integers(0, 0xFFFF)))
def test_a_map_keeps_the_codes_in_use_and_no_other(used):
    left = trimmed_to_unicode(TEXTS, used)
    assert texts_of(left) == {code: text for code, text in ALL.items() if code in used}


def test_codes_keep_their_length():
    assert b"<00> <FF>" in trimmed_to_unicode(b"1 beginbfchar <41> <0041> endbfchar", {0x41})
    assert b"<0000> <FFFF>" in trimmed_to_unicode(b"1 beginbfchar <0041> <0041> endbfchar", {0x41})


def test_blocks_hold_a_hundred_entries_at_most():
    left = trimmed_to_unicode(b"1 beginbfrange <0000> <ffff> <0000> endbfrange", set(range(250)))
    assert re.findall(rb"(\d+) beginbfchar", left) == [b"100", b"100", b"50"]


@pytest.mark.parametrize(
    "data",
    [
        b"beginbfrange <00> <ffffffffff> <0000> endbfrange",
        b"beginbfchar <> <00> endbfchar",
        b"beginbfrange <0> endbfrange",
    ],
)
def test_broken_maps_lose_what_is_broken(data):
    assert set(texts_of(trimmed_to_unicode(data, {1, 2, 300}))) <= {1, 2}
