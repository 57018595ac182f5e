"""The machine readable zone by position: every printed row from edge to edge, whatever was read of it.

ICAO Doc 9303 sets it in two or three rows of equal length and pitch; licences have one row. What the rows say tells
which of them are missing; one is guessed only where no other text stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from redactkit.find.mrz_frame import READ, edges, frame_of, with_lost_rows
from redactkit.find.mrz_rows import rows_of
from redactkit.geometry import axes, center, contains, project, width
from redactkit.model import DocumentKind, FieldKind, Finding, Quad
from redactkit.numbers.mrz import parse
from redactkit.numbers.mrz_rows import LIKELY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.find.mrz_frame import Frame
    from redactkit.find.mrz_rows import Row
    from redactkit.model import Line, Page, Point
    from redactkit.numbers.mrz import Zone

RIM, END = 0.2, 0.5  # how far quads exceed the boxes: share of the height, widths of a character
MIN_OTHER = 2  # characters of a line of other text, over which no row is guessed


@dataclass(frozen=True, slots=True)
class FoundZone:
    """One machine readable zone on a page.

    Attributes
    ----------
    quads : tuple of Quad
        One for each printed row, from the first to the last, also for rows that were not located.
    lines : tuple of Line
        What was read that lies in the rows.
    says : Zone or None
        None when what was read makes no sense.
    """

    quads: tuple[Quad, ...]
    lines: tuple[Line, ...] = field(repr=False)
    says: Zone | None = None


class MrzDetector:
    """Machine readable zones of passports, visas, identity cards and licences, row by row."""

    name = "mrz"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the rows of the zones on one page."""
        high, wide = page.pixels.shape[:2]
        return tuple(
            Finding(FieldKind.MRZ, page.index, quad=quad, evidence=(self.name, *_evidence(zone)))
            for zone in zones(page.lines, (wide, high))
            for quad in zone.quads
        )


def _evidence(zone: FoundZone) -> tuple[str, ...]:
    return (zone.says.format, *sorted(zone.says.holds)) if zone.says else ()


def zones(lines: Sequence[Line], size_px: tuple[int, int]) -> tuple[FoundZone, ...]:
    """Return the machine readable zones among the lines of a page.

    Parameters
    ----------
    lines : sequence of Line
        Everything that was read, in any order and direction.
    size_px : tuple of int
        Width and height of the page.
    """
    free = rows_of(lines)
    seeds = [row for row in free if row.likeness >= LIKELY]
    found: list[FoundZone] = []
    for seed in sorted(seeds, key=lambda row: (-row.likeness, -len(row.text))):
        if any(seed is row for row in free) and (frame := frame_of(seed, free)):
            frame = with_lost_rows(frame, free, lines)
            free = [row for row in free if not any(row is one for one in frame.rows.values())]
            found.append(_found(frame, lines, size_px))
    return tuple(found)


def _found(frame: Frame, lines: Sequence[Line], size_px: tuple[int, int]) -> FoundZone:
    ends = _ends(frame, size_px)
    drawn = {place: _drawn(frame, row, ends) for place, row in frame.rows.items()}
    used = {id(line) for row in frame.rows.values() for line in row.lines}
    others = [line.quad for line in lines if id(line) not in used and _is_other_text(line)]
    for place in frame.missing():
        guess = _guessed(frame, place, ends)
        between = min(frame.rows) < place < max(frame.rows)
        if between or (_on_page(guess, size_px) and not any(contains(guess, center(quad)) for quad in others)):
            drawn[place] = guess
    quads = tuple(drawn[place] for place in sorted(drawn))
    inside = (line for line in lines if id(line) in used or any(contains(quad, center(line.quad)) for quad in quads))
    says = parse([frame.rows[place].text for place in sorted(frame.rows)])
    return FoundZone(quads, tuple(inside), says)


def _ends(frame: Frame, size_px: tuple[int, int]) -> tuple[float, float]:
    """Return the edges of the zone with a rim, no farther than a row's height beyond the page."""
    left, right = edges(frame)
    left, right = left - END * frame.pitch, right + END * frame.pitch
    middle, (u, _), high = center(frame.widest.quad), axes(frame.widest.quad), frame.widest.high
    for place, along, size in zip(middle, u, size_px, strict=True):
        if abs(along) > 1e-9:
            low, far = sorted(((-high - place) / along, (size + high - place) / along))
            left, right = max(left, low), min(right, far)
    return left, right


def _drawn(frame: Frame, row: Row, ends: tuple[float, float]) -> Quad:
    """Return a found row's quad from edge to edge of the zone."""
    widest = axes(frame.widest.quad)
    u, v = axes(row.quad) if width(row.quad) > width(frame.widest.quad) / 2 else widest
    if project(u, (0.0, 0.0), widest[0]) < 0:
        u, v = (-u[0], -u[1]), (-v[0], -v[1])
    middle = center(row.quad)
    downs = [project(corner, middle, v) for quad in row.quads for corner in quad.corners]
    rim = RIM * (max(downs) - min(downs))
    return _strip(frame, middle, (u, v), ends, (min(downs) - rim, max(downs) + rim))


def _guessed(frame: Frame, place: int, ends: tuple[float, float]) -> Quad:
    """Return the quad of a row that was not found, as high as it may lie off its place."""
    middle, slack = frame.expected(place)
    reach = median(row.high for row in frame.rows.values()) * (0.5 + RIM) + slack
    return _strip(frame, middle, axes(frame.widest.quad), ends, (-reach, reach))


def _strip(
    frame: Frame, middle: Point, turned: tuple[Point, Point], ends: tuple[float, float], downs: tuple[float, float]
) -> Quad:
    """Return the quad around a row's middle that reaches along to both ends, measured along the widest row."""
    u, v = turned
    along, _ = axes(frame.widest.quad)
    here = project(middle, center(frame.widest.quad), along)
    cosine = project(u, (0.0, 0.0), along)
    left, right = ((end - here) / cosine for end in ends)

    def at(s: float, t: float) -> Point:
        return middle[0] + s * u[0] + t * v[0], middle[1] + s * u[1] + t * v[1]

    top, bottom = downs
    return Quad((at(left, top), at(right, top), at(right, bottom), at(left, bottom)))


def _on_page(quad: Quad, size_px: tuple[int, int]) -> bool:
    x, y = center(quad)
    return 0 <= x <= size_px[0] and 0 <= y <= size_px[1]


def _is_other_text(line: Line) -> bool:
    return line.score >= READ and len(line.cells) >= MIN_OTHER
