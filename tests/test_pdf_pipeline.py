"""A PDF's walk from source to file: what is hidden is nowhere, what stays is text where it was. Without OCR."""

from __future__ import annotations

import io
import json
import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader

import redactkit
from redactkit.geometry import contains
from redactkit.load import load
from redactkit.pdf.pdfium import Reader
from redactkit.read.scripted import ScriptedEngine, line
from tests.born_digital import (
    ACCOUNT,
    IBAN,
    PAN,
    PLAIN,
    ROWS,
    SHOP,
    SIZE,
    STAYS,
    VALUES,
    Eyes,
    compact,
    done,
    letters,
    lines_of,
    rows_on,
    statement,
    traces,
)
from tests.pdf.builders import edited, texts

pytestmark = pytest.mark.slow

# --- files


def test_a_pdf_gets_its_covered_pdf_beside_it(paper):
    result = done(paper, engine=Eyes(PLAIN))
    assert result.path == paper.with_name("march.redacted.pdf")
    assert result.path.read_bytes() == result.data
    assert result.report.media == "application/pdf"
    assert paper.read_bytes() == PLAIN
    assert sorted(path.name for path in paper.parent.iterdir()) == ["march.pdf", "march.redacted.pdf"]


def test_a_folder_takes_it_under_the_same_name(paper, tmp_path):
    folder = tmp_path / "covered"
    folder.mkdir()
    assert done(paper, folder, engine=Eyes(PLAIN)).path == folder / "march.redacted.pdf"
    assert done(PLAIN, folder).path == folder / "document.redacted.pdf"


@pytest.mark.parametrize("name", ["covered.jpg", "covered.tiff", "covered"])
def test_a_pdf_becomes_nothing_else_and_is_not_read_for_it(paper, name):
    eyes = Eyes(PLAIN)
    with pytest.raises(redactkit.PolicyError, match=r"\.pdf"):
        done(paper, paper.with_name(name), engine=eyes)
    assert eyes.looks == []
    assert [path.name for path in paper.parent.iterdir()] == ["march.pdf"]


def test_every_kind_of_source_gives_the_same_file_each_time(paper):
    sources = (PLAIN, io.BytesIO(PLAIN), bytearray(PLAIN), paper, str(paper), PLAIN)
    results = [done(source, engine=Eyes(PLAIN)) for source in sources]
    assert len({result.data for result in results}) == 1
    assert [result.path is None for result in results] == [True, True, True, False, False, True]


# --- what stays and what goes


def test_what_stays_is_text_and_the_rest_is_gone():
    result = done(PLAIN)
    assert lines_of(result.data) == STAYS
    assert traces(PLAIN) == list(VALUES)
    assert traces(result.data) == []
    kept = letters(result.data)
    assert kept < letters(PLAIN)
    for number in (IBAN, ACCOUNT, PAN):
        end = "".join(number.split())[-4:]
        (keep,) = (one for one in result.report.plan.keeps if "".join(one.text.split()) == end)
        scale = 10 * SIZE[0] / result.report.plan.sizes[0][0]
        inside = [char for char, x, y in kept if contains(keep.quad, (x / scale, y / scale))]
        assert sorted(inside) == sorted(end)


