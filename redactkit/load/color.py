"""From any pixel format to opaque RGB in sRGB. What lies under transparency does not come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from redactkit.load.icc import convert, convert_rgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from redactkit.model import Pixels

_WIDE_MODES = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_PREMULTIPLIED = {"La": "LA", "RGBa": "RGBA"}
_PLAIN_MODES = ("L", "RGB", "CMYK", "LAB")


def rgb(image: Image.Image, icc: bytes | None) -> Pixels:
    """Return an image of any mode as pixels.

    Parameters
    ----------
    image : Image
        Loaded.
    icc : bytes or None
        The profile of its colours; sRGB without.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    plain = _plain(image)
    if plain.mode != "RGB":
        return np.asarray(convert(plain, icc))
    return convert_rgb(np.asarray(plain), icc)


def narrow(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Return samples of any depth as 8 bits.

    16 bits are scaled by their full range; 32 bits and floats, which have no white of their own, by
    the range that occurs.
    """
    if values.dtype == np.uint8:
        return values.astype(np.uint8, copy=False)
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)
    numbers = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(numbers.min()), float(numbers.max())
    return ((numbers - low) * (255 / (high - low or 1.0))).round().astype(np.uint8)


def _plain(image: Image.Image) -> Image.Image:
    """Return an image as L, RGB, CMYK or LAB with 8 bits a sample."""
    if image.mode in _WIDE_MODES:
        return Image.fromarray(narrow(np.asarray(image)))
    if image.has_transparency_data:
        return _on_white(image)
    if image.mode in _PLAIN_MODES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in _PREMULTIPLIED:
        image = image.convert(_PREMULTIPLIED[image.mode])
    opaque = "L" if image.mode in ("1", "L", "LA") else "RGB"
    layers = image.convert("RGBA")
    paper = Image.new(opaque, image.size, "white")
    paper.paste(layers.convert(opaque), mask=layers.getchannel("A"))
    return paper
