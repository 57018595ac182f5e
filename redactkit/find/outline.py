"""Quads around ink: all of it, with a rim, and no print that it does not cross. Lengths are in heights of the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.handwriting import Writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from redactkit.find.scene import Scene
    from redactkit.find.strokes import Points

RIM = 0.22  # beyond the ink: half of a thin stroke's fading edge, and what the threshold took of it
THIN_RIM = 0.1  # where print stands right beside it
INTO_PRINT = 0.8  # how far strokes are followed into print that they touch
SLICE = 1.2  # width of the slices in which ink that winds around print is covered
MUCH_PRINT, TOO_MUCH_PRINT = 2.5, 6.0  # squares of the print's height
LOCATED = 0.6  # of a located line's box: where less ink is seen, the rest is too faint to be seen
LESS = 0.6  # of the print under one box, up to which slices are better


def outlines(scene: Scene, mask: NDArray[np.bool_], corners: Sequence[Points]) -> list[Points]:
    """Return shapes of four corners that hold a signature.

    Parameters
    ----------
    scene : Scene
    mask : ndarray of bool, shape (height, width)
        Its ink on the sheet.
    corners : sequence of ndarray, shape (4, 2)
        The lines in which it was located.
    """
    own = np.argwhere(mask)[:, ::-1].astype(np.float32)
    if _area(own) < LOCATED * sum(_area(one.astype(np.float32)) for one in corners):
        own = np.concatenate([own, *corners]).astype(np.float32)
    square = scene.sheet.print_px**2
    for points, most in ((np.concatenate([own, _followed(scene, mask)]), MUCH_PRINT), (own, TOO_MUCH_PRINT)):
        for box in _boxes(points, scene.sheet.print_px):
            whole = _trimmed(scene, box)
            under = _printed(scene, [whole])
            if under <= most * square:
                return [whole]
    slices = list(_slices(scene, own))
    return slices if _printed(scene, slices) < LESS * under else [whole]


def _area(points: NDArray[np.float32]) -> float:
    """Return the area of the smallest box around points."""
    return float(np.prod(np.ptp(points, axis=0))) if len(points) else 0.0


def _followed(scene: Scene, mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the places (x, y) of ink, with what hangs together with it under print."""
    reach = 2 * round(INTO_PRINT * scene.sheet.print_px) + 1
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return np.zeros((0, 2), dtype=np.float32)
    top, left = max(0, rows[0] - reach), max(0, columns[0] - reach)
    window = (slice(top, rows[-1] + reach), slice(left, columns[-1] + reach))
    own = mask[window].astype(np.uint8)
    near = cv2.dilate(own, np.ones((reach, reach), np.uint8)) > 0
    under = scene.inked[window] & (scene.printed[window] > 0) & near
    count, labels = cv2.connectedComponents((under | (own > 0)).astype(np.uint8), connectivity=8)
    mine = np.zeros(count, dtype=np.bool_)
    mine[labels[own > 0]] = True
    mine[0] = False
    y, x = np.nonzero(mine[labels])
    return np.stack([x + left, y + top], axis=1).astype(np.float32)


def _boxes(points: NDArray[np.float32], print_px: float) -> Iterator[Points]:
    """Yield the upright and the slanted box around points, with their rims, clockwise from the top left."""
    low, high = points.min(axis=0), points.max(axis=0) + 1
    yield _moved(np.array([low, [high[0], low[1]], high, [low[0], high[1]]], dtype=np.float64), [RIM * print_px] * 4)
    slanted = cv2.boxPoints(cv2.minAreaRect(cv2.convexHull(points))).astype(np.float64)
    first = int(np.argmin(slanted.sum(axis=1)))
    yield _moved(np.roll(slanted, -first, axis=0), [RIM * print_px] * 4)


def _moved(box: Points, by: list[float]) -> Points:
    """Return a box with its left, top, right and bottom edge moved outward."""
    a, b, _, d = box
    u, v = (b - a) / max(np.linalg.norm(b - a), 1e-6), (d - a) / max(np.linalg.norm(d - a), 1e-6)
    left, top, right, bottom = by
    out = [-left * u - top * v, right * u - top * v, right * u + bottom * v, -left * u + bottom * v]
    return np.asarray(box + np.array(out), dtype=np.float64)


def _trimmed(scene: Scene, box: Points) -> Points:
    """Take back as much of the rim as lies on print, down to the thin rim."""
    spare = (RIM - THIN_RIM) * scene.sheet.print_px
    a, b, _, d = box
    wide, high = np.linalg.norm(b - a), np.linalg.norm(d - a)
    u, v = (b - a) / max(wide, 1e-6), (d - a) / max(high, 1e-6)
    back = [0.0] * 4
    for line in scene.lines:
        if line.writing is not Writing.PRINT:
            continue
        x, y = (line.corners - a) @ u, (line.corners - a) @ v
        inside = [x.max(), y.max(), wide - x.min(), high - y.min()]  # how far it reaches in from each edge
        if min(inside) > 0:
            side = int(np.argmin(inside))
            back[side] = max(back[side], min(inside[side], spare))
    return _moved(box, [-one for one in back])


def _slices(scene: Scene, points: NDArray[np.float32]) -> Iterator[Points]:
    """Yield upright boxes around the ink of one slice each."""
    high, rim = scene.sheet.print_px, THIN_RIM * scene.sheet.print_px
    low, far = points.min(axis=0), points.max(axis=0)
    axis = int(np.argmax(far - low))
    count = max(1, round(float(far[axis] - low[axis]) / (SLICE * high)))
    number = np.minimum((points[:, axis] - low[axis]) / max(far[axis] - low[axis], 1e-6) * count, count - 1).astype(int)
    for i in range(count):
        part = points[number == i]
        if len(part):
            (left, top), (right, bottom) = part.min(axis=0) - rim, part.max(axis=0) + 1 + rim
            yield np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)


def _printed(scene: Scene, shapes: list[Points]) -> float:
    """Return how much print lies under shapes, square pixels."""
    mask = np.zeros_like(scene.printed)
    for corners in shapes:
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 255)
    return float(np.count_nonzero(mask & scene.printed))
