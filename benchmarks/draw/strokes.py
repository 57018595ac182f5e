"""A typeface of strokes after the digits that embossing machines press (Farrington 7B).

Each glyph is a few lines on a grid 4 wide and 7 high, y downwards, with rounded corners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 4.0
HEIGHT = 7.0

_GLYPHS = {
    "0": ["00 40 47 07 00"],
    "1": ["1.2,0.4 2,0 27", "0.8,7 3.2,7"],
    "2": ["0,0.9 00 40 4,3.3 0,3.3 07 47"],
    "3": ["0,0 3.6,0 3.6,3.2 1.2,3.2", "3.1,3.2 4,3.2 47 07"],
    "4": ["0.3,0 0,4.5 4,4.5", "3.1,2.5 3.1,7"],
    "5": ["3.8,0 0.2,0 0.2,2.9 4,2.9 47 07"],
    "6": ["2.6,0 0.3,0 0,2 07 47 4,3.1 0,3.1"],
    "7": ["0,1.1 00 40 4,2.4 2,4.2 27"],
    "8": ["0.5,3.2 0.5,0 3.5,0 3.5,3.2", "0,3.2 4,3.2 47 07 0,3.2"],
    "9": ["1.2,7 47 40 00 0,3.9 4,3.9"],
    "A": ["07 0,1.8 20 4,1.8 47", "04 44"],
    "B": ["0,0 3.5,0 3.5,3.2 0,3.2", "0,0 0,7 4,7 4,3.2 0,3.2"],
    "C": ["40 00 07 47"],
    "D": ["00 30 42 45 37 07 00"],
    "E": ["40 00 07 47", "0,3.4 3,3.4"],
    "F": ["40 00 07", "0,3.4 3,3.4"],
    "G": ["40 00 07 47 44 2.2,4"],
    "H": ["00 07", "40 47", "0,3.4 4,3.4"],
    "I": ["20 27", "10 30", "17 37"],
    "J": ["40 47 07 05"],
    "K": ["00 07", "40 0,3.8", "1.2,2.9 47"],
    "L": ["00 07 47"],
    "M": ["07 00 23 40 47"],
    "N": ["07 00 47 40"],
    "O": ["00 40 47 07 00"],
    "P": ["07 00 40 4,3.7 0,3.7"],
    "Q": ["00 40 47 07 00", "2.4,5.2 4.3,7.4"],
    "R": ["07 00 40 4,3.6 0,3.6", "1.6,3.6 47"],
    "S": ["4,0 0,0 0,3.3 4,3.3 4,7 0,7"],
    "T": ["20 27", "00 40"],
    "U": ["00 07 47 40"],
    "V": ["00 27 40"],
    "W": ["00 07 24 47 40"],
    "X": ["00 47", "40 07"],
    "Y": ["00 2,3.2 40", "2,3.2 27"],
    "Z": ["00 40 07 47"],
    "/": ["0.2,7.2 3.8,-0.2"],
    "-": ["0.6,3.6 3.4,3.6"],
    ".": ["1.8,6.9 2.2,6.9"],
    "&": ["47 0,2 00 20 2,2 05 07 27 4,4.4"],
    "+": ["0.4,3.6 3.6,3.6", "2,1.9 2,5.3"],
}


def outline(char: str) -> list[NDArray[np.float64]]:
    """Return the strokes of a capital, digit or sign as arrays of (x, y), corners rounded.

    Raises
    ------
    KeyError
        The typeface lacks the character.
    """
    return [path(stroke) for stroke in _GLYPHS[char]]


def path(stroke: str, radius: float = 1.0) -> NDArray[np.float64]:
    """Return the points of a stroke, written as `xy` or `x,y` with spaces between, its corners rounded."""
    return _rounded(np.array([_point(word) for word in stroke.split()]), radius)


def _point(word: str) -> tuple[float, float]:
    x, y = word.split(",") if "," in word else list(word)
    return float(x), float(y)


def _rounded(points: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """Replace each inner corner by a quadratic curve that starts `radius` before it."""
    if np.allclose(points[0], points[-1]):  # closed: begin in the middle of the first side
        middle = (points[0] + points[1]) / 2
        points = np.vstack([middle, points[1:], middle])
    path = [points[0]]
    for before, corner, after in zip(points, points[1:-1], points[2:], strict=False):
        start = corner + _toward(corner, before, radius)
        end = corner + _toward(corner, after, radius)
        for t in np.linspace(0, 1, 7):
            path.append((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * end)
    return np.array([*path, points[-1]])


def _toward(start: NDArray[np.float64], end: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    way = end - start
    length = float(np.hypot(*way))
    return way * (min(radius, length / 2) / length)
