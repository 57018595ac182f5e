"""Boxes that PDFium makes up, and text in any order: characters given by hand."""

import numpy as np
import pytest

from redactkit.errors import LeakError
from redactkit.geometry import from_box
from redactkit.pdf.seen import Character
from redactkit.verify.pdf_characters import check_characters

SIZE = (500.0, 700.0)
AREA = from_box(100, 100, 200, 112)


def character(char, x, y=102.0, box=None, generated=False):
    loose = (x, y - 2, x + 6, y + 8)
    return Character(char, box or (x + 1, y, x + 5, y + 7), loose, (x, y), 0.0, 10.0, True, "F", generated)


class Page:
    """Stands for a reader with one page."""

    def __init__(self, characters):
        self._characters = characters

    def matrix(self, index, width_px, height_px):
        return (width_px / SIZE[0], 0.0, 0.0, -height_px / SIZE[1], 0.0, float(height_px))

    def characters(self, index):
        return self._characters

    def ink(self, index):
        shown = [one for one in self._characters if not one.generated and one.char != " "]
        places = [(*one.origin, *(one.loose if one.box in (FLAT.box, HUGE.box) else one.box)) for one in shown]
        return "".join(one.char for one in shown), np.array(places, np.float64).reshape(-1, 6)


def check(before, after, area=AREA):
    check_characters(Page(before), Page(after), 0, [area])


def refused(before, after, why):
    with pytest.raises(LeakError, match=why):
        check(before, after)


KEPT = character("a", 50), character("b", 56), character("a", 300)
SECRET = character("7", 150)
FLAT = character("7", 150, box=(150.0, 99.0, 150.0, 99.0))  # of a font without outlines
HUGE = character("7", 150, box=(-400.0, -900.0, 400.0, 900.0))


@pytest.mark.parametrize("secret", [SECRET, FLAT, HUGE])
def test_text_in_an_area_is_seen_whatever_its_box(secret):
    check([*KEPT, secret], KEPT)
    refused([*KEPT, secret], [*KEPT, secret], "under a cover")


def test_blanks_and_what_pdfium_makes_up_do_not_count():
    check([*KEPT, SECRET], [*KEPT, character(" ", 150), character("7", 150, generated=True)])


@pytest.mark.parametrize(
    ("char", "height", "passes"), [("\ufffd", 0.01, True), ("\ufffd", 5.0, False), ("1", 0.01, False)]
)
def test_a_blank_that_the_file_does_not_call_so_may_go(char, height, passes):
    blank = character(char, 62, box=(62.0, 102.0, 65.0, 102.0 + height))
    if passes:
        check([*KEPT, blank], KEPT)
    else:
        refused([*KEPT, blank], KEPT, "missing")


def test_the_order_does_not_count():
    check(KEPT, KEPT[::-1])


def test_the_number_of_equal_characters_counts():
    refused([*KEPT, KEPT[0]], KEPT, "missing")
    refused(KEPT, [*KEPT, KEPT[0]], "missing")


@pytest.mark.parametrize(("moved", "passes"), [(0.4, True), (0.6, False), (6.0, False)])
def test_how_far_text_may_move(moved, passes):
    after = [character("a", 50 + moved), *KEPT[1:]]
    if passes:
        check(KEPT, after)
    else:
        refused(KEPT, after, "moved")


def test_the_nearest_of_two_is_taken():
    before = [character("a", 50), character("a", 50.4), character("b", 60)]
    check(before, [character("b", 60), character("a", 50.4), character("a", 50)])


def test_a_character_across_the_edge_of_the_page_may_stay_or_go():
    across = character("a", 496)
    check([*KEPT, across], KEPT)
    check([*KEPT, across], [*KEPT, across])
    refused(KEPT, [*KEPT, character("a", 499)], "does not show")


def test_a_character_cut_by_an_area_may_stay_or_go():
    cut = character("a", 198)
    check([*KEPT, cut], KEPT)
    check([*KEPT, cut], [*KEPT, cut])
    refused([*KEPT, character("a", 201)], KEPT, "missing")


def test_a_page_without_text():
    check([], [])
    refused([], KEPT, "missing")
