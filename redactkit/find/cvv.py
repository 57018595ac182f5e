"""The place of the CVV on a card's back, for when its digits could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.geometry import axes, center, height, project
from redactkit.model import Quad
from redactkit.words import SIGNATURE_LABELS, mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Line

# The signature strip stands right above or below its label, five to six heights of the small print high; the CVV is
# at its right end or right of it.
REACH = 6.0
RIGHT = 0.5  # the zone begins at the middle of what is printed


def cvv_zone(lines: Sequence[Line]) -> Quad | None:
    """Return where the CVV stands on a back that shows the label of its signature strip, or None.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the page, read.
    """
    label = next((line for line in lines if mentions(line.text, SIGNATURE_LABELS)), None)
    if label is None:
        return None
    u, v = axes(label.quad)
    middle, high = center(label.quad), height(label.quad)
    ends = [project(corner, middle, u) for line in lines for corner in line.quad.corners]
    left, right = min(ends) + RIGHT * (max(ends) - min(ends)), max(ends) + high

    def at(along: float, down: float) -> tuple[float, float]:
        return middle[0] + along * u[0] + down * v[0], middle[1] + along * u[1] + down * v[1]

    reach = REACH * high
    return Quad((at(left, -reach), at(right, -reach), at(right, reach), at(left, reach)))
