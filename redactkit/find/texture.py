"""Codes that can't be decoded, told by how their modules lie: blurred, small, turned, cut by the picture's edge."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.modules import frames
from redactkit.find.patch import Patch
from redactkit.find.strokes import part_around
from redactkit.geometry import bounds, contains, quad_of, widen
from redactkit.model import DocumentKind, FieldKind, Finding, Quad
from redactkit.pixels import halve, resize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from redactkit.find.modules import Frame, Grey
    from redactkit.model import Line, Page

    Values = NDArray[np.float32]

SIDE_PX = 800  # a code that fills a third of a card's width has modules of two pixels or more
MAX_ENLARGED = 2.0  # thumbnails: bars that are a pixel wide are told at two
AROUND, SMALL = 0.25, 0.75  # of what was read, around it; of the page, from which on a document is the page
LEVELS, MIN_LEVEL_PX = 3, 24  # large modules, and blurred ones, are told at a half and a quarter
FADED = 1.5  # pixels by which what is found is wider than its frame: the outermost modules fade out
READ, MIN_DIFFERENT = 0.85, 4  # score and different characters of a line that is print
SLACK = 3.0  # pixels by which a frame may stand out of a code that was found, and be a part of it
MAX_PRINT = 0.5  # share of a frame that such lines cover

# All below was chosen on 392 drawn codes of 7 symbologies laid on pictures of documents, against what else is dense
# with edges on these, on 60 pages (40 of them read) and 28 photographs: of 17800 frames the rules hold for one of 348
# of the 370 codes that have a frame, for 31 elsewhere, none of them on the pages. Grey levels count in deviations.
MIN_DEVIATION, MAX_SKEW = 9.0, 1.0  # of grey levels; the lightest and the darkest are about as many in all codes
MIN_ACROSS, MIN_DOWN, MIN_STRAIGHT = 3.0, 3.5, 1.4
TILTED_STRAIGHT, MIN_TILT, MAX_TILT, TURNS = 4.0, 0.01, 0.3, 2  # of what is bars; radians
LONG_STRAIGHT, LONG_ENDS = 1.3, 0.6  # bars: the frame may hold a part of them only

LINEAR_ACROSS = 24.0  # Code 128 has 26 edges for a single character
LINEAR_ASPECT = 1.2
LINEAR_ROWS = 0.86
LINEAR_ENDS = 0.86
LINEAR_PERIOD = 0.52  # gratings, combs and rules have one
LINEAR_SIDE = 0.9

MATRIX_CHANGES, MANY_CHANGES = (4.0, 5.0), 10.0  # fewer will do in one direction where there are many in the other
MATRIX_SIDES = (0.3, 0.9)
MATRIX_COLUMNS = 0.82
MATRIX_SKEW = 0.45
MATRIX_LATTICE = 0.65  # chess tables, keys and weaves have one
MATRIX_BLANK = 0.85  # round emblems leave their corners blank

STACKED_ACROSS = 24.0
STACKED_DOWN = 3.5
STACKED_STRAIGHT = 1.25
STACKED_ROWS = 0.5
STACKED_PERIOD = 0.6
STACKED_SKEW = 0.5
STACKED_PAPER = ((0.4, 3.2), (-0.5, 2.0))  # least light of its sides and most kurtosis: wood has the latter of noise
BARRED_DOWN = 1.8  # beside the bars of a start and a stop pattern, less is needed

REACH, REACHES = (16, 320), 2.5  # pixels, and widths of a frame, by which bars may go on
STEEP, UNEVEN = 0.45, 0.75  # of the frame's own steps; of a place's own
GAP = (3.0, 4.2)  # widths of a bar that may lie between two edges, of linear and of stacked codes
LEVEL = 0.6  # correlation
MIN_BARS_PX, MIN_BARS = 6, 0.6  # shorter bars in a frame are print


class TextureDetector:
    """Linear, matrix and stacked codes on identity documents, whether they can be decoded or not."""

    name = "texture"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the codes on one page."""
        codes: list[tuple[Quad, str]] = []
        for view in _views(page):
            for frame in frames(view.grey):
                place = view.on_page(frame.quad())
                if any(_holds(quad, place, SLACK * view.factor) for quad, _ in codes):
                    continue
                patch = _patch(view.grey, frame) if frame.sample(view.print_).mean() <= MAX_PRINT else None
                if patch and (what := _symbology(patch)):
                    shapes = [patch.frame] if _is_along(patch.frame, frame) else [patch.frame, frame]
                    codes += [(view.on_page(shape.quad(FADED)), what) for shape in shapes]
        return tuple(
            Finding(FieldKind.BARCODE, page.index, quad=quad, evidence=(self.name, what)) for quad, what in codes
        )


