"""The best quality below a limit, with one full encode where a plain search takes six or seven.

The size is foretold on a mosaic: a few tiles spread over the page, encoded alone. The quality is
solved there as a real number; the page itself is encoded once, and once more when the forecast
missed. A large page is halved before its quality falls below 75.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from redactkit.errors import SizeLimitError
from redactkit.pixels import halve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactkit.model import Pixels

    Encode: TypeAlias = Callable[[Pixels, float], bytes]  # (pixels, quality) -> a whole file
    Forecast: TypeAlias = Callable[[float], float]  # quality -> bytes

# Quality on the libjpeg scale. Finer than 95 adds bytes that nobody sees (libjpeg's own advice). Below 75 a page of
# 12 or 48 MP is halved, for a quarter of the time to encode and to verify. Digits of 10 px, the smallest in print, were
# read at 30 nearly as at 75 (474 and 480 of 480), at 20 worse (463), at 10 no more (229).
FINEST, HALVING, COARSEST = 95.0, 75.0, 30.0

# An A4 page of 2 MP has 144 dpi: 10 pt digits are 14 px high and were all read down to quality 20. Eight pictures of
# 2 to 5 MP stayed nearer to the original at full size and quality 30 than halved with as many bytes (SSIM).
MIN_PIXELS = 2_000_000

_TILE = 64  # px; four JPEG blocks of 16, so that seams are few
_TILES = 128  # half a megapixel: 2 ms an encode, and the forecast within 3 %
_HEADERS = 600  # bytes; the tables of a colour JPEG, the same in mosaic and page

_AIM = 0.97  # of the limit: the forecast's usual error stays below it
_GOOD = 0.93  # of the limit: a second encode would gain less than a quality step of 1
_STEPS = 8  # of the solution, 2 ms each; two to four on a photo
_ENCODES = 4  # one was enough in 13 of 15 measured jobs, two in all


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, drawn only when its pixels are needed.

    Attributes
    ----------
    draw : callable
        From a number of halvings to the pixels: uint8, shape (height, width) or (height, width, channels).
    encode : callable
        From pixels and quality (0 to 100) to a whole file.
    halvings : int
        How often it may be halved.
    present_bytes : int
        Size of its file as it came, which stays where it is the smallest; 0 when there is none.
    """

    draw: Callable[[int], Pixels] = field(repr=False)
    encode: Encode = field(repr=False)
    halvings: int = 0
    present_bytes: int = 0


class Coded(NamedTuple):
    """A picture's file, None when it stays as it came; how often it was halved, and how many bytes it takes."""

    data: bytes | None
    halvings: int
    size: int


def search(pictures: Sequence[Pixels], max_bytes: int, encode: Encode) -> list[tuple[Pixels, bytes]]:
    """Encode pictures at one common quality so that together they stay below the limit.

    Parameters
    ----------
    pictures : sequence of ndarray of uint8, shape (height, width) or (height, width, 3)
    max_bytes : int
        For all files together.
    encode : callable
        From pixels and quality (0 to 100) to a whole file.

    Returns
    -------
    list of (pixels, file)
        Each picture at the size in which it was coded.

    Raises
    ------
    SizeLimitError
        The coarsest quality at the smallest size is still larger.
    """
    draws = [_drawn(picture) for picture in pictures]
    drawn = [Picture(draw, encode, halvings_of(_area(draw(0)))) for draw in draws]
    found = search_drawn(drawn, max_bytes)
    return [(draw(coded.halvings), coded.data or b"") for draw, coded in zip(draws, found, strict=True)]


def _drawn(pixels: Pixels) -> Callable[[int], Pixels]:
    """Return what halves a picture as often as it is asked to, and does no halving twice."""
    levels = [pixels]

    def draw(halvings: int) -> Pixels:
        while len(levels) <= halvings:
            levels.append(halve(levels[-1]))
        return levels[halvings]

    return draw


def halvings_of(pixels: int, smallest: float = MIN_PIXELS) -> int:
    """Return how often so many pixels can be halved both ways before they are fewer than `smallest`."""
    count = 0
    while pixels // 4 >= smallest:
        pixels, count = pixels // 4, count + 1
    return count


