"""Ghosts: copies of a portrait, smaller and paler, by normalised cross-correlation at many scales.

It does not see contrast or tint, so that the faintest ghost counts like the portrait itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.portrait.upright import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.find.portrait.upright import Upright

WIDTH_PX = 22  # of the portrait when it is compared
SCALES = tuple(1.1 * 1.12**-n for n in range(17))  # ghosts of 12 documents have 0.18 to 1.0 of the portrait's size
MAX_ENLARGED = 2.0
LOCAL_PX = 17  # brightness is told from the mean of this square: what is slower is light, not a face
FLAT = 3.0  # gray levels; a plainer place is like anything
REACH = (5.4, 4.5)  # how far from the portrait, in its sizes aside and up or down: a passport's other page
BLOT = 1.6  # lines: where strokes of text were taken out, blots are left that look like tiny faces
ALIKE = 0.42
MOST = 300


@dataclass(frozen=True, slots=True)
class Copy:
    """A place that looks like the portrait.

    Attributes
    ----------
    likeness : float
        Correlation, 0 to 1.
    scale : float
        Its size, in the portrait's.
    """

    box: Box
    likeness: float
    scale: float


def copies_of(portrait: Box, upright: Upright) -> tuple[Copy, ...]:
    """Return what looks like a portrait elsewhere in a picture, the most alike first.

    Parameters
    ----------
    portrait : Box
        The face with hair and chin: no more, since ghosts are cut differently.
    """
    (gray, left, top), (bare, _, _) = _around(portrait, upright.gray), _around(portrait, upright.bare)
    base = WIDTH_PX / portrait.width
    x, y = max(0, round((portrait.left - left) * base)), max(0, round((portrait.top - top) * base))
    template = _detail(gray, base)[y : y + round(portrait.height * base), x : x + WIDTH_PX]
    if min(template.shape) < WIDTH_PX // 2:
        return ()
    found = []
    for scale in SCALES:
        ratio = base / scale
        if ratio > MAX_ENLARGED:
            break
        part = bare if scale * portrait.width > BLOT * upright.line_px else gray
        for likeness, column, row in _peaks(_detail(part, ratio), template):
            x0, y0 = column / ratio + left, row / ratio + top
            box = Box(x0, y0, x0 + template.shape[1] / ratio, y0 + template.shape[0] / ratio)
            found.append(Copy(box, likeness, scale))
    found.sort(key=lambda copy: -copy.likeness)
    return _apart([copy for copy in found if copy.box.common(portrait) < 0.2 * copy.box.area][:MOST])


def _around(portrait: Box, gray: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int, int]:
    size = max(portrait.width, portrait.height)
    wide = portrait.grown(REACH[0] * size, REACH[1] * size)
    left, top = max(0, int(wide.left)), max(0, int(wide.top))
    return gray[top : int(wide.bottom), left : int(wide.right)], left, top


def _detail(gray: NDArray[np.uint8], ratio: float) -> NDArray[np.float32]:
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR
    scaled = cv2.GaussianBlur(cv2.resize(gray, None, fx=ratio, fy=ratio, interpolation=how), (5, 5), 0.8)
    fine = scaled.astype(np.float32)
    return np.asarray(fine - cv2.blur(fine, (LOCAL_PX, LOCAL_PX)), dtype=np.float32)


def _peaks(picture: NDArray[np.float32], template: NDArray[np.float32]) -> list[tuple[float, int, int]]:
    """Return (likeness, column, row) of the places that are more alike than their neighbours."""
    high, wide = template.shape
    if picture.shape[0] < high or picture.shape[1] < wide:
        return []
    alike = cv2.matchTemplate(picture, template, cv2.TM_CCOEFF_NORMED)
    mean = cv2.boxFilter(picture, -1, (wide, high), anchor=(0, 0))
    square = cv2.sqrBoxFilter(picture, -1, (wide, high), anchor=(0, 0))
    deviation = np.sqrt(np.maximum(square - mean * mean, 0))[: alike.shape[0], : alike.shape[1]]
    alike = alike * np.minimum(deviation / FLAT, 1)
    rows, columns = np.nonzero((alike >= ALIKE) & (alike >= cv2.dilate(alike, np.ones((9, 9), np.uint8))))
    return [(float(alike[y, x]), int(x), int(y)) for y, x in zip(rows, columns, strict=True)]


def _apart(copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """Return the copies that lie apart from better ones."""
    boxes = np.array([(copy.box.left, copy.box.top, copy.box.right, copy.box.bottom) for copy in copies]).reshape(-1, 4)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    open_ = np.ones(len(copies), np.bool_)
    kept = []
    for index, copy in enumerate(copies):
        if open_[index]:
            kept.append(copy)
            shared = np.minimum(boxes[:, 2:], boxes[index, 2:]) - np.maximum(boxes[:, :2], boxes[index, :2])
            open_ &= np.maximum(shared, 0).prod(1) < 0.3 * np.minimum(areas, areas[index])
    return tuple(kept)
