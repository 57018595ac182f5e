"""The pages of one statement while they are being set: paper, colours, margins, and how far down the page is full."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from benchmarks.draw.statement.sheet import FontBook, Sheet, Style
from benchmarks.draw.statement.spec import Medium, StatementSpec, dice

if TYPE_CHECKING:
    import random

    from benchmarks.draw.statement.facts import Facts
    from benchmarks.draw.statement.sheet import Colour

A4_PT = (595.28, 841.89)
LETTER_PT = (612.0, 792.0)
_CODE_PT = 54.0  # kept free above the footer for a bar code or a matrix code
# The bank's colour, a pale one for bands, and one for rules.
_PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((0.05, 0.13, 0.33), (0.88, 0.92, 0.98), (0.55, 0.62, 0.75)),
    ((0.00, 0.33, 0.27), (0.90, 0.96, 0.93), (0.50, 0.68, 0.62)),
    ((0.55, 0.07, 0.12), (0.98, 0.92, 0.91), (0.75, 0.58, 0.58)),
    ((0.13, 0.13, 0.15), (0.93, 0.93, 0.93), (0.60, 0.60, 0.60)),
    ((0.00, 0.36, 0.53), (0.89, 0.95, 0.98), (0.52, 0.68, 0.76)),
    ((0.35, 0.12, 0.42), (0.95, 0.91, 0.97), (0.66, 0.56, 0.70)),
    ((0.72, 0.30, 0.00), (0.99, 0.95, 0.88), (0.78, 0.66, 0.52)),
)


@dataclass(slots=True)
class Press:
    """A statement in the making.

    Attributes
    ----------
    spec : StatementSpec
    facts : Facts
    sheets : list of Sheet
    dice : random.Random
        For everything that is left to the layout.
    dark, pale, line : Colour
    y : float
        Where the next thing goes on the last sheet, points from its upper edge.
    """

    spec: StatementSpec
    facts: Facts
    dice: random.Random
    dark: Colour
    pale: Colour
    line: Colour
    book: FontBook
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    @classmethod
    def for_spec(cls, spec: StatementSpec, facts: Facts) -> Press:
        """Return an empty statement with its first sheet."""
        throw = dice(spec.seed, "layout")
        dark, pale, line = throw.choice(_PALETTES)
        press = cls(spec, facts, throw, dark, pale, line, FontBook(spec.face))
        press.turn_over()
        return press

    def turn_over(self) -> None:
        """Begin a new sheet."""
        width, height = LETTER_PT if self.spec.country == "US" else A4_PT
        self.sheets.append(Sheet(width, height, self.book, self.spec.setting))
        self.y = self.margin

    @property
    def sheet(self) -> Sheet:
        """The last sheet."""
        return self.sheets[-1]

    @property
    def margin(self) -> float:
        """Blank paper at the sides, points; little on a page of large words."""
        return 30.0 if self.spec.medium is Medium.SMALL else 46.0

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.sheet.width_pt - self.margin

    def floor(self, page: int) -> float:
        """Return how far down rows may go on a page: to its footer, or to the code above it."""
        return self.sheet.height_pt - 64 - (_CODE_PT if self.spec.codes and page == 0 else 0.0)

    @property
    def body(self) -> Style:
        """The table's text."""
        return Style(self.spec.size_pt)

    @property
    def heading(self) -> Style:
        """Captions and section titles."""
        return Style(self.spec.size_pt, bold=True)

    @property
    def leading(self) -> float:
        """From baseline to baseline, points."""
        return 1.24 * self.spec.size_pt

    def fitted(self, style: Style, text: str, width_pt: float) -> Style:
        """Return the style, smaller if the text would be wider than `width_pt`."""
        return replace(style, size_pt=style.size_pt * min(1.0, width_pt / self.sheet.width(text, style)))

    def pair(self, caption: str, text: str, kind: str, at: tuple[float, float], value_x: float) -> None:
        """Write a caption and its value, in a form field where the spec asks for them."""
        self.sheet.write(caption, at, self.body, "heading")
        style = self.fitted(self.body, text, self.right - value_x)
        if self.spec.fields:
            name = caption.lower().replace(" ", "_").strip(":.")
            self.sheet.fill_in(name, text, (value_x, at[1]), style, kind, self.right - value_x)
        else:
            self.sheet.write(text, (value_x, at[1]), style, kind)
