"""What a page shows beside its text, and what its images hold that it does not show."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.pdf.affine import apply, multiply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from redactkit.model import Pixels
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.pdfium import Placed, Reader

MIN_IMAGE_PX = (40, 10)
"""Longer and shorter side of an image that may hold text: four digits, ten pixels high. Smaller ones are ornaments."""

_SHAPES_PX = 1684  # longer side at which shapes are looked for: A4 with 2 pixels a point, digits of 5 pt are 7 high
_EDGE = 12  # levels of 255 between neighbours; below are shades
_LONG_PX = 21  # an edge this long is that of a line or a box: 10 pt, stems of letters are shorter
_THIN_PX = 5  # a drawn point or dash with its two edges; digits of 5 pt are higher
_CORNER_PX = 2 * _LONG_PX  # rounded corners are smaller

_DIFFERENT = 64  # levels of 255, from the darkest and lightest of 25 pixels: two ways to scale text differ by less
_WINDOW_PX, _DENSE = 15, 0.1  # share of such a window: of images that show as they are, up to 0.07 was measured
_SHRUNK = 3.0  # own pixels for one of the page, from which on small print is lost on the page
_MAX_PIXELS = 12_000_000  # of what is to be read: more than any engine looks at


@dataclass(frozen=True, slots=True)
class Hidden:
    """An image of which a page shows less than it holds: read it by itself.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
        The image's own, RGB, read-only; reduced above 12 megapixels.
    matrix : Matrix
        From these pixels to those of the page.
    """

    pixels: Pixels = field(repr=False)
    matrix: Matrix


def may_hold_text(image: Placed) -> bool:
    """Tell whether an image is large enough to hold text."""
    longer, shorter = max(image.width_px, image.height_px), min(image.width_px, image.height_px)
    return longer >= MIN_IMAGE_PX[0] and shorter >= MIN_IMAGE_PX[1]


def shows_shapes(reader: Reader, index: int) -> bool:
    """Tell whether a page draws, beside text, anything but long upright lines and boxes."""
    width_pt, height_pt = reader.size_pt(index)
    scale = _SHAPES_PX / max(width_pt, height_pt)
    drawn = reader.render(index, max(round(width_pt * scale), 1), max(round(height_pt * scale), 1), text=False)
    edges = _above(cv2.morphologyEx(drawn, cv2.MORPH_GRADIENT, _box(3, 3)), _EDGE)
    if not edges.any():
        return False
    across, down = _opened(edges, _LONG_PX, 1), _opened(edges, 1, _LONG_PX)
    rest = edges & ~_grown(across | down, 1)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(_grown(rest, 1).astype(np.uint8))
    sizes = (boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] - 2).tolist()
    # What joins a line across to one down is a rounded corner.
    joints = set.intersection(*(set(labels[rest & _grown(lines, 3)].tolist()) for lines in (across, down)))
    return any(
        min(sizes[at]) > _THIN_PX and not (at in joints and max(sizes[at]) <= _CORNER_PX) for at in range(1, count)
    )


def hidden_images(reader: Reader, index: int, pixels: Pixels) -> tuple[Hidden, ...]:
    """Return the images that a page does not show as they are: covered, clipped, masked, or shrunk beyond reading.

    Parameters
    ----------
    reader : Reader
    index : int
    pixels : ndarray of uint8, shape (height, width, 3)
        The page, rendered.

    Raises
    ------
    DamagedFileError
        One does not decode.
    """
    height_px, width_px = pixels.shape[:2]
    page = reader.matrix(index, width_px, height_px)
    return tuple(
        hidden
        for number, image in enumerate(reader.images(index))
        if may_hold_text(image)
        and (hidden := _own(reader.picture(index, number), multiply(image.matrix, page)))
        and not _is_shown(hidden, pixels)
    )


def _own(pixels: NDArray[np.uint8], placed: Matrix) -> Hidden:
    """Return an image's pixels, not more than can be read, with the way from them to the page."""
    height, width = pixels.shape[:2]
    reduced = math.sqrt(_MAX_PIXELS / (width * height))
    if reduced < 1:
        width, height = max(int(width * reduced), 1), max(int(height * reduced), 1)
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    pixels.setflags(write=False)
    return Hidden(pixels, multiply((1 / width, 0.0, 0.0, -1 / height, 0.0, 1.0), placed))


def _is_shown(image: Hidden, page: Pixels) -> bool:
    """Tell whether a page shows an image as it is, as far as it lies on the page."""
    height, width = image.pixels.shape[:2]
    a, b, c, d, _, _ = image.matrix
    wide, high = math.hypot(a, b) * width, math.hypot(c, d) * height
    if min(wide, high) < 1 or min(width / wide, height / high) > _SHRUNK:
        return False
    scale = min(1.0, width / wide, height / high)
    size = max(round(wide * scale), 1), max(round(high * scale), 1)
    own = cv2.resize(_gray(image.pixels), size, interpolation=cv2.INTER_AREA)
    seen, inside = _region(image, page, scale, size)
    odd = (_beyond(own, seen) | _beyond(seen, own)) & inside
    dense = cv2.blur(odd.astype(np.float32), (_WINDOW_PX, _WINDOW_PX))
    return not bool((dense > _DENSE).any())


def _region(
    image: Hidden, page: Pixels, scale: float, size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return what a page shows where an image lies, gray and turned as the image is, and where that is on the page."""
    height, width = image.pixels.shape[:2]
    small = _gray(page)
    if scale < 1:
        small = np.asarray(cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    fit_x, fit_y = small.shape[1] / page.shape[1], small.shape[0] / page.shape[0]
    way = multiply((width / size[0], 0.0, 0.0, height / size[1], 0.0, 0.0), image.matrix)
    way = multiply(way, (fit_x, 0.0, 0.0, fit_y, 0.0, 0.0))
    # OpenCV counts from the middle of the first pixel.
    x, y = apply(way, 0.5, 0.5)
    turn = np.array([[way[0], way[2], x - 0.5], [way[1], way[3], y - 0.5]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(small, turn, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(small.shape, np.uint8), turn, size, flags=flags)
    return np.asarray(seen, np.uint8), np.asarray(cv2.erode(inside, _box(5, 5), borderValue=0), np.bool_)


def _beyond(one: cv2.typing.MatLike, other: cv2.typing.MatLike) -> NDArray[np.bool_]:
    """Tell where one picture is lighter or darker than everything around that place in the other."""
    lighter = cv2.subtract(one, cv2.dilate(other, _box(5, 5)))
    darker = cv2.subtract(cv2.erode(other, _box(5, 5)), one)
    return np.asarray(cv2.max(lighter, darker) > _DIFFERENT, np.bool_)


def _gray(pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _above(values: cv2.typing.MatLike, level: int) -> NDArray[np.bool_]:
    """Tell where any of three channels is above a level."""
    return np.asarray(cv2.inRange(values, (0, 0, 0), (level, level, level)) == 0, np.bool_)


def _opened(mask: NDArray[np.bool_], width: int, height: int) -> NDArray[np.bool_]:
    """Return the parts of a mask into which a box of this size fits."""
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, _box(width, height)), np.bool_)


def _grown(mask: NDArray[np.bool_], by_px: int) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), _box(2 * by_px + 1, 2 * by_px + 1)), np.bool_)


def _box(width: int, height: int) -> NDArray[np.uint8]:
    return np.ones((height, width), np.uint8)
