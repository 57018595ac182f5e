"""What a card is decorated with and what it lies on: float32 pictures (height, width, 3), 0 to 255."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.draw.spec import Backdrop, Texture

if TYPE_CHECKING:
    from collections.abc import Callable

Picture: TypeAlias = NDArray[np.float32]  # (height, width, 3), RGB, 0 to 255
Field: TypeAlias = NDArray[np.float32]  # (height, width)
Shape: TypeAlias = tuple[int, int]  # height, width
Colour: TypeAlias = tuple[int, int, int]


def texture(kind: Texture, shape: Shape, colours: tuple[Colour, Colour], dice: np.random.Generator) -> Picture:
    """Draw the face of a card in two colours."""
    return _TEXTURES[kind](shape, _solid(shape, colours[0]), _solid(shape, colours[1]), dice)


def backdrop(kind: Backdrop, shape: Shape, dice: np.random.Generator) -> Picture:
    """Draw what lies around a card."""
    return _BACKDROPS[kind](shape, dice)


def blurred(field: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """Return a Gaussian blur; unchanged below a tenth of a pixel."""
    if sigma_px < 0.1:
        return field
    return cv2.GaussianBlur(field, (0, 0), sigma_px).astype(np.float32, copy=False)


def clouds(shape: Shape, dice: np.random.Generator, coarsest: int = 3, octaves: int = 4) -> Field:
    """Return soft noise of mean 0 and deviation 1: grids of `coarsest` cells and finer, added up."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        cells = coarsest * 2**octave
        grid = dice.normal(0, 1, (cells, max(1, cells * shape[1] // shape[0]))).astype(np.float32)
        total += _stretched(grid, shape) / np.float32(1.6**octave)
    even: Field = (total - total.mean()) / np.float32(max(float(total.std()), 1e-6))
    return even


def _solid(shape: Shape, colour: Colour) -> Picture:
    return np.full((*shape, 3), colour, np.float32)


def _stretched(field: Field, shape: Shape) -> Field:
    return cv2.resize(field, shape[::-1], interpolation=cv2.INTER_CUBIC).astype(np.float32, copy=False)


def _mix(a: Picture, b: Picture, share: Field) -> Picture:
    mixed: Picture = a + (b - a) * np.clip(share, 0, 1)[..., None]
    return mixed


def _toned(picture: Picture, tone: NDArray[np.floating]) -> Picture:
    """Add grey levels to all three colours."""
    toned: Picture = picture + tone.astype(np.float32)[..., None]
    return toned


def _ramp(shape: Shape, angle_deg: float) -> Field:
    """Return a field that runs from 0 to 1 across the picture."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / shape[1]
    ramp: Field = x * np.float32(np.cos(np.radians(angle_deg))) + y * np.float32(np.sin(np.radians(angle_deg)))
    ramp -= ramp.min()
    ramp /= ramp.max()
    return ramp


def _plain(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    return _mix(a, b, clouds(shape, dice, 2, 2) * 0.05 + 0.1)


def _gradient(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    ramp = _ramp(shape, float(dice.uniform(10, 80)))
    sheen = (_ramp(shape, float(dice.uniform(100, 130))) > dice.uniform(0.45, 0.7)) * 0.12
    return _mix(a, b, (ramp + sheen).astype(np.float32))


def _brushed(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    grain = dice.normal(0, 1, shape).astype(np.float32)
    grain = cv2.blur(grain, (shape[1] // 6, 1)) * np.sqrt(shape[1] / 6)
    return _toned(_mix(a, b, _ramp(shape, 70) * 0.6 + 0.2), grain * 8)


def _bokeh(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    light = np.zeros(shape, np.float32)
    for _ in range(70):
        disc = np.zeros(shape, np.float32)
        centre = (int(dice.integers(shape[1])), int(dice.triangular(0, shape[0], shape[0])))
        cv2.circle(disc, centre, int(shape[0] * dice.uniform(0.006, 0.07)), 1.0, -1, cv2.LINE_AA)
        light += disc * dice.uniform(0.06, 0.3)
    return _mix(a, b, _ramp(shape, 90) * 0.3 + blurred(light, shape[0] / 250))


def _stripes(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    ramp = _ramp(shape, float(dice.choice([25, 45, 135, 155])))
    return _mix(a, b, 0.5 + 0.5 * np.sin(ramp * float(dice.uniform(90, 220))))


def _noise(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    return _mix(a, b, 0.35 + 0.22 * clouds(shape, dice, 24, 4))


def _waves(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    light = _ramp(shape, 30) * 0.35
    x = np.linspace(0, 1, 80)
    for _ in range(14):
        start, end, swing, phase = dice.uniform(0, 1, 4)
        y = start + (end - start) * x + 0.25 * swing * np.sin(5 * x + 6 * phase)
        line = np.zeros(shape, np.float32)
        points = np.rint(np.stack([x * shape[1], y * shape[0]], axis=1)).astype(np.int32)
        stroke_px = max(1, round(shape[0] * float(dice.uniform(0.002, 0.012))))
        cv2.polylines(line, [points], False, 1.0, stroke_px, cv2.LINE_AA)
        light += blurred(line, shape[0] * float(dice.uniform(0.002, 0.01))) * 0.6
    return _mix(a, b, light)


def _facets(shape: Shape, a: Picture, b: Picture, dice: np.random.Generator) -> Picture:
    light = _ramp(shape, 20) * 0.4
    for _ in range(28):
        centre = dice.uniform(0, 1, 2) * shape[::-1]
        corners = centre + dice.normal(0, 0.18, (3, 2)) * shape[1]
        facet = np.zeros(shape, np.float32)
        cv2.fillPoly(facet, [np.rint(corners).astype(np.int32)], 1.0, cv2.LINE_AA)
        light += facet * float(dice.uniform(-0.15, 0.2))
    return _mix(a, b, light + 0.1)


def _sheet(shape: Shape, dice: np.random.Generator) -> Picture:
    warm = _solid(shape, (214, 206, 196))
    return _toned(warm, clouds(shape, dice, 2, 3) * 5 + dice.normal(0, 1.5, shape))


def _desk(shape: Shape, dice: np.random.Generator) -> Picture:
    y = np.mgrid[0 : shape[0], 0 : shape[1]][0].astype(np.float32) / shape[0]
    wander = _stretched(clouds((shape[0] // 4 + 1, 8), dice, 4, 3), shape)
    rings = np.sin(60 * y + 4 * wander + 2 * clouds(shape, dice, 2, 2))
    fibre = cv2.blur(dice.normal(0, 1, shape).astype(np.float32), (shape[1] // 12 + 1, 1)) * np.sqrt(shape[1] / 12)
    return _toned(_solid(shape, (142, 101, 66)), rings * 9 + fibre * 5)


def _dark(shape: Shape, dice: np.random.Generator) -> Picture:
    leather = clouds(shape, dice, 90, 2) * 5 + clouds(shape, dice, 2, 2) * 4
    return _toned(_solid(shape, (44, 42, 46)), leather)


def _cloth(shape: Shape, dice: np.random.Generator) -> Picture:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / shape[1]
    check = ((np.sin(x * 95) > 0.1).astype(np.float32) + (np.sin(y * 95) > 0.1)) * 26
    weave = dice.normal(0, 5, shape)
    return _toned(_solid(shape, (112, 128, 138)), check + weave)


def _white(shape: Shape, _: np.random.Generator) -> Picture:
    return _solid(shape, (255, 255, 255))


_TEXTURES: dict[Texture, Callable[[Shape, Picture, Picture, np.random.Generator], Picture]] = {
    Texture.PLAIN: _plain,
    Texture.GRADIENT: _gradient,
    Texture.BRUSHED: _brushed,
    Texture.BOKEH: _bokeh,
    Texture.STRIPES: _stripes,
    Texture.NOISE: _noise,
    Texture.WAVES: _waves,
    Texture.FACETS: _facets,
}
_BACKDROPS: dict[Backdrop, Callable[[Shape, np.random.Generator], Picture]] = {
    Backdrop.NONE: _white,
    Backdrop.PLAIN: _sheet,
    Backdrop.DESK: _desk,
    Backdrop.DARK: _dark,
    Backdrop.CLOTH: _cloth,
}
