"""Characters of a text layer to segments: what stands on one baseline without a wide gap. Knows no pixels.

Distances are in points of user space, along the text (to the right as it is read) and across it (up).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from redactkit.pdf.pdfium import UNKNOWN_CHAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactkit.model import Point
    from redactkit.pdf.affine import Box, Matrix
    from redactkit.pdf.pdfium import Character

Extent: TypeAlias = tuple[float, float]  # low, high

SPLIT_EM = 1.5
"""A gap wider than this ends a segment: more than justified text leaves between words, less than between columns."""

_BLANK_EM = 0.2  # a gap this wide is a blank, written or not: that of the 14 standard fonts has .25 em
_BACK_EM = 0.5  # kerning and accents go back less
_BASELINE_EM = 0.25  # superscripts stand .33 em higher
_SAME_SIZE = 1.6  # ratio of sizes in one line
_SAME_SPOT = 0.3  # share of its advance by which a glyph is off when it is drawn twice to look bold
_LIGATURE_PT = 1e-3  # the parts of one glyph have the very same origin
_QUARTER = math.pi / 2
_SAME_ANGLE = 1e-3  # radians: .6 pt across an A4 page
_SQUARE = math.radians(2)  # so near to a right angle an upright box tells the size of what is in it
_HEIGHT: Extent = (-0.25, 0.95)  # of a line, em from the baseline: descenders and accented capitals of Helvetica
_SANE_INK = 2.5  # em; larger ink boxes are errors
_SCALE = 3.0  # a font size that is so many times off the line's height is none: Type 3 fonts have scales instead
_LINE_EM = 1.2  # the usual height of a line


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that is no blank, in the directions of its text.

    Attributes
    ----------
    char : str
        One character, U+FFFD when the file does not say which.
    along, across : (low, high)
        Its place: its advance, by the height of its line.
    ink : (low, high)
        As `along`, and wider where it sticks out, as slanted letters do.
    em : float
        Height of an em.
    angle : float
        Direction of the text in radians, counter-clockwise.
    baseline : float
        Its distance from the origin of user space, across.
    font : str
    after_blank : bool
        The content has a blank between the one before and this.
    """

    char: str = field(repr=False)
    along: Extent
    across: Extent
    ink: Extent
    em: float
    angle: float
    baseline: float
    font: str
    after_blank: bool = False


Segment: TypeAlias = tuple[Glyph, ...]


def segments(characters: Iterable[Character]) -> tuple[Segment, ...]:
    """Return the characters of a page in segments, from left to right in each; blanks are left out.

    The order of the content is followed where it runs on; then pieces of one line that were written apart are joined.
    """
    joined: list[Segment] = []
    for row in _rows(_pieces(_glyphs(characters))):
        current: Segment = ()
        for piece in sorted(row, key=lambda one: one[0].along):
            if current and _runs_on(current[-1], piece[0], _BLANK_EM):
                current += piece
            else:
                joined.append(current)
                current = piece
        joined.append(current)
    return tuple(segment for segment in joined if segment)


def frame(segment: Segment) -> Matrix:
    """Return what takes distances along and across the text of a segment to user space."""
    cosine, sine = math.cos(segment[0].angle), math.sin(segment[0].angle)
    return cosine, sine, -sine, cosine, 0.0, 0.0


def blank_between(left: Glyph, right: Glyph) -> bool:
    """Tell whether two neighbours in a segment belong to different words."""
    return right.after_blank or right.along[0] - left.along[1] > _BLANK_EM * left.em


def is_ligature(left: Glyph, right: Glyph) -> bool:
    """Tell whether two characters are drawn as one."""
    return abs(right.along[0] - left.along[0]) < _LIGATURE_PT


@cache
def is_unknown(char: str) -> bool:
    """Tell whether a character says nothing: unknown, of private use, a control code, or none at all."""
    return char == UNKNOWN_CHAR or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs")


def _glyphs(characters: Iterable[Character]) -> Iterator[Glyph]:
    after_blank = False
    for character in characters:
        if character.char.isspace():
            after_blank |= not character.generated
        elif not character.generated:
            yield _glyph(character, after_blank)
            after_blank = False


def _glyph(character: Character, after_blank: bool) -> Glyph:
    angle, em = _direction(character.angle), _em(character)
    start, baseline = _at(*character.origin, angle)
    end = start + _advance(character, em)
    low, high = baseline + _HEIGHT[0] * em, baseline + _HEIGHT[1] * em
    ink = start, end
    if _is_square(angle):
        left, bottom, right, top = _box_at(character.box, angle)
        if 0 < right - left < _SANE_INK * em and 0 < top - bottom < _SANE_INK * em:
            ink = min(start, left), max(end, right)
            low, high = min(low, bottom), max(high, top)
    return Glyph(
        _plain(character.char), (start, end), (low, high), ink, em, angle, baseline, character.font, after_blank
    )


