"""A label whose value was not read: the place where the other labels have theirs is hidden, if there is ink."""

import numpy as np
import pytest

from redactkit.find.identity import IdentityDetector
from redactkit.geometry import bounds
from redactkit.model import FieldKind, Page
from tests.find.statement.sheets import lines_of

BELOW = """
Date of issue
16.04.2007

Date of birth


Date of expiry
15.04.2012
"""
BESIDE = """
Date of issue:     16.04.2007

Date of birth:

Date of expiry:    15.04.2012
"""


def zones(sheet: str, *, ink: bool = True) -> list[tuple[float, float, float, float]]:
    pixels = np.full((900, 1400, 3), 255, np.uint8)
    if ink:
        pixels[::4] = 0
    found = IdentityDetector().find(Page(0, pixels, lines=tuple(lines_of(sheet))))
    return [
        bounds([f.quad]) for f in found if f.quad is not None and "zone" in f.evidence and f.kind is FieldKind.BIRTH
    ]


def test_a_value_below_its_label() -> None:
    ((left, top, right, bottom),) = zones(BELOW)
    row = 40 + 4 * 26
    assert left == pytest.approx(40, abs=2)
    assert right >= 40 + 10 * 12 - 2
    assert top < row + 10 < bottom


def test_a_value_beside_its_label() -> None:
    ((left, top, _, bottom),) = zones(BESIDE)
    row = 40 + 2 * 26
    assert left == pytest.approx(40 + 19 * 12, abs=15)
    assert top < row + 10 < bottom


def test_where_nothing_is_printed_nothing_is_hidden() -> None:
    assert not zones(BELOW, ink=False)


def test_a_value_that_was_read_needs_no_place() -> None:
    assert not zones(BELOW.replace("Date of birth\n", "Date of birth 12.08.1974\n"))


def test_something_else_may_stand_there() -> None:
    assert not zones(BELOW.replace("Date of birth\n\n", "Date of birth\nANY WORDS\n"))
