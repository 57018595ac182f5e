from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.decide import decide
from redactkit.decide.cut import tail_start
from redactkit.geometry import bounds, center, contains, quad_of
from redactkit.model import DocumentKind, FieldKind, Finding, Keep, Page, Quad
from redactkit.policy import PROFILES
from redactkit.read.scripted import line

RULE = PROFILES["appeal"].rules[DocumentKind.CARD]


def page() -> Page:
    return Page(0, np.full((400, 900, 3), 200, np.uint8))


PROOF = ("card", "luhn", "iin:visa", "end")


def pan(text: str = "4111 1111 1111 1234", top: float = 100) -> Finding:
    return Finding(FieldKind.PAN, 0, line(text, 100, top, 100 + 24 * len(text), top + 40).cells, evidence=PROOF)


def hides(quads, cell) -> bool:
    return any(contains(quad, center(cell.quad)) for quad in quads)


@pytest.mark.parametrize(
    "text", ["4111 1111 1111 1234", "3782 822463 10005", "4111111111111111", "6200 0000 0000 0000 005"]
)
def test_all_but_the_last_four_is_hidden(text: str) -> None:
    finding = pan(text)
    (cover,), (keep,) = decide(page(), [finding], RULE)
    assert [hides(cover.quads, cell) for cell in finding.cells] == [True] * (len(finding.cells) - 4) + [False] * 4
    assert keep.text == "".join(cell.char for cell in finding.cells[-4:])
    assert all(contains(keep.quad, center(cell.quad)) for cell in finding.cells[-4:])


def test_first_six_stay_where_the_policy_says_so() -> None:
    finding = pan()
    rule = PROFILES["first6-last4"].rules[DocumentKind.CARD]
    covers, keeps = decide(page(), [finding], rule)
    assert [keep.text for keep in keeps] == ["411111", "1234"]
    hidden = [hides(covers[0].quads, cell) for cell in finding.cells]
    assert hidden == [False] * 6 + [True] * 6 + [False] * 4


def test_stacked_rows_are_hidden_but_the_last() -> None:
    cells = [cell for i in range(4) for cell in line("1234", 100, 100 + 60 * i, 196, 140 + 60 * i).cells]
    (cover,), (keep,) = decide(page(), [Finding(FieldKind.PAN, 0, tuple(cells), evidence=PROOF)], RULE)
    assert len(cover.quads) == 3
    assert bounds([keep.quad])[1] > 270


def test_the_same_number_found_again_leaves_the_kept_end_alone() -> None:
    again = Finding(FieldKind.NUMBER, 0, pan().cells[-6:])
    covers, _ = decide(page(), [pan(), again], RULE)
    assert not hides([quad for cover in covers for quad in cover.quads], pan().cells[-1])
    _, (keep,) = decide(page(), [pan()], RULE)
    late, _ = decide(page(), [again], RULE, [keep])
    assert hides(late[0].quads, again.cells[0])
    assert bounds(late[0].quads)[2] <= bounds([keep.quad])[0] + 6
    assert not hides(late[0].quads, again.cells[-1])


def test_a_gap_inside_the_last_four_keeps_only_what_follows_it() -> None:
    cells = [cell for cell in pan("4111 1111 1111 1234").cells if cell.char != "2"]  # 15 digits: one was not read
    assert tail_start(cells, 4) == len(cells) - 3


def test_a_narrow_digit_of_an_unspaced_number_is_no_gap() -> None:
    cells = pan("4111111111111234").cells
    moved = [replace(cell, quad=shifted(cell.quad, 12.0 if i == 15 else 0.0)) for i, cell in enumerate(cells)]
    assert tail_start(moved, 4) == 12


def shifted(quad: Quad, along: float) -> Quad:
    return quad_of((x + along, y) for x, y in quad.corners)


def test_names_stay_by_appeal_and_go_by_strict() -> None:
    name = Finding(FieldKind.NAME, 0, line("LEE M CARDHOLDER", 100, 300, 400, 330).cells)
    covers, (keep,) = decide(page(), [name], RULE)
    assert not covers
    assert keep.kind is FieldKind.NAME
    covers, keeps = decide(page(), [name], PROFILES["strict"].rules[DocumentKind.CARD])
    assert all(hides(covers[0].quads, cell) for cell in name.cells)
    assert not keeps


@given(st.integers(-5, 5), st.integers(5, 12))
def test_the_cut_falls_into_the_gap_although_the_cells_are_off(shift: int, gap: int) -> None:
    pixels = np.full((80, 400, 3), 230, np.uint8)
    edge = 160  # ink of the hidden characters ends here, that of the kept ones begins after the gap
    lefts = [*(edge - 14 - 20 * i for i in range(4)), *(edge + gap + 20 * i for i in range(4))]
    for left in lefts:
        for top in range(20, 60, 8):
            pixels[top : top + 4, left : left + 14] = 20
    middle = edge + gap / 2 + shift
    finding = Finding(FieldKind.PAN, 0, line("12345678", middle - 80, 20, middle + 80, 60).cells, evidence=PROOF)
    (cover,), (keep,) = decide(Page(0, pixels), [finding], RULE)
    assert edge - 1 <= bounds([keep.quad])[0] <= edge + gap + 1
    assert bounds(cover.quads)[2] == pytest.approx(bounds([keep.quad])[0], abs=0.01)


def test_a_place_without_characters_is_covered_whole() -> None:
    quad = line("x", 10, 10, 50, 30).quad
    (cover,), _ = decide(page(), [Finding(FieldKind.UNREAD, 0, quad=quad)], RULE, [Keep(FieldKind.PAN, 0, quad)])
    assert cover.quads == (quad,)


def test_nothing_stays_of_a_number_whose_end_is_not_known() -> None:
    finding = replace(pan("4111 1111 1111 1234 123"), evidence=("card",))
    for policy in ("appeal", "first6-last4"):
        (cover,), keeps = decide(page(), [finding], PROFILES[policy].rules[DocumentKind.CARD])
        assert not keeps
        assert all(hides(cover.quads, cell) for cell in finding.cells)
