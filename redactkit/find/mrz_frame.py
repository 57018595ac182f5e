"""Where the rows of one machine readable zone stand: those that were found, and those that must stand beside them.

A row that was not found is placed by the pitch of the others and only where no other text stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactkit.find.mrz_rows import ALIKE, STRAIGHT, Row, offset, parallel
from redactkit.geometry import axes, center, project, width
from redactkit.numbers.mrz import parse
from redactkit.numbers.mrz_rows import LAYOUTS, POSSIBLE, SURE, UNKNOWN, anchor_of, index_in, is_possible, length_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redactkit.model import Line, Point

# From row to row, in widths of a character: three rows stand 1.57 to 1.96 apart on six specimens, two 2.0 to 2.7.
STEPS = {1: (0.0, 0.0), 2: (1.9, 2.8), 3: (1.5, 2.0)}
BELOW = 0.4  # heights that one row stands below another at least
OVERLAP = 0.7  # of the longer of two rows,
IN_LINE = 2.5  # or widths of a character by which their edges are out of line
REACH = 4.4  # widths of a character from the first row of three to the last, seen askew
SAME_PITCH = 0.7  # of the widths of a character in two rows of one zone
LOST = 1.6  # characters missing at the ends from which on a row is drawn at its layout's length
READ = 0.8  # mean score from which on a line was read, so that no row is guessed over other text
PARTS = 28.0  # characters below which two rows are parts; how far they stand apart tells of which layout
OWN = ("FRA-ID", "LICENCE", "CHE-DL")  # layouts that are told by their first letters
MIN_WIDE = 5.0  # characters of a line where a row is missing; a shorter one is a part of it if it stands at an edge
OUT_OF_LINE = 2.0  # widths of a character that such a line may stand off the zone's edges
_HEAD = re.compile("[PVIACD][A-Z<][A-Z<]{3}[A-Z0-9]")  # ICAO Doc 9303-4 4.2.1, -5 4.2.1, -6 4.2.1, -7 3.2.1


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of one zone.

    Attributes
    ----------
    layout : str
        A key of `LAYOUTS`.
    rows : dict of int to Row
        What was found, by its place in the zone, 0 for the first row.
    """

    layout: str
    rows: Mapping[int, Row] = field(repr=False)

    @property
    def widest(self) -> Row:
        """The row of which most was read; it tells the direction of all."""
        return max(self.rows.values(), key=lambda row: len(row.text))

    @property
    def pitch(self) -> float:
        """Width of a character, in pixels."""
        row = self.widest
        if abs(len(row.text) - LAYOUTS[self.layout][1]) > 1:
            return row.pitch
        u, _ = axes(row.quad)
        return project(row.middles[-1], row.middles[0], u) / (len(row.middles) - 1)

    def step(self) -> tuple[float, float]:
        """Return how far down the next row stands, and how far off that it may, in pixels."""
        places = sorted(self.rows)
        first, last = places[0], places[-1]
        if first < last:
            _, down = offset(self.rows[first].quad, self.rows[last].quad)
            return down / (last - first), 0.0
        low, high = STEPS[LAYOUTS[self.layout][0]]
        return (low + high) / 2 * self.pitch, (high - low) / 2 * self.pitch

    def missing(self) -> list[int]:
        """Return the places of the rows that were not found, the nearest to those that were found first."""
        places = set(range(LAYOUTS[self.layout][0])) - set(self.rows)
        return sorted(places, key=lambda place: min(abs(place - other) for other in self.rows))

    def expected(self, place: int) -> tuple[Point, float]:
        """Return the middle of a row by where the others stand, and how far up or down it may lie off that."""
        nearest = min(self.rows, key=lambda other: abs(other - place))
        down, slack = self.step()
        _, v = axes(self.widest.quad)
        x, y = center(self.rows[nearest].quad)
        far = (place - nearest) * down
        return (x + far * v[0], y + far * v[1]), abs(place - nearest) * slack


def frame_of(seed: Row, rows: Iterable[Row]) -> Frame | None:
    """Return the zone that a row stands in, None when there is no other row beside one that is not sure.

    Parameters
    ----------
    seed : Row
    rows : iterable of Row
        What may be the others.
    """
    near = [seed, *(row for row in rows if row is not seed and row.likeness and _belongs(seed, row))]
    if len(near) == 1 and seed.likeness < SURE:
        return None
    layout = _layout(near)
    for row in sorted(near, key=lambda row: (-row.likeness, abs(offset(seed.quad, row.quad)[1])))[LAYOUTS[layout][0] :]:
        near.remove(row)
    near.sort(key=lambda row: offset(seed.quad, row.quad)[1])
    return Frame(layout, dict(zip(_places(near, layout), near, strict=True)))