WRITTEN = {
    "kerned": lambda text: b"[%s] TJ" % b" -20 ".join(b"(%c)" % byte for byte in text.encode()),
    "pairs": lambda text: (
        b"[%s] TJ" % b" 15 ".join(b"(%s)" % text[at : at + 2].encode() for at in range(0, len(text), 2))
    ),
    "hexadecimal": lambda text: b"<%s> Tj" % text.encode().hex().encode(),
    "octal": lambda text: b"(%s) Tj" % b"".join(b"\\%03o" % byte for byte in text.encode()),
    "quote": lambda text: b'0 0 (%s) "' % text.encode(),
    "one by one": lambda text: b" ".join(b"(%c) Tj" % byte for byte in text.encode()),
    "spaced": lambda text: b"0.4 Tc 1 Tw 95 Tz (%s) Tj" % text.encode(),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_however_text_is_written(way):
    content = b"\n".join(b"q BT /F1 12 Tf %d %d Td %s ET Q" % (x, y, WRITTEN[way](text)) for x, y, text in ROWS)

    def write(pdf):
        pdf.pages[0].obj.Contents = pdf.make_stream(content)

    data = edited(PLAIN, write)
    result = done(data)
    assert compact(lines_of(result.data)) == compact(STAYS)
    assert traces(result.data) == []
    assert letters(result.data) < letters(data)


@settings(max_examples=12)
@given(st.lists(st.text("0123456789", min_size=9, max_size=16), min_size=1, max_size=4, unique=True))
def test_no_account_number_is_left(numbers):
    rows = (
        ROWS[0],
        *((30, 250 - 20 * row, f"Account number: {number}") for row, number in enumerate(numbers)),
        *ROWS[-2:],
    )
    data = statement(rows)
    result = done(data, kind="statement")
    text = "\n".join(lines_of(result.data))
    assert [number for number in numbers if number[:-3] in text] == []
    assert sorted(re.findall(r"number: (\d+)", text)) == sorted(number[-4:] for number in numbers)


# --- pages


def turned(degrees):
    """Draw the statement so that it stands upright on a page with this /Rotate."""
    wide, high = SIZE

    def draw(canvas):
        canvas.translate(*{0: (0, 0), 90: (high, 0), 180: (wide, high), 270: (0, wide)}[degrees])
        canvas.rotate(degrees)
        rows_on(canvas)
        canvas.setPageRotation(degrees)

    return draw


def test_pages_keep_their_number_size_turn_and_frame():
    def frame(pdf):
        for page in pdf.pages:
            page.obj.MediaBox = pikepdf.Array([0, 0, *(SIZE[::-1] if page.obj.Rotate % 180 else SIZE)])
        first, last = pdf.pages[0].obj, pdf.pages[3].obj
        first.MediaBox, first.CropBox = pikepdf.Array([-50, -20, 500, 400]), pikepdf.Array([0, 0, *SIZE])
        last.UserUnit = 2

    data = edited(statement(*map(turned, (0, 90, 180, 270))), frame)
    result = done(data)
    with Reader(data) as before, Reader(result.data) as after, pikepdf.open(io.BytesIO(result.data)) as pdf:
        assert [after.size_pt(index) for index in range(len(after))] == [
            before.size_pt(index) for index in range(len(before))
        ]
        assert [page.obj.get("/Rotate", 0) for page in pdf.pages] == [0, 90, 180, 270]
        assert pdf.pages[3].obj.get("/UserUnit", 1) == 2
    assert traces(result.data) == []
    for index in range(4):
        assert sorted(line.strip() for line in lines_of(result.data, index)) == sorted(STAYS)
        assert letters(result.data, index) < letters(data, index)
    assert "as pixels" in dict((c.name, c.detail) for c in result.report.checks)["pages"]


def test_a_value_of_one_page_is_covered_on_all():
    """What a page says of an account is found again where no label stands before it."""
    second = ((30, 250, "Terms of business"), (30, 230, f"for {ACCOUNT} and others"), (30, 210, "nothing more"))
    result = done(statement(ROWS, second))
    assert lines_of(result.data, 1)[0] == "Terms of business"
    assert lines_of(result.data, 1)[2] == "nothing more"
    assert traces(result.data) == []


def test_a_page_without_anything_to_cover_stays():
    letter = ((30, 250, "Dear customer"), (30, 230, "thank you for your trust"))
    data = statement(ROWS, letter)
    result = done(data)
    assert letters(result.data, 1) == letters(data, 1)


# --- what is said


def test_no_value_in_report_repr_or_json(paper):
    plan = redactkit.plan(paper, engine=Eyes(PLAIN))
    result = done(paper, engine=Eyes(PLAIN))
    said = [repr(plan), plan.to_json(), repr(result), str(result.report), json.dumps(result.to_dict())]
    said += [
        repr(load(PLAIN)),
        repr(plan.covers),
        repr(plan.keeps),
        str(result.report.checks),
        repr(result.report.facts),
    ]
    text = "".join(said).replace(result.report.sha256, "").replace(str(paper), "")
    for value in (IBAN, ACCOUNT, PAN, SHOP, "Maria Muster", "Example", "Salary"):
        assert value not in text
        for word in re.findall(r"\d{4,}|[A-Za-z]{6,}", value):
            assert word not in text


def test_what_needs_review_comes_with_a_plan_and_without_a_value(paper):
    """An invoice shows an account as well, but it is no statement."""
    data = statement(((30, 270, "INVOICE"), (30, 250, "Please pay to"), (30, 230, f"IBAN: {IBAN}")))
    with pytest.raises(redactkit.ReviewNeededError) as caught:
        done(data, paper.with_name("covered.pdf"))
    assert not any(part in str(caught.value) + repr(caught.value) for part in ("3704", "0044", "Please"))
    plan = caught.value.plan
    assert plan.covers
    assert [path.name for path in paper.parent.iterdir()] == ["march.pdf"]
    result = redactkit.apply(data, plan, engine=Eyes(data))
    assert traces(result.data) == []
    assert lines_of(result.data)[:2] == ("INVOICE", "Please pay to")


def test_it_refuses_when_every_look_sees_something_new(paper):
    def draw(canvas):
        rows_on(canvas)
        canvas.drawImage(ImageReader(Image.linear_gradient("L")), 300, 200, 100, 90)

    data, looks = statement(draw), iter(range(100))

    def script(pixels, look):
        top = 40 + 9 * next(looks)
        return (*eyes.seen(pixels), line("98765432", 650, top, 800, top + 8))

    eyes = Eyes(data)
    with pytest.raises(redactkit.LeakError, match="3 rounds"):
        done(data, paper.with_name("covered.pdf"), engine=ScriptedEngine(script))
    assert [path.name for path in paper.parent.iterdir()] == ["march.pdf"]


def test_documents_without_anything_to_find():
    with pytest.raises(redactkit.NothingFoundError):
        done(texts((20, 100, "nothing but words")))
    with pytest.raises(redactkit.NothingFoundError):
        done(statement(lambda canvas: None))


@pytest.mark.parametrize("at", [(20, -4), (20, -6), (-40, 50), (330, 50), (395, 50), (20, 293), (-900, 50)])
def test_numbers_that_the_edge_cuts_are_covered(at):
    number = "80671399771"
    result = done(statement((*ROWS, (*at, number))))
    assert traces(result.data, (*VALUES, number, number[:4], number[-4:])) == []
    assert compact(lines_of(result.data)) == compact(STAYS)
