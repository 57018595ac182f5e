"""Pictures made smaller: ndarrays of uint8, shape (height, width, 3) or (height, width). Knows no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from redactkit.model import Pixels


def halve(pixels: Pixels) -> Pixels:
    """Return the picture with each 2 x 2 pixels averaged into one; an odd last row or column falls away."""
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    halved = cv2.resize(pixels[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
    return halved.astype(np.uint8, copy=False)


def resize(pixels: Pixels, width: int, height: int) -> Pixels:
    """Return the picture at another size, averaged where it shrinks.

    Halving first takes 11 ms from 12 MP to 736 px where one step takes 55 (measured).
    """
    while pixels.shape[1] >= 2 * width and pixels.shape[0] >= 2 * height:
        pixels = halve(pixels)
    how = cv2.INTER_AREA if pixels.shape[1] > width else cv2.INTER_LINEAR
    return cv2.resize(pixels, (width, height), interpolation=how).astype(np.uint8, copy=False)
