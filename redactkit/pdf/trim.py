"""Areas take whole characters or none: what cuts into a character would leave a part of it, or eat what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from redactkit.geometry import from_box
from redactkit.pdf.affine import box_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Quad
    from redactkit.pdf.affine import Box

    Boxes = NDArray[np.float64]  # (n, 4): left, bottom, right, top

GRAZED = 0.02  # of a character's box: rounding
UPRIGHT_PT = 0.1  # corners of an upright area lie no farther from its box


def trim(areas: Sequence[Quad], characters: Sequence[Box]) -> list[Quad]:
    """Move the edges of areas off characters whose middle lies outside of them, and around those they hold.

    Parameters
    ----------
    areas : sequence of Quad
        User space, points. Those that lie askew are returned as they are.
    characters : sequence of Box
        Ink boxes of the page's characters.

    Returns
    -------
    list of Quad
        One for each area. Where an edge cannot move without baring a character that has its middle inside, the area
        takes the whole of the cut one, too.
    """
    ink = np.array(characters, dtype=np.float64).reshape(-1, 4)
    return [_trimmed(area, ink) if _is_upright(area) else area for area in areas]


def _is_upright(area: Quad) -> bool:
    left, bottom, right, top = box_of(area)
    return all(
        min(abs(x - left), abs(x - right)) < UPRIGHT_PT and min(abs(y - bottom), abs(y - top)) < UPRIGHT_PT
        for x, y in area.corners
    )


def _trimmed(area: Quad, ink: Boxes) -> Quad:
    box = np.array(box_of(area))
    middles = (ink[:, :2] + ink[:, 2:]) / 2
    inside = ((middles >= box[:2]) & (middles <= box[2:])).all(axis=1)
    hidden = ink[inside]
    box[:2] = np.minimum(box[:2], hidden[:, :2].min(axis=0, initial=np.inf))
    box[2:] = np.maximum(box[2:], hidden[:, 2:].max(axis=0, initial=-np.inf))
    for other in ink[~inside & (ink[:, :2] < box[2:]).all(axis=1) & (ink[:, 2:] > box[:2]).all(axis=1)]:
        box = _apart(box, other, hidden)
    left, bottom, right, top = map(float, box)
    return from_box(left, bottom, right, top)


def _apart(box: NDArray[np.float64], other: NDArray[np.float64], hidden: Boxes) -> NDArray[np.float64]:
    """Return the box without a character it cuts, by moving one edge as little as possible; else with all of it."""
    overlap = np.minimum(box[2:], other[2:]) - np.maximum(box[:2], other[:2])
    if (overlap <= 0).any() or overlap.prod() <= GRAZED * max(float((other[2:] - other[:2]).prod()), 1e-9):
        return box
    for _, edge in sorted((abs(other[(edge + 2) % 4] - box[edge]), edge) for edge in range(4)):
        smaller = box.copy()
        smaller[edge] = other[(edge + 2) % 4]
        if (smaller[:2] < smaller[2:]).all() and not _bares(smaller, edge, hidden):
            return smaller
    return np.concatenate([np.minimum(box[:2], other[:2]), np.maximum(box[2:], other[2:])])


def _bares(box: NDArray[np.float64], edge: int, hidden: Boxes) -> bool:
    """Tell whether a moved edge leaves more than a trace of a hidden character outside."""
    beyond = box[edge] - hidden[:, edge] if edge < 2 else hidden[:, edge] - box[edge]
    size = hidden[:, 2 + edge % 2] - hidden[:, edge % 2]
    return bool((beyond > GRAZED * np.maximum(size, 1e-9)).any())
