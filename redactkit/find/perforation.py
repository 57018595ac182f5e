"""Perforations: numbers punched through the pages of passports, in rows of dots.

A strip of dots as deep and as far apart as their neighbours, some dots high and several times as long, with nothing
like it on either side. Halftones fill their place evenly, print leaves edges between its dots, microprint is one dot
high. Lengths are in distances between dots, unless they are pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from redactkit.find.strokes import part_around
from redactkit.geometry import bounds, quad_of
from redactkit.model import DocumentKind, FieldKind, Finding
from redactkit.pixels import resize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from redactkit.model import Line, Page

    Image = NDArray[np.uint8]
    Points = NDArray[np.float64]  # (n, 2)

# Longer sides of the pictures that are looked at: the ring finds dots that are 5 to 9 pixels apart, so 3 to 9 at 800.
SIDES = (1280, 800)
RING = 3  # pixels: between a dot and the next
MIN_SIDE = 60  # pixels
AROUND = 0.8  # of the longer side of what bears text: a number stands on the page above it, too
MIN_DEPTH = 10  # gray levels; holes have 20 to 150, blurred ones 12
DEPTHS = (10, 20, 40)  # least ones of the dots that are joined: where the ground has dots, it keeps few at the last
ROUND = 0.4  # least to most depth, seen from the ring around a dot
CELL = 4.5  # pixels: dots in cells that are no farther than four apart may belong together
MIN_DOTS, MAX_DOTS = 24, 300  # two characters; more than any number has are a texture
REACH = 3.2  # from dot to dot, over the gap between characters
ALIKE = 2.2  # depth of one dot to that of the next
# Of a strip; chosen on 130 drawn strips and 3 of passports, against 400 pages and pictures that bear none.
HEIGHT = (3.6, 8.2)  # five rows or seven
MIN_ASPECT = 2.2
OUTLIERS = (3, 97)  # percentiles across the strip: few dots of the ground hang together with it
MAX_LENGTH = 75.0  # ten characters
MAX_SPREAD = 0.45  # of the distances between dots, from the 20th to the 80th percentile
MAX_LONE = 0.15  # share of dots with none near them
FILLED = (0.22, 0.75)  # dots to places for dots
MAX_BESIDE = 0.12  # dots beside the strip to those in as large a part of it
# Share of all edges that is a dot's, of whole numbers and of parts; depth of the dots to the deviation of what is
# between them.
MIN_EXPLAINED = (0.45, 0.7)
MIN_CLEAR = (1.7, 3.0)
WHOLE, WHOLE_DOTS = 24.0, 40  # length and dots of seven characters
HALF = 0.5
FAINT = 25  # percentile of depths: strips fade towards an end
BESIDE = (0.7, 2.7)  # from where to where the strip's sides are looked at
STEP, SLACK = 5.5, 0.6  # by which a strip goes on at its ends, and the dots there may lie higher or lower
FAINTER, LAST = 0.3, 10  # depth of dots there to that of so many at the end
APART = (0.7, 1.6)  # distances from a dot to the nearest one
MARGIN = 1.2  # a dot, and half of one
LETTERS, MIN_LETTERS, MAX_OVER = 0.85, 3, 0.15  # score and length of lines that are print; share of the strip on one


class PerforationDetector:
    """Perforated numbers on identity documents."""

    name = "perforation"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the perforated numbers on one page."""
        found: list[Points] = []
        for corners in sorted(_corners(page), key=_area, reverse=True):
            if not any(_meet(corners, other) for other in (*found, *_letters(page.lines))):
                found.append(corners)
        return tuple(
            Finding(FieldKind.NUMBER, page.index, quad=quad_of(corners), evidence=(self.name,)) for corners in found
        )


class Dots(NamedTuple):
    """Small round spots.

    Attributes
    ----------
    places : ndarray of float64, shape (n, 2)
        Pixels of the picture that is looked at.
    depths : ndarray of float64, shape (n,)
        By how many gray levels they differ from what is around them.
    """

    places: Points
    depths: Points

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Dots:
        """Return some of them."""
        return Dots(self.places[chosen], self.depths[chosen])


