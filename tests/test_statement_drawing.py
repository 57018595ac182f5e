"""Drawn statements say the truth about themselves, and the judge of pages and bytes sees what it has to see."""

from __future__ import annotations

import dataclasses
import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from stdnum import iban, luhn
from stdnum.us import rtn

from benchmarks import cases, report, statements, values
from benchmarks.draw.statement import DrawnStatement, Medium, StatementSpec, draw_statement, statement_specs
from benchmarks.draw.statement.accounts import account, card_number
from benchmarks.draw.statement.compose import compose
from benchmarks.draw.statement.country import country
from benchmarks.draw.statement.facts import facts
from benchmarks.draw.statement.spec import Columns, Face, Frame, Head, Setting, dice
from benchmarks.leaks import found_in_bytes
from benchmarks.pages import pages
from benchmarks.quality import Row
from benchmarks.score import Label, Verdict, refused, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

pytestmark = pytest.mark.slow

COUNTRIES = ("UK", "US", "IN", "DE", "CH", "FR", "ES", "IT", "NL", "PT")
SHORT = StatementSpec(seed=4, transactions=6, card="full")
LONG = StatementSpec(seed=4, transactions=40, country="DE", size_pt=9.5)
MEDIA = (
    SHORT,
    dataclasses.replace(SHORT, medium=Medium.SCAN, tilt_deg=0.8, ocr_layer=True),
    dataclasses.replace(SHORT, medium=Medium.SCAN, bilevel=True, dpi=200, country="US"),
    dataclasses.replace(SHORT, medium=Medium.PHOTO, curl=0.8, perspective=0.2, tilt_deg=-4.0, size_pt=9.5),
    dataclasses.replace(SHORT, medium=Medium.SMALL, size_pt=13.0, width_px=620, head=Head.LIST),
    dataclasses.replace(SHORT, medium=Medium.TIFF, bilevel=True, dpi=200),
    dataclasses.replace(SHORT, frame=Frame.ROTATED, password="specimen", country="ES"),
    dataclasses.replace(SHORT, fields=True, frame=Frame.CROPPED, country="NL"),
)

drawn = lru_cache(draw_statement)


def named(spec: StatementSpec) -> str:
    return f"{spec.medium} {spec.country} {spec.frame}"


def labels(statement: DrawnStatement) -> tuple[Label, ...]:
    return tuple(Label.from_dict(value.to_dict()) for value in statement.values)


def judged(statement: DrawnStatement, output: bytes) -> Any:
    return score(statement.data, output, labels(statement), statement.sizes, statement.spec.password)


def plain_pages(statement: DrawnStatement) -> list[np.ndarray]:
    there = pages(statement.data, statement.spec.password)
    return [np.clip(cv2.resize(there[n], size), 0, 255).astype(np.uint8) for n, size in enumerate(statement.sizes)]


def painted(statement: DrawnStatement, quads: Callable[[Label], Iterable[Any]]) -> bytes:
    """Return the pages as a TIFF, with some quads of every label filled, a little wider than they are."""
    shown = plain_pages(statement)
    for label in labels(statement):
        for quad in quads(label):
            corners = np.rint(quad).astype(np.int32)
            cv2.fillPoly(shown[label.page], [corners], 90)
            cv2.polylines(shown[label.page], [corners], True, 90, 3)
    return tiff(shown)


def tiff(shown: list[np.ndarray]) -> bytes:
    target = io.BytesIO()
    first, *rest = (Image.fromarray(page) for page in shown)
    first.save(target, "TIFF", save_all=True, append_images=rest, compression="tiff_adobe_deflate")
    return target.getvalue()


@pytest.mark.parametrize("code", COUNTRIES)
def test_account_numbers_pass_their_countrys_checks(code: str) -> None:
    for seed in range(30):
        throw = dice(seed, "account")
        made = account(code, "ABCDEF21", throw)
        assert luhn.is_valid(card_number(throw))
        assert made.number or made.iban
        if made.iban:
            assert iban.is_valid(made.iban)  # in ES, IT, NL and PT with the account's own check digits
            assert made.iban.startswith("GB" if code == "UK" else code)
    if code == "US":
        assert rtn.is_valid(made.routing)


