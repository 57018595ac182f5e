"""The engine: locate, cut, decide which way is up, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.geometry import clip
from redactkit.model import Line
from redactkit.read.ppocr import networks
from redactkit.read.ppocr.crop import Crop, corners, crop
from redactkit.read.ppocr.decode import Alphabets, Reading, cells, decode
from redactkit.read.ppocr.locate import locate, normalise
from redactkit.read.settled import unsettled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Pixels
    from redactkit.protocols import Look

VOTERS = 4  # the longest lines of each direction decide which way is up
TRUST = 0.985  # two lines read this well need no look upside down
TRUST_LENGTH = 5
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
        boxes = locate(pixels, look.side_px, self._networks.locate)
        crops = [crop(pixels, corners(line.quad)) for line in unsettled(map(Line, boxes), look.settled)]
        for vertical in (False, True):
            group = [line for line in crops if line.vertical is vertical]
            lines += [self._line(line, reading, pixels) for line, reading in self._upright(group)]
        return tuple(lines)

    def _upright(self, group: Sequence[Crop]) -> list[tuple[Crop, Reading]]:
        """Read lines of one direction the right way up, all of them or none turned."""
        order = sorted(range(len(group)), key=lambda i: -group[i].width)
        voters = [group[i] for i in order[:VOTERS]]
        read = [(line, self._decode(line)) for line in voters]
        turn = False
        if not _trusted([reading for _, reading in read]):
            other = [(line.turned(), self._decode(line.turned())) for line in voters]
            turn = _weight(other) > _weight(read)
            read = other if turn else read
        for i in order[VOTERS:]:
            line = group[i].turned() if turn else group[i]
            read.append((line, self._decode(line)))
        return read

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


def _trusted(readings: Sequence[Reading]) -> bool:
    good = [r for r in readings if r.score > TRUST and len(r.text) >= TRUST_LENGTH]
    total = sum(len(r.text) for r in readings)
    return len(good) >= 2 and sum(_credit(r) for r in readings) >= 0.75 * total


def _weight(read: Sequence[tuple[Crop, Reading]]) -> float:
    return sum(_credit(reading) for _, reading in read)


def _credit(reading: Reading) -> float:
    """Letters and digits of the Latin script, counted for little unless they were read with confidence."""
    return reading.score**4 * sum(peak.char.isalnum() and ord(peak.char) < 0x250 for peak in reading.text)
