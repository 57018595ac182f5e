"""Shown text: how an operator is written without the glyphs that go."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from redactkit.cover.pdf.judge import Judge
from redactkit.pdf.affine import box_under, multiply
from redactkit.pdf.fonts import UnsupportedFont
from redactkit.pdf.lexer import MalformedContent, number, string_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.cover.pdf.areas import Areas
    from redactkit.cover.pdf.pen import Pen
    from redactkit.cover.pdf.state import State
    from redactkit.cover.pdf.usage import FontUse
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.fonts import Font
    from redactkit.pdf.lexer import Operand

_UNITS = 1000  # of a number in TJ to an em, ISO 32000-2, 9.4.3
_SMALLEST = 1e-6  # square points; text with a smaller em cannot be seen, only extracted
_FAR = 1e5  # text space; farther than text of unknown length goes
_REACH = 1.5  # em above and below the line; farther than the ink of an unknown font goes
_BACK = 0.5  # em before the pen, likewise
_TURN = (0.0, 1.0, 1.0, 0.0, 0.0, 0.0)  # from along and across a vertical line to text space


class Shown(NamedTuple):
    """What becomes of an operator that shows text.

    Attributes
    ----------
    before : bytes
        Goes in front of it.
    instead : bytes or None
        Replaces it; None when it stays.
    lifts : bool
        The operators that started its line go, too.
    """

    before: bytes = b""
    instead: bytes | None = None
    lifts: bool = False


class _Line(NamedTuple):
    """What one operator writes on.

    Attributes
    ----------
    frame : Matrix
        From along and across the line to user space.
    band : tuple of float
        Where the ink lies across it.
    unit, factor : float
        What an em, and a unit of character and word spacing, measure along it.
    """

    frame: Matrix
    band: tuple[float, float]
    unit: float
    factor: float


class _Placed(NamedTuple):
    """A glyph in its place along the line."""

    code: bytes
    start: float
    end: float
    hidden: bool


def show(items: Sequence[Operand], state: State, pen: Pen, areas: Areas) -> Shown:
    """Move the pen by shown text and tell how to write it without what lies under an area or beyond the page.

    Parameters
    ----------
    items : sequence of Operand
        Strings and numbers, as in the array of ``TJ``.
    state : State
    pen : Pen
        Moved in place.
    areas : Areas

    Raises
    ------
    UnsupportedFont
        Nobody knows how far text in this font goes, and an area or the edge of the page may meet it; or it has no size.
    MalformedContent
        Text under an area is filled with a pattern that may show anything, or a line goes in two directions.
    """
    use = state.font
    if use is None or use.font is None or pen.lost:
        return _show_unknown(items, state, pen, areas)
    font = use.font
    if font.vertical != pen.vertical:
        if pen.along:
            raise MalformedContent("a line that goes in two directions")
        pen.vertical = font.vertical
    line = _line(state, pen, font)
    texts, length, low, high = _measured(items, state, font, line)
    where = box_under(line.frame, (pen.along + low, line.band[0], pen.along + high, line.band[1]))
    near, inside, flat = areas.near(where), areas.shows(where), _is_flat(state, line.frame)
    if near and (state.fill or state.stroke):
        raise MalformedContent("text under an area, filled with a pattern")
    if texts and (near or flat or not inside):
        judge = Judge(near, None if inside else areas.visible, line.frame, line.band, flat=flat)
        glyphs = list(_judged(items, state, font, line, pen.along, judge))
        if any(glyph.hidden for glyph in glyphs):
            use.cut = True
            lifts = glyphs[0].hidden and pen.lift()
            before, instead = _rewritten(glyphs, use, pen, line)
            pen.along += length
            return Shown(before, instead, lifts)
    use.kept.update(texts)
    return _stay(pen, length, line, has_text=bool(texts))


def _line(state: State, pen: Pen, font: Font) -> _Line:
    size, scale, band = state.size, state.scale, font.band
    frame = multiply(pen.line, state.matrix)
    if font.vertical:
        edges, frame = (band.low * size * scale, band.high * size * scale), multiply(_TURN, frame)
        unit, factor = size, 1.0
    else:
        edges = state.rise + band.low * size, state.rise + band.high * size
        unit, factor = size * scale, scale
    return _Line(frame, edges if edges[0] <= edges[1] else edges[::-1], unit, factor)


def _is_flat(state: State, frame: Matrix) -> bool:
    a, b, c, d, _, _ = frame
    return abs((a * d - b * c) * state.size * state.size * state.scale) < _SMALLEST


def _measured(
    items: Iterable[Operand], state: State, font: Font, line: _Line
) -> tuple[list[bytes], float, float, float]:
    """Return the strings, how far they move the pen, and how far to either side of it they reach."""
    texts: list[bytes] = []
    size, factor = line.unit, line.factor
    along = low = high = 0.0
    for item in items:
        if isinstance(item, bytes) and item[:1] in (b"(", b"<"):
            text = string_value(item)
            advance, codes, blanks = font.measure(text)
            along += advance * size + (codes * state.character_space + blanks * state.word_space) * factor
            if text:
                texts.append(text)
        else:
            along -= number(item) * size / _UNITS
        if along < low:
            low = along
        elif along > high:
            high = along
    return texts, along, low, high


def _judged(
    items: Iterable[Operand], state: State, font: Font, line: _Line, along: float, judge: Judge
) -> Iterator[_Placed]:
    for item in items:
        if not (isinstance(item, bytes) and item[:1] in (b"(", b"<")):
            along -= number(item) * line.unit / _UNITS
            continue
        for glyph in font.glyphs(string_value(item)):
            width = glyph.advance * line.unit
            end = along + width + (state.character_space + glyph.blank * state.word_space) * line.factor
            yield _Placed(glyph.code, along, end, judge.hides(along, along + width))
            along = end


def _rewritten(glyphs: Iterable[_Placed], use: FontUse, pen: Pen, line: _Line) -> tuple[bytes, bytes]:
    """Return the glyphs that stay as an array of ``TJ``, gaps as numbers, and what has to place it."""
    before = b""
    array: list[bytes] = []
    codes = bytearray()
    for glyph in glyphs:
        pen.hidden = glyph.hidden
        if glyph.hidden:
            continue
        if not pen.placed or glyph.start != pen.out:
            array.append(_hexadecimal(codes))
            use.kept.add(bytes(codes))
            codes.clear()
            operator, gap = pen.place(glyph.start, line.unit)
            before += operator
            array.append(gap)
        codes += glyph.code
        pen.out, pen.fresh = glyph.end, False
    array.append(_hexadecimal(codes))
    use.kept.add(bytes(codes))
    written = b" ".join(filter(None, array))
    return before, b"[" + written + b"] TJ" if written else b""


def _hexadecimal(codes: bytes | bytearray) -> bytes:
    return b"<" + codes.hex().encode() + b">" if codes else b""


def _stay(pen: Pen, length: float, line: _Line, *, has_text: bool) -> Shown:
    """Leave an operator as it is, behind one that brings the pen to it."""
    if not has_text and (pen.hidden or not pen.placed or pen.out != pen.along):
        pen.along += length  # only moves, from a place where nothing is left
        return Shown(instead=b"")
    before, gap = pen.place(pen.along, line.unit) if not pen.placed or pen.out != pen.along else (b"", b"")
    pen.along += length
    pen.out = pen.along
    pen.hidden = False
    pen.fresh &= not has_text
    return Shown(before + (b"[%s] TJ " % gap if gap else b""))


def _show_unknown(items: Iterable[Operand], state: State, pen: Pen, areas: Areas) -> Shown:
    """Leave text of unknown length as it is, where no area is near."""
    if not any(isinstance(item, bytes) and len(item) > 2 and item[:1] in (b"(", b"<") for item in items):
        return Shown()
    frame, em = multiply(pen.line, state.matrix), abs(state.size)
    if _is_flat(state, frame):
        raise UnsupportedFont("text without a size, which lies under no area and may say anything")
    x, y = (0.0, pen.along) if pen.vertical else (pen.along, 0.0)
    if state.font and str(state.font.dictionary.get("/Encoding")).endswith("V"):
        strip = x - _REACH * em, y - _FAR, x + _REACH * em, y + _BACK * em
    else:
        ends = sorted((x - math.copysign(_BACK * em, state.size), math.copysign(_FAR, state.size * state.scale)))
        strip = ends[0], y - _REACH * em, ends[1], y + _REACH * em
    if areas.near(box_under(frame, strip)) or not areas.shows(box_under(frame, (x, y, x, y))):
        raise UnsupportedFont("text of unknown length near an area or beyond the page")
    if pen.out != pen.along:
        raise UnsupportedFont("text of unknown length behind removed text")
    operator, _ = pen.place(pen.along, 1.0)
    pen.lost, pen.hidden, pen.fresh = True, False, False
    return Shown(operator)
