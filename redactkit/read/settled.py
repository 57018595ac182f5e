"""Which lines still need reading. Knows quads, no engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from redactkit.geometry import slice_along
from redactkit.places import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from redactkit.model import Line, Quad

SETTLED_SHARE = 0.8
"""Share of a line's area, from which on it counts as settled: the boxes of two readings of one line differ by less."""

_COLUMNS, _ROWS = 25, 4  # points that stand for a line's area: 25 columns keep the error below one character


def unsettled(lines: Iterable[Line], settled: Sequence[Quad]) -> tuple[Line, ...]:
    """Return the lines of which less than `SETTLED_SHARE` lies inside the settled quads together."""
    if not settled:
        return tuple(lines)
    return tuple(line for line in lines if held(_points(line.quad), settled).mean() < SETTLED_SHARE)


def _points(quad: Quad) -> NDArray[np.float64]:
    """Return points spread evenly over a quad, shape (n, 2)."""
    columns = (slice_along(quad, share, share).corners for share in (np.arange(_COLUMNS) + 0.5) / _COLUMNS)
    down = ((np.arange(_ROWS) + 0.5) / _ROWS)[:, None]
    return np.concatenate([np.array(top) * (1 - down) + np.array(bottom) * down for top, _, bottom, _ in columns])
