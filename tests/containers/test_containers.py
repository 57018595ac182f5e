"""Whatever rides along in a file is gone from every file that is made of it."""

from __future__ import annotations

import pytest

import redactkit
from redactkit.load import load
from redactkit.model import DocumentKind
from redactkit.plans import Plan
from redactkit.read.scripted import ScriptedEngine
from tests.containers import jpegs, others, pdfs, pngs
from tests.containers.judge import is_magenta, pictures, said, written

pytestmark = pytest.mark.slow

FIXTURES = [fixture for room in (jpegs, pngs, others, pdfs) for fixture in room.fixtures()]
# In uncovered pictures of PDFs, whose code is copied. Strictly: a test fails as soon as one of them is gone.
PICTURES = ("jpg", "png", "webp", "tiff", "pdf")
SEVERAL = ("tiff", "pdf")
ALLOWED = {  # parts that a finished file of each kind may name
    "image/jpeg": {"SOI", "APP0", "DQT", "SOF0", "DHT", "SOS", "EOI"},
    "image/png": {"IHDR", "PLTE", "IDAT", "IEND"},
    "image/webp": {"VP8", "VP8L"},
    "image/tiff": {"IFD", "strip"},
}


def suffixes(fixture):
    if fixture.data.startswith(b"%PDF"):
        return ("pdf",)
    return PICTURES if fixture.pages == 1 else SEVERAL


def covering(fixture):
    """Return a plan that covers a corner of the first page, and all of the others."""
    sizes = load(fixture.data).sizes
    plan = Plan(DocumentKind.CARD, "appeal", sizes)
    for page, (width, height) in enumerate(sizes):
        plan = plan.add(page, (0, 0, width, height) if page else (2, 2, width / 3, height / 3))
    return plan


def left(fixture, data, *, frames=True):
    """Return where a fixture's secrets still are."""
    found = [f"trace {n}" for n, trace in enumerate(fixture.traces) if trace in written(data)]
    found += ["picture"] if frames and any(is_magenta(picture) for picture in pictures(data)) else []
    return found + [f"said {name}" for name in said(data)]


def check(result):
    (container,) = (check for check in result.report.checks if check.name == "container")
    if result.report.media in ALLOWED:
        parts = container.detail.partition("nothing but ")[2].split(", ")
        assert {part.split()[1] for part in parts} <= ALLOWED[result.report.media]


def test_there_are_enough_and_each_has_its_name():
    assert len(FIXTURES) >= 60
    assert len({fixture.name for fixture in FIXTURES}) == len({fixture.data for fixture in FIXTURES}) == len(FIXTURES)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: one.name)
def test_a_fixture_carries_its_secret_and_opens(fixture):
    everything = written(fixture.data)
    assert all(trace in everything for trace in fixture.traces)
    assert fixture.traces or fixture.shows
    assert len(load(fixture.data).pages) == fixture.pages


@pytest.mark.slow
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: one.name)
def test_a_fresh_file_has_nothing_of_it(fixture, tmp_path):
    """What is on further pages is a page of the result, too; everywhere else it must not be."""
    for suffix in suffixes(fixture):
        result = redactkit.process(fixture.data, tmp_path / f"out.{suffix}", policy="size-only")
        data = result.path.read_bytes()
        assert left(fixture, data, frames=fixture.pages == 1) == [], suffix
        assert len(load(data).pages) == fixture.pages
        check(result)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: one.name)
def test_a_covered_file_has_nothing_of_it(fixture):
    result = redactkit.apply(fixture.data, covering(fixture), engine=ScriptedEngine(()))
    assert left(fixture, result.data) == []
    check(result)
