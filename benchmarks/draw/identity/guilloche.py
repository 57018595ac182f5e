"""What identity documents are printed on: pale rainbows, lines that weave, rosettes, arms, foil that shimmers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.draw.texture import Colour, Field, Picture, Shape

# Paper, two inks of the rainbow, the colour of titles.
PALETTES: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((236, 240, 238), (150, 190, 210), (222, 168, 176), (28, 56, 110)),
    ((244, 238, 238), (232, 150, 170), (190, 190, 214), (120, 24, 60)),
    ((240, 244, 234), (150, 196, 150), (210, 200, 140), (20, 84, 60)),
    ((238, 240, 246), (140, 170, 220), (200, 180, 220), (36, 40, 120)),
    ((246, 240, 228), (230, 180, 120), (180, 200, 190), (110, 60, 20)),
    ((234, 242, 246), (120, 190, 200), (230, 200, 170), (10, 80, 100)),
    ((246, 246, 248), (210, 214, 220), (226, 206, 214), (40, 40, 48)),
)
_SIDE_PX = 1100  # lines are drawn on a picture of at most this side and enlarged, as they lose nothing by it


def background(shape: Shape, palette: tuple[Colour, Colour, Colour, Colour], dice: np.random.Generator) -> Picture:
    """Draw an empty document in its palette."""
    scale = min(1.0, _SIDE_PX / max(shape))
    small = (round(shape[0] * scale), round(shape[1] * scale))
    paper, first, second = (np.array(colour, np.float32) for colour in palette[:3])
    y, x = np.mgrid[0 : small[0], 0 : small[1]].astype(np.float32) / max(small)
    lean = float(dice.uniform(-0.5, 0.5))
    sweep = 0.5 + 0.5 * np.sin(float(dice.uniform(2, 5)) * (x + lean * y) + float(dice.uniform(0, 6)))
    tint = first + (second - first) * sweep[..., None].astype(np.float32)
    picture = paper + (tint - paper) * np.float32(dice.uniform(0.18, 0.4))
    for _ in range(int(dice.integers(2, 4))):
        lines = _weave(x, y, dice) * np.float32(dice.uniform(0.2, 0.5))
        picture += (tint * np.float32(0.8) - picture) * lines[..., None]
    for _ in range(int(dice.integers(1, 3))):
        picture += (first * np.float32(0.85) - picture) * (_rosette(x, y, dice) * float(dice.uniform(0.3, 0.6)))[
            ..., None
        ]
    if scale < 1.0:
        picture = cv2.resize(picture, shape[::-1], interpolation=cv2.INTER_CUBIC)
    even: Picture = picture.astype(np.float32, copy=False)
    return even


def arms(size_px: int, dice: np.random.Generator) -> Field:
    """Draw invented arms: a shield with bars, a star or a tree, in a ring or under a crown."""
    side = 120
    ink = np.zeros((side, side), np.float32)
    shield = np.array([(30, 30), (90, 30), (90, 70), (60, 106), (30, 70)])
    cv2.polylines(ink, [shield], True, 1.0, 4, cv2.LINE_AA)
    charge = int(dice.integers(3))
    if charge == 0:
        for bar in (44, 58, 72):
            cv2.line(ink, (36, bar), (84, bar), 1.0, 6)
    elif charge == 1:
        cv2.fillPoly(ink, [_star((60, 60), 24)], 1.0, cv2.LINE_AA)
    else:
        cv2.line(ink, (60, 94), (60, 44), 1.0, 5)
        for low, reach in ((80, 20), (66, 16), (54, 11)):
            cv2.line(ink, (60 - reach, low), (60, low - reach), 1.0, 5, cv2.LINE_AA)
            cv2.line(ink, (60 + reach, low), (60, low - reach), 1.0, 5, cv2.LINE_AA)
    if dice.random() < 0.5:
        crown = np.array([(36, 24), (32, 6), (48, 16), (60, 2), (72, 16), (88, 6), (84, 24)])
        cv2.fillPoly(ink, [crown], 1.0, cv2.LINE_AA)
    else:
        cv2.circle(ink, (60, 60), 56, 1.0, 3, cv2.LINE_AA)
    return cv2.resize(ink, (size_px, size_px), interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)


def hologram(picture: Picture, box: Sequence[int], dice: np.random.Generator) -> None:
    """Let a round or ragged patch of foil shimmer in all colours over what is printed."""
    left, top, right, bottom = box
    area = picture[top:bottom, left:right]
    high, wide = area.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32) / max(high, wide)
    hue = 2 * np.pi * (float(dice.uniform(1, 3)) * (x + y) + float(dice.random()))
    foil = np.stack([np.sin(hue + turn) for turn in (0.0, 2.1, 4.2)], axis=-1) * np.float32(55) + np.float32(205)
    mask = np.zeros((high, wide), np.float32)
    centre, radius = (wide // 2, high // 2), min(high, wide) // 2 - 1
    if dice.random() < 0.5:
        cv2.circle(mask, centre, radius, 1.0, -1, cv2.LINE_AA)
    else:
        cv2.fillPoly(mask, [_star(centre, radius, int(dice.integers(6, 16)), 0.7)], 1.0, cv2.LINE_AA)
    lines = 0.6 + 0.4 * np.sin(np.hypot(x - 0.5, y - 0.5) * float(dice.uniform(90, 200)))
    share = (mask * lines * float(dice.uniform(0.15, 0.32))).astype(np.float32)
    area += (foil.astype(np.float32) - area) * share[..., None]


def streaks(shape: Shape, strength: float, dice: np.random.Generator) -> Field:
    """Return how much light a foil's surface throws back: broad bands that run across."""
    y, x = np.mgrid[0 : shape[0] : 4, 0 : shape[1] : 4].astype(np.float32) / max(shape)
    light = np.zeros(x.shape, np.float32)
    for _ in range(int(dice.integers(1, 4))):
        slope, at, wide = float(dice.uniform(-1.2, 1.2)), float(dice.uniform(-0.2, 1.2)), float(dice.uniform(0.02, 0.1))
        light += np.exp(-(((x + slope * y - at) / wide) ** 2)).astype(np.float32) * float(dice.uniform(0.4, 1.0))
    wavy = np.clip(light, 0, 1) * strength
    return cv2.resize(wavy, shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)