def test_every_country_has_all_words_and_the_viewers_fonts_can_write_them() -> None:
    british = country("UK").table
    for code in COUNTRIES:
        table = country(code).table
        assert table.keys() - {"like"} == british.keys()
        assert table["captions"].keys() == british["captions"].keys()
        assert len(table["captions"]["debit"]) == len(table["captions"]["credit"])
        assert len(table["captions"]["paid_in"]) == len(table["captions"]["paid_out"])
        str(table).encode("cp1252")


@pytest.mark.parametrize(
    ("code", "cents", "plain", "with_currency"),
    [
        ("UK", 123456, "1,234.56", "£1,234.56"),
        ("IN", 1234567890, "1,23,45,678.90", "INR 1,23,45,678.90"),
        ("DE", 123456789, "1.234.567,89", "1.234.567,89\xa0€"),
        ("FR", 123456, "1\xa0234,56", "1\xa0234,56\xa0€"),
        ("CH", 100000000, "1'000'000.00", "CHF 1'000'000.00"),
        ("NL", 5, "0,05", "0,05\xa0€"),
    ],
)
def test_money_is_written_the_countrys_way(code: str, cents: int, plain: str, with_currency: str) -> None:
    assert country(code).money(cents) == plain
    assert country(code).money(-cents, symbol=True) == with_currency


def test_balances_add_up() -> None:
    for spec in statement_specs(7, 20):
        said = facts(spec)
        assert said.opening + said.paid_in - said.paid_out == said.closing
        balance = said.opening
        for entry in said.entries:
            balance += entry.cents
            assert entry.balance == balance


def test_the_same_spec_gives_the_same_file() -> None:
    for spec in MEDIA:
        if spec.medium is not Medium.PHOTO:  # samples hold one
            assert draw_statement(spec).data == drawn(spec).data, named(spec)


def test_more_statements_do_not_change_the_first_ones() -> None:
    assert list(statement_specs(3, 5)) == list(statement_specs(3, 8))[:5]


def test_specs_are_read_from_plain_tables() -> None:
    assert StatementSpec.from_table({"seed": 3, "medium": "scan"}) == StatementSpec(seed=3, medium=Medium.SCAN)
    with pytest.raises(ValueError, match="colour"):
        StatementSpec.from_table({"colour": "red"})
    with pytest.raises(ValueError, match="papyrus"):
        StatementSpec.from_table({"medium": "papyrus"})


def test_fields_do_not_go_on_a_page_stored_sideways() -> None:
    with pytest.raises(ValueError, match="upright"):
        draw_statement(dataclasses.replace(SHORT, fields=True, frame=Frame.ROTATED))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("setting", Setting)
def test_a_reader_finds_every_value_in_its_box_and_the_last_four_in_theirs(face: Face, setting: Setting) -> None:
    spec = dataclasses.replace(SHORT, face=face, setting=setting, country="US", codes=False)
    press = compose(spec)
    shown = pypdfium2.PdfDocument(draw_statement(spec).data)[0].get_textpage()
    height = press.sheet.height_pt

    def read(box: tuple[float, float, float, float]) -> str:
        left, top, right, bottom = box
        return squeezed(shown.get_text_bounded(left - 0.5, height - bottom, right + 0.5, height - top))

    for mark in press.sheet.marks:
        for row, box in zip(mark.text.split("\n"), mark.rows, strict=True):
            assert read(box) == squeezed(row)
        if mark.tail:
            left, top, right, bottom = mark.tail
            assert [char for char in read((left + 0.7, top, right - 0.7, bottom)) if char.isalnum()] == [
                char for char in mark.text if char.isalnum()
            ][-4:]


def test_ligatures_and_glyph_numbers_are_told_to_readers() -> None:
    spec = dataclasses.replace(SHORT, face=Face.VERA, setting=Setting.KERNED, seed=11, transactions=40)
    data = draw_statement(spec).data
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert "Office Fixings" in text.replace("\r\n", " ")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        codes = [stream.read_bytes() for stream in pdf.objects if isinstance(stream, pikepdf.Stream)]
    assert any(b"<00660069>" in code for code in codes)  # one code that stands for f and i


def test_pages_hold_what_is_written_and_nothing_lies_over_it() -> None:
    for spec in statement_specs(11, 16):
        for sheet in compose(spec).sheets:
            left, top, right, bottom = np.array([row for mark in sheet.marks for row in mark.rows]).T
            assert (left >= 0).all()
            assert (top >= 0).all()
            assert (right <= sheet.width_pt).all()
            assert (bottom <= sheet.height_pt).all()
            wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
            high = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
            over = (wide > 1) & (high > 0.3 * (bottom - top))
            assert over.sum() == len(left), spec  # each lies over itself only


