"""Places of a grey picture that are dense with steep edges, as the modules and bars of codes are: candidates only."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.model import Quad
from redactkit.pixels import halve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]  # (height, width)

HALF = 2  # masks are closed, opened and labelled at half size, where that takes a quarter of the time
# Least step from the darkest to the lightest of 3 x 3 pixels, least share of such pixels near a place, and the side of
# the opening that cuts what only touches, halved pixels. Of 10 pairs these two held most of 196 drawn codes: fine
# and faint ones the first, those that stand close to print and pictures the second.
SOLIDS = ((14, 0.7, 3), (30, 0.6, 7))
SOLID_FILL = 0.6  # of its own box
NEAR = 3  # side of the box in which a share is taken, halved pixels
BAR_STEP = 14  # least step across bars: as the least above
MAX_STEP = 4 * 255  # on a diagonal
BAR_RATIO = 1.5  # of the step across to that along
BARRED = 0.55
BARRED_FILL = 0.55
BAR_OPENED = 3
MIN_AREA = 25  # halved pixels
MIN_SIDE = 7  # pixels; linear codes on cards are 8 high
MIN_LENGTH = 16  # pixels; matrix codes have ten modules at least, and none below 1.6 pixels was told from print
MIN_BARRED_LENGTH = 32  # pixels; of what is lower than `MIN_LENGTH`, too


@dataclass(frozen=True, slots=True)
class Frame:
    """A turned box in a picture.

    Attributes
    ----------
    x, y : float
        Its middle, pixels; the first pixel's middle is 0.5.
    wide, high : float
        Along its own axes, pixels.
    angle : float
        Of its own x axis, radians, clockwise.
    """

    x: float
    y: float
    wide: float
    high: float
    angle: float

    def turned(self) -> Frame:
        """Return the same box with its axes turned by a quarter."""
        return Frame(self.x, self.y, self.high, self.wide, self.angle + math.pi / 2)

    def cut(self, first: float, last: float) -> Frame:
        """Return the box between two places on its own x axis, pixels from its left edge; they may lie outside."""
        off = (first + last - self.wide) / 2
        x, y = self.x + off * math.cos(self.angle), self.y + off * math.sin(self.angle)
        return replace(self, x=x, y=y, wide=last - first)

    def cut_down(self, first: float, last: float) -> Frame:
        """Return the box between two places on its own y axis, pixels from its top edge; they may lie outside."""
        off = (first + last - self.high) / 2
        x, y = self.x - off * math.sin(self.angle), self.y + off * math.cos(self.angle)
        return replace(self, x=x, y=y, high=last - first)

    def quad(self, rim: float = 0.0) -> Quad:
        """Return its corners, with a rim on each side."""
        across, down = self.wide / 2 + rim, self.high / 2 + rim
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        a, b, c, d = (
            (self.x + s * across * cos - t * down * sin, self.y + s * across * sin + t * down * cos)
            for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        )
        return Quad((a, b, c, d))

    def sample(self, grey: Grey, across: int = 0, down: int = 0) -> Grey:
        """Return the box upright, with a rim of so many pixels at its sides and above and below."""
        wide, high = max(2, round(self.wide)) + 2 * across, max(2, round(self.high)) + 2 * down
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        left, top = (wide - 1) / 2, (high - 1) / 2
        x, y = self.x - 0.5 - cos * left + sin * top, self.y - 0.5 - sin * left - cos * top
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        matrix = np.array([[cos, -sin, x], [sin, cos, y]])
        upright = cv2.warpAffine(grey, matrix, (wide, high), flags=how, borderMode=cv2.BORDER_REPLICATE)
        return upright.astype(np.uint8, copy=False)


def frames(grey: Grey) -> Iterator[Frame]:
    """Yield the boxes around what may be codes, each once."""
    seen: set[tuple[int, int, int, int]] = set()
    for mask in _solid(grey):
        yield from _boxes(mask, SOLID_FILL, MIN_LENGTH, seen)
    for mask in _barred(grey):
        yield from _boxes(mask, BARRED_FILL, MIN_BARRED_LENGTH, seen)


def _solid(grey: Grey) -> Iterator[Grey]:
    """Yield where there are steps in any direction nearly everywhere."""
    box = np.ones((3, 3), np.uint8)
    span = cv2.subtract(cv2.dilate(grey, box), cv2.erode(grey, box))
    for step, share, side in SOLIDS:
        yield _dense(cv2.threshold(span, step, 255, cv2.THRESH_BINARY)[1].astype(np.uint8, copy=False), share, side)


def _barred(grey: Grey) -> Iterator[Grey]:
    """Yield where steps run in one direction: across, down and along both diagonals."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    across, down = (cv2.Sobel(smooth, cv2.CV_16S, *order, ksize=1) for order in ((1, 0), (0, 1)))
    upright = np.abs(across), np.abs(down)
    diagonal = np.abs(cv2.add(across, down)), np.abs(cv2.subtract(across, down))
    for one, other in (upright, upright[::-1], diagonal, diagonal[::-1]):
        steep = cv2.compare(one, cv2.addWeighted(other, BAR_RATIO, other, 0, 0.0), cv2.CMP_GT)
        barred = cv2.bitwise_and(steep, cv2.inRange(one, np.array(BAR_STEP), np.array(MAX_STEP)))
        yield _dense(barred.astype(np.uint8, copy=False), BARRED, BAR_OPENED)


def _dense(mask: Grey, share: float, opened: int) -> Grey:
    near = cv2.boxFilter(halve(mask), -1, (NEAR, NEAR))
    dense = cv2.threshold(near, 255 * share, 1, cv2.THRESH_BINARY)[1]
    return cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((opened, opened), np.uint8)).astype(np.uint8, copy=False)


def _boxes(mask: Grey, fill: float, length: int, seen: set[tuple[int, int, int, int]]) -> Iterator[Frame]:
    """Yield the smallest box around each piece of a mask that fills it so far and was not seen before."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    wide, high, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    large = (area >= MIN_AREA) & (HALF * np.minimum(wide, high) >= MIN_SIDE) & (HALF * np.hypot(wide, high) >= length)
    for number in np.flatnonzero(large) + 1:
        x, y, w, h, inked = (int(value) for value in stats[number])
        if (x, y, w, h) in seen:
            continue
        seen.add((x, y, w, h))
        piece = (labels[y : y + h, x : x + w] == number).view(np.uint8)
        outline = max(cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0], key=len)
        (left, top), (along, across), turn = cv2.minAreaRect(outline)
        frame = Frame(
            HALF * (x + left + 0.5), HALF * (y + top + 0.5), HALF * (along + 1), HALF * (across + 1), math.radians(turn)
        )
        short, long = sorted((frame.wide, frame.high))
        least = length if short >= MIN_LENGTH else MIN_BARRED_LENGTH
        if short >= MIN_SIDE and long >= least and inked * HALF * HALF >= fill * frame.wide * frame.high:
            yield frame
