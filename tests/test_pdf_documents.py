"""PDFs that are locked, hold forms, are edited by plans, become pixels or must be made smaller."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

import redactkit
from redactkit import FieldKind
from redactkit.geometry import bounds, from_box
from redactkit.load import load
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader
from redactkit.protocols import Look
from redactkit.read import open_engine
from redactkit.read.scripted import ScriptedEngine
from redactkit.result import ENDS
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
    locked,
    rows_on,
    statement,
    traces,
)
from tests.pdf.builders import edited
from tests.pdfs import twenty
from tests.pdfs.corpus import Case
from tests.pdfs.judge import leaks

pytestmark = pytest.mark.slow

# --- passwords


@pytest.mark.parametrize(
    "how", [{"R": 6}, {"R": 4}, {"R": 3, "aes": False, "metadata": False}], ids=["AES-256", "AES-128", "RC4"]
)
@pytest.mark.parametrize("password", ["open", "own"])
def test_a_password_opens_and_the_result_needs_none(how, password):
    data = locked(PLAIN, **how)
    result = done(data, password=password)
    assert lines_of(result.data) == STAYS
    with pikepdf.open(io.BytesIO(result.data)) as pdf:
        assert not pdf.is_encrypted
    assert traces(result.data) == []
    assert letters(result.data) == letters(done(PLAIN).data)


@pytest.mark.parametrize("password", [None, "", "wrong"])
def test_without_the_right_password_it_is_refused(tmp_path, password):
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked(PLAIN))
    with pytest.raises(redactkit.EncryptedFileError, match="password"):
        redactkit.process(path, password=password, engine=ScriptedEngine(()))
    assert [one.name for one in tmp_path.iterdir()] == ["locked.pdf"]


def test_plan_and_apply_take_the_password():
    data = locked(PLAIN)
    plan = redactkit.plan(data, password="open", engine=Eyes(data, password="open"))
    result = redactkit.apply(data, plan, password="open", engine=Eyes(data, password="open"))
    assert result.data == done(data, password="open").data
    with pytest.raises(redactkit.EncryptedFileError):
        redactkit.apply(data, plan, engine=ScriptedEngine(()))


# --- forms


def with_fields(canvas):
    rows_on(canvas, ROWS[6:])
    canvas.drawString(30, 270, "Account statement")
    for row, (label, value) in enumerate((("IBAN", IBAN), ("Account number", ACCOUNT), ("Card number", PAN))):
        canvas.drawString(30, 240 - 22 * row, label)
        canvas.acroForm.textfield(value, name=label, x=140, y=234 - 22 * row, width=200, height=18, fontSize=10)


@pytest.mark.parametrize("appearances", [True, False], ids=["drawn", "not drawn"])
def test_values_of_form_fields_are_covered(appearances):
    def change(pdf):
        for annotation in pdf.pages[0].obj.Annots:
            if not appearances:
                del annotation["/AP"]
        pdf.Root.AcroForm.NeedAppearances = not appearances

    data = edited(statement(with_fields), change)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert {IBAN, ACCOUNT, PAN} == {str(field.V) for field in pdf.Root.AcroForm.Fields}
    result = done(data)
    assert traces(result.data) == []
    kinds = [cover.kind for cover in result.report.plan.covers]
    assert {FieldKind.IBAN, FieldKind.ACCOUNT, FieldKind.PAN} <= set(kinds)
    shown = "".join(lines_of(result.data))
    assert [end in shown for end in ("30 00", "1527", "5100")] == [True] * 3
    with pikepdf.open(io.BytesIO(result.data)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj


# --- plans


def test_a_plan_through_json_does_what_process_does():
    plan = redactkit.Plan.from_json(redactkit.plan(PLAIN, engine=Eyes(PLAIN)).to_json())
    result = redactkit.apply(PLAIN, plan, engine=Eyes(PLAIN))
    assert letters(result.data) == letters(done(PLAIN).data)
    assert result.data == redactkit.apply(PLAIN, plan, engine=Eyes(PLAIN)).data


def place(plan, number):
    """Return the box of a row in page pixels."""
    x, y, text = ROWS[number]
    scale = plan.sizes[0][0] / SIZE[0]
    return (x - 2) * scale, (SIZE[1] - y - 12) * scale, (x + 7 * len(text)) * scale, (SIZE[1] - y + 4) * scale


def test_boxes_are_added_moved_and_dropped_in_page_pixels():
    plan = redactkit.plan(PLAIN, engine=Eyes(PLAIN))
    holder = plan.add(0, place(plan, 1))
    assert lines_of(redactkit.apply(PLAIN, holder, engine=Eyes(PLAIN)).data) == (STAYS[0], *STAYS[2:])
    moved = holder.move(len(holder.covers) - 1, place(plan, 0))
    assert lines_of(redactkit.apply(PLAIN, moved, engine=Eyes(PLAIN)).data) == STAYS[1:]
    amount = [cover.kind for cover in plan.covers].index(FieldKind.AMOUNT)
    shown = lines_of(redactkit.apply(PLAIN, plan.drop(amount), engine=Eyes(PLAIN)).data)
    assert len(shown) == len(STAYS) + 1
    assert set(shown) > set(STAYS)


def test_a_box_over_the_end_hides_it_too():
    plan = redactkit.plan(PLAIN, engine=Eyes(PLAIN))
    shown = lines_of(redactkit.apply(PLAIN, plan.add(0, place(plan, 4)), engine=Eyes(PLAIN)).data)
    assert shown == tuple(line for line in STAYS if not line.startswith("Card number"))


@pytest.mark.parametrize("through_json", [False, True])
def test_a_cover_that_reaches_into_a_kept_end_is_refused(through_json):
    plan = redactkit.plan(PLAIN, engine=Eyes(PLAIN))
    (wide,) = (cover for cover in plan.covers if cover.kind is FieldKind.ACCOUNT)
    left, top, right, bottom = bounds(wide.quads)
    wider = replace(wide, quads=(from_box(left, top, right + 14, bottom),))
    plan = replace(plan, covers=tuple(wider if cover is wide else cover for cover in plan.covers))
    plan = redactkit.Plan.from_json(plan.to_json()) if through_json else plan
    with pytest.raises(redactkit.LeakError, match="stay"):
        redactkit.apply(PLAIN, plan, engine=Eyes(PLAIN))


def test_an_empty_plan_covers_what_must_be_covered_all_the_same():
    plan = redactkit.plan(PLAIN, engine=Eyes(PLAIN))
    empty = redactkit.Plan(plan.kind, plan.policy, plan.sizes)
    result = redactkit.apply(PLAIN, empty, engine=Eyes(PLAIN))
    assert traces(result.data) == []
    assert result.report.rounds == 2
    assert lines_of(result.data) == STAYS


def test_a_plan_of_another_file_is_refused():
    plan = redactkit.plan(PLAIN, engine=Eyes(PLAIN))
    with pytest.raises(redactkit.PolicyError, match="another document"):
        redactkit.apply(statement(ROWS, ROWS), plan, engine=ScriptedEngine(()))


def test_strict_covers_names_and_size_only_nothing():
    assert "Maria" not in "".join(lines_of(done(PLAIN, policy="strict").data))
    eyes = Eyes(PLAIN)
    assert letters(done(PLAIN, policy="size-only", engine=eyes).data) == letters(PLAIN)
    assert eyes.looks == []


# --- pages that become pixels


def test_a_page_that_fails_a_check_becomes_pixels_and_keeps_its_text():
    """A number painted by a pattern can't be taken out of it: the page is drawn anew, and only that page."""
    pattern = b"BT /F 12 Tf 0 2 Td (%s) Tj ET" % SHOP.encode()

    def painted(pdf):
        cell = pikepdf.Stream(pdf, pattern, PatternType=1, PaintType=1, TilingType=1, XStep=999, YStep=999)
        cell.BBox, cell.Matrix = pikepdf.Array([0, 0, 250, 15]), pikepdf.Array([1, 0, 0, 1, 110, 40])
        page = pdf.pages[0].obj
        cell.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=page.Resources.Font["/F1"]))
        page.Resources.Pattern = pikepdf.Dictionary(P=pdf.make_indirect(cell))
        page.Contents = pikepdf.Array([page.Contents, pdf.make_stream(b"q /Pattern cs /P scn 110 40 250 15 re f Q")])

    data = edited(statement(ROWS, ROWS), painted)
    plan = redactkit.plan(data, engine=Eyes(data), kind="statement")
    scale = plan.sizes[0][0] / SIZE[0]
    plan = plan.add(0, tuple(scale * edge for edge in (105, SIZE[1] - 60, 365, SIZE[1] - 36)))
    result = redactkit.apply(data, plan, engine=Eyes(data))
    checks = {check.name: check.detail for check in result.report.checks}
    assert checks["pages"].startswith("2 pages, 1 of them as pixels")
    assert traces(result.data) == []
    assert compact(lines_of(result.data)) == compact(STAYS)
    assert letters(result.data, 1) < letters(data, 1)
    with Reader(result.data) as reader:
        assert [len(reader.images(index)) for index in range(2)] == [1, 0]
        assert not any(one.visible for one in reader.characters(0) if not one.generated)


