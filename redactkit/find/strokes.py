"""Ink on a page: dark strokes on lighter ground, on a small upright copy of the part that bears text.

Lengths are in heights of the print, since pens and print keep their proportion at every resolution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import axes, bounds, height, quad_of, width
from redactkit.pixels import halve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Line, Pixels, Quad

    Image = NDArray[np.uint8]
    Points = NDArray[np.float64]

SIDE_PX = 800  # a pen's stroke is still a pixel wide on a document that fills it; 40 ms bound the looks at ink
PRINT_PX = 24  # of the reader's box of a line, at which strokes of print are three pixels wide
MAX_ENLARGED = 1.5
READ = 0.85  # a line read so well is print that tells scale, direction, and how dark ink is
MIN_READ = 4  # characters of such a line
AROUND = 4.0  # heights around all lines within which ink is looked for
HALF = 0.5
STRAIGHT_DEG = 0.7  # a page turned by less is taken for straight: 12 px on 1000
KERNEL = 0.6  # heights: wider than strokes, narrower than the gaps between lines
DARKEST = 60  # ground below it is not divided by: noise of dark fabric


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a page that bears text, upright and small.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
    matrix : ndarray of float64, shape (2, 3)
        From page pixels to the sheet's.
    print_px : float
        Median height of the boxes of lines.
    ink : ndarray of uint8, shape (height, width)
        By how much of the ground's light the ink is darker: 0 to 255.
    ground : ndarray of uint8, shape (height, width)
        The light of what the ink stands on.
    """

    pixels: Image = field(repr=False)
    matrix: Points = field(repr=False)
    print_px: float
    ink: Image = field(repr=False)
    ground: Image = field(repr=False)

    def corners(self, quad: Quad) -> Points:
        """Return a quad's corners on the sheet, shape (4, 2)."""
        return np.array(quad.corners, np.float64) @ self.matrix[:, :2].T + self.matrix[:, 2]

    def quad(self, corners: Points) -> Quad:
        """Return four corners on the sheet as a quad on the page."""
        back = cv2.invertAffineTransform(self.matrix)
        return quad_of(corners @ back[:, :2].T + back[:, 2])


def lay(pixels: Pixels, lines: Sequence[Line]) -> Sheet | None:
    """Return the sheet of a page that has been read, or None where nothing was located.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
    lines : sequence of Line
    """
    read = [line for line in lines if line.score >= READ and len(line.cells) >= MIN_READ] or list(lines)
    if not read:
        return None
    high = max(float(np.median([height(line.quad) for line in read])), 1.0)
    left, top, right, bottom = part_around(pixels, bounds(line.quad for line in lines), AROUND * high)
    part = pixels[top:bottom, left:right]
    ratio = min(PRINT_PX / high, SIDE_PX / max(part.shape[:2]), MAX_ENLARGED)
    halved = 1.0
    while halved * HALF >= ratio:
        part, halved = halve(part), halved * HALF
    small, turn = _upright(part, _direction_deg(read), ratio / halved)
    shrink = np.array([[halved, 0.0, -left * halved], [0.0, halved, -top * halved], [0.0, 0.0, 1.0]])
    ink, ground = ink_of(small, 2 * round(KERNEL * high * ratio / 2) + 1)
    return Sheet(small, turn @ shrink, high * ratio, ink, ground)


def part_around(pixels: Pixels, box: tuple[float, float, float, float], rim: float) -> tuple[int, int, int, int]:
    """Return a box with a rim as far as it lies on the page, whole pixels, at least one."""
    left, top, right, bottom = box
    high, wide = pixels.shape[:2]
    x = (int(min(max(left - rim, 0), wide - 1)), int(min(max(right + rim, 1), wide)))
    y = (int(min(max(top - rim, 0), high - 1)), int(min(max(bottom + rim, 1), high)))
    return x[0], y[0], x[1], y[1]


def _direction_deg(lines: Sequence[Line]) -> float:
    """Return in which direction most of the text runs, clockwise from left to right."""
    ways = np.array([axes(line.quad)[0] for line in lines]) * np.array([[width(line.quad)] for line in lines])
    best = max(range(len(ways)), key=lambda i: float((ways @ ways[i]).clip(0).sum() / (np.hypot(*ways[i]) + 1e-9)))
    alike = ways[(ways @ ways[best]) > 0.9 * np.hypot(*ways.T) * np.hypot(*ways[best])]
    x, y = alike.sum(axis=0) if len(alike) else (1.0, 0.0)
    return math.degrees(math.atan2(y, x))


