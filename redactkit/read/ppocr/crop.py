"""Lines cut upright from the full-resolution picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import quad_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from redactkit.model import Pixels, Quad

    Corners = NDArray[np.float32]  # (4, 2)

HEIGHT = 48  # input height of the recogniser
# Lines are read at three quarters of their width: on 88 drawn and real cards down to .65 reads the same 84 numbers and
# 77 names as full width; but at .66 cells were so coarse that one of 60 cards kept part of its expiry.
SQUEEZE = 0.75
MAX_WIDTH = 3200  # about 130 characters; longer lines are squeezed
MIN_WIDTH = 16
SHRINK = 2.2  # from this reduction on, plain interpolation aliases: warp larger, then average
UPRIGHT = 1.5  # a box this much higher than wide holds text that runs down or up the page


@dataclass(frozen=True, slots=True)
class Crop:
    """One line, 48 px high, and the way back to the page.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (48, width, 3)
    corners : ndarray of float32, shape (4, 2)
        Clockwise from the text's own top left, page pixels.
    back : ndarray of float64, shape (3, 3)
        Homography from the crop to the page.
    vertical : bool
        The text runs down or up the page.
    """

    pixels: Pixels
    corners: Corners
    back: NDArray[np.float64]
    vertical: bool

    @property
    def width(self) -> int:
        """Width in pixels of the crop."""
        return int(self.pixels.shape[1])

    @property
    def quad(self) -> Quad:
        """The line's quad."""
        return quad_of(self.corners)

    def turned(self) -> Crop:
        """Return the same line upside down."""
        half_turn = np.array([[-1, 0, self.width], [0, -1, HEIGHT], [0, 0, 1]], dtype=np.float64)
        return replace(
            self,
            pixels=np.asarray(cv2.rotate(self.pixels, cv2.ROTATE_180), dtype=np.uint8),
            corners=np.roll(self.corners, 2, axis=0),
            back=self.back @ half_turn,
        )


def corners(quad: Quad) -> Corners:
    """Return a quad's corners as an array."""
    return np.array(quad.corners, dtype=np.float32)


def crop(pixels: Pixels, outline: Corners, *, turn: bool = True) -> Crop:
    """Cut one line; with `turn`, a line that stands upright is laid down first, its right edge on top."""
    wide, high = _size(outline)
    vertical = turn and high >= UPRIGHT * wide
    if vertical:
        outline = np.roll(outline, -1, axis=0)
        wide, high = high, wide
    width = int(min(MAX_WIDTH, max(MIN_WIDTH, round(SQUEEZE * HEIGHT * wide / max(high, 1.0)))))
    target = np.array([[0, 0], [width, 0], [width, HEIGHT], [0, HEIGHT]], dtype=np.float32)
    there = cv2.getPerspectiveTransform(outline, target)
    times = int(min(4, high / HEIGHT)) if high > SHRINK * HEIGHT else 1
    enlarge = np.diag([times, times, 1.0])
    line = cv2.warpPerspective(
        pixels,
        enlarge @ there,
        (width * times, HEIGHT * times),
        flags=cv2.INTER_LINEAR if times > 1 else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if times > 1:
        line = cv2.resize(line, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    return Crop(np.asarray(line, dtype=np.uint8), outline, np.linalg.inv(there).astype(np.float64), vertical)


def _size(outline: Corners) -> tuple[float, float]:
    a, b, c, d = outline
    wide = max(np.linalg.norm(b - a), np.linalg.norm(c - d))
    high = max(np.linalg.norm(d - a), np.linalg.norm(c - b))
    return float(wide), float(high)