def search_drawn(pictures: Sequence[Picture], max_bytes: int) -> list[Coded]:
    """Do as `search` does, with pictures that need not be in memory all at once."""
    halved, forecast = _scale(pictures, max_bytes)
    best: list[Coded] = []
    tried: set[float] = set()
    size, correction = 0, 1.0
    for _ in range(_ENCODES):
        quality = _solve(forecast, max_bytes * _AIM / correction)
        if quality in tried:
            break
        tried.add(quality)
        files = [_code(picture, min(halved, picture.halvings), quality) for picture in pictures]
        size = _total(files)
        correction = size / forecast(quality)
        if _total(best) < size <= max_bytes:
            best = files
        if best and (quality == FINEST or len(tried) > 1 or size >= _GOOD * max_bytes):
            break
    if not best:
        height, width = pictures[0].draw(min(halved, pictures[0].halvings)).shape[:2]
        raise SizeLimitError(
            f"no legible picture fits {max_bytes:,} bytes: {len(pictures)} page(s), the first with "
            f"{width} x {height} px, still take {size:,}; allow more bytes"
        )
    return best


def _code(picture: Picture, halvings: int, quality: float) -> Coded:
    data = picture.encode(picture.draw(halvings), quality)
    if 0 < picture.present_bytes <= len(data):
        return Coded(None, 0, picture.present_bytes)
    return Coded(data, halvings, len(data))


def _total(files: Sequence[Coded]) -> int:
    return sum(file.size for file in files)


def _scale(pictures: Sequence[Picture], max_bytes: int) -> tuple[int, Forecast]:
    """Halve the pictures until they fit at a good quality or must not become smaller."""
    halved = 0
    while True:
        forecast = _forecast(pictures, halved)
        if forecast(HALVING) <= max_bytes * _AIM or halved >= max(picture.halvings for picture in pictures):
            return halved, forecast
        halved += 1


def forecast_of(pictures: Sequence[Pixels], encode: Encode) -> Forecast:
    """Return a function that foretells the size in bytes of all pictures at a quality.

    Exact for a picture of up to half a megapixel, which is its own mosaic.
    """
    return _forecast([Picture(_drawn(picture), encode) for picture in pictures], 0)


class _Sample(NamedTuple):
    """A picture's mosaic, and what its size says about the picture's."""

    tiles: Pixels
    encode: Encode
    ratio: float
    ceiling: float

    def size(self, quality: float) -> float:
        size = len(self.encode(self.tiles, quality))
        return min(_HEADERS + max(size - _HEADERS, 0) * self.ratio, self.ceiling)


def _forecast(pictures: Sequence[Picture], halved: int) -> Forecast:
    samples = []
    for picture in pictures:
        pixels = picture.draw(min(halved, picture.halvings))
        tiles = mosaic(pixels, max(_TILES // len(pictures), 16))
        samples.append(_Sample(tiles, picture.encode, _area(pixels) / _area(tiles), picture.present_bytes or math.inf))

    @cache
    def forecast(quality: float) -> float:
        return sum(sample.size(quality) for sample in samples)

    return forecast


def _area(pixels: Pixels) -> int:
    return int(pixels.shape[0] * pixels.shape[1])


def mosaic(pixels: Pixels, tiles: int) -> Pixels:
    """Return about so many tiles of 64 px, spread evenly over the page, as one picture eight tiles wide.

    A page with no more tiles than that is returned as it is.
    """
    rows, columns = pixels.shape[0] // _TILE, pixels.shape[1] // _TILE
    step = rows * columns // tiles
    if step < 2:
        return pixels
    # Rows are shifted by the golden section of the step, so that no column or text line is favoured.
    shift = round(step * (math.sqrt(5) - 1) / 2) * np.arange(rows)
    down, across = np.nonzero((np.arange(columns) - shift[:, None]) % step == 0)
    used = len(down) // 8 * 8
    blocks = pixels[: rows * _TILE, : columns * _TILE]
    blocks = blocks.reshape(rows, _TILE, columns, _TILE, *pixels.shape[2:]).swapaxes(1, 2)
    chosen = blocks[down[:used], across[:used]].reshape(-1, 8, _TILE, _TILE, *pixels.shape[2:])
    return chosen.swapaxes(1, 2).reshape(-1, 8 * _TILE, *pixels.shape[2:])


def _solve(forecast: Forecast, target: float) -> float:
    """Return a quality whose forecast is at most 1 % below the target; the coarsest when none is below it.

    Steps alternate: a straight line through the logarithms of size and of 100 - quality, nearly exact for a
    camera's picture; and the middle, for pictures that were quantised before, whose sizes go in stairs.
    """
    if forecast(FINEST) <= target:
        return FINEST
    low, high = (HALVING, FINEST) if forecast(HALVING) <= target else (COARSEST, HALVING)
    for step in range(_STEPS):
        if not forecast(low) < 0.99 * target:
            break
        share = 0.5
        if step % 2 == 0:
            below, above = math.log(forecast(low) / target), math.log(forecast(high) / target)
            share = below / (below - above)
        middle = round(100 - (100 - low) ** (1 - share) * (100 - high) ** share, 2)
        if forecast(middle) <= target:
            low = middle
        else:
            high = middle
    return low
