"""Trust no engine: what it answers is checked against the contract, what it complains about stays with it.

An exception's text may quote what was read, so none of it is handed on, not even chained.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from redactkit.errors import EngineError, RedactkitError
from redactkit.geometry import center, clip
from redactkit.model import Cell, Line

if TYPE_CHECKING:
    from redactkit.model import Pixels
    from redactkit.protocols import Engine, Look

MAX_LINES = 5_000
"""Most lines on one page: twenty times those of a dense A4 page."""

MAX_CHARS = 2_000
"""Most characters in one line: ten times those of a line of small print across an A4 page."""


def guarded(engine: Engine, pixels: Pixels, look: Look) -> tuple[Line, ...]:
    """Read one page and hold the engine to its contract.

    Parameters
    ----------
    engine : Engine
    pixels : ndarray of uint8, shape (height, width, 3)
        RGB; the engine gets a read-only view.
    look : Look

    Returns
    -------
    tuple of Line
        Quads that stick out of the page are clipped.

    Raises
    ------
    EngineError
        The engine failed, or answered with something that is no reading of this page.
    """
    view = pixels.view()
    view.setflags(write=False)
    lines = _answer(engine, view, look)
    try:
        _require(len(lines) <= MAX_LINES, f"more than {MAX_LINES} lines")
        _require(len(lines) >= len(look.strips), f"{len(lines)} lines for {len(look.strips)} strips")
        return tuple(_checked(line, pixels.shape[1], pixels.shape[0]) for line in lines)
    except _Breach as breach:
        problem = str(breach)
    except (TypeError, ValueError, AttributeError) as error:
        problem = f"values of wrong types ({type(error).__name__})"
    raise EngineError(f"engine {engine.name!r} gave no reading of this page: {problem}")


class _Breach(Exception):
    """A clause of the contract does not hold; the text quotes nothing that was read."""


def _require(held: bool, problem: str) -> None:
    if not held:
        raise _Breach(problem)


def _answer(engine: Engine, pixels: Pixels, look: Look) -> tuple[Line, ...]:
    try:
        return tuple(engine.read(pixels, look))
    except RedactkitError:
        raise
    except Exception as error:
        failure = type(error).__name__
    raise EngineError(f"engine {engine.name!r} failed: {failure}")


def _checked(line: Line, wide: int, high: int) -> Line:
    """Return a line with its quads inside the page."""
    _require(isinstance(line, Line), f"a {type(line).__name__} instead of a Line")
    _require(0 <= line.score <= 1, "a score outside 0 to 1")
    readings = (line.cells, line.digits, line.mrz)
    for cells in readings:
        _check_cells(cells)
    corners = np.array([quad.corners for quad in (line.quad, *(c.quad for cells in readings for c in cells))], float)
    _require(corners.shape[1:] == (4, 2) and bool(np.isfinite(corners).all()), "corners that are no points")
    middle_x, middle_y = center(line.quad)
    _require(0 <= middle_x <= wide and 0 <= middle_y <= high, "a line beside the page")
    if corners.min() >= 0 and (corners <= (wide, high)).all():
        return line
    moved = [tuple(replace(cell, quad=clip(cell.quad, wide, high)) for cell in cells) for cells in readings]
    return Line(clip(line.quad, wide, high), moved[0], line.score, moved[1], moved[2])


def _check_cells(cells: tuple[Cell, ...]) -> None:
    _require(len(cells) <= MAX_CHARS, f"a line of more than {MAX_CHARS} characters")
    for cell in cells:
        _require(isinstance(cell, Cell), f"a {type(cell).__name__} instead of a Cell")
        _require(isinstance(cell.char, str) and len(cell.char) == 1, "a Cell without its one character")
        _require(0 <= cell.score <= 1, "a score outside 0 to 1")
