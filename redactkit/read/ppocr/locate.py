"""Where the text is: the detector's probability map to quads (DB post-processing, Liao et al. 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import center, quad_of
from redactkit.pixels import resize

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cv2.typing import MatLike
    from numpy.typing import NDArray

    from redactkit.model import Pixels, Quad

MULTIPLE = 32  # the network halves its input five times
THRESHOLD = 0.3  # PP-OCR's own defaults for the map and the box score, and its unclip ratio
BOX_THRESHOLD = 0.5
UNCLIP = 1.6
MIN_SIDE = 3  # pixels of the map; below this a region is a speck
LONG = 10  # a line so many times longer than high may bend: its box holds more than the line
STEEP = 1.5  # a box this much higher than wide stands: its text is steeper than 56 degrees
MAX_BOXES = 1500  # a dense A4 page has about 250


def shrink(pixels: Pixels, side_px: int) -> Pixels:
    """Return a copy whose longer side is `side_px`, both sides multiples of 32."""
    high, wide = pixels.shape[:2]
    ratio = side_px / max(high, wide)
    size = (max(MULTIPLE, round(n * ratio / MULTIPLE) * MULTIPLE) for n in (wide, high))
    return resize(pixels, *size)


def normalise(pixels: Pixels) -> NDArray[np.float32]:
    """Return the networks' input: shape (1, 3, height, width), BGR, -1 to 1."""
    batch = np.ascontiguousarray(pixels[:, :, ::-1].transpose(2, 0, 1)[None], dtype=np.float32)
    batch *= 1 / 127.5
    batch -= 1
    return batch


def locate(
    pixels: Pixels,
    side_px: int,
    network: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    *,
    stand: bool | None = None,
) -> list[Quad]:
    """Return the quads of all text lines, in page pixels, from top to bottom.

    The network sees small and widely set text only where it lies: a page of standing lines is laid down, at once if
    it is known to `stand`, when that shows if nothing is known.
    """
    small = shrink(pixels, side_px)
    boxes = _boxes(network(normalise(small))) if not stand else []
    if stand or (stand is None and _standing(boxes)):
        laid = np.asarray(cv2.rotate(small, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8)
        boxes = [np.stack([box[:, 1], small.shape[0] - box[:, 0]], axis=1) for box in _boxes(network(normalise(laid)))]
    scale = np.array([pixels.shape[1] / small.shape[1], pixels.shape[0] / small.shape[0]], dtype=np.float32)
    return sorted((clockwise(box * scale) for box in boxes), key=lambda quad: center(quad)[::-1])


def _boxes(chart: NDArray[np.float32]) -> list[MatLike]:
    """Return the corners of every region of the map that is text, widened to the text's own size."""
    region = cv2.dilate((chart > THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(region, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for outline in outlines[:MAX_BOXES]:
        middle, (a, b), angle = cv2.minAreaRect(outline)
        bent = max(a, b) > LONG * min(a, b)
        if min(a, b) < MIN_SIDE:
            continue
        if _score(chart, outline[:, 0] if bent else cv2.boxPoints((middle, (a, b), angle))) >= BOX_THRESHOLD:
            grow = a * b * UNCLIP / (a + b)
            boxes.append(cv2.boxPoints((middle, (a + grow, b + grow), angle)))
    return boxes


def _standing(boxes: Sequence[MatLike]) -> bool:
    """Tell whether most of the text, by length, runs down or up the page."""
    sizes = [np.ptp(box, axis=0) for box in boxes]
    standing = sum(float(high) for wide, high in sizes if high > STEEP * wide)
    return standing > sum(float(max(size)) for size in sizes) / 2


def _score(chart: NDArray[np.float32], corners: MatLike) -> float:
    """Return the mean probability inside corners."""
    left, top = np.maximum(np.floor(corners.min(0)).astype(int), 0)
    right, bottom = np.ceil(corners.max(0)).astype(int) + 1
    window = chart[top:bottom, left:right]
    inside = np.zeros(window.shape, np.uint8)
    cv2.fillPoly(inside, [(corners - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(window, inside)[0])


def clockwise(corners: MatLike) -> Quad:
    """Order four corners clockwise; the first is the upper of the two leftmost."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return quad_of((left[0], right[0], right[1], left[1]))