class Strip:
    """A turned rectangle around dots.

    Parameters
    ----------
    dots : Dots
        At least two.
    """

    def __init__(self, dots: Dots) -> None:
        self.dots = dots
        nearest = _distances(dots.places).min(axis=1)
        self.pitch = float(np.median(nearest))
        low, high = np.percentile(nearest, (20, 80))
        self.spread = float(high - low) / self.pitch
        self.lone = float(np.mean(nearest > APART[1] * self.pitch))
        box = cv2.boxPoints(cv2.minAreaRect(dots.places.astype(np.float32))).astype(np.float64)
        sides = np.diff(box[:3], axis=0)
        along = sides[int(np.hypot(*sides[1]) > np.hypot(*sides[0]))]
        self.middle = box.mean(axis=0)
        self.along = along / max(float(np.hypot(*along)), 1e-9)
        self.down = np.array([-self.along[1], self.along[0]])
        self.length, self.height = (float(np.ptp(dots.places @ axis)) / self.pitch for axis in (self.along, self.down))

    def seen(self, places: Points) -> tuple[Points, Points]:
        """Return how far places lie from the middle, along the strip and down through it."""
        away = (places - self.middle) / self.pitch
        return away @ self.along, away @ self.down

    def trimmed(self) -> Strip:
        """Return the strip without the few dots that lie beside it."""
        _, down = self.seen(self.dots.places)
        low, high = np.percentile(down, OUTLIERS)
        kept = (down >= low - SLACK) & (down <= high + SLACK)
        return self if kept.all() else Strip(self.dots.only(kept))

    def is_even(self) -> bool:
        """Tell whether the dots are as many and as far apart as those of characters."""
        filled = len(self.dots.places) / ((self.length + 1) * (self.height + 1))
        return (
            HEIGHT[0] <= self.height <= HEIGHT[1]
            and self.height <= self.length <= MAX_LENGTH
            and self.spread <= MAX_SPREAD
            and FILLED[0] <= filled <= FILLED[1]
        )

    def is_number(self, every: Dots, picture: Image) -> bool:
        """Tell whether the strip is a perforated number, among all dots of the picture."""
        return (
            self.is_even()
            and self.length >= MIN_ASPECT * self.height
            and self.lone <= MAX_LONE
            and self._beside(every) <= MAX_BESIDE
            and self._is_clear(picture)
        )

    def _beside(self, every: Dots) -> float:
        """Return how many dots as deep lie above and below the strip, to those in as large a part of it."""
        deep = every.depths >= HALF * np.percentile(self.dots.depths, FAINT)
        along, down = (np.abs(part) for part in self.seen(every.places[deep]))
        half = self.height / 2
        inside = (along < self.length / 2 + 0.5) & (down < half + 0.5)
        beside = (along < self.length / 2) & (down > half + BESIDE[0]) & (down < half + BESIDE[1])
        part = (self.height + 1) / (2 * (BESIDE[1] - BESIDE[0]))
        return float(beside.sum() * part / max(inside.sum(), 1))

    def _is_clear(self, picture: Image) -> bool:
        """Tell whether the edges inside the strip are those of its dots, and little else is."""
        rim = round(self.pitch) + 1
        left, top = np.maximum(self.dots.places.min(axis=0).astype(int) - rim, 0)
        right, bottom = self.dots.places.max(axis=0).astype(int) + rim + 1
        part = picture[top:bottom, left:right].astype(np.float32)
        inside, spots = np.zeros(part.shape, np.uint8), np.zeros(part.shape, np.uint8)
        cv2.fillConvexPoly(inside, np.round(self.corners(0.4) - (left, top)).astype(np.int32), 1)
        for x, y in self.dots.places.astype(int) - (left, top):
            cv2.circle(spots, (int(x), int(y)), round(self.pitch / 2), 1, -1)
        across, down = (np.asarray(cv2.Sobel(part, cv2.CV_32F, *order)) for order in ((1, 0), (0, 1)))
        edges = across * across + down * down
        explained = float(edges[(inside & spots) > 0].sum() / max(float(edges[inside > 0].sum()), 1.0))
        between = (part - cv2.blur(part, (9, 9)))[inside > spots]
        deviation = max(float(between.std()), 1.0) if between.size else 1.0
        cut = self.length < WHOLE or len(self.dots.places) < WHOLE_DOTS
        clear = float(np.median(self.dots.depths)) / deviation
        return explained >= MIN_EXPLAINED[cut] and clear >= MIN_CLEAR[cut]

    def grown(self, every: Dots) -> Strip:
        """Return the strip with the dots that go on at its ends, fainter ones too."""
        strip = self
        while strip.length < MAX_LENGTH:
            more = np.concatenate([strip._next(every, end) for end in (-1, 1)])
            chosen = every.only(more)
            longer = Strip(Dots(*(np.concatenate(both) for both in zip(strip.dots, chosen, strict=True))))
            if not len(more) or longer.height > self.height + 2 * SLACK:
                break
            strip = longer
        return strip

    def _next(self, every: Dots, end: int) -> NDArray[np.intp]:
        """Return which dots go on at one end; none where as many lie beside them."""
        along, down = self.seen(every.places)
        beyond, off = end * along - self.length / 2, np.abs(down) - self.height / 2
        last = np.argsort(end * self.seen(self.dots.places)[0])[-LAST:]
        deep = every.depths >= FAINTER * np.median(self.dots.depths[last])
        ahead = deep & (beyond > 0.1) & (beyond <= STEP)
        chosen = np.flatnonzero(ahead & (off <= SLACK))
        beside = np.count_nonzero(ahead & (off > BESIDE[0]) & (off <= BESIDE[1]))
        if len(chosen) <= beside:
            return chosen[:0]
        near: Points = every.places[deep & (np.abs(beyond) <= STEP + APART[1]) & (off <= SLACK + APART[1])]
        distances = np.linalg.norm(every.places[chosen][:, None] - near[None], axis=2) / self.pitch
        nearest = np.where(distances > 0, distances, np.inf).min(axis=1)
        return np.asarray(chosen[(nearest >= APART[0]) & (nearest <= APART[1])])

    def corners(self, margin: float) -> Points:
        """Return the corners with a margin around the dots, shape (4, 2)."""
        x, y = (self.length / 2 + margin) * self.pitch, (self.height / 2 + margin) * self.pitch
        signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        return np.asarray(self.middle + signs @ np.array([x * self.along, y * self.down]))


