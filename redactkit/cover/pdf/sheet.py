"""What all content of one page shares, and what all pages of a document share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactkit.cover.pdf.images import Pictures
from redactkit.cover.pdf.usage import Fonts, FontUse
from redactkit.pdf.budget import MAX_OPERATORS
from redactkit.pdf.lexer import MalformedContent

if TYPE_CHECKING:
    import pikepdf

    from redactkit.cover.pdf.areas import Areas
    from redactkit.cover.pdf.resources import Resources


class Book:
    """What the pages of one document share.

    Attributes
    ----------
    fonts : Fonts
    pictures : Pictures
    forms : dict
        Rewritten forms, by the form and its new content.
    left : dict
        Forms that stay as they are, with what they use of their resources.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.fonts = Fonts()
        self.pictures = Pictures(pdf)
        self.forms: dict[tuple[tuple[int, int], bytes], pikepdf.Object] = {}
        self.left: dict[tuple[int, int], tuple[pikepdf.Object, Resources]] = {}

    def close(self) -> None:
        """Leave the forms that stayed only the resources that they use."""
        for form, resources in self.left.values():
            form["/Resources"] = resources.left()


@dataclass(slots=True)
class Sheet:
    """One page.

    Attributes
    ----------
    book : Book
    areas : Areas
    uses : dict
        The fonts that it shows text in.
    operators : int
        How many were read.
    """

    book: Book
    areas: Areas
    uses: dict[tuple[int, int] | int, FontUse] = field(default_factory=dict)
    operators: int = 0

    def use_of(self, dictionary: pikepdf.Object) -> FontUse:
        """Return what this page shows in a font."""
        key = dictionary.objgen if dictionary.is_indirect else len(self.uses)
        if key not in self.uses:
            self.uses[key] = FontUse(dictionary, self.book.fonts.of(dictionary))
        return self.uses[key]

    def count(self, operators: int) -> None:
        """Count operators.

        Raises
        ------
        MalformedContent
            They are more than a page may have: forms that draw forms multiply.
        """
        self.operators += operators
        if self.operators > MAX_OPERATORS:
            raise MalformedContent("more operators than a page may have")
