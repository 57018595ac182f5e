"""Content loses what shows nothing, and only that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.pdf.lexer import operators
from redactkit.pdf.marks import bare_content

TABLE = [
    (b"q 1 0 0 1 0 0 cm Q", b"q 1 0 0 1 0 0 cm Q"),
    (b"% 4111\nq Q", b"\nq Q"),
    (b"q % 4111\nQ", b"q\nQ"),
    (b"q Q % 4111", b"q Q"),
    (b"(5 % of it) Tj", b"(5 % of it) Tj"),
    (b"(5 % of it) Tj % 4111\n[(a%)] TJ", b"(5 % of it) Tj\n[(a%)] TJ"),
    (b"/P <</MCID 0>> BDC (a) Tj EMC", b"/P BMC (a) Tj EMC"),
    (b"/Span <</ActualText (4111)>> BDC (a) Tj EMC", b"/Span BMC (a) Tj EMC"),
    (b"/Span <</A <</B [(4111)]>> >> BDC EMC", b"/Span BMC EMC"),
    (b"/OC /MC0 BDC (a) Tj EMC", b"/OC BMC (a) Tj EMC"),
    (b"/P BMC (a) Tj EMC", b"/P BMC (a) Tj EMC"),
    (b"/T /MC0 DP q /T MP Q", b" q  Q"),
    (b"(BDC) Tj (x BDC y) Tj", b"(BDC) Tj (x BDC y) Tj"),
    (b"BI /W 1 /H 1 /BPC 8 /CS /G ID % EI q % 4111\nQ", b"BI /W 1 /H 1 /BPC 8 /CS /G ID % EI q\nQ"),
    (b"", b""),
]


@pytest.mark.parametrize(("content", "bare"), TABLE)
def test_what_goes_and_what_stays(content, bare):
    assert bare_content(content) == bare
    assert bare_content(bare) == bare


PIECES = [
    b"q",
    b"Q",
    b"(a % b) Tj",
    b"% 4111\n",
    b"/P <</T (4111)>> BDC",
    b"EMC",
    b"/T DP",
    b"1 0 0 1 5 5 cm",
    b"/X Do",
]
SHOWING = {b"q", b"Q", b"Tj", b"cm", b"Do", b"EMC"}


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from([b" ", b"\n"]))
def test_what_is_drawn_stays_the_same(pieces, between):
    content = between.join(pieces)
    bare = bare_content(content)
    assert b"4111" not in bare
    assert bare_content(bare) == bare

    def drawn(data):
        return [(op.name, op.operands) for op in operators(data) if op.name in SHOWING]

    assert drawn(bare) == drawn(content)
