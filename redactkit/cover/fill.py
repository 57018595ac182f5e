"""What a cover looks like: the surroundings carried inward, and a smudge along the text.

Reads only what it is told to be clean. Works on one reduced copy of the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit import geometry
from redactkit.cover.mask import Touch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from redactkit.cover.mask import Window
    from redactkit.model import Pixels, Quad

    Floats = NDArray[np.float32]

_REDUCED_PX = 64_000  # size of the reduced copy; a cover is soft, so more would not be seen
_TRUST = 3.0  # a cell of which a third was seen is taken as seen: colours stay near their place
_UNSEEN = 128.0  # middle grey, where nothing of the page may be read

_CONTRAST = 26.0  # levels between a smudge and its ground: seen, yet PP-OCR and Tesseract find no text in it
_LIGHT = 150.0  # ground above this gets dark smudges: on anything darker cards print in white
_HEIGHT = 0.6  # half height of a smudge, share of the box: flat where text stood, so that it resembles none
_PITCH = 2.3  # length of a wave, share of the box: four digits, so that no wave passes for one
_SOFT = 1 / 7  # sigma of the visible blur, share of the box


@dataclass(frozen=True, slots=True)
class Fill:
    """The look of a page's covers.

    Attributes
    ----------
    reduced : ndarray of uint8, shape (about height / step, about width / step, 3)
        Its pixel (0, 0) lies on the page's pixel (step // 2, step // 2).
    step : int
        Page pixels from one pixel of the reduced copy to the next.
    """

    reduced: Pixels = field(repr=False)
    step: int

    def window(self, window: Window) -> Pixels:
        """Return the fill at full size in one window of the page."""
        rows, columns = window
        left, top = ((part.start - self.step // 2) / self.step for part in (columns, rows))
        matrix = np.array([[1 / self.step, 0, left], [0, 1 / self.step, top]])
        size = columns.stop - columns.start, rows.stop - rows.start
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        full = cv2.warpAffine(self.reduced, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(full, np.uint8)


def blur(pixels: Pixels, touch: NDArray[np.uint8], quads: Sequence[Quad]) -> Fill:
    """Return a fill that looks like blurred text.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
    touch : ndarray of uint8, shape (height, width)
        Only pixels of `Touch.NONE` are read.
    quads : sequence of Quad
        Where the smudges lie.
    """
    height, width = touch.shape
    step = min(math.ceil(math.sqrt(height * width / _REDUCED_PX)), height, width)
    sample = slice(step // 2, None, step), slice(step // 2, None, step)
    weight = np.repeat((touch[sample] == Touch.NONE).astype(np.float32)[..., None], 3, axis=2)
    ground = _carry(pixels[sample] * weight, weight)
    shade = np.zeros(ground.shape[:2], np.float32)
    for quad in quads:
        _smudge(ground, shade, quad, step)
    return Fill(np.clip(np.rint(ground + shade[..., None]), 0, 255).astype(np.uint8), step)


def _carry(weighted: Floats, weight: Floats) -> Floats:
    """Return colour everywhere: normalised convolution, each gap filled from the next coarser copy.

    Parameters
    ----------
    weighted, weight : ndarray of float32, shape (height, width, 3)
        Colour times weight, and the weight, 0 to 1, once for each channel.
    """
    colour = np.where(weight > 0, weighted / np.maximum(weight, 1e-6), np.float32(_UNSEEN))
    height, width = weight.shape[:2]
    if height == width == 1:
        return colour
    coarse = _carry(_floats(cv2.pyrDown(weighted)), _floats(cv2.pyrDown(weight)))
    above = _floats(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR))
    return _floats(above + (colour - above) * np.minimum(1, _TRUST * weight))


def _smudge(ground: Floats, shade: Floats, quad: Quad, step: int) -> None:
    """Blur the ground around one quad and draw its smudges on the shade, both in place."""
    tall, wide = geometry.height(quad) / step, geometry.width(quad) / step
    left, top, right, bottom = (side / step for side in geometry.bounds([quad]))
    rows = slice(max(0, math.floor(top - tall)), max(0, math.ceil(bottom + tall)))
    columns = slice(max(0, math.floor(left - tall)), max(0, math.ceil(right + tall)))
    view = ground[rows, columns]
    if not view.size or tall * wide == 0:
        return
    view[:] = cv2.GaussianBlur(view, (0, 0), max(0.5, _SOFT * tall))
    (ux, uy), (vx, vy) = geometry.axes(quad)
    x, y = ((value - 0.5 - step // 2) / step for value in geometry.center(quad))
    xs = np.arange(view.shape[1], dtype=np.float32) + np.float32(columns.start - x)
    ys = np.arange(view.shape[0], dtype=np.float32)[:, None] + np.float32(rows.start - y)
    strength = _pattern(_floats(xs * ux + ys * uy) / tall, _floats(xs * vx + ys * vy) / tall, wide / tall)
    drawn = strength * (_CONTRAST if view.mean() < _LIGHT else -_CONTRAST)
    np.copyto(shade[rows, columns], drawn, where=strength * _CONTRAST > np.abs(shade[rows, columns]))


def _pattern(along: Floats, down: Floats, length: float) -> Floats:
    """Return the strength of the smudges, 0 to 1; all measures in heights of the box."""
    phase = 2 * math.pi * along / _PITCH
    waves = 0.9 + 0.06 * np.cos(phase + np.sin(0.43 * phase)) + 0.04 * np.cos(0.61 * phase + 3 * down)
    ends = np.clip((length / 2 + 0.2 - np.abs(along)) / 0.4, 0, 1)
    return _floats(np.exp(-((down / _HEIGHT) ** 6)) * waves * ends)


def _floats(array: ArrayLike) -> Floats:
    return np.asarray(array, np.float32)
