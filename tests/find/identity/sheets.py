"""Identity documents as text: two spaces part columns, `#` marks what is found and not left by a policy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from redactkit.find.identity import IdentityDetector
from redactkit.find.mrz import FoundZone
from redactkit.geometry import from_box
from redactkit.model import FieldKind, Finding, Line, Page
from redactkit.numbers.mrz import Zone
from tests.find.statement import sheets
from tests.find.statement.sheets import lines_of, text_of

# The specimen of ICAO Doc 9303-4, appendix B, with another personal number.
ROW = from_box(40, 860, 1200, 880)
SPECIMEN = Zone(
    "TD3",
    document="L898902C3",
    personal="ZE184226B",
    birth=date(1974, 8, 12),
    expiry=date(2012, 4, 15),
    names=("ERIKSSON", "ANNA", "MARIA"),
    surnames=1,
    holds=frozenset({"document", "birth", "expiry"}),
)


def page_of(*lines: Line) -> Page:
    return Page(0, np.zeros((900, 1400, 3), np.uint8), lines=lines)


def find(sheet: str | list[Line]) -> tuple[Finding, ...]:
    lines = lines_of(sheet) if isinstance(sheet, str) else sheet
    return IdentityDetector().find(page_of(*lines))


def moved(lines: list[Line], to: Callable[[float, float], tuple[float, float]]) -> list[Line]:
    """Return lines as they stand elsewhere, without what only the digits' alphabet read of them."""
    return [replace(one, digits=()) for one in sheets.moved(lines, to)]


def kinds(sheet: str | list[Line]) -> dict[str, FieldKind]:
    """Return the kind of each text that is found."""
    return {text_of(finding): finding.kind for finding in find(sheet) if finding.cells}


def covered(sheet: str) -> str:
    return sheets.marked(sheet, find(sheet))


def says(monkeypatch, zone: Zone = SPECIMEN) -> None:
    """Let a machine readable zone that lies elsewhere say something."""
    monkeypatch.setattr("redactkit.find.identity.zones", lambda lines, size_px: (FoundZone((ROW,), (), zone),))
