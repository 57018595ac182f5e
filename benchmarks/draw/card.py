"""From a spec to a finished picture with its truth."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.draw.canvas import WIDTH_MM, Field
from benchmarks.draw.face import draw_face
from benchmarks.draw.number import luhn_ok
from benchmarks.draw.photo import card_corners, shoot, to_picture

if TYPE_CHECKING:
    from benchmarks.draw.letters import Box
    from benchmarks.draw.spec import CardSpec

Quad: TypeAlias = NDArray[np.float64]  # (4, 2), x and y in picture pixels, clockwise from the text's upper left

_LEGIBLE_PX = 8.0  # the smallest typeface with all digits distinct is 5 x 7 pixels and a gap
_ALWAYS = {"pan", "expiry", "cvv"}


@dataclass(frozen=True, slots=True)
class DrawnLabel:
    """The truth about one text.

    Attributes
    ----------
    kind : str
        pan, pan_prefix, expiry, cvv, phone or cardholder_name.
    text : str
    rows : tuple of Quad
        One box a row of text.
    chars : tuple of (char, Quad)
        Every character but spaces.
    """

    kind: str
    text: str
    rows: tuple[Quad, ...]
    chars: tuple[tuple[str, Quad], ...]

    @property
    def must_cover(self) -> bool:
        """Whether it is readable, or dangerous enough to be covered anyway."""
        return self.kind in _ALWAYS or _height(self.rows[0]) >= _LEGIBLE_PX

    def to_dict(self) -> dict[str, Any]:
        """Return the label as plain values, coordinates to a tenth of a pixel."""
        label: dict[str, Any] = {"type": self.kind, "text": self.text, "quad": _plain(_around(self.rows))}
        if len(self.rows) > 1:
            label["rows"] = [_plain(row) for row in self.rows]
        if self.kind == "pan":
            digits = [(char, quad) for char, quad in self.chars if char.isdigit()]
            text = "".join(char for char, _ in digits)
            label["last4_quad"] = _plain(_joined([quad for _, quad in digits[-4:]]))
            label |= {"keep_tail": text[-4:], "luhn_ok": luhn_ok(text)}
        telling = [_plain(quad) for char, quad in self.chars if char.isalnum()]
        return label | {"must_cover": self.must_cover, "char_quads": telling}


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A picture of a card.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
        RGB, before any compression.
    labels : tuple of DrawnLabel
    spec : CardSpec
    """

    pixels: NDArray[np.uint8]
    labels: tuple[DrawnLabel, ...]
    spec: CardSpec

    def encode(self) -> bytes:
        """Return the picture as a file: JPEG at the spec's quality, or PNG."""
        target = io.BytesIO()
        picture = Image.fromarray(self.pixels)
        if self.spec.jpeg_quality:
            picture.save(target, "JPEG", quality=self.spec.jpeg_quality)
        else:
            picture.save(target, "PNG")
        return target.getvalue()

    def to_dict(self, file: str) -> dict[str, Any]:
        """Return its entry in a labels.json."""
        height, width = self.pixels.shape[:2]
        sensitive = [label.to_dict() for label in self.labels]
        return {"file": file, "kind": "card", "width": width, "height": height, "sensitive": sensitive}


def draw_card(spec: CardSpec) -> DrawnCard:
    """Draw the card of a spec; the same spec gives the same pixels."""
    corners = card_corners(spec)
    canvas = draw_face(spec, _canvas_px_per_mm(corners))
    high, wide = canvas.picture.shape[:2]
    flat = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    to_scene = cv2.getPerspectiveTransform(flat, corners.astype(np.float32)).astype(np.float64)
    pixels = shoot(canvas.picture, to_scene, spec)
    matrix = to_picture(spec) @ to_scene
    return DrawnCard(pixels, tuple(_label(field, matrix) for field in canvas.fields), spec)


def _canvas_px_per_mm(corners: Quad) -> float:
    """Return a resolution a little above that of the picture, 12 dots per millimetre at least."""
    return max(12.0, 1.1 * float(np.linalg.norm(corners[1] - corners[0])) / WIDTH_MM)


def _label(field: Field, matrix: NDArray[np.float64]) -> DrawnLabel:
    chars = tuple((char, _mapped(box, matrix)) for row in field.rows for char, box in row)
    rows = tuple(_mapped(_box_around([box for _, box in row]), matrix) for row in field.rows)
    return DrawnLabel(field.kind, field.text, rows, chars)


def _mapped(box: Box, matrix: NDArray[np.float64]) -> Quad:
    left, top, right, bottom = box
    corners = np.array([[(left, top), (right, top), (right, bottom), (left, bottom)]], np.float64)
    mapped: Quad = cv2.perspectiveTransform(corners, matrix)[0].astype(np.float64)
    return mapped


def _box_around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _around(rows: tuple[Quad, ...]) -> Quad:
    """Return one quad around rows of equal direction: the upper side of the first, the lower of the last."""
    return np.stack([rows[0][0], rows[0][1], rows[-1][2], rows[-1][3]])


def _joined(quads: list[Quad]) -> Quad:
    """Return one quad from the first character's left side to the last one's right side."""
    return np.stack([quads[0][0], quads[-1][1], quads[-1][2], quads[0][3]])


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _plain(quad: Quad) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in quad]
