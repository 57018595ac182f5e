"""A page of a PDF is read from its text layer, and by an engine where eyes see more than the text layer says.

The text layer is trusted font by font: a piece of each is read with eyes and compared. What cannot be compared, as
another script, is not trusted.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from redactkit.geometry import bounds, center, clip, contains, height, join, widen
from redactkit.model import Line, Quad
from redactkit.numbers.text import is_digit
from redactkit.pdf.affine import apply, moved
from redactkit.protocols import Look
from redactkit.read.settled import unsettled
from redactkit.read.textlayer import agrees, hidden_images, needs_eyes, samples, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactkit.model import Cell, Pixels
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.pdfium import Reader
    from redactkit.protocols import Engine

WIDER = 0.4  # line heights by which the boxes of an engine that locates text exceed those of the text layer
SAMPLES = 3  # pieces of a page's text that are compared; one more for each font beyond
WORD_CHARS = 4  # shortest part of a number that tells something; bullets stand alone
SHOWN = 0.2  # line heights by which a cell must reach into a page to show ink: digits lie between .21 and .81 of it


class PdfEngine:
    """Reads one page of a PDF.

    Parameters
    ----------
    engine : Engine
    reader : Reader
    index : int
    doubts : frozenset of str, optional
        Fonts whose text is not what eyes read, if the text layer was compared before.

    Attributes
    ----------
    doubted : frozenset of str or None
        The same, after the first `read`.
    """

    def __init__(self, engine: Engine, reader: Reader, index: int, doubts: frozenset[str] | None = None) -> None:
        self.name = engine.name
        self.doubted = doubts
        self._engine, self._reader, self._index = engine, reader, index

    def read(self, pixels: Pixels, look: Look) -> tuple[Line, ...]:
        """Read the page; see `redactkit.protocols.Engine`."""
        high, wide = pixels.shape[:2]
        if self.doubted is None:
            self.doubted = self._compared(pixels)
        doubted = self._fonts(self.doubted)
        found = (_on_page(line, wide, high) for line in text_lines(self._reader, self._index, wide, high, doubted))
        lines = [line for line in found if line and _tells(line)]
        strips = self._strips(pixels, look, lines)
        if look.side_px <= 0:
            return strips
        text = unsettled(lines, look.settled)
        if not (doubted or needs_eyes(self._reader, self._index)):
            return (*strips, *text)
        known = (widen(line.quad, WIDER * height(line.quad)) for line in lines if line.score == 1.0)
        seen = self._engine.read(pixels, replace(look, settled=(*look.settled, *known), strips=()))
        told = [*text, *seen]
        hidden = (line for line in self._underneath(pixels, look) if not any(_is_same(line, other) for other in told))
        return (*strips, *told, *hidden)

    def _compared(self, pixels: Pixels) -> frozenset[str]:
        """Return the fonts whose text is not what eyes read, or cannot be compared with it."""
        high, wide = pixels.shape[:2]
        pieces = samples(self._reader, self._index, wide, high, SAMPLES)
        look = Look(0, strips=tuple(piece.quad for piece in pieces))
        read = self._engine.read(pixels, look) if pieces else ()
        untrue = (piece.font for piece, line in zip(pieces, read, strict=False) if not agrees(piece.text, line.text))
        return frozenset((*untrue, *(self._words(wide, high) - {piece.font for piece in pieces})))

    def _words(self, wide: int, high: int) -> set[str]:
        """Return the fonts in which the page shows something as long as a number."""
        matrix = self._reader.matrix(self._index, wide, high)
        characters = (
            one
            for one in self._reader.characters(self._index)
            if not one.generated and _is_inside(apply(matrix, *one.origin), wide, high)
        )
        runs = ((font, list(run)) for font, run in groupby(characters, lambda one: one.font))
        return {font for font, run in runs if sum(not one.char.isspace() for one in run) >= WORD_CHARS}

    def _fonts(self, doubted: frozenset[str]) -> frozenset[str]:
        """Return the fonts of the page of the names that are doubted: a file with less in it may count them anew."""
        names = {_name(font) for font in doubted}
        fonts = {one.font for one in self._reader.characters(self._index)} if names else frozenset()
        return frozenset(font for font in fonts if _name(font) in names)

    def _strips(self, pixels: Pixels, look: Look, lines: list[Line]) -> tuple[Line, ...]:
        """Answer strips from the text layer, and with eyes where it says nothing or is doubted."""
        sure = [line for line in lines if line.score == 1.0]
        answers = [_inside(strip, sure) for strip in look.strips]
        blank = [strip for strip, line in zip(look.strips, answers, strict=True) if not line.cells]
        read = iter(self._engine.read(pixels, Look(0, strips=tuple(blank))) if blank else ())
        return tuple(line if line.cells else next(read) for line in answers)

    def _underneath(self, pixels: Pixels, look: Look) -> Iterator[Line]:
        """Read the images of which the page shows less than they hold."""
        high, wide = pixels.shape[:2]
        for image in hidden_images(self._reader, self._index, pixels):
            for line in self._engine.read(image.pixels, Look(look.side_px)):
                shown = _moved(line, image.matrix)
                if _is_inside(center(shown.quad), wide, high):
                    yield shown


def _name(font: str) -> str:
    """Return a font's name without the number by which a page tells fonts of one name apart."""
    return font.partition("#")[0]


def _is_same(line: Line, other: Line) -> bool:
    """Tell whether an image holds a line that the page shows as well."""
    return contains(other.quad, center(line.quad)) and agrees(other.text, line.text)


def _tells(line: Line) -> bool:
    """Tell whether a line of the text layer says something: what is doubted counts only where it holds a digit."""
    return line.score == 1.0 or any(is_digit(cell.char) for cell in line.cells)


def _on_page(line: Line, wide: int, high: int) -> Line | None:
    """Return what of a line shows on a page of this size."""

    def shown(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(cell for cell in cells if _overlaps(cell.quad, wide, high))

    cells = shown(line.cells)
    if not cells or (len(cells) == len(line.cells) and _is_inside(center(line.quad), wide, high)):
        return line if cells else None
    return Line(clip(join([cell.quad for cell in cells]), wide, high), cells, line.score, shown(line.digits))


def _overlaps(quad: Quad, wide: int, high: int) -> bool:
    left, top, right, bottom = bounds([quad])
    edge = SHOWN * height(quad)
    return left < wide - edge and top < high - edge and right > edge and bottom > edge


def _is_inside(point: tuple[float, float], wide: int, high: int) -> bool:
    return 0 <= point[0] <= wide and 0 <= point[1] <= high


def _inside(strip: Quad, lines: list[Line]) -> Line:
    cells = tuple(cell for line in lines for cell in line.cells if contains(strip, center(cell.quad)))
    return Line(strip, cells, min((cell.score for cell in cells), default=0.0))


def _moved(line: Line, matrix: Matrix) -> Line:
    def there(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(replace(cell, quad=moved(cell.quad, matrix)) for cell in cells)

    return Line(moved(line.quad, matrix), there(line.cells), line.score, there(line.digits), there(line.mrz))
