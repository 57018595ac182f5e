"""The cut between what is hidden and what stays: in the middle of the gap.

The cover's margin and the block grid lean to the hiding side from there.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import axes, center, height, project, width
from redactkit.model import Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Cell, Page, Point

# Cell borders are off by .08 of a character on average and .32 at most (measured): search that far.
REACH = 0.32
MIN_GAPS = 2  # of the rest of a number that is set in groups; a narrow 1 leaves a gap anywhere
GAP = 1.35  # middles so many characters apart have a gap between them
EMPTY = 0.2  # a column is empty up to this share of the profile's range above its minimum
SAMPLES = 24  # rows of the profile
MIXED = 17  # from this length on, groups are such that the last four may span a gap (4-4-4-4-3)


def tail_start(cells: Sequence[Cell], keep_last: int) -> int:
    """Return the index of the first cell that stays at the end of a number.

    A gap inside the last four of a number of up to 16 digits means that a digit of the last group was not
    read, or that one too many was: then only what follows the gap stays.
    """
    start = max(len(cells) - keep_last, 0)
    if len(cells) >= MIXED or start == 0:
        return start
    steps = [abs(project(center(b.quad), center(a.quad), axes(a.quad)[0])) for a, b in pairwise(cells)]
    pitch = sorted(steps)[len(steps) // 2]
    if sum(step > GAP * pitch for step in steps[: start - 1]) < MIN_GAPS:
        return start
    for i in range(start + 1, len(cells)):
        if steps[i - 1] > GAP * pitch and steps[i - 1] > 1.2 * steps[start - 1]:
            return i
    return start


def cut(page: Page, left: Sequence[Cell], right: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Move the border between two rows of one line into the emptiest column between them.

    Parameters
    ----------
    page : Page
    left, right : sequence of Cell
        Neighbours in reading order; returned unchanged when they do not stand side by side.
    """
    a, b = left[-1], right[0]
    u, v = axes(a.quad)
    start, distance = center(a.quad), project(center(b.quad), center(a.quad), u)
    pitch = (width(a.quad) + width(b.quad)) / 2
    down = project(center(b.quad), start, v)
    if not 0.3 * pitch < distance < 6 * pitch or abs(down) > height(a.quad) / 2:
        return list(left), list(right)
    slope = down / distance
    ink = _profile(page, start, (u[0] + slope * v[0], u[1] + slope * v[1]), v, distance, height(a.quad))
    place = _emptiest(ink, distance, pitch)
    return (
        [*left[:-1], replace(a, quad=_ending(a.quad, start, u, place))],
        [replace(b, quad=_starting(b.quad, start, u, place)), *right[1:]],
    )


def _profile(page: Page, start: Point, along: Point, down: Point, distance: float, high: float) -> NDArray[np.float64]:
    """Return how much each column between two middles varies from top to bottom; one column a pixel."""
    s = np.arange(round(distance) + 1, dtype=np.float32)[None, :]
    t = np.linspace(-0.45, 0.45, SAMPLES, dtype=np.float32)[:, None] * high
    x = (start[0] + s * along[0] + t * down[0]).astype(np.float32)
    y = (start[1] + s * along[1] + t * down[1]).astype(np.float32)
    strip = cv2.remap(page.pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float64)
    vary: NDArray[np.float64] = strip.std(axis=0).mean(axis=-1)
    return np.convolve(np.pad(vary, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")


def _emptiest(ink: NDArray[np.float64], distance: float, pitch: float) -> float:
    """Return where to cut, in pixels from the first middle."""
    half = 0.5 * pitch if distance > GAP * pitch else distance / 2 - REACH * pitch
    low = int(np.clip(half, 0, len(ink) - 1))
    high = int(np.clip(distance - half, low, len(ink) - 1))
    window = ink[low : high + 1]
    middle = (high - low) / 2
    # Equal columns: the middle one.
    best = int(np.argmin(window + 1e-3 * np.abs(np.arange(len(window)) - middle)))
    limit = window[best] + EMPTY * float(np.ptp(ink))
    start = end = best
    while start > 0 and window[start - 1] <= limit:
        start -= 1
    while end + 1 < len(window) and window[end + 1] <= limit:
        end += 1
    return low + (start + end) / 2


def _ending(quad: Quad, origin: Point, u: Point, place: float) -> Quad:
    a, b, c, d = quad.corners
    return Quad((a, _moved(b, origin, u, place), _moved(c, origin, u, place), d))


def _starting(quad: Quad, origin: Point, u: Point, place: float) -> Quad:
    a, b, c, d = quad.corners
    return Quad((_moved(a, origin, u, place), b, c, _moved(d, origin, u, place)))


def _moved(point: Point, origin: Point, u: Point, place: float) -> Point:
    """Slide a point along the text to a place measured from the origin."""
    step = place - project(point, origin, u)
    return point[0] + step * u[0], point[1] + step * u[1]
