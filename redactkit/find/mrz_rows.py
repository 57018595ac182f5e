"""Printed rows of a machine readable zone: pieces of lines on one baseline, told by what was read of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean, median_high
from typing import TYPE_CHECKING

from redactkit.geometry import axes, center, height, join, project, width
from redactkit.model import Quad
from redactkit.numbers.mrz_rows import UNKNOWN, likeness, rectified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.model import Cell, Line, Point

MAX_FOREIGN = 0.3  # share of a piece's characters that no zone has: a stain over a few letters
MIN_FLIPPED = 3  # `>`: a row that was read on its head
ALIKE = 0.6  # of two heights on one baseline
STRAIGHT = 0.5  # heights that a piece's middle may lie off the baseline
LONG = 3.0  # times its height, from which on the direction of a piece tells the row's
PARALLEL = 0.97  # cosine
SAME_PITCH = 0.75  # of two widths of a character, where enough characters were read to tell
MIN_PITCHED = 4
USUAL = (0.6, 1.5)  # of the median gap between two characters: less is one read twice, more is one not read
ROOM = (0.5, 1.6)  # width of a short piece for each of its characters, in widths of a character
ASKEW = 0.03  # pieces far apart may lie farther off each other's baselines: share of the distance
WIDE = 0.65  # width of a character, share of the line's height: OCR-B in the locator's boxes has .6 to .75
MAX_GAP = 20.0  # characters that a finger or a stain hides
MAX_ROW = 48.0  # characters: 44, and what cells are coarse by
WHOLE = 27  # characters of a row that lacks nothing that another such piece could be


@dataclass(frozen=True, slots=True)
class Row:
    """What was found of one printed row: a line, or pieces of it from left to right.

    Attributes
    ----------
    lines : tuple of Line
    quads : tuple of Quad
        Of the lines, as the row runs, also where one was read on its head.
    text : str
        In the zone's alphabet; a question mark for every character that was not read between two pieces.
    middles : tuple of (x, y)
        Of the characters' cells.
    pitch : float
        Width of a character, in pixels.
    likeness : int
        How much it is like a row: see `redactkit.numbers.mrz_rows.likeness`.
    """

    lines: tuple[Line, ...] = field(repr=False)
    quads: tuple[Quad, ...]
    text: str = field(repr=False)
    middles: tuple[Point, ...] = field(repr=False)
    pitch: float
    likeness: int

    @property
    def quad(self) -> Quad:
        """The smallest around all pieces."""
        return join(self.quads)

    @property
    def high(self) -> float:
        """Height of the widest piece, in pixels."""
        return height(max(self.quads, key=width))


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Return what may be rows of a zone, longest pieces first; none where no filler and no licence was read."""
    free = sorted(filter(None, map(_row, lines)), key=lambda piece: -len(piece.text))
    if not any("<" in piece.text or piece.text.startswith("D1") for piece in free):
        return []
    rows = []
    while free:
        row = free.pop(0)
        while (place := next((i for i, piece in enumerate(free) if _continues(row, piece)), None)) is not None:
            piece = free.pop(place)
            along, _ = offset(row.quad, piece.quad)
            row = _joined(row, piece) if along > 0 else _joined(piece, row)
        rows.append(row)
    return rows


def _row(line: Line) -> Row | None:
    """Return a line as a row, None when what was read cannot be a part of one."""
    readings = [_reading(line.quad, cells) for cells in (line.cells, line.mrz) if cells]
    likely = [reading for reading in readings if reading[1].count(UNKNOWN) <= MAX_FOREIGN * len(reading[1]) > 0]
    if not likely:
        return None
    quad, text, middles = max(likely, key=lambda reading: (likeness(reading[1]), len(reading[1])))
    return Row((line,), (quad,), text, middles, _pitch(quad, middles), likeness(text))


def _pitch(quad: Quad, middles: Sequence[Point]) -> float:
    """Return the width of a character: the mean of the usual gaps, each of which is a whole number of steps."""
    if len(middles) < MIN_PITCHED:
        return WIDE * height(quad)
    u, _ = axes(quad)
    gaps = [abs(project(there, here, u)) for here, there in pairwise(middles)]
    usual = median_high(gaps)
    return max(fmean(gap for gap in gaps if USUAL[0] * usual <= gap <= USUAL[1] * usual), 1.0)


def _reading(quad: Quad, cells: Sequence[Cell]) -> tuple[Quad, str, tuple[Point, ...]]:
    cells = [cell for cell in cells if not cell.char.isspace()]
    text = "".join(cell.char for cell in cells)
    middles = tuple(center(cell.quad) for cell in cells)
    if text.count(">") < max(MIN_FLIPPED, text.count("<")):
        return quad, rectified(text), middles
    a, b, c, d = quad.corners
    turned = "".join("<" if char == ">" else "0" if char.isdigit() else "X" for char in reversed(text))
    return Quad((c, d, a, b)), turned, middles[::-1]


def _joined(left: Row, right: Row) -> Row:
    """Return two pieces of one row as one."""
    pitch = max(left, right, key=lambda piece: len(piece.text)).pitch
    (x0, y0), (x1, y1) = left.middles[-1], right.middles[0]
    steps = max(round(math.dist((x0, y0), (x1, y1)) / pitch), 1)
    lost = tuple((x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(1, steps))
    text = left.text + UNKNOWN * len(lost) + right.text
    return Row(
        lines=left.lines + right.lines,
        quads=left.quads + right.quads,
        text=text,
        middles=left.middles + lost + right.middles,
        pitch=pitch,
        likeness=max(left.likeness, right.likeness, likeness(text)),
    )


def offset(quad: Quad, other: Quad) -> tuple[float, float]:
    """Return how far the middle of `other` lies along and down from the middle of `quad`, in pixels."""
    u, v = axes(quad)
    here, there = center(quad), center(other)
    return project(there, here, u), project(there, here, v)


def parallel(quad: Quad, other: Quad) -> bool:
    """Tell whether two lines run the same way, either up; short ones always do."""
    if any(width(one) < LONG * height(one) for one in (quad, other)):
        return True
    (a, b), (c, d) = axes(quad)[0], axes(other)[0]
    return abs(a * c + b * d) > PARALLEL


def _gap(row: Row, piece: Row) -> float:
    return abs(offset(row.quad, piece.quad)[0]) - (width(row.quad) + width(piece.quad)) / 2


def _continues(row: Row, piece: Row) -> bool:
    along, down = offset(row.quad, piece.quad)
    low, high = sorted((row.high, _thickness(row, piece)))
    return (
        abs(down) < STRAIGHT * high + ASKEW * abs(along)
        and low > ALIKE * high
        and parallel(row.quad, piece.quad)
        and -row.pitch < _gap(row, piece) < MAX_GAP * row.pitch
        and abs(along) + (width(row.quad) + width(piece.quad)) / 2 < MAX_ROW * max(row.pitch, piece.pitch)
        and not (len(row.text) >= WHOLE and len(piece.text) >= WHOLE)
        and _same_pitch(row, piece)
    )


def _thickness(row: Row, piece: Row) -> float:
    """Return how high a piece is across its row, in pixels."""
    _, v = axes(row.quad)
    downs = [project(corner, (0.0, 0.0), v) for corner in piece.quad.corners]
    return max(downs) - min(downs)


def _same_pitch(row: Row, piece: Row) -> bool:
    if len(piece.text) < MIN_PITCHED:
        return ROOM[0] < width(piece.quad) / len(piece.text) / row.pitch < ROOM[1]
    low, high = sorted((row.pitch, piece.pitch))
    return low > SAME_PITCH * high
