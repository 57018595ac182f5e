"""Faces of people who never were, as a photo booth would take them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

from benchmarks.draw.spec import generator
from benchmarks.draw.texture import blurred, clouds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.draw.texture import Field, Picture

Point: TypeAlias = tuple[float, float]

WIDE, HIGH = 350, 450  # ISO/IEC 19794-5: 35 by 45 mm
_SKINS = ((236, 200, 178), (224, 182, 152), (198, 150, 116), (150, 104, 76), (104, 70, 52), (242, 212, 196))
_HAIRS = ((40, 30, 26), (74, 50, 34), (128, 88, 52), (190, 152, 96), (150, 146, 142), (24, 22, 24), (120, 58, 34))
_CLOTHES = ((40, 48, 70), (120, 30, 40), (60, 60, 62), (210, 208, 200), (34, 70, 60), (150, 130, 110))
_WALLS = ((206, 214, 222), (226, 226, 224), (178, 198, 216), (214, 220, 206))


@dataclass(slots=True)
class _Sitter:
    """A face in the making: the picture, its dice, and where the head is."""

    picture: Picture
    dice: np.random.Generator
    skin: NDArray[np.float32]
    hair: NDArray[np.float32]
    centre: Point
    half_wide: float
    half_high: float

    def at(self, x: float, y: float) -> Point:
        """Return a place in the face, from -1 to 1 across and from its crown to its chin."""
        return self.centre[0] + x * self.half_wide, self.centre[1] + y * self.half_high

    def lay(self, mask: Field, colour: NDArray[np.float32], share: float = 1.0) -> None:
        """Bring a colour onto the picture where the mask says."""
        x, y, wide, high = cv2.boundingRect((mask > 0).astype(np.uint8))
        area = self.picture[y : y + high, x : x + wide]
        area += (colour - area) * (mask[y : y + high, x : x + wide] * np.float32(share))[..., None]


@lru_cache(maxsize=16)
def draw_portrait(seed: int) -> tuple[Picture, Field]:
    """Return a portrait, and what of it is the person: both `HIGH` by `WIDE`."""
    dice = generator(seed, "portrait")
    wall = _one(dice, _WALLS)
    light = np.linspace(1.04, 0.94, WIDE, dtype=np.float32)[None, :, None]
    sitter = _Sitter(
        np.full((HIGH, WIDE, 3), wall, np.float32) * light,
        dice,
        _one(dice, _SKINS),
        _one(dice, _HAIRS),
        (WIDE / 2 + float(dice.uniform(-8, 8)), HIGH * float(dice.uniform(0.43, 0.47))),
        WIDE * float(dice.uniform(0.225, 0.255)),
        HIGH * float(dice.uniform(0.245, 0.275)),
    )
    empty = sitter.picture.copy()
    long = bool(dice.random() < 0.5)
    _hair_behind(sitter, long)
    _shoulders(sitter)
    _head(sitter)
    _eyes(sitter)
    _nose_and_mouth(sitter)
    if not long and dice.random() < 0.35:
        _beard(sitter)
    _hair_before(sitter, long)
    if dice.random() < 0.25:
        _glasses(sitter)
    person = np.clip(np.abs(sitter.picture - empty).max(axis=2) / 6, 0, 1).astype(np.float32)
    picture = blurred(sitter.picture, 1.1) + clouds((HIGH, WIDE), dice, 40, 3)[..., None] * 1.6
    return _closer(picture, person, float(dice.uniform(1.1, 1.35)), sitter.at(0, -0.1))


def _closer(picture: Picture, person: Field, by: float, middle: Point) -> tuple[Picture, Field]:
    """Enlarge both around a point that comes to the middle of the picture."""
    matrix = np.array([(by, 0, WIDE / 2 - by * middle[0]), (0, by, 0.5 * HIGH - by * middle[1])])
    nearer = cv2.warpAffine(picture, matrix, (WIDE, HIGH), borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(blurred(person, 1.5), matrix, (WIDE, HIGH), borderMode=cv2.BORDER_REPLICATE)
    return nearer.astype(np.float32, copy=False), mask.astype(np.float32, copy=False)


def ghost(portrait: Picture, person: Field, tint: tuple[int, int, int]) -> tuple[Picture, Field]:
    """Return a portrait in one pale colour, and how much of it to print: the wall behind the person is left out."""
    grey = portrait.mean(axis=2, keepdims=True) / 255
    pale = np.array(tint, np.float32) + (255 - np.array(tint, np.float32)) * grey
    y = np.linspace(0, 1, HIGH, dtype=np.float32)[:, None]
    return pale.astype(np.float32), (person * np.clip((1 - y) * 5, 0, 1)).astype(np.float32)


def _hair_behind(sitter: _Sitter, long: bool) -> None:
    top = sitter.at(0, -0.36)
    sitter.lay(_oval(top, 1.16 * sitter.half_wide, 0.84 * sitter.half_high, 2), sitter.hair)
    if long:
        fall = float(sitter.dice.uniform(0.9, 1.7))
        corners = [(-1.14, -0.3), (1.14, -0.3), (1.24, 0.5), (1.1, fall), (-1.1, fall), (-1.24, 0.5)]
        sitter.lay(_shape([sitter.at(*corner) for corner in corners], 7), sitter.hair)


def _shoulders(sitter: _Sitter) -> None:
    clothes = _one(sitter.dice, _CLOTHES)
    x, chin = sitter.at(0, 1)
    neck = [(x - 44, chin - 50), (x + 44, chin - 50), (x + 54, chin + 60), (x - 54, chin + 60)]
    sitter.lay(_shape(neck, 3), sitter.skin * np.float32(0.8))
    slope = float(sitter.dice.uniform(30, 46))
    body = [(x - 52, chin + 28), (x - 118, chin + slope), (x - 176, HIGH + 30), (x + 176, HIGH + 30)]
    body += [(x + 118, chin + slope), (x + 52, chin + 28), (x, chin + float(sitter.dice.uniform(40, 90)))]
    sitter.lay(_shape(body, 3), clothes)
    folds = clouds((HIGH, WIDE), sitter.dice, 5, 3)[..., None] * 7
    sitter.picture += folds * _shape(body, 3)[..., None]


def _head(sitter: _Sitter) -> None:
    jaw = float(sitter.dice.uniform(0.72, 0.86))
    for side in (-1, 1):
        ear = _oval(sitter.at(1.02 * side, 0.06), 0.13 * sitter.half_wide, 0.19 * sitter.half_high, 2)
        sitter.lay(ear, sitter.skin * np.float32(0.86))
    skull = _oval(sitter.at(0, -0.16), sitter.half_wide, 0.84 * sitter.half_high, 2)
    lower = [
        (-0.99, -0.2),
        (0.99, -0.2),
        (0.96, 0.3),
        (jaw, 0.66),
        (0.3, 0.99),
        (-0.3, 0.99),
        (-jaw, 0.66),
        (-0.96, 0.3),
    ]
    face = np.maximum(skull, _shape([sitter.at(*corner) for corner in lower], 9))
    sitter.lay(face, sitter.skin)
    y, x = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    across = (x - sitter.centre[0]) / np.float32(sitter.half_wide)
    down = (y - sitter.centre[1]) / np.float32(sitter.half_high)
    lamp = float(sitter.dice.choice([-1, 1]))
    tone = 1.05 - 0.15 * across**4 - 0.05 * lamp * across - 0.07 * np.clip(down - 0.5, 0, 1)
    sitter.picture *= 1 + ((tone - 1) * face)[..., None].astype(np.float32)
    for cheek in (-0.55, 0.55):
        blush = blurred(_oval(sitter.at(cheek, 0.36), 0.26 * sitter.half_wide, 0.14 * sitter.half_high, 2), 14)
        sitter.picture += blush[..., None] * np.array((10, -4, -4), np.float32)


def _eyes(sitter: _Sitter) -> None:
    dice, dark = sitter.dice, sitter.skin * np.float32(0.55)
    iris = np.array(((70, 46, 30), (60, 90, 120), (70, 96, 64), (40, 30, 24))[int(dice.integers(4))], np.float32)
    height, apart = float(dice.uniform(-0.1, -0.02)), float(dice.uniform(0.4, 0.46))
    for side in (-1, 1):
        x, y = sitter.at(side * apart, height)
        wide = 0.225 * sitter.half_wide
        sitter.lay(blurred(_oval((x, y - 4), 1.5 * wide, 0.95 * wide, 0), 7), dark, 0.4)
        white = _oval((x, y), wide, 0.46 * wide, 0.7)
        sitter.lay(white, np.array((238, 234, 230), np.float32))
        sitter.lay(_oval((x, y), 0.46 * wide, 0.46 * wide, 0.7) * white, iris)
        sitter.lay(_oval((x, y), 0.2 * wide, 0.2 * wide, 0.5), np.array((14, 12, 12), np.float32))
        sitter.lay(_oval((x - 2, y - 2), 1.6, 1.6, 0.4), np.array((250, 250, 250), np.float32))
        lid = [(x - 1.06 * wide, y + 1), (x - 0.5 * wide, y - 0.44 * wide), (x + 0.5 * wide, y - 0.44 * wide)]
        sitter.lay(_stroke([*lid, (x + 1.06 * wide, y + 1)], 2.6), dark * np.float32(0.4), 0.9)
        brow = [(x - 1.2 * side * wide, y - 1.2 * wide), (x + 0.2 * side * wide, y - 1.62 * wide)]
        brow.append((x + 1.4 * side * wide, y - 1.05 * wide))
        sitter.lay(_stroke(brow, float(dice.uniform(5, 8))), sitter.hair * np.float32(0.8), 0.85)


def _nose_and_mouth(sitter: _Sitter) -> None:
    dark = sitter.skin * np.float32(0.62)
    bridge = [sitter.at(0.14, -0.1), sitter.at(0.16, 0.1), sitter.at(0.24, 0.32)]
    sitter.lay(blurred(_stroke(bridge, 7), 4), dark, 0.5)
    shine = blurred(_stroke([sitter.at(0, -0.1), sitter.at(0.0, 0.3)], 7), 4)
    sitter.lay(shine, np.minimum(sitter.skin * np.float32(1.15), 255), 0.5)
    sitter.lay(blurred(_oval(sitter.at(0, 0.36), 0.26 * sitter.half_wide, 0.055 * sitter.half_high, 0), 3), dark, 0.6)
    for side in (-1, 1):
        sitter.lay(_oval(sitter.at(0.12 * side, 0.365), 4.4, 2.6, 0.8), dark * np.float32(0.5), 0.8)
    wide, thick = float(sitter.dice.uniform(0.36, 0.46)), float(sitter.dice.uniform(6, 10))
    lips = sitter.skin * np.array((0.86, 0.6, 0.6), np.float32)
    x, y = sitter.at(0, 0.61)
    half = wide * sitter.half_wide
    sitter.lay(_oval((x, y - 0.25 * thick), half, 0.62 * thick, 1.2), lips * np.float32(0.88))
    sitter.lay(_oval((x, y + 0.5 * thick), 0.86 * half, 0.8 * thick, 1.2), lips)
    smile = float(sitter.dice.uniform(-1, 4))
    line = [(x - half, y - smile), (x, y + 1), (x + half, y - smile)]
    sitter.lay(_stroke(line, 2.4), lips * np.float32(0.45), 0.9)
    sitter.lay(blurred(_oval(sitter.at(0, 0.77), 0.3 * sitter.half_wide, 4, 0), 4), dark, 0.35)


def _beard(sitter: _Sitter) -> None:
    below = [
        (-0.98, 0.2),
        (-0.6, 0.42),
        (0.6, 0.42),
        (0.98, 0.2),
        (0.84, 0.72),
        (0.3, 1.04),
        (-0.3, 1.04),
        (-0.84, 0.72),
    ]
    mask = _shape([sitter.at(*corner) for corner in below], 9) * (1 - _oval(sitter.at(0, 0.62), 36, 11, 3))
    sitter.lay(mask, sitter.hair, float(sitter.dice.uniform(0.35, 0.8)))


def _hair_before(sitter: _Sitter, long: bool) -> None:
    """Lay the fringe: what the skull shows above a curve from temple to temple."""
    line, part = float(sitter.dice.uniform(-0.66, -0.5)), float(sitter.dice.uniform(-0.6, 0.6))
    low = -0.05 if long else -0.25
    over = [(-1.1, low), (-0.93, line + 0.2), (part, line - 0.12), (0.93, line + 0.2), (1.1, low)]
    over += [(1.14, -0.7), (0.6, -1.14), (-0.6, -1.14), (-1.14, -0.7)]
    mask = _shape([sitter.at(*corner) for corner in over], 6)
    strands = clouds((HIGH // 6, WIDE), sitter.dice, 6, 2)
    sheen = cv2.resize(strands, (WIDE, HIGH), interpolation=cv2.INTER_CUBIC)[..., None].astype(np.float32)
    sitter.lay(mask, sitter.hair)
    sitter.picture += mask[..., None] * sheen * 7


def _glasses(sitter: _Sitter) -> None:
    frame = np.array((36, 32, 34), np.float32)
    for side in (-1, 1):
        outer = _oval(sitter.at(0.43 * side, -0.04), 0.36 * sitter.half_wide, 0.2 * sitter.half_high, 0.8)
        inner = _oval(sitter.at(0.43 * side, -0.04), 0.36 * sitter.half_wide - 4, 0.2 * sitter.half_high - 4, 0.8)
        sitter.lay(np.clip(outer - inner, 0, 1), frame, 0.9)
    for ends in ((-0.08, 0.08), (-1.0, -0.78), (0.78, 1.0)):
        sitter.lay(_stroke([sitter.at(x, -0.07) for x in ends], 3.4), frame, 0.9)


def _oval(centre: Point, x_radius: float, y_radius: float, soft: float) -> Field:
    mask = np.zeros((HIGH, WIDE), np.float32)
    where, size = _fixed(centre), _fixed((max(x_radius, 0.5), max(y_radius, 0.5)))
    cv2.ellipse(mask, where, size, 0, 0, 360, 1.0, -1, cv2.LINE_AA, shift=4)
    return blurred(mask, soft)


def _shape(corners: list[Point], soft: float) -> Field:
    """Fill a polygon whose corners are blurred round."""
    mask = np.zeros((HIGH, WIDE), np.float32)
    cv2.fillPoly(mask, [np.rint(np.array(corners)).astype(np.int32)], 1.0, cv2.LINE_AA)
    filled: Field = np.clip((blurred(mask, soft) - 0.5) * max(soft / 1.5, 1.2) + 0.5, 0, 1).astype(np.float32)
    return filled


def _stroke(points: list[Point], thick: float) -> Field:
    """Draw a line through three points or more, bent, or straight through two."""
    path = np.array(points, np.float64)
    if len(path) > 2:
        steps = np.linspace(0, 1, 20)[:, None]
        middle = 2 * path[1:-1].mean(axis=0) - (path[0] + path[-1]) / 2
        path = (1 - steps) ** 2 * path[0] + 2 * steps * (1 - steps) * middle + steps**2 * path[-1]
    mask = np.zeros((HIGH, WIDE), np.float32)
    cv2.polylines(mask, [np.rint(path * 16).astype(np.int32)], False, 1.0, max(1, round(thick)), cv2.LINE_AA, shift=4)
    return blurred(mask, 0.8)


def _fixed(point: Point) -> tuple[int, int]:
    return round(point[0] * 16), round(point[1] * 16)


def _one(dice: np.random.Generator, colours: tuple[tuple[int, int, int], ...]) -> NDArray[np.float32]:
    return np.array(colours[int(dice.integers(len(colours)))], np.float32)
