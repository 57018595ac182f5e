"""Values found once are looked for on every page: with other spaces, inside longer strings, over two boxes, misread.

What a label names on one page stands without it on the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactkit.find.misread import MIN_NOISY, slices_of
from redactkit.find.statement.holder import paths
from redactkit.find.statement.layout import lay_out
from redactkit.find.statement.marks import MIN_TAILED, NUMBERED, settle
from redactkit.find.statement.segment import Frame, segments_of
from redactkit.geometry import axes, bounds, center, contains, join
from redactkit.model import FieldKind, Finding, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.statement.layout import Layout
    from redactkit.find.statement.segment import Segment
    from redactkit.model import Cell, Point, Quad

VALUES = frozenset(
    {
        FieldKind.ACCOUNT,
        FieldKind.IBAN,
        FieldKind.PAN,
        FieldKind.CUSTOMER,
        FieldKind.ROUTING,
        FieldKind.TAX,
        FieldKind.PHONE,
    }
)
LINES = frozenset({FieldKind.ADDRESS, FieldKind.EMAIL})
MIN_VALUE = 5  # letters and digits; four are a year, a branch or an amount
MIN_LINE = 8
TIGHT = frozenset(" -–.")  # what may stand inside a short value; a comma makes an amount of it


@dataclass(frozen=True, slots=True)
class Value:
    """A value to look for: its letters and digits as capitals."""

    kind: FieldKind
    plain: str = field(repr=False)
    whole: bool  # its end is known


@dataclass(frozen=True, slots=True)
class _Text:
    """Letters and digits of one or two neighbouring segments, with their cells and what stands in front of each."""

    plain: str = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    before: tuple[str, ...] = field(repr=False)


def repeats(
    pages: Sequence[tuple[int, Sequence[Line]]], found: Sequence[Sequence[Finding]]
) -> tuple[tuple[Finding, ...], ...]:
    """Return, for each page, where else the values stand that were found on any page.

    Parameters
    ----------
    pages : sequence of (int, sequence of Line)
        Index and lines of each page.
    found : sequence of sequence of Finding
        What was found on each of them.
    """
    values = _values(finding for findings in found for finding in findings)
    names = {
        _spaced(f.cells) for findings in found for f in findings if f.kind is FieldKind.NAME and "holder" in f.evidence
    }
    return tuple(
        tuple(_again(index, lay_out([line for line in lines if line.cells]), values, names, known))
        for (index, lines), known in zip(pages, found, strict=True)
    )


def _values(found: Iterable[Finding]) -> list[Value]:
    """Return what to look for, the longest first."""
    values: dict[str, Value] = {}
    for finding in found:
        plain = _plain(finding.cells)
        least = MIN_VALUE if finding.kind in VALUES else MIN_LINE
        if finding.kind in VALUES | LINES and len(plain) >= least:
            whole = "end" in finding.evidence or (plain in values and values[plain].whole)
            values[plain] = Value(finding.kind, plain, whole)
    return sorted(values.values(), key=lambda value: -len(value.plain))


def _plain(cells: Iterable[Cell]) -> str:
    return "".join(cell.char.upper() for cell in cells if cell.char.isalnum())


def _spaced(cells: Sequence[Cell]) -> str:
    """Return the text of cells with the spaces between its words."""
    line = Line(join([cell.quad for cell in cells]), tuple(cells))
    return " ".join(segment.text for segment in segments_of(line, Frame(axes(line.quad)[0])))


def _again(
    index: int, layout: Layout, values: Sequence[Value], names: Iterable[str], known: Sequence[Finding]
) -> Iterator[Finding]:
    seen: list[tuple[Cell, ...]] = []
    areas = _areas(known)
    for text in _texts(layout):
        for value in values:
            for start, end in slices_of(value.plain, text.plain):
                cells = text.cells[start:end]
                if (
                    _is_set(value, text, start, end)
                    and not _inside(cells, seen)
                    and not all(_is_in(center(cell.quad), areas) for cell in cells)
                ):
                    seen.append(cells)
                    yield _finding(value, text, start, end, index)
    yield from settle(paths((*layout.segments, *layout.aside), names), index)


def _texts(layout: Layout) -> Iterator[_Text]:
    """Yield every segment by itself and every two neighbours of a row together."""
    for segment in (*layout.segments, *layout.aside):
        yield _joined([segment])
    for row in layout.rows:
        for pair in zip(row.segments, row.segments[1:], strict=False):
            yield _joined(pair)


def _joined(segments: Sequence[Segment]) -> _Text:
    cells: list[Cell] = []
    before: list[str] = []
    gap = ""
    for segment in segments:
        gap += " "
        for char, place in zip(segment.text, segment.places, strict=True):
            if place >= 0 and char.isalnum():
                cells.append(segment.cells[place])
                before.append(gap)
                gap = ""
            else:
                gap += char
    return _Text("".join(cell.char.upper()[:1] for cell in cells), tuple(cells), (*before, gap + " "))


def _is_set(value: Value, text: _Text, start: int, end: int) -> bool:
    """Tell whether characters may be one value: a short one is not put together from words and amounts."""
    gaps = text.before[start + 1 : end]
    return len(value.plain) >= MIN_NOISY or all(set(gap) <= TIGHT and len(gap) <= 1 for gap in gaps)


def _areas(known: Iterable[Finding]) -> list[tuple[tuple[float, float, float, float], Quad]]:
    """Return where what was found stands, with the upright box around it, but what is only said to be a number."""
    quads = [
        finding.quad or join([cell.quad for cell in finding.cells])
        for finding in known
        if finding.kind not in (FieldKind.NUMBER, FieldKind.NAME, FieldKind.DATE)
    ]
    return [(bounds([quad]), quad) for quad in quads]


def _is_in(point: Point, areas: Iterable[tuple[tuple[float, float, float, float], Quad]]) -> bool:
    x, y = point
    return any(
        left <= x <= right and top <= y <= bottom and contains(quad, point)
        for (left, top, right, bottom), quad in areas
    )


def _inside(cells: Sequence[Cell], seen: Iterable[Sequence[Cell]]) -> bool:
    own = set(map(id, cells))
    return any(own <= set(map(id, other)) for other in seen)


def _finding(value: Value, text: _Text, start: int, end: int, page: int) -> Finding:
    """Return a value found again; its end stays only where it stands by itself and was read to the letter."""
    alone = bool(text.before[start]) and bool(text.before[end])
    exact = text.plain[start:end] == value.plain
    whole = value.whole and alone and exact and value.kind in NUMBERED and end - start >= MIN_TAILED
    evidence = ("statement", "repeat", *(("end",) if whole else ()))
    return Finding(value.kind, page, text.cells[start:end], score=0.5, evidence=evidence)
