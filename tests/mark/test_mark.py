"""A watermark stands on free area, is read by nobody as a find, and hides nothing."""

import io
from dataclasses import replace

import numpy as np
import pypdf
import pytest

import redactkit
from redactkit import PROFILES, FieldKind, Policy, PolicyError
from redactkit.geometry import bounds, from_box
from redactkit.load import load
from redactkit.mark import marked
from redactkit.mark.place import MARGIN_PX, SIDE_PX, free_place
from redactkit.model import Cover, DocumentKind, Page
from redactkit.plans import Plan
from redactkit.read.scripted import ScriptedEngine, line
from tests.born_digital import ROWS, statement
from tests.test_pipeline import CARD, decoded, encoded, picture

TEXT = "For the appeal at Márket only, 23 Nov 2026"
MARKED = replace(PROFILES["appeal"], watermark=TEXT)


def page_with(ink, size=(300, 480)):
    """Return a white page on which boxes (left, top, right, bottom) are hatched."""
    pixels = np.full((*size, 3), 255, np.uint8)
    for left, top, right, bottom in ink:
        pixels[top:bottom:2, left:right] = 0
    return Page(0, pixels)


def meets(quad, box):
    left, top, right, bottom = bounds([quad])
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]


def test_a_line_goes_where_nothing_is_drawn():
    ink = (0, 0, 480, 130)
    quad = free_place(page_with([ink]), [], 10.0)
    assert quad is not None
    assert not meets(quad, ink)


def test_a_line_keeps_away_from_what_is_taken_and_stays_among_it():
    taken = [from_box(50, 40, 430, 90), from_box(60, 200, 400, 260)]
    quad = free_place(page_with([]), taken, 10.0)
    assert quad is not None
    left, top, right, bottom = bounds([quad])
    assert 50 <= left < right <= 430
    assert 90 + MARGIN_PX <= top < bottom <= 200 - MARGIN_PX


def test_what_is_covered_has_no_say_in_where_the_line_goes():
    box = (0, 0, 480, 140)
    taken = [from_box(*box)]
    assert free_place(page_with([box]), taken, 12.0) == free_place(page_with([]), taken, 12.0)


def test_a_page_full_of_text_has_no_place():
    assert free_place(page_with([]), [from_box(0, 0, SIDE_PX, 300)], 10.0) is None


def test_a_line_that_is_too_long_for_the_page_has_no_place():
    assert free_place(page_with([], (100, 120)), [], 20.0) is None


def test_a_picture_changes_in_its_place_only():
    card = picture()
    document = load(encoded(card))
    plan = Plan(DocumentKind.CARD, "appeal", document.sizes)
    stamped, plan = marked(document, plan, TEXT)
    (keep,) = plan.keeps
    left, top, right, bottom = (round(value) for value in bounds([keep.quad]))
    change = stamped.pages[0].pixels != document.pages[0].pixels
    assert keep.kind is FieldKind.WATERMARK
    assert change[top:bottom, left:right].any(axis=(0, 2)).mean() > 0.5  # letters all along
    change[top:bottom, left:right] = False
    assert not change.any()


def test_a_card_gets_its_watermark_and_the_second_look_leaves_it_alone():
    source = encoded(picture(*CARD))
    plain = redactkit.process(source, engine=ScriptedEngine(CARD))
    stray = line("23 Nov 2026", *_place(source))  # what a reader sees of the watermark
    result = redactkit.process(source, policy=MARKED, engine=_Later(CARD, (*CARD, stray)))
    assert len(result.report.plan.covers) == len(plain.report.plan.covers)
    assert FieldKind.WATERMARK in {keep.kind for keep in result.report.plan.keeps}
    left, top, right, bottom = (round(value) for value in _place(source))
    assert np.abs(decoded(result.data) - decoded(source))[top:bottom, left:right].max() > 60


class _Later(ScriptedEngine):
    """Reads one set of lines at first, another from the second look on."""

    def __init__(self, first, later):
        looks = iter([first])
        super().__init__(lambda pixels, look: next(looks, later))


def _place(source):
    plan = redactkit.plan(source, engine=ScriptedEngine(CARD))
    document = load(source)
    pages = tuple(replace(page, lines=CARD) for page in document.pages)
    return bounds([marked(replace(document, pages=pages), plan, TEXT)[1].keeps[-1].quad])


def test_every_page_of_a_pdf_gets_its_line_as_text():
    document = load(statement(ROWS, ROWS))
    stamped, plan = marked(document, Plan(DocumentKind.STATEMENT, "appeal", document.sizes), TEXT)
    reader = pypdf.PdfReader(io.BytesIO(stamped.pdf))
    assert all(TEXT in page.extract_text() for page in reader.pages)
    assert len(plan.keeps) == len(document.sizes)


def test_no_room_is_an_error_of_the_settings():
    document = load(encoded(picture()))
    full = Cover(FieldKind.MANUAL, 0, (from_box(0, 0, 500, 320),))
    with pytest.raises(PolicyError, match="no free area"):
        marked(document, Plan(DocumentKind.CARD, "appeal", document.sizes, (full,)), TEXT)


@pytest.mark.parametrize("text", ["two\nlines", "日本語", "x" * 101, "bell\a"])
def test_what_no_font_of_a_viewer_shows_is_refused(text):
    with pytest.raises(PolicyError, match="watermark"):
        Policy("own", {}, watermark=text)


@pytest.mark.parametrize("name", PROFILES)
def test_no_profile_has_a_watermark(name):
    assert not PROFILES[name].watermark
