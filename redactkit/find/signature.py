"""Signatures: ink that runs on where print stops, in lines that look handwritten, beside their label, or alone.

A signature is found by a seed, and is all the ink that hangs together with it. Lengths are in heights of the print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from redactkit.find.handwriting import TALL, Writing, is_scribble
from redactkit.find.outline import outlines
from redactkit.find.scene import Scene, written
from redactkit.find.strokes import AROUND, lay
from redactkit.model import DocumentKind, FieldKind, Finding
from redactkit.words import CHEQUE_LABELS, mentions
from redactkit.words.identity import TABLES, Field
from redactkit.words.matching import label_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.scene import Box, Group, Pieces, Written
    from redactkit.find.strokes import Points, Sheet
    from redactkit.model import Line, Page

HALF = 0.5  # share of a line or of ink that lies where a label says
REACH = (1.0, 0.25)  # line heights by which pieces of ink that hang together with a located line go beyond it
PARAGRAPH = 5  # more lines that can't be read are print in another script
# Where a signature lies seen from its label, to its left, top, right and bottom: above or below it, or right of it.
ZONES = ((3.0, 4.5, 6.0, 4.5), (0.0, 2.2, 14.0, 2.2))
SEVENTH = 14.0  # the width of field 7
MIN_SCRIBBLE = (1.5, 4.0)  # width and length of strokes where the reader saw text and could not read it
# Ink beside a label: at least so wide, so high, with strokes so long, and no fuller than a photo's dark parts.
MIN_BESIDE = (1.2, 0.6)
MIN_LENGTH, MAX_COVER = 2.5, 0.45
# Ink alone, chosen on 50 drawn and 9 real signatures against emblems, portraits, cables and print of other scripts.
ALONE_WIDE, ALONE_HIGH = (2.4, 11.0), (1.0, 4.2)
ALONE_ASPECT, ALONE_COMPACT = 1.5, (1.2, 9.0)  # width to height; of a longer stroke
ALONE_LONGEST, ALONE_WINDING, ALONE_SHARE = 5.5, 2.0, 0.4  # strokes: the longest, all to the width, the longest to all
ALONE_PAPER = 0.7
ALONE_COVER, ALONE_BROAD = 0.3, (0.44, 1.0)  # of the box; of a broad pen's, which is as dark as print
# Directive 2006/126/EC, annex I: the fields of a licence are numbered, and 7 is the signature.
FIELD = re.compile(r"([1-359]|4[abcd68])\s*(?:[.,:]|$|(?=\w))")
FIELD_5, FIELD_7 = re.compile(r"5\s*(?:[.,:]|(?!DD)(?=\w))"), re.compile(r"7\s*[.,:·]?(?!\d)")  # 5 DD is American
MIN_FIELDS = 3
WORD_GAP = 1.5
NEAR = 3.0  # by which ink counts half
MIN_CHEQUE_LABELS = 2
CHEQUE_PART = 0.45  # a cheque is signed at the bottom right


@dataclass(frozen=True, slots=True)
class Seed:
    """What gave a signature away.

    Attributes
    ----------
    pieces : ndarray of int
        Its ink.
    corners : tuple of ndarray
        The line in which it was located, if it was.
    why : str
        ``hand``, ``unsure`` (a line that could not be read), ``label``, ``alone`` or ``cheque``.
    """

    pieces: Pieces = field(repr=False)
    corners: tuple[Points, ...] = field(default=(), repr=False)
    why: str = "hand"


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a signature lies by a label.

    Attributes
    ----------
    boxes : tuple of Box
        Sheet pixels.
    label : Line or None
        The label; None when a signature's own line may bear it.
    """

    boxes: tuple[Box, ...]
    label: Line | None = None

    def holds(self, box: Box) -> bool:
        """Tell whether most of a box lies here."""
        return any(_share(box, one) > HALF for one in self.boxes)

    @property
    def middle(self) -> float:
        """The height at which a signature is most likely."""
        return (self.boxes[0][1] + self.boxes[0][3]) / 2


class SignatureDetector:
    """Signatures on identity documents."""

    name = "signature"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the signatures on one page; one that winds around print comes in several quads."""
        sheet = lay(page.pixels, page.lines)
        if sheet is None:
            return ()
        scene, zones = _scene(page, sheet)
        return _findings(page, scene, _seeds(scene, zones))


class ChequeSignatureDetector:
    """The signature of a cheque, with the line that it stands on; other statements bear none."""

    name = SignatureDetector.name
    kinds = frozenset({DocumentKind.STATEMENT})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the signature on one page that says that it is a cheque."""
        if sum(mentions(line.text, CHEQUE_LABELS) for line in page.lines) < MIN_CHEQUE_LABELS:
            return ()
        sheet = lay(page.pixels, page.lines)
        if sheet is None:
            return ()
        scene, _ = _scene(page, sheet)
        return _findings(page, scene, list(_signed(scene)))


