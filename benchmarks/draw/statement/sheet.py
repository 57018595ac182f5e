"""One page while it is being set, measured in points from its upper left corner; keeps the place of every text."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.draw.reprint import printed
from benchmarks.draw.statement.spec import Setting
from benchmarks.draw.statement.typeface import Typeface

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.draw.statement.spec import Face
    from benchmarks.draw.statement.typeface import Glyphs

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, points
Colour: TypeAlias = tuple[float, float, float]  # 0 to 1

BLACK: Colour = (0.08, 0.08, 0.1)
WHITE: Colour = (1.0, 1.0, 1.0)
TAILED = frozenset({"account_number", "iban", "pan"})  # of these the last four stay

# Height of what has ink above and below the baseline, in em: capitals are .72 (Helvetica) to .73 (Vera).
_ASCENT, _DESCENT = 0.76, 0.22
# In thousandths of an em, as in Adobe's metrics of Helvetica.
_KERNING = {"AV": -70, "AT": -120, "AY": -100, "Te": -120, "To": -120, "Ta": -120, "Tr": -120, "Va": -70, "Ve": -80}
_KERNING |= {"Vo": -80, "PA": -120, "LT": -110, "Yo": -140, "Ye": -140, "We": -30, "Wa": -30, "FA": -80, "r,": -50}
_SPREAD_EM = 0.03  # of a spaced setting
_NARROWED = 0.92  # of a squeezed one


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size_pt: float
    bold: bool = False
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Mark:
    """The truth about one text.

    Attributes
    ----------
    kind : str
        What it is; "print" for what is neither sensitive nor telling.
    text : str
    rows : tuple of Box
        One box a row.
    tail : Box or None
        The last four, of numbers that keep them.
    """

    kind: str
    text: str
    rows: tuple[Box, ...]
    tail: Box | None = None


@dataclass(frozen=True, slots=True)
class Widget:
    """A form field with its value."""

    name: str
    value: str
    box: Box
    content: bytes


@dataclass(slots=True)
class FontBook:
    """The two weights that a statement is set in."""

    face: Face
    _weights: dict[bool, Typeface] = field(default_factory=dict)

    def weight(self, bold: bool) -> Typeface:
        """Return the regular or the bold."""
        if bold not in self._weights:
            self._weights[bold] = Typeface(self.face, bold)
        return self._weights[bold]

    def named(self) -> Iterable[tuple[str, Typeface]]:
        """Yield resource names and what was used."""
        return (("/F2" if bold else "/F1", typeface) for bold, typeface in self._weights.items())


@dataclass(slots=True)
class Sheet:
    """One page.

    Attributes
    ----------
    width_pt, height_pt : float
    book : FontBook
    setting : Setting
    content : list of bytes
        Operators of the content stream.
    marks : list of Mark
    widgets : list of Widget
    """

    width_pt: float
    height_pt: float
    book: FontBook
    setting: Setting
    content: list[bytes] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    widgets: list[Widget] = field(default_factory=list)

    def width(self, text: str, style: Style) -> float:
        """Return how wide a text will be, points."""
        return self._places(text, style)[1][-1]

    def write(
        self, text: str, at: tuple[float, float], style: Style, kind: str = "print", *, right: bool = False
    ) -> float:
        """Write one row; `at` is the left end of the baseline, or its right end. Return where it ends."""
        return self.write_rows([text], at, style, 0.0, kind, right=right)

    def write_rows(
        self,
        rows: Sequence[str],
        at: tuple[float, float],
        style: Style,
        step: float,
        kind: str = "print",
        *,
        right: bool = False,
    ) -> float:
        """Write rows of one text, `step` points from baseline to baseline; return where the longest ends."""
        boxes, tail, end = [], None, at[0]
        rows = printed("\n".join(rows)).split("\n")
        for n, row in enumerate(rows):
            glyphs, places = self._places(row, style)
            x, y = at[0] - (places[-1] if right else 0.0), at[1] + n * step
            self.content.append(self._shown(glyphs, places, (x, self.height_pt - y), style))
            box = (x, y - _ASCENT * style.size_pt, x + places[-1], y + _DESCENT * style.size_pt)
            boxes.append(box)
            tail = _tail(glyphs, places, box) if kind in TAILED else None
            end = max(end, box[2])
        self.marks.append(Mark(kind, "\n".join(rows), tuple(boxes), tail))
        return end

    def fill_in(self, name: str, text: str, at: tuple[float, float], style: Style, kind: str, width: float) -> None:
        """Write one row as the value of a form field."""
        glyphs, places = self._places(text, style)
        top, bottom = at[1] - style.size_pt, at[1] + 0.35 * style.size_pt
        inner = b"/Tx BMC q " + self._shown(glyphs, places, (2.0, bottom - at[1]), style) + b" Q EMC"
        self.widgets.append(Widget(name, text, (at[0] - 2, top, at[0] + width, bottom), inner))
        box = (at[0], at[1] - _ASCENT * style.size_pt, at[0] + places[-1], at[1] + _DESCENT * style.size_pt)
        self.marks.append(Mark(kind, text, (box,), _tail(glyphs, places, box) if kind in TAILED else None))

    def wrapped(self, text: str, style: Style, width: float) -> list[str]:
        """Break a text into rows of at most `width` points; longer words stay whole."""
        rows = [""]
        for word in text.split(" "):
            longer = f"{rows[-1]} {word}".strip()
            if rows[-1] and self.width(longer, style) > width:
                rows.append(word)
            else:
                rows[-1] = longer
        return rows

    def box(self, box: Box, colour: Colour) -> None:
        """Fill a rectangle."""
        left, top, right, bottom = box
        place = f"{left:.2f} {self.height_pt - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re f"
        self.content.append(f"{_rgb(colour)} rg {place}".encode())

    def rule(self, start: tuple[float, float], end: tuple[float, float], colour: Colour, width_pt: float = 0.6) -> None:
        """Draw a line."""
        way = f"{start[0]:.2f} {self.height_pt - start[1]:.2f} m {end[0]:.2f} {self.height_pt - end[1]:.2f} l S"
        self.content.append(f"{_rgb(colour)} RG {width_pt} w {way}".encode())

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        """Fill a polygon."""
        steps = [f"{x:.2f} {self.height_pt - y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points)]
        self.content.append(f"{_rgb(colour)} rg {' '.join(steps)} f".encode())

    def disc(self, centre: tuple[float, float], radius: float, colour: Colour) -> None:
        """Fill a circle of four Bezier curves."""
        x, y, bend = centre[0], self.height_pt - centre[1], 0.5523 * radius
        corners = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
        steps = [f"{x + radius:.2f} {y:.2f} m"]
        for (ax, ay), (bx, by) in pairwise(corners):
            first = (x + radius * ax + bend * bx, y + radius * ay + bend * by)
            second = (x + radius * bx + bend * ax, y + radius * by + bend * ay)
            ends = (*first, *second, x + radius * bx, y + radius * by)
            steps.append(" ".join(f"{value:.2f}" for value in ends) + " c")
        self.content.append(f"{_rgb(colour)} rg {' '.join(steps)} f".encode())

    def modules(self, dark: NDArray[np.bool_], box: Box, text: str) -> None:
        """Draw a bar code or a matrix code; its text is what it holds."""
        rows, columns = dark.shape
        wide, high = (box[2] - box[0]) / columns, (box[3] - box[1]) / rows
        steps = []
        for row in range(rows):
            start = 0
            for column in range(1, columns + 1):
                if column == columns or dark[row, column] != dark[row, start]:
                    if dark[row, start]:
                        x, y = box[0] + start * wide, self.height_pt - box[1] - (row + 1) * high
                        steps.append(f"{x:.3f} {y:.3f} {(column - start) * wide:.3f} {high:.3f} re")
                    start = column
        self.content.append(f"0 0 0 rg {' '.join(steps)} f".encode())
        self.marks.append(Mark("barcode", text, (box,)))

    def _places(self, text: str, style: Style) -> tuple[Glyphs, list[float]]:
        """Return the glyphs and where each begins, with the end of the last one; points."""
        typeface = self.book.weight(style.bold)
        glyphs = typeface.glyphs(text, self.setting is Setting.KERNED)
        places, x = [0.0], 0.0
        for glyph, after in zip(glyphs, (*glyphs[1:], ""), strict=True):
            step = typeface.advance(glyph)
            if self.setting is Setting.KERNED:
                step += _KERNING.get(glyph + after, 0) / 1000
            elif self.setting is Setting.SPACED:
                step += _SPREAD_EM * (2 if glyph == " " and typeface.spaced_by_words else 1)
            elif self.setting is Setting.SQUEEZED:
                step *= _NARROWED
            x += step * style.size_pt
            places.append(x)
        return glyphs, places

    def _shown(self, glyphs: Glyphs, places: Sequence[float], at: tuple[float, float], style: Style) -> bytes:
        typeface = self.book.weight(style.bold)
        size, (x, y) = style.size_pt, at
        head = f"BT {_rgb(style.colour)} rg /{'F2' if style.bold else 'F1'} {size:g} Tf ".encode()
        if typeface.outlined:
            head += f"2 Tr {_rgb(style.colour)} RG {0.035 * size:.3f} w ".encode()
        body = b"%.3f %.3f Td " % (x, y)
        if self.setting is Setting.KERNED:
            body += self._kerned(glyphs, typeface)
        elif self.setting in (Setting.WORDS, Setting.GLYPHS):
            body = self._apart(glyphs, places, at, typeface)
        else:
            if self.setting is Setting.SPACED:
                head += f"{_SPREAD_EM * size:.4f} Tc {_SPREAD_EM * size:.4f} Tw ".encode()
            elif self.setting is Setting.SQUEEZED:
                head += f"{100 * _NARROWED:g} Tz ".encode()
            body += typeface.encoded(glyphs) + b" Tj"
        return b"q " + head + body + b" ET Q"

    def _kerned(self, glyphs: Glyphs, typeface: Typeface) -> bytes:
        parts, start = [], 0
        for n, glyph in enumerate(glyphs):
            kern = _KERNING.get(glyph + (glyphs[n + 1] if n + 1 < len(glyphs) else ""), 0)
            if kern or n + 1 == len(glyphs):
                parts.append(typeface.encoded(glyphs[start : n + 1]) + (b" %d" % -kern if kern else b""))
                start = n + 1
        return b"[" + b" ".join(parts) + b"] TJ"

    def _apart(self, glyphs: Glyphs, places: Sequence[float], at: tuple[float, float], typeface: Typeface) -> bytes:
        parts, start = [], 0
        for n, glyph in enumerate(glyphs):
            last = n + 1 == len(glyphs)
            if self.setting is Setting.GLYPHS or glyph == " " or last:
                end = n if glyph == " " else n + 1
                if end > start:
                    place = b"1 0 0 1 %.3f %.3f Tm " % (at[0] + places[start], at[1])
                    parts.append(place + typeface.encoded(glyphs[start:end]) + b" Tj")
                start = n + 1
        return b" ".join(parts)


def _tail(glyphs: Glyphs, places: Sequence[float], box: Box) -> Box:
    """Return the box of the last four letters and digits."""
    telling = [n for n, glyph in enumerate(glyphs) if glyph.isalnum()][-4:]
    return box[0] + places[telling[0]], box[1], box[0] + places[telling[-1] + 1], box[3]


def _rgb(colour: Colour) -> str:
    return " ".join(f"{value:g}" for value in colour)
