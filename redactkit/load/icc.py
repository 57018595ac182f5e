"""From a picture's own colours to sRGB. A profile that cannot be used counts as none, as in viewers."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from redactkit.model import Pixels

_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}  # ICC.1:2022, table 19
_SAME = 1  # levels of 255; a profile that changes less than this and rounding is sRGB by another name
_CLOSE = 2  # levels of 255; lcms itself rounds three times on its way
_STRIP_ROWS = 16  # keeps a strip of 4000 px in the cache: 135 ms for 12 MP, 750 ms with lcms

_Matrix: TypeAlias = NDArray[np.float32]


def convert(image: Image.Image, icc: bytes | None) -> Image.Image:
    """Return an L, RGB, CMYK or LAB image as RGB in sRGB."""
    if image.mode == "LAB":
        return _with_lcms(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    profile = _profile(icc, image.mode)
    return _with_lcms(image, profile) if profile else image.convert("RGB")


def convert_rgb(pixels: Pixels, icc: bytes | None) -> Pixels:
    """Return RGB pixels in sRGB; the same array when they are already.

    Phones write Display P3, which differs from sRGB by a matrix alone. Whether a profile does is
    not taken on trust: the short way has to give what lcms gives on colours from the whole cube.
    """
    profile = _profile(icc, "RGB")
    if profile is None:
        return pixels
    cube = _cube()
    wanted = _lcms_pixels(cube, profile)
    if _differ(wanted, cube) <= _SAME:
        return pixels
    if profile.profile.is_matrix_shaper:
        matrix = _to_srgb(profile)
        if _differ(wanted, _apply(cube, matrix)) <= _CLOSE:
            return _apply(pixels, matrix)
    return _lcms_pixels(pixels, profile)


def _profile(icc: bytes | None, mode: str) -> ImageCms.ImageCmsProfile | None:
    """Return a profile for pixels of this mode, or None."""
    if not icc:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if profile.profile.xcolor_space.strip() != _SPACES[mode]:
            return None
        _with_lcms(Image.new(mode, (1, 1)), profile)
    except (OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return None
    return profile


def _with_lcms(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    transform = ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return transform.apply(image)


def _lcms_pixels(pixels: Pixels, profile: ImageCms.ImageCmsProfile) -> Pixels:
    return np.asarray(_with_lcms(Image.fromarray(pixels), profile))


def _differ(one: Pixels, other: Pixels) -> int:
    return int(np.abs(one.astype(np.int16) - other).max())


@cache
def _cube() -> Pixels:
    """Return 17 x 17 x 17 colours, every 16th level of each channel."""
    levels = np.linspace(0, 255, 17).round().astype(np.uint8)
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(17 * 17, 17, 3)


def _to_srgb(profile: ImageCms.ImageCmsProfile) -> _Matrix:
    """Return the matrix from a profile's linear light to that of sRGB."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return np.linalg.solve(_colorants(srgb), _colorants(profile)).astype(np.float32)


def _colorants(profile: ImageCms.ImageCmsProfile) -> NDArray[np.float64]:
    """Return the primaries as columns of XYZ; zeros where the profile has none."""
    core = profile.profile
    primaries = (core.red_colorant, core.green_colorant, core.blue_colorant)
    return np.array([primary[0] if primary else (0.0, 0.0, 0.0) for primary in primaries]).T


def _apply(pixels: Pixels, matrix: _Matrix) -> Pixels:
    """Return pixels with a matrix applied to their linear light; light outside sRGB is clipped."""
    to_light, to_level = _curves()
    out = np.empty_like(pixels)
    for top in range(0, len(pixels), _STRIP_ROWS):
        rows = slice(top, top + _STRIP_ROWS)
        light = np.asarray(cv2.transform(cv2.LUT(pixels[rows], to_light), matrix), np.uint16)
        np.take(to_level, light, out=out[rows], mode="clip")
    return out


@cache
def _curves() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Return sRGB's transfer curve and its inverse as tables, light in 65,535ths (IEC 61966-2-1, clauses 5.2, 5.3)."""
    level, light = np.arange(256) / 255, np.arange(65536) / 65535
    to_light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    to_level = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return (to_light * 65535).round().astype(np.uint16), (to_level * 255).round().astype(np.uint8)
