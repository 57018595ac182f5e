"""presidio-image-redactor's detection, for comparison: what it finds and what it costs.

Set up as well as it goes without a language model: its engine that needs none, its own card
recogniser, and a pattern of digits in groups that asks for no Luhn check; EXIF applied first.
Tesseract runs one thread, as redactkit does: its others spin and would nearly double its CPU seconds.
"""

from __future__ import annotations

import io
import os
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from benchmarks.score import Corners

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom

_CARD = r"\b\d{4}[ -]?(\d{4}[ -]?\d{4}[ -]?\d{4}([ -]?\d{3})?|\d{6}[ -]?\d{5})\b"
# Share of a number that boxes have to hold. A quarter of its length is gaps, which boxes of words leave out; of a
# number with one group missing they hold half.
_HELD = 0.65


def available() -> bool:
    """Whether presidio-image-redactor is installed."""
    return find_spec("presidio_image_redactor") is not None


class Peer:
    """Presidio's detection of card numbers."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        text = import_module("presidio_analyzer")
        language = import_module("presidio_analyzer.nlp_engine").NoOpNlpEngine([{"lang_code": "en", "model_name": ""}])
        language.load()
        shipped = import_module("presidio_analyzer.predefined_recognizers").CreditCardRecognizer()
        grouped = text.PatternRecognizer("CREDIT_CARD", patterns=[text.Pattern("digits in groups", _CARD, 0.8)])
        registry = text.RecognizerRegistry([shipped, grouped], supported_languages=["en"])
        analyzer = text.AnalyzerEngine(registry, language, supported_languages=["en"])
        self._engine = import_module("presidio_image_redactor").ImageAnalyzerEngine(analyzer)

    def boxes(self, data: bytes) -> list[Box]:
        """Return the boxes it would cover."""
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
        found = self._engine.analyze(picture, entities=["CREDIT_CARD"])
        return [(one.left, one.top, one.left + one.width, one.top + one.height) for one in found]

    @staticmethod
    def holds(boxes: list[Box], quad: Corners) -> bool:
        """Whether the boxes together hold all groups of a number."""
        across, down = np.meshgrid(np.linspace(0.02, 0.98, 60), np.linspace(0.1, 0.9, 5))
        a, b, c, d = (corner[:, None, None] for corner in quad)
        x, y = (a * (1 - across) + b * across) * (1 - down) + (d * (1 - across) + c * across) * down
        held = np.zeros(x.shape, bool)
        for left, top, right, bottom in boxes:
            held |= (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
        return bool(held.mean() >= _HELD)
