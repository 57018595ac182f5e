"""A page's text layer: its lines, exact, and how far they can be trusted.

What a file says its text is need not be what it shows. So some of it is offered to be read with eyes, and a page that
draws anything beside text is said to need them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from redactkit.model import Cell, Line, Quad
from redactkit.pdf.affine import multiply
from redactkit.pdf.pdfium import UNKNOWN_CHAR
from redactkit.read.segments import Glyph, blank_between, frame, is_ligature, is_unknown, segments
from redactkit.read.underneath import Hidden, hidden_images, may_hold_text, shows_shapes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from redactkit.model import Point
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.pdfium import Reader
    from redactkit.read.segments import Extent, Segment

__all__ = ["Hidden", "Sample", "agrees", "hidden_images", "needs_eyes", "samples", "text_lines"]

DOUBTED = 0.3
"""Score of a line whose text is not what the file says, or of which the file does not say what it is."""

SAMPLES = 6
"""Pieces of a page's text to be compared with what eyes read; more when there are more fonts."""

_SAMPLE_CHARS = 24  # of one: a strip of this length takes an engine as long as two or three words
_ENOUGH_CHARS = 3  # letters and digits; two readings of fewer cannot be told apart
_ENOUGH_DIGITS = 8  # more tell no more
_ALIKE = 0.7  # share of matching characters: engines misread one in ten of small print
_TOO_UNKNOWN = 0.1  # share of a font's characters


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of a line in one font, to be read with eyes and compared by `agrees`.

    Attributes
    ----------
    quad : Quad
        Page pixels.
    text : str
        What the text layer says.
    font : str
        To be doubted if eyes read something else.
    """

    quad: Quad
    text: str = field(repr=False)
    font: str


def text_lines(
    reader: Reader, index: int, width_px: int, height_px: int, doubted: Collection[str] = ()
) -> tuple[Line, ...]:
    """Return the lines of a page's text layer, in pieces where there are wide gaps.

    Parameters
    ----------
    reader : Reader
    index : int
    width_px, height_px : int
        Size to which the page is rendered; quads are in these pixels. Text outside of the page comes as well.
    doubted : collection of str, default none
        Fonts whose text is not what it shows.

    Returns
    -------
    tuple of Line
        From top to bottom. Cells hold the blanks between words too; the parts of a ligature have one quad in common.
        The score is 1, or `DOUBTED` where characters are unknown (U+FFFD) or their font is doubted. A lone unknown
        character, mostly a bullet, is a line of its own.
    """
    matrix = reader.matrix(index, width_px, height_px)
    found = [part for segment in segments(reader.characters(index)) for part in _without_bullets(segment)]
    unsure = {*doubted, *_unknown_fonts(found)}
    values: dict[float, float] = {}
    lines = [_line(segment, matrix, unsure, values) for segment in found]
    return tuple(sorted(lines, key=lambda line: line.quad.corners[0][::-1]))


def samples(reader: Reader, index: int, width_px: int, height_px: int, count: int = SAMPLES) -> tuple[Sample, ...]:
    """Return pieces of a page's text to be read with eyes: one of each font, then more of them, digits first.

    Only Latin letters and digits count, for engines read no other script; a font without three of them has no sample.

    Parameters
    ----------
    reader : Reader
    index : int
    width_px, height_px : int
        Size to which the page is rendered.
    count : int
        How many at most, unless there are more fonts.
    """
    matrix = reader.matrix(index, width_px, height_px)
    fonts: dict[str, list[Sample]] = defaultdict(list)
    for segment in segments(reader.characters(index)):
        for piece in _in_one_font(segment):
            edges = _Edges(multiply(frame(piece), matrix), {})
            sample = Sample(_quad(piece, edges), _text(piece), piece[0].font)
            if len(_compared(sample.text)) >= _ENOUGH_CHARS and _is_inside(sample.quad, width_px, height_px):
                fonts[sample.font].append(sample)
    for found in fonts.values():
        found.sort(key=_telling, reverse=True)
    chosen = [found[turn] for turn in range(count) for found in fonts.values() if turn < len(found)]
    return tuple(chosen[: max(count, len(fonts))])


def agrees(text: str, read: str) -> bool:
    """Tell whether eyes read what the text layer says, but for case, accents, blanks, marks and a few characters.

    Parameters
    ----------
    text : str
        Of a `Sample`.
    read : str
        What an engine made of the sample's pixels; nothing when it could not read them.
    """
    return SequenceMatcher(None, _compared(text), _compared(read), autojunk=False).ratio() >= _ALIKE


def needs_eyes(reader: Reader, index: int) -> bool:
    """Tell whether a page shows something that its text layer does not say.

    That is an image large enough for a number, text of unknown characters but for lone ones, or anything drawn beside
    text that does not consist of long upright lines and boxes: digits drawn as shapes, patterns, signatures, logos.
    """
    if any(may_hold_text(image) for image in reader.images(index)):
        return True
    characters = reader.characters(index)
    if any(is_unknown(character.char) for character in characters if not character.generated):
        found = (part for segment in segments(characters) for part in _without_bullets(segment))
        if any(_is_unsure(segment) for segment in found):
            return True
    return shows_shapes(reader, index)


# --- lines


def _line(segment: Segment, matrix: Matrix, unsure: Collection[str], values: dict[float, float]) -> Line:
    score = DOUBTED if _is_unsure(segment) or any(glyph.font in unsure for glyph in segment) else 1.0
    edges = _Edges(multiply(frame(segment), matrix), values)
    cells = tuple(_cells(segment, edges, score))
    return Line(_quad(segment, edges), cells, score, tuple(cell for cell in cells if cell.char in "0123456789"))


def _cells(segment: Segment, edges: _Edges, score: float) -> Iterator[Cell]:
    """Yield a cell for each character and for each blank between words.

    Neighbours meet where the second starts, or overlap where the ink does.
    """
    for glyph, after in zip(segment, (*segment[1:], None), strict=True):
        left, right = glyph.ink
        if after and not is_ligature(glyph, after) and right == glyph.along[1]:
            right = min(right, max(after.along[0], (left + right) / 2))
        yield Cell(glyph.char, edges.quad((left, right), glyph.across), score)
        if after and blank_between(glyph, after):
            start = after.along[0]
            yield Cell(" ", edges.quad((min(right, start), start), glyph.across), score)


def _quad(segment: Segment, edges: _Edges) -> Quad:
    along = min(glyph.ink[0] for glyph in segment), max(glyph.ink[1] for glyph in segment)
    across = min(glyph.across[0] for glyph in segment), max(glyph.across[1] for glyph in segment)
    return edges.quad(along, across)


class _Edges:
    """The left and right edges of a segment's boxes, in pixels; those of neighbours that meet are one object.

    All pages of a document are held as cells, of which this saves half: 315 bytes a cell instead of 620.

    Parameters
    ----------
    way : Matrix
        What takes distances along and across the text to pixels.
    values : dict of float
        The coordinates of the page, each once; more are added.
    """

    def __init__(self, way: Matrix, values: dict[float, float]) -> None:
        self._way, self._values = way, values
        self._known: dict[tuple[float, Extent], tuple[Point, Point]] = {}

    def quad(self, along: Extent, across: Extent) -> Quad:
        """Return a box as a quad, from the text's own top left."""
        (top_left, low_left), (top_right, low_right) = self._edge(along[0], across), self._edge(along[1], across)
        return Quad((top_left, top_right, low_right, low_left))

    def _edge(self, at: float, across: Extent) -> tuple[Point, Point]:
        """Return the upper and the lower end of an edge; written out, for it is done for each character."""
        edge = self._known.get((at, across))
        if edge is None:
            a, b, c, d, e, f = self._way
            x, y = at * a + e, at * b + f
            low, high = across
            x0, y0, x1, y1 = x + high * c, y + high * d, x + low * c, y + low * d
            one = self._values.setdefault
            edge = self._known[at, across] = (one(x0, x0), one(y0, y0)), (one(x1, x1), one(y1, y1))
        return edge


