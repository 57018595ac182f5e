"""Stretches of a line: the densest run of digits, and the chunks that hold a digit.

Readers drop spaces and swap letters for digits, so nothing here trusts a single character.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from redactkit.geometry import axes, center, project
from redactkit.model import Quad
from redactkit.numbers.text import fold, is_digit
from redactkit.words import CODE_MARKS
from redactkit.words import letters as letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Cell, Line, Point

BREAKS = frozenset("+/:")  # end a number
SEPARATORS = frozenset("-–—.·•_' ,")
# A maximal-sum segment (Bentley 1984): digits gain, other letters cost as much as two digits gain, so that a
# run bridges one misread character among its neighbours but never a word.
GAIN = 1.0
GAIN_CONFUSED = 0.4
COST = -2.0
BRIDGE = 3  # characters between two digits that still belong to one number: "04 / 33", "1-800-", "(0)"
# Letters misread as digits: at most three in a row, read with less confidence than a printed digit, in a word.
LETTERLIKE = frozenset("01568")
MAX_SLIPS = 3
SURE = 0.9
MIN_LETTERS = 4
# Symbols that the digits-only alphabet sees in what was read as letters: so many, and this share of the line, make a
# number; a blurred name gives a few.
LOOSE_DIGITS = 3
LOOSE_SHARE = 0.5
LOOSE_SCORE = 0.15


def densest_run(cells: Sequence[Cell]) -> tuple[int, int]:
    """Return the slice (start, end) of the stretch that is most of all a number; (0, 0) when there is none."""
    best, best_slice, total, start = 0.0, (0, 0), 0.0, 0
    for i, cell in enumerate(cells):
        if total <= 0:
            total, start = 0.0, i
        total += _worth(cell.char)
        if total > best:
            best, best_slice = total, (start, i + 1)
    return best_slice


def _worth(char: str) -> float:
    if is_digit(char):
        return GAIN
    if char in SEPARATORS:
        return 0.0
    if char in BREAKS:
        return -math.inf
    return GAIN_CONFUSED if fold(char) else COST


def digit_cells(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a run without its separators; a misread letter inside counts as a digit."""
    return tuple(cell for cell in cells if cell.char not in SEPARATORS)


def folded(cells: Sequence[Cell]) -> str:
    """Return the digits that cells stand for; a character that no digit looks like becomes 0."""
    return "".join(fold(cell.char) or "0" for cell in cells)


def number_chunks(cells: Sequence[Cell], digits: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Return the stretches of a line that hold a digit, with the letters that touch them.

    Parameters
    ----------
    cells : sequence of Cell
        The line as read.
    digits : sequence of Cell
        The same line read with digits only: it sees numbers in what was read as letters.
    """
    places = [i for i, cell in enumerate(cells) if is_digit(cell.char)]
    if _are_slips(cells, places):
        places = []
    if not places:
        loose = [cell for cell in digits if cell.score >= LOOSE_SCORE]
        return [tuple(loose)] if len(loose) >= max(LOOSE_DIGITS, LOOSE_SHARE * len(cells)) else []
    spans = [[places[0], places[0]]]
    for place in places[1:]:
        if place - spans[-1][1] <= BRIDGE + 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return [tuple(cells[slice(*_reach(cells, first, last))]) for first, last in spans]


def _are_slips(cells: Sequence[Cell], places: Sequence[int]) -> bool:
    """Tell whether all digits of a line are letters misread inside words: ``B0OKING``, ``NI080DY``.

    They look like letters, were read without confidence, and stand between letters that outnumber them.
    """
    if not places or places[0] == 0 or places[-1] == len(cells) - 1:
        return False
    unsure = all(cells[i].char in LETTERLIKE and cells[i].score < SURE for i in places)
    inside = cells[places[0] - 1].char.isalpha() and cells[places[-1] + 1].char.isalpha()
    letters = sum(cell.char.isalpha() for cell in cells)
    run = places[-1] - places[0] < MAX_SLIPS
    named = any(mark in letters_of("".join(cell.char for cell in cells)) for mark in CODE_MARKS)
    return unsure and inside and run and not named and letters >= max(MIN_LETTERS, 2 * len(places))


def _reach(cells: Sequence[Cell], first: int, last: int) -> tuple[int, int]:
    """Extend over adjoining characters that may be misread digits or belong to the number."""
    while first > 0 and not cells[first - 1].char.isspace() and _may_belong(cells[first - 1].char):
        first -= 1
    while last + 1 < len(cells) and _may_belong(cells[last + 1].char):
        last += 1
    return first, last + 1


def _may_belong(char: str) -> bool:
    return bool(fold(char)) or not char.isalnum()


def offsets(quad: Quad, other: Quad) -> tuple[float, float]:
    """Return how far the middle of `other` lies along and down from the middle of `quad`, in pixels."""
    u, v = axes(quad)
    middle = center(quad)
    there = center(other)
    return project(there, middle, u), project(there, middle, v)


def to_the_edges(chunk: Sequence[Cell], line: Line) -> tuple[Cell, ...]:
    """Let a chunk at an end of its line own the space up to the line's edge: what was not read may stand there."""
    cells = list(chunk)
    if line.cells and cells[0] is line.cells[0]:
        cells[0] = reaching_left(cells[0], line.quad)
    if line.cells and cells[-1] is line.cells[-1]:
        cells[-1] = _reaching_right(cells[-1], line.quad)
    return tuple(cells)


def reaching_left(cell: Cell, quad: Quad) -> Cell:
    """Return a cell that reaches to the left edge of its line: a faint digit may stand there."""
    u, _ = axes(cell.quad)
    a, b, c, d = cell.quad.corners
    move = min(*(project(corner, a, u) for corner in quad.corners), 0.0)
    return replace(cell, quad=Quad((_slid(a, u, move), b, c, _slid(d, u, move))))


def _reaching_right(cell: Cell, quad: Quad) -> Cell:
    u, _ = axes(cell.quad)
    a, b, c, d = cell.quad.corners
    move = max(*(project(corner, b, u) for corner in quad.corners), 0.0)
    return replace(cell, quad=Quad((a, _slid(b, u, move), _slid(c, u, move), d)))


def _slid(point: Point, u: Point, move: float) -> Point:
    return point[0] + move * u[0], point[1] + move * u[1]
