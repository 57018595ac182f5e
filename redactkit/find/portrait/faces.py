"""Faces by boosted cascades (Viola and Jones, CVPR 2001), as they come with OpenCV 4.

Each of two cascades that were trained apart looks at a face many times; how often both answer tells it from a pattern.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.portrait.upright import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from redactkit.find.portrait.upright import Upright

FIRST, SECOND = "alt2", "default"
SHRINK = 0.75  # faces of 27 px and more: ghosts are found as copies, and smaller windows take most of the time
SIDE_PX = 20  # what the cascades were trained on
STEP = 1.1
APART, UNLIKE = 0.3, math.log(1.5)  # answers are one face when so near, in its sides, and so alike in size
AROUND = 2.0  # of its side: where the second cascade looks
MAX_LINES = 14.0  # of text beside it; portraits of 13 documents have faces of 2 to 9
# Portraits of 13 documents in 9 states (shrunk, blurred, turned, JPEG 40) have 12 to 170 answers, at least 3 of each
# cascade; patterns have up to 15, 11 of one and 4 of the other, and most of them have text in them.
SURE, SURE_EACH, SURE_TEXT = 12, 3, 0.15
MAYBE, MAYBE_EACH, MAYBE_TEXT = 6, 1, 0.1


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is: its middle and the side of a square from brow to chin, pixels.

    Attributes
    ----------
    first, second : int
        How often each cascade found it.
    """

    x: float
    y: float
    side: float
    first: int = 0
    second: int = 0

    def square(self, sides: float = 1.0) -> Box:
        """Return a square around its middle."""
        half = self.side * sides / 2
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)


def faces_in(upright: Upright) -> tuple[tuple[Face, ...], bool]:
    """Return the faces, the largest first, and whether they are sure; the unsure ones only if none is sure."""
    small = np.asarray(cv2.resize(upright.gray, None, fx=SHRINK, fy=SHRINK, interpolation=cv2.INTER_AREA), np.uint8)
    found = [_confirmed(small, face) for face in _gathered(_answers(small, FIRST))]
    found = [face for face in _apart(found) if face.side <= MAX_LINES * upright.line_px]
    sure = [face for face in found if _holds(upright, face, SURE, SURE_EACH, SURE_TEXT)]
    maybe = [face for face in found if _holds(upright, face, MAYBE, MAYBE_EACH, MAYBE_TEXT)]
    return tuple(sorted(sure or maybe, key=lambda face: -face.side)), bool(sure)


def _holds(upright: Upright, face: Face, answers: int, each: int, most_text: float) -> bool:
    enough = face.first + face.second >= answers and min(face.first, face.second) >= each
    return enough and upright.text_share(face.square()) < most_text


@cache
def _cascade(name: str) -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"  # the wheel brings the files along
    return cv2.CascadeClassifier(str(folder / f"haarcascade_frontalface_{name}.xml"))


def _answers(gray: NDArray[np.uint8], name: str, least: float = SIDE_PX, most: float = 0) -> NDArray[np.float64]:
    """Return one row an answer: x and y of its middle, and its side."""
    low, high = max(SIDE_PX, int(least)), int(most)
    found = _cascade(name).detectMultiScale(gray, STEP, 0, minSize=(low, low), maxSize=(high, high))
    return np.array([(x + side / 2, y + side / 2, side) for x, y, side, _ in found], np.float64).reshape(-1, 3)


def _confirmed(gray: NDArray[np.uint8], face: Face) -> Face:
    """Return a face with what the other cascade says of it, in pixels of the whole picture."""
    around = face.square(AROUND)
    left, top = max(0, int(around.left)), max(0, int(around.top))
    part = np.ascontiguousarray(gray[top : int(around.bottom) + 1, left : int(around.right) + 1])
    unlike = math.exp(UNLIKE)
    also = _answers(part, SECOND, face.side / unlike, face.side * unlike + 1) + np.array((left, top, 0))
    also = also[_near(np.array([[face.x, face.y, face.side]]), also)[0]]
    return Face(face.x / SHRINK, face.y / SHRINK, face.side / SHRINK, face.first, len(also))


def _gathered(answers: NDArray[np.float64]) -> list[Face]:
    """Gather answers about one face, those with the most company first."""
    found = []
    while len(answers):
        near = _near(answers, answers)
        mine = near[int(near.sum(1).argmax())]
        x, y, side = (float(value) for value in np.median(answers[mine], axis=0))
        found.append(Face(x, y, side, int(mine.sum())))
        answers = answers[~mine]
    return found


def _near(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which answers, in columns, are about the same face as which others, in rows."""
    reach = APART * some[:, 2:]
    place = (np.abs(some[:, None, :2] - others[None, :, :2]) < reach[:, None]).all(2)
    return np.asarray(place & (np.abs(np.log(some[:, None, 2] / others[None, :, 2])) < UNLIKE))


def _apart(faces: Iterable[Face]) -> list[Face]:
    """Leave out what shares its place with a face that has more answers: parts of it, and squares around it."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: -face.first - face.second):
        if all(math.dist((face.x, face.y), (one.x, one.y)) > 0.5 * max(face.side, one.side) for one in kept):
            kept.append(face)
    return kept
