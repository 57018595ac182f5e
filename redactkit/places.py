"""Which points lie in which quads, for many at once. `geometry.contains` is the same for one of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from redactkit.model import Cell, Quad

_ON_EDGE = 1e-9  # cross products and distances below this are rounding


def held(points: ArrayLike, quads: Sequence[Quad]) -> NDArray[np.bool_]:
    """Tell for each point whether any of the convex quads holds it, edges included.

    Parameters
    ----------
    points : array_like of float, shape (n, 2)
    quads : sequence of Quad

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    answer = np.zeros(len(at), dtype=np.bool_)
    if not len(at) or not quads:
        return answer
    corners = np.array([quad.corners for quad in quads], dtype=np.float64)
    low, high = corners.min(axis=1) - _ON_EDGE, corners.max(axis=1) + _ON_EDGE
    near = (at[:, None] >= low[None]) & (at[:, None] <= high[None])
    point, quad = np.nonzero(near.all(axis=2))
    edges = np.roll(corners, -1, axis=1) - corners
    offsets = at[point, None] - corners[quad]
    cross = edges[quad][..., 0] * offsets[..., 1] - edges[quad][..., 1] * offsets[..., 0]
    one_side = np.all(cross >= -_ON_EDGE, axis=1) | np.all(cross <= _ON_EDGE, axis=1)
    answer[point[one_side]] = True
    return answer


def middles(cells: Sequence[Cell]) -> NDArray[np.float64]:
    """Return the means of the cells' corners, shape (n, 2)."""
    corners = np.array([cell.quad.corners for cell in cells], dtype=np.float64).reshape(-1, 4, 2)
    return np.asarray(corners.mean(axis=1), dtype=np.float64)