def _belongs(seed: Row, row: Row) -> bool:
    """Tell whether a row stands above or below another like one of the same zone, with one edge in line at least."""
    along, down = offset(seed.quad, row.quad)
    pitches = sorted((seed.pitch, row.pitch))
    widths = width(seed.quad), width(row.quad)
    apart = abs(abs(along) - abs(widths[0] - widths[1]) / 2)
    return (
        parallel(seed.quad, row.quad)
        and pitches[0] > SAME_PITCH * pitches[1]
        and BELOW * seed.high < abs(down) < REACH * seed.pitch
        and (apart < IN_LINE * seed.pitch or sum(widths) / 2 - abs(along) > OVERLAP * max(widths))
    )


def _layout(rows: Sequence[Row]) -> str:
    """Return the layout by what the rows say, else by their length and how far apart they stand."""
    says = parse([row.text for row in rows])
    if says is not None and (says.birth or says.expiry or says.format in OWN):
        return says.format
    longest = max(max(len(row.text), width(row.quad) / row.pitch) for row in rows if row.likeness > POSSIBLE)
    of_two = False
    if longest < PARTS and len(rows) == 2:
        down = abs(offset(rows[0].quad, rows[1].quad)[1]) / rows[0].pitch
        of_two = STEPS[3][1] < down < STEPS[2][1]
    return {30: "TD1", 36: "TD2", 44: "TD3"}[length_of(longest, of_two=of_two)]


def _places(rows: Sequence[Row], layout: str) -> tuple[int, ...]:
    """Return which rows of a layout these are, by what they say and how far apart they stand."""
    count = LAYOUTS[layout][0]
    if len(rows) == count:
        return tuple(range(count))
    told = [index_in(row.text, layout) for row in rows]
    if len(rows) == 1:
        return (told[0],)
    _, down = offset(rows[0].quad, rows[1].quad)
    if down > sum(STEPS[count]) / 2 * 1.5 * rows[0].pitch:
        return (0, 2)
    return (1, 2) if told[1] == 2 or told[0] == 1 else (0, 1)  # nothing is like a row of names


def with_lost_rows(frame: Frame, rows: Iterable[Row], lines: Iterable[Line]) -> Frame:
    """Return the zone with what stands where its missing rows must: pieces of rows, or lines that could not be read."""
    options = [row for row in rows if is_possible(row.text) and not any(row is one for one in frame.rows.values())]
    options += [blank for line in lines if (blank := _unread(line))]
    for place in frame.missing():
        middle, slack = frame.expected(place)
        near = [row for row in options if _stands_at(frame, row, middle, slack)]
        if near:
            best = max(near, key=lambda row: (bool(row.text), width(row.quad)))
            options.remove(best)
            frame = Frame(frame.layout, {**frame.rows, place: best})
    return frame


def _unread(line: Line) -> Row | None:
    if line.cells and line.score >= READ:
        return None
    return Row((line,), (line.quad,), "", (), 1.0, 0)


def _stands_at(frame: Frame, row: Row, middle: Point, slack: float) -> bool:
    """Tell whether a row, or the beginning or the end of one, stands where one is missing."""
    widest = frame.widest
    u, v = axes(widest.quad)
    along, down = (project(center(row.quad), middle, axis) for axis in (u, v))
    spare = (width(widest.quad) - width(row.quad)) / 2 - abs(along)
    wide = width(row.quad) > MIN_WIDE * frame.pitch
    return (
        parallel(widest.quad, row.quad)
        and row.high < widest.high / ALIKE
        and abs(down) < slack + STRAIGHT * widest.high
        and spare > -OUT_OF_LINE * frame.pitch
        and (wide or (spare < OUT_OF_LINE * frame.pitch and UNKNOWN not in row.text))
    )


def edges(frame: Frame) -> tuple[float, float]:
    """Return how far the rows reach to the left and to the right of the middle of the widest, in pixels.

    What the rows say tells where they begin; they are as long as their layout, also where less was read.
    """
    widest = frame.widest
    u, _ = axes(widest.quad)
    middle = center(widest.quad)
    reached = [
        project(corner, middle, u) for row in frame.rows.values() for quad in row.quads for corner in quad.corners
    ]
    left, right = min(reached), max(reached)
    length = LAYOUTS[frame.layout][1] * frame.pitch
    lost = length - (right - left)
    if lost < LOST * frame.pitch:
        return left, right
    begin = _begin(frame)
    return (left - lost, right + lost) if begin is None else (min(left, begin), max(right, begin + length))


def _begin(frame: Frame) -> float | None:
    """Return where the rows begin by what they say, the dates before all else; None when they do not tell."""
    three = LAYOUTS[frame.layout][0] == 3
    told = [
        (row.middles[anchor.start], 0 if three else 13)
        for row in frame.rows.values()
        if frame.layout != "LICENCE" and (anchor := anchor_of(row.text))
    ]
    if not told and 0 in frame.rows and _HEAD.match(frame.rows[0].text):
        told = [(frame.rows[0].middles[0], 0)]
    if not told:
        return None
    (u, _), middle = axes(frame.widest.quad), center(frame.widest.quad)
    return min(project(place, middle, u) - (column + 0.5) * frame.pitch for place, column in told)
