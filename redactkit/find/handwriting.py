"""Whether a line is print or written by hand, by its pixels: pens are thin, and their letters hang together."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from redactkit.find.strokes import distances, ink_of, pen_px
from redactkit.geometry import bounds, height, width
from redactkit.pixels import resize

if TYPE_CHECKING:
    from redactkit.model import Line, Pixels, Quad

# A strip is a line brought to this height; ink is looked for with a kernel of half of it.
STRIP_PX = 32
KERNEL_PX = 15
MIN_INK = 30  # of 255: a stroke fainter than this is none
HALF = 0.5  # of the darkest of a line, above which a pixel belongs to a stroke
PIECE_PX = (3, 8)  # smaller pieces of ink are dots and accents
# Chosen on 121 signatures that a reader located and 1359 lines of print at least 1.1 times as high as their page's
# median: print is 3 to 6 px thick on a strip, covers a fifth to a third of it and has a piece of ink for each
# character; blurred print, whose letters hang together as well, is thick. Characters to a piece of ink at least, width
# of strokes and share covered at most, of a fine pen, a broad one and a blurred one: these held for 95 of the
# signatures, and for 9 lines of print.
JOINED = ((1.6, 2.2, 0.27), (1.6, 2.9, 0.2), (2.4, 3.5, 0.19))
# Twice as high as print, blurred letters that hang together are no print.
LOOPED, LOOPED_JOINED = 1.8, (2.0, 5.0, 0.26)
MAX_PEN_PX = (3.6, 5.0)  # at all; of loops, and of one stroke from end to end
MIN_SQUARES, MAX_SQUARES = 1.0, 9.0  # heights to a line's width: emblems are narrower than signatures, titles longer
MAX_BROAD_PX = 10.5  # on a strip as high as print: a third of its height; what is broader is a stamp across the page
# Handwriting whose letters stand apart: finer still, in small letters.
APART_PEN_PX, APART_COVERED, APART_TALL, APART_SQUARES = 2.4, 0.18, 1.5, 7.0
# A stroke is blurred by a pixel of the page, which is more of a strip where lines are low.
BLUR_PX, SHARP_PX = 0.8, 44.0
TALL = 1.2  # heights of print: signatures have loops, and the reader's boxes hold them
EXPECTED_TALL = 1.1
SURE, SURE_TALL = 0.8, 0.9  # scores; taller lines are read worse when they are handwritten
VERY_TALL = 1.4
MIN_DENSE = 0.55  # characters to a square of the line's height: print has one or more, a scribble read as "NM" fewer
# Where the reader is not sure its characters say little: pieces of ink to a square of the line's height.
MAX_PIECES = 1.6
MAX_COVERED_UNREAD, MAX_COVERED_SCRIBBLE = 0.24, 0.3
THIN_PX, THIN_COVERED = 2.9, 0.2  # strokes of a pen, however many pieces
WINDING = 0.35  # pieces of ink to a square: one stroke from end to end
FEW = 2.4  # characters to a piece of ink: a scribble is one
MIN_LETTERS = 2
MAX_DIGITS = 3
FILLER = "<<"


class Writing(StrEnum):
    """How a line was written."""

    PRINT = "print"
    HAND = "hand"
    UNSURE = "unsure"


def writing_of(pixels: Pixels, line: Line, print_px: float, *, expected: bool = False) -> Writing:
    """Return how a line was written.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
        The page.
    line : Line
    print_px : float
        Median height of the page's lines, page pixels.
    expected : bool
        A label says that a signature is here.
    """
    text, tall = line.text, height(line.quad) / print_px
    sparse = is_sparse(line)
    sure = line.score >= (SURE_TALL if tall >= VERY_TALL else SURE) and not sparse
    least = EXPECTED_TALL if expected else TALL
    numeric = FILLER in text or sum(map(str.isdigit, text)) >= MAX_DIGITS
    if numeric or ((sure or not text) and tall < least):
        return Writing.PRINT
    if expected and line.score < SURE:
        return Writing.UNSURE
    look = _measured(pixels, line.quad)
    winding = tall >= LOOPED or look.pieces <= WINDING * look.squares
    if not look.pieces or look.pen_px > MAX_PEN_PX[winding] or look.pen_px * tall > MAX_BROAD_PX:
        return Writing.PRINT
    apart = tall >= (least if expected else APART_TALL) and line.score >= SURE and not sparse and _is_apart(text, look)
    if apart or (tall >= least and _hangs_together(text, look, tall)):
        return Writing.HAND
    letters = any(map(str.isalpha, text)) and (sparse or len(text) >= FEW * look.pieces)
    scribble = letters or winding
    full = look.covered > (MAX_COVERED_SCRIBBLE if scribble else MAX_COVERED_UNREAD)
    thin = bool(text) and look.pen_px <= THIN_PX and look.covered <= THIN_COVERED
    crowded = look.pieces > MAX_PIECES * look.squares and not thin
    shaped = MIN_SQUARES <= look.squares <= MAX_SQUARES
    return Writing.PRINT if sure or full or crowded or not shaped else Writing.UNSURE


def is_sparse(line: Line) -> bool:
    """Tell whether a line was read as fewer characters than print of its height would have."""
    return len(line.cells) * height(line.quad) < MIN_DENSE * width(line.quad)


def is_scribble(line: Line) -> bool:
    """Tell whether a line was read as few letters."""
    return any(map(str.isalpha, line.text)) and is_sparse(line)


def _hangs_together(text: str, look: _Look, tall: float) -> bool:
    """Tell whether a line has fewer pieces of ink than letters, and is no blurred print."""
    limits = (*JOINED, LOOPED_JOINED) if tall >= LOOPED else JOINED
    joined = any(
        len(text) >= chars * look.pieces and look.pen_px <= px and look.covered <= share for chars, px, share in limits
    )
    return joined and len(text) > 1 and look.squares <= MAX_SQUARES


def _is_apart(text: str, look: _Look) -> bool:
    """Tell whether a line is small letters of a fine pen, with no digit."""
    letters = [char for char in text if char.isalpha()]
    small = len(letters) >= MIN_LETTERS and 2 * sum(map(str.islower, letters)) >= len(letters)
    fine = look.pen_px <= APART_PEN_PX and look.covered <= APART_COVERED and look.squares <= APART_SQUARES
    return small and fine and not any(map(str.isdigit, text))


class _Look(NamedTuple):
    """A line's pieces of ink, the width of its strokes on a strip, the share that they cover, and its squares."""

    pieces: int
    pen_px: float
    covered: float
    squares: float


