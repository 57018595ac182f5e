"""Content streams: tokens, offsets, inline images, and content that is broken."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.pdf.lexer import Inline, MalformedContent, Span, name_of, number, operators, pairs, string_value

READ = [
    (b"q Q", [(b"q", []), (b"Q", [])]),
    (b"1 0 0 1 5 5.5 cm\n", [(b"cm", [b"1", b"0", b"0", b"1", b"5", b"5.5"])]),
    (b"/F1 12 Tf(a)Tj", [(b"Tf", [b"/F1", b"12"]), (b"Tj", [b"(a)"])]),
    (b"(a(b)c) Tj (a\\)b) Tj ", [(b"Tj", [b"(a(b)c)"]), (b"Tj", [b"(a\\)b)"])]),
    (b"[(a)-5(b) .5<41 42>]TJ\n", [(b"TJ", [[b"(a)", b"-5", b"(b)", b".5", b"<41 42>"]])]),
    (b"[(a]) -5 (\\() ] TJ ", [(b"TJ", [[b"(a])", b"-5", b"(\\()"]])]),
    (b"[[1 2] 0] 3 d", [(b"d", [[[b"1", b"2"], b"0"], b"3"])]),
    (b"/P <</MCID 0/A[1]>> BDC EMC", [(b"BDC", [b"/P", Inline((b"/MCID", b"0", b"/A", [b"1"]))]), (b"EMC", [])]),
    (b"1 Tc(a)' 1 2(b)\"", [(b"Tc", [b"1"]), (b"'", [b"(a)"]), (b'"', [b"1", b"2", b"(b)"])]),
    (b"q % (not a string\nf* T*\n", [(b"q", []), (b"f*", []), (b"T*", [])]),
    (b"/A/B 1 scn 0 0 d0", [(b"scn", [b"/A", b"/B", b"1"]), (b"d0", [b"0", b"0"])]),
    (b"true false null x", [(b"x", [b"true", b"false", b"null"])]),
    (b"1 2 3", []),
    (b"", []),
    (
        b"0 0 m 1 1 2 2 3 3 c h f",
        [(b"m", [b"0"] * 2), (b"c", [b"1", b"1", b"2", b"2", b"3", b"3"]), (b"h", []), (b"f", [])],
    ),
    (b"1 2 3 4 5 6 7 8 9 sc ", [(b"sc", [b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9"])]),
    (b"q\0Q\fq\r\nQ", [(b"q", []), (b"Q", []), (b"q", []), (b"Q", [])]),
    (b"0.5.2g --5 w 5m", [(b"g", [b"0.5.2"]), (b"w", [b"--5"]), (b"m", [b"5"])]),
]


@pytest.mark.parametrize(("data", "expected"), READ, ids=lambda value: None)
def test_operators_and_operands(data, expected):
    assert [(operator.name, operator.operands) for operator in operators(data)] == expected


def test_offsets_frame_the_operator_with_its_operands():
    data = b"  q\n1 0 0 1 5 5 cm % note\n (a) Tj[(b) 2]TJ /X Do"
    pieces = [data[operator.start : operator.end] for operator in operators(data)]
    assert pieces == [b"q", b"1 0 0 1 5 5 cm", b"(a) Tj", b"[(b) 2]TJ", b"/X Do"]


@given(st.lists(st.sampled_from([data for data, _ in READ if b"%" not in data and data[-1:].isalpha()]), max_size=5))
def test_content_reads_as_its_parts_do(parts):
    whole = [(operator.name, operator.operands) for operator in operators(b" ".join(parts))]
    assert whole == [(operator.name, operator.operands) for part in parts for operator in operators(part)]


@given(st.binary(max_size=200) | st.lists(st.sampled_from(list(b"[]()<>/%'\"\\ \nBIDEq1.-")), max_size=60).map(bytes))
def test_anything_is_read_or_refused(data):
    try:
        end = 0
        for operator in operators(data):
            assert end <= operator.start < operator.end <= len(data)
            end = operator.end
    except MalformedContent:
        pass


BROKEN = [
    *(b"(a", b"<41", b"<41 ET (a<b>) Tj", b"[1 2", b"<</A 1", b"[(a) Tj", b"[" * 100 + b" q"),
    *(b"BI /W 1", b"BI /W 1 ID xx", b"BI /W 1 Q"),
    *(b"BI /F /AHx ID 00 EI Q", b"BI /F /A85 ID 9jqo EI Q", b"BI /F /RL ID \x05 EI Q", b"BI /F /Fl ID x EI Q"),
    *(b"BI /F /DCT ID no jpeg EI Q", b"BI /F /DCT ID \xff\xd8 EI Q", b"BI /F /Fl ID "),
]


@pytest.mark.parametrize("data", BROKEN)
def test_what_viewers_end_differently_is_refused(data):
    with pytest.raises(MalformedContent):
        list(operators(data))


DEFLATED = zlib.compress(b" EI Q ", 0)
IMAGES = [
    (b"BI /W 2 /H 1 /BPC 8 /CS /G ID \x01\x02 EI Q", b"\x01\x02"),
    (b"BI /W 8 /H 1 /BPC 8 /CS /G ID abc EI d EI Q", b"abc EI d"),  # as long as it says, whatever is in it
    (b"BI /W 8 /H 1 /IM true ID \xaa EI Q", b"\xaa"),
    (b"BI /W 9 /H 1 /F /LZW ID x EI \x00\x01\x02 EI Q", b"x EI \x00\x01\x02"),  # what follows is no content
    (b"BI /W 9 /H 1 /F /LZW ID x EI Q BT (\x00\x01) Tj", b"x"),  # strings may hold anything
    (b"BI /W 9 /H 1 /F /LZW ID x\nEI Q BI /W 1 ID \xff\xfe EI", b"x"),
    (b"BI /W 8 /H 1 /BPC 8 /IM true ID \xaa EI Q", b"\xaa"),  # a stencil has one bit
    (b"BI /W 2 /H 1 /BPC 8 /CS /Cs1 ID EI \x01 \x02EI Q \x00", b"EI \x01 \x02"),  # in colours of the resources
    (b"BI /W 2 /H 1 /BPC 8 /CS [/I /RGB 1 <000000ffffff>] ID \x00\x01 EI Q", b"\x00\x01"),
    (b"BI /W 9 /H 1 /F /AHx ID 00 EI 01> EI Q \x00", b"00 EI 01>"),
    (b"BI /W 9 /H 1 /F [/A85] ID 9j EI qo~\n> EI Q \x00", b"9j EI qo~\n>"),
    (b"BI /W 9 /H 1 /F /RL ID \x03 EI \x80 EI Q \x00", b"\x03 EI \x80"),
    (b"BI /W 9 /H 1 /F /DCT ID \xff\xd8\xff\xfe\0\x06 EI \xff\xd9EI Q \x00", b"\xff\xd8\xff\xfe\0\x06 EI \xff\xd9"),
    (b"BI /W 9 /H 1 /F /Fl ID " + DEFLATED + b" EI Q \x00", DEFLATED),
    (b"BI /W 9 /H 1 /F [/Fl /DCT] ID " + DEFLATED + b"EI Q \x00", DEFLATED),
    (b"BI /W 9 /H 1 /F /Fl ID " + DEFLATED[:-4] + b"\nEI Q \x00", DEFLATED[:-4]),  # without its checksum
    (b"BI /W 9 /H 1 /F /AHx ID 00>  x EI Q", b"00>  x"),  # what stands between is the image's
    (b"BI /W -5 /H 9 /BPC 8 /CS /G ID ab EI Q", b"ab"),
    (b"BI /W 999999999 /H 999999999 /BPC 8 /CS /G ID ab EI Q", b"ab"),
    (b"BI /W 9 /H 9 /F [/A85 /Fl] ID abc~>EI Q", b"abc~>"),
    (b"BI\n/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceRGB ID \n  \nEI\nQ", b"\n  "),
]


@pytest.mark.parametrize(("data", "expected"), IMAGES)
def test_inline_images_are_one_operator(data, expected):
    image, after, *_ = operators(data)
    dictionary, span = image.operands
    assert (image.name, after.name) == (b"BI", b"Q")
    assert isinstance(dictionary, Inline)
    assert isinstance(span, Span)
    assert data[span.start : span.end] == expected
    assert (image.start, data[image.end - 2 : image.end]) == (0, b"EI")


def test_pairs_of_a_dictionary():
    assert dict(pairs(Inline((b"/W", b"2", b"/C#53", b"/G", b"/odd")))) == {"/W": b"2", "/CS": b"/G"}


@pytest.mark.parametrize(
    ("token", "value"),
    [
        (b"1", 1),
        (b"-.5", -0.5),
        (b"+3.", 3),
        (b"--5", -5),
        (b"1-2", 1),
        (b"0.5.2", 0.5),
        (b"-", 0),
        (b"/N", 0),
        ([], 0),
    ],
)
def test_numbers_as_viewers_read_them(token, value):
    assert number(token) == value


@pytest.mark.parametrize("token", [b"9" * 400, b"-9999999999"])
def test_numbers_nobody_can_compute_with_are_refused(token):
    with pytest.raises(MalformedContent):
        number(token)


@pytest.mark.parametrize(
    ("token", "value"),
    [
        (b"(a)", b"a"),
        (b"(a\\(b\\)\\\\)", b"a(b)\\"),
        (b"(\\n\\r\\t\\b\\f)", b"\n\r\t\b\f"),
        (b"(\\101\\7x\\0534)", b"A\x07x+4"),
        (b"(\\777)", b"\xff"),
        (b"(a\\\nb\\\r\nc)", b"abc"),
        (b"(a\r\nb\rc)", b"a\nb\nc"),
        (b"(\\q)", b"q"),
        (b"<48 656c6C6f>", b"Hello"),
        (b"<4>", b"@"),
        (b"<>", b""),
    ],
)
def test_strings(token, value):
    assert string_value(token) == value


@given(st.binary(max_size=30))
def test_strings_written_in_hexadecimal_come_back(value):
    assert string_value(b"<" + value.hex().encode() + b">") == value


@pytest.mark.parametrize(
    ("token", "value"),
    [
        (b"/F1", "/F1"),
        (b"/A#20B", "/A B"),
        (b"/#zz", "/#zz"),
        (b"/Caf\xc3\xa9", "/Caf\u00e9"),
        (b"/Z#e9", "/Z\udce9"),
        (b"12", "/"),
    ],
)
def test_names_are_decoded_as_pikepdf_keys_them(token, value):
    assert name_of(token) == value
