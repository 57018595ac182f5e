"""Covers onto pixels: forget, then fill."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.cover.fill import blur
from redactkit.cover.mask import Area, Touch, mask
from redactkit.policy import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Mask, Page, Pixels, Quad

    Luma = NDArray[np.int16]

SOLID_RGB = (24, 24, 24)
"""The one colour of `Style.SOLID`: near black, so that it stands out on dark cards as well."""


def cover(page: Page, quads: Sequence[Quad], keeps: Sequence[Quad], style: Style) -> Page:
    """Return the page with the quads covered.

    Parameters
    ----------
    page : Page
    quads : sequence of Quad
        What is hidden. They may be tilted, overlap, or leave the page.
    keeps : sequence of Quad
        What stays readable next to them.
    style : Style

    Returns
    -------
    Page
        Its pixels are read-only and equal the input outside ``mask(page, quads, keeps).written``.
    """
    return paint(page, quads, mask(page, quads, keeps), style)


def paint(page: Page, quads: Sequence[Quad], area: Area, style: Style) -> Page:
    """Return the page with an area covered: what `mask` returned for the same page and quads."""
    pixels = page.pixels.copy()
    for window in area.windows:
        _paint(pixels[window], np.zeros_like(pixels[window]), area.touch[window] == Touch.COVERED)
    lumas = [_kept_luma(pixels[window], area.touch[window]) for window in area.windows]
    fill = blur(pixels, area.touch, quads) if style is Style.BLUR else None
    for window, luma in zip(area.windows, lumas, strict=True):
        view, touch = pixels[window], area.touch[window]
        patch = fill.window(window) if fill else np.full_like(view, SOLID_RGB)
        _paint(view, patch, touch == Touch.COVERED)
        if luma is not None:
            _paint(view, _tone(luma, patch), _traced(touch))
    pixels.flags.writeable = False
    return replace(page, pixels=pixels)


def _paint(view: Pixels, patch: Pixels, where: Mask) -> None:
    """Copy the masked pixels of a patch into a view of the page."""
    cv2.copyTo(patch, where.view(np.uint8), view)


def _traced(touch: NDArray[np.uint8]) -> Mask:
    """Return the pixels of which the luma stays."""
    traced: Mask = (touch == Touch.TONED) | (touch == Touch.SMOOTHED)
    return traced


def _kept_luma(pixels: Pixels, touch: NDArray[np.uint8]) -> Luma | None:
    """Return the luma of what stays of toned and smoothed pixels; None if there are none."""
    if not _traced(touch).any():
        return None
    luma = _luma(pixels)
    weight = (touch != Touch.COVERED).astype(np.float32)
    share = cv2.GaussianBlur(weight, (5, 5), 1.0)
    smooth = cv2.GaussianBlur(luma * weight, (5, 5), 1.0) / np.maximum(share, 1e-6)
    return np.where(touch == Touch.SMOOTHED, np.rint(smooth), luma).astype(np.int16)


def _tone(luma: Luma, patch: Pixels) -> Pixels:
    """Return pixels of that luma with the chroma of a patch."""
    shift = luma - _luma(patch).astype(np.int16)
    toned: Pixels = np.clip(patch + shift[..., None], 0, 255).astype(np.uint8)
    return toned


def _luma(pixels: Pixels) -> NDArray[np.uint8]:
    """Return luma as JPEG codes it: exact for decoded pixels of which no channel was clipped."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
