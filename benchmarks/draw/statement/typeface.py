"""Typefaces as PDF fonts: how wide a character is, how a text is coded, and the font's objects.

Fonts of the viewer are measured by Adobe's metrics; embedded ones are cut down to the glyphs in use.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pikepdf
import reportlab
from pikepdf import Array, Dictionary, Name
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFontFile

from benchmarks.draw.statement.spec import Face

if TYPE_CHECKING:
    from collections.abc import Iterable

Glyphs: TypeAlias = tuple[str, ...]  # what one code stands for each: a character, or those of a ligature

_STANDARD = {
    Face.HELVETICA: ("Helvetica", "Helvetica-Bold"),
    Face.TIMES: ("Times-Roman", "Times-Bold"),
    Face.COURIER: ("Courier", "Courier-Bold"),
}
_VERA = ("Vera.ttf", "VeraBd.ttf")
_LIGATURES = {"fi": "\ufb01", "fl": "\ufb02"}
_FIRST_CODE = 33  # of a subset with codes of one byte; below are controls and the space


@dataclass(slots=True)
class Typeface:
    """One weight of one face.

    Attributes
    ----------
    face : Face
    bold : bool
    outlined : bool
        Bold is made by stroking the outline, since the face has no bold.
    """

    face: Face
    bold: bool = False
    _file: TTFontFile | None = None
    _codes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.face is Face.AILERON:
            self._file = TTFontFile(io.BytesIO(_aileron()))
        elif self.face not in _STANDARD:
            self._file = TTFontFile(str(Path(reportlab.__file__).parent / "fonts" / _VERA[self.bold]))

    @property
    def outlined(self) -> bool:
        """Whether bold is made by stroking."""
        return self.bold and self.face is Face.AILERON

    @property
    def spaced_by_words(self) -> bool:
        """Whether Tw moves its space, the byte 32."""
        return self._file is None

    @property
    def wide(self) -> bool:
        """Whether codes have two bytes."""
        return self.face in (Face.VERA, Face.AILERON)

    def glyphs(self, text: str, ligatures: bool) -> Glyphs:
        """Return what the codes of a text stand for."""
        found: list[str] = []
        text = text.replace("\xa0", " ") if self._file else text  # both are one glyph
        while text:
            step = 2 if ligatures and self._file and text[:2] in _LIGATURES else 1
            found.append(text[:step])
            text = text[step:]
        return tuple(found)

    def advance(self, glyph: str) -> float:
        """Return the width of a glyph, in em.

        Raises
        ------
        ValueError
            The face has no such glyph.
        """
        if self._file is None:
            return float(pdfmetrics.stringWidth(glyph, _STANDARD[self.face][self.bold], 1))
        code = ord(_LIGATURES.get(glyph, glyph))
        if code not in self._file.charToGlyph:
            raise ValueError(f"{self.face} has no U+{code:04X}")
        return float(self._file.charWidths[code]) / 1000

    def encoded(self, glyphs: Iterable[str]) -> bytes:
        """Return a string operand for the glyphs, and remember them for the subset."""
        if self._file is None:
            raw = "".join(glyphs).encode("cp1252")
            return b"(" + raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") + b")"
        first = 1 if self.wide else _FIRST_CODE
        codes = [self._codes.setdefault(glyph, len(self._codes) + first) for glyph in glyphs]
        return b"<" + b"".join(b"%0*X" % (4 if self.wide else 2, code) for code in codes) + b">"

    def font(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Return the font's dictionary for what was encoded so far."""
        if self._file is None:
            name = _STANDARD[self.face][self.bold]
            return pdf.make_indirect(
                Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + name), Encoding=Name.WinAnsiEncoding)
            )
        return self._composite(pdf) if self.wide else self._simple(pdf)

    def _simple(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        unicodes = [32] * _FIRST_CODE + self._unicodes()
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=self._tagged_name())
        font.FirstChar, font.LastChar = 0, len(unicodes) - 1
        font.Widths = Array([round(self.advance(chr(code)) * 1000) for code in unicodes])
        font.FontDescriptor = self._descriptor(pdf, unicodes)
        font.ToUnicode = self._to_unicode(pdf)
        return pdf.make_indirect(font)

    def _composite(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        unicodes = self._unicodes()
        below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=self._tagged_name())
        below.CIDSystemInfo = Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        )
        below.CIDToGIDMap = Name.Identity
        below.W = Array([1, Array([round(self.advance(chr(code)) * 1000) for code in unicodes])])
        below.FontDescriptor = self._descriptor(pdf, unicodes)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=below.BaseFont, Encoding=Name("/Identity-H"))
        font.DescendantFonts = Array([pdf.make_indirect(below)])
        font.ToUnicode = self._to_unicode(pdf)
        return pdf.make_indirect(font)

    def _unicodes(self) -> list[int]:
        return [ord(_LIGATURES.get(glyph, glyph)) for glyph in self._codes]

    def _tagged_name(self) -> Name:
        assert self._file is not None
        return Name(f"/{'BBBBBB' if self.bold else 'AAAAAA'}+{self._file.name.decode()}")

    def _descriptor(self, pdf: pikepdf.Pdf, unicodes: list[int]) -> pikepdf.Object:
        assert self._file is not None
        data = self._file.makeSubset(unicodes)
        program = pdf.make_stream(data)
        program.Length1 = len(data)
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=self._tagged_name(), FontFile2=program)
        descriptor.Flags = 4  # symbolic: the font's own codes (ISO 32000-2, table 121)
        descriptor.FontBBox = Array([round(edge) for edge in self._file.bbox])
        descriptor.Ascent, descriptor.Descent = round(self._file.ascent), round(self._file.descent)
        descriptor.CapHeight, descriptor.StemV = round(self._file.capHeight), round(self._file.stemV)
        descriptor.ItalicAngle = 0
        return pdf.make_indirect(descriptor)

    def _to_unicode(self, pdf: pikepdf.Pdf) -> pikepdf.Stream:
        """Return the map from codes to text (ISO 32000-2, 9.10.3)."""
        size = 4 if self.wide else 2
        rows = [f"<{code:0{size}X}> <{glyph.encode('utf-16-be').hex()}>" for glyph, code in self._codes.items()]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        parts = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return pdf.make_stream(
            f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <{"0" * size}> <{"F" * size}> endcodespacerange
{parts}
endcmap CMapName currentdict /CMap defineresource pop end end""".encode()
        )


def _aileron() -> bytes:
    """Return the font that Pillow carries."""
    font = ImageFont.load_default(10)
    if not isinstance(font, ImageFont.FreeTypeFont) or not isinstance(font.path, io.BytesIO):
        raise RuntimeError("this Pillow was built without FreeType; install a wheel")
    return font.path.getvalue()
