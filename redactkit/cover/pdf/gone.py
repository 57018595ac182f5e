"""What of a picture in a PDF goes: all that lies under areas or beyond the page, and a rim that depends on it.

The rim is that of `redactkit.cover.mask`: its margin, for pictures had other codes before, and the blocks of a JPEG.
It becomes what its surroundings mostly are, not dark: on a page, text that stays may stand on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from redactkit.cover.mask import mask
from redactkit.geometry import from_box, quad_of
from redactkit.model import Page, Quad
from redactkit.pdf.affine import moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.cover.mask import Area, Window
    from redactkit.model import JpegCoding, Mask
    from redactkit.pdf.affine import Matrix


class Under(NamedTuple):
    """What of a picture goes and stays, in its unit square (ISO 32000-2, 8.9.5.1).

    Attributes
    ----------
    quads : tuple of Quad
        Nothing under them stays.
    keeps : tuple of Quad
        What stays next to them.
    page : Quad or None
        What does not touch it goes, too; None for a picture that does not leave the page.
    """

    quads: tuple[Quad, ...]
    keeps: tuple[Quad, ...]
    page: Quad | None

    @classmethod
    def of(cls, quads: Sequence[Quad], keeps: Sequence[Quad], back: Matrix, page: Quad | None = None) -> Under:
        """Return what goes of a picture that stands on a page: all in user space, from which `back` leads to it."""
        gone, staying = (tuple(moved(quad, back) for quad in some) for some in (quads, keeps))
        return cls(gone, staying, page and moved(page, back))

    def pixels(self, width: int, height: int) -> list[Quad]:
        """Return the quads in pixels of a picture of that size."""
        return [_scaled(quad, width, height) for quad in self.quads]

    def area(self, page: Page) -> Area:
        """Return what a cover of the quads writes on a picture."""
        height, width = page.pixels.shape[:2]
        return mask(page, self.pixels(width, height), [_scaled(keep, width, height) for keep in self.keeps])

    def gone(self, width: int, height: int, area: Area | None = None) -> Gone:
        """Return which pixels go: those that an area covers, and without one only what lies under quads or beyond."""
        solid = _touched(self.quads, width, height)
        beyond = ~solid & ~_touched([self.page], width, height) if self.page else np.zeros_like(solid)
        if area is None:
            return Gone(solid, np.zeros_like(solid), beyond, solid, ())
        return Gone(solid, area.covered & ~solid & ~beyond, beyond, area.written, area.windows)


@dataclass(frozen=True, slots=True)
class Gone:
    """Pixels of a picture that go; none of them twice.

    Attributes
    ----------
    solid : ndarray of bool, shape (height, width)
        They become one colour.
    rim : ndarray of bool, shape (height, width)
        They become what their surroundings mostly are.
    beyond : ndarray of bool, shape (height, width)
        They become as the nearest pixels that stay: an edge would ring in what is shown.
    dependent : ndarray of bool, shape (height, width)
        Those that depend on what is hidden: all but `beyond`, and some that stay.
    windows : tuple of (slice, slice)
        Rows and columns around all of the rim.
    """

    solid: Mask
    rim: Mask
    beyond: Mask
    dependent: Mask
    windows: tuple[Window, ...]

    def beside(self, unseen: Mask | None) -> Gone:
        """Return it with what nobody sees of the picture gone as what lies beyond the page is."""
        if unseen is None:
            return self
        return replace(self, rim=self.rim & ~unseen, beyond=self.beyond | (unseen & ~self.solid))

    @property
    def nothing(self) -> bool:
        """Whether no pixel goes."""
        return not (self.solid.any() or self.rim.any() or self.beyond.any())

    def paint(self, values: NDArray[np.uint8], value: int) -> None:
        """Give all that goes its values, in place.

        Parameters
        ----------
        values : ndarray of uint8, shape (height, width, any)
        value : int
            Of the solid pixels.
        """
        values[self.solid] = value
        self.soften(values)

    def soften(self, values: NDArray[np.uint8]) -> None:
        """Give the rim and what lies beyond the page their values, in place; where nothing stays, 0."""
        clean = ~(self.dependent | self.beyond)
        for window in self.windows:
            seen = values[window][clean[window]]
            values[window][self.rim[window]] = np.median(seen, axis=0) if seen.size else 0
        if self.beyond.any():
            values[self.beyond] = values[_nearest(self.beyond, clean)] if clean.any() else 0


def _nearest(where: Mask, clean: Mask) -> tuple[NDArray[np.intp], ...]:
    """Return rows and columns of the clean pixels that are nearest to some."""
    how = cv2.DIST_L2, cv2.DIST_MASK_5
    _, labels = cv2.distanceTransformWithLabels((~clean).view(np.uint8), *how, labelType=cv2.DIST_LABEL_PIXEL)
    place = np.zeros(int(labels.max()) + 1, np.intp)
    place[labels[clean]] = np.flatnonzero(clean)
    return np.unravel_index(place[labels[where]], clean.shape)


def _scaled(unit: Quad, width: int, height: int) -> Quad:
    """Return a quad of the unit square in pixels: the first row lies at its top."""
    return quad_of((x * width, (1 - y) * height) for x, y in unit.corners)


def _touched(units: Sequence[Quad], width: int, height: int) -> Mask:
    """Return the pixels that quads of the unit square touch."""
    everywhere = from_box(-width, -height, 2 * width, 2 * height)  # a keep so large that it has no rim in the picture
    return mask(blank(width, height), [_scaled(unit, width, height) for unit in units], [everywhere]).covered


def blank(width: int, height: int, coding: JpegCoding | None = None) -> Page:
    """Return a page of which only the size and the coding matter."""
    return Page(0, np.broadcast_to(np.uint8(0), (height, width, 3)), coding=coding)
