"""Rows on pages that lie askew, are curled or are seen from the side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.find.statement.layout import Layout, clear_of, lay_out
from redactkit.model import Line
from redactkit.read.scripted import line
from tests.find.statement.sheets import lines_of, moved, tilted

ROWS = "\n".join(
    f"{day:02d} Mar  SOME LONGER DESCRIPTION {day}      {day}0.00        1,{day}00.00" for day in range(1, 25)
)


def rows_of(layout: Layout) -> list[list[str]]:
    return [[segment.text for segment in row.segments] for row in layout.rows]


WANTED = rows_of(lay_out(lines_of(ROWS)))


def test_rows_hold_what_stands_side_by_side() -> None:
    assert WANTED[0] == ["01 Mar", "SOME LONGER DESCRIPTION 1", "10.00", "1,100.00"]
    assert len(WANTED) == 24


@given(st.floats(-8, 8))
@pytest.mark.slow
def test_rows_of_a_tilted_page(degrees: float) -> None:
    assert rows_of(lay_out(tilted(lines_of(ROWS), degrees))) == WANTED


@given(st.floats(-60, 60), st.floats(-0.08, 0.08))
@pytest.mark.slow
def test_rows_of_a_curled_page(sag: float, converge: float) -> None:
    def bent(x: float, y: float) -> tuple[float, float]:
        across = (x - 500) / 500
        return x, y + sag * across * across + converge * across * (y - 300)

    assert rows_of(lay_out(moved(lines_of(ROWS), bent))) == WANTED


@pytest.mark.parametrize("lean", [-0.1, -0.05, 0.05, 0.1])
def test_columns_of_a_page_seen_from_its_foot_stand_upright(lean: float) -> None:
    def seen(x: float, y: float) -> tuple[float, float]:
        return x + lean * (y - 300) * (x - 500) / 500, y

    layout = lay_out(moved(lines_of(ROWS), seen))
    assert rows_of(layout) == WANTED
    for column in (0, 1):
        lefts = [row.segments[column].left for row in layout.rows]
        assert max(lefts) - min(lefts) < 12


def test_a_flat_page_is_left_as_it_is() -> None:
    lefts = [segment.left for segment in lay_out(lines_of(ROWS)).segments]
    assert sorted(set(lefts))[0] == pytest.approx(40)


def test_text_along_a_margin_is_in_no_row() -> None:
    sideways = moved([line("FORM 12345", 0, 0, 120, 20)], lambda x, y: (900 - y, x))
    layout = lay_out([*lines_of(ROWS), *sideways])
    assert [segment.text for segment in layout.aside] == ["FORM 12345"]
    assert rows_of(layout) == WANTED


def test_lines_without_characters_have_no_place() -> None:
    assert lay_out([Line(line("x", 0, 0, 9, 9).quad)]).rows == ()


def test_a_cover_stops_before_what_stands_beside_it() -> None:
    first, second = lay_out(lines_of("left          right")).rows[0].segments
    left, right = clear_of(first, (0.0, 1000.0), (first, second), 5.0)
    assert left == 0.0
    assert right == pytest.approx(second.left - 5.0)
