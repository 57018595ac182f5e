"""Text to be searched and copied, not seen, over a page that became pixels: what stays readable there, no more."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

from redactkit.pdf.affine import apply
from redactkit.pdf.seen import UNKNOWN_CHAR
from redactkit.places import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.model import Quad
    from redactkit.pdf.affine import Box, Matrix
    from redactkit.pdf.seen import Character

_TENTHS = range(1, 11)  # of an em: the advances of the fonts, one for each
_USUAL = 0.5  # em; the advance of tilted text, which is not told; about that of a digit
_TILTED = 0.01  # radians off the axes
_SIZES_PT = (1.0, 200.0)  # what a character's size is believed to be; Type 3 fonts say anything
_GAP = 0.15  # em; wider than what rounding to tenths leaves, narrower than a blank (0.25 and more)
_STEPS = 1000  # of an em in the array of TJ: ISO 32000-2, 9.4.3
_BLANK = 0x20


def staying(characters: Iterable[Character], areas: Sequence[Quad]) -> Iterator[Character]:
    """Return the visible characters with a meaning of whose boxes neither has its middle in an area."""
    plain = [one for one in characters if not one.generated and one.visible and _is_plain(one.char)]
    hidden = held([_middle(one.box) for one in plain], areas) | held([_middle(one.loose) for one in plain], areas)
    return (one for one, gone in zip(plain, hidden, strict=True) if not gone)


def _is_plain(char: str) -> bool:
    return char.isprintable() and not char.isspace() and char != UNKNOWN_CHAR and ord(char) < 0x10000


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


class _Placed(NamedTuple):
    """A character on the new page."""

    code: int
    x: float
    y: float
    angle: float
    size: float
    tenth: int

    def row(self) -> tuple[float, float, float]:
        """Return what the characters of a line share: direction, size, and how far the baseline is from the origin."""
        return self.angle, self.size, round(self.y * math.cos(self.angle) - self.x * math.sin(self.angle), 1)


class InvisibleText:
    """The text of pages of pixels, and its fonts: code, glyph and UTF-16 unit are one number, no glyph has a shape.

    All glyphs of a font have one advance, 1 to 10 tenths of an em.

    Parameters
    ----------
    pdf : pikepdf.Pdf
        Where it goes.

    Attributes
    ----------
    fonts : pikepdf.Dictionary
        What ``/Font`` is in the resources of all its pages. Filled by `finish`.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[int, set[int]] = defaultdict(set)
        self.fonts = pdf.make_indirect(Dictionary())

    def place(self, characters: Iterable[Character], matrix: Matrix, width_pt: float, height_pt: float) -> bytes:
        """Return the operators that place characters on a page with its origin at the bottom left.

        Parameters
        ----------
        characters : iterable of Character
        matrix : Matrix
            From the user space of their page to that of the new one, which may be turned.
        width_pt, height_pt : float
            Of the new page. What lies outside is left out.
        """
        placed = (_place(character, matrix) for character in characters)
        shown = [one for one in placed if 0 <= one.x <= width_pt and 0 <= one.y <= height_pt]
        for one in shown:
            self._codes[one.tenth] |= {one.code, _BLANK}
        lines = (_line(list(row)) for _, row in groupby(shown, _Placed.row))
        return b"BT 3 Tr\n" + b"\n".join(lines) + b"\nET"

    def finish(self) -> None:
        """Write the fonts, with no more than the characters that were placed."""
        descriptor = self._pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name.GlyphLess,
                Flags=4,
                FontBBox=[0, 0, 500, 1000],
                ItalicAngle=0,
                Ascent=1000,
                Descent=0,
                CapHeight=1000,
                StemV=80,
            )
        )
        for tenth, codes in sorted(self._codes.items()):
            self.fonts[f"/F{tenth}"] = self._font(tenth, codes, descriptor)

    def _font(self, tenth: int, codes: set[int], descriptor: pikepdf.Object) -> pikepdf.Object:
        """Return a font: ISO 32000-2, 9.7.4 (CIDFontType2, not embedded: nothing is ever painted) and 9.10.3."""
        glyphs = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.GlyphLess,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            DW=100 * tenth,
            FontDescriptor=descriptor,
            CIDToGIDMap=Name.Identity,
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.GlyphLess,
            Encoding=Name("/Identity-H"),
            DescendantFonts=[self._pdf.make_indirect(glyphs)],
            ToUnicode=self._pdf.make_indirect(pikepdf.Stream(self._pdf, _to_unicode(sorted(codes)))),
        )
        return self._pdf.make_indirect(font)


def _to_unicode(codes: Sequence[int]) -> bytes:
    """Return a map of codes onto themselves, in blocks of at most 100 (ISO 32000-2, 9.10.3)."""
    blocks = []
    for start in range(0, len(codes), 100):
        rows = [b"<%04x> <%04x>\n" % (code, code) for code in codes[start : start + 100]]
        blocks.append(b"%d beginbfchar\n%sendbfchar\n" % (len(rows), b"".join(rows)))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /GlyphLess def /CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n" + b"".join(blocks) + b"endcmap end end\n"
    )


def _place(character: Character, matrix: Matrix) -> _Placed:
    x, y = apply(matrix, *character.origin)
    along, up = math.cos(character.angle), math.sin(character.angle)
    angle = math.atan2(along * matrix[1] + up * matrix[3], along * matrix[0] + up * matrix[2])
    size, advance = _measure(character)
    tenth = min(max(round(10 * advance / size), _TENTHS[0]), _TENTHS[-1])
    return _Placed(ord(character.char), x, y, round(angle, 4), size, tenth)


def _measure(character: Character) -> tuple[float, float]:
    """Return a character's size and advance, points."""
    size = min(max(character.size, _SIZES_PT[0]), _SIZES_PT[1])
    left, bottom, right, top = character.loose
    if abs(math.sin(2 * character.angle)) > _TILTED:  # the box around a tilted one tells neither
        return round(size, 1), _USUAL * size
    advance, height = right - left, top - bottom
    if abs(math.cos(character.angle)) < _TILTED:
        advance, height = height, advance
    if not size / 3 < height < 3 * size:  # the size of a Type 3 font may be only its scale
        size = min(max(height, _SIZES_PT[0]), _SIZES_PT[1])
    return round(size, 1), advance


def _line(row: Sequence[_Placed]) -> bytes:
    """Return the operators for a line. The pen is moved by as much as the fonts' advances are wrong."""
    first = row[0]
    cos, sin = math.cos(first.angle), math.sin(first.angle)
    parts = [b"%.4f %.4f %.4f %.4f %.2f %.2f Tm" % (cos, sin, -sin, cos, first.x, first.y)]
    pen = 0.0  # along the line, points
    for tenth, run in groupby(row, lambda one: one.tenth):
        advance = tenth / 10 * first.size
        items = []
        for one in run:
            ahead = (one.x - first.x) * cos + (one.y - first.y) * sin - pen
            if one is not first and ahead > _GAP * first.size:
                items.append(b"<%04x>" % _BLANK)
                ahead -= advance
                pen += advance
            back = -round(ahead / first.size * _STEPS)
            items.append(b"%d<%04x>" % (back, one.code) if back else b"<%04x>" % one.code)
            pen += advance - back * first.size / _STEPS
        parts.append(b"/F%d %.1f Tf [%s] TJ" % (tenth, first.size, b"".join(items)))
    return b" ".join(parts)
