"""The PDF room on PDFs as they are found: nothing of a secret is left, and the rest is as it was."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import pikepdf
import pytest

from redactkit.cover.pdf import erase, rasterise, rebuild
from redactkit.geometry import contains
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import UNKNOWN_CHAR, Reader
from redactkit.verify.pdf_page import failing_pages
from tests.pdfs import twenty
from tests.pdfs.corpus import Case, cases
from tests.pdfs.judge import faults, leaks

COUNT = 300
JUDGED = 120  # of them, also as they were: whether the judge sees what is there
SEED = 1


def redacted(case):
    """Return the normalised original, the finished file, and which of its pages are pixels now."""
    original, areas = normalise(case.data, None), case.areas()
    erased = erase(original, areas)
    data, rastered = erased.data, erased.failed
    while True:
        if rastered:
            data = rasterise(erased.data, original, {index: areas.get(index, []) for index in sorted(rastered)})
        failing = failing_pages(original, data, areas, rastered)
        if not failing - rastered:
            break
        rastered |= failing
    if failing:
        with Reader(original) as reader:
            rastered = frozenset(range(len(reader)))
        data = rebuild(original, {index: areas.get(index, []) for index in rastered})
    return original, data, rastered


@dataclass(frozen=True)
class Outcome:
    """What became of one case."""

    name: str
    pages: int
    rastered: int
    leaks: tuple[str, ...]
    faults: dict[int, str]
    missed: tuple[str, ...]  # places that show in the original, where the judge does not see them
    hidden: tuple[str, ...]  # places that do not show, where it does


def outcome(case, judged):
    original, data, rastered = redacted(case)
    with Reader(data) as reader:
        pages = len(reader)
    there = {leak.split(": ")[0] for leak in leaks(case, original, original)} if judged else set()
    return Outcome(
        case.name,
        pages,
        len(rastered),
        tuple(leaks(case, original, data)),
        faults(case, original, data, rastered),
        tuple(one.place for one in case.secrets if judged and one.quad is not None and one.place not in there),
        tuple(one.place for one in case.secrets if one.quad is None and one.place in there),
    )


@pytest.fixture(scope="module")
def outcomes():
    found = [outcome(case, number < JUDGED) for number, case in enumerate(cases(SEED, COUNT))]
    pages = sum(one.pages for one in found)
    left = sum(len(one.leaks) for one in found)
    altered = sum(len(one.faults) for one in found)
    rastered = sum(one.rastered for one in found)
    shares = f"{1 - altered / pages:.1%} clean, {rastered / pages:.1%} as pixels"
    print(f"\n{COUNT} PDFs, {left} traces of secrets left; {pages} pages, {shares}")
    return found


@pytest.mark.slow
def test_nothing_of_a_secret_is_left(outcomes):
    assert [(one.name, leak) for one in outcomes for leak in one.leaks] == []


@pytest.mark.slow
def test_the_rest_is_as_it_was(outcomes):
    altered = [(one.name, index, fault) for one in outcomes for index, fault in one.faults.items()]
    assert len(altered) <= 0.03 * sum(one.pages for one in outcomes), altered


@pytest.mark.slow
def test_few_pages_become_pixels(outcomes):
    assert sum(one.rastered for one in outcomes) <= 0.04 * sum(one.pages for one in outcomes)


def test_twenty_places():
    case = Case("twenty places", twenty.twenty_places(), twenty.secrets(), ())
    original, data, rastered = redacted(case)
    assert leaks(case, original, data) == []
    assert faults(case, original, data, rastered) == {}


@pytest.mark.slow
def test_the_judge_sees_what_is_there(outcomes):
    """In files that were only normalised every place that shows is seen, and of what hides, what is off the page."""
    assert [(one.name, place) for one in outcomes for place in one.missed] == []
    assert {place for one in outcomes for place in one.hidden} == {"outside"}


def test_the_judge_sees_each_of_twenty_places():
    case = Case("twenty places", twenty.twenty_places(), twenty.secrets(), ())
    found = {leak.split(": ")[0] for leak in leaks(case, case.data, case.data)}
    assert found == set(twenty.PLACES)


@pytest.mark.parametrize("moved", [b"1 0 0 1 1 0 cm\n", b"1 0 0 1 0 1 cm\n", b"0.5 0 0 0.5 0 0 cm\n"])
def test_the_judge_sees_what_moved(moved):
    case = replace(next(cases(SEED, 1)), secrets=())
    original = normalise(case.data, None)
    with pikepdf.open(io.BytesIO(original)) as pdf:
        pdf.pages[0].contents_add(moved, prepend=True)
        out = io.BytesIO()
        pdf.save(out)
    assert faults(case, original, original, frozenset()) == {}
    assert faults(case, original, out.getvalue(), frozenset()).keys() == {0}


@pytest.mark.slow
def test_the_truth_is_true():
    """Where a case says that digits stand, PDFium reads them."""
    wrong, right = [], 0
    for case in cases(SEED + 2, 60):
        with Reader(normalise(case.data, None)) as reader:
            pages = [reader.characters(index) for index in range(len(reader))]
        for secret in case.secrets:
            if secret.quad is None or not secret.place.endswith(" text"):
                continue
            read = [char for char in _inside(secret.quad, pages[secret.page]) if char.isdigit() or char == UNKNOWN_CHAR]
            right += 1
            if sorted(read) != sorted(secret.text) and set(read) != {UNKNOWN_CHAR}:
                wrong.append((case.name, secret.place))
    assert wrong == []
    assert right > 60


def _inside(quad, characters):
    for one in characters:
        left, bottom, right, top = one.loose
        if contains(quad, ((left + right) / 2, (bottom + top) / 2)):
            yield one.char


def test_the_same_seed_gives_the_same_files():
    one, other = ([case.data for case in cases(7, 12)] for _ in range(2))
    assert one == other
    assert len(set(one)) == 12
