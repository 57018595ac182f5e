"""Pages of a statement as text: two spaces part columns, `#` marks what is found and not left by a policy."""

import math
from collections.abc import Callable, Iterable

import numpy as np

from redactkit.find.statement import StatementDetector
from redactkit.geometry import center, contains, join
from redactkit.model import Cell, FieldKind, Finding, Line, Page, Quad
from redactkit.read.scripted import line

PITCH, SIZE, STEP = 12.0, 20.0, 26.0  # pixels: a character's width, a line's height, from line to line
STAYS = frozenset({FieldKind.NAME, FieldKind.DATE})


def lines_of(sheet: str, *, glued: bool = False) -> list[Line]:
    """Return a line for each stretch of text, or for each row with the spaces lost as readers lose them."""
    found = []
    for number, row in enumerate(sheet.strip("\n").split("\n")):
        top = 40 + number * STEP
        for start, part in [(0, row.rstrip())] if glued else parts(row):
            text = part.strip()
            left = 40 + (start + len(part) - len(part.lstrip())) * PITCH
            if text:
                found.append(line(text, left, top, left + len(text) * PITCH, top + SIZE))
    return found


def parts(row: str) -> list[tuple[int, str]]:
    """Return the stretches of a row between two spaces or more, with their places."""
    found, start = [], 0
    for word in row.split("  "):
        if word.strip():
            found.append((start, word))
        start += len(word) + 2
    return found


def page_of(*lines: Line, index: int = 0) -> Page:
    return Page(index, np.zeros((1, 1, 3), np.uint8), lines=lines)


def find(sheet: str | list[Line], **how: bool) -> tuple[Finding, ...]:
    lines = lines_of(sheet, **how) if isinstance(sheet, str) else sheet
    return StatementDetector().find(page_of(*lines))


def text_of(finding: Finding) -> str:
    return "".join(cell.char for cell in finding.cells)


def kinds(sheet: str | list[Line], **how: bool) -> dict[str, FieldKind]:
    return {text_of(finding): finding.kind for finding in find(sheet, **how)}


def covered(sheet: str) -> str:
    return marked(sheet, find(sheet))


def marked(sheet: str, found: Iterable[Finding]) -> str:
    """Return a sheet with `#` for every character under a finding that is not left."""
    quads = [
        join([cell.quad for cell in finding.cells]) if finding.quad is None else finding.quad
        for finding in found
        if finding.kind not in STAYS
    ]
    rows = []
    for number, row in enumerate(sheet.strip("\n").split("\n")):
        y = 40 + number * STEP + SIZE / 2
        middles = [(40 + (place + 0.5) * PITCH, y) for place in range(len(row))]
        rows.append(
            "".join(
                "#" if not char.isspace() and any(contains(quad, at) for quad in quads) else char
                for char, at in zip(row, middles, strict=True)
            )
        )
    return "\n".join(rows)


def moved(lines: list[Line], to: Callable[[float, float], tuple[float, float]]) -> list[Line]:
    """Return lines with every corner moved: tilted, bent, seen from the side."""

    def quad(old: Quad) -> Quad:
        return Quad(tuple(to(*corner) for corner in old.corners))

    return [
        Line(quad(one.quad), tuple(Cell(c.char, quad(c.quad), c.score) for c in one.cells), one.score, one.digits)
        for one in lines
    ]


def tilted(lines: list[Line], degrees: float) -> list[Line]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return moved(lines, lambda x, y: (x * c - y * s, x * s + y * c))


def right_of(finding: Finding) -> float:
    return max(x for cell in finding.cells for x, _ in cell.quad.corners)


def middle(finding: Finding) -> tuple[float, float]:
    return center(join([cell.quad for cell in finding.cells]))
