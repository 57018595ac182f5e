"""Sets a line of text in any typeface: a mask of ink and the box of every character."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.draw import ocr_b, strokes
from benchmarks.draw.spec import Typeface

if TYPE_CHECKING:
    from collections.abc import Callable

Ink: TypeAlias = NDArray[np.float32]  # (height, width), 0 to 1
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
Boxes: TypeAlias = tuple[tuple[str, Box], ...]  # of characters

_HERSHEY = {Typeface.HERSHEY: cv2.FONT_HERSHEY_SIMPLEX, Typeface.ROMAN: cv2.FONT_HERSHEY_COMPLEX}
# Files in reportlab's folder of fonts, and the height of their capitals in em.
_FILES = {
    Typeface.ARIAL: ("_a______.pfb", 0.716),
    Typeface.ARIAL_BOLD: ("_ab_____.pfb", 0.716),
    Typeface.TIMES_BOLD: ("_eb_____.pfb", 0.662),
    Typeface.COURIER_BOLD: ("cob_____.pfb", 0.562),
    Typeface.VERA: ("Vera.ttf", 0.729),
    Typeface.VERA_BOLD: ("VeraBd.ttf", 0.729),
}
_BEYOND_LATIN_1 = "ŁłŒœŠšŸŽžı–—‘’“”…"  # what all of these files hold of it
# Signs of Latin-1 and Adobe's standard set that stand for combining ones (Unicode, block 0300).
_ACCENTS = {
    "\u0300": "`", "\u0301": "´", "\u0302": "ˆ", "\u0303": "˜", "\u0304": "¯", "\u0306": "˘", "\u0307": "˙",
    "\u0308": "¨", "\u030a": "˚", "\u030b": "˝", "\u030c": "ˇ", "\u0326": "¸", "\u0327": "¸", "\u0328": "˛",
}  # fmt: skip
_BELOW = "¸˛"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in ink.

    Attributes
    ----------
    ink : ndarray of float32
        Its baseline runs `drop` rows above the lower edge, its origin `lead` columns from the left.
    advance : float
        Pixels to the next origin.
    """

    ink: Ink
    lead: int
    drop: int
    advance: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of text in ink.

    Attributes
    ----------
    ink : ndarray of float32
    margin : int
        Empty pixels left of the first origin and above the capitals.
    boxes : tuple of (char, Box)
        Ink from side to side, capitals' height from top to bottom, in pixels of `ink`; no spaces.
    """

    ink: Ink
    margin: int
    boxes: Boxes


def set_line(text: str, typeface: Typeface, cap_px: float, pitch_px: float | None = None) -> Setting:
    """Set `text` with capitals `cap_px` high.

    Parameters
    ----------
    pitch_px : float, optional
        Distance from character to character; by default each typeface's own advance.
    """
    glyphs = [glyph(char, typeface, round(cap_px)) for char in text]
    advances = [g.advance if pitch_px is None else pitch_px for g in glyphs]
    margin = max(3, round(cap_px))  # at least what surrounds a glyph
    ink = np.zeros((round(cap_px) + 2 * margin, int(sum(advances)) + 2 * margin), np.float32)
    baseline, x, boxes = margin + round(cap_px), float(margin), []
    for char, g, advance in zip(text, glyphs, advances, strict=True):
        left, bottom = round(x) - g.lead, baseline + g.drop
        high, wide = g.ink.shape
        place = ink[bottom - high : bottom, left : left + wide]
        np.maximum(place, g.ink[:, : place.shape[1]], out=place)
        columns = np.flatnonzero(g.ink.max(axis=0) > 0.5)
        if columns.size:
            boxes.append((char, (left + columns[0], margin, left + columns[-1] + 1, baseline)))
        x += advance
    return Setting(ink, margin, tuple(boxes))


def advance(text: str, typeface: Typeface, cap_px: float) -> float:
    """Return how far a line's origins run, pixels, without setting it."""
    return sum(glyph(char, typeface, round(cap_px)).advance for char in text)


@lru_cache(maxsize=2048)
def glyph(char: str, typeface: Typeface, cap_px: int) -> Glyph:
    """Draw one character; a space has an advance only."""
    if char == " " and typeface not in _FILES:
        return Glyph(np.zeros((1, 1), np.float32), 0, 0, glyph("0", typeface, cap_px).advance)
    return _DRAWN_BY[typeface](char, typeface, cap_px)


