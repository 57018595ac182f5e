"""Cover, fit and verify: from a plan to finished bytes that kept every promise that can be checked without reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactkit.cover import mask, paint
from redactkit.fit import fit
from redactkit.load import load
from redactkit.verify import check_container, check_pages, check_pixels, check_size

if TYPE_CHECKING:
    from redactkit.cover import Area
    from redactkit.model import Document, Encoded, Page
    from redactkit.plans import Plan
    from redactkit.policy import Policy
    from redactkit.result import Check


PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file.

    Attributes
    ----------
    encoded : Encoded
    document : Document
        The same, loaded as a stranger's file.
    checks : tuple of Check
        What held on the finished bytes.
    """

    encoded: Encoded
    document: Document
    checks: tuple[Check, ...]


def finish(document: Document, plan: Plan, policy: Policy, media: str) -> Finished:
    """Cover what the plan says, encode below the limit and check the bytes.

    Raises
    ------
    LeakError
        A check failed, and there was no safer way left.
    SizeLimitError
        Nothing legible fits.
    """
    if document.pdf is not None:
        from redactkit.rewrite import rewrite  # noqa: PLC0415 - pictures need not wait for its libraries

        encoded, checks = rewrite(document.pdf, plan, policy.max_bytes)
        return Finished(encoded, load(encoded.data), checks)
    painted, areas = _paint(document, plan, policy)
    encoded = fit(painted, media, policy.max_bytes)
    final = load(encoded.data)
    checks = (
        check_size(encoded, policy.max_bytes),
        _container(encoded, len(painted)),
        check_pages(painted, final.pages),
        *(
            check_pixels(page, area.covered, area.windows, shown)
            for page, area, shown in zip(painted, areas, final.pages, strict=True)
        ),
    )
    return Finished(encoded, final, checks)


def _container(encoded: Encoded, pages: int) -> Check:
    if encoded.media != PDF:
        return check_container(encoded)
    from redactkit.verify.pdf_container import check_pdf_container  # noqa: PLC0415 - as above

    return check_pdf_container(encoded, pages)


def _paint(document: Document, plan: Plan, policy: Policy) -> tuple[tuple[Page, ...], tuple[Area, ...]]:
    painted, areas = [], []
    for page in document.pages:
        quads = [quad for cover in plan.covers if cover.page == page.index for quad in cover.quads]
        areas.append(mask(page, quads, [keep.quad for keep in plan.keeps if keep.page == page.index]))
        painted.append(paint(page, quads, areas[-1], policy.style))
    return tuple(painted), tuple(areas)
