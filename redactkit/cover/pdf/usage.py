"""Which fonts, and which of their codes, the text that stays still uses; fonts lose the rest.

A map from codes to text tells, like the procedures of a Type 3 font, what was written with the font, removed or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pikepdf

from redactkit.pdf.cmap import trimmed_to_unicode
from redactkit.pdf.fonts import UnsupportedFont, font_of
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.resources import decoded, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactkit.pdf.fonts import Font


@dataclass(slots=True, eq=False)
class FontUse:
    """What one page shows in a font.

    Attributes
    ----------
    dictionary : pikepdf.Dictionary
    font : Font or None
        None when it is unsupported.
    kept : set of bytes
        Strings that stay.
    cut : bool
        Something shown in it goes.
    """

    dictionary: pikepdf.Object
    font: Font | None
    kept: set[bytes] = field(default_factory=set, repr=False)
    cut: bool = False


class Fonts:
    """The fonts of a document, each read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], Font | None] = {}

    def of(self, dictionary: pikepdf.Object) -> Font | None:
        """Return the font that a dictionary describes; None when it is unsupported."""
        if not dictionary.is_indirect:
            return _supported(dictionary)
        key = dictionary.objgen
        if key not in self._read:
            self._read[key] = _supported(dictionary)
        return self._read[key]


def _supported(dictionary: pikepdf.Object) -> Font | None:
    try:
        return font_of(dictionary)
    except UnsupportedFont:
        return None


def trim_fonts(pdf: pikepdf.Pdf, uses: Iterable[FontUse]) -> None:
    """Take from fonts in which something was removed what only removed text used."""
    by_font: dict[tuple[int, int] | int, list[FontUse]] = {}
    for use in uses:
        by_font.setdefault(use.dictionary.objgen if use.dictionary.is_indirect else id(use), []).append(use)
    for same in by_font.values():
        font = same[0].font
        if font is not None and any(use.cut for use in same):
            _trim(pdf, same[0].dictionary, _codes(font, same))


def _codes(font: Font, uses: Sequence[FontUse]) -> set[int]:
    texts = set().union(*(use.kept for use in uses))
    return {int.from_bytes(glyph.code, "big") for text in texts for glyph in font.glyphs(text)}


def _trim(pdf: pikepdf.Pdf, dictionary: pikepdf.Object, codes: set[int]) -> None:
    try:
        texts = dictionary.get("/ToUnicode")
        trimmed = trimmed_to_unicode(decoded(texts), codes) if isinstance(texts, pikepdf.Stream) else b""
        names = _glyph_names(dictionary.get("/Encoding"), codes)
    except (MalformedContent, TypeError, ValueError):
        trimmed, names = b"", set()
    procedures = entries(dictionary.get("/CharProcs"))
    for key in {"/ToUnicode", "/CharProcs"} & set(dictionary.keys()):
        del dictionary[key]
    if trimmed:
        dictionary["/ToUnicode"] = pdf.make_stream(trimmed)
    if procedures:
        dictionary["/CharProcs"] = pikepdf.Dictionary()
        for name in procedures.keys() & names:
            dictionary["/CharProcs"][name] = procedures[name]


def _glyph_names(encoding: pikepdf.Object | None, codes: set[int]) -> set[str]:
    """Return the names of the glyphs of some codes of a Type 3 font, which has them in /Differences only."""
    names: set[str] = set()
    code = 0
    for item in entries(encoding).get("/Differences", ()):
        if isinstance(item, pikepdf.Name):
            names.update([str(item)] * (code in codes))
            code += 1
        else:
            code = int(item)
    return names
