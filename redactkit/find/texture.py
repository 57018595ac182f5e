"""Codes that can't be decoded, told by how their modules lie: blurred, small, turned, cut by the picture's edge."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.modules import frames
from redactkit.geometry import contains, scale, widen
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

RIM = 8  # pixels around a frame that are looked at
PAPER = (4, 1)  # from how far outside to how far, pixels
EDGE = (12, 24)  # a row, a column in so many is left out at each edge, or up to three of a sixth: they may be paper
PART, NEXT = 64, 6  # pixels in which a lattice is looked for, and within which all repeats itself
CORNER = 8
START, BARRED = 8.5, 0.8  # elements of a start pattern of PDF417 and what is beside it
REACH, REACHES = (16, 320), 2.5  # pixels, and widths of a frame, by which bars may go on
STEEP, UNEVEN = 0.45, 0.75  # of the frame's own steps; of a place's own
GAP = (3.0, 4.2)  # widths of a bar that may lie between two edges, of linear and of stacked codes
LEVEL = 0.6  # correlation
MIN_BARS_PX, MIN_BARS = 6, 0.6  # shorter bars in a frame are print
FEW = 10  # one row in so many may be another's: a stain, a scratch, the digits below


class TextureDetector:
    """Linear, matrix and stacked codes on identity documents, whether they can be decoded or not."""

    name = "texture"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the codes on one page."""
        ratio = min(MAX_ENLARGED, SIDE_PX / max(page.pixels.shape[:2]))
        wide, high = (max(1, round(side * ratio)) for side in page.pixels.shape[1::-1])
        grey = np.asarray(cv2.cvtColor(resize(page.pixels, wide, high), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        codes: list[tuple[Quad, str]] = []
        for level, small in enumerate(_halved(grey)):
            factor = 2**level / ratio
            print_ = _print(page.lines, small, factor)
            for frame in frames(small):
                place = scale(frame.quad(), factor)
                if any(_holds(quad, place, SLACK * factor) for quad, _ in codes):
                    continue
                patch = _patch(small, frame) if frame.sample(print_).mean() <= MAX_PRINT else None
                if patch and (what := _symbology(patch)):
                    codes.append((scale(patch.frame.quad(FADED), factor), what))
        return tuple(
            Finding(FieldKind.BARCODE, page.index, quad=quad, evidence=(self.name, what)) for quad, what in codes
        )


def _halved(grey: Grey) -> Iterator[Grey]:
    for _ in range(LEVELS):
        if min(grey.shape) < MIN_LEVEL_PX:
            return
        yield grey
        grey = halve(grey)


def _holds(quad: Quad, other: Quad, slack: float) -> bool:
    wider = widen(quad, slack)
    return all(contains(wider, corner) for corner in other.corners)


def _print(lines: Iterable[Line], grey: Grey, factor: float) -> Grey:
    """Return 1 where lines of print were read, on a picture that is `factor` times as small as their page."""
    mask = np.zeros_like(grey)
    for line in lines:
        if line.score >= READ and len(set(line.text)) >= MIN_DIFFERENT:
            cv2.fillConvexPoly(mask, np.round(np.array(line.quad.corners) / factor).astype(np.int32), 1)
    return mask


def _patch(grey: Grey, frame: Frame) -> Patch | None:
    """Return what a frame shows with its bars upright and all of them in it, or None where it is no code."""
    patch = Patch.of(grey, frame)
    if patch.deviation < MIN_DEVIATION or abs(patch.skew) > MAX_SKEW:
        return None
    if patch.straight < 1:
        patch = patch.turned()
    if patch.across < MIN_ACROSS or (patch.down < MIN_DOWN and patch.straight < MIN_STRAIGHT):
        return None
    if patch.straight > LONG_STRAIGHT and (patch.down > MIN_DOWN or patch.ends > LONG_ENDS):
        return Patch.of(grey, _whole(grey, patch))
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


class Patch:
    """What a frame shows, measured when it is asked for; grey levels count from their mean, in deviations of them."""

    def __init__(self, frame: Frame, seen: Grey) -> None:
        self.frame = frame
        self._seen = seen
        inner = seen[RIM:-RIM, RIM:-RIM]
        top, left = (max(1, min(3, side // 6), side // part) for side, part in zip(inner.shape, EDGE, strict=True))
        core = inner[top:-top, left:-left]
        mean, deviation = (float(value[0, 0]) for value in cv2.meanStdDev(core))
        self.deviation = max(deviation, 1e-3)
        self.core: Values = (core - np.float32(mean)) / np.float32(self.deviation)

    @classmethod
    def of(cls, grey: Grey, frame: Frame) -> Patch:
        """Return what a frame shows of a picture."""
        return cls(frame, frame.sample(grey, RIM, RIM))

    def turned(self) -> Patch:
        """Return the same with its axes turned by a quarter."""
        return Patch(self.frame.turned(), np.ascontiguousarray(np.rot90(self._seen)))

    @cached_property
    def skew(self) -> float:
        """Above 0 where more is dark than light."""
        return float((self.core * self.core * self.core).mean())

    @cached_property
    def peak(self) -> float:
        """Kurtosis: 1 for two levels of grey, 3 for noise."""
        square = self.core * self.core
        return float((square * square).mean())

    @cached_property
    def across(self) -> float:
        """How often the mean row changes between dark and light."""
        dark = self.core > 0
        return float(np.count_nonzero(dark[:, 1:] != dark[:, :-1])) / len(dark)

    @cached_property
    def down(self) -> float:
        """How often the mean column changes between dark and light."""
        dark = self.core > 0
        return float(np.count_nonzero(dark[1:] != dark[:-1]) / dark.shape[1])

    @cached_property
    def straight(self) -> float:
        """How much steeper rows are than columns."""
        across, down = self.core[:, 2:] - self.core[:, :-2], self.core[2:] - self.core[:-2]
        return float((across * across).mean() / max(float((down * down).mean()), 1e-6))

    @cached_property
    def ends(self) -> float:
        """How much the edges in the upper third are those in the lower."""
        third, side = max(2, len(self.core) // 3), self.core.shape[1] // 8
        upper, lower = (rows[:, side : -side or None].mean(axis=0) for rows in (self.core[:third], self.core[-third:]))
        return _alike((upper[2:] - upper[:-2])[None], lower[2:] - lower[:-2])

    @cached_property
    def rows(self) -> float:
        """How much the rows are their mean."""
        return _alike(self.core, self.core.mean(axis=0))

    @cached_property
    def is_barred(self) -> bool:
        """Tell whether there are straight bars at both ends, as wide as a start pattern of eight elements."""
        wide = max(6, round(START * self.core.shape[1] / max(self.across, 1.0)))
        ends = self.core[:, 1:wide], self.core[:, -wide:-1]
        return 3 * wide < self.core.shape[1] and all(_alike(end, end.mean(axis=0)) > BARRED for end in ends)

    @cached_property
    def period(self) -> float:
        """How much the mean row repeats itself anywhere."""
        row = self.core.mean(axis=0)
        count = len(row)
        spectrum = np.abs(np.fft.rfft(row - row.mean(), 2 * count)) ** 2
        again = np.fft.irfft(spectrum)[:count] * (count / np.arange(count, 0, -1))
        first = np.flatnonzero(again < 0)
        return float(again[first[0] : max(first[0] + 1, count * 2 // 3)].max() / again[0]) if len(first) else 1.0

    @cached_property
    def lattice(self) -> float:
        """How much the upper left part repeats itself anywhere."""
        part = self.core[:PART, :PART] - self.core[:PART, :PART].mean()
        high, wide = (side * 3 // 4 for side in part.shape)
        spectrum = np.abs(np.fft.rfft2(part, (2 * PART, 2 * PART))) ** 2
        shares = np.outer(*(1 - np.arange(end) / side for end, side in zip((high, wide), part.shape, strict=True)))
        again = np.fft.irfft2(spectrum)[:high, :wide] / shares
        own = float(again[0, 0])
        again[:NEXT, :NEXT] = -own
        return float(again.max()) / own

    @cached_property
    def sides(self) -> tuple[float, ...]:
        """How light the four sides are just outside, the darkest first."""
        seen, far, near = self._seen, RIM - PAPER[0], RIM - PAPER[1]
        mean = float(seen[RIM:-RIM, RIM:-RIM].mean())
        middle = seen[RIM:-RIM]
        strips = middle[:, far:near], middle[:, -near:-far], seen[far:near, RIM:-RIM], seen[-near:-far, RIM:-RIM]
        return tuple(sorted((float(strip.mean()) - mean) / self.deviation for strip in strips))

    @cached_property
    def blank(self) -> float:
        """How light the lightest corner is, as a share of the light outside."""
        high, wide = (max(2, side // CORNER) for side in self.core.shape)
        corners = (rows[:, columns] for rows in (self.core[:high], self.core[-high:]) for columns in _ends_of(wide))
        return max(float(corner.mean()) for corner in corners) / max(self.sides[2], 0.1)

    @cached_property
    def busy_rows(self) -> float:
        """The deviation in the plainest rows."""
        return float(_least(self.core.std(axis=1), 1 / FEW))

    @cached_property
    def busy_columns(self) -> float:
        """The deviation in the plainer half of the columns: gaps between letters go all the way down."""
        return float(_least(self.core.std(axis=0), 0.4))


def _ends_of(length: int) -> tuple[slice, slice]:
    return slice(length), slice(-length, None)


def _least(values: Values, share: float) -> np.float32:
    """Return the value that a share of the values is below."""
    return np.float32(np.sort(values)[int(len(values) * share)])


def _alike(rows: Values, other: Values) -> float:
    """Return the correlation of rows with another, of the least alike but a few."""
    other = other - other.mean()
    rows = rows - rows.mean(axis=1, keepdims=True)
    norms = np.sqrt((rows * rows).sum(axis=1) * float(other @ other))
    return float(_least((rows @ other) / (norms + 1e-3), 1 / FEW))


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
