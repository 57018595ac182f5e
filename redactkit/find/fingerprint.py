"""Fingerprints: patches of fine ridges that bend, darker than the paper around them.

Guilloche is as fine but no darker than what surrounds it, codes and chips run straight, hair and emblems have more
coarse than fine. Lengths are in heights of the print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from redactkit.find.strokes import Sheet, lay
from redactkit.model import DocumentKind, FieldKind, Finding
from redactkit.words.ink import FINGERPRINT_MARKS
from redactkit.words.matching import label_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from redactkit.find.strokes import Points
    from redactkit.model import Line, Page, Quad

    Field = NDArray[np.float32]  # (height, width) of a sheet
    Box = tuple[int, int, int, int]  # left, top, width and height on the sheet

CELL = 4  # sheet pixels
LIGHT = 1.2  # width over which light is evened out
FINE = 0.1  # deviation of what is finer than strokes of print: ridges are 0.45 mm apart, lines 3 mm high
NEAR = 0.8  # width over which ridges are measured
GROUND = 5.0  # width of what surrounds a patch
DARKEST = 60.0  # of 255: darker ground is not divided by
MIN_CONTRAST = 0.035  # of the ground's light
MIN_FINE = 0.5  # fine to coarse contrast, squared, of a place that may be ridged
MAX_MEDIAN = 31  # cells of two: wider medians are slow
SHADE = 0.96  # of the light around
OPENED = 0.5
# Of a patch; chosen on 5 drawn fingerprints and one real, in four turns and compressed, against 180 pictures without.
SIDES = (2.2, 12.0)
MAX_ASPECT = 2.2
MIN_FILL = 0.5  # of its box
# Least ratio of fine to coarse contrast, squared, least coherence of directions at a place, and most light of that
# around; beside a label.
MIN_RATIO, MIN_COHERENCE, MAX_LIGHT = (2.2, 1.2), (0.35, 0.25), (0.92, 0.97)
MIN_LIGHT = 0.65  # portraits and black codes are darker
MAX_COMMON = 0.82  # of all directions: straight lines have one
MAX_UPRIGHT = 0.66  # share of ridges within `UPRIGHT_DEG` of the axes: bars and modules have more
UPRIGHT_DEG = 12.0
READ, MIN_READ = 0.8, 3  # score and characters of lines that are print
LABELLED = 8.0  # how far from its label a patch lies that need not look so much like one
RIM = 0.6  # prints fade out, and opening takes half of `OPENED`


class FingerprintDetector:
    """Fingerprints on identity documents."""

    name = "fingerprint"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the fingerprints on one page."""
        sheet = lay(page.pixels, page.lines)
        if sheet is None:
            return ()
        ridges = _Ridges(sheet, page.lines)
        marks = [sheet.corners(line.quad) for line in page.lines if label_at(line.text, FINGERPRINT_MARKS)]
        found: dict[Box, str] = {}
        for patch in ridges.patches():
            near = any(_apart(patch.box, corners) <= LABELLED * sheet.print_px for corners in marks)
            if patch.is_print(sheet.print_px, labelled=near) and not any(_meet(patch.box, other) for other in found):
                found[patch.box] = "label" if near else "ridges"
        return tuple(
            Finding(FieldKind.FINGERPRINT, page.index, quad=_quad(sheet, box), evidence=(self.name, why))
            for box, why in found.items()
        )


class Patch(NamedTuple):
    """A place that may be a fingerprint.

    Attributes
    ----------
    box : Box
    fill : float
        Share of the box that is ridged.
    ratio : float
        Fine to coarse contrast, squared.
    coherence, common, upright : float
        How much the ridges have one direction at each place and in all, and the share of them along the sheet's axes.
    light : float
        Of that of the paper around.
    """

    box: Box
    fill: float
    ratio: float
    coherence: float
    common: float
    upright: float
    light: float

    def is_print(self, print_px: float, *, labelled: bool) -> bool:
        """Tell whether it is a fingerprint; beside a label it need not look so much like one."""
        short, long = sorted(side / print_px for side in self.box[2:])
        if short < SIDES[0] or long > SIDES[1] or long > MAX_ASPECT * short or self.upright > MAX_UPRIGHT:
            return False
        ridged = self.ratio >= MIN_RATIO[labelled] and self.coherence >= MIN_COHERENCE[labelled]
        return (
            ridged
            and MIN_LIGHT <= self.light <= MAX_LIGHT[labelled]
            and self.fill >= MIN_FILL
            and self.common <= MAX_COMMON
        )


