"""Photographs a flat card or page: perspective, shadow, light, blur and noise. Knows no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.draw.canvas import HEIGHT_MM, WIDTH_MM
from benchmarks.draw.spec import Backdrop, CardSpec, generator
from benchmarks.draw.texture import backdrop, blurred, clouds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.draw.texture import Field, Picture

_CARD_MM = (WIDTH_MM, HEIGHT_MM)
_CORNER_MM = 3.18  # ISO/IEC 7810
_SMALLEST_SCENE_PX = 1200  # thumbnails are photographed larger and scaled down, as cameras do


def scene_size(spec: CardSpec) -> tuple[int, int]:
    """Return width and height at which the scene is drawn, pixels."""
    scale = max(1.0, _SMALLEST_SCENE_PX / max(spec.width_px, spec.height_px))
    return round(spec.width_px * scale), round(spec.height_px * scale)


def to_picture(spec: CardSpec) -> NDArray[np.float64]:
    """Return the map from the scene to the finished picture: scaled, then turned."""
    x_scale, y_scale = np.array((spec.width_px, spec.height_px)) / scene_size(spec)
    matrix = np.diag((x_scale, y_scale, 1.0))
    height, width = spec.height_px, spec.width_px
    for _ in range(spec.turn % 4):
        matrix = np.array([(0, -1, height), (1, 0, 0), (0, 0, 1)], np.float64) @ matrix
        height, width = width, height
    return matrix


def card_corners(spec: CardSpec, size_mm: tuple[float, float] = _CARD_MM) -> NDArray[np.float64]:
    """Return the four corners of a card, or of a thing of another size, in the scene.

    Pixels, clockwise from its own upper left.
    """
    wide, high = scene_size(spec)
    if spec.backdrop is Backdrop.NONE:
        return np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float64)
    dice = generator(spec.seed, "place")
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (size_mm[0] / 2, size_mm[1] / 2)
    turn = np.radians(spec.tilt_deg)
    corners = corners @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    away = dice.uniform(0, 2 * np.pi)
    depth = corners @ (np.cos(away), np.sin(away)) / (size_mm[0] / 2)
    corners = corners / (1 + 0.5 * spec.perspective * depth)[:, None]
    corners -= (corners.max(axis=0) + corners.min(axis=0)) / 2
    room = np.array((wide, high)) / np.ptp(corners, axis=0)
    share = dice.uniform(0.78, 0.92)
    slack = (np.array((wide, high)) - np.ptp(corners, axis=0) * room.min() * share) * 0.3
    middle = np.array((wide, high)) / 2 + slack * dice.uniform(-1, 1, 2)
    placed: NDArray[np.float64] = corners * room.min() * share + middle
    return placed


def shoot(
    flat: Picture,
    to_scene: NDArray[np.float64],
    spec: CardSpec,
    size_mm: tuple[float, float] = _CARD_MM,
    outline: Field | None = None,
) -> NDArray[np.uint8]:
    """Return the finished picture, turned.

    Parameters
    ----------
    flat : ndarray of float32
        The card, straight.
    to_scene : ndarray of float64, shape (3, 3)
        Homography from its pixels to those of the scene.
    size_mm : (width, height)
        What the outline's area amounts to.
    outline : ndarray of float32, optional
        1 where `flat` is paper; by default a card's, with its rounded corners.
    """
    size = scene_size(spec)
    dice = generator(spec.seed, "photo")
    scene = backdrop(spec.backdrop, size[::-1], dice)
    outline = rounded(flat.shape, round(_CORNER_MM / HEIGHT_MM * flat.shape[0])) if outline is None else outline
    alpha = cv2.warpPerspective(outline, to_scene, size)[..., None].astype(np.float32)
    card = cv2.warpPerspective(flat, to_scene, size, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    px_per_mm = float(np.sqrt(alpha.sum() / (size_mm[0] * size_mm[1])))
    if spec.backdrop is not Backdrop.NONE:
        shadow = blurred(np.roll(alpha[..., 0], round(1.2 * px_per_mm), (0, 1)), 1.5 * px_per_mm)
        scene *= (1 - 0.45 * shadow)[..., None]
    scene += (card - scene) * alpha
    scene = _lit(scene, spec, dice)
    scene = blurred(scene, spec.defocus_mm * px_per_mm)
    scene = _shaken(scene, spec.motion_mm * px_per_mm, dice)
    if size != (spec.width_px, spec.height_px):
        scene = cv2.resize(scene, (spec.width_px, spec.height_px), interpolation=cv2.INTER_AREA).astype(np.float32)
    scene += dice.standard_normal(scene.shape, np.float32) * spec.noise
    return np.ascontiguousarray(np.rot90(np.clip(scene, 0, 255).round().astype(np.uint8), -spec.turn))


def rounded(shape: tuple[int, ...], radius: int) -> Field:
    """Return the shape of a card: 1 inside, 0 beyond its rounded corners."""
    high, wide = shape[:2]
    mask = np.zeros((high, wide), np.float32)
    mask[radius : high - radius] = 1
    mask[:, radius : wide - radius] = 1
    for x in (radius, wide - radius - 1):
        for y in (radius, high - radius - 1):
            cv2.circle(mask, (x, y), radius, 1.0, -1, cv2.LINE_AA)
    return mask


def _lit(scene: Picture, spec: CardSpec, dice: np.random.Generator) -> Picture:
    """Let light fall off across the picture and a lamp mirror itself in the card."""
    if spec.backdrop is Backdrop.NONE:
        return scene
    high, wide = scene.shape[:2]
    scene = scene * (1 + 0.06 * clouds((high, wide), dice, 1, 2))[..., None]
    if spec.glare:
        y, x = np.mgrid[0:high, 0:wide].astype(np.float32) / wide
        cx, cy = dice.uniform(0.2, 0.8), dice.uniform(0.2, 0.8) * high / wide
        spot = np.exp(-(((x - cx) / 0.16) ** 2) - ((y - cy + 0.4 * (x - cx)) / 0.07) ** 2).astype(np.float32)
        scene += (255 - scene) * (spec.glare * spot)[..., None]
    return scene


def _shaken(scene: Picture, length_px: float, dice: np.random.Generator) -> Picture:
    if length_px < 1:
        return scene
    side = int(length_px) | 1
    kernel = np.zeros((side, side), np.float32)
    angle, middle = dice.uniform(0, np.pi), side // 2
    way = np.array((np.cos(angle), np.sin(angle))) * length_px / 2
    start, end = (tuple(int(v) for v in np.rint((middle + sign * way) * 16)) for sign in (-1, 1))
    cv2.line(kernel, start, end, 1.0, 1, cv2.LINE_AA, shift=4)
    return cv2.filter2D(scene, -1, kernel / max(float(kernel.sum()), 1e-6)).astype(np.float32)
