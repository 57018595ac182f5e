"""What an identity document shows: numbers, dates, address and names by their labels, and whatever else has a digit.

Over-complete on purpose. A date of issue or expiry, a height, a class stay only when that is certain; names stay by
policy. What lies in a machine readable zone is the business of its own detector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.identity.address import address_marks, filled
from redactkit.find.identity.again import again, numbers_to_find
from redactkit.find.identity.birthplace import birthplace_marks
from redactkit.find.identity.fields import values_of
from redactkit.find.identity.known import know
from redactkit.find.identity.marks import settle
from redactkit.find.identity.missing import zones_of
from redactkit.find.identity.numbered import heads
from redactkit.find.identity.signed import signatures_among, signed_marks
from redactkit.find.identity.stretches import segments, stretches, usual_height
from redactkit.find.identity.unsure import Extent, belonging, doubtful, is_read, page_of
from redactkit.find.identity.values import has_digit, marks_of
from redactkit.find.mrz import zones
from redactkit.geometry import center
from redactkit.model import DocumentKind, FieldKind, Finding
from redactkit.places import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.identity.fields import Value
    from redactkit.find.identity.known import Known
    from redactkit.find.identity.stretches import Stretch
    from redactkit.find.mrz import FoundZone
    from redactkit.model import Line, Page, Quad

__all__ = ["IdentityDetector"]


class IdentityDetector:
    """Passports, identity cards, residence permits, driving licences: everything but zones, codes and pictures."""

    name = "identity"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return what it finds on one page."""
        high, wide = page.pixels.shape[:2]
        found = zones(page.lines, (wide, high))
        lines = _outside(page.lines, found)
        print_ = _stretches([line for line in lines if is_read(line)])
        values = values_of(print_)
        known = know([zone.says for zone in found if zone.says is not None], values)
        marks = [*address_marks(values, known), *birthplace_marks(values, known)]
        signed = signatures_among(values, known)
        marks += signed_marks(signed)
        marks += [mark for value in values if value not in signed for mark in marks_of(value, known)]
        seen = filled(settle(marks, page.index, self.name))
        wanted = numbers_to_find(known.numbers, known.calendar.births, seen)
        return (
            *seen,
            *again(lines, wanted, seen, page.index, self.name),
            *(self._place(page, kind, quad, 0.3, "zone") for kind, quad in zones_of(page, print_, values)),
            *(self._place(page, FieldKind.UNREAD, quad) for quad in _unread(lines, print_, values, known, found, seen)),
        )

    def _place(self, page: Page, kind: FieldKind, quad: Quad, score: float = 1.0, *evidence: str) -> Finding:
        return Finding(kind, page.index, quad=quad, score=score, evidence=(self.name, *evidence))


def _outside(lines: Sequence[Line], found: Sequence[FoundZone]) -> list[Line]:
    """Return the lines that lie in no machine readable zone."""
    inside = held([center(line.quad) for line in lines], [quad for zone in found for quad in zone.quads])
    taken = {id(line) for zone in found for line in zone.lines}
    return [line for line, within in zip(lines, inside, strict=True) if not within and id(line) not in taken]


def _stretches(lines: Sequence[Line]) -> list[Stretch]:
    parts = segments(lines)
    numbered = heads(parts)
    return [stretch for segment in parts for stretch in stretches(segment, numbered)]


def _unread(
    lines: Sequence[Line],
    print_: Sequence[Stretch],
    values: Sequence[Value],
    known: Known,
    found: Sequence[FoundZone],
    seen: Iterable[Finding],
) -> Iterator[Quad]:
    """Yield where text lies on the document that could not be read."""
    told = [value.stretch for value in values if value.fields or has_digit(value) or known.names_in(value.text)]
    quads = [one.quad for one in belonging(print_)] + [value.stretch.quad for value in values if value.fields]
    quads += [cell.quad for finding in seen if finding.kind is FieldKind.ADDRESS for cell in finding.cells]
    extent = Extent([page_of(zone.quads) for zone in found], quads, usual_height(print_))
    for line in doubtful(lines, print_, told):
        if extent.hides(line):
            yield line.quad
