"""Non-interference: files whose pictures differ only under the covers, covered by one plan, byte for byte alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.attack.covers import ours
from benchmarks.attack.scenes import paste
from benchmarks.attack.templates import shares_a_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.attack.covers import Coding
    from benchmarks.attack.scenes import Scene
    from redactkit.model import Pixels


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files and what came of them.

    Attributes
    ----------
    scene, coding : str
    document : str
    tilted : bool
    kept : bool
        The last four of a number stay beside a cover.
    shared : bool
        Hidden and kept ink share a JPEG block, where brightness may depend on both: the documented exception.
    alike : bool
        The covered files are the same, byte for byte.
    """

    scene: str
    coding: str
    document: str
    tilted: bool
    kept: bool
    shared: bool
    alike: bool


def pairs(scene: Scene, coding: Coding) -> Iterator[Pair]:
    """Cover a scene and two twins of it: one with other digits under its covers, and one with noise there."""
    data = coding.encode(scene.pixels)
    covered = ours(data, scene)
    kept = any(secret.keep for secret in scene.secrets)
    shared = kept and any(shares_a_block(scene, coding, secret) for secret in scene.secrets)
    for twin in twins(scene):
        other = coding.encode(twin)
        assert other != data
        alike = ours(other, scene) == covered
        yield Pair(scene.name, str(coding), scene.document, "tilted" in scene.name, kept, shared, alike)


def twins(scene: Scene) -> Iterator[Pixels]:
    """Yield pictures that differ from a scene's under its covers and nowhere else."""
    noise = np.random.default_rng(7).integers(0, 256, scene.pixels.shape, dtype=np.uint8)
    for source in (scene.printings[7], noise):
        picture = scene.pixels.copy()
        for secret in scene.secrets:
            paste(picture, source, secret.cover)
        yield picture
