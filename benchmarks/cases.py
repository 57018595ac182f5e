"""What is measured: drawn cards, or any folder of pictures and PDFs with a labels.json; drawn statements are beside."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.draw import CardSpec, draw_card, specs
from benchmarks.score import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One file to be covered.

    Attributes
    ----------
    name : str
    data : bytes
        The file.
    labels : tuple of Label
    conditions : mapping of str to str
        What the picture is like, for instance ``{"tilt": "5-15 deg"}``.
    kind : str
        "card", "statement", "identity", or what else a labels.json says.
    sizes : tuple of (width, height)
        In which the labels of each page are measured, pixels; empty for the picture's own.
    password : str
        Opens a PDF.
    policy : str
        The profile it is covered by.
    """

    name: str
    data: bytes = field(repr=False)
    labels: tuple[Label, ...]
    conditions: Mapping[str, str] = field(default_factory=dict)
    kind: str = "card"
    sizes: tuple[tuple[int, int], ...] = ()
    password: str = field(default="", repr=False)
    policy: str = "appeal"

    @property
    def pan(self) -> Label | None:
        """The first card number."""
        return next((label for label in self.labels if label.kind == "pan"), None)


def drawn(seed: int, count: int) -> Iterator[Case]:
    """Yield cards drawn from a seed."""
    for number, spec in enumerate(specs(seed, count)):
        card = draw_card(spec)
        labels = tuple(Label.from_dict(label.to_dict()) for label in card.labels)
        yield Case(f"{seed}/{number}", card.encode(), labels, conditions(spec))


def folder(path: Path, policy: str = "appeal") -> Iterator[Case]:
    """Yield what a folder's labels.json lists."""
    for entry in json.loads((path / "labels.json").read_text("utf-8")):
        yield from_entry(entry, (path / entry["file"]).read_bytes(), policy)


def from_entry(entry: Mapping[str, Any], data: bytes, policy: str = "appeal") -> Case:
    """Return the case of an entry of a labels.json and its file."""
    return Case(
        name=entry["file"],
        data=data,
        labels=tuple(Label.from_dict(label, strict=policy == "strict") for label in entry["sensitive"]),
        conditions=entry.get("conditions", {"kind": entry["kind"]}),
        kind=entry["kind"],
        sizes=tuple((page["width"], page["height"]) for page in entry.get("pages", ())),
        password=entry.get("password", ""),
        policy=policy,
    )


def conditions(spec: CardSpec) -> dict[str, str]:
    """Return what a drawn card is like, in few enough classes to count."""
    return {
        "side": spec.side,
        "layout": spec.layout,
        "typeface": spec.typeface,
        "finish": spec.finish,
        "texture": spec.texture,
        "backdrop": spec.backdrop,
        "tilt": graded(abs(spec.tilt_deg), (5, 15), "deg"),
        "turn": f"{90 * spec.turn} deg",
        "width": graded(spec.width_px, (700, 1200), "px"),
        "defocus": graded(spec.defocus_mm, (0.08, 0.13), "mm"),
        "motion": "shaken" if spec.motion_mm else "still",
        "glare": "glare" if spec.glare else "none",
        "noise": graded(spec.noise, (2, 5), "grey levels"),
        "Luhn": "passes" if spec.luhn else "fails",
    }


def graded(value: float, edges: tuple[float, float], unit: str) -> str:
    """Return which of three classes a value falls in."""
    names = (f"below {edges[0]:g}", f"{edges[0]:g} to {edges[1]:g}", f"above {edges[1]:g}")
    return f"{names[int(np.searchsorted(edges, value))]} {unit}"
