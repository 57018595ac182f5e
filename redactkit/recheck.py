"""The second look: the finished file read as a stranger's, at another scale than the first look.

It does not repeat the first look's misses, and it reads only what covers and the first look left open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactkit.decide import decide
from redactkit.find import find
from redactkit.geometry import center, contains, scale
from redactkit.model import Cover, FieldKind, Keep, Page, Quad
from redactkit.protocols import Look
from redactkit.read import guarded
from redactkit.verify import check_kept, leftovers, settled_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Finding, Line
    from redactkit.plans import Plan
    from redactkit.policy import Rule
    from redactkit.protocols import Engine
    from redactkit.result import Check

# Longer side, in pixels, at which the second look locates text; the first look's 736 misses others than 960 does.
SECOND_LOOK = 960


@dataclass(frozen=True, slots=True)
class Late:
    """What the second look found on one page, in the coordinates of the plan."""

    covers: tuple[Cover, ...]
    keeps: tuple[Keep, ...]
    check: Check


def recheck(engine: Engine, plan: Plan, rule: Rule, page: Page, shown: Page) -> Late:
    """Read one finished page.

    Parameters
    ----------
    engine : Engine
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
    covers = [_scaled_cover(cover, ratio) for cover in plan.covers if cover.page == page.index]
    keeps = [replace(keep, quad=scale(keep.quad, ratio)) for keep in plan.keeps if _is_tail(keep, page)]
    places = tuple(scale(place, ratio) for place in settled_places(page, find(page, plan.kind)))
    look = Look(
        SECOND_LOOK,
        settled=(*places, *(quad for cover in covers for quad in cover.quads)),
        strips=tuple(keep.quad for keep in keeps),
    )
    lines = guarded(engine, shown.pixels, look)
    check = check_kept(_strips(engine, page, plan), lines[: len(keeps)])
    again = replace(shown, index=page.index, lines=leftovers(lines[len(keeps) :], covers, keeps))
    found = [finding for finding in find(again, plan.kind) if _is_new(finding, covers)]
    new_covers, new_keeps = decide(again, found, rule, keeps)
    return Late(
        tuple(_scaled_cover(cover, 1 / ratio) for cover in new_covers),
        tuple(replace(keep, quad=scale(keep.quad, 1 / ratio)) for keep in new_keeps),
        check,
    )


def _is_tail(keep: Keep, page: Page) -> bool:
    return keep.kind is FieldKind.PAN and keep.page == page.index


def _strips(engine: Engine, page: Page, plan: Plan) -> tuple[Line, ...]:
    quads = tuple(keep.quad for keep in plan.keeps if _is_tail(keep, page))
    return guarded(engine, page.pixels, Look(0, strips=quads)) if quads else ()


def _is_new(finding: Finding, covers: Sequence[Cover]) -> bool:
    """Tell whether a finding tells more than the plan: the CVV's zone needs the lines that the first look read."""
    if finding.quad is None:
        return True
    covered = any(contains(quad, center(finding.quad)) for cover in covers for quad in cover.quads)
    return not covered and "zone" not in finding.evidence


def _scaled_cover(cover: Cover, factor: float) -> Cover:
    quads: tuple[Quad, ...] = tuple(scale(quad, factor) for quad in cover.quads)
    return replace(cover, quads=quads)
