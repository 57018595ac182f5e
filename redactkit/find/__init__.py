"""Lines and pixels to findings: over-complete on purpose; what is covered is decided later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.barcode import BarcodeDetector
from redactkit.find.card import CardDetector, is_back
from redactkit.find.fingerprint import FingerprintDetector
from redactkit.find.identity import IdentityDetector
from redactkit.find.mrz import MrzDetector
from redactkit.find.pan import pans
from redactkit.find.perforation import PerforationDetector
from redactkit.find.portrait import PortraitDetector
from redactkit.find.repeats import repeats
from redactkit.find.signature import ChequeSignatureDetector, SignatureDetector
from redactkit.find.statement import StatementDetector, facts
from redactkit.find.texture import TextureDetector
from redactkit.model import DocumentKind, FieldKind
from redactkit.words import EXPIRY_LABELS, says

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from redactkit.model import Finding, Page
    from redactkit.protocols import Detector

DATED = frozenset({FieldKind.EXPIRY, FieldKind.DATE, FieldKind.NUMBER})  # a date may be read as any number
# What finds in the lines that were read, and what looks at the pixels for one kind of field each.
READERS: tuple[Detector, ...] = (CardDetector(), StatementDetector(), IdentityDetector(), MrzDetector())
CODES = BarcodeDetector()
LOOKERS: tuple[tuple[FieldKind, Detector], ...] = (
    (FieldKind.BARCODE, CODES),
    (FieldKind.BARCODE, TextureDetector()),
    (FieldKind.NUMBER, PerforationDetector()),
    (FieldKind.FINGERPRINT, FingerprintDetector()),
    (FieldKind.SIGNATURE, SignatureDetector()),
    (FieldKind.SIGNATURE, ChequeSignatureDetector()),
    (FieldKind.PORTRAIT, PortraitDetector()),
)
DETECTORS: tuple[Detector, ...] = (*READERS, *(detector for _, detector in LOOKERS))

__all__ = ["DETECTORS", "facts", "find_all", "find_codes", "find_in_lines", "has_number", "misses_date", "shows_back"]


def _find(page: Page, kind: DocumentKind, wanted: Container[FieldKind]) -> tuple[Finding, ...]:
    """Return what the detectors for this kind of document find on one page that has been read."""
    asked = [detector for field, detector in LOOKERS if field in wanted and kind in detector.kinds]
    return (*find_in_lines(page, kind), *(finding for detector in asked for finding in detector.find(page)))


def find_in_lines(page: Page, kind: DocumentKind) -> tuple[Finding, ...]:
    """Return what is found in the lines of one page; its pixels are not looked at."""
    return tuple(finding for detector in READERS if kind in detector.kinds for finding in detector.find(page))


def find_codes(page: Page) -> tuple[Finding, ...]:
    """Return the codes on one page that can be decoded."""
    return CODES.find(page)


def find_all(
    pages: Iterable[Page], kind: DocumentKind, wanted: Container[FieldKind] = frozenset(FieldKind)
) -> tuple[tuple[Finding, ...], ...]:
    """Return what the detectors find on each page, and where else in a statement the same numbers stand.

    Parameters
    ----------
    pages : iterable of Page
    kind : DocumentKind
    wanted : container of FieldKind
        What is only looked for if it is to be covered: codes, punched numbers, fingerprints, signatures, portraits.
    """
    found, lines = [], []
    for page in pages:
        found.append(_find(page, kind, wanted))
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
