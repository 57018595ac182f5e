"""The card while it is being drawn, flat and straight, measured in millimetres (ISO/IEC 7810, ID-1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.draw.letters import set_line
from benchmarks.draw.reprint import printed
from benchmarks.draw.spec import Finish, Typeface
from benchmarks.draw.texture import blurred

if TYPE_CHECKING:
    from benchmarks.draw.letters import Box, Boxes, Ink
    from benchmarks.draw.texture import Colour, Picture

WIDTH_MM = 85.60
HEIGHT_MM = 53.98


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set and how it stands on the card."""

    typeface: Typeface
    cap_mm: float
    ink: Colour
    finish: Finish = Finish.PRINTED
    pitch_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled text on the flat card: characters and their boxes in canvas pixels, row by row.

    Attributes
    ----------
    turn : int
        Quarter turns clockwise in which the text stands on the card.
    """

    kind: str
    rows: tuple[tuple[tuple[str, Box], ...], ...]
    text: str
    turn: int = 0


@dataclass(slots=True)
class Canvas:
    """A card in the making.

    Attributes
    ----------
    picture : ndarray of float32, shape (height, width, 3)
    px_per_mm : float
    fields : list of Field
        What was written with a label, in order.
    """

    picture: Picture
    px_per_mm: float
    fields: list[Field] = field(default_factory=list)

    def write(
        self,
        text: str,
        at_mm: tuple[float, float],
        style: Style,
        *,
        kind: str = "",
        step_mm: float = 0.0,
        right: bool = False,
        turn: int = 0,
    ) -> float:
        """Write text, one row a line, and label it if `kind` is given.

        Parameters
        ----------
        at_mm : (x, y)
            Left end of the first baseline; its right end if `right` is set.
        step_mm : float
            From baseline to baseline.
        turn : int
            Quarter turns clockwise; 1 runs down the card, 3 up.

        Returns
        -------
        float
            Where the longest row ends, millimetres from the card's left edge, if it is not turned.
        """
        text = printed(text)
        px, placed, end_mm = self.px_per_mm, [], 0.0
        for n, row in enumerate(text.split("\n")):
            line = set_line(row, style.typeface, style.cap_mm * px, style.pitch_mm and style.pitch_mm * px)
            wide = line.ink.shape[1] - 2 * line.margin
            origin = (round(at_mm[0] * px), round(at_mm[1] * px))
            top = round((at_mm[1] + n * step_mm - style.cap_mm) * px) - origin[1] - line.margin
            corner = (-(wide if right else 0) - line.margin, top)
            x, y, ink, boxes = _turned(line.ink, line.boxes, corner, turn)
            x, y = x + origin[0], y + origin[1]
            _apply(self.picture, ink, (x, y), style, px)
            placed.append(tuple((char, (b[0] + x, b[1] + y, b[2] + x, b[3] + y)) for char, b in boxes))
            end_mm = max(end_mm, (x + line.margin + wide) / px)
        if kind:
            self.fields.append(Field(kind, tuple(placed), text, turn))
        return end_mm

    def rectangle(self, box_mm: Box, colour: Colour, share: float = 1.0) -> None:
        """Fill a rectangle, by `share` of the colour."""
        left, top, right, bottom = (round(edge * self.px_per_mm) for edge in box_mm)
        area = self.picture[top:bottom, left:right]
        area += (np.array(colour, np.float32) - area) * share


def _turned(ink: Ink, boxes: Boxes, corner: tuple[int, int], turn: int) -> tuple[int, int, Ink, Boxes]:
    """Return a line's ink, boxes and upper left corner after quarter turns clockwise around its origin."""
    (x, y), (high, wide) = corner, ink.shape
    for _ in range(turn % 4):
        x, y = -(y + high), x
        boxes = tuple((char, (high - b[3], b[0], high - b[1], b[2])) for char, b in boxes)
        ink, high, wide = np.rot90(ink, -1), wide, high
    return x, y, ink, boxes


def _apply(picture: Picture, ink: Ink, at: tuple[int, int], style: Style, px_per_mm: float) -> None:
    """Bring ink onto the picture; what runs over its edge is cut off."""
    left, top = at
    x, y = max(left, 0), max(top, 0)
    place = picture[y : top + ink.shape[0], x : left + ink.shape[1]]
    ink = ink[y - top :, x - left :][: place.shape[0], : place.shape[1]]
    colour = np.array(style.ink, np.float32)
    if style.finish is Finish.PRINTED:
        place += (colour - place) * ink[..., None]
        return
    foil = 0.0 if style.finish is Finish.BLIND else 0.9
    shadow = blurred(_shifted(ink, 0.3 * px_per_mm), 0.22 * px_per_mm)
    place *= (1 - 0.5 * shadow)[..., None]
    place += (colour - place) * (foil * ink)[..., None]
    relief = blurred(ink, 0.1 * px_per_mm)
    light = _shifted(relief, 0.11 * px_per_mm) - _shifted(relief, -0.11 * px_per_mm)
    place -= (light * (110 if foil else 150))[..., None]


def _shifted(ink: Ink, by_px: float) -> Ink:
    """Move ink to the lower right."""
    step = np.array([[1, 0, by_px], [0, 1, by_px]], np.float32)
    return cv2.warpAffine(ink, step, ink.shape[::-1]).astype(np.float32, copy=False)