def stars(picture: Picture, centre: tuple[int, int], radius: int, colour: Colour) -> None:
    """Draw twelve stars in a circle."""
    for n in range(12):
        way = np.radians(30 * n)
        at = (round(centre[0] + radius * np.sin(way)), round(centre[1] - radius * np.cos(way)))
        cv2.fillPoly(picture, [_star(at, max(2, round(0.17 * radius)))], colour, cv2.LINE_AA)


def _weave(x: Field, y: Field, dice: np.random.Generator) -> Field:
    """Return lines that swing around each other."""
    swing, slow, fast = float(dice.uniform(0.02, 0.09)), float(dice.uniform(4, 11)), float(dice.uniform(12, 30))
    lean = float(dice.uniform(-0.8, 0.8))
    run = y + lean * x + swing * np.sin(slow * x + float(dice.uniform(0, 6))) + 0.2 * swing * np.sin(fast * (x - y))
    return _lines(run, float(dice.uniform(55, 110)), float(dice.uniform(0.55, 0.8)))


def _rosette(x: Field, y: Field, dice: np.random.Generator) -> Field:
    """Return a flower of lines around a point, fading outwards."""
    dx, dy = x - float(dice.uniform(0.2, 0.9)), y - float(dice.uniform(0.1, 0.55))
    radius, around, petals = np.hypot(dx, dy), np.arctan2(dy, dx), int(dice.integers(6, 18))
    run = radius * (1 + float(dice.uniform(0.08, 0.2)) * np.sin(petals * around))
    fade = np.clip(1.3 - radius / float(dice.uniform(0.12, 0.35)), 0, 1)
    flower: Field = (_lines(run, float(dice.uniform(90, 160)), 0.6) * fade).astype(np.float32)
    return flower


def _lines(run: NDArray[np.floating], pitch: float, from_level: float) -> Field:
    """Return thin lines where a field passes whole multiples of a step."""
    lines: Field = np.clip((np.sin(2 * np.pi * pitch * run) - from_level) * 4, 0, 1).astype(np.float32)
    return lines


def _star(centre: tuple[int, int], radius: int, points: int = 5, waist: float = 0.45) -> NDArray[np.int32]:
    angles = np.arange(2 * points) * np.pi / points
    reach = np.where(np.arange(2 * points) % 2, waist, 1.0) * radius
    corners = np.stack([centre[0] + reach * np.sin(angles), centre[1] - reach * np.cos(angles)], axis=1)
    whole: NDArray[np.int32] = np.rint(corners).astype(np.int32)
    return whole