@dataclass(frozen=True, slots=True)
class _View:
    """A part of a page, reduced.

    Attributes
    ----------
    grey, print_ : ndarray of uint8, shape (height, width)
        The second is 1 where lines of print were read.
    left, top : int
        Where it begins, page pixels.
    factor : float
        Page pixels a pixel.
    """

    grey: Grey
    print_: Grey
    left: int
    top: int
    factor: float

    def on_page(self, quad: Quad) -> Quad:
        """Return a quad in page pixels."""
        return quad_of((x * self.factor + self.left, y * self.factor + self.top) for x, y in quad.corners)


def _views(page: Page) -> Iterator[_View]:
    """Yield a page and, where a document takes a part of it only, that part: each as large as codes need, and less."""
    high, wide = page.pixels.shape[:2]
    parts = [(0, 0, wide, high)]
    if page.lines:
        left, top, right, bottom = bounds(line.quad for line in page.lines)
        part = part_around(page.pixels, (left, top, right, bottom), AROUND * max(right - left, bottom - top))
        if max(part[2] - part[0], part[3] - part[1]) < SMALL * max(wide, high):
            parts.append(part)
    for left, top, right, bottom in parts:
        pixels = page.pixels[top:bottom, left:right]
        ratio = min(MAX_ENLARGED, SIDE_PX / max(pixels.shape[:2]))
        size = (max(1, round(side * ratio)) for side in pixels.shape[1::-1])
        grey = np.asarray(cv2.cvtColor(resize(pixels, *size), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        for level, small in enumerate(_halved(grey)):
            factor = 2**level / ratio
            yield _View(small, _print(page.lines, small, factor, (left, top)), left, top, factor)


def _halved(grey: Grey) -> Iterator[Grey]:
    for _ in range(LEVELS):
        if min(grey.shape) < MIN_LEVEL_PX:
            return
        yield grey
        grey = halve(grey)


def _is_along(one: Frame, other: Frame) -> bool:
    """Tell whether two frames stand alike, but for quarter turns; a code that leans fills neither."""
    return abs(math.sin(2 * (one.angle - other.angle))) < MIN_TILT


def _holds(quad: Quad, other: Quad, slack: float) -> bool:
    wider = widen(quad, slack)
    return all(contains(wider, corner) for corner in other.corners)


def _print(lines: Iterable[Line], grey: Grey, factor: float, origin: tuple[int, int]) -> Grey:
    """Return 1 where lines of print were read, on a part of their page that is `factor` times as small as there."""
    mask = np.zeros_like(grey)
    for line in lines:
        if line.score >= READ and len(set(line.text)) >= MIN_DIFFERENT:
            corners = (np.array(line.quad.corners) - origin) / factor
            cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
    return mask


def _patch(grey: Grey, frame: Frame) -> Patch | None:
    """Return what a frame shows with its bars upright and all of them in it, or None where it is no code."""
    patch = Patch.of(grey, frame)
    if patch.deviation < MIN_DEVIATION or abs(patch.skew) > MAX_SKEW:
        return None
    if patch.straight < 1:
        patch = patch.turned()
    patch = _set_upright(grey, patch)
    if patch.across < MIN_ACROSS or (patch.down < MIN_DOWN and patch.straight < MIN_STRAIGHT):
        return None
    if patch.straight > LONG_STRAIGHT and (patch.down > MIN_DOWN or patch.ends > LONG_ENDS):
        return Patch.of(grey, _whole(grey, patch))
    return patch


def _set_upright(grey: Grey, patch: Patch) -> Patch:
    """Return a frame turned as its bars are: in perspective they lean in their box. Fine ones say too much at first."""
    for _ in range(TURNS):
        if patch.straight < TILTED_STRAIGHT or not MIN_TILT < abs(patch.tilt) < MAX_TILT:
            break
        patch = Patch.of(grey, replace(patch.frame, angle=patch.frame.angle + patch.tilt))
    return patch


def _symbology(patch: Patch) -> str | None:
    if _is_linear(patch):
        return "linear"
    if _is_matrix(patch):
        return "matrix"
    return "stacked" if _is_stacked(patch) else None


def _is_linear(patch: Patch) -> bool:
    return (
        patch.across >= LINEAR_ACROSS
        and patch.frame.wide >= LINEAR_ASPECT * patch.frame.high
        and patch.ends >= LINEAR_ENDS
        and patch.sides[2] >= LINEAR_SIDE
        and patch.rows >= LINEAR_ROWS
        and patch.period <= LINEAR_PERIOD
    )


def _is_matrix(patch: Patch) -> bool:
    few, many = sorted((patch.across, patch.down))
    return (
        few >= MATRIX_CHANGES[many < MANY_CHANGES]
        and abs(patch.skew) <= MATRIX_SKEW
        and patch.sides[1] >= MATRIX_SIDES[0]
        and patch.sides[2] >= MATRIX_SIDES[1]
        and patch.blank <= MATRIX_BLANK
        and patch.busy_columns >= MATRIX_COLUMNS
        and patch.lattice <= MATRIX_LATTICE
    )


def _is_stacked(patch: Patch) -> bool:
    return (
        patch.across >= STACKED_ACROSS
        and patch.down >= BARRED_DOWN
        and patch.straight >= STACKED_STRAIGHT
        and (patch.is_barred or _is_even(patch))
        and patch.busy_rows >= STACKED_ROWS
        and patch.period <= STACKED_PERIOD
    )


def _is_even(patch: Patch) -> bool:
    return (
        patch.down >= STACKED_DOWN
        and abs(patch.skew) <= STACKED_SKEW
        and any(patch.sides[2] >= side and patch.peak <= peak for side, peak in STACKED_PAPER)
    )


def _whole(grey: Grey, patch: Patch) -> Frame:
    """Return the frame moved out to where its bars end."""
    longer = _lengthened(grey, patch)
    return longer if patch.down > MIN_DOWN else _levelled(grey, longer)


def _lengthened(grey: Grey, patch: Patch) -> Frame:
    """Return the frame with its left and right edges moved out to where bars end."""
    frame = patch.frame
    reach = int(min(REACH[1], max(REACH[0], REACHES * frame.wide)))
    rows = frame.sample(grey, reach).astype(np.float32)
    rim = len(rows) // 8
    rows = rows[rim : len(rows) - rim]
    steps = np.zeros(rows.shape[1], np.float32)
    steps[1:-1] = np.abs(rows[:, 2:] - rows[:, :-2]).mean(axis=0)
    uneven = 2 * np.abs(rows[1:] - rows[:-1]).mean(axis=0)
    own = slice(reach, len(steps) - reach)
    goes_on = (steps > STEEP * np.median(steps[own])) & (uneven < UNEVEN * steps)
    goes_on[own] = True
    bar = patch.core.shape[1] / patch.across
    gap = int(GAP[patch.down > MIN_DOWN] * bar) + 1
    places = np.flatnonzero(goes_on)
    pieces = np.split(places, np.flatnonzero(np.diff(places) > gap + 1) + 1)
    first, last = next((piece[0], piece[-1]) for piece in pieces if piece[0] <= reach <= piece[-1])
    return frame.cut(float(first) - reach, float(last) + 1 - reach)


def _levelled(grey: Grey, frame: Frame) -> Frame:
    """Return the frame with its top and bottom edges where rows are no more those of its middle."""
    rim = max(4, round(frame.high / 3))
    rows = frame.sample(grey, 0, rim).astype(np.float32)
    half, third = len(rows) // 2, max(1, (len(rows) - 2 * rim) // 3)
    middle = rows[half - third // 2 : half - third // 2 + third].mean(axis=0)
    middle = middle - middle.mean()
    rows = rows - rows.mean(axis=1, keepdims=True)
    like = (rows @ middle) / np.sqrt((rows * rows).sum(axis=1) * (middle @ middle) + 1e-3)
    other = np.flatnonzero(like < LEVEL)
    top, bottom = other[other < half].max(initial=-1) + 1, other[other >= half].min(initial=len(rows))
    if bottom - top < max(MIN_BARS_PX, MIN_BARS * frame.high):
        return frame
    return frame.cut_down(float(top) - rim, float(bottom) - rim)
