"""The first look: pages with their lines, read once, and once more where a card must show more."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence

import numpy as np
import pytest

from redactkit.firstlook import (
    PAGE_LOOK,
    ReadPages,
    compare,
    doubts_in,
    first_look,
    kind_of,
    look_closer,
    misses_number,
    misses_something,
)
from redactkit.load import load
from redactkit.model import Document, DocumentKind, Page
from redactkit.protocols import FIRST_LOOK
from redactkit.read.scripted import ScriptedEngine, line
from tests.born_digital import PLAIN, ROWS, Eyes, statement

PAN = line("4111 1111 1111 1111", 60, 150, 440, 180)
LABEL, EXPIRY = line("VALID THRU", 250, 190, 340, 204), line("12/29", 250, 210, 340, 232)
BACK = (line("AUTHORISED SIGNATURE", 30, 100, 200, 112), line("039", 400, 130, 430, 150))


def picture(*sizes):
    sizes = sizes or ((500, 320),)
    pages = tuple(Page(i, np.full((high, wide, 3), 200, np.uint8)) for i, (wide, high) in enumerate(sizes))
    return Document(pages, "image/png")


def read(*lines, pages=1):
    found = picture(*[(500, 320)] * pages)
    return ReadPages(found.pages, lines, [frozenset()] * pages)


# --- pages with lines


def test_pages_are_as_they_were_with_their_lines():
    pages = read((PAN,), (EXPIRY,), (), pages=3)
    assert isinstance(pages, Sequence)
    assert len(pages) == 3
    assert [page.lines for page in pages] == [(PAN,), (EXPIRY,), ()]
    assert [page.index for page in pages] == [0, 1, 2]
    assert pages[-1].index == 2
    assert [page.lines for page in pages[1:]] == [(EXPIRY,), ()]
    assert isinstance(pages[1:], ReadPages)
    with pytest.raises(IndexError):
        pages[3]


def test_pages_of_a_pdf_are_not_kept():
    document = first_look(load(statement(ROWS, ROWS)), Eyes(statement(ROWS, ROWS)))
    page = document.pages[0]
    assert page.lines
    assert page.pixels is not document.pages[0].pixels
    pixels = weakref.ref(page.pixels)
    del page
    gc.collect()
    assert pixels() is None


def test_a_read_document_is_the_same_document():
    document = load(PLAIN)
    seen = first_look(document, Eyes(PLAIN))
    assert (seen.pdf, seen.media, seen.sizes) == (document.pdf, document.media, document.sizes)
    assert np.array_equal(seen.pages[0].pixels, document.pages[0].pixels)


# --- looks


def test_every_page_is_looked_at_once():
    engine = ScriptedEngine((PAN,))
    document = first_look(picture((500, 320), (300, 200)), engine)
    assert [look.side_px for look in engine.looks] == [FIRST_LOOK, FIRST_LOOK]
    assert [page.lines for page in document.pages] == [(PAN,), document.pages[1].lines]


def test_sheets_of_a_pdf_are_looked_at_more_closely():
    """Where they need eyes at all: a page of text is read from its text layer."""

    def drawn(canvas):
        canvas.bezier(60, 40, 120, 80, 130, 34, 200, 41)

    engine = ScriptedEngine(())
    first_look(load(statement(drawn)), engine)
    assert [look.side_px for look in engine.looks] == [PAGE_LOOK]


def test_doubts_are_remembered_page_by_page():
    data = statement(ROWS, ((30, 250, "seen by nobody 12345"),))
    (first, _), (blind, _) = Eyes(data).pages
    document = first_look(load(data), engine := Eyes(data))
    assert doubts_in(load(data)) is None
    assert doubts_in(document) == (frozenset(), frozenset())
    asked = len(engine.looks)
    look_closer(document, engine)
    strips = [look for look in engine.looks[asked:] if look.strips]
    assert strips == []  # nothing is compared twice

    def script(pixels, look):
        return () if np.array_equal(pixels, blind) else engine.seen(pixels)

    assert first.shape == blind.shape
    assert doubts_in(first_look(load(data), ScriptedEngine(script))) == (frozenset(), frozenset({"Helvetica"}))


def test_fonts_are_compared_without_reading_the_page():
    engine = Eyes(PLAIN)
    document = compare(load(PLAIN), engine)
    assert doubts_in(document) == (frozenset(),)
    assert document.pages[0].lines == ()
    assert [look.side_px for look in engine.looks] == [0]
    assert doubts_in(compare(load(PLAIN), ScriptedEngine(()))) == (frozenset({"Helvetica"}),)
    assert compare(picture(), ScriptedEngine(())).pages[0].lines == ()


# --- closer looks at cards


def closer(*scripts, size=(1600, 1000)):
    """Look at a card of which each next look shows more; return the lines and the looks."""
    by_side = dict(zip((FIRST_LOOK, 960, 1440), scripts, strict=False))
    engine = ScriptedEngine(lambda pixels, look: by_side.get(look.side_px, scripts[-1]))
    document = look_closer(first_look(picture(size), engine), engine)
    return document.pages[0].lines, [look.side_px for look in engine.looks]


def test_a_card_that_shows_its_number_needs_no_other_look():
    assert closer((PAN,)) == ((PAN,), [FIRST_LOOK])


def test_a_number_is_looked_for_at_larger_scales_until_it_is_seen():
    assert closer((LABEL, EXPIRY), (LABEL, EXPIRY, PAN)) == ((LABEL, EXPIRY, PAN), [FIRST_LOOK, 960])
    lines, sides = closer((LABEL, EXPIRY), (LABEL, EXPIRY), (LABEL, EXPIRY, PAN))
    assert sides == [FIRST_LOOK, 960, 1440]
    assert lines == (LABEL, EXPIRY, PAN)


def test_a_date_that_the_card_says_it_bears_is_looked_for():
    assert closer((PAN, LABEL), (PAN, LABEL, EXPIRY)) == ((PAN, LABEL, EXPIRY), [FIRST_LOOK, 960])


def test_small_pictures_are_not_enlarged_further():
    assert closer((EXPIRY,), (EXPIRY, PAN), size=(600, 400)) == ((EXPIRY,), [FIRST_LOOK])


# --- what the pages are

KINDS = [
    (((PAN,),), DocumentKind.CARD),
    (((line("4111", 60, 20, 140, 40), line("1111", 60, 50, 140, 70)),), DocumentKind.UNKNOWN),
    (((line("hello", 60, 20, 140, 40),),), DocumentKind.UNKNOWN),
    (((),), DocumentKind.UNKNOWN),
    (((line("Account statement", 9, 9, 200, 30), line("Balance 1,234.00", 9, 40, 200, 60)),), DocumentKind.UNKNOWN),
]


@pytest.mark.parametrize(("lines", "kind"), KINDS)
def test_kind_by_all_that_was_read(lines, kind):
    assert kind_of(read(*lines)) is kind


def test_a_document_is_what_all_its_pages_say_together():
    title, rows = (
        (line("Account statement", 9, 9, 200, 30),),
        (
            line("Closing balance 1,234.00", 9, 40, 200, 60),
            line("Opening balance 1,034.00", 9, 70, 200, 90),
        ),
    )
    assert kind_of(read(title, rows, pages=2)) is DocumentKind.STATEMENT
    assert kind_of(read(title, (), pages=2)) is DocumentKind.UNKNOWN


MISSING = [
    (((PAN,),), False),
    (((EXPIRY,),), True),
    ((BACK,), False),
    (((PAN,), BACK), False),
    (((PAN,), (line("VISA", 9, 9, 90, 30), EXPIRY)), True),  # another card, of which the number was not seen
    (((PAN,), (line("hello", 9, 9, 90, 30),)), False),
    (((line("hello", 9, 9, 90, 30),), (EXPIRY,)), True),
]


@pytest.mark.parametrize(("lines", "missing"), MISSING)
def test_each_page_that_is_a_card_shows_a_number_or_a_back(lines, missing):
    pages = read(*lines, pages=len(lines))
    assert misses_number(pages) is missing
    assert misses_something(pages) is missing
