"""What is where on the two sides of a card; positions in millimetres from its upper left corner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.draw.canvas import HEIGHT_MM, WIDTH_MM, Canvas, Style
from benchmarks.draw.number import Holder, holder
from benchmarks.draw.spec import CardSpec, Layout, Side, Typeface, generator
from benchmarks.draw.texture import blurred, texture

if TYPE_CHECKING:
    from benchmarks.draw.texture import Colour

# Two colours of the card, and foil or ink that stands out from both.
_PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((16, 34, 84), (44, 110, 190), (226, 230, 236)),
    ((24, 24, 28), (84, 88, 96), (208, 210, 214)),
    ((120, 14, 26), (204, 44, 48), (244, 226, 190)),
    ((10, 62, 46), (30, 128, 92), (230, 216, 160)),
    ((70, 20, 96), (176, 70, 170), (238, 232, 244)),
    ((196, 200, 206), (150, 156, 166), (36, 38, 46)),
    ((188, 150, 78), (232, 206, 140), (52, 36, 12)),
    ((0, 84, 104), (40, 160, 168), (240, 244, 244)),
    ((236, 236, 232), (206, 214, 222), (28, 44, 88)),
)


def draw_face(spec: CardSpec, px_per_mm: float) -> Canvas:
    """Draw the flat card of a spec."""
    dice = generator(spec.seed, "face")
    first, second, ink = _PALETTES[int(dice.integers(len(_PALETTES)))]
    shape = (round(HEIGHT_MM * px_per_mm), round(WIDTH_MM * px_per_mm))
    canvas = Canvas(texture(spec.texture, shape, (first, second), dice), px_per_mm)
    if spec.side is Side.BACK:
        _back(canvas, spec, holder(spec), ink)
    elif spec.layout is Layout.STACKED:
        _stacked_front(canvas, spec, holder(spec), ink)
    else:
        _front(canvas, spec, holder(spec), ink)
    return canvas


def _front(canvas: Canvas, spec: CardSpec, words: Holder, ink: Colour) -> None:
    number = _number_style(spec, ink)
    small = replace(number, cap_mm=number.cap_mm * 0.68, pitch_mm=None)
    caption = Style(Typeface.SANS, 1.2, ink)
    _top(canvas, words, ink)
    chip(canvas, 9, 18)
    canvas.write(words.pan, (9, 34.6), number, kind="pan")
    if spec.layout is not Layout.AMEX:
        canvas.write(words.digits[:4], (9.6, 38.2), Style(Typeface.SANS, 1.6, ink), kind="pan_prefix")
    if spec.cvv_on_front:
        canvas.write(words.cvv, (70, 28.5), Style(Typeface.SANS, 2.4, ink), kind="cvv")
    canvas.write("VALID\nTHRU", (35, 40.4), caption, step_mm=1.7)
    canvas.write(words.expiry, (41.5, 42.3), small, kind="expiry")
    canvas.write(words.name, (9, 48.6), small, kind="cardholder_name")


def _stacked_front(canvas: Canvas, spec: CardSpec, words: Holder, ink: Colour) -> None:
    number = _number_style(spec, ink)
    small = replace(number, cap_mm=number.cap_mm * 0.6, pitch_mm=None)
    caption = Style(Typeface.SANS, 1.2, ink)
    _top(canvas, words, ink)
    chip(canvas, 62, 17)
    canvas.write(words.pan, (9, 21), number, kind="pan", step_mm=number.cap_mm * 1.6)
    canvas.write("EXP", (34, 33.6), caption)
    canvas.write(words.expiry, (39, 33.8), small, kind="expiry")
    if spec.cvv_on_front:
        canvas.write("CVV", (34, 39.4), caption)
        canvas.write(words.cvv, (39, 39.6), small, kind="cvv")
    canvas.write(words.name, (9, 49), small, kind="cardholder_name")


def _back(canvas: Canvas, spec: CardSpec, words: Holder, ink: Colour) -> None:
    number = _number_style(spec, ink, cap_mm=2.8)
    middle = replace(number, cap_mm=2.3, pitch_mm=None)
    print_style = Style(Typeface.SANS, 1.25, ink)
    _strips(canvas, words, ink)
    canvas.write(words.pan, (7, 32.2), number, kind="pan", step_mm=4.2)
    aside = 34 if spec.layout is Layout.STACKED else 7
    end = canvas.write("VALID THRU ", (aside, 36.2), print_style)
    canvas.write(words.expiry, (end + 0.5, 36.6), middle, kind="expiry")
    canvas.write(words.name, (aside, 41.4), middle, kind="cardholder_name")
    end = canvas.write("Customer service ", (7, 48.4), print_style)
    canvas.write(words.phone, (end, 48.4), print_style, kind="phone")
    canvas.write("Property of the issuer. If found, please return to any branch.", (7, 51), print_style)
    canvas.write(words.brand, (80, 42), Style(Typeface.SANS, 3.2, ink), right=True)


def _strips(canvas: Canvas, words: Holder, ink: Colour) -> None:
    """Draw the magnetic stripe, the signature strip and the security code beside it."""
    canvas.rectangle((0, 4.5, WIDTH_MM, 15.5), (22, 20, 20))
    canvas.write("AUTHORISED SIGNATURE - NOT VALID UNLESS SIGNED", (6, 17.4), Style(Typeface.SANS, 0.9, ink))
    canvas.rectangle((6, 18, 58, 26), (236, 234, 228))
    for n in range(10):
        canvas.rectangle((6, 18.4 + 0.8 * n, 58, 18.6 + 0.8 * n), (190, 200, 214), 0.6)
    canvas.rectangle((60, 19.5, 69, 24.5), (244, 244, 240))
    canvas.write(words.cvv, (61.4, 23.2), Style(Typeface.SANS, 2.3, (30, 30, 34)), kind="cvv")


def _number_style(spec: CardSpec, ink: Colour, cap_mm: float = 4.2) -> Style:
    """Set the number in the spec's face; an embosser's pitch is 7 to the inch (ISO/IEC 7811-1)."""
    narrow = 0.86 if spec.layout is Layout.NINETEEN else 1.0
    if spec.typeface is Typeface.SANS:
        return Style(spec.typeface, cap_mm * 0.9, ink, spec.finish)
    return Style(spec.typeface, cap_mm * narrow, ink, spec.finish, 3.63 * narrow * cap_mm / 4.2)


def _top(canvas: Canvas, words: Holder, ink: Colour) -> None:
    canvas.write(words.bank, (7, 9.8), Style(Typeface.SANS, 3.2, ink))
    canvas.write(words.product, (79, 9.4), Style(Typeface.SANS, 2.2, ink), right=True)
    canvas.write(words.brand, (79, 49), Style(Typeface.SANS, 4.2, ink), right=True)


def chip(canvas: Canvas, x_mm: float, y_mm: float) -> None:
    """Draw the contacts of a chip (ISO/IEC 7816-2: about 11 by 9 mm)."""
    px = canvas.px_per_mm
    left, top, wide, high = round(x_mm * px), round(y_mm * px), round(11.4 * px), round(8.8 * px)
    area = canvas.picture[top : top + high, left : left + wide]
    plate = np.zeros((high, wide), np.float32)
    radius = round(1.3 * px)
    cv2.rectangle(plate, (radius, 0), (wide - radius, high), 1.0, -1)
    cv2.rectangle(plate, (0, radius), (wide, high - radius), 1.0, -1)
    for centre in ((radius, radius), (wide - radius, radius), (radius, high - radius), (wide - radius, high - radius)):
        cv2.circle(plate, centre, radius, 1.0, -1, cv2.LINE_AA)
    sheen = np.linspace(0, 40, wide, dtype=np.float32)[None, :, None]
    gold = np.array((196, 164, 96), np.float32) + sheen
    for part in (0.33, 0.66):
        cv2.line(plate, (0, round(part * high)), (wide, round(part * high)), 0.35, max(1, round(0.2 * px)))
        cv2.line(plate, (round(part * wide), 0), (round(part * wide), high), 0.35, max(1, round(0.2 * px)))
    area += (gold - area) * blurred(plate, 0.05 * px)[..., None]