def test_pages_are_counted_and_balances_carried_over() -> None:
    spec = dataclasses.replace(LONG, columns=Columns.SIGNED)
    press = compose(spec)
    assert len(press.sheets) >= 2
    kinds = [mark.kind for mark in press.sheets[1].marks]
    assert {"holder_name", "account_number", "period", "heading", "balance"} <= set(kinds)
    first, second = ([mark.text for mark in sheet.marks] for sheet in press.sheets[:2])
    carried = first[first.index(press.facts.words["carried"]) + 1]
    assert second[second.index(press.facts.words["brought"]) + 1] == carried


@pytest.mark.parametrize("spec", MEDIA, ids=named)
def test_an_untouched_output_is_exposed(spec: StatementSpec) -> None:
    statement = drawn(spec)
    result = judged(statement, tiff(plain_pages(statement)))
    assert {verdict for _, verdict in result.verdicts} <= {Verdict.EXPOSED, Verdict.BLANK}
    assert sum(verdict is Verdict.EXPOSED for _, verdict in result.verdicts) > 15
    assert all(result.tails)
    assert all(seen for _, seen in result.seen)
    assert result.inked > 0
    assert result.changed == 0


@pytest.mark.parametrize("spec", MEDIA, ids=named)
def test_all_that_must_go_covered_is_full_and_the_rest_stays(spec: StatementSpec) -> None:
    statement = drawn(spec)
    result = judged(statement, painted(statement, lambda label: label.hidden if label.wanted else ()))
    assert {verdict for _, verdict in result.verdicts} <= {Verdict.FULL, Verdict.BLANK}
    assert result.tails
    assert all(result.tails)
    assert all(seen for _, seen in result.seen)
    assert result.changed == 0


def test_covering_too_much_is_told_by_kind() -> None:
    statement = drawn(SHORT)
    result = judged(statement, painted(statement, lambda label: label.rows))
    assert not any(result.tails)
    assert {kind for kind, seen in result.seen if not seen} >= {"holder_name", "date", "period", "heading"}


def test_one_row_left_open_is_not_full() -> None:
    statement = drawn(SHORT)
    result = judged(statement, painted(statement, lambda label: label.hidden[1:] if label.wanted else ()))
    assert dict(result.verdicts)["address"] in (Verdict.PART, Verdict.EXPOSED)


def test_a_lost_page_is_no_cover() -> None:
    statement = drawn(LONG)
    assert len(statement.sizes) > 1
    result = judged(statement, tiff(plain_pages(statement)[:1]))
    assert Verdict.LOST in {verdict for _, verdict in result.verdicts}
    assert ("account_number", False) in result.ends


def test_the_last_four_of_an_account_may_stay_where_no_box_says_where_they_begin() -> None:
    entry = {"text": "12 3456", "box": [0, 0, 70, 10], "must_cover": True}
    (ahead,) = Label.from_dict(entry | {"type": "account_number"}).hidden
    assert ahead[:, 0].max() == pytest.approx(70 * 2.4 / 7)
    for other in (entry | {"type": "routing_number"}, entry | {"type": "account_number", "text": "12 345"}):
        assert Label.from_dict(other).hidden[0][:, 0].max() == 70


def found(statement: DrawnStatement, output: bytes) -> set[str]:
    return set(found_in_bytes(output, labels(statement)))


def test_values_are_found_in_the_text_of_pages_and_in_the_layer_of_a_scan() -> None:
    for spec in (SHORT, MEDIA[1]):
        kinds = {"account_number", "pan", "balance", "amount", "counterparty", "address"}
        assert kinds <= found(drawn(spec), drawn(spec).data)


def blank_pdf() -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return pdf


