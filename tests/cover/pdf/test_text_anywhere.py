"""Any text and any areas: what lies outside does not move, what lies under an area is gone."""

from math import cos, dist, radians, sin

from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redactkit.cover.pdf import erase
from redactkit.geometry import bounds, contains, from_box
from redactkit.model import Quad
from redactkit.pdf.affine import overlap
from redactkit.pdf.pdfium import Reader
from tests.cover.pdf.sheets import NEAR
from tests.pdf.builders import written

SIZE = (600, 800)
WIDE = (3000, 800)  # no line reaches its end
TIMES = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
OWN = Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=97, Widths=Array([900, 850] * 13)
)
FONTS = {"/T": TIMES, "/W": OWN}

STATES = [b"2 Tc", b"0 Tc", b"80 Tz", b"100 Tz", b"150 Tz", b"3 Ts", b"0 Ts", b"/T 9 Tf", b"/F 14 Tf", b"/W 11 Tf", b""]
MOVES = [b"0 -30 Td", b"0 -30 TD", b"T*", b"4 -31 Td", b"(line) '", b'1 1 (lead) "', b""]
# PDFium leaves out text that looks like the same text drawn twice, so no two strings begin alike; and it overlooks a
# number in front of an empty string.
LETTERS = b"thequickbrownfoxjumpsoverthelazydogandpacksmyboxwithfivedozenliquorjugs" * 3


@st.composite
def texts(draw):
    """A text object: lines from top to bottom, with up to three strings each."""
    content = [b"BT /F 12 Tf 30 TL 1 0 0 1 40 740 Tm"]
    at = 0
    for move in draw(st.lists(st.sampled_from(MOVES), min_size=1, max_size=6)):
        content.append(move)
        for state, size, cut, kern in draw(st.lists(STRINGS, min_size=1, max_size=3)):
            text, at = LETTERS[at : at + size], at + size
            whole = b"(%s) Tj" % text
            parts = b"[(%s)%d<%s>] TJ" % (text[:cut], kern, text[cut:].hex().encode())
            content += state, parts if 0 < cut < size else whole
    return b"\n".join((*content, b"ET"))


STRINGS = st.tuples(st.sampled_from(STATES), st.integers(3, 8), st.integers(0, 8), st.integers(-900, 60))


def found_on(data):
    with Reader(data) as reader:
        return [found for found in reader.characters(0) if not found.generated and found.char.strip()]


def check_stays(before, after):
    """Assert that characters are left where they were; return those that stand nowhere among them."""
    more = list(after)
    for found in before:
        at = next(
            at for at, other in enumerate(more) if other.char == found.char and dist(other.origin, found.origin) < NEAR
        )
        del more[at]
    return more


@given(texts(), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=4))
def test_areas_around_whole_characters(content, runs):
    data = written(content, size=WIDE, Font=FONTS)
    before = found_on(data)
    hidden = {at for start, length in runs for at in range(start, start + length) if at < len(before)}
    result = erase(data, {0: [from_box(*_core(before[at].loose)) for at in sorted(hidden)]})
    assert not result.failed
    more = check_stays([found for at, found in enumerate(before) if at not in hidden], found_on(result.data))
    assert not more


def _core(box):
    """Return a box without what neighbours in tight type reach into."""
    left, bottom, right, top = box
    return left + 0.07 * (right - left), bottom, right - 0.07 * (right - left), top


@given(
    texts(),
    st.integers(0, 359),
    st.lists(st.tuples(*[st.integers(0, 600)] * 2, *[st.integers(5, 200)] * 2, st.integers(0, 90)), max_size=4),
)
def test_areas_anywhere(content, angle_deg, places):
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    turn = b"1 0 0 1 300 400 cm %.5f %.5f %.5f %.5f 0 0 cm 0.8 0 0 0.8 -240 -320 cm " % (c, s, -s, c)
    data = written(b"q " + turn + content + b" Q", size=SIZE, Font=FONTS)
    areas = [tilted(*place) for place in places]
    result = erase(data, {0: areas})
    assert not result.failed
    before, after = found_on(data), found_on(result.data)
    page = (0, 0, *SIZE)
    outside = [
        found
        for found in before
        if inside(found.loose, page) and not any(overlap(found.loose, box(quad)) for quad in areas)
    ]
    more = check_stays(outside, after)
    check_stays(more, before)  # nothing appears
    for found in more:
        assert not any(all(contains(quad, corner) for corner in corners(found.loose)) for quad in areas)
        assert overlap(found.loose, page)


def tilted(x, y, width, height, angle_deg):
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    a, b, d, e = ((x + u * c - v * s, y + u * s + v * c) for u, v in ((0, 0), (width, 0), (width, height), (0, height)))
    return Quad((a, b, d, e))


def box(quad):
    left, bottom, right, top = bounds([quad])
    return left, bottom, right, top


def corners(box):
    left, bottom, right, top = box
    return (left, bottom), (right, bottom), (right, top), (left, top)


def inside(box, page):
    return page[0] < box[0] and page[1] < box[1] and box[2] < page[2] and box[3] < page[3]