def _upright(picture: Image, angle_deg: float, ratio: float) -> tuple[Image, Points]:
    """Return the picture with its text upright, `ratio` times as large, and the matrix of its points."""
    quarters = round(angle_deg / 90)
    angle = math.radians(angle_deg if abs(angle_deg - 90 * quarters) > STRAIGHT_DEG else 90.0 * quarters)
    high, wide = picture.shape[:2]
    turn = ratio * np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]]) @ turn.T
    matrix = np.hstack([turn, -corners.min(axis=0)[:, None]])
    across, down = np.maximum(np.ceil(np.ptp(corners, axis=0) - 1e-6), 1).astype(int)
    upright = cv2.warpAffine(picture, matrix, (int(across), int(down)), borderMode=cv2.BORDER_REPLICATE)
    return upright.astype(np.uint8, copy=False), matrix


def ink_of(pixels: Image, kernel_px: int) -> tuple[Image, Image]:
    """Return how dark strokes are before their ground, 0 to 255, and the light of the ground.

    The brightest of red, green and blue is taken half: coloured guilloche is bright in one of them, ink in none.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
    kernel_px : int
        Strokes are thinner.
    """
    red, green, blue = cv2.split(pixels)
    brightest = cv2.max(cv2.max(red, green), blue)
    light = cv2.addWeighted(brightest, 0.5, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 0.5, 0.0)
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (kernel_px, kernel_px))
    ground = cv2.morphologyEx(light, cv2.MORPH_CLOSE, square)
    ink = cv2.divide(cv2.subtract(ground, light), cv2.max(ground, np.full_like(ground, DARKEST)), scale=255.0)
    return ink.astype(np.uint8, copy=False), ground.astype(np.uint8, copy=False)


@dataclass(frozen=True, slots=True)
class Strokes:
    """The connected pieces of ink on a sheet.

    Attributes
    ----------
    labels : ndarray of int32, shape (height, width)
        The number of the piece that a pixel belongs to; 0 for none.
    boxes : ndarray of int32, shape (pieces, 4)
        Left, top, width and height in pixels; the first entry is no piece.
    area, pen, length, dark, ground : ndarray of float64, shape (pieces,)
        Pixels; mean width of the stroke and its length, in heights of print; ink and ground, as on the sheet.
    """

    labels: NDArray[np.int32] = field(repr=False)
    boxes: NDArray[np.int32] = field(repr=False)
    area: NDArray[np.float64] = field(repr=False)
    pen: NDArray[np.float64] = field(repr=False)
    length: NDArray[np.float64] = field(repr=False)
    dark: NDArray[np.float64] = field(repr=False)
    ground: NDArray[np.float64] = field(repr=False)


def strokes_of(sheet: Sheet, marked: NDArray[np.bool_]) -> Strokes:
    """Return the pieces of what is marked as ink."""
    mask = marked.astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    area = stats[:, 4].astype(np.float64)
    places = np.flatnonzero(mask)
    owners = labels.ravel()[places]
    distance, dark, ground = (
        np.bincount(owners, values.ravel()[places], count) / area
        for values in (distances(mask), sheet.ink, sheet.ground)
    )
    pen = pen_px(distance)
    high = sheet.print_px
    return Strokes(
        labels.astype(np.int32, copy=False),
        stats[:, :4].astype(np.int32, copy=False),
        area,
        pen / high,
        area / pen / high,
        dark,
        ground,
    )


def distances(mask: Image) -> NDArray[np.float32]:
    """Return of each pixel of ink how far the ground is, pixels."""
    return cv2.distanceTransform(mask, cv2.DIST_L2, 3).astype(np.float32, copy=False)


def pen_px(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how wide strokes are whose pixels lie so far from the ground on the average.

    Across a stroke 1, 3 or 5 pixels wide the distances are 1; 1, 2, 1; 1, 2, 3, 2, 1.
    """
    return np.maximum(4 * distance - 2.3, 1.0)