@cache
def _plain(char: str) -> str:
    """Return a digit of any script, or a wide or narrow form, as its plain character; U+FFFD for what says nothing."""
    if is_unknown(char):
        return UNKNOWN_CHAR
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _em(character: Character) -> float:
    """Return the height of an em: the font size, unless the boxes contradict it."""
    size = character.size
    height = _line_height(character)
    if height and not size / _SCALE < height / _LINE_EM < size * _SCALE:
        return height / _LINE_EM
    return size or 1.0


def _line_height(character: Character) -> float:
    """Return the height of the line, or else of the ink; 0 when neither is known."""
    for box in (character.loose, character.box):
        wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
        height = wide if character.angle and abs(math.sin(character.angle)) > math.sqrt(0.5) else high
        if height > 0:
            return height
    return 0.0


def _advance(character: Character, em: float) -> float:
    """Return the advance, from the upright box around advance and line height."""
    left, bottom, right, top = character.loose
    wide, high = abs(right - left), abs(top - bottom)
    if not character.angle:
        return min(wide, _SANE_INK * em)
    cosine, sine = abs(math.cos(character.angle)), abs(math.sin(character.angle))
    if cosine < sine:
        wide, high, cosine, sine = high, wide, sine, cosine
    found = (wide - _LINE_EM * em * sine) / cosine
    return min(max(found, 0.0), _SANE_INK * em)


def _pieces(glyphs: Iterable[Glyph]) -> Iterator[Segment]:
    """Yield what runs on in the order of the content."""
    piece: list[Glyph] = []
    for glyph in glyphs:
        if piece and _is_again(piece[-1], glyph):
            both = min(piece[-1].ink[0], glyph.ink[0]), max(piece[-1].ink[1], glyph.ink[1])
            piece[-1] = replace(piece[-1], ink=both)
            continue
        if piece and not _runs_on(piece[-1], glyph, _BACK_EM):
            yield tuple(piece)
            piece = []
        piece.append(glyph if piece else replace(glyph, after_blank=False))
    if piece:
        yield tuple(piece)


def _is_again(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a character is the one before, drawn a second time."""
    off = abs(glyph.along[0] - before.along[0])
    return (
        before.char == glyph.char
        and _LIGATURE_PT < off < _SAME_SPOT * (before.along[1] - before.along[0])
        and abs(glyph.baseline - before.baseline) < _BASELINE_EM * before.em
    )


def _runs_on(left: Glyph, right: Glyph, back_em: float) -> bool:
    """Tell whether a character may follow another in one segment."""
    em = max(left.em, right.em)
    return (
        left.angle == right.angle
        and em <= _SAME_SIZE * min(left.em, right.em)
        and abs(left.baseline - right.baseline) <= _BASELINE_EM * em
        and right.along[0] - left.along[1] <= SPLIT_EM * em
        and (right.along[0] - left.along[1] >= -back_em * em or is_ligature(left, right))
        and right.along[0] >= left.along[0] - _LIGATURE_PT
    )


def _rows(pieces: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Yield the pieces that share direction and baseline."""
    row: list[Segment] = []
    for piece in sorted(pieces, key=lambda one: (one[0].angle, one[0].baseline)):
        if row and (
            row[-1][0].angle != piece[0].angle or piece[0].baseline - row[0][0].baseline > _BASELINE_EM * row[0][0].em
        ):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _direction(angle: float) -> float:
    """Return an angle such that text of one direction has the very same: right angles as they are, others rounded."""
    if not angle:
        return 0.0
    quarters = round(angle / _QUARTER)
    if abs(angle - quarters * _QUARTER) < _SAME_ANGLE:
        return (quarters % 4) * _QUARTER
    return round(angle / _SAME_ANGLE) * _SAME_ANGLE


def _is_square(angle: float) -> bool:
    return abs(angle - round(angle / _QUARTER) * _QUARTER) < _SQUARE


def _at(x: float, y: float, angle: float) -> Point:
    """Return how far along and across text at an angle a point of user space lies."""
    if not angle:  # most text
        return x, y
    cosine, sine = math.cos(angle), math.sin(angle)
    return x * cosine + y * sine, y * cosine - x * sine


def _box_at(box: Box, angle: float) -> Box:
    (x0, y0), (x1, y1) = _at(box[0], box[1], angle), _at(box[2], box[3], angle)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
