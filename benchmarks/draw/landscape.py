"""A picture without any text: hills below an evening sky."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from benchmarks.draw.spec import generator
from benchmarks.draw.texture import blurred, clouds

if TYPE_CHECKING:
    from numpy.typing import NDArray


def draw_landscape(seed: int, width_px: int = 1200, height_px: int = 800) -> NDArray[np.uint8]:
    """Draw hills, RGB."""
    dice = generator(seed, "landscape")
    y, x = np.mgrid[0:height_px, 0:width_px].astype(np.float32) / height_px
    share = y[..., None] ** 1.3
    picture = _colour(96, 130, 190) * (1 - share) + _colour(250, 190, 140) * share
    picture += np.clip(clouds((height_px, width_px), dice, 3, 5), 0, None)[..., None] * 14 * (1 - y[..., None])
    sun = np.exp(-(((x - 1.1) / 0.05) ** 2) - ((y - 0.42) / 0.05) ** 2)
    picture += sun[..., None] * 80
    for ridge in range(4):
        phase, swing = dice.uniform(0, 6), dice.uniform(0.02, 0.06)
        line = 0.5 + 0.12 * ridge + swing * np.sin(3.1 * x + phase) + swing / 3 * np.sin(11 * x + 2 * phase)
        hill = blurred((y > line).astype(np.float32), 0.8)[..., None]
        colour = _colour(96, 110, 120) * (1 - ridge / 4) + _colour(28, 56, 36) * (ridge / 4)
        picture += (colour + clouds((height_px, width_px), dice, 60, 2)[..., None] * 4 - picture) * hill
    pixels: NDArray[np.uint8] = np.clip(picture, 0, 255).round().astype(np.uint8)
    return pixels


def encode_landscape(seed: int) -> bytes:
    """Return the picture as a JPEG file."""
    target = io.BytesIO()
    Image.fromarray(draw_landscape(seed)).save(target, "JPEG", quality=85)
    return target.getvalue()


def _colour(*rgb: int) -> NDArray[np.float32]:
    return np.array(rgb, np.float32)
