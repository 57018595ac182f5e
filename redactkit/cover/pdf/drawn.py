"""Covers on a page that is drawn: areas and, in pictures on it, the rim that depends on what areas hide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from redactkit.cover.mask import Area, Touch
from redactkit.cover.paint import paint
from redactkit.cover.pdf.gone import Gone, Under, blank
from redactkit.model import Page
from redactkit.pdf.affine import apply, box_of, box_under, inverse, moved, multiply, overlap
from redactkit.pdf.budget import check_image
from redactkit.policy import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.cover.mask import Window
    from redactkit.model import JpegCoding, Mask, Pixels, Quad
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.pdfium import Reader
    from redactkit.pdf.seen import Placed

_AROUND = 2.0  # heights of a quad around it: from there its rim takes a colour


class Hidden(NamedTuple):
    """What a page hides.

    Attributes
    ----------
    quads : sequence of Quad
        User space, points.
    keeps : sequence of Quad
        What stays next to them, likewise.
    coding : JpegCoding or None
        Blocks that hold those of all pictures.
    """

    quads: Sequence[Quad]
    keeps: Sequence[Quad]
    coding: JpegCoding | None


def covered(pixels: Pixels, reader: Reader, index: int, hidden: Hidden) -> Pixels:
    """Return a drawn page of which solid boxes lie on what is hidden.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
        As `reader` draws it.
    reader : Reader
        The original.
    index : int
    hidden : Hidden

    Raises
    ------
    TooLargeError
        PDFium takes a picture for larger than it may be.
    """
    height, width = pixels.shape[:2]
    solid = touched(reader, index, hidden.quads, width, height)
    touch = _in_pictures(reader, index, hidden, width, height) if hidden.quads else np.zeros_like(solid, np.uint8)
    touch[solid] = Touch.COVERED
    if not touch.any():
        return pixels
    rim, whole = (touch == Touch.COVERED) & ~solid, (slice(0, height), slice(0, width))
    result = paint(Page(index, pixels), (), Area(touch, (whole,)), Style.SOLID).pixels.copy()
    windows = tuple(_around(quad, reader.matrix(index, width, height), width, height) for quad in hidden.quads)
    Gone(solid, rim, np.zeros_like(solid), touch > Touch.KEPT, windows).soften(result)
    return result


def _around(quad: Quad, matrix: Matrix, width: int, height: int) -> Window:
    """Return the rows and columns from which the rim of a quad takes its colour; beyond, it stays dark."""
    left, top, right, bottom = box_of(moved(quad, matrix))
    by_px = _AROUND * (bottom - top)
    rows = slice(max(0, math.floor(top - by_px)), max(0, min(height, math.ceil(bottom + by_px))))
    return rows, slice(max(0, math.floor(left - by_px)), max(0, min(width, math.ceil(right + by_px))))


def touched(reader: Reader, index: int, quads: Sequence[Quad], width: int, height: int) -> Mask:
    """Return the pixels of a drawn page that quads in user space touch, and one more around them."""
    mask = np.zeros((height, width), np.uint8)
    matrix = reader.matrix(index, width, height)
    for quad in quads:
        corners = np.array([apply(matrix, *corner) for corner in quad.corners])
        cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(corners).astype(np.int32)), 1)
    return _spread(mask, 1).view(np.bool_)


def _in_pictures(reader: Reader, index: int, hidden: Hidden, width: int, height: int) -> NDArray[np.uint8]:
    """Return the `Touch` of each pixel of a drawn page, as far as pictures on it tell."""
    touch = np.zeros((height, width), np.uint8)
    to_page = reader.matrix(index, width, height)
    boxes = [(box_of(quad), quad) for quad in hidden.quads]
    for image in reader.images(index):
        place = box_under(image.matrix, (0.0, 0.0, 1.0, 1.0))
        near = [quad for box, quad in boxes if overlap(box, place)]
        try:
            under = Under.of(near, hidden.keeps, inverse(image.matrix))
        except ZeroDivisionError:
            continue  # drawn without extent
        check_image(image.width_px, image.height_px)
        own = under.area(blank(image.width_px, image.height_px, hidden.coding)).touch
        if own.max(initial=0) > Touch.KEPT:
            np.maximum(touch, _placed(own, image, to_page, width, height), out=touch)
    return touch


def _placed(own: NDArray[np.uint8], image: Placed, to_page: Matrix, width: int, height: int) -> NDArray[np.uint8]:
    """Return what a picture says of its pixels where the page shows them, and one pixel around."""
    unit = (1 / image.width_px, 0.0, 0.0, -1 / image.height_px, 0.0, 1.0)
    a, b, c, d, e, f = multiply(multiply(unit, image.matrix), to_page)
    shrunk = 1 / max(min(math.hypot(a, b), math.hypot(c, d)), 1e-3)  # its pixels in one of the page
    matrix = np.array([[a, c, e + (a + c - 1) / 2], [b, d, f + (b + d - 1) / 2]])  # from middles to middles
    shown = cv2.warpAffine(_spread(own, math.ceil(shrunk / 2)), matrix, (width, height), flags=cv2.INTER_NEAREST)
    return _spread(np.asarray(shown, np.uint8), 1)


def _spread(values: NDArray[np.uint8], by_px: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.dilate(values, np.ones((2 * by_px + 1, 2 * by_px + 1), np.uint8)), np.uint8)
