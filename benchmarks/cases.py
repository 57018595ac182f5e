"""What is measured: drawn cards, or any folder of pictures with a labels.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.draw import CardSpec, draw_card, specs
from benchmarks.score import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One picture to be covered.

    Attributes
    ----------
    name : str
    data : bytes
        The file.
    labels : tuple of Label
    conditions : mapping of str to str
        What the picture is like, for instance ``{"tilt": "5-15 deg"}``.
    """

    name: str
    data: bytes = field(repr=False)
    labels: tuple[Label, ...]
    conditions: Mapping[str, str] = field(default_factory=dict)

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


def folder(path: Path) -> Iterator[Case]:
    """Yield the cards that a folder's labels.json lists, and pictures without anything to cover."""
    for entry in json.loads((path / "labels.json").read_text("utf-8")):
        if entry["kind"] == "card" or not entry["sensitive"]:
            labels = tuple(Label.from_dict(label) for label in entry["sensitive"])
            yield Case(entry["file"], (path / entry["file"]).read_bytes(), labels, {"kind": entry["kind"]})


def conditions(spec: CardSpec) -> dict[str, str]:
    """Return what a drawn card is like, in few enough classes to count."""
    return {
        "side": spec.side,
        "layout": spec.layout,
        "typeface": spec.typeface,
        "finish": spec.finish,
        "texture": spec.texture,
        "backdrop": spec.backdrop,
        "tilt": _class(abs(spec.tilt_deg), (5, 15), "deg"),
        "turn": f"{90 * spec.turn} deg",
        "width": _class(spec.width_px, (700, 1200), "px"),
        "defocus": _class(spec.defocus_mm, (0.08, 0.13), "mm"),
        "motion": "shaken" if spec.motion_mm else "still",
        "glare": "glare" if spec.glare else "none",
        "noise": _class(spec.noise, (2, 5), "grey levels"),
        "Luhn": "passes" if spec.luhn else "fails",
    }


def _class(value: float, edges: tuple[float, float], unit: str) -> str:
    names = (f"below {edges[0]:g}", f"{edges[0]:g} to {edges[1]:g}", f"above {edges[1]:g}")
    return f"{names[int(np.searchsorted(edges, value))]} {unit}"
