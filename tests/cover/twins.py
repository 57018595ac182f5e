"""Twins: pictures that differ only under their quads, and what a JPEG makes of them."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from redactkit.model import Grid, JpegCoding, Page, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactkit.model import Mask, Pixels

MCU = {"444": (8, 8), "422": (16, 8), "440": (8, 16), "420": (16, 16), "411": (32, 8)}


def tilted(x: float, y: float, width: float, height: float, angle_deg: float) -> Quad:
    """Return a quad of that size around a point."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    corners = ((-width, -height), (width, -height), (width, height), (-width, height))
    a, b, c_, d = ((x + (u * c - v * s) / 2, y + (u * s + v * c) / 2) for u, v in corners)
    return Quad((a, b, c_, d))


def under(quads: Sequence[Quad], shape: tuple[int, ...], points: int = 5) -> Mask:
    """Return the pixels that a convex quad overlaps, by trying points of a lattice inside each pixel."""
    inner = (np.arange(points) + 0.5) / points
    xs = (np.arange(shape[1])[:, None] + inner).ravel()
    ys = (np.arange(shape[0])[:, None] + inner).ravel()[:, None]
    out = np.zeros(shape[:2], bool)
    for quad in quads:
        sides = [
            (x1 - x0) * (ys - y0) - (y1 - y0) * (xs - x0)
            for (x0, y0), (x1, y1) in zip(quad.corners, (*quad.corners[1:], quad.corners[0]), strict=True)
        ]
        inside = np.all([side > 0 for side in sides], axis=0)
        out |= inside.reshape(shape[0], points, shape[1], points).any(axis=(1, 3))
    return out


def art(seed: int, shape: tuple[int, int], low: int = 70, high: int = 185) -> Pixels:
    """Return a coloured picture with shapes and grain; by default decoding clips none of its channels."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(low, high, (shape[0] // 9 + 2, shape[1] // 9 + 2, 3), dtype=np.uint8)
    smooth = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR).astype(int)
    return np.clip(smooth + rng.integers(-12, 13, (*shape, 3)), low, high - 1).astype(np.uint8)


def differing(base: Pixels, quads: Sequence[Quad], seed: int, low: int = 70, high: int = 185) -> Pixels:
    """Return the picture with other content under the quads."""
    out = base.copy()
    where = under(quads, base.shape)
    out[where] = art(seed, base.shape[:2], low, high)[where]
    return out


def by_pillow(pixels: Pixels, quality: int, sampling: str) -> bytes:
    file = io.BytesIO()
    code = {"444": 0, "422": 1, "420": 2}[sampling]
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=code)
    return file.getvalue()


def by_cv2(pixels: Pixels, quality: int, sampling: str) -> bytes:
    factor = getattr(cv2, f"IMWRITE_JPEG_SAMPLING_FACTOR_{sampling}")
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor]
    return cv2.imencode(".jpg", pixels[..., ::-1], options)[1].tobytes()


def read_pillow(data: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def read_cv2(data: bytes) -> Pixels:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)


def through_jpeg(
    pixels: Pixels,
    *,
    quality: int = 85,
    sampling: str = "420",
    quarters: int = 0,
    write: Callable[[Pixels, int, str], bytes] = by_pillow,
    read: Callable[[bytes], Pixels] = read_pillow,
) -> Page:
    """Return the page that a JPEG of this picture holds, stored turned by so many quarters."""
    stored = np.ascontiguousarray(np.rot90(pixels, -quarters))
    decoded = np.ascontiguousarray(np.rot90(read(write(stored, quality, sampling)), quarters))
    decoded.flags.writeable = False
    height, width = stored.shape[:2]
    return Page(
        0,
        decoded,
        coding=JpegCoding(
            turned(Grid(8, 8), quarters, width, height), turned(Grid(*MCU[sampling]), quarters, width, height)
        ),
    )


def turned(grid: Grid, quarters: int, width: int, height: int) -> Grid:
    """Return the grid of a picture of that size after np.rot90."""
    for _ in range(quarters):
        grid = Grid(grid.step_y, grid.step_x, grid.origin_y % grid.step_y, (width - grid.origin_x) % grid.step_x)
        width, height = height, width
    return grid
