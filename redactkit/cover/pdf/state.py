"""The graphics state, as far as it decides where text and pictures lie. ISO 32000-2, 8.4 and 9.3."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactkit.pdf.affine import IDENTITY, Matrix

if TYPE_CHECKING:
    from redactkit.cover.pdf.usage import FontUse
    from redactkit.pdf.affine import Box


@dataclass(slots=True)
class State:
    """What ``q`` saves and ``Q`` brings back.

    Attributes
    ----------
    matrix : Matrix
        From the content's own space to user space.
    font : FontUse or None
    font_name : str
        What the resources call it.
    used_names : set of str
        Of these resources' fonts, those in which text stays.
    size, character_space, word_space, leading, rise : float
        Tf, Tc, Tw, TL and Ts, in units of text space.
    scale : float
        Tz as a factor.
    fill, stroke : bool
        A pattern that may show anything fills or strokes.
    clip : Box or None
        Around all that the clipping paths let through, user space; None when there is none.
    """

    matrix: Matrix = IDENTITY
    font: FontUse | None = None
    font_name: str = ""
    used_names: set[str] = field(default_factory=set)
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    fill: bool = False
    stroke: bool = False
    clip: Box | None = None

    def copy(self) -> State:
        """Return a state of its own with the same values."""
        return State(
            self.matrix,
            self.font,
            self.font_name,
            self.used_names,
            self.size,
            self.character_space,
            self.word_space,
            self.scale,
            self.leading,
            self.rise,
            self.fill,
            self.stroke,
            self.clip,
        )

    def clip_to(self, box: Box) -> None:
        """Let through no more than a box does."""
        left, bottom, right, top = self.clip or box
        self.clip = max(left, box[0]), max(bottom, box[1]), min(right, box[2]), min(top, box[3])
