"""A PDF is covered by rewriting its content. Pages on which a check fails become pixels, in the end all of them.

Each try begins with the normalised file, never with one that is half covered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from redactkit.cover.pdf import erase, rasterise, rebuild
from redactkit.errors import LeakError
from redactkit.fit.pdf import fit_pdf
from redactkit.model import FieldKind
from redactkit.numbers.text import is_digit
from redactkit.pdf.affine import box_of, inverse, moved
from redactkit.pdf.pdfium import Reader
from redactkit.pdf.trim import trim
from redactkit.result import Check
from redactkit.verify import check_size
from redactkit.verify.pdf_container import check_pdf_container
from redactkit.verify.pdf_page import failing_pages
from redactkit.verify.pdf_text import check_pdf_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactkit.model import Encoded, Quad
    from redactkit.pdf.affine import Box
    from redactkit.plans import Plan

    _Quads: TypeAlias = Mapping[int, Sequence[Quad]]  # user space, by page

EVERYWHERE = frozenset(
    {
        FieldKind.PAN,
        FieldKind.ACCOUNT,
        FieldKind.IBAN,
        FieldKind.CUSTOMER,
        FieldKind.ROUTING,
        FieldKind.TAX,
        FieldKind.PHONE,
        FieldKind.DOCUMENT,
        FieldKind.PERSONAL,
    }
)
"""Kinds of numbers that are covered wherever they stand, so that none may be found in the finished file."""

DISTINCT_DIGITS = 8  # shorter numbers occur by chance among the coordinates of a page


def rewrite(pdf: bytes, plan: Plan, max_bytes: int) -> tuple[Encoded, tuple[Check, ...]]:
    """Cover what a plan says in a normalised PDF; return the finished file and what held on its bytes.

    Raises
    ------
    LeakError
        A check failed, also with every page as pixels.
    SizeLimitError
        Nothing legible fits the limit.
    """
    with Reader(pdf) as reader:
        targets = [_target(reader, plan, index) for index in range(len(plan.sizes))]
    areas = {index: target.areas for index, target in enumerate(targets)}
    keeps = {index: target.keeps for index, target in enumerate(targets)}
    encoded, rastered = _covered(pdf, areas, keeps, max_bytes)
    checks = (
        check_size(encoded, max_bytes),
        check_pdf_container(encoded, len(areas)),
        check_pdf_values(encoded, [value for target in targets for value in target.values]),
        Check("pages", f"{len(areas)} pages, {len(rastered)} of them as pixels, show what is kept and nothing else"),
    )
    return encoded, checks


@dataclass(frozen=True, slots=True)
class _Target:
    """What is covered and kept on a page, in user space, and the numbers that may be left nowhere in the file."""

    areas: list[Quad]
    keeps: list[Quad]
    values: list[str] = field(repr=False)


def _target(reader: Reader, plan: Plan, index: int) -> _Target:
    back = inverse(reader.matrix(index, *plan.sizes[index]))
    characters = [one for one in reader.characters(index) if not (one.generated or one.char.isspace())]
    ink = [one.box if _has_area(one.box) else one.loose for one in characters]
    covers = [(cover.kind, quad) for cover in plan.covers if cover.page == index for quad in cover.quads]
    areas = trim([moved(quad, back) for _, quad in covers], ink)
    values = []
    for (kind, _), area in zip(covers, areas, strict=True):
        if kind in EVERYWHERE:
            left, bottom, right, top = box_of(area)
            inside = (
                one.char
                for one, (a, b, c, d) in zip(characters, ink, strict=True)
                if left <= (a + c) / 2 <= right and bottom <= (b + d) / 2 <= top
            )
            values.append("".join(char for char in inside if char.isalnum()))
    keeps = [moved(keep.quad, back) for keep in plan.keeps if keep.page == index]
    return _Target(areas, keeps, [value for value in values if _is_distinct(value)])


def _is_distinct(value: str) -> bool:
    """Tell whether a value is a number that does not occur by chance, as 00000000 does."""
    digits = [char for char in value if is_digit(char)]
    return len(digits) >= DISTINCT_DIGITS and len(set(digits)) > 2


def _has_area(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _covered(pdf: bytes, areas: _Quads, keeps: _Quads, max_bytes: int) -> tuple[Encoded, frozenset[int]]:
    """Return the finished file and the pages of it that are pixels now."""
    erased = erase(pdf, areas, keeps)
    rastered = erased.failed
    while True:
        data = rasterise(erased.data, pdf, {index: areas[index] for index in sorted(rastered)}, keeps)
        encoded = fit_pdf(data, max_bytes)
        bad = failing_pages(pdf, encoded.data, areas, rastered, keeps)
        if not bad:
            return encoded, rastered
        if bad <= rastered:
            break
        rastered |= bad
    encoded, rastered = fit_pdf(rebuild(pdf, areas, keeps), max_bytes), frozenset(areas)
    if failing_pages(pdf, encoded.data, areas, rastered, keeps):
        raise LeakError("a cover does not show in the finished PDF; report this, and send pictures of the pages")
    return encoded, rastered
