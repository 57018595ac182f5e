"""An engine that plays prepared lines: for tests, and for whoever reads with something of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.geometry import center, clip, contains, from_box, slice_along
from redactkit.model import Cell, Line
from redactkit.read.settled import unsettled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redactkit.model import Pixels, Quad
    from redactkit.protocols import Look


class ScriptedEngine:
    """Answers every look from the same lines.

    Parameters
    ----------
    script : iterable of Line, or callable
        What stands on the page. A callable is asked anew, with the pixels and the look, each time.

    Attributes
    ----------
    looks : list of Look
        The looks that were asked for, in order.
    """

    name = "scripted"

    def __init__(self, script: Iterable[Line] | Callable[[Pixels, Look], Iterable[Line]]) -> None:
        if callable(script):
            self._script = script
        else:
            lines = tuple(script)
            self._script = lambda pixels, look: lines  # noqa: ARG005
        self.looks: list[Look] = []

    def read(self, pixels: Pixels, look: Look) -> tuple[Line, ...]:
        """Play the lines; a strip holds the characters whose middle lies in it."""
        self.looks.append(look)
        high, wide = pixels.shape[:2]
        lines = tuple(self._script(pixels, look))
        strips = tuple(_strip(clip(strip, wide, high), lines) for strip in look.strips)
        return strips + (unsettled(lines, look.settled) if look.side_px > 0 else ())


def line(text: str, left: float, top: float, right: float, bottom: float, *, score: float = 1.0) -> Line:
    """Return a line that fills a box: every character is as wide as the next; spaces take room and get no cell."""
    quad = from_box(left, top, right, bottom)
    cells = tuple(
        Cell(char, slice_along(quad, i / len(text), (i + 1) / len(text)), score)
        for i, char in enumerate(text)
        if not char.isspace()
    )
    return Line(quad, cells, score, _digits(cells))


def _strip(quad: Quad, lines: Iterable[Line]) -> Line:
    cells = tuple(cell for line in lines for cell in line.cells if contains(quad, center(cell.quad)))
    score = sum(cell.score for cell in cells) / max(len(cells), 1)
    return Line(quad, cells, score, _digits(cells))


def _digits(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.char in "0123456789")
