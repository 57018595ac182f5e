"""The text of a page before and after: none under a cover, and all the rest where it was."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from redactkit.errors import LeakError
from redactkit.pdf.affine import box_under, inverse, multiply
from redactkit.pdf.seen import UNKNOWN_CHAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Mask, Quad
    from redactkit.pdf.affine import Box, Matrix
    from redactkit.pdf.pdfium import Reader
    from redactkit.pdf.seen import Character

    Points = NDArray[np.float64]  # (n, 2)
    Boxes = NDArray[np.float64]  # (n, 4): left, bottom, right, top

MOVED_PT = 0.5
"""How far from its place a character may stand, points: half a pixel of a screen, a tenth of the smallest print."""

_HUGE = 3.0  # times as wide or high as its line: the ink box of a character that PDFium has no outline for

_INK_PT = 0.05  # height of the least that can be seen; the box of a blank is a thousandth of an em high


class _Text(NamedTuple):
    """The characters of a page that mean something, one row each."""

    chars: str
    origins: Points
    boxes: Boxes  # around the ink
    reaches: Boxes  # around ink and advance

    @property
    def middles(self) -> Points:
        return (self.boxes[:, :2] + self.boxes[:, 2:]) / 2

    def part(self, which: Mask) -> _Text:
        chars = "".join(char for char, chosen in zip(self.chars, which, strict=True) if chosen)
        return _Text(chars, self.origins[which], self.boxes[which], self.reaches[which])

    def under(self, matrix: Matrix) -> _Text:
        """Return the characters with their origins moved."""
        a, b, c, d, e, f = matrix
        return self._replace(origins=self.origins @ np.array([[a, b], [c, d]]) + (e, f))


def check_characters(before: Reader, after: Reader, index: int, areas: Sequence[Quad]) -> None:
    """Check that areas hold no text, and that the text outside of them is what it was and where it was.

    Parameters
    ----------
    before, after : Reader
        The normalised original and the finished PDF. The page has the same user space in both.
    index : int
    areas : sequence of Quad
        User space, points.

    Raises
    ------
    LeakError
    """
    visible = _visible_box(before, index)
    old, new = _ink(before, index), _ink(after, index)
    if _inside(new.middles, areas).any():
        raise LeakError(f"page {index + 1} of the finished PDF holds text under a cover")
    if _beyond(new.middles, visible).any():
        raise LeakError(f"page {index + 1} of the finished PDF holds text that it does not show")
    kept = old.part(~_inside(old.middles, areas) & ~_beyond(old.middles, visible))
    if kept.chars == new.chars and (np.abs(kept.origins - new.origins) <= MOVED_PT).all():
        return
    old, new = _text(before.characters(index)), _text(after.characters(index))
    kept = old.part(~_inside(old.middles, areas) & ~_beyond(old.middles, visible))
    needed = ~_touching(kept.reaches, areas) & _within(kept.reaches, visible) & ~_blank(kept)
    if _match(new, kept, needed):
        raise LeakError(f"text outside of the covers on page {index + 1} is missing in the finished PDF, or moved")


def check_hidden_text(before: Reader, after: Reader, index: int, areas: Sequence[Quad]) -> None:
    """Check that the text of a page of pixels is invisible, and nothing but what stays, where it is.

    Parameters
    ----------
    before, after : Reader
        The normalised original and the finished PDF.
    index : int
    areas : sequence of Quad
        User space of the original, points.

    Raises
    ------
    LeakError
    """
    characters = after.characters(index)
    if any(character.visible and not character.generated for character in characters):
        raise LeakError(f"page {index + 1} of the finished PDF shows text where it should be pixels")
    width, height = before.size_pt(index)
    old, new = _text(before.characters(index)), _text(characters)
    kept = old.part(~_inside(old.middles, areas) & ~_beyond(old.middles, _visible_box(before, index)))
    scale = (width, 0.0, 0.0, height, 0.0, 0.0)
    kept = kept.under(multiply(before.matrix(index, 1, 1), scale))
    new = new.under(multiply(after.matrix(index, 1, 1), scale))
    if _match(new, kept, needed=np.zeros(len(kept.chars), np.bool_)):
        raise LeakError(f"page {index + 1} of the finished PDF holds text that it does not show")


def _visible_box(reader: Reader, index: int) -> Box:
    """Return what a viewer shows of a page, in its user space."""
    return box_under(inverse(reader.matrix(index, 1, 1)), (0.0, 0.0, 1.0, 1.0))


def _ink(reader: Reader, index: int) -> _Text:
    chars, places = reader.ink(index)
    return _Text(chars, places[:, :2], places[:, 2:], places[:, 2:])


def _text(characters: Sequence[Character]) -> _Text:
    shown = [character for character in characters if not (character.generated or character.char.isspace())]
    origins = np.array([character.origin for character in shown], np.float64).reshape(-1, 2)
    ink = np.array([character.box for character in shown], np.float64).reshape(-1, 4)
    loose = np.array([character.loose for character in shown], np.float64).reshape(-1, 4)
    size, most = ink[:, 2:] - ink[:, :2], _HUGE * (loose[:, 2:] - loose[:, :2])
    doubtful = np.any((size <= 0) | (size > most), axis=1, keepdims=True)
    boxes = np.where(doubtful, loose, ink)
    reaches = np.hstack([np.minimum(boxes[:, :2], loose[:, :2]), np.maximum(boxes[:, 2:], loose[:, 2:])])
    return _Text("".join(character.char for character in shown), origins, boxes, reaches)


def _inside(points: Points, areas: Sequence[Quad]) -> Mask:
    """Tell which points lie in one of some areas or on an edge."""
    found: Mask = np.zeros(len(points), np.bool_)
    for area in areas:
        corners = np.array(area.corners)
        near = np.flatnonzero(((points >= corners.min(axis=0)) & (points <= corners.max(axis=0))).all(axis=1))
        if not near.size:
            continue
        start = _in_turn(corners)
        edge = np.roll(start, -1, axis=0) - start
        away = points[near][:, None] - start
        side = edge[:, 0] * away[..., 1] - edge[:, 1] * away[..., 0]
        found[near[(side >= -1e-9).all(axis=1)]] = True
    return found


def _in_turn(corners: Points) -> Points:
    """Return corners in counter-clockwise order."""
    x, y = (corners - corners.mean(axis=0)).T
    return corners[np.argsort(np.arctan2(y, x))]


def _beyond(points: Points, visible: Box) -> Mask:
    """Tell which points lie farther outside of a page than rounding moves them."""
    low, high = np.array(visible[:2]) - MOVED_PT, np.array(visible[2:]) + MOVED_PT
    return np.asarray(((points < low) | (points > high)).any(axis=1), np.bool_)


def _within(boxes: Boxes, visible: Box) -> Mask:
    """Tell which boxes lie wholly on a page; the characters of the others may stay or go."""
    return np.asarray(((boxes[:, :2] >= visible[:2]) & (boxes[:, 2:] <= visible[2:])).all(axis=1), np.bool_)


def _touching(boxes: Boxes, areas: Sequence[Quad]) -> Mask:
    """Tell which boxes share a part with the box around an area; their characters may stay or go."""
    found = np.zeros(len(boxes), np.bool_)
    for area in areas:
        corners = np.array(area.corners)
        low, high = corners.min(axis=0), corners.max(axis=0)
        found |= ((boxes[:, :2] < high) & (boxes[:, 2:] > low)).all(axis=1)
    return found


def _blank(text: _Text) -> Mask:
    """Tell which characters are blanks that the file does not call so: PDFium leaves out those at the ends of lines."""
    unknown = np.array([char == UNKNOWN_CHAR for char in text.chars], np.bool_)
    return np.asarray(unknown & ((text.boxes[:, 2:] - text.boxes[:, :2]) < _INK_PT).any(axis=1), np.bool_)


def _match(new: _Text, old: _Text, needed: Mask) -> int:
    """Return how many characters have no counterpart: new ones, and of the old ones those that are needed."""
    cells: dict[tuple[str, int, int], list[int]] = defaultdict(list)  # of one point each, so that neighbours suffice
    for at, (char, (x, y)) in enumerate(zip(old.chars, old.origins.tolist(), strict=True)):
        cells[char, int(x // 1), int(y // 1)].append(at)
    strangers, missing = 0, needed.copy()
    for char, (x, y) in zip(new.chars, new.origins.tolist(), strict=True):
        found = _nearest(cells, old.origins, char, x, y)
        if found is None:
            strangers += 1
        else:
            missing[found] = False
    return strangers + int(np.count_nonzero(missing))


def _nearest(
    cells: dict[tuple[str, int, int], list[int]], origins: Points, char: str, x: float, y: float
) -> int | None:
    """Return which old character stands nearest to a place, and take it out; None when none is near."""
    column, row = int(x // 1), int(y // 1)
    near = [
        (max(abs(origins[at][0] - x), abs(origins[at][1] - y)), at, cell)
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if (cell := cells.get((char, column + i, row + j)))
        for at in cell
    ]
    distance, at, cell = min(near, default=(MOVED_PT + 1, 0, []), key=lambda one: one[:2])
    if distance > MOVED_PT:
        return None
    cell.remove(at)
    return at
