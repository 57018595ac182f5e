"""Lines and pixels to findings: over-complete on purpose; what is covered is decided later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.barcode import BarcodeDetector
from redactkit.find.card import CardDetector, is_back
from redactkit.find.pan import pans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactkit.model import DocumentKind, Finding, Page
    from redactkit.protocols import Detector

DETECTORS: tuple[Detector, ...] = (CardDetector(), BarcodeDetector())


def find(page: Page, kind: DocumentKind) -> tuple[Finding, ...]:
    """Return what the detectors for this kind of document find on one page that has been read."""
    return tuple(finding for detector in DETECTORS if kind in detector.kinds for finding in detector.find(page))


def has_number(pages: Iterable[Page], score: float = 0.0) -> bool:
    """Tell whether a card number of at least this score stands on one of the pages."""
    return any(pan.score >= score for page in pages for pan in pans(page.lines))


def shows_back(pages: Iterable[Page]) -> bool:
    """Tell whether one of the pages shows the back of a card, which need not bear a number."""
    return any(is_back(page.lines) for page in pages)
