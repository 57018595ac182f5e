"""Judges a covered file from the pixels of its pages alone; trusts nothing that redactkit says of itself.

A label is cut into windows: its characters where they are known, else pieces about as wide as one.
A window is exposed when the output's strokes there still follow the original's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.pages import Gray

Corners: TypeAlias = NDArray[np.float32]  # (4, 2), x and y, clockwise from the text's upper left

_LINE_PX = 32  # height to which a line is warped
_WINDOW_PX = 24
_SLACK_PX = 3  # a cover's picture may have moved by this much through scaling
_FAINT = 8.0  # deviation in grey levels below which a window of the original shows no strokes
# Measured on 25 drawn cards: 99 % of the characters of copies at 60 % size and JPEG quality 40 correlate by .83 or
# more; under a cover hardly any keeps a quarter of its contrast.
_WIPED = 0.3  # share of the original's contrast below which nothing can be read
_ALIKE = 0.6  # correlation from which strokes follow the original's
_TILE_PX = 24  # for ink away from labels, on a picture whose longer side is at most _SPILL_SIDE_PX
_SPILL_SIDE_PX = 1600
STAYING = frozenset({"period", "date", "masked_pan", "heading"})  # under the default policy, besides names
_AREAS = frozenset({"portrait", "ghost_portrait", "fingerprint", "barcode"})  # judged in bands, as they hold no line
_MOST_BANDS = 5
_TAILED = frozenset({"account_number", "iban"})  # labelled with a tail or not, their last four may stay


class Verdict(StrEnum):
    """What became of a text that had to be covered."""

    FULL = "full"  # at most 2 % of its windows exposed
    PART = "part"  # up to a quarter
    EXPOSED = "exposed"
    BLANK = "blank"  # the original shows nothing there
    LOST = "lost"  # the output lacks the page
    REFUSED = "refused"  # an error was raised and nothing written


@dataclass(frozen=True, slots=True)
class Label:
    """One text and its place.

    Attributes
    ----------
    kind : str
    rows : tuple of ndarray, shape (4, 2)
        One quad a row of text.
    tail : ndarray of shape (4, 2) or None
        What stays readable, inside the last row.
    chars : tuple of ndarray, shape (4, 2)
        Every letter and digit, if the labels tell.
    gap : bool
        The tail is set apart from what comes before it.
    must_cover : bool
        A name must be covered under a strict policy only; `stays` tells.
    page : int
        0 for the first.
    text : str
    strict : bool
        Names and portraits have to go as well.
    """

    kind: str
    rows: tuple[Corners, ...]
    tail: Corners | None
    must_cover: bool
    chars: tuple[Corners, ...] = ()
    gap: bool = False
    page: int = 0
    text: str = field(default="", repr=False)
    strict: bool = False

    @property
    def stays(self) -> bool:
        """Whether it stays readable under the policy."""
        return self.kind in STAYING or (not self.strict and self.kind.endswith(("name", "portrait")))

    @property
    def wanted(self) -> bool:
        """Whether it has to be covered under the policy."""
        return self.must_cover and not self.stays

    @property
    def hidden(self) -> tuple[Corners, ...]:
        """What has to be covered."""
        if self.chars:
            return self.chars if self.tail is None else self.chars[:-4]
        if self.kind in _AREAS:
            return tuple(band for row in self.rows for band in _bands(row))
        if self.tail is None:
            return (*self.rows[:-1], self._ahead(self.rows[-1]))
        last = _before(self.rows[-1], self.tail, self.gap)
        return self.rows[:-1] if last is None else (*self.rows[:-1], last)

    def _ahead(self, row: Corners) -> Corners:
        """Return a row without the last four of a number that may keep them, where no box says where they begin."""
        places = [place for place, char in enumerate(self.text) if char.isalnum()]
        if self.kind not in _TAILED or len(places) < 6:
            return row
        share = (places[-4] - 0.6) / len(self.text)  # by its place in the text, less half a character
        cut = [row[0], row[0] + (row[1] - row[0]) * share, row[3] + (row[2] - row[3]) * share, row[3]]
        return np.array(cut, np.float32)

    @property
    def kept(self) -> tuple[Corners, ...]:
        """What stays, or may stay, readable: the last four, or all that need not be covered."""
        if self.tail is None:
            return () if self.wanted else self.chars or self.rows
        return self.chars[-4:] or (self.tail,)

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any], *, strict: bool = False) -> Label:
        """Read an entry of a labels.json: quads, or upright boxes (left, top, right, bottom)."""
        tail = entry.get("last4_quad") or entry.get("last4_box")
        return cls(
            kind=entry["type"],
            rows=tuple(_corners(row) for row in entry.get("rows") or [entry.get("quad") or entry["box"]]),
            tail=_corners(tail) if tail else None,
            must_cover=bool(entry.get("strict", entry.get("must_cover")) if strict else entry.get("must_cover")),
            chars=tuple(_corners(quad) for quad in entry.get("char_quads", ())),
            gap=_gap(entry["text"]),
            page=entry.get("page", 1) - 1,
            text=entry["text"],
            strict=strict,
        )


@dataclass(frozen=True, slots=True)
class PictureScore:
    """What a covered picture hides and keeps.

    Attributes
    ----------
    verdicts : tuple of (kind, Verdict)
        One for each label that had to be covered.
    ends : tuple of (kind, bool)
        Whether the last four of a number stayed readable.
    seen : tuple of (kind, bool)
        Whether what stays, or may stay, is readable.
    inked, changed : int
        Tiles with strokes away from every label, and how many of them were changed.
    """

    verdicts: tuple[tuple[str, Verdict], ...]
    ends: tuple[tuple[str, bool], ...] = ()
    seen: tuple[tuple[str, bool], ...] = ()
    inked: int = 0
    changed: int = 0

    @property
    def tails(self) -> tuple[bool, ...]:
        """Whether the last four of each number stayed readable."""
        return tuple(seen for _, seen in self.ends)

    @property
    def names(self) -> tuple[bool, ...]:
        """Whether each name stayed readable."""
        return tuple(seen for kind, seen in self.seen if kind.endswith("name"))


def refused(labels: Sequence[Label]) -> PictureScore:
    """Return the score of a file that was not handed out."""
    return PictureScore(tuple((label.kind, Verdict.REFUSED) for label in labels if label.wanted))


def score(
    original: bytes,
    output: bytes,
    labels: Sequence[Label],
    sizes: Sequence[tuple[int, int]] = (),
    password: str = "",
) -> PictureScore:
    """Compare a covered file with the file it was made from, under the labels' policy.

    Parameters
    ----------
    sizes : sequence of (width, height)
        In which the labels of each page are measured, pixels; by default the original's own.
    password : str
        Opens the original.
    """
    scores, before, after = [], pages(original, password), pages(output)
    for n in range(len(before)):
        there, page = [label for label in labels if label.page == n], before[n]
        shape = sizes[n][::-1] if sizes else page.shape
        if n < len(after):
            scores.append(_compared(_resized(page, shape), _resized(after[n], shape), there))
        else:
            scores.append(_lost(there))
    return PictureScore(
        tuple(verdict for one in scores for verdict in one.verdicts),
        tuple(end for one in scores for end in one.ends),
        tuple(seen for one in scores for seen in one.seen),
        sum(one.inked for one in scores),
        sum(one.changed for one in scores),
    )


def _compared(before: Gray, after: Gray, labels: Sequence[Label]) -> PictureScore:
    """Compare two pages of one size."""
    ends = ((label.kind, visible(before, after, label)) for label in labels if label.tail is not None)
    others = ((label.kind, visible(before, after, label)) for label in labels if not label.wanted)
    inked, changed = spill(before, after, labels)
    return PictureScore(
        tuple((label.kind, judge(before, after, label)) for label in labels if label.wanted),
        tuple((kind, seen) for kind, seen in ends if seen is not None),
        tuple((kind, seen) for kind, seen in others if seen is not None),
        inked,
        changed,
    )


def _lost(labels: Sequence[Label]) -> PictureScore:
    """Return the score of a page that the output lacks."""
    return PictureScore(
        tuple((label.kind, Verdict.LOST) for label in labels if label.wanted),
        tuple((label.kind, False) for label in labels if label.tail is not None),
        tuple((label.kind, False) for label in labels if not label.wanted),
    )


def judge(before: Gray, after: Gray, label: Label) -> Verdict:
    """Return what became of a label that had to be covered; both pictures are of one size."""
    seen = [exposed for quad in label.hidden for exposed in _windows(before, after, quad)]
    if not seen:
        return Verdict.BLANK
    share = sum(seen) / len(seen)
    return Verdict.FULL if share <= 0.02 else Verdict.PART if share <= 0.25 else Verdict.EXPOSED


def visible(before: Gray, after: Gray, label: Label) -> bool | None:
    """Whether three quarters of what a label keeps stayed readable; None if the original shows nothing there."""
    seen = [exposed for quad in label.kept for exposed in _windows(before, after, quad)]
    return sum(seen) / len(seen) >= 0.75 if seen else None


def spill(before: Gray, after: Gray, labels: Sequence[Label]) -> tuple[int, int]:
    """Count tiles with strokes away from every label, and those of them that were changed."""
    scale = min(1.0, _SPILL_SIDE_PX / max(before.shape))
    shape = (round(before.shape[0] * scale), round(before.shape[1] * scale))
    mask = np.zeros(shape, np.uint8)
    for label in labels:
        for row in label.rows:
            cv2.fillPoly(mask, [np.rint(row * scale).astype(np.int32)], 255)
    mask = cv2.dilate(mask, np.ones((_TILE_PX + 1, _TILE_PX + 1), np.uint8)).astype(np.uint8)
    a, b = _resized(before, shape), _resized(after, shape)
    inked = changed = 0
    for y in range(_SLACK_PX, shape[0] - _TILE_PX - _SLACK_PX, _TILE_PX):
        for x in range(_SLACK_PX, shape[1] - _TILE_PX - _SLACK_PX, _TILE_PX):
            tile = a[y : y + _TILE_PX, x : x + _TILE_PX]
            if mask[y : y + _TILE_PX, x : x + _TILE_PX].any() or tile.std() < 12:
                continue
            around = b[y - _SLACK_PX : y + _TILE_PX + _SLACK_PX, x - _SLACK_PX : x + _TILE_PX + _SLACK_PX]
            inked += 1
            changed += not _follows(tile, around)
    return inked, changed


def _windows(before: Gray, after: Gray, quad: Corners) -> Iterator[bool]:
    """Yield for each window with strokes whether the output still shows them."""
    a, b = _upright(before, quad), _upright(after, quad)
    b = np.pad(b, _SLACK_PX, mode="edge")
    edges = np.linspace(0, a.shape[1], max(1, round(a.shape[1] / _WINDOW_PX)) + 1).astype(int)
    for left, right in pairwise(edges):
        window = a[:, left:right]
        if window.std() >= _FAINT:
            yield _follows(window, b[:, left : right + 2 * _SLACK_PX])


def _follows(window: Gray, around: Gray) -> bool:
    if around.std() < _WIPED * window.std():
        return False
    return float(cv2.matchTemplate(around, window, cv2.TM_CCOEFF_NORMED).max()) >= _ALIKE


def _upright(picture: Gray, quad: Corners) -> Gray:
    """Warp a line to 32 pixels' height; slow shading is taken out, so that strokes count and light does not.

    Only what lies inside counts: its border is repeated, so that a neighbour cannot pass for a leak.
    """
    width = max(round(_LINE_PX * _wide(quad) / max(_high(quad), 1.0)), _WINDOW_PX // 2)
    inset = 1.5
    right, bottom = width + inset, _LINE_PX + inset
    target = np.array([(-inset, -inset), (right, -inset), (right, bottom), (-inset, bottom)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(quad), target)
    line = cv2.warpPerspective(picture, matrix, (width, _LINE_PX), borderMode=cv2.BORDER_REPLICATE)
    even: Gray = (line - cv2.GaussianBlur(line, (0, 0), _LINE_PX / 4)).astype(np.float32, copy=False)
    return even


def _bands(quad: Corners) -> Iterator[Corners]:
    """Cut what is as high as wide into strips that lie as lines do."""
    count = int(np.clip(round(_MOST_BANDS * _high(quad) / max(_wide(quad), 1.0)), 1, _MOST_BANDS))
    for start, end in pairwise(np.linspace(0, 1, count + 1)):
        upper, lower = ((quad[:2] + (quad[[3, 2]] - quad[:2]) * share) for share in (start, end))
        yield np.stack([upper[0], upper[1], lower[1], lower[0]]).astype(np.float32)


def _before(row: Corners, tail: Corners, gap: bool) -> Corners | None:
    """Return the row without its tail, which lies at either end; None if nothing is left.

    A gap before the tail is left out, too: where a cover ends in it, its edge would look like a stroke.
    """
    places = (tail - row[0]) @ (row[1] - row[0]) / max(_wide(row), 1e-6)
    first, last, length = float(places.min()), float(places.max()), _wide(row)
    away = 0.5 * _high(row) if gap else 1.0
    start, end = (0.0, (first - away) / length) if first > length - last else ((last + away) / length, 1.0)
    if end <= start:
        return None
    top, bottom = row[1] - row[0], row[2] - row[3]
    cut = [row[0] + top * start, row[0] + top * end, row[3] + bottom * end, row[3] + bottom * start]
    return np.array(cut, np.float32)


def _gap(text: str) -> bool:
    """Whether something else than a letter or digit stands before the last four of them."""
    places = [place for place, char in enumerate(text) if char.isalnum()]
    return len(places) > 4 and places[-4] - places[-5] > 1


def _corners(place: Sequence[Any]) -> Corners:
    if np.ndim(place) == 2:
        return np.array(place, np.float32)
    left, top, right, bottom = place
    box = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    runs_down = bottom - top > 1.6 * (right - left)
    return np.roll(box, 1, axis=0) if runs_down else box


def _wide(quad: Corners) -> float:
    return float(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])))


def _high(quad: Corners) -> float:
    return float(max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1])))


def _resized(picture: Gray, shape: tuple[int, ...]) -> Gray:
    if picture.shape == shape:
        return picture
    how = cv2.INTER_AREA if picture.shape[0] > shape[0] else cv2.INTER_CUBIC
    return cv2.resize(picture, (shape[1], shape[0]), interpolation=how).astype(np.float32, copy=False)
