"""The engine: locate, cut, decide which way is up, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import clip, height, width
from redactkit.model import Line
from redactkit.read.ppocr import networks
from redactkit.read.ppocr.crop import Crop, corners, crop
from redactkit.read.ppocr.decode import Alphabets, Reading, cells, decode
from redactkit.read.ppocr.locate import locate, normalise
from redactkit.read.settled import unsettled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Pixels, Quad
    from redactkit.protocols import Look

    Vector = NDArray[np.float64]

# Heights of boxes as the network sees them, half as high again as the text: a fifth of a page's boxes is lower. Over 20
# card pictures that is 16 to 39, over 14 pages of statements 12 to 22, over 17 identity documents 12 to 25.
SMALL_PX = 16.5
LEGIBLE_PX = 26.0
LOW = 20  # percentile: the page's median is that of its title when small print was not seen
MAX_LINE_PX = 100.0  # higher regions are whole cards far away, taken for text
# Longer sides: pages are read whole at 960 to 1600, documents that are small in a large photo at up to 2400.
MAX_SIDE_PX = (1600, 2400)
MAX_ENLARGED = 1.5  # a picture shows nothing more when it is enlarged further
VOTERS = 4  # the longest lines of each direction decide which way is up
DOUBT = 0.95  # a number on its head was read with .92
MIN_DOUBT_WIDTH = 96  # pixels of the crop; shorter words tell little either way
MIN_DOUBT_DIGITS = 2  # a date; words on their head hide nothing
VOTER_WIDTH = 500  # pixels of the crop, some twenty characters
TRUST = 0.985  # two lines read this well need no look upside down,
TRUST_LENGTH = 5
TRUST_LONG = 10  # or one line of so many letters; numbers read well upside down, too: 0, 1, 6, 8, 9
PARALLEL = 0.7  # cosine between known text and a group of lines from which on they run the same way
STEP_PX = 8  # the recogniser reduces the width by eight


class PpocrEngine:
    """PP-OCRv6-small on onnxruntime, one thread, models loaded once.

    Raises
    ------
    EngineError
        The models or onnxruntime are missing.
    """

    name = "ppocr"

    def __init__(self) -> None:
        self._networks = networks.load()
        self._alphabets = Alphabets.of(self._networks.alphabet)

    def read(self, pixels: Pixels, look: Look) -> tuple[Line, ...]:
        """Read one page; see `redactkit.protocols.Engine`."""
        strips = [crop(pixels, corners(strip), turn=False) for strip in look.strips]
        lines = [self._line(strip, self._decode(strip), pixels) for strip in strips]
        if look.side_px <= 0:
            return tuple(lines)
        known = sum((corners(quad)[1] - corners(quad)[0] for quad in (*look.settled, *look.strips)), np.zeros(2))
        boxes = self._locate(pixels, look, _stand(known))
        crops = [crop(pixels, corners(line.quad)) for line in unsettled(map(Line, boxes), look.settled)]
        for vertical in (False, True):
            group = sorted((line for line in crops if line.vertical is vertical), key=_vote_order)
            lines += [self._line(line, reading, pixels) for line, reading in self._upright(group, known)]
        return tuple(lines)

    def _locate(self, pixels: Pixels, look: Look, stand: bool | None) -> list[Quad]:
        """Locate text; in a first look again, larger, while much of it is small: a page, or a card far away."""
        largest = max(pixels.shape[:2])
        side = look.side_px
        boxes = locate(pixels, side, self._networks.locate, stand=stand)
        for most in () if look.settled else MAX_SIDE_PX:
            high = _low(boxes, side / largest)
            larger = round(min(side * LEGIBLE_PX / max(high, 1.0), most, MAX_ENLARGED * largest))
            if high >= SMALL_PX or larger <= side:
                break
            side, boxes = larger, locate(pixels, larger, self._networks.locate, stand=stand)
        return boxes

    def _upright(self, group: Sequence[Crop], known: Vector) -> list[tuple[Crop, Reading]]:
        """Read lines of one direction the right way up."""
        turn = _turn(group, known)
        if turn is not None:
            return self._read([line.turned() if turn else line for line in group])
        as_is = self._vote(group[:VOTERS])
        if not _trusted(as_is):
            turned = self._vote([line.turned() for line in group[:VOTERS]])
            if _trusted(turned) or _weight(turned) > _weight(as_is):
                group, as_is = [line.turned() for line in group], turned
        return [self._better(*one) for one in (*as_is, *self._read(group[len(as_is) :]))]

    def _better(self, line: Crop, reading: Reading) -> tuple[Crop, Reading]:
        """Read a number the other way up, too, if it reads badly: two cards in one picture need not lie alike."""
        digits = sum(peak.char.isdigit() for peak in reading.text)
        if reading.score >= DOUBT or line.width < MIN_DOUBT_WIDTH or digits < MIN_DOUBT_DIGITS:
            return line, reading
        other = line.turned(), self._decode(line.turned())
        return max((line, reading), other, key=lambda one: _credit(one[1]))

    def _vote(self, lines: Sequence[Crop]) -> list[tuple[Crop, Reading]]:
        """Read lines until they are trusted to be the right way up."""
        read: list[tuple[Crop, Reading]] = []
        for line in lines:
            read += self._read([line])
            if _trusted(read):
                break
        return read

    def _read(self, lines: Sequence[Crop]) -> list[tuple[Crop, Reading]]:
        return [(line, self._decode(line)) for line in lines]

    def _decode(self, line: Crop) -> Reading:
        width = -(-line.width // STEP_PX) * STEP_PX
        padded = cv2.copyMakeBorder(line.pixels, 0, 0, 0, width - line.width, cv2.BORDER_REPLICATE)
        chances = self._networks.recognise(normalise(np.asarray(padded, dtype=np.uint8)))
        return decode(chances, width / len(chances), self._alphabets)

    @staticmethod
    def _line(line: Crop, reading: Reading, pixels: Pixels) -> Line:
        high, wide = pixels.shape[:2]
        return Line(
            quad=clip(line.quad, wide, high),
            cells=cells(reading.text, line),
            score=reading.score,
            digits=cells(reading.digits, line),
            mrz=cells(reading.mrz, line),
        )


def _low(boxes: Sequence[Quad], scale: float) -> float:
    """Return how high the lower boxes are in pixels that the network sees; 0 if it sees no lines."""
    sides = [scale * min(height(quad), width(quad)) for quad in boxes]
    lines = [side for side in sides if side < MAX_LINE_PX]
    return float(np.percentile(lines, LOW)) if lines else 0.0


def _vote_order(line: Crop) -> tuple[bool, int]:
    """Sort key: the longest lines first, but after all others those that cost more to read than they tell."""
    return line.width > VOTER_WIDTH, -line.width


def _stand(known: Vector) -> bool | None:
    """Tell whether known text stands; None when none is known."""
    return bool(abs(known[1]) > abs(known[0])) if known.any() else None


def _turn(group: Sequence[Crop], known: Vector) -> bool | None:
    """Tell from the direction of known text whether lines stand on their heads; None when it tells nothing."""
    along = sum((line.corners[1] - line.corners[0] for line in group), np.zeros(2))
    lengths = float(np.linalg.norm(along) * np.linalg.norm(known))
    cosine = float(along @ known) / lengths if lengths else 0.0
    return cosine < 0 if abs(cosine) > PARALLEL else None


def _trusted(read: Sequence[tuple[Crop, Reading]]) -> bool:
    """Tell whether two lines, or a long one, were read so well that they can't stand on their heads."""
    readings = [reading for _, reading in read]
    good = [r for r in readings if r.score > TRUST and len(r.text) >= TRUST_LENGTH]
    total = sum(len(r.text) for r in readings)
    enough = len(good) >= 2 or any(sum(peak.char.isalpha() for peak in r.text) >= TRUST_LONG for r in good)
    return enough and sum(_credit(r) for r in readings) >= 0.75 * total


def _weight(read: Sequence[tuple[Crop, Reading]]) -> float:
    return sum(_credit(reading) for _, reading in read)


def _credit(reading: Reading) -> float:
    """Letters and digits of the Latin script, counted for little unless they were read with confidence."""
    return reading.score**4 * sum(peak.char.isalnum() and ord(peak.char) < 0x250 for peak in reading.text)