def _findings(page: Page, scene: Scene, seeds: Sequence[Seed]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            FieldKind.SIGNATURE,
            page.index,
            quad=scene.sheet.quad(corners),
            evidence=(SignatureDetector.name, seed.why),
        )
        for seed in _merged(seeds)
        for corners in outlines(scene, scene.inked_by(seed.pieces), seed.corners)
    )


def _scene(page: Page, sheet: Sheet) -> tuple[Scene, list[Zone]]:
    """Return a page's ink, and where labels say that a signature is."""
    lines = written(page, sheet)
    zones = [*_labelled(sheet, lines), *_seventh(sheet, lines)]
    many = sum(line.writing is Writing.UNSURE for line in lines) > PARAGRAPH
    seen: list[Written] = []
    for line in lines:
        if any(_holds(zone, line) for zone in zones):
            seen += written(replace(page, lines=(line.line,)), sheet, expected=True)
        elif many and line.writing is Writing.UNSURE and not is_scribble(line.line):
            seen.append(replace(line, writing=Writing.PRINT))
        else:
            seen.append(line)
    return Scene(sheet, seen), zones


def _holds(zone: Zone, line: Written) -> bool:
    """Tell whether a line is where a label says, and not the label."""
    return line.line is not zone.label and zone.holds(line.box)


def _seeds(scene: Scene, zones: Sequence[Zone]) -> list[Seed]:
    seeds = list(_located(scene, zones))
    seeds += [Seed(group.pieces, why="alone") for group in scene.groups if _is_signature(group)]
    seeds = [_whole(scene, seed) for seed in seeds]
    return [*seeds, *_beside(scene, zones, seeds)]


def _whole(scene: Scene, seed: Seed) -> Seed:
    """Return a seed with the ink beside it in its row: a pen is lifted between two words."""
    if not len(seed.pieces):
        return seed
    own = scene.measured(seed.pieces)
    more = [group.pieces for group in scene.groups if _is_ink(group) and _goes_on(scene, own, group)]
    return replace(seed, pieces=np.unique(np.concatenate([seed.pieces, *more])))


def _located(scene: Scene, zones: Sequence[Zone]) -> Iterator[Seed]:
    """Yield the lines that look handwritten, with the ink around them that belongs to them."""
    for line in scene.lines:
        if line.writing is Writing.PRINT:
            continue
        left, top, right, bottom = line.box
        pieces = scene.pieces_in(line.corners)
        along, across = REACH[0] * (bottom - top), REACH[1] * (bottom - top)
        near = (left - along, top - across, right + along, bottom + across)
        mates = [group.pieces for group in scene.groups if np.isin(group.pieces, pieces).any()]
        own = [piece for group in mates for piece in group if _is_centered(scene, piece, near)]
        ink = np.union1d(pieces, np.array(own, dtype=np.intp))
        tall = bottom - top >= TALL * scene.sheet.print_px and len(ink) > 0
        if (
            line.writing is Writing.HAND
            or any(_holds(zone, line) for zone in zones)
            or (tall and _is_scribble(scene.measured(ink)))
        ):
            yield Seed(ink, (line.corners,), line.writing.value)


def _is_scribble(group: Group) -> bool:
    return group.wide >= MIN_SCRIBBLE[0] and group.length >= MIN_SCRIBBLE[1]


def _is_centered(scene: Scene, piece: int, box: Box) -> bool:
    left, top, wide, high = scene.strokes.boxes[piece]
    return bool(box[0] <= left + wide / 2 <= box[2] and box[1] <= top + high / 2 <= box[3])


def _labelled(sheet: Sheet, lines: Iterable[Written]) -> Iterator[Zone]:
    """Yield where signatures lie by their labels."""
    high = sheet.print_px
    for line in lines:
        if line.writing is not Writing.HAND and label_at(line.line.text, TABLES[Field.SIGNATURE]):
            left, top, right, bottom = line.box
            boxes = ((left - a * high, top - b * high, right + c * high, bottom + d * high) for a, b, c, d in ZONES)
            yield Zone(tuple(boxes), line.line)


