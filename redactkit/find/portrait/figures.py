"""Figures: patches without text that stand out from the document, of the size and shape of portraits.

They find drawn faces and silhouettes, which have no face to a cascade, and ghosts of another picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.portrait.upright import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from redactkit.find.portrait.upright import Upright

LINE_PX = 7.5  # of a line where patches are looked for; a search takes 30 ms
STROKES_PX = 5  # strokes are thinner
SURROUNDINGS = 16  # lines: a document is larger than its portrait
LEVELS = (8, 12, 18, 26, 38, 56, 80)
BRIDGES_PX = (0, 5)
HEIGHT = (2.4, 16.0)  # lines; portraits have 6 to 14, ghosts 1 to 13
ASPECT = (0.5, 1.2)  # width over height
PART_LINES = 1.2  # a head or shoulders are at least so high
FILL = (0.45, 0.75)  # share of its box that a patch fills: a figure, and the background of a photo
MAX_TEXT = 0.2


def figures_in(upright: Upright) -> tuple[Box, ...]:
    """Return the patches of a picture; many of them are one inside the other."""
    ratio = LINE_PX / upright.line_px
    dark, other = _contrasts(upright, ratio)
    high, wide = dark.shape
    text = cv2.integral(cv2.resize(upright.text, (wide, high), interpolation=cv2.INTER_NEAREST))
    found = set()
    for contrast, fill in ((dark, FILL[0]), (other, FILL[1])):
        for level in LEVELS:
            for left, top, right, bottom, area in _patches(contrast > level):
                size = (right - left) * (bottom - top)
                words = text[bottom, right] - text[top, right] - text[bottom, left] + text[top, left]
                inside = left > 0 and top > 0 and right < wide and bottom < high
                if (
                    inside
                    and area >= fill * size
                    and words <= MAX_TEXT * size
                    and _portrait_like(right - left, bottom - top)
                ):
                    found.add((left, top, right, bottom))
    return tuple(Box(*(edge / ratio for edge in one)) for one in sorted(found))


def _portrait_like(wide: int, high: int) -> bool:
    return HEIGHT[0] * LINE_PX <= high <= HEIGHT[1] * LINE_PX and ASPECT[0] <= wide / high <= ASPECT[1]


def _contrasts(upright: Upright, ratio: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return how much darker than the document each place is, and how different from what is usual around it."""
    small = cv2.resize(upright.pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (STROKES_PX, STROKES_PX))
    bare = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 5)
    coarse = cv2.medianBlur(cv2.resize(bare, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 5)
    side = int(SURROUNDINGS * LINE_PX / 4) | 1
    light = cv2.GaussianBlur(
        cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), (0, 0), side / 4
    )
    usual = cv2.GaussianBlur(cv2.medianBlur(coarse, side), (0, 0), side / 8)
    size = bare.shape[1], bare.shape[0]
    darker, different = cv2.subtract(cv2.resize(light, size), bare), cv2.absdiff(cv2.resize(usual, size), bare)
    return np.asarray(darker.max(2), dtype=np.uint8), np.asarray(different.max(2), dtype=np.uint8)


def _patches(on: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield (left, top, right, bottom, area) of connected patches, and of heads with the shoulders below them."""
    for bridge in BRIDGES_PX:
        marks = on.astype(np.uint8)
        if bridge:
            marks = np.asarray(cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((bridge, bridge), np.uint8)))
        _, _, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=4)
        parts = [
            (int(x), int(y), int(x + w), int(y + h), int(area))
            for x, y, w, h, area in stats[1:]
            if PART_LINES * LINE_PX <= h <= HEIGHT[1] * LINE_PX
        ]
        yield from parts
        for head in parts:
            for body in parts:
                if _belong(head, body):
                    left, right = min(head[0], body[0]), max(head[2], body[2])
                    yield left, head[1], right, body[3], head[4] + body[4]


def _belong(head: tuple[int, ...], body: tuple[int, ...]) -> bool:
    """Tell whether one patch stands on another, as a head on shoulders."""
    common = min(head[2], body[2]) - max(head[0], body[0])
    gap = body[1] - head[3]
    wide = head[2] - head[0], body[2] - body[0]
    return common >= 0.6 * min(wide) and -1 <= gap <= 0.5 * max(head[3] - head[1], body[3] - body[1])
