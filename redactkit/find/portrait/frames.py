"""From a face, or a patch, out to the edges of the printed photo, or as far as photos reach."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.portrait.upright import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from redactkit.find.portrait.faces import Face
    from redactkit.find.portrait.upright import Upright

# How far a photo reaches from the middle of the face, in its sides: where no edge is seen, and where one is looked for.
# Photos of 13 documents reach 0.5 to 1.0 aside, 0.6 to 1.3 up and 0.6 to 1.5 down.
ASIDE, UP, DOWN = (1.1, 1.3), (1.3, 1.5), (1.45, 1.75)
LEAST = 0.5
SMALL_COPY = 1.3  # ghosts are cut wider than their portraits: their photos reach to 1.4 aside
ROWS = (0.55, 0.65)  # above and below the middle of the face every photo has its sides
FIGURE_REACH = 0.45  # of a patch's size: how far beyond it the edge of its photo is looked for
GAP = 0.06  # of a face: edges that lean, or are blurred, are that wide
STEEP = 4.0  # gray levels across an edge
STRAIGHT = 0.85  # share of an edge's length along which it goes the same way
EVEN = 1.2  # its mean step, in standard deviations along it
BEYOND = 0.07
CLEAR, ALIGNED = 0.75, 0.15  # text that starts farther out ends the photo; so do two lines that start together
ROUND = (0.66, 0.9)  # width over height of a photo, the least and the most
SQUARE = 1.2  # wider than high: what a patch grew to is no photo
ALIKE_ASIDE = 0.8  # a face stands in the middle of its photo


@dataclass(frozen=True, slots=True)
class Way:
    """A direction outward: whether it goes along the rows, and to which side."""

    aside: bool
    sign: int


WAYS = (Way(True, -1), Way(False, -1), Way(True, 1), Way(False, 1))


class Frames:
    """Finds the frames of photos in one picture."""

    def __init__(self, upright: Upright) -> None:
        self._upright = upright
        self._planes = cv2.GaussianBlur(upright.pixels, (0, 0), 0.8).astype(np.float32)

    def around_face(self, face: Face, wider: float = 1.0) -> Box:
        """Return the photo of a face.

        Parameters
        ----------
        wider : float
            How much farther than usual the photo may reach; more than 1 for small copies.
        """
        left, up, right, down = (self._reach(face, way, wider) for way in WAYS)
        left, right = max(left, ALIKE_ASIDE * right), max(right, ALIKE_ASIDE * left)
        if up + down < (left + right) / ROUND[1]:
            down = max(down, min((left + right) / ROUND[1] - up, self._text(face, WAYS[3])))
        more = max(0.0, ROUND[0] * (up + down) - left - right) / 2
        side = face.side
        box = Box(-(left + more) * side, -up * side, (right + more) * side, down * side)
        return Box(box.left + face.x, box.top + face.y, box.right + face.x, box.bottom + face.y)

    def around_figure(self, box: Box) -> Box:
        """Return the photo of a patch: out to its edges where they are seen near by."""
        size = max(box.width, box.height)
        rim = 0.3 * self._upright.line_px
        found = []
        for way, start in zip(WAYS, (box.left, box.top, box.right, box.bottom), strict=True):
            across = (box.top, box.bottom) if way.aside else (box.left, box.right)
            reach = min(FIGURE_REACH * size, self._free(box, way))
            edge = self._edge(way, across, start - way.sign * GAP * size, start + way.sign * reach, GAP * size / 2)
            found.append((start if edge is None else edge) + way.sign * rim)
        photo = Box(found[0], found[1], found[2], found[3])
        return photo if photo.width <= SQUARE * photo.height else box.grown(rim, rim)

    def _free(self, box: Box, way: Way) -> float:
        """Return how far beyond a patch the next line of text lies."""
        gaps = [math.inf]
        for line in self._upright.lines:
            if way.aside:
                beside = min(line.bottom, box.bottom) - max(line.top, box.top) >= 0.5 * line.height
                gap = box.left - line.right if way.sign < 0 else line.left - box.right
            else:
                beside = min(line.right, box.right) - max(line.left, box.left) >= 0.3 * box.width
                gap = box.top - line.bottom if way.sign < 0 else line.top - box.bottom
            if beside and gap > -0.5 * line.height:
                gaps.append(max(0.0, gap))
        return min(gaps)

    def _reach(self, face: Face, way: Way, wider: float) -> float:
        usual, most = ASIDE if way.aside else UP if way.sign < 0 else DOWN
        text = self._text(face, way)
        middle, side = (face.x if way.aside else face.y), face.side
        across = (face.y - ROWS[0] * side, face.y + ROWS[1] * side)
        if not way.aside:
            across = (face.x - LEAST * side, face.x + LEAST * side)
        stop = min(most * wider, text)
        edge = self._edge(way, across, middle + way.sign * LEAST * side, middle + way.sign * stop * side, GAP * side)
        reach = min(usual * wider, text) if edge is None else abs(edge - middle) / side + BEYOND
        return max(reach, usual) if wider > 1 else min(reach, text)

    def _edge(self, way: Way, across: tuple[float, float], start: float, stop: float, gap_px: float) -> float | None:
        """Return where the outermost straight edge between two places lies."""
        planes = self._planes if way.aside else self._planes.transpose(1, 0, 2)
        gap = max(1, round(gap_px))
        low, high = min(start, stop), max(start, stop)
        first, last = max(0, int(low) - gap), min(planes.shape[1], int(high) + gap + 1)
        strip = planes[max(0, int(across[0])) : max(0, int(across[1])), first:last]
        if strip.shape[0] < 8 or strip.shape[1] < 2 * gap + 2:
            return None
        places = _edges(strip, gap) + first
        places = places[(low <= places) & (places <= high)]
        if not len(places):
            return None
        return float(places.max() if way.sign > 0 else places.min())

    def _text(self, face: Face, way: Way) -> float:
        """Return how far out text ends the photo, in sides of the face."""
        side, far = face.side, []
        for line in self._upright.lines:
            if way.aside:
                beside = min(line.bottom, face.y + 0.9 * side) - max(line.top, face.y - 0.9 * side) >= 0.5 * line.height
                near = face.x - line.right if way.sign < 0 else line.left - face.x
            else:
                beside = min(line.right, face.x + 0.6 * side) - max(line.left, face.x - 0.6 * side) >= 0.3 * side
                near = face.y - line.bottom if way.sign < 0 else line.top - face.y
            if beside and near > LEAST * side:
                far.append(near / side)
        far.sort()
        for one, two in itertools.pairwise((*far, math.inf)):
            if one > CLEAR or (way.aside and two - one < ALIGNED):
                return one
        return math.inf


def _edges(strip: NDArray[np.float32], gap: int) -> NDArray[np.int64]:
    """Return the columns of a strip, shape (rows, columns, 3), where all of its rows step the same way."""
    sums = np.cumsum(np.pad(strip, ((0, 0), (1, 0), (0, 0))), axis=1)
    means = (sums[:, gap:] - sums[:, :-gap]) / gap
    steps = means[:, gap:] - means[:, :-gap]
    step = steps.mean(0)
    same = (np.sign(steps) == np.sign(step)).mean(0)
    holds = (np.abs(step) > STEEP) & (same > STRAIGHT) & (np.abs(step) > EVEN * steps.std(0))
    strength = np.where(holds, np.abs(step), 0).max(1)
    before, after = np.r_[0, strength[:-1]], np.r_[strength[1:], 0]
    return np.asarray(np.nonzero((strength > 0) & (strength >= before) & (strength >= after))[0] + gap)
