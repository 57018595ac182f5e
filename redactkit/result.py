"""What comes back: the covered file and a report that holds kinds, places, counts and a hash."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redactkit.geometry import bounds
from redactkit.model import FieldKind

if TYPE_CHECKING:
    from pathlib import Path

    from redactkit.model import Encoded
    from redactkit.plans import Plan


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
    """

    plan: Plan
    checks: tuple[Check, ...]
    rounds: int
    size_bytes: int
    sha256: str
    media: str

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
        numbers = sum(keep.kind is FieldKind.PAN for keep in self.plan.keeps)
        kept = f"kept the end of {numbers} pan" if numbers else "kept no number"
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
        """Show the covered picture, and nothing else, in a notebook."""
        picture = base64.b64encode(self.data).decode("ascii")
        return f'<img alt="covered document" style="max-width:100%" src="data:{self.report.media};base64,{picture}">'


def report_of(plan: Plan, encoded: Encoded, checks: tuple[Check, ...], rounds: int) -> Report:
    """Build the report of a finished file."""
    digest = hashlib.sha256(encoded.data).hexdigest()
    return Report(plan, checks, rounds, len(encoded.data), digest, encoded.media)
