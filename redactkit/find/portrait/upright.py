"""The page as its text is read: one picture for each direction in which text runs, all at the same size of print.

A portrait stands upright beside text, and its size is known in lines of that text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import clip, height, quad_of, width
from redactkit.pixels import resize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from redactkit.model import Line, Page, Pixels, Quad

LINE_PX = 15.0  # a line's height: faces of cards then have 33 to 130 px, those of ghosts 10 to 60
SIDE_PX = (450, 1000)  # shortest and longest picture: print is not always seen, or is large
MAX_ENLARGED = 3.0
SAME_WAY = math.cos(math.radians(15))  # the cascades find faces that lean that much
MIN_SHARE = 0.1  # of all text by length; stray text across it has up to 0.07, Cyrillic read upside down 0.15
MARGIN, MARGIN_LINES = 1.0, 16.0  # what is looked at beyond the text: share of its longer side, at most so many lines
READ = 0.6  # mean confidence from which on a line is certainly text
MIN_CHARS = 3
STROKE = 0.45  # of a line's height: wider than any stroke of its letters
SHRINK = 0.7  # below this, a picture is averaged before it is turned


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in an upright picture, pixels of that picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width; below zero for a box that is none."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height; below zero for a box that is none."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Its area."""
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def center(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, along: float, down: float) -> Box:
        """Return the box with its edges moved outward."""
        return Box(self.left - along, self.top - down, self.right + along, self.bottom + down)

    def common(self, other: Box) -> float:
        """Return the area that both cover."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, min(self.right, other.right), min(self.bottom, other.bottom)).area


@dataclass(frozen=True, slots=True)
class Upright:
    """A page, turned so that a part of its text runs to the right.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
        RGB.
    gray, bare : ndarray of uint8, shape (height, width)
        The same in gray, and with the strokes of text taken out.
    text : ndarray of uint8, shape (height, width)
        1 where text was read that runs to the right.
    lines : tuple of Box
        That text.
    line_px : float
        The height of a usual line.
    weight : float
        How much of the page's text runs to the right, 0 to 1.
    """

    pixels: Pixels = field(repr=False)
    gray: NDArray[np.uint8] = field(repr=False)
    bare: NDArray[np.uint8] = field(repr=False)
    text: NDArray[np.uint8] = field(repr=False)
    lines: tuple[Box, ...]
    line_px: float
    weight: float
    matrix: NDArray[np.float64] = field(repr=False)
    size: tuple[int, int]

    def to_page(self, box: Box) -> Quad:
        """Return a box in page pixels."""
        back = np.asarray(cv2.invertAffineTransform(self.matrix), np.float64)
        corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
        return clip(quad_of(_moved(corners, back)), *self.size)

    def text_share(self, box: Box) -> float:
        """Return how much of a box is text."""
        part = self.text[max(0, int(box.top)) : int(box.bottom), max(0, int(box.left)) : int(box.right)]
        return float(part.mean()) if part.size else 0.0

    def fineness(self, box: Box) -> float:
        """Return by how many gray levels neighbours along the rows of a box differ."""
        part = self.gray[max(0, int(box.top)) : int(box.bottom), max(0, int(box.left)) : int(box.right)]
        return float(np.abs(np.diff(part.astype(np.int16), axis=1)).mean()) if part.size > len(part) else 0.0


def uprights(page: Page) -> tuple[Upright, ...]:
    """Return the page in the directions in which its text runs, the most usual first; as it is if it shows none."""
    return tuple(_upright(page, *way) for way in _ways(page.lines)) or (_upright(page, 0.0, (), 1.0),)


def turned(page: Page, quarters: int) -> Upright:
    """Return the page by its usual direction, and that many quarter turns more."""
    ways = _ways(page.lines)
    angle, lines, _ = ways[0] if ways else (0.0, (), 0.0)
    return _upright(page, angle + quarters * math.pi / 2, lines, 0.0)


def _ways(lines: Iterable[Line]) -> list[tuple[float, tuple[Line, ...], float]]:
    """Gather lines by direction: angle in radians, the lines, their share of all text."""
    left = [(_angle(line), width(line.quad), line) for line in lines if width(line.quad) > 1.5 * height(line.quad)]
    total = sum(length for _, length, _ in left)
    found = []
    while left:
        near = ([one for one in left if math.cos(one[0] - angle) > SAME_WAY] for angle, _, _ in left)
        best = max(near, key=lambda some: sum(length for _, length, _ in some))
        share = sum(length for _, length, _ in best) / total
        if share < MIN_SHARE:
            break
        angle = math.atan2(sum(n * math.sin(a) for a, n, _ in best), sum(n * math.cos(a) for a, n, _ in best))
        found.append((angle, tuple(line for _, _, line in best), share))
        left = [one for one in left if one not in best]
    return found


def _angle(line: Line) -> float:
    (ax, ay), (bx, by) = line.quad.corners[:2]
    return math.atan2(by - ay, bx - ax)


def _moved(points: Sequence[tuple[float, float]], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.asarray(points) @ matrix[:, :2].T + matrix[:, 2])


def _upright(page: Page, angle: float, lines: Sequence[Line], weight: float) -> Upright:
    matrix, (wide, high), line_px = _frame(page, angle, lines)
    pixels = _warped(page.pixels, matrix, (wide, high))
    text, inked = np.zeros((high, wide), np.uint8), np.zeros((high, wide), np.uint8)
    read = []
    for line in page.lines:
        corners = _moved(line.quad.corners, matrix)
        cv2.fillConvexPoly(inked, corners.round().astype(np.int32), 1)
        if len(line.cells) >= MIN_CHARS and line.score >= READ and math.cos(_angle(line) - angle) > SAME_WAY:
            cv2.fillConvexPoly(text, corners.round().astype(np.int32), 1)
            read.append(Box(*corners.min(0), *corners.max(0)))
    size = page.pixels.shape[1], page.pixels.shape[0]
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    bare = _without_strokes(gray, inked, line_px)
    return Upright(pixels, gray, bare, text, tuple(read), line_px, weight, matrix, size)


def _frame(page: Page, angle: float, lines: Sequence[Line]) -> tuple[NDArray[np.float64], tuple[int, int], float]:
    """Return how page pixels move, the size of the picture and the height of a line in it."""
    tall, wide = page.pixels.shape[:2]
    cos, sin = math.cos(angle), math.sin(angle)
    turn = np.array(((cos, sin), (-sin, cos)))
    sheet = np.array(((0, 0), (wide, 0), (wide, tall), (0, tall))) @ turn.T
    text = np.array([point for line in lines for point in line.quad.corners]) @ turn.T if lines else sheet
    line = _usual_height(lines) or max(wide, tall) / 40
    margin = min(MARGIN * float((text.max(0) - text.min(0)).max()), MARGIN_LINES * line)
    low, high = np.maximum(text.min(0) - margin, sheet.min(0)), np.minimum(text.max(0) + margin, sheet.max(0))
    side = float((high - low).max())
    ratio = min(max(LINE_PX / line, SIDE_PX[0] / side), SIDE_PX[1] / side, MAX_ENLARGED)
    size = np.maximum(1, np.ceil((high - low) * ratio)).astype(int)
    return np.hstack([turn * ratio, (-low * ratio)[:, None]]), (int(size[0]), int(size[1])), line * ratio


def _usual_height(lines: Iterable[Line]) -> float:
    """Return the height that half of the text, by its length, does not exceed; 0 without text."""
    sizes = sorted((height(line.quad), width(line.quad)) for line in lines)
    left = sum(length for _, length in sizes) / 2
    for high, length in sizes:
        left -= length
        if left <= 0:
            return high
    return 0.0


def _warped(pixels: Pixels, matrix: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    ratio = math.hypot(*matrix[:, 0])
    if ratio < SHRINK:
        wide = pixels.shape[1]
        pixels = resize(pixels, max(1, round(wide * ratio)), max(1, round(pixels.shape[0] * ratio)))
        matrix = matrix.copy()
        matrix[:, :2] *= wide / pixels.shape[1]
    return np.asarray(cv2.warpAffine(pixels, matrix, size, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _without_strokes(gray: NDArray[np.uint8], inked: NDArray[np.uint8], line_px: float) -> NDArray[np.uint8]:
    """Return the gray picture with what is dark and thin filled up where text is."""
    side = max(3, int(STROKE * line_px)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.where(inked > 0, cv2.morphologyEx(gray, cv2.MORPH_CLOSE, kernel), gray)