# --- sizes


def scanned(*pages):
    """Return a PDF of pictures of pages, in colour and with noise, as scanners make them."""
    rng = np.random.default_rng(7)

    def draw(canvas, pixels):
        noisy = np.clip(pixels.astype(np.int16) + rng.integers(-24, 8, pixels.shape), 0, 255).astype(np.uint8)
        canvas.drawImage(ImageReader(Image.fromarray(noisy)), 0, 0, *SIZE)

    return statement(*(lambda canvas, p=page.pixels: draw(canvas, p) for data in pages for page in load(data).pages))


def test_scans_come_below_the_limit_and_tiny_limits_are_refused(tmp_path):
    data = scanned(PLAIN)
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    (_, lines) = Eyes(PLAIN).pages[0]

    def eyes():
        return Eyes(data, seen=lines)

    large = redactkit.process(path, engine=eyes())
    limit = len(large.data) // 4
    small = redactkit.process(path, engine=eyes(), max_bytes=limit)
    assert len(small.data) <= limit < len(large.data)
    assert small.report.size_bytes == len(small.data) == path.with_name("scan.redacted.pdf").stat().st_size
    path.with_name("scan.redacted.pdf").unlink()
    with pytest.raises(redactkit.SizeLimitError):
        redactkit.process(path, engine=eyes(), max_bytes=1500)
    assert [one.name for one in tmp_path.iterdir()] == ["scan.pdf"]


