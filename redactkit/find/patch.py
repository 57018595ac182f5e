"""What a place of a grey picture shows, measured as codes are told by: light and dark, edges, rows, repetition."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from redactkit.find.modules import Frame, Grey

    Values = NDArray[np.float32]

RIM = 8  # pixels around a frame that are looked at
PAPER = (4, 1)  # from how far outside to how far, pixels
EDGE = (12, 24)  # a row, a column in so many is left out at each edge, or up to three of a sixth: they may be paper
PART, NEXT = 64, 6  # pixels in which a lattice is looked for, and within which all repeats itself
CORNER = 8
START, BARRED = 8.5, 0.8  # elements of a start pattern of PDF417 and what is beside it
FEW = 10  # one row in so many may be another's: a stain, a scratch, the digits below


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
    def tilt(self) -> float:
        """How far its steps run off its x axis, radians, clockwise: the direction of most of them, by their squares."""
        across = self.core[1:-1, 2:] - self.core[1:-1, :-2]
        down = self.core[2:, 1:-1] - self.core[:-2, 1:-1]
        along = float((across * across - down * down).mean())
        return math.atan2(2 * float((across * down).mean()), along) / 2

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
        return float(least(self.core.std(axis=1), 1 / FEW))

    @cached_property
    def busy_columns(self) -> float:
        """The deviation in the plainer half of the columns: gaps between letters go all the way down."""
        return float(least(self.core.std(axis=0), 0.4))


def _ends_of(length: int) -> tuple[slice, slice]:
    return slice(length), slice(-length, None)


def least(values: Values, share: float) -> np.float32:
    """Return the value that a share of the values is below."""
    return np.float32(np.sort(values)[int(len(values) * share)])


def _alike(rows: Values, other: Values) -> float:
    """Return the correlation of rows with another, of the least alike but a few."""
    other = other - other.mean()
    rows = rows - rows.mean(axis=1, keepdims=True)
    norms = np.sqrt((rows * rows).sum(axis=1) * float(other @ other))
    return float(least((rows @ other) / (norms + 1e-3), 1 / FEW))
