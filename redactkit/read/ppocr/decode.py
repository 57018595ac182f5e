"""Symbol probabilities to characters with places: greedy CTC, several alphabets from one network run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from redactkit.model import Cell, Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.read.ppocr.crop import Crop

DIGITS = "0123456789"
MRZ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LATIN_END = 0x180  # ASCII, Latin-1, Latin Extended-A
LATIN_MORE = "€£–—‘’“”•…№"
# A symbol that wins its step with less than this is noise (chosen on drawn and real cards).
MIN_DIGIT = 0.02
MIN_MRZ = 0.005
MIN_LATIN = 0.03
LATIN_SHARE = 0.5  # below this mean probability the line is not Latin: keep what the whole alphabet says
MRZ_LENGTH = 20  # a shorter line without `<` is no machine readable zone
INSET = 4 / 48  # the detector's box exceeds the ink; cells leave this share of the height out above and below


@dataclass(frozen=True, slots=True)
class Alphabets:
    """Columns of the recogniser's output, blank first, for each alphabet."""

    symbols: tuple[str, ...]
    latin: NDArray[np.intp]
    digits: NDArray[np.intp]
    mrz: NDArray[np.intp]

    @classmethod
    def of(cls, symbols: Sequence[str]) -> Alphabets:
        """Build the columns for the recogniser's symbols; index 0 is the blank."""
        place = {symbol: i for i, symbol in enumerate(symbols)}
        latin = [
            i for i, s in enumerate(symbols) if i == 0 or (len(s) == 1 and (ord(s) < LATIN_END or s in LATIN_MORE))
        ]
        return cls(
            tuple(symbols),
            np.array(latin),
            np.array([0, *(place[c] for c in DIGITS)]),
            np.array([0, *(place[c] for c in MRZ)]),
        )


@dataclass(frozen=True, slots=True)
class Peak:
    """One decoded symbol: its probability and the middle of its steps, in crop pixels."""

    char: str
    score: float
    x: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One line decoded with each alphabet."""

    text: tuple[Peak, ...]
    digits: tuple[Peak, ...]
    mrz: tuple[Peak, ...]

    @property
    def score(self) -> float:
        """Mean probability of the text's symbols."""
        return float(np.mean([peak.score for peak in self.text])) if self.text else 0.0


def decode(chances: NDArray[np.float32], step_px: float, alphabets: Alphabets) -> Reading:
    """Decode one line.

    Parameters
    ----------
    chances : ndarray of float32, shape (steps, symbols)
        Probabilities.
    step_px : float
        Width of one step in crop pixels.
    alphabets : Alphabets
    """
    latin = _peaks(chances, alphabets.latin, step_px, alphabets.symbols, MIN_LATIN)
    text = latin
    if not latin or np.mean([peak.score for peak in latin]) < LATIN_SHARE:
        whole = _peaks(chances, None, step_px, alphabets.symbols, 0.0)
        if np.sum([p.score for p in whole]) > np.sum([p.score for p in latin]):
            text = whole
    digits = _peaks(chances, alphabets.digits, step_px, alphabets.symbols, MIN_DIGIT)
    zone = len(text) >= MRZ_LENGTH or sum(peak.char == "<" for peak in text) >= 2
    mrz = _peaks(chances, alphabets.mrz, step_px, alphabets.symbols, MIN_MRZ) if zone else ()
    return Reading(tuple(p for p in text if not p.char.isspace()), digits, mrz)


def _peaks(
    chances: NDArray[np.float32],
    columns: NDArray[np.intp] | None,
    step_px: float,
    symbols: Sequence[str],
    least: float,
) -> tuple[Peak, ...]:
    table = chances if columns is None else chances[:, columns]
    best = table.argmax(1)
    starts = np.flatnonzero((best != 0) & (np.r_[-1, best[:-1]] != best))
    found = []
    for start in starts:
        winner = best[start]
        end = start + 1
        while end < len(best) and best[end] == winner:
            end += 1
        score = float(table[start:end, winner].max())
        if score >= least:
            symbol = symbols[winner if columns is None else columns[winner]]
            found.append(Peak(symbol, min(score, 1.0), (start + end) / 2 * step_px))
    return tuple(found)


def cells(peaks: Sequence[Peak], crop: Crop) -> tuple[Cell, ...]:
    """Give every symbol its own quad on the page: cuts half way between neighbours, at most 1.25 pitches wide."""
    if not peaks:
        return ()
    middles = np.array([peak.x for peak in peaks])
    gaps = np.diff(middles)
    high = crop.pixels.shape[0]
    pitch = float(np.percentile(gaps, 35)) if len(gaps) else min(crop.width, 0.8 * high)
    reach = np.minimum(gaps, 1.25 * pitch) / 2
    lefts = np.clip(middles - np.r_[pitch / 2, reach], 0, crop.width)
    rights = np.clip(middles + np.r_[reach, pitch / 2], 0, crop.width)
    top, bottom = INSET * high, (1 - INSET) * high
    corners = np.stack([[lefts, rights, rights, lefts], [np.full_like(lefts, y) for y in (top, top, bottom, bottom)]])
    flat = np.vstack([corners.reshape(2, -1), np.ones(4 * len(peaks))])
    page = crop.back @ flat
    points = (page[:2] / page[2]).reshape(2, 4, -1).transpose(2, 1, 0).tolist()
    return tuple(
        Cell(peak.char, Quad(((a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1]))), peak.score)
        for peak, (a, b, c, d) in zip(peaks, points, strict=True)
    )