def _embosser(char: str, _: Typeface, cap_px: int) -> Glyph:
    unit, pad = cap_px / strokes.HEIGHT, max(2, cap_px // 4)
    wide = round(strokes.WIDTH * unit)
    ink = np.zeros((cap_px + 2 * pad, wide + 2 * pad), np.uint8)
    stroke_px = max(1, round(cap_px * 0.13))
    inner = (cap_px - stroke_px) / strokes.HEIGHT
    for path in strokes.outline(char.upper()):
        points = (path * inner + pad + stroke_px / 2) * 16
        cv2.polylines(ink, [np.rint(points).astype(np.int32)], False, 255, stroke_px, cv2.LINE_AA, shift=4)
    return Glyph(_share(ink), pad, pad, cap_px * 0.80)


def _hershey(char: str, typeface: Typeface, cap_px: int) -> Glyph:
    font, stroke_px, pad = _HERSHEY[typeface], max(1, round(cap_px * 0.1)), max(2, cap_px // 3)
    scale = cv2.getFontScaleFromHeight(font, cap_px, stroke_px)
    (wide, _), _ = cv2.getTextSize(char, font, scale, stroke_px)
    ink = np.zeros((cap_px + 2 * pad, wide + 2 * pad), np.uint8)
    cv2.putText(ink, char, (pad, pad + cap_px), font, scale, 255, stroke_px, cv2.LINE_AA)
    squeeze = 0.55 if char == "-" else 1.0  # Hershey's hyphen is as wide as a dash
    ink = cv2.resize(ink, None, fx=squeeze, fy=1, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return Glyph(_share(ink), round(pad * squeeze), pad, (wide + cap_px * 0.05) * squeeze)


def _sans(char: str, _: Typeface, cap_px: int) -> Glyph:
    font, pad = _default_font(cap_px), max(2, cap_px // 3)
    advance = font.getlength(char)
    picture = Image.new("L", (round(advance) + 2 * pad, cap_px + 2 * pad))
    ImageDraw.Draw(picture).text((pad, pad + cap_px), char, 255, font, anchor="ls")
    return Glyph(_share(np.asarray(picture)), pad, pad, advance + cap_px * 0.06)


def _ocr_b(char: str, _: Typeface, cap_px: int) -> Glyph:
    """Draw eight times as large and shrink, so that strokes are as even as a laser engraves them."""
    fine, pad = 8, max(2, cap_px // 4)
    high, wide = (cap_px + 2 * pad) * fine, (round(cap_px * 0.64) + 2 * pad) * fine
    stroke_px = round(0.146 * cap_px * fine)  # 0.35 mm at 2.4 mm (ISO 1073-2, size I)
    ink = np.zeros((high, wide), np.uint8)
    for path in ocr_b.outline(char):
        points = path * (cap_px * fine - stroke_px) / strokes.HEIGHT + pad * fine + stroke_px / 2
        cv2.polylines(ink, [np.rint(points).astype(np.int32)], False, 255, stroke_px)
    ink = cv2.resize(ink, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return Glyph(_share(ink), pad, pad, cap_px * 1.02)


def _filed(char: str, typeface: Typeface, cap_px: int) -> Glyph:
    """Draw a character of a font file; a letter that it lacks is set from its base and an accent."""
    font, pad = _font(typeface, cap_px), max(3, cap_px // 2)
    parts = _parts(char)
    base = parts[0]
    advance = font.getlength(base)
    picture = Image.new("L", (round(advance) + 2 * pad, cap_px + 2 * pad))
    pencil = ImageDraw.Draw(picture)
    pencil.text((pad, pad + cap_px), base, 255, font, anchor="ls")
    for mark in parts[1:]:
        sign = _ACCENTS[mark]
        raised = 0.26 * cap_px if base.isupper() and sign not in _BELOW else 0.0
        pencil.text((pad + (advance - font.getlength(sign)) / 2, pad + cap_px - raised), sign, 255, font, anchor="ls")
    return Glyph(_share(np.asarray(picture)), pad, pad, advance)


def _parts(char: str) -> str:
    if ord(char) < 0x100 or char in _BEYOND_LATIN_1:
        return char
    if char in "Đđ":
        return {"Đ": "Ð", "đ": "d\u0304"}[char]
    return unicodedata.normalize("NFD", char)


@cache
def _font(typeface: Typeface, cap_px: int) -> ImageFont.FreeTypeFont:
    import reportlab

    name, cap_em = _FILES[typeface]
    return ImageFont.truetype(Path(reportlab.__file__).parent / "fonts" / name, cap_px / cap_em)


@cache
def _default_font(cap_px: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(cap_px / 0.7)  # Aileron's capitals are 0.7 of its size
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("this Pillow was built without FreeType; install a wheel")
    return font


def _share(ink: NDArray[np.uint8]) -> Ink:
    return ink.astype(np.float32) / np.float32(255)


_DRAWN_BY: dict[Typeface, Callable[[str, Typeface, int], Glyph]] = {
    Typeface.EMBOSSER: _embosser,
    Typeface.HERSHEY: _hershey,
    Typeface.ROMAN: _hershey,
    Typeface.SANS: _sans,
    Typeface.OCR_B: _ocr_b,
    **dict.fromkeys(_FILES, _filed),
}