# --- trust


def _is_unsure(segment: Segment) -> bool:
    """Tell whether a segment holds unknown characters, and is more than one of them."""
    return len(segment) > 1 and any(glyph.char == UNKNOWN_CHAR for glyph in segment)


def _without_bullets(segment: Segment) -> Iterator[Segment]:
    """Yield a segment in parts, where unknown characters that stand alone and in a font of their own are cut off."""
    part: list[Glyph] = []
    for before, glyph, after in zip((None, *segment), segment, (*segment[1:], None), strict=False):
        if glyph.char == UNKNOWN_CHAR and not any(
            other and (other.char == UNKNOWN_CHAR or other.font == glyph.font) for other in (before, after)
        ):
            if part:
                yield tuple(part)
            yield (glyph,)
            part = []
        else:
            part.append(glyph)
    if part:
        yield tuple(part)


def _unknown_fonts(found: Iterable[Segment]) -> set[str]:
    """Return the fonts of which too many characters are unknown; those that stand alone do not count."""
    everything: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for segment in found:
        everything.update(glyph.font for glyph in segment)
        if len(segment) > 1:
            unknown.update(glyph.font for glyph in segment if glyph.char == UNKNOWN_CHAR)
    return {font for font, count in unknown.items() if count > _TOO_UNKNOWN * everything[font]}


def _in_one_font(segment: Segment) -> Iterator[Segment]:
    """Yield a segment in short pieces of one font each."""
    piece: list[Glyph] = []
    for glyph in segment:
        if piece and (glyph.font != piece[0].font or len(piece) == _SAMPLE_CHARS):
            yield tuple(piece)
            piece = []
        piece.append(glyph)
    yield tuple(piece)


def _text(segment: Segment) -> str:
    after = (*segment[1:], None)
    return "".join(
        glyph.char + " " * bool(other and blank_between(glyph, other))
        for glyph, other in zip(segment, after, strict=True)
    )


def _compared(text: str) -> str:
    """Return what of a text is compared: Latin letters without accents, in lower case, and digits."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def _telling(sample: Sample) -> tuple[int, int]:
    digits = sum(char.isdigit() for char in sample.text)
    return min(digits, _ENOUGH_DIGITS), len(sample.text)


def _is_inside(quad: Quad, width_px: int, height_px: int) -> bool:
    return all(0 <= x <= width_px and 0 <= y <= height_px for x, y in quad.corners)
