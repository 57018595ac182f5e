"""Barcodes and QR codes that can be decoded. The only door to zxing-cpp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from redactkit.geometry import height, quad_of, scale, widen, width
from redactkit.model import DocumentKind, FieldKind, Finding, Page, Quad
from redactkit.pixels import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Longer sides at which codes are looked for: on a card they are large enough at 640, where a search takes 5 ms, on a
# page small, at 1800 it takes 40. A blurred code decodes small and not large.
SIDES = (640, 1800)
QUIET = 0.04  # the reader's corners lie inside the code by up to a module: share of the longer side
LINEAR_HEIGHT = 0.2  # a linear code is located by few of its rows: it is at least this high, share of its width


class BarcodeDetector:
    """Codes of every symbology that zxing-cpp knows.

    What it locates but can't decode is left out: on drawn cards that was the whole picture in 2 of 60.
    """

    name = "barcode"
    kinds = frozenset(DocumentKind)

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the codes on one page."""
        largest = max(page.pixels.shape[:2])
        places = [
            quad for side in sorted({min(side, largest) for side in SIDES}) for quad in _codes(page, side / largest)
        ]
        return tuple(Finding(FieldKind.BARCODE, page.index, quad=quad, evidence=(self.name,)) for quad in places)


def _codes(page: Page, ratio: float) -> list[Quad]:
    codes = zxingcpp.read_barcodes(_shrunk(page, ratio), try_downscale=False)
    return [scale(_place(code), 1 / ratio) for code in codes]


def _shrunk(page: Page, ratio: float) -> NDArray[np.uint8]:
    pixels = page.pixels
    if ratio < 1:
        pixels = resize(pixels, max(1, round(pixels.shape[1] * ratio)), max(1, round(pixels.shape[0] * ratio)))
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _place(code: zxingcpp.Barcode) -> Quad:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    quad = quad_of((corner.x, corner.y) for corner in corners)
    wide, high = width(quad), height(quad)
    missing = max(0.0, LINEAR_HEIGHT * wide - high) / 2
    rim = QUIET * max(wide, high)
    return widen(quad, rim, rim + missing)
