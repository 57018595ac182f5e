"""What is photographed: one document or several, side by side on a table, on a sheet of paper or on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.draw.photo import rounded
from benchmarks.draw.texture import clouds

if TYPE_CHECKING:
    from benchmarks.draw.canvas import Canvas
    from benchmarks.draw.texture import Field, Picture

Matrix: TypeAlias = NDArray[np.float64]  # (3, 3)

_ROUNDING_MM = 3.0  # of corners (ISO/IEC 7810: 3.18; passports about 3)
_SUBPIXELS = 3  # dots of a screen's picture element, across


@dataclass(frozen=True, slots=True)
class Placed:
    """A document and the map from its pixels to the table's."""

    canvas: Canvas
    matrix: Matrix


@dataclass(slots=True)
class Table:
    """Documents that lie together.

    Attributes
    ----------
    core_mm : (width, height)
        What the picture is centred on.
    margin_mm : float
        Of what may run out of the picture, around the core.
    picture : ndarray of float32, shape (height, width, 3)
    outline : ndarray of float32
        1 where something lies.
    hidden : ndarray of float32
        1 where a finger lies over a document.
    placed : list of Placed
    """

    core_mm: tuple[float, float]
    px_per_mm: float
    margin_mm: float = 0.0
    picture: Picture = field(init=False)
    outline: Field = field(init=False)
    hidden: Field = field(init=False)
    placed: list[Placed] = field(default_factory=list)

    def __post_init__(self) -> None:
        wide, high = (round((side + 2 * self.margin_mm) * self.px_per_mm) for side in self.core_mm)
        self.picture = np.full((high, wide, 3), 255, np.float32)
        self.outline = np.zeros((high, wide), np.float32)
        self.hidden = np.zeros((high, wide), np.float32)

    @property
    def corners(self) -> NDArray[np.float32]:
        """The core's corners, pixels, clockwise."""
        left = self.margin_mm * self.px_per_mm
        right, bottom = (left + side * self.px_per_mm for side in self.core_mm)
        return np.array([(left, left), (right, left), (right, bottom), (left, bottom)], np.float32)

    def place(
        self, canvas: Canvas, middle_mm: tuple[float, float], turn_deg: float = 0.0, enlarged: float = 1.0
    ) -> Placed:
        """Say where a document's middle lies, within the core, and how it is turned, clockwise."""
        high, wide = canvas.picture.shape[:2]
        scale = enlarged * self.px_per_mm / canvas.px_per_mm
        turn = np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), -turn_deg, scale), (0, 0, 1)])
        where = (np.array(middle_mm) + self.margin_mm) * self.px_per_mm
        step = np.array([(1, 0, where[0] - wide / 2), (0, 1, where[1] - high / 2), (0, 0, 1)], np.float64)
        self.placed.append(Placed(canvas, step @ turn))
        return self.placed[-1]

    def show(self, placed: Placed) -> None:
        """Draw a document where it lies."""
        size, canvas = self.outline.shape[::-1], placed.canvas
        edge = rounded(canvas.picture.shape, round(_ROUNDING_MM * canvas.px_per_mm))
        mask = cv2.warpAffine(edge, placed.matrix[:2], size)[..., None].astype(np.float32)
        flat = cv2.warpAffine(canvas.picture, placed.matrix[:2], size, borderMode=cv2.BORDER_REPLICATE)
        self.picture += (flat - self.picture) * mask
        np.maximum(self.outline, mask[..., 0], out=self.outline)

    def blend(self, colour: Picture, share: Field) -> None:
        """Bring a layer of any resolution onto what is there; it takes up room of its own."""
        mask = self._fitted(share)
        self.picture += (self._fitted(colour) - self.picture) * mask[..., None]
        np.maximum(self.outline, mask, out=self.outline)

    def shade(self, share: Field) -> None:
        """Take light away."""
        self.picture *= (1 - self._fitted(share))[..., None]

    def hide(self, share: Field) -> None:
        """Say what lies over the documents."""
        np.maximum(self.hidden, self._fitted(share), out=self.hidden)

    def _fitted(self, layer: NDArray[np.float32]) -> NDArray[np.float32]:
        size = self.outline.shape[::-1]
        return cv2.resize(layer, size, interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)

    def onto_paper(self) -> None:
        """Make all of it a sheet of paper."""
        self.outline[:] = 1.0

    def onto_screen(self, dice: np.random.Generator) -> None:
        """Show all of it in a viewer's window on a screen, whose dots will beat with the camera's."""
        dark = bool(dice.random() < 0.5)
        wall = np.array((38, 40, 46) if dark else (244, 245, 248), np.float32)
        self.picture += (wall - self.picture) * (1 - self.outline)[..., None]
        bar = round(5 * self.px_per_mm)
        self.picture[:bar] = 70 if dark else 222
        for n in range(3):
            centre = (round((4 + 5 * n) * self.px_per_mm), bar // 2)
            cv2.circle(self.picture, centre, round(1.2 * self.px_per_mm), (150, 120, 110), -1, cv2.LINE_AA)
        self.outline[:] = 1.0
        x = np.arange(self.picture.shape[1])
        for channel in range(3):
            self.picture[..., channel] *= np.where((x + channel) % _SUBPIXELS == 0, 1.3, 0.82).astype(np.float32)
        self.picture[::_SUBPIXELS] *= np.float32(0.8)
        y, x = np.mgrid[0 : self.picture.shape[0], 0 : self.picture.shape[1]].astype(np.float32) / self.px_per_mm
        bend = 0.6 * clouds(self.outline.shape, dice, 2, 2)
        for channel, phase in enumerate((0.0, 1.3, 2.6)):
            beat = np.sin(float(dice.uniform(0.7, 1.6)) * (x + 0.35 * y) + 2 * bend + phase)
            self.picture[..., channel] *= (1 + 0.05 * beat).astype(np.float32)
        np.clip(self.picture * np.array((0.96, 1.0, 1.06), np.float32), 0, 255, out=self.picture)
