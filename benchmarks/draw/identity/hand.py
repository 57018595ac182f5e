"""Hands that hold a document: what lies behind its edge, and a thumb over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.draw.texture import blurred, clouds

if TYPE_CHECKING:
    from benchmarks.draw.identity.table import Table
    from benchmarks.draw.texture import Field, Picture

Points: TypeAlias = NDArray[np.float64]  # (n, 2)
Skin: TypeAlias = NDArray[np.float32]  # (3,)

_SKINS = ((222, 176, 150), (196, 146, 116), (140, 98, 74), (232, 192, 172))
_THUMB_MM, _FINGER_MM, _WRIST_MM = 19.0, 16.0, 84.0  # as wide as adults' are
_MOST_PX_PER_MM = 6.0  # skin is soft; it is drawn at this and enlarged


@dataclass(slots=True)
class _Layer:
    """Skin over or under a document, at a resolution of its own."""

    colour: Picture
    share: Field
    px_per_mm: float

    def limb(self, path_mm: Points, wide_mm: float, skin: Skin, dice: np.random.Generator) -> None:
        """Draw a rounded limb along a path, darker towards its sides."""
        px, shape = self.px_per_mm, (self.share.shape[0], self.share.shape[1])
        mask = np.zeros(shape, np.uint8)
        path = np.rint(path_mm * px).astype(np.int32)
        cv2.polylines(mask, [path], False, 255, max(1, round(wide_mm * px)), cv2.LINE_AA)
        inner = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(wide_mm * px / 2)
        tone = 0.6 + 0.46 * np.sqrt(np.clip(inner, 0, 1)) + 0.02 * clouds(shape, dice, 24, 3)
        self.lay(
            skin * tone[..., None].astype(np.float32), blurred(mask.astype(np.float32) / np.float32(255), 0.2 * px)
        )

    def nail(self, tip_mm: Points, way: Points, skin: Skin) -> None:
        """Draw a nail at the tip of a limb that points along `way`."""
        px, mask = self.px_per_mm, np.zeros(self.share.shape, np.float32)
        centre = np.rint((tip_mm + 2.5 * way) * px).astype(int)
        angle = float(np.degrees(np.arctan2(way[1], way[0])))
        axes = (round(6.6 * px), round(5.6 * px))
        cv2.ellipse(mask, (int(centre[0]), int(centre[1])), axes, angle, 0, 360, 1.0, -1, cv2.LINE_AA)
        mask = blurred(mask, 0.3 * px)
        rim = np.clip(cv2.dilate(mask, np.ones((3, 3), np.uint8)) - mask, 0, 1).astype(np.float32)
        self.lay(np.broadcast_to(skin * np.float32(0.55), self.colour.shape), rim)
        pale = np.minimum(skin * np.array((1.1, 1.02, 1.02), np.float32) + 16, 255)
        self.lay(np.broadcast_to(pale, self.colour.shape), mask * np.float32(0.7))

    def lay(self, colour: NDArray[np.float32], share: Field) -> None:
        """Bring a colour onto what is there."""
        self.colour += (colour - self.colour) * share[..., None]
        np.maximum(self.share, share, out=self.share)


def hold(table: Table, dice: np.random.Generator) -> None:
    """Let one hand or two hold the first document on the table; what a thumb covers is hidden."""
    skin = np.array(_SKINS[int(dice.integers(len(_SKINS)))], np.float32)
    sides = ([2], [0], [1], [0, 1])[int(dice.integers(4))]  # below, left, right, both
    behind, before = _layer(table), _layer(table)
    for side in sides:
        _palm(behind, table, side, skin, dice)
        _thumb(before, table, side, skin, dice)
    table.blend(behind.colour, behind.share)
    table.show(table.placed[0])
    step = round(1.4 * before.px_per_mm)
    table.shade(0.4 * blurred(np.roll(before.share, step, (0, 1)), 1.6 * before.px_per_mm))
    table.blend(before.colour, before.share)
    table.hide(before.share)


def _layer(table: Table) -> _Layer:
    px = min(table.px_per_mm, _MOST_PX_PER_MM)
    high, wide = table.outline.shape
    shape = (round(high * px / table.px_per_mm), round(wide * px / table.px_per_mm))
    return _Layer(np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32), px)


def _palm(layer: _Layer, table: Table, side: int, skin: Skin, dice: np.random.Generator) -> None:
    """Draw a wrist and fingers beyond an edge; the document will hide them for the most part."""
    along = float(dice.uniform(0.35, 0.65)) * _long(table, side)
    for n in range(4):
        at = along - 36 + 20 * n
        tip = (at + float(dice.normal(0, 2)), -14.0)
        layer.limb(_placed(table, side, [(at, 30.0), tip]), _FINGER_MM, skin * np.float32(0.92), dice)
    wrist = [(along, 26.0), (along + float(dice.normal(0, 8)), 120.0)]
    layer.limb(_placed(table, side, wrist), _WRIST_MM, skin * np.float32(0.9), dice)


def _thumb(layer: _Layer, table: Table, side: int, skin: Skin, dice: np.random.Generator) -> None:
    along, deep = float(dice.uniform(0.2, 0.8)) * _long(table, side), float(dice.uniform(2, 8))
    lean = float(dice.uniform(-14, 14))
    path = _placed(table, side, [(along + lean, 46.0), (along + 0.4 * lean, 14.0), (along, -deep)])
    layer.limb(path, _THUMB_MM, skin, dice)
    way = path[-1] - path[-2]
    layer.nail(path[-1], way / np.hypot(*way), skin)


def _long(table: Table, side: int) -> float:
    wide, high = table.core_mm
    return wide if side == 2 else high


def _placed(table: Table, side: int, points: list[tuple[float, float]]) -> Points:
    """Return where points go of which the first number runs along an edge and the second away from the document.

    Millimetres from the table's upper left corner.
    """
    wide, high = table.core_mm
    moved = {
        0: [(-away, along) for along, away in points],
        1: [(wide + away, along) for along, away in points],
        2: [(along, high + away) for along, away in points],
    }[side]
    return np.array(moved) + table.margin_mm