def _measured(pixels: Pixels, quad: Quad) -> _Look:
    strip = _strip(pixels, quad)
    ink, _ = ink_of(strip, KERNEL_PX)
    mask = (ink > max(MIN_INK, HALF * float(np.percentile(ink, 97)))).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces = int(np.sum((stats[1:, 2] >= PIECE_PX[0]) & (stats[1:, 3] >= PIECE_PX[1])))
    far = distances(mask)[mask > 0]
    pen = float(pen_px(np.mean(far, keepdims=True))[0]) if pieces else 0.0
    high = min(height(quad), SHARP_PX)
    blur = (BLUR_PX * STRIP_PX) ** 2 * (1 / high**2 - 1 / SHARP_PX**2)
    return _Look(pieces, math.sqrt(max(pen**2 - blur, 0.5)), float(mask.mean()), strip.shape[1] / STRIP_PX)


def _strip(pixels: Pixels, quad: Quad) -> Pixels:
    """Return a line's pixels, upright, as high as a strip."""
    left, top, right, bottom = (int(edge) for edge in bounds([quad]))
    part = pixels[max(top, 0) : bottom + 2, max(left, 0) : right + 2]
    ratio = min(1.0, 2 * STRIP_PX / max(height(quad), 1.0))
    small = resize(part, max(1, round(part.shape[1] * ratio)), max(1, round(part.shape[0] * ratio)))
    wide = max(STRIP_PX // 4, round(width(quad) * STRIP_PX / max(height(quad), 1.0)))
    places = (np.array(quad.corners) - [max(left, 0), max(top, 0)]) * [
        small.shape[1] / part.shape[1],
        small.shape[0] / part.shape[0],
    ]
    corners = np.array([[0, 0], [wide, 0], [wide, STRIP_PX], [0, STRIP_PX]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(places.astype(np.float32), corners)
    strip = cv2.warpPerspective(small, matrix, (wide, STRIP_PX), borderMode=cv2.BORDER_REPLICATE)
    return strip.astype(np.uint8, copy=False)
