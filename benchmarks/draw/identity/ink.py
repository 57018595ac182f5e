"""What a holder leaves on a document by hand: a signature and a fingerprint, as masks of ink from 0 to 1."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.draw.spec import generator
from benchmarks.draw.texture import blurred, clouds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.draw.texture import Field, Shape

_RIDGE_MM = 0.48  # from ridge to ridge of an adult's finger
_FINE = 4  # a signature is drawn so many times as large


def draw_signature(seed: int, name: str, size: Shape, stroke_px: float) -> Field:
    """Write a name by hand so that it fills `size`: in letters that can be read, or in loops that cannot."""
    dice = generator(seed, "signature")
    if dice.random() < 0.3:
        return _written(_ascii(name), size, stroke_px, dice)
    strokes = _scrawl(max(4, len(name) // 2), dice)
    if dice.random() < 0.5:
        strokes.append(_flourish(strokes[0], dice))
    return _inked(strokes, size, stroke_px)


def draw_fingerprint(seed: int, size: Shape, px_per_mm: float) -> Field:
    """Draw the ridges of a finger: a whorl or a loop, worn here and there, fading out at its edge."""
    dice = generator(seed, "finger")
    high, wide = size
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    x, y = (x - np.float32(wide * dice.uniform(0.42, 0.58))) / px_per_mm, (y - np.float32(0.52 * high)) / px_per_mm
    lean = float(dice.uniform(-0.5, 0.5))
    around = np.hypot((x - lean * y) * 1.25, np.where(y > 0, y * dice.uniform(0.35, 0.8), y))
    bent = around + 0.5 * clouds(size, dice, 3, 2) * 0.6
    ridges = np.sin(2 * np.pi * bent / _RIDGE_MM + float(dice.uniform(0, 6)))
    ridges = np.clip(ridges * 1.6 + 0.35 * clouds(size, dice, 14, 2) + 0.1, 0, 1)
    edge = np.hypot(x / (0.46 * wide / px_per_mm), y / (0.5 * high / px_per_mm))
    worn = np.clip(0.9 + 0.25 * clouds(size, dice, 4, 2), 0.3, 1)
    print_left: Field = (ridges * np.clip((1 - edge) * 6, 0, 1) * worn).astype(np.float32)
    return print_left


def _written(name: str, size: Shape, stroke_px: float, dice: np.random.Generator) -> Field:
    """Write in a calligraphic face, slanted and swelling, the strokes as wide as a pen's."""
    import reportlab

    font = ImageFont.truetype(Path(reportlab.__file__).parent / "fonts" / "callig15.pfb", 220)
    left, top, right, bottom = font.getbbox(name)
    picture = Image.new("L", (round(right - left) + 80, round(bottom - top) + 80))
    ImageDraw.Draw(picture).text((40 - left, 40 - top), name, 255, font, stroke_width=2)
    ink = np.asarray(picture, np.float32) / np.float32(255)
    lean, swell = float(dice.uniform(-0.2, 0.15)), float(dice.uniform(6, 14))
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32)
    wave = swell * np.sin(x / float(dice.uniform(60, 130)))
    bent = cv2.remap(ink, x + np.float32(lean) * (y - 130), y + wave.astype(np.float32), cv2.INTER_LINEAR)
    x0, y0, wide, high = cv2.boundingRect((bent > 0.3).astype(np.uint8))
    bent = cv2.resize(bent[y0 : y0 + high, x0 : x0 + wide], size[::-1], interpolation=cv2.INTER_AREA)
    pressed: Field = np.minimum(blurred(bent.astype(np.float32), 0.25 * stroke_px) * np.float32(1.8), np.float32(1))
    return pressed


def _scrawl(loops: int, dice: np.random.Generator) -> list[NDArray[np.float64]]:
    """Return a word of loops: a capital, then a pen that goes on while it circles, higher and lower by chance."""
    turns = np.linspace(0, loops, 40 * loops)
    knots = np.arange(loops + 2)
    tall = np.interp(turns, knots, np.where(dice.random(loops + 2) < 0.25, 1.4, dice.uniform(0.25, 0.6, loops + 2)))
    tall[turns < 1] = 1.9
    fat = np.interp(turns, knots, dice.uniform(0.2, 0.75, loops + 2))
    phase = 2 * np.pi * turns + float(dice.uniform(0, 6))
    drift = np.cumsum(np.interp(turns, knots, dice.normal(0, 0.012, loops + 2)))
    y = -tall * np.sin(phase) * 0.5 - tall * 0.5 + drift
    x = turns * float(dice.uniform(0.7, 1.0)) + fat * np.cos(phase) - float(dice.uniform(0.2, 0.5)) * y
    strokes = [np.stack([x, y], axis=1)]
    if dice.random() < 0.5:  # a dot or a bar above
        at = strokes[0][int(dice.integers(len(x) // 2, len(x)))]
        strokes.append(at + np.array([(-0.3, -1.1), (float(dice.uniform(0, 1.2)), -1.2)]))
    return strokes


def _flourish(word: NDArray[np.float64], dice: np.random.Generator) -> NDArray[np.float64]:
    (left, _), (right, low) = word.min(axis=0), word.max(axis=0)
    t = np.linspace(0, 1, 40)
    sweep = low + 0.2 + 0.25 * np.sin(np.pi * t * float(dice.uniform(1, 2.5)))
    return np.stack([right + (left - right) * t * float(dice.uniform(0.6, 1.0)), sweep], axis=1)


def _inked(strokes: list[NDArray[np.float64]], size: Shape, stroke_px: float) -> Field:
    high, wide = size
    points = np.concatenate(strokes)
    low, span = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-6)
    room = np.array((wide, high)) - stroke_px - 1
    ink = np.zeros((high * _FINE, wide * _FINE), np.uint8)
    for stroke in strokes:
        path = ((stroke - low) / span * room + stroke_px / 2 + 0.5) * _FINE
        cv2.polylines(ink, [np.rint(path).astype(np.int32)], False, 255, max(1, round(stroke_px * _FINE)), cv2.LINE_AA)
    small = cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA)
    share: Field = small.astype(np.float32) / np.float32(255)
    return share


def _ascii(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", name.title()) if char.isascii())
