"""The second look: the finished file read as a stranger's, at another scale than the first look.

It does not repeat the first look's misses, and it reads only what covers and the first look left open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from redactkit.decide import decide
from redactkit.find import find_codes, find_in_lines
from redactkit.geometry import center, contains, height, join, scale, widen
from redactkit.model import Cover, DocumentKind, FieldKind, Keep, Line, Page, Quad
from redactkit.numbers.text import is_digit
from redactkit.places import held, middles
from redactkit.protocols import FIRST_LOOK, Look
from redactkit.read import guarded, unsettled
from redactkit.verify import CERTAIN, check_kept, digits_of, leftovers, settled_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from redactkit.model import Finding
    from redactkit.plans import Plan
    from redactkit.policy import Rule
    from redactkit.protocols import Engine
    from redactkit.result import Check

# Longer sides, in pixels, at which this look locates text. Of 158 labelled values on real cards and identity documents
# each scale from 480 to 1152 leaves 12 to 23 unseen, two together 7 to 14: a small one shows what a large one misses.
SMALLER_LOOK = 480
LARGER_LOOK = 960
INCIDENTAL = frozenset({FieldKind.UNREAD, FieldKind.IIN})  # specks, and the bank's prefix in small print
# What a person wants left alone or has printed there; and kept dates, of which a cover beside them may leave what reads
# as a number.
LEFT_ALONE = frozenset({FieldKind.MANUAL, FieldKind.WATERMARK, FieldKind.DATE})
AMONG_LINES = frozenset({DocumentKind.STATEMENT, DocumentKind.IDENTITY})  # what a text is shows among its neighbours
READ = 0.5  # mean confidence from which on a line counts as read, as for the detectors
MAX_ENLARGED = 3  # a thumbnail shows nothing more when it is enlarged further
FRAMES = (0.0, 0.12, -0.08)  # line heights around kept digits; a reader is sensitive to the frame of a short word
LARGE = 18.0  # text so high, in pixels of the first look, is seen well at the smaller scale, too


@dataclass(frozen=True, slots=True)
class Late:
    """What the second look found on one page, in the coordinates of the plan."""

    covers: tuple[Cover, ...]
    keeps: tuple[Keep, ...]
    check: Check


def recheck(engine: Engine, source: Engine, plan: Plan, rule: Rule, page: Page, shown: Page) -> Late:
    """Read one finished page.

    Parameters
    ----------
    engine, source : Engine
        What reads the finished page, and the source's: each helped by the text layer of its own file.
    plan : Plan
    rule : Rule
        For the plan's kind of document.
    page : Page
        The source's page, with the lines of the first look, if there was one.
    shown : Page
        The same page decoded from the finished bytes, perhaps halved.

    Raises
    ------
    LeakError
        A kept number does not read as in the source.
    """
    ratio = shown.pixels.shape[1] / page.pixels.shape[1]
    covers = [cover for cover in plan.covers if cover.page == page.index]
    tails = _tails(plan, rule, page)
    look = Look(
        _other_scale(page, covers),
        settled=tuple(scale(place, ratio) for place in (*settled_places(page.lines, covers), *(k.quad for k in tails))),
        strips=tuple(scale(keep.quad, ratio) for keep in tails),
    )
    lines = guarded(engine, shown.pixels, look)
    strips, rest = lines[: len(tails)], lines[len(tails) :]
    check = _check_tails(engine, source, page, shown, tails, strips)
    covers = [_scaled(cover, ratio) for cover in covers]
    tails = [replace(keep, quad=scale(keep.quad, ratio)) for keep in tails]
    left_alone = [scale(k.quad, ratio) for k in plan.keeps if k.page == page.index and k.kind in LEFT_ALONE]
    if plan.kind in AMONG_LINES:
        left_alone += [scale(quad, ratio) for quad in _certain(page, plan)]
    again = replace(shown, index=page.index, lines=leftovers(rest, covers, [*(k.quad for k in tails), *left_alone]))
    known = [*(quad for cover in covers for quad in cover.quads), *(scale(quad, ratio) for quad in _read_before(page))]
    found = [one for one in _find(again, page, ratio, plan.kind, covers) if _is_new(one, known)]
    new_covers, new_keeps = decide(again, found, rule, tails)
    return Late(
        tuple(_scaled(cover, 1 / ratio) for cover in new_covers),
        tuple(replace(keep, quad=scale(keep.quad, 1 / ratio)) for keep in new_keeps),
        check,
    )


def _certain(page: Page, plan: Plan) -> Iterator[Quad]:
    """Yield what the first look read with certainty and left open, among its neighbours and knowing what it is.

    A cover beside it leaves of ``12345 - page 1 of 4`` lone digits, which tell no more that they count pages.
    """
    covered = [quad for cover in plan.covers if cover.page == page.index for quad in cover.quads]
    for line in page.lines:
        if line.score >= CERTAIN:
            hidden = held(middles(line.cells), covered)
            runs = groupby(zip(line.cells, hidden, strict=True), key=lambda one: bool(one[1]))
            yield from (join([cell.quad for cell, _ in run]) for gone, run in runs if not gone)


def _find(again: Page, page: Page, ratio: float, kind: DocumentKind, covers: Sequence[Cover]) -> tuple[Finding, ...]:
    """Find in what was read of the finished file.

    What a text in a statement or on an identity document is shows only among the lines around it: those which the
    first look missed are put back among its lines. Lines that both looks read tell something new only if they hold a
    digit.
    """
    codes, alone = find_codes(again), find_in_lines(again, kind)
    if kind not in AMONG_LINES:
        return (*alone, *codes)
    before = tuple(_scaled_line(line, ratio) for line in page.lines)
    missed = unsettled(again.lines, [line.quad for line in before])
    alone = (*codes, *(finding for finding in alone if any(is_digit(cell.char) for cell in finding.cells)))
    if not missed:
        return alone
    places = [line.quad for line in missed]
    among = find_in_lines(replace(again, lines=(*before, *missed)), kind)
    covered = [quad for cover in covers for quad in cover.quads]
    return (*alone, *(one for one in among if _lies_in(one, places).any() and not _lies_in(one, covered).all()))


def confirm(engine: Engine, source: Engine, plan: Plan, rule: Rule, page: Page, shown: Page) -> Check:
    """Read nothing of a finished page but what was kept; parameters and errors as for `recheck`."""
    tails = _tails(plan, rule, page)
    ratio = shown.pixels.shape[1] / page.pixels.shape[1]
    strips = guarded(engine, shown.pixels, Look(0, strips=tuple(scale(keep.quad, ratio) for keep in tails)))
    return _check_tails(engine, source, page, shown, tails, strips)


def _tails(plan: Plan, rule: Rule, page: Page) -> list[Keep]:
    return [keep for keep in plan.keeps if keep.page == page.index and keep.kind in rule.tails]


def _other_scale(page: Page, covers: Sequence[Cover]) -> int:
    """Return a scale that shows what was found in another size than the first look did, and still large enough."""
    enlarged = FIRST_LOOK / max(page.pixels.shape[:2])
    found = (quad for cover in covers if cover.kind not in INCIDENTAL for quad in cover.quads)
    large = min((height(quad) for quad in found), default=0.0) * enlarged >= LARGE
    enlarges = max(page.pixels.shape[:2]) * MAX_ENLARGED < LARGER_LOOK
    return SMALLER_LOOK if large or enlarges else LARGER_LOOK


def _check_tails(
    engine: Engine, source: Engine, page: Page, shown: Page, tails: Sequence[Keep], strips: Sequence[Line]
) -> Check:
    """Check the kept ends as they were read; if one reads otherwise, read them anew from both files, framed alike."""
    before = ["".join(filter(is_digit, keep.text)) for keep in tails]
    if before == [digits_of(line) for line in strips]:
        return check_kept(before, strips)
    ratio = shown.pixels.shape[1] / page.pixels.shape[1]
    for share in FRAMES:
        framed = [widen(keep.quad, share * height(keep.quad)) for keep in tails]
        then = guarded(source, page.pixels, Look(0, strips=tuple(framed)))
        now = guarded(engine, shown.pixels, Look(0, strips=tuple(scale(quad, ratio) for quad in framed)))
        before, strips = [digits_of(line) for line in then], now
        if all(before) and before == [digits_of(line) for line in now]:
            break
    return check_kept(before, strips)


def _read_before(page: Page) -> tuple[Quad, ...]:
    """Return the lines that the first look could read: that another scale reads them worse tells nothing."""
    return tuple(line.quad for line in page.lines if line.cells and line.score >= READ)


def _is_new(finding: Finding, known: Sequence[Quad]) -> bool:
    """Tell whether a place without characters tells more than the plan.

    The zone of the CVV is none: it is found from lines that only the first look read.
    """
    if finding.quad is None:
        return True
    return not any(contains(quad, center(finding.quad)) for quad in known) and "zone" not in finding.evidence


def _lies_in(finding: Finding, places: Sequence[Quad]) -> NDArray[np.bool_]:
    """Tell for each character of a finding, or for its place, whether it lies in one of the places."""
    points = middles(finding.cells) if finding.cells else [center(quad) for quad in (finding.quad,) if quad]
    return held(points, places)


def _scaled_line(line: Line, factor: float) -> Line:
    if factor == 1:
        return line
    cells = (tuple(replace(cell, quad=scale(cell.quad, factor)) for cell in c) for c in (line.cells, line.digits))
    read, digits = cells
    return Line(scale(line.quad, factor), read, line.score, digits)


def _scaled(cover: Cover, factor: float) -> Cover:
    quads: tuple[Quad, ...] = tuple(scale(quad, factor) for quad in cover.quads)
    return replace(cover, quads=quads)
