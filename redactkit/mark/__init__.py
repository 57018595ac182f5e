"""Mark: a line of the user's own on free area, before anything is covered.

What comes after sees it as part of the page; the second look leaves its place alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactkit.errors import PolicyError
from redactkit.mark.place import free_place
from redactkit.model import FieldKind, Keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Document, Page, Quad
    from redactkit.plans import Plan

__all__ = ["marked"]


def marked(document: Document, plan: Plan, text: str) -> tuple[Document, Plan]:
    """Return the document with a line printed on each page, and the plan that leaves it alone.

    Parameters
    ----------
    document : Document
        Its pages know their lines if they were read.
    plan : Plan
        What will be covered is no free area.
    text : str
        Of Windows code page 1252, as the policy checked.

    Returns
    -------
    Document
        Of a PDF only `pdf` is new; its pages are those of before.
    Plan

    Raises
    ------
    PolicyError
        A page has no free area for the line.
    """
    # The PDF libraries draw the line, and nobody waits for them who wants none.
    from redactkit.mark.line import aspect, print_on_pdf, print_on_picture  # noqa: PLC0415

    wide = aspect(text)
    places = tuple(_place(page, plan, wide) for page in document.pages)
    keeps = tuple(Keep(FieldKind.WATERMARK, index, quad) for index, quad in enumerate(places))
    if document.pdf is not None:
        stamped = replace(document, pdf=print_on_pdf(document.pdf, document.sizes, places, text))
    else:
        pages = zip(document.pages, places, strict=True)
        stamped = replace(document, pages=tuple(print_on_picture(page, quad, text) for page, quad in pages))
    return stamped, replace(plan, keeps=plan.keeps + keeps)


def _place(page: Page, plan: Plan, wide: float) -> Quad:
    place = free_place(page, _taken(page, plan), wide)
    if place is None:
        raise PolicyError(f"page {page.index + 1} has no free area for the watermark; shorten it, or leave it out")
    return place


def _taken(page: Page, plan: Plan) -> Sequence[Quad]:
    covers = [quad for cover in plan.covers if cover.page == page.index for quad in cover.quads]
    return [
        *covers,
        *(keep.quad for keep in plan.keeps if keep.page == page.index),
        *(line.quad for line in page.lines),
    ]