def in_info(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.docinfo["/Subject"] = f"for {text}"


def in_a_field(pdf: pikepdf.Pdf, text: str) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", V=text)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)])


def in_an_attachment(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.attachments["a.txt"] = text.encode("utf-16-be")


def in_an_unused_form(pdf: pikepdf.Pdf, text: str) -> None:
    form = pdf.make_stream(f"BT ({text}) Tj ET".encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    pdf.Root.Spare = pdf.make_indirect(form)


@pytest.mark.parametrize("hide", [in_info, in_a_field, in_an_attachment, in_an_unused_form])
def test_values_are_found_where_no_page_shows_them(hide: Callable[[pikepdf.Pdf, str], None]) -> None:
    statement = drawn(SHORT)
    number = next(value.text for value in statement.values if value.kind == "account_number")
    for text, kinds in ((number, {"account_number"}), (number.replace(" ", "")[-4:], set())):
        pdf, target = blank_pdf(), io.BytesIO()
        hide(pdf, text)
        pdf.save(target)
        assert found(statement, target.getvalue()) == kinds


def test_a_value_that_also_stands_in_what_stays_is_not_a_find() -> None:
    def label(kind: str, text: str, must: bool) -> Label:
        return Label.from_dict({"type": kind, "text": text, "box": [0, 0, 9, 9], "must_cover": must})

    pdf, target = blank_pdf(), io.BytesIO()
    pdf.docinfo["/Title"] = "00001 Musterstadt"
    pdf.save(target)
    wanted = label("address", "00001 Musterstadt", True)
    assert found_in_bytes(target.getvalue(), [wanted]) == ("address",)
    assert found_in_bytes(target.getvalue(), [wanted, label("bank_detail", "Weg 1, 00001 Musterstadt", False)]) == ()


def test_a_labelled_folder_holds_pdfs_pages_and_passwords(tmp_path: Any) -> None:
    statement = drawn(MEDIA[6])
    (tmp_path / "a.pdf").write_bytes(statement.data)
    (tmp_path / "labels.json").write_text(json.dumps([statement.to_dict("a.pdf")]))
    (case,) = cases.folder(tmp_path)
    assert (case.kind, case.sizes, case.password) == ("statement", statement.sizes, "specimen")
    result = score(case.data, painted(statement, lambda label: label.rows), case.labels, case.sizes, case.password)
    assert {verdict for _, verdict in result.verdicts} == {Verdict.FULL}


def test_quads_around_rows_hold_them_whichever_way_they_lie() -> None:
    for value in drawn(MEDIA[3]).values:
        told = value.to_dict()
        around = np.array(told.get("quad") or [told["box"][:2], told["box"][2:]], np.float32)
        if len(value.rows) > 1:
            for corner in np.concatenate(value.rows).tolist():
                assert cv2.pointPolygonTest(around, corner, True) >= -1


def test_the_report_tells_leaks_and_over_covering_by_kind() -> None:
    statement = drawn(SHORT)
    entry = statement.to_dict("1/0.pdf") | {"conditions": statements.conditions(SHORT)}
    case = cases.from_entry(entry, statement.data)
    open_row = Row(case, judged(statement, statement.data), "", 10, 0.5, 0.4, ("iban",))
    closed = Row(case, judged(statement, painted(statement, lambda label: label.rows)), "", 10, 1.5, 0.4)
    shut = Row(case, refused(case.labels), "NothingFoundError", 0, 0.5, 0.4)
    figures = values.summary([open_row, closed, shut])
    assert figures["must_go"]["pan"] == {
        "full": 1,
        "part": 0,
        "exposed": 1,
        "lost": 0,
        "refused": 1,
        "leak rate": "50.0%",
    }
    assert figures["must_stay"]["period"] == {"kept": 1, "lost": 1, "rate": "50.0%"}
    assert figures["must_stay"]["last four of pan"] == {"kept": 1, "lost": 1, "rate": "50.0%"}
    assert figures["hidden_values_found_in_bytes"] == "1 of 2"
    assert "iban in the bytes" in figures["not_fully_covered"][0]
    page = statements.markdown("three", {"quality": figures, "environment": report.environment()})
    assert "| pan | 1 | 0 | 1 | 0 | 1 | 50.0% |" in page
    assert "| period | 1 | 1 | 50.0% |" in page


def test_codes_hold_what_they_say() -> None:
    for seed, medium in ((1, Medium.PDF), (2, Medium.PDF), (3, Medium.SCAN), (4, Medium.SCAN), (5, Medium.PDF)):
        spec = dataclasses.replace(SHORT, seed=seed, codes=True, medium=medium, tilt_deg=0.4)
        statement = drawn(spec)
        (told,) = (value.text for value in statement.values if value.kind == "barcode")
        assert [code.text for code in zxingcpp.read_barcodes(plain_pages(statement)[0])] == [told]
