"""A page's ink without its print: pieces that a pen may have left, and which of them hang together.

Lengths are in heights of the print.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.handwriting import Writing, writing_of
from redactkit.find.strokes import MIN_READ, READ, Sheet, Strokes, strokes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from redactkit.find.strokes import Points
    from redactkit.model import Line, Page

    Box = tuple[float, float, float, float]  # left, top, right, bottom on the sheet
    Pieces = NDArray[np.intp]

DARK = 0.4  # of the print's ink, from which on a pixel is ink: grey signatures have 0.6 of it
MIN_DARK = 0.5  # of a whole piece
MIN_PAPER = 0.6  # of the light under print: darker ground is hair, cloth or a table
DEFAULT_DARK = 120.0  # of 255, where no print was read
INKED = 92  # percentile of a line's pixels that is its ink
MIN_PIECE, MAX_PEN = 0.3, 0.4
MAX_PIECE = (16.0, 8.0)  # larger pieces are edges of the document, and frames
RULE = (0.2, 3.0)  # thinner and longer pieces are ruled lines
FLAT = 0.12  # height to width of a ruled line on a tilted page
RULE_GAP = 1.0  # between the parts of a ruled line
GAP = (0.4, 0.15)  # half of the gaps that a signature's pieces leave along and across
BAR = (0.8, 0.75)  # pieces so long that fill so much of their box are bars
PICTURE = 3.5  # what is so high and was not read is a part of a picture, and no print
INSIDE = 0.3  # share of a piece that lies in a located line when it is part of it


@dataclass(frozen=True, slots=True)
class Written:
    """A line on the sheet."""

    line: Line
    corners: Points = field(repr=False)
    writing: Writing

    @property
    def box(self) -> Box:
        """The smallest upright box around it."""
        (left, top), (right, bottom) = self.corners.min(axis=0), self.corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of ink that hang together.

    Attributes
    ----------
    pieces : ndarray of int
        Their numbers.
    box : Box
        Sheet pixels.
    wide, high, length, longest : float
        The box; how long all strokes are, and those of the largest piece. Heights of print.
    cover, dark, paper : float
        Share of the box that is ink; its darkest piece and the light of its ground, as shares of those of print.
    """

    pieces: Pieces = field(repr=False)
    box: Box
    wide: float
    high: float
    length: float
    longest: float
    cover: float
    dark: float
    paper: float


