"""What comes back: the covered file and a report that holds kinds, places, counts and a hash."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from redactkit.geometry import bounds
from redactkit.model import Facts, FieldKind

if TYPE_CHECKING:
    from pathlib import Path

    from redactkit.model import Encoded
    from redactkit.plans import Plan


NOTHING_SAID = Facts()
ENDS = frozenset({FieldKind.PAN, FieldKind.ACCOUNT, FieldKind.IBAN})  # kinds of which a policy may keep an end


@dataclass(frozen=True, slots=True)
class Check:
    """A promise that was tested on the finished bytes and held."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was done.

    Attributes
    ----------
    plan : Plan
        Everything that is covered, with what the second look added.
    checks : tuple of Check
        What was proved on the finished bytes.
    rounds : int
        How often the document was covered, encoded and read again; 1 when nothing was found late.
    size_bytes : int
    sha256 : str
        Hash of the output.
    media : str
    facts : Facts
        What a statement says about itself: holder, periods, kept ends. Never printed and never written.
    """

    plan: Plan
    checks: tuple[Check, ...]
    rounds: int
    size_bytes: int
    sha256: str
    media: str
    facts: Facts = field(default_factory=Facts, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, ready for JSON."""
        return {
            "kind": self.plan.kind.value,
            "policy": self.plan.policy,
            "engine": self.plan.engine,
            "pages": len(self.plan.sizes),
            "covered": [
                {
                    "kind": cover.kind.value,
                    "page": cover.page,
                    "box": [round(edge) for edge in bounds(cover.quads)],
                    "evidence": list(cover.evidence),
                }
                for cover in self.plan.covers
            ],
            "kept": [
                {
                    "kind": keep.kind.value,
                    "page": keep.page,
                    "box": [round(edge) for edge in bounds([keep.quad])],
                }
                for keep in self.plan.keeps
            ],
            "checks": {check.name: check.detail for check in self.checks},
            "rounds": self.rounds,
            "media": self.media,
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
        }

    def __str__(self) -> str:
        counts = Counter(cover.kind.value for cover in self.plan.covers)
        covered = ", ".join(f"{n} {kind}" for kind, n in counts.items()) or "nothing"
        ends = Counter(keep.kind.value for keep in self.plan.keeps if keep.kind in ENDS)
        kept = "kept " + (", ".join(f"the end of {n} {kind}" for kind, n in ends.items()) or "no number")
        return f"{self.plan.kind.value}: covered {covered}; {kept}; {self.size_bytes:,} bytes"


@dataclass(frozen=True, slots=True)
class Result:
    """A finished document.

    Attributes
    ----------
    path : Path or None
        Where it was written; None when the source was no path and no `out` was given.
    data : bytes
        The finished file.
    report : Report
    """

    path: Path | None
    data: bytes = field(repr=False)
    report: Report

    def to_dict(self) -> dict[str, Any]:
        """Return path and report as plain values, ready for JSON."""
        return {"path": None if self.path is None else str(self.path), **self.report.to_dict()}

    def _repr_html_(self) -> str:
        """Show the covered document, and nothing else, in a notebook."""
        source = f"data:{self.report.media};base64,{base64.b64encode(self.data).decode('ascii')}"
        if self.report.media == "application/pdf":
            return f'<embed type="application/pdf" width="100%" height="800" src="{source}">'
        return f'<img alt="covered document" style="max-width:100%" src="{source}">'


def report_of(
    plan: Plan, encoded: Encoded, checks: tuple[Check, ...], rounds: int, facts: Facts = NOTHING_SAID
) -> Report:
    """Build the report of a finished file."""
    digest = hashlib.sha256(encoded.data).hexdigest()
    tails = tuple(dict.fromkeys(keep.text for keep in plan.keeps if keep.kind in ENDS and keep.text))
    return Report(plan, checks, rounds, len(encoded.data), digest, encoded.media, replace(facts, tails=tails))
