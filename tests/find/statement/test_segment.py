"""Lines cut into segments, and the spaces that a reader lost."""

import pytest

from redactkit.find.statement.segment import Frame, segments_of, usual_gap
from redactkit.geometry import from_box
from redactkit.model import Cell, Line
from redactkit.read.scripted import line

FLAT = Frame((1.0, 0.0))


def texts(one: Line) -> list[str]:
    return [segment.text for segment in segments_of(one, FLAT)]


def with_spaces(text: str, gap: float) -> Line:
    """Set a line as a PDF does: spaces are cells, all `gap` pixels wide."""
    cells, x = [], 0.0
    for char in text:
        width = gap if char == " " else 10.0
        cells.append(Cell(char, from_box(x, 0, x + width, 20)))
        x += width
    return Line(from_box(0, 0, x, 20), tuple(cells), 1.0)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Account number", ["Account number"]),
        ("Date  Description", ["Date", "Description"]),
        ("CHECKING 001570525057", ["CHECKING 001570525057"]),
        (": MR SAM EXAMPLE", [":", "MR SAM EXAMPLE"]),
        ("1,250.00", ["1,250.00"]),
        ("4835*   *1234", ["4835* *1234"]),  # asterisks that the reader lost
        ("x", ["x"]),
    ],
)
def test_lines_are_cut_at_columns(text: str, wanted: list[str]) -> None:
    assert texts(line(text, 0, 0, 12 * len(text), 20)) == wanted


def test_wide_letters_make_no_space() -> None:
    widths = {"W": 19.0, "i": 5.0, "m": 17.0}
    cells, x = [], 0.0
    for char in "WimmiWami":
        wide = widths.get(char, 11.0)
        middle = x + wide / 2
        cells.append(Cell(char, from_box(middle - 5, 0, middle + 5, 20)))
        x += wide
    assert texts(Line(from_box(0, 0, x, 20), tuple(cells), 1.0)) == ["WimmiWami"]


def test_spaces_that_were_read_are_kept_and_columns_told_from_their_width() -> None:
    assert texts(with_spaces("01 Mar GAS", 5)) == ["01 Mar GAS"]
    assert texts(with_spaces("01/03  GAS  1.00", 6)) == ["01/03", "GAS", "1.00"]


def test_spread_words_are_no_columns() -> None:
    spread = with_spaces("words that are spread out", 11)
    assert [s.text for s in segments_of(spread, FLAT, usual_gap([spread]))] == ["words that are spread out"]


def test_cells_of_a_slice_leave_out_spaces() -> None:
    (segment,) = segments_of(line("ab cd", 0, 0, 60, 20), FLAT)
    assert "".join(cell.char for cell in segment.between(1, 4)) == "bc"