class _Ridges:
    """The fine texture of a sheet, in cells of `CELL` x `CELL` pixels."""

    def __init__(self, sheet: Sheet, lines: Iterable[Line]) -> None:
        high, wide = (side // CELL * CELL for side in sheet.ink.shape)
        self.cells_to_print = sheet.print_px / CELL
        pixels = sheet.pixels[:high, :wide]
        red, green, blue = cv2.split(pixels)
        brightest = cv2.max(cv2.max(red, green), blue)  # coloured guilloche is bright in one of them
        plain = cv2.addWeighted(brightest, 0.5, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 0.5, 0.0, dtype=cv2.CV_32F)
        side = 2 * round(LIGHT * sheet.print_px / 2) + 1
        even: Field = (plain / np.maximum(cv2.blur(plain, (side, side)), DARKEST)).astype(np.float32, copy=False)
        coarse = np.asarray(cv2.GaussianBlur(even, (0, 0), FINE * sheet.print_px), dtype=np.float32)
        fine: Field = even - coarse
        across, down = (
            np.asarray(cv2.Sobel(fine, cv2.CV_32F, *order, ksize=3), dtype=np.float32) for order in ((1, 0), (0, 1))
        )
        steep_x, steep_y = across * across, down * down
        self.light = _celled(np.asarray(brightest, dtype=np.uint8))
        self.fine, self.coarse = self._near(np.square(fine)), self._near(np.square(coarse - np.float32(1)))
        self.along, self.aslant = self._near(steep_x - steep_y), self._near(across * down) * 2
        self.steep = self._near(steep_x + steep_y) + 1e-6
        self.paper = np.ones(self.light.shape, dtype=np.uint8)
        for line in lines:
            if line.score > READ and len(line.cells) >= MIN_READ:
                cv2.fillConvexPoly(self.paper, np.round(sheet.corners(line.quad) / CELL).astype(np.int32), 0)

    def _side(self, width: float) -> int:
        return 2 * round(width * self.cells_to_print / 2) + 1

    def _near(self, field: Field) -> Field:
        """Return the mean around each cell."""
        return cv2.blur(_celled(field), (self._side(NEAR),) * 2).astype(np.float32, copy=False)

    def patches(self) -> Iterator[Patch]:
        """Yield the places that are ridged and darker than what is around them, then those that are ridged."""
        ridged = (self.fine > MIN_CONTRAST**2) & (self.fine > MIN_FINE * self.coarse) & (self.paper > 0)
        light = cv2.blur(self.light, (self._side(1.0),) * 2)
        small = cv2.resize(light, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
        side = min(max(3, self._side(GROUND) // 4 * 2 + 1), MAX_MEDIAN)
        around = cv2.resize(cv2.medianBlur(small, side), light.shape[::-1]).astype(np.float32)
        opener = np.ones((self._side(OPENED),) * 2, np.uint8)
        for mask in (ridged & (light < SHADE * around), ridged):
            opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, opener)
            count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
            for number in range(1, count):
                left, top, wide, high, area = (int(value) for value in stats[number])
                if min(wide, high) >= SIDES[0] * self.cells_to_print:
                    box = (left, top, wide, high)
                    yield self._patch(box, labels[top : top + high, left : left + wide] == number, area)

    def _patch(self, box: Box, mask: NDArray[np.bool_], area: int) -> Patch:
        left, top, wide, high = box
        window = (slice(top, top + high), slice(left, left + wide))
        along, aslant, steep = (field[window][mask] for field in (self.along, self.aslant, self.steep))
        strength = np.hypot(along, aslant)
        upright = np.abs(aslant) < np.tan(np.radians(2 * UPRIGHT_DEG)) * np.abs(along)
        total = max(float(strength.sum()), 1e-6)
        return Patch(
            (CELL * left, CELL * top, CELL * wide, CELL * high),
            area / (wide * high),
            float(np.mean(self.fine[window][mask] / (self.coarse[window][mask] + 1e-6))),
            float(np.mean(strength / steep)),
            float(np.hypot(along.sum(), aslant.sum())) / total,
            float(strength[upright].sum()) / total,
            self._light(box),
        )

    def _light(self, box: Box) -> float:
        """Return the light of a box as a share of that of the paper around it."""
        left, top, wide, high = box
        rim = round(LIGHT * self.cells_to_print)
        y, x = max(0, top - rim), max(0, left - rim)
        near = self.light[y : top + high + rim, x : left + wide + rim]
        paper = self.paper[y : top + high + rim, x : left + wide + rim] > 0
        paper[top - y : top - y + high, left - x : left - x + wide] = False
        inside = float(self.light[top : top + high, left : left + wide].mean())
        return inside / max(float(np.median(near[paper])), 1.0) if paper.any() else 1.0


def _celled(field: Field | NDArray[np.uint8]) -> Field:
    """Return the mean of each cell."""
    high, wide = (side // CELL for side in field.shape)
    return cv2.resize(field, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)


def _quad(sheet: Sheet, box: Box) -> Quad:
    rim = RIM * sheet.print_px
    left, top, right, bottom = box[0] - rim, box[1] - rim, box[0] + box[2] + rim, box[1] + box[3] + rim
    return sheet.quad(np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))


def _apart(box: Box, corners: Points) -> float:
    """Return how far a box is from a line, pixels."""
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    across = max(box[0] - right, left - box[0] - box[2], 0.0)
    down = max(box[1] - bottom, top - box[1] - box[3], 0.0)
    return float(np.hypot(across, down))


def _meet(box: Box, other: Box) -> bool:
    across = min(box[0] + box[2], other[0] + other[2]) > max(box[0], other[0])
    return across and min(box[1] + box[3], other[1] + other[3]) > max(box[1], other[1])