def _seventh(sheet: Sheet, lines: Sequence[Written]) -> Iterator[Zone]:
    """Yield where a licence of the European Union is signed: right of its field 7, or below field 5."""
    numbers = {match[1] for line in lines if (match := FIELD.match(line.line.text))}
    if len(numbers) < MIN_FIELDS:
        return
    high = sheet.print_px
    for line in lines:
        left, top, _, bottom = line.box
        if FIELD_7.match(line.line.text):
            yield Zone(((left, top - high, left + SEVENTH * high, bottom + high),))
        elif FIELD_5.match(line.line.text):
            yield Zone(((left - high, bottom, left + SEVENTH * high, bottom + 3 * high),))


def _beside(scene: Scene, zones: Iterable[Zone], seeds: Sequence[Seed]) -> Iterator[Seed]:
    """Yield the ink beside each label beside which no line looks handwritten."""
    for zone in zones:
        if any(zone.holds(_box_of(corners)) for seed in seeds for corners in seed.corners):
            continue
        groups = [group for group in scene.groups if zone.holds(group.box) and _is_ink(group)]
        if groups:
            best = max(groups, key=lambda group: _nearness(scene, group, zone))
            yield Seed(np.concatenate([group.pieces for group in groups if _goes_on(scene, best, group)]), why="label")


def _goes_on(scene: Scene, group: Group, other: Group) -> bool:
    """Tell whether ink stands beside other ink in one row, as the next word."""
    gap = max(other.box[0] - group.box[2], group.box[0] - other.box[2])
    level = min(group.box[3], other.box[3]) - max(group.box[1], other.box[1])
    high = scene.sheet.print_px
    return gap <= WORD_GAP * high and level >= HALF * min(group.high, other.high) * high


def _nearness(scene: Scene, group: Group, zone: Zone) -> float:
    """Return how much ink a group has, less the farther it lies from the middle of a zone's height."""
    off = max(group.box[1] - zone.middle, zone.middle - group.box[3], 0.0) / scene.sheet.print_px
    return group.length * min(group.paper, 1.0) / (1.0 + off / NEAR)


def _signed(scene: Scene) -> Iterator[Seed]:
    """Yield the most ink at a cheque's bottom right, with the ruled line that it stands on."""
    boxes = [line.box for line in scene.lines]
    (left, right), (top, bottom) = _ends(boxes, 0), _ends(boxes, 1)
    rim = AROUND * scene.sheet.print_px
    part = (left + CHEQUE_PART * (right - left), top + CHEQUE_PART * (bottom - top), right + rim, bottom + rim)
    groups = [group for group in scene.groups if _share(group.box, part) > HALF and _is_ink(group)]
    if groups:
        best = max(groups, key=lambda group: group.length)
        yield Seed(np.union1d(best.pieces, scene.rules_at(best.box)), why="cheque")


def _ends(boxes: Sequence[Box], axis: int) -> tuple[float, float]:
    return min(box[axis] for box in boxes), max(box[axis + 2] for box in boxes)


def _is_ink(group: Group) -> bool:
    large = group.wide >= MIN_BESIDE[0] and group.high >= MIN_BESIDE[1]
    return large and group.longest >= MIN_LENGTH and group.cover <= MAX_COVER


def _box_of(corners: Points) -> Box:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _share(box: Box, zone: Box) -> float:
    """Return the share of a box that lies in a zone."""
    wide = min(box[2], zone[2]) - max(box[0], zone[0])
    high = min(box[3], zone[3]) - max(box[1], zone[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(wide, 0.0) * max(high, 0.0) / max(area, 1.0)


def _is_signature(group: Group) -> bool:
    """Tell whether ink looks like a signature wherever it is."""
    compact = group.wide >= ALONE_COMPACT[0] * group.high and group.longest >= ALONE_COMPACT[1]
    broad = group.cover <= ALONE_BROAD[0] and group.dark >= ALONE_BROAD[1]
    return (
        ALONE_WIDE[0] <= group.wide <= ALONE_WIDE[1]
        and ALONE_HIGH[0] <= group.high <= ALONE_HIGH[1]
        and (group.wide >= ALONE_ASPECT * group.high or compact)
        and group.longest >= max(ALONE_LONGEST, ALONE_SHARE * group.length)
        and group.length >= ALONE_WINDING * group.wide
        and (group.cover <= ALONE_COVER or broad)
        and group.paper >= ALONE_PAPER
    )


def _merged(seeds: Sequence[Seed]) -> list[Seed]:
    """Join seeds that share ink."""
    merged: list[Seed] = []
    for seed in seeds:
        same = [other for other in merged if np.isin(seed.pieces, other.pieces).any()]
        joined = Seed(
            np.unique(np.concatenate([seed.pieces, *(other.pieces for other in same)])),
            tuple(corners for other in (seed, *same) for corners in other.corners),
            same[0].why if same else seed.why,
        )
        merged = [*(other for other in merged if not any(other is one for one in same)), joined]
    return merged
