"""What a second look at the finished file still sees: text outside of covers and keeps, and the kept digits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactkit.errors import LeakError
from redactkit.geometry import center, height, join, widen
from redactkit.numbers.text import is_digit
from redactkit.places import held, middles
from redactkit.result import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.model import Cell, Cover, Line, Quad

CERTAIN = 0.9  # a line read with this mean confidence, and without anything to cover, needs no second reading
RIM_PX = 8.0  # the most that a cover reaches beyond its quad: within it lies the cover itself, beyond it what it left
MOSTLY = 0.5  # a line with this share of its characters in covers and keeps is what is left of a covered one


def settled_places(lines: Iterable[Line], covers: Sequence[Cover]) -> tuple[Quad, ...]:
    """Return where another look needs to read nothing: covers, and lines read with certainty that no cover touches.

    Parameters
    ----------
    lines : iterable of Line
        Of the first look.
    covers : sequence of Cover
        On the same page.
    """
    quads = tuple(quad for cover in covers for quad in cover.quads)
    sure = (line.quad for line in lines if line.score >= CERTAIN and not held(middles(line.cells), quads).any())
    return (*quads, *sure)


def _rim(quad: Quad) -> Quad:
    return widen(quad, RIM_PX, 0.25 * height(quad))


def leftovers(lines: Iterable[Line], covers: Sequence[Cover], keeps: Sequence[Quad]) -> tuple[Line, ...]:
    """Return what of the lines lies neither in a cover nor in a keep.

    Parameters
    ----------
    lines : iterable of Line
        Read from the finished file, in the coordinates of the page.
    covers : sequence of Cover
        Of this page.
    keeps : sequence of Quad
        Numbers' kept ends, and places that a person wants left alone.
    """
    places = [*(_rim(quad) for cover in covers for quad in cover.quads), *keeps]

    def open_cells(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(cell for cell, hidden in zip(cells, held(middles(cells), places), strict=True) if not hidden)

    left = []
    for line in lines:
        cells = open_cells(line.cells)
        if not line.cells:
            if not held([center(line.quad)], places).any():
                left.append(line)
        elif len(cells) == len(line.cells):
            left.append(line)
        elif len(cells) > (1 - MOSTLY) * len(line.cells) or any(is_digit(cell.char) for cell in cells):
            quad = join([cell.quad for cell in cells])
            left.append(replace(line, quad=quad, cells=cells, digits=open_cells(line.digits), mrz=()))
    return tuple(left)


def check_kept(before: Sequence[str], after: Sequence[Line]) -> Check:
    """Check that what was kept reads in the finished file as it does in the source.

    Parameters
    ----------
    before : sequence of str
        The kept digits as read from the source.
    after : sequence of Line
        The same places read from the finished file, in the same order.

    Raises
    ------
    LeakError
        A kept number shows other digits than before, or none.
    """
    for old, new in zip(before, after, strict=True):
        if old != digits_of(new):
            raise LeakError("the digits that should stay do not read the same in the finished file; send another photo")
    return Check("kept", f"{sum(map(bool, before))} of {len(after)} kept numbers read the same")


def digits_of(line: Line) -> str:
    """Return the digits that a line reads as."""
    return "".join(cell.char for cell in line.digits) or "".join(char for char in line.text if is_digit(char))