def test_text_alone_is_not_made_smaller(paper):
    with pytest.raises(redactkit.SizeLimitError):
        done(paper, engine=Eyes(PLAIN), max_bytes=1000)
    assert [path.name for path in paper.parent.iterdir()] == ["march.pdf"]


# --- with the engine


@pytest.mark.engine
def test_text_and_scan_are_covered_by_the_engine():
    result = redactkit.process(PLAIN)
    assert lines_of(result.data) == STAYS
    assert result.data == done(PLAIN).data
    scan = redactkit.process(scanned(PLAIN))
    kinds = [cover.kind for cover in scan.report.plan.covers]
    assert {FieldKind.IBAN, FieldKind.ACCOUNT, FieldKind.PAN, FieldKind.AMOUNT} <= set(kinds)
    ends = ["".join(keep.text.split()) for keep in scan.report.plan.keeps if keep.kind in ENDS]
    assert sorted(ends) == ["1527", "3000", "5100"]
    again = open_engine().read(load(scan.data).pages[0].pixels, Look())
    read = compact(one.text for one in again)
    assert [value for value in VALUES if compact(value) in read] == []
    assert "Maria" in read


@pytest.mark.engine
def test_numbers_in_twenty_places_are_gone_from_all_of_them():
    data = twenty.twenty_places()
    result = redactkit.process(data, kind="statement")
    sought = tuple(replace(secret, quad=None) for secret in twenty.secrets())  # of which the place keeps the end
    assert leaks(Case("twenty places", data, sought, ()), normalise(data), result.data) == []
    text = compact(lines_of(result.data))
    ends = {place for place, number in twenty.SECRETS.items() if number[-4:] in text}
    assert ends == {"plain text", "kerned TJ", "quote operator", "nested form", "annotation", "form field"}
    assert len(result.report.plan.keeps) >= len(ends)
    said = str(result.to_dict()) + str(result.report) + repr(result) + result.report.plan.to_json()
    assert not any(number[4:12] in said.replace(result.report.sha256, "") for number in twenty.SECRETS.values())
