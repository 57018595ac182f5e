"""Lines and pixels to findings: over-complete on purpose; what is covered is decided later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.barcode import BarcodeDetector
from redactkit.find.card import CardDetector, is_back
from redactkit.find.pan import pans
from redactkit.find.repeats import repeats
from redactkit.find.statement import StatementDetector, facts
from redactkit.model import DocumentKind, FieldKind
from redactkit.words import EXPIRY_LABELS, says

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactkit.model import Finding, Page
    from redactkit.protocols import Detector

DATED = frozenset({FieldKind.EXPIRY, FieldKind.DATE, FieldKind.NUMBER})  # a date may be read as any number
DETECTORS: tuple[Detector, ...] = (CardDetector(), StatementDetector(), BarcodeDetector())

__all__ = ["DETECTORS", "facts", "find", "find_all", "has_number", "misses_date", "shows_back"]


def find(page: Page, kind: DocumentKind) -> tuple[Finding, ...]:
    """Return what the detectors for this kind of document find on one page that has been read."""
    return tuple(finding for detector in DETECTORS if kind in detector.kinds for finding in detector.find(page))


def find_all(pages: Iterable[Page], kind: DocumentKind) -> tuple[tuple[Finding, ...], ...]:
    """Return what the detectors find on each page, and where else in a statement the same numbers stand."""
    found, lines = [], []
    for page in pages:
        found.append(find(page, kind))
        lines.append((page.index, page.lines))
    if kind is not DocumentKind.STATEMENT:
        return tuple(found)
    again = repeats(lines, found)
    return tuple((*first, *more) for first, more in zip(found, again, strict=True))


def has_number(pages: Iterable[Page], score: float = 0.0) -> bool:
    """Tell whether a card number of at least this score stands on one of the pages."""
    return any(pan.score >= score for page in pages for pan in pans(page.lines))


def misses_date(pages: Iterable[Page]) -> bool:
    """Tell whether a card says that a date stands on it, and none was found."""
    lines = [line for page in pages for line in page.lines]
    said = any(says(line.text, EXPIRY_LABELS) for line in lines)
    found = (finding for page in pages for finding in CardDetector().find(page))
    return said and not any(finding.kind in DATED for finding in found)


def shows_back(pages: Iterable[Page]) -> bool:
    """Tell whether one of the pages shows the back of a card, which need not bear a number."""
    return any(is_back(page.lines) for page in pages)
