"""Findings and a rule to covers and keeps. Whatever is not kept on purpose is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.decide.cut import cut, tail_start
from redactkit.geometry import axes, center, height, join, project, quad_of, widen
from redactkit.model import Cell, Cover, FieldKind, Finding, Keep, Page, Quad
from redactkit.places import held, middles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.policy import Rule

# Cells are 40 of a line's 48 px high: the cover has the height of the line. At the ends of a number it reaches on,
# in line heights.
RIM = 0.1
END = 0.25
ROW_SHIFT = 0.6  # a cell so many line heights off the one before stands in another row or box
ROW_GAP = 6.0


def decide(
    page: Page, findings: Iterable[Finding], rule: Rule, keeps: Sequence[Keep] = ()
) -> tuple[tuple[Cover, ...], tuple[Keep, ...]]:
    """Return what to cover and what must stay readable on one page.

    Parameters
    ----------
    page : Page
        Its pixels place the cut before the last four in the gap.
    findings : iterable of Finding
        Those of a kind that the rule does not cover become keeps.
    rule : Rule
    keeps : sequence of Keep
        Numbers on this page of which the end was kept before.

    Returns
    -------
    tuple of Cover
    tuple of Keep
        New ones only.
    """
    ordered = sorted(findings, key=lambda finding: (finding.kind not in rule.tails, -finding.score))
    covers: list[Cover] = []
    tails: list[Keep] = []
    others: list[Keep] = []
    for finding in ordered:
        if finding.kind not in rule.covers:
            others += [_keep(finding, row) for row in rows(finding.cells)]
            continue
        cells = _outside(finding.cells, (*keeps, *tails))
        if finding.kind in rule.tails and finding.cells and cells == finding.cells:
            quads, kept = _split(page, finding, rule)
            tails += kept
        elif finding.quad is not None:
            quads = [finding.quad]
        else:
            # What is left of a number found twice must not reach into the end that was kept of it.
            apart = len(cells) == len(finding.cells)
            quads = [_around(row, start=apart, end=apart) for row in rows(cells)]
        if quads:
            covers.append(Cover(finding.kind, finding.page, tuple(quads), finding.evidence))
    return tuple(covers), (*tails, *others)


def _outside(cells: Sequence[Cell], keeps: Sequence[Keep]) -> tuple[Cell, ...]:
    kept = held(middles(cells), [keep.quad for keep in keeps])
    return tuple(cell for cell, stays in zip(cells, kept, strict=True) if not stays)


def _split(page: Page, finding: Finding, rule: Rule) -> tuple[list[Quad], list[Keep]]:
    """Cut a number into what is hidden and what stays: its end if known, its start if Luhn and prefix prove it."""
    cells = finding.cells
    held = finding.evidence
    proved = "luhn" in held and any(name.startswith("iin:") for name in held)
    first = min(rule.keep_first, len(cells)) if proved else 0
    last = max(_tail_start(finding, rule), first) if "end" in held else len(cells)
    head, hidden, tail = rows(cells[:first]), rows(cells[first:last]), rows(cells[last:])
    cut_head, cut_tail = _meet(head, hidden), _meet(hidden, tail)
    if cut_head:
        head[-1], hidden[0] = cut(page, head[-1], hidden[0])
    if cut_tail:
        hidden[-1], tail[0] = cut(page, hidden[-1], tail[0])
    keeps = [_keep(finding, row, end=not cut_head or row is not head[-1]) for row in head]
    keeps += [_keep(finding, row, start=not cut_tail or row is not tail[0]) for row in tail]
    quads = [
        _around(row, start=not cut_head or row is not hidden[0], end=not cut_tail or row is not hidden[-1])
        for row in hidden
    ]
    return quads, keeps


def _tail_start(finding: Finding, rule: Rule) -> int:
    """Return the index of the first cell that stays; only cards set the last four apart from the rest."""
    if finding.kind is FieldKind.PAN:
        return tail_start(finding.cells, rule.keep_last)
    return max(len(finding.cells) - rule.keep_last, 0)


def _meet(left: Sequence[Sequence[Cell]], right: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the last row of one part goes on in the first row of the next."""
    return bool(left and right) and _beside(left[-1][-1].quad, right[0][0].quad)


def _keep(finding: Finding, row: Sequence[Cell], *, start: bool = True, end: bool = True) -> Keep:
    text = "".join(cell.char for cell in row)
    return Keep(finding.kind, finding.page, _around(row, start=start, end=end), text)


def _around(row: Sequence[Cell], *, start: bool = True, end: bool = True) -> Quad:
    """Return the quad around cells of one row, reaching on at the ends that are not cuts."""
    quad = join([cell.quad for cell in row])
    high = height(quad)
    inner, outer = widen(quad, 0.0, RIM * high), widen(quad, END * high, RIM * high)
    return quad_of(
        new if reach else old
        for new, old, reach in zip(outer.corners, inner.corners, (start, end, end, start), strict=True)
    )


def rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Split cells in reading order where the next one does not stand beside the one before."""
    found: list[list[Cell]] = []
    for cell in cells:
        if found and _beside(found[-1][-1].quad, cell.quad):
            found[-1].append(cell)
        else:
            found.append([cell])
    return found


def _beside(quad: Quad, other: Quad) -> bool:
    u, v = axes(quad)
    middle, there = center(quad), center(other)
    along, down = project(there, middle, u), project(there, middle, v)
    high = max(height(quad), height(other))
    return 0 < along < ROW_GAP * high and abs(down) < ROW_SHIFT * high