def _corners(page: Page) -> Iterator[Points]:
    """Yield the corners of each strip on the page; some twice."""
    left, top, right, bottom = _part(page)
    high, wide = bottom - top, right - left
    if min(high, wide) < MIN_SIDE:
        return
    picture = np.asarray(cv2.cvtColor(page.pixels[top:bottom, left:right], cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    for side in SIDES:
        ratio = side / max(high, wide)
        picture = resize(picture, max(round(wide * ratio), 1), max(round(high * ratio), 1))
        for strip in _strips(picture):
            yield (strip.corners(MARGIN) + 0.5) / ratio + (left, top)


def _part(page: Page) -> tuple[int, int, int, int]:
    """Return the part of a page that bears text, with much around it."""
    high, wide = page.pixels.shape[:2]
    if not page.lines:
        return 0, 0, wide, high
    box = bounds(line.quad for line in page.lines)
    return part_around(page.pixels, box, AROUND * max(box[2] - box[0], box[3] - box[1]))


def _strips(picture: Image) -> Iterator[Strip]:
    smooth = np.asarray(cv2.GaussianBlur(picture, (3, 3), 0), dtype=np.uint8)
    for shade in (smooth, np.asarray(cv2.bitwise_not(smooth), dtype=np.uint8)):  # dark holes, and light ones
        every = _dots(shade)
        taken = np.zeros(len(every.depths), dtype=bool)
        for group in _groups(every, picture.shape):
            strip = Strip(every.only(group)).trimmed() if taken[group].mean() < HALF else None
            if strip and strip.is_even():
                taken[group] = True
                yield from [one for one in (strip.grown(every), strip) if one.is_number(every, picture)][:1]


def _dots(shade: Image) -> Dots:
    """Return the dark spots, none of them larger than the ring."""
    ring = _ring()
    around = cv2.erode(shade, ring, borderType=cv2.BORDER_REPLICATE)
    depth = cv2.subtract(around, shade)
    deepest = cv2.dilate(depth, np.ones((2 * RING - 1,) * 2, np.uint8))
    tops = cv2.findNonZero(cv2.bitwise_and(cv2.compare(depth, deepest, cv2.CMP_EQ), cv2.inRange(depth, MIN_DEPTH, 255)))
    x, y = (np.empty((0, 2), int) if tops is None else tops[:, 0]).T
    depths = depth[y, x].astype(np.float64)
    most = cv2.dilate(shade, ring, borderType=cv2.BORDER_REPLICATE)[y, x].astype(np.float64) - shade[y, x]
    return Dots(np.stack([x, y], axis=1).astype(np.float64), depths).only(depths >= ROUND * most)


def _ring() -> Image:
    ring = np.zeros((2 * RING + 1,) * 2, np.uint8)
    angles = np.arange(8) * np.pi / 4
    ring[np.round(RING + RING * np.sin(angles)).astype(int), np.round(RING + RING * np.cos(angles)).astype(int)] = 1
    return ring


def _groups(every: Dots, shape: tuple[int, ...]) -> Iterator[NDArray[np.intp]]:
    """Yield which dots hang together; first those that do in cells, of these those that are alike."""
    seen = set()
    for depth in DEPTHS:
        deep = np.flatnonzero(every.depths >= depth)
        if len(deep) < MIN_DOTS:
            return
        x, y = (every.places[deep] / CELL).astype(int).T
        cells = np.zeros((int(shape[0] / CELL) + 1, int(shape[1] / CELL) + 1), np.uint8)
        cells[y, x] = 1
        joined = cv2.dilate(cells, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
        labels = cv2.connectedComponents(joined)[1][y, x]
        counts = np.bincount(labels)
        for label in np.flatnonzero((counts >= MIN_DOTS) & (counts <= MAX_DOTS)):
            near = deep[labels == label]
            if (key := (int(near[0]), len(near))) in seen:
                continue
            seen.add(key)
            yield from (near[alike] for alike in _alike(every.only(near)))


def _alike(dots: Dots) -> Iterator[NDArray[np.bool_]]:
    """Yield which dots are as deep and as far apart as their neighbours."""
    distances = _distances(dots.places)
    depths = np.log(dots.depths)
    distances[np.abs(np.subtract.outer(depths, depths)) > np.log(ALIKE)] = np.inf
    nearest = distances.min(axis=1)
    linked = distances < REACH * np.minimum.outer(nearest, nearest)
    left = np.ones(len(nearest), dtype=bool)
    while left.any():
        group = np.zeros_like(left)
        front = np.array([int(left.argmax())])
        while len(front):
            group[front] = True
            front = np.flatnonzero(linked[front].any(axis=0) & ~group)
        left &= ~group
        if np.count_nonzero(group) >= MIN_DOTS:
            yield group


def _distances(places: Points) -> Points:
    """Return how far each place is from each other one, shape (n, n)."""
    x, y = places.T
    across, down = np.subtract.outer(x, x), np.subtract.outer(y, y)
    distances: Points = np.sqrt(across * across + down * down)
    np.fill_diagonal(distances, np.inf)
    return distances


def _letters(lines: Sequence[Line]) -> list[Points]:
    """Return the places of lines that were read and have no digit."""
    return [
        np.array(line.quad.corners)
        for line in lines
        if line.score >= LETTERS and len(line.cells) >= MIN_LETTERS and not any(char.isdigit() for char in line.text)
    ]


def _area(corners: Points) -> float:
    return float(cv2.contourArea(corners.astype(np.float32)))


def _meet(corners: Points, other: Points) -> bool:
    """Tell whether some of the first place lies in the other, or most of the other in it."""
    common, _ = cv2.intersectConvexConvex(corners.astype(np.float32), other.astype(np.float32))
    return common > MAX_OVER * _area(corners) or common > HALF * _area(other)
