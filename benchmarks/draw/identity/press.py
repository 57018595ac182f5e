"""One side of a document while it is being drawn: labels and values in their styles, pictures, ink, codes, zones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from benchmarks.draw.canvas import Canvas, Field, Style
from benchmarks.draw.identity import guilloche
from benchmarks.draw.identity.holder import country, holder
from benchmarks.draw.identity.ink import draw_fingerprint, draw_signature
from benchmarks.draw.identity.portrait import draw_portrait, ghost
from benchmarks.draw.identity.spec import dice
from benchmarks.draw.letters import advance
from benchmarks.draw.spec import Typeface, generator

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from benchmarks.draw.identity.holder import Country, Holder
    from benchmarks.draw.identity.spec import IdentitySpec
    from benchmarks.draw.letters import Box
    from benchmarks.draw.texture import Colour
    from benchmarks.draw.texture import Field as Mask

BLACK: Colour = (26, 26, 32)
ID_1_MM, ID_2_MM, ID_3_MM = (85.60, 53.98), (105.0, 74.0), (125.0, 88.0)  # ISO/IEC 7810
OCR_B_PITCH_MM, OCR_B_CAP_MM = 2.54, 2.45  # ICAO 9303-3, 4.2: ten to the inch
_VALUES = (Typeface.ARIAL, Typeface.ARIAL_BOLD, Typeface.VERA, Typeface.VERA_BOLD, Typeface.COURIER_BOLD)
_SMALLEST_LABEL_MM = 0.75
_DOT_MM = 0.55  # of a punched digit, five by seven dots
_DOTS = {
    "0": "01110 10001 10001 10001 10001 10001 01110", "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111", "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010", "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110", "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110", "9": "01110 10001 10001 01111 00001 00010 01100",
    "A": "01110 10001 10001 11111 10001 10001 10001", "B": "11110 10001 10001 11110 10001 10001 11110",
    "C": "01110 10001 10000 10000 10000 10001 01110", "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111", "P": "11110 10001 10001 11110 10000 10000 10000",
}  # fmt: skip


@dataclass(slots=True)
class Press:
    """A document in the making.

    Attributes
    ----------
    canvas : Canvas
        Its picture, and the truth about it.
    size_mm : (width, height)
    land : Country
    holder : Holder
    dice : random.Random
        For everything that is left to the layout.
    look : numpy Generator
        For backgrounds.
    colour : Colour
        Of titles.
    label, value : Style
    languages : int
        In how many languages labels are given.
    between : str
        What parts them.
    """

    canvas: Canvas
    size_mm: tuple[float, float]
    seed: int
    land: Country
    holder: Holder
    dice: random.Random
    look: np.random.Generator
    colour: Colour
    label: Style
    value: Style
    languages: int
    between: str

    @classmethod
    def for_spec(cls, spec: IdentitySpec, size_mm: tuple[float, float], px_per_mm: float) -> Press:
        """Return an empty document of a size with its background."""
        land, throw, look = country(spec.country), dice(spec.seed, "layout"), generator(spec.seed, "background")
        palette = guilloche.PALETTES[int(look.integers(len(guilloche.PALETTES)))]
        shape = (round(size_mm[1] * px_per_mm), round(size_mm[0] * px_per_mm))
        small = Typeface.ARIAL_BOLD if throw.random() < 0.3 else throw.choice((Typeface.ARIAL, Typeface.VERA))
        return cls(
            Canvas(guilloche.background(shape, palette, look), px_per_mm),
            size_mm,
            spec.seed,
            land,
            holder(land, dice(spec.seed, "holder")),
            throw,
            look,
            palette[3],
            Style(small, 1.15, palette[3] if throw.random() < 0.5 else BLACK),
            Style(throw.choice(_VALUES), 2.1, BLACK),
            min(len(land.languages), throw.choice((1, 2, 2, 3))),
            throw.choice((" / ", "/", " · ", " ")) if throw.random() < 0.5 else " / ",
        )

    def write(
        self,
        text: str,
        at_mm: tuple[float, float],
        style: Style,
        kind: str = "",
        width_mm: float = 0.0,
        **how: float,
    ) -> float:
        """Write text, smaller if it would run over `width_mm`; return where it ends."""
        if width_mm:
            style = self.fitted(text, style, width_mm)
        right, turn = bool(how.get("right")), int(how.get("turn", 0))
        return self.canvas.write(text, at_mm, style, kind=kind, step_mm=how.get("step", 0.0), right=right, turn=turn)

    def fitted(self, text: str, style: Style, width_mm: float) -> Style:
        """Return the style, smaller if the longest row would be wider than `width_mm`."""
        px = self.canvas.px_per_mm
        wide_mm = max(advance(row, style.typeface, style.cap_mm * px) for row in text.split("\n")) / px
        return replace(style, cap_mm=style.cap_mm * min(1.0, width_mm / max(wide_mm, 1e-6)))

    def caption(self, key: str, width_mm: float) -> str:
        """Return a field's label in as many of the document's languages as fit."""
        several = [self.between.join(self.land.label(key, count)) for count in range(self.languages, 0, -1)]
        fit = (text for text in several if self.fitted(text, self.label, width_mm).cap_mm >= _SMALLEST_LABEL_MM)
        return next(fit, several[-1])

    def field(self, key: str, text: str, kind: str, at_mm: tuple[float, float], width_mm: float) -> None:
        """Write a label and its value below: `at_mm` is the left end of the value's baseline."""
        x, y = at_mm
        raised = y - self.value.cap_mm - 0.75
        self.write(self.caption(key, width_mm), (x, raised), self.label, "heading", width_mm)
        self.write(text, (x, y), self.value, kind, width_mm)

    def beside(self, key: str, text: str, kind: str, at_mm: tuple[float, float]) -> float:
        """Write a label, a colon and the value on one line; return where it ends."""
        end = self.write(self.caption(key, 32.0) + ":", at_mm, replace(self.label, cap_mm=1.4), "heading", 32.0) + 1.0
        return self.write(text, (end, at_mm[1]), self.value, kind, self.size_mm[0] - end - 4)

    def picture(self, kind: str, box_mm: Box, *, frame: bool = False) -> None:
        """Print the holder's portrait into a box."""
        portrait, _ = draw_portrait(self.seed)
        left, top, right, bottom = self.pixels(box_mm)
        area = self.canvas.picture[top:bottom, left:right]
        size = (right - left, bottom - top)
        area[:] = cv2.resize(portrait, size, interpolation=cv2.INTER_AREA if size[0] < portrait.shape[1] else 1)
        if self.dice.random() < 0.4:
            area[:] = area.mean(axis=2, keepdims=True)
        if frame:
            cv2.rectangle(self.canvas.picture, (left, top), (right - 1, bottom - 1), (90, 90, 96), 2)
        self.mark(kind, box_mm)

    def ghost(self, box_mm: Box, share: float = 0.55) -> None:
        """Print the portrait again, small and pale, into what is there."""
        tint = self.dice.choice(((60, 60, 70), (50, 70, 130), (110, 50, 80)))
        pale, person = ghost(*draw_portrait(self.seed), tint)
        left, top, right, bottom = self.pixels(box_mm)
        area, size = self.canvas.picture[top:bottom, left:right], (right - left, bottom - top)
        mask = cv2.resize(person, size, interpolation=cv2.INTER_AREA)[..., None] * np.float32(share)
        area += (cv2.resize(pale, size, interpolation=cv2.INTER_AREA) - area) * mask
        self.mark("portrait", box_mm)

    def sign(self, box_mm: Box, colour: Colour = BLACK) -> None:
        """Let the holder sign within a box."""
        left, top, right, bottom = self.pixels(box_mm)
        stroke_px = self.dice.uniform(0.3, 0.5) * self.canvas.px_per_mm
        name = f"{self.holder.given.split()[0]} {self.holder.surname}"[:18]
        ink = draw_signature(self.seed, name, (bottom - top, right - left), stroke_px)
        self._lay(ink, (left, top), colour)
        self.mark("signature", box_mm)

    def finger(self, box_mm: Box) -> None:
        """Press the holder's finger on a box."""
        left, top, right, bottom = self.pixels(box_mm)
        ink = draw_fingerprint(self.seed, (bottom - top, right - left), self.canvas.px_per_mm)
        self._lay(ink * np.float32(0.85), (left, top), self.dice.choice(((40, 40, 46), (70, 60, 66), (60, 66, 110))))
        self.mark("fingerprint", box_mm)

    def code(self, form: zxingcpp.BarcodeFormat, text: str, box_mm: Box, turn: int = 0, columns: int = 0) -> None:
        """Print a bar code or a matrix code that fills a box, on a white plate.

        Parameters
        ----------
        columns : int
            Of a PDF417; by default as many as make it three times as wide as high.
        """
        options = {"columns": columns} if columns else {}
        drawn = zxingcpp.create_barcode(text, form, **options).to_image(scale=1, add_quiet_zones=False)
        left, top, right, bottom = self.pixels(box_mm)
        self.canvas.rectangle((box_mm[0] - 0.8, box_mm[1] - 0.8, box_mm[2] + 0.8, box_mm[3] + 0.8), (250, 250, 248))
        dark = np.rot90(np.array(drawn) < 128, -turn).astype(np.float32)
        ink = cv2.resize(dark, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
        self._lay(ink.astype(np.float32, copy=False), (left, top), BLACK)
        self.mark("barcode", box_mm, text)

    def zone(self, lines: Sequence[str], at_mm: tuple[float, float], step_mm: float = 4.6) -> None:
        """Print a machine readable zone, each line a value; `at_mm` is the left end of its first baseline."""
        style = Style(Typeface.OCR_B, OCR_B_CAP_MM, BLACK, pitch_mm=OCR_B_PITCH_MM)
        for n, line in enumerate(lines):
            self.write(line, (at_mm[0], at_mm[1] + n * step_mm), style, "mrz")

    def perforate(self, text: str, at_mm: tuple[float, float], *, up: bool = False) -> None:
        """Punch a number in dots; `at_mm` is its upper left corner, and it can run up the page."""
        px, x, holes = self.canvas.px_per_mm, 0, []
        for char in text:
            rows = _DOTS[char].split()
            holes += [(x + column, row) for row in range(7) for column in range(5) if rows[row][column] == "1"]
            x += 7
        pitch, radius = _DOT_MM * 1.55, _DOT_MM / 2
        for column, row in holes:
            across, down = (row, -column) if up else (column, row)
            centre = (round((at_mm[0] + pitch * across) * px), round((at_mm[1] + pitch * down) * px))
            cv2.circle(self.canvas.picture, centre, max(1, round(radius * px)), (74, 70, 72), -1, cv2.LINE_AA)
        wide, high = pitch * (x - 3) + 2 * radius, pitch * 6 + 2 * radius
        left, top = at_mm[0] - radius, at_mm[1] - radius
        if up:
            self.mark("document", (left, top + 2 * radius - wide, left + high, top + 2 * radius), text, turn=3)
        else:
            self.mark("document", (left, top, left + wide, top + high), text)

    def arms(self, at_mm: tuple[float, float], size_mm: float, share: float = 0.9) -> None:
        """Print the state's arms."""
        left, top, right, _ = self.pixels((*at_mm, at_mm[0] + size_mm, at_mm[1] + size_mm))
        ink = guilloche.arms(right - left, generator(sum(map(ord, self.land.code)), "arms"))
        self._lay(ink * np.float32(share), (left, top), self.colour)

    def foil(self, box_mm: Box) -> None:
        """Lay a hologram over what is printed."""
        guilloche.hologram(self.canvas.picture, self.pixels(box_mm), self.look)

    def finish(self, spec: IdentitySpec) -> Canvas:
        """Stamp and laminate it."""
        if spec.stamp:
            wide, high = self.size_mm
            style = Style(Typeface.ARIAL_BOLD, 0.14 * high, (196, 60, 70))
            kept = self.canvas.picture.copy()
            self.write("SPECIMEN", (0.18 * wide, 0.62 * high), style, "detail")
            self.canvas.picture += (kept - self.canvas.picture) * np.float32(0.65)
        if spec.laminate:
            light = guilloche.streaks(self.canvas.picture.shape[:2], spec.laminate, generator(spec.seed, "laminate"))
            self.canvas.picture += (255 - self.canvas.picture) * light[..., None]
        return self.canvas

    def mark(self, kind: str, box_mm: Box, text: str = "", turn: int = 0) -> None:
        """Tell the truth about something that is no line of text."""
        px = self.canvas.px_per_mm
        left, top, right, bottom = (edge * px for edge in box_mm)
        self.canvas.fields.append(Field(kind, ((("", (left, top, right, bottom)),),), text, turn))

    def pixels(self, box_mm: Box) -> tuple[int, int, int, int]:
        """Return a box in whole pixels."""
        left, top, right, bottom = (round(edge * self.canvas.px_per_mm) for edge in box_mm)
        return left, top, right, bottom

    def _lay(self, ink: Mask, at: tuple[int, int], colour: Colour) -> None:
        area = self.canvas.picture[at[1] : at[1] + ink.shape[0], at[0] : at[0] + ink.shape[1]]
        ink = ink[: area.shape[0], : area.shape[1]]
        area += (np.array(colour, np.float32) - area) * ink[..., None]