class Scene:
    """A sheet with its lines and its ink.

    Attributes
    ----------
    sheet : Sheet
    lines : tuple of Written
    dark, paper : float
        Ink and ground of the page's print.
    printed : ndarray of uint8, shape (height, width)
        255 where print lies.
    """

    def __init__(self, sheet: Sheet, lines: Sequence[Written]) -> None:
        self.sheet, self.lines = sheet, tuple(lines)
        print_lines = [one for one in self.lines if one.writing is Writing.PRINT]
        least = PICTURE * sheet.print_px
        self.printed = self._filled(
            one.corners for one in print_lines if one.line.score >= READ or one.box[3] - one.box[1] < least
        )
        read = [one for one in print_lines if one.line.score >= READ and len(one.line.cells) >= MIN_READ]
        looks = [look for one in read if (look := self._look(one.box)) is not None]
        dark, paper = np.median(looks, axis=0) if looks else (DEFAULT_DARK, 255.0)
        self.dark, self.paper = float(dark), float(paper)
        self.inked = sheet.ink > DARK * self.dark

    def _filled(self, shapes: Iterable[Points]) -> NDArray[np.uint8]:
        mask = np.zeros_like(self.sheet.ink)
        for corners in shapes:
            cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 255)
        return mask

    def _look(self, box: Box) -> tuple[float, float] | None:
        left, top, right, bottom = (max(0, round(edge)) for edge in box)
        ink = self.sheet.ink[top:bottom, left:right]
        if not ink.size:
            return None
        return float(np.percentile(ink, INKED)), float(np.median(self.sheet.ground[top:bottom, left:right]))

    @cached_property
    def strokes(self) -> Strokes:
        """The pieces of ink outside print."""
        return strokes_of(self.sheet, self.inked & (self.printed == 0))

    @cached_property
    def drawn(self) -> NDArray[np.bool_]:
        """Tell of each piece whether a pen may have drawn it."""
        strokes = self.strokes
        wide, high = (strokes.boxes[:, 2:] / self.sheet.print_px).T
        large, small = np.maximum(wide, high), np.minimum(wide, high)
        pen = (large >= MIN_PIECE) & (strokes.pen <= MAX_PEN) & (wide <= MAX_PIECE[0]) & (high <= MAX_PIECE[1])
        pen &= (strokes.dark >= MIN_DARK * self.dark) & (strokes.ground >= MIN_PAPER * self.paper)
        pen &= ~((small < RULE[0]) & (large > RULE[1]))
        pen &= ~((large > BAR[0]) & (strokes.area > BAR[1] * np.prod(strokes.boxes[:, 2:], axis=1)))
        pen[0] = False
        return np.asarray(pen, np.bool_)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The pieces that a pen may have drawn, as far as they hang together; print stands between them."""
        labels = self.strokes.labels
        mask = self.drawn[labels].astype(np.uint8)
        across, down = (2 * round(gap * self.sheet.print_px) + 1 for gap in GAP)
        near = cv2.dilate(mask, np.ones((down, across), np.uint8))
        near[self.printed > 0] = 0
        _, joined = cv2.connectedComponents(near, connectivity=8)
        home = np.zeros(len(self.drawn), dtype=np.intp)
        places = np.flatnonzero(mask)
        home[labels.ravel()[places]] = joined.ravel()[places]
        order = np.argsort(home, kind="stable")
        order = order[home[order] > 0]
        parts = np.split(order, np.flatnonzero(np.diff(home[order])) + 1) if len(order) else []
        return tuple(self.measured(part) for part in parts)

    def measured(self, pieces: Pieces) -> Group:
        """Return pieces of ink as a group."""
        strokes, high = self.strokes, self.sheet.print_px
        boxes = strokes.boxes[pieces]
        left, top = boxes[:, 0].min(), boxes[:, 1].min()
        right, bottom = (boxes[:, 0] + boxes[:, 2]).max(), (boxes[:, 1] + boxes[:, 3]).max()
        area = strokes.area[pieces]
        return Group(
            pieces,
            (float(left), float(top), float(right), float(bottom)),
            float(right - left) / high,
            float(bottom - top) / high,
            float(strokes.length[pieces].sum()),
            float(strokes.length[pieces].max()),
            float(area.sum() / ((right - left) * (bottom - top))),
            float(strokes.dark[pieces].max()) / max(self.dark, 1.0),
            float(np.average(strokes.ground[pieces], weights=area) / max(self.paper, 1.0)),
        )

    def inked_by(self, pieces: Pieces) -> NDArray[np.bool_]:
        """Return where the ink of some pieces is, shape (height, width)."""
        chosen = np.zeros(len(self.drawn), dtype=np.bool_)
        chosen[pieces] = True
        return np.take(chosen, self.strokes.labels)

    def rules_at(self, box: Box) -> Pieces:
        """Return the ruled lines that run through a box."""
        left, top, wide, high = self.strokes.boxes.T
        ruled = (high < FLAT * wide) & (wide > self.sheet.print_px)
        gap = RULE_GAP * self.sheet.print_px
        inside = (left < box[2] + gap) & (left + wide > box[0] - gap) & (top < box[3]) & (top + high > box[1])
        return np.flatnonzero(ruled & inside)

    def pieces_in(self, corners: Points) -> Pieces:
        """Return the drawn pieces of which a good part lies in a shape."""
        (left, top), (right, bottom) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
        x, y = max(0, int(left)), max(0, int(top))
        labels = self.strokes.labels[y : int(bottom) + 1, x : int(right) + 1]
        mask = np.zeros(labels.shape, dtype=np.uint8)
        cv2.fillConvexPoly(mask, np.round(corners - [x, y]).astype(np.int32), 1)
        inside = np.bincount(labels[mask > 0], minlength=len(self.drawn))
        return np.flatnonzero(self.drawn & (inside >= INSIDE * self.strokes.area))


def written(page: Page, sheet: Sheet, *, expected: bool = False) -> tuple[Written, ...]:
    """Return a page's lines on its sheet; `expected`: where a label says that a signature is."""
    print_px = sheet.print_px / float(np.linalg.norm(sheet.matrix[:, 0]))
    return tuple(
        Written(line, sheet.corners(line.quad), writing_of(page.pixels, line, print_px, expected=expected))
        for line in page.lines
    )
