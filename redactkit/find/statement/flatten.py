"""Segments of a photographed page as they would stand on a flat one: rows level, columns upright.

A page that is curled or seen from the side has rows that bend and columns that lean. Both are told from the text: from
the slopes of long lines, and from edges that stand under each other.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from redactkit.find.statement.segment import Segment

TELLING = 2.5  # line heights from which on a segment's slope tells something; the longer it is, the more
MIN_STEADY = 12  # of them; fewer do not tell the shape of a page
OUTLIER = 0.05  # slope off the page's shape by more than three degrees: a stamp, a signature
# Edges so many line heights apart tell how columns lean, up to eleven degrees; so many of them must share another lean
# than none, for each one that leans not at all.
MIN_PLUMB, MAX_PLUMB, MAX_LEAN, CLEARLY = 3.0, 12.0, 0.2, 1.25
STEP = 0.008  # leans within half a degree are one
MIN_LEANS = 200  # pairs of edges in either half


def flatten(segments: Sequence[Segment], high: float) -> list[Segment]:
    """Return segments where they would stand on a flat page.

    Parameters
    ----------
    segments : sequence of Segment
    high : float
        Median height, pixels.
    """
    return _plumb(_level(segments), high)


def _level(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments moved up or down so that rows run level, each with the slope that the page has at its place.

    The slope is fitted as a function of the place: with x to the second power, as paper bends about an upright
    axis, and with y, as rows converge when they are seen from the side.
    """
    steady = [s for s in segments if s.right - s.left > TELLING * s.high]
    if len(steady) < MIN_STEADY or max(abs(s.slope) for s in steady) == 0.0:
        return list(segments)
    xs, ys, slopes, weights = (
        np.array(values)
        for values in zip(*(((s.left + s.right) / 2, s.middle, s.slope, s.right - s.left) for s in steady), strict=True)
    )
    center, scale = np.array([xs.mean(), ys.mean()]), float(max(np.ptp(xs), np.ptp(ys), 1.0))
    terms = _terms((xs - center[0]) / scale, (ys - center[1]) / scale)
    good = np.ones(len(steady), bool)
    for _ in range(2):
        factors = np.linalg.lstsq(terms[good] * weights[good, None], slopes[good] * weights[good], rcond=None)[0]
        good = np.abs(terms @ factors - slopes) < OUTLIER
        if good.sum() < MIN_STEADY:
            return list(segments)

    def moved(segment: Segment) -> Segment:
        x, y = ((segment.left + segment.right) / 2 - center[0]) / scale, (segment.middle - center[1]) / scale
        rise = float(_risen(x, y) @ factors) * scale
        slope = float(_terms(np.array([x]), np.array([y]))[0] @ factors)
        return replace(segment, top=segment.top - rise, bottom=segment.bottom - rise, slope=slope)

    return [moved(segment) for segment in segments]


def _terms(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the terms of which the slope is a sum."""
    return np.stack([np.ones_like(x), x, y, x * x, x * y], axis=-1)


def _risen(x: float, y: float) -> NDArray[np.float64]:
    """Return the integrals of the terms from the page's middle along a row."""
    return np.array([x, x * x / 2, y * x, x**3 / 3, x * x * y / 2])


def _plumb(segments: Sequence[Segment], high: float) -> list[Segment]:
    """Return segments moved along their rows so that columns stand upright: a photo from the side makes them lean.

    How far columns lean is told by edges that stand under each other, in the page's left half and in its right one, as
    both margins lean inwards on a page that is seen from its foot.
    """
    leans = sorted(_leans(segments, high))
    halves = leans[: len(leans) // 2], leans[len(leans) // 2 :]
    if len(halves[0]) < MIN_LEANS:
        return list(segments)
    (x0, lean0), (x1, lean1) = (
        (median(x for x, _ in half), _usual_lean([lean for _, lean in half])) for half in halves
    )
    if not (lean0 or lean1) or x1 <= x0:
        return list(segments)
    middle = median(s.middle for s in segments)

    def moved(x: float, y: float) -> float:
        share = min(max((x - x0) / (x1 - x0), 0.0), 1.0)
        return x - (lean0 + (lean1 - lean0) * share) * (y - middle)

    return [replace(s, left=moved(s.left, s.middle), right=moved(s.right, s.middle)) for s in segments]


def _leans(segments: Sequence[Segment], high: float) -> Iterator[tuple[float, float]]:
    """Yield, for edges that may stand under each other, where and how far they lean, pixels along per pixel down."""
    edges = sorted((s.middle, x) for s in segments for x in (s.left, s.right))
    for i, (y, x) in enumerate(edges):
        for below, other in edges[i + 1 :]:
            if below - y > MAX_PLUMB * high:
                break
            if below - y > MIN_PLUMB * high and abs(other - x) < MAX_LEAN * (below - y):
                yield x, (other - x) / (below - y)


def _usual_lean(leans: Sequence[float]) -> float:
    """Return the lean that most edges share, 0 unless it is clearly another: lines of a paragraph end anywhere."""
    ordered = sorted(leans)

    def share(lean: float) -> int:
        return bisect(ordered, lean + STEP) - bisect(ordered, lean - STEP)

    best = max((STEP * k for k in range(-round(MAX_LEAN / STEP), round(MAX_LEAN / STEP) + 1)), key=share)
    return best if share(best) > CLEARLY * share(0.0) else 0.0
