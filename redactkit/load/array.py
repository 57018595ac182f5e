"""Pixels that a caller holds as a numpy array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from redactkit.errors import InputError
from redactkit.load.color import narrow, rgb
from redactkit.load.image import read_only
from redactkit.load.limits import check_size
from redactkit.model import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray


def page_of_array(values: NDArray[Any]) -> Page:
    """Return a copy of an array as a page.

    Parameters
    ----------
    values : ndarray of uint8 or uint16, shape (height, width) or (height, width, 1, 3 or 4)
        Gray, RGB or RGBA in sRGB.

    Raises
    ------
    InputError
        It is of another type or shape.
    TooLargeError
    """
    if values.dtype not in (np.uint8, np.uint16):
        raise InputError("the array is of another type than uint8 or uint16; convert it")
    if values.ndim not in (2, 3) or (values.ndim == 3 and values.shape[2] not in (1, 3, 4)):
        raise InputError("the array has another shape than (height, width), with 1, 3 or 4 channels; reshape it")
    height_px, width_px = values.shape[:2]
    check_size(width_px, height_px)
    samples = narrow(values.reshape(height_px, width_px, -1))
    if samples.shape[2] == 4:
        return Page(0, read_only(rgb(Image.fromarray(samples), None)))
    return Page(0, read_only(np.array(np.broadcast_to(samples, (height_px, width_px, 3)), order="C")))
