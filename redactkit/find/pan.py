"""Card numbers by position: in one line, split over boxes of one baseline, or stacked in a column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactkit.find.runs import BREAKS, densest_run, digit_cells, folded, offsets, reaching_left
from redactkit.geometry import axes, height, project, width
from redactkit.numbers.pan import MAX_LENGTH, MIN_LENGTH, evidence, extent, likelihood
from redactkit.numbers.text import is_digit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from redactkit.model import Cell, Line, Quad

# Neighbouring boxes make one number when they are alike in height, on one baseline and near each other (in
# line heights); chosen on the four card pictures of 42 whose number the locator splits.
ALIKE = 0.65
BASELINE = 0.5
GAP = 3.5
CLOSE = 1.3  # two groups of one number stand a character and a half apart, less what the boxes exceed the ink
STACK_PITCH = (0.6, 3.0)
STACK_SHIFT = 1.2
STACK_WIDTH = 0.5  # rows of one number have three or four digits each, or eight
PIECE = (2, 11)  # digits of a piece of a split number
MAX_BESIDE = 4  # digits that may stand in the box of a number: a CVV, a date
DATE = re.compile(r"(?<!\d)\d{1,2}[.\-]\d{1,2}[.\-]\d{2,4}")
MIN_DIGIT_SCORE = 0.3  # mean, when only the digits-only alphabet sees a number
MIN_LINE_SHARE = 0.55  # of a line's characters; "call 1-800-555-0100 or +44 20 ..." is a sentence
MIN_DIGIT_SHARE = 0.6  # of a run's characters that were read as digits at once


@dataclass(frozen=True, slots=True)
class Pan:
    """One card number, or a piece of one: its digits' cells in reading order and the lines they came from."""

    cells: tuple[Cell, ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    certain: bool = False  # its end is known

    @property
    def score(self) -> float:
        """How likely it is a PAN, 0 to 1."""
        return likelihood(folded(self.cells))

    @property
    def evidence(self) -> tuple[str, ...]:
        """Which checks held; ``end`` when its end is known."""
        return (*evidence(folded(self.cells)), *(("end",) if self.certain else ()))


def pans(lines: Sequence[Line]) -> list[Pan]:
    """Return every card number, the likeliest first; a line serves one number only."""
    whole = [pan for line in lines if (pan := _in_line(line))]
    rest = {id(line) for line in lines} - {id(pan.lines[0]) for pan in whole}
    pieces = [*whole, *(piece for line in lines if id(line) in rest and (piece := _piece(line)))]
    close, loose = (
        [_joined(part) for linked in links for chain in _chains(pieces, linked) for part in _parts(chain)]
        for links in ((_touches, _stands_under), (_follows,))
    )
    found: list[Pan] = []
    # Boxes set as one number are one, whatever a part of them passes for by chance; others have to be likelier.
    for pan in (*sorted(close, key=_worth), *sorted((*whole, *loose), key=_worth)):
        used = {id(line) for other in found for line in other.lines}
        if not any(id(line) in used for line in pan.lines):
            found.append(pan)
    return sorted(found, key=_worth)


def _worth(pan: Pan) -> tuple[float, int]:
    """Sort key: the likeliest first, then the longest."""
    return -pan.score, -len(pan.cells)


def _joined(part: Sequence[Pan]) -> Pan:
    lines = tuple(line for piece in part for line in piece.lines)
    return _cut_out(tuple(cell for piece in part for cell in piece.cells), lines)


def _cut_out(cells: tuple[Cell, ...], lines: tuple[Line, ...]) -> Pan:
    """Return the number in a run of digits."""
    found = extent(folded(cells))
    plain = not any(DATE.search(line.text) or set(line.text) & BREAKS for line in lines)
    return Pan(cells[found.start : found.end], lines, found.certain and plain)


def _parts(chain: Sequence[Pan]) -> Iterable[Sequence[Pan]]:
    """Yield the longest stretches of a chain that have as many digits as a card number."""
    lengths = [len(piece.cells) for piece in chain]
    for start in range(len(chain)):
        ends = [end for end in range(start + 2, len(chain) + 1) if sum(lengths[start:end]) <= MAX_LENGTH]
        whole = ends and (start == 0 or sum(lengths[start - 1 : ends[-1]]) > MAX_LENGTH)
        if whole and sum(lengths[start : ends[-1]]) >= MIN_LENGTH:
            yield chain[start : ends[-1]]


def _in_line(line: Line) -> Pan | None:
    """Read one line both ways, as text and as digits, and take the likelier number."""
    start, end = densest_run(line.cells)
    run = line.cells[start:end]
    as_text = digit_cells(run) if _is_numeric(run) else ()
    sure = as_text or sum(cell.score for cell in line.digits) >= MIN_DIGIT_SCORE * len(line.digits)
    as_digits = line.digits if sure and not set(line.text) & BREAKS else ()
    options = [
        _cut_out(cells, (line,))
        for cells in (as_text, as_digits)
        if MIN_LENGTH <= len(cells) <= MAX_LENGTH + MAX_BESIDE and _stands_out(line, cells)
    ]
    if not options:
        return None
    pan = min(options, key=_worth)
    return replace(pan, cells=(reaching_left(pan.cells[0], line.quad), *pan.cells[1:])) if start == 0 else pan


def _stands_out(line: Line, cells: Sequence[Cell]) -> bool:
    """Tell whether a number makes most of its line, or is confirmed inside a sentence."""
    held = evidence(folded(cells))
    return len(cells) >= MIN_LINE_SHARE * len(line.cells) or ("luhn" in held and len(held) > 1)


def _is_numeric(run: Sequence[Cell]) -> bool:
    return sum(is_digit(cell.char) for cell in run) >= MIN_DIGIT_SHARE * max(len(digit_cells(run)), MIN_LENGTH - 1)


def _piece(line: Line) -> Pan | None:
    """Return a line that may be part of a split number: nearly nothing but digits."""
    start, end = densest_run(line.cells)
    cells = digit_cells(line.cells[start:end])
    if any(cell.char in "/:$€£%" for cell in line.cells) or not PIECE[0] <= len(cells) <= PIECE[1]:
        return None
    if sum(is_digit(cell.char) for cell in cells) < MIN_DIGIT_SHARE * len(digit_cells(line.cells)):
        return None
    return Pan(cells, (line,))


def _chains(pieces: Sequence[Pan], linked: Callable[[Quad, Quad], bool]) -> Iterable[list[Pan]]:
    """Yield maximal chains in which every piece is linked to the next."""
    after: dict[int, Pan] = {}
    for piece in pieces:
        quad = piece.lines[0].quad
        options = [other for other in pieces if other is not piece and linked(quad, other.lines[0].quad)]
        if options:
            after[id(piece)] = min(options, key=lambda other: _distance(quad, other.lines[0].quad))
    heads = {id(piece) for piece in pieces} - {id(piece) for piece in after.values()}
    for piece in pieces:
        if id(piece) in heads:
            chain = [piece]
            while (following := after.get(id(chain[-1]))) and following not in chain:
                chain.append(following)
            yield chain


def _distance(quad: Quad, other: Quad) -> float:
    along, down = offsets(quad, other)
    return abs(along) + abs(down)


def _alike(quad: Quad, other: Quad) -> bool:
    low, high = sorted((height(quad), height(other)))
    (a, b), (c, d) = axes(quad)[0], axes(other)[0]
    return low >= ALIKE * high and a * c + b * d > 0.9


def _follows(quad: Quad, other: Quad) -> bool:
    """Tell whether `other` continues `quad` on the same baseline."""
    along, down = offsets(quad, other)
    high = height(quad)
    return _alike(quad, other) and along > 0 and abs(down) < BASELINE * high and -high < _gap(quad, other) < GAP * high


def _touches(quad: Quad, other: Quad) -> bool:
    """Tell whether `other` continues `quad` at the distance of two groups of one number."""
    return _follows(quad, other) and _gap(quad, other) < CLOSE * height(quad)


def _gap(quad: Quad, other: Quad) -> float:
    return offsets(quad, other)[0] - (width(quad) + width(other)) / 2


def _stands_under(quad: Quad, other: Quad) -> bool:
    """Tell whether `other` is the next row of a column that begins at one left edge."""
    _, down = offsets(quad, other)
    u, _ = axes(quad)
    shift = project(other.corners[0], quad.corners[0], u)
    high = height(quad)
    narrow, wide = sorted((width(quad), width(other)))
    return (
        _alike(quad, other)
        and narrow >= STACK_WIDTH * wide
        and STACK_PITCH[0] * high < down < STACK_PITCH[1] * high
        and abs(shift) < STACK_SHIFT * high
    )
