"""What is seen on a page: characters and images, in user space (points, y up, before /Rotate)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactkit.model import Point
    from redactkit.pdf.affine import Box, Matrix

UNKNOWN_CHAR = "\ufffd"
"""Stands for a glyph of which the file does not say what character it is."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character of the text layer.

    Attributes
    ----------
    char : str
        One character; U+FFFD when the file does not say which.
    box : Box
        Its ink, as far as PDFium can tell: without an area for blanks and fonts without outlines, sometimes huge.
    loose : Box
        Its advance by the font's height: the upright box around that when the text is turned.
    origin : (x, y)
        Where the glyph starts on its baseline.
    angle : float
        Direction of the baseline in radians, counter-clockwise from the x axis.
    size : float
        Height of an em in points; of a Type 3 font the scale only.
    visible : bool
        False in text rendering mode 3. White text and text under something is visible here.
    font : str
        The font's name, with a number behind it where two fonts of the page share it.
    generated : bool
        PDFium made it up, a blank or the end of a line between others; the boxes say nothing.
    """

    char: str = field(repr=False)
    box: Box
    loose: Box
    origin: Point
    angle: float
    size: float
    visible: bool
    font: str
    generated: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """An image on a page.

    Attributes
    ----------
    matrix : Matrix
        From the unit square, where an image stands upright (ISO 32000-2, 8.9.5.1), to user space.
    width_px, height_px : int
        Its own size.
    """

    matrix: Matrix
    width_px: int
    height_px: int
