"""Where a page has room for one more line: no text, nothing to cover, and as little drawing as can be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import bounds, from_box
from redactkit.pixels import resize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from redactkit.model import Page, Quad

    Plane = NDArray[np.float32]
    _Box = tuple[float, float, float, float]  # left, top, right, bottom at `SIDE_PX`

SIDE_PX = 480  # room for a line shows at this size
HEIGHTS = (0.045, 0.035, 0.028, 0.02)  # of the line, shares of the page's shorter side; the largest that has room
MIN_HEIGHT_PX = 12  # on the page; a lower line can't be read
CALM = 4.0  # mean gradient, 8-bit levels a pixel: paper has 1 to 2, fine guilloche 3 to 8, text 20 and more
NOWHERE = (0.0, 0.0, 0.0, 0.0)
MARGIN_PX = 3  # around what is taken, at `SIDE_PX`


def free_place(page: Page, taken: Sequence[Quad], aspect: float) -> Quad | None:
    """Return an upright place for a line, or None.

    Parameters
    ----------
    page : Page
    taken : sequence of Quad
        Text and covers. What lies under them has no say in where the line goes.
    aspect : float
        Width of the line by its height.

    Returns
    -------
    Quad or None
        Among what is taken if there is room, on the document and not beside it; calm ground before larger letters.
    """
    ratio = min(1.0, SIDE_PX / max(page.pixels.shape[:2]))
    ink, blocked = _ground(page, taken, ratio)
    shorter = min(page.pixels.shape[:2])
    heights = [max(share * shorter, MIN_HEIGHT_PX) * ratio for share in HEIGHTS]
    found = []
    whole = (0.0, 0.0, float(ink.shape[1]), float(ink.shape[0]))
    for extent in (*_extents(taken, ratio), whole):
        for high in heights:
            place, mean = _calmest(ink, blocked, round(aspect * high), round(high), extent)
            if mean < CALM:
                return from_box(*(value / ratio for value in place))
            found.append((mean, place))
    mean, place = min(found, key=lambda one: one[0])
    return from_box(*(value / ratio for value in place)) if np.isfinite(mean) else None


def _ground(page: Page, taken: Sequence[Quad], ratio: float) -> tuple[Plane, Plane]:
    """Return the gradient of the page where it is free, and 1 where it is taken."""
    size = [max(1, round(length * ratio)) for length in page.pixels.shape[:2]]
    gray = cv2.cvtColor(resize(page.pixels, size[1], size[0]), cv2.COLOR_RGB2GRAY)
    blocked = np.zeros(size, np.uint8)
    for quad in taken:
        cv2.fillConvexPoly(blocked, np.rint(np.array(quad.corners) * ratio).astype(np.int32), 1)
    rim = np.ones((2 * MARGIN_PX + 1, 2 * MARGIN_PX + 1), np.uint8)
    blocked = np.asarray(cv2.dilate(blocked, rim), np.uint8)
    gradient = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)), np.float32)
    gradient[blocked > 0] = 0
    return gradient, blocked.astype(np.float32)


def _extents(taken: Sequence[Quad], ratio: float) -> Iterator[_Box]:
    """Yield the box around what is taken: the document, not what it lies on."""
    if taken:
        left, top, right, bottom = bounds(taken)
        yield left * ratio, top * ratio, right * ratio, bottom * ratio


def _calmest(ink: Plane, blocked: Plane, wide: int, high: int, extent: _Box) -> tuple[_Box, float]:
    """Return the box of a size in an extent with the least ink, and its mean ink; infinite where all is taken."""
    height, width = ink.shape
    if wide > width or high > height:
        return NOWHERE, math.inf
    means = _means(ink, wide, high)
    means[_means(blocked, wide, high) > 0] = math.inf
    left, top, right, bottom = extent
    rows, columns = np.ogrid[: means.shape[0], : means.shape[1]]
    among = (columns >= left) & (columns + wide <= right) & (rows >= top) & (rows + high <= bottom)
    means[~among] = math.inf
    y, x = np.unravel_index(means.argmin(), means.shape)
    return (float(x), float(y), float(x + wide), float(y + high)), float(means[y, x])


def _means(plane: Plane, wide: int, high: int) -> NDArray[np.float64]:
    """Return the mean of every box of a size that lies inside, by its top left corner."""
    total = cv2.integral(plane, sdepth=cv2.CV_64F)
    sums = total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
    return np.asarray(sums / (wide * high), np.float64)
