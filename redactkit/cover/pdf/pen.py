"""Where text is set, and where the rewritten content would set it.

Text that stays does not move. What goes leaves one gap: the operators that only placed removed text go with it, for
their distances are its widths, and widths tell letters. So a gap says no more than how far apart the text on both sides
of it stands, which the page shows anyway; and behind the last text to stay there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from redactkit.pdf.affine import IDENTITY, Matrix, multiply

_UNITS = 1000  # of a number in TJ to an em, ISO 32000-2, 9.4.3
_NEGLIGIBLE = 5e-4  # of such a unit


def plain(value: float) -> bytes:
    """Return a number as PDF writes it, without an exponent, to ten significant digits."""
    text = f"{value:.10g}"
    return (text if "e" not in text else f"{value:.20f}".rstrip("0").rstrip(".")).encode()


@dataclass(slots=True)
class Pen:
    """Two pens on one line: that of the content as it was, and that of what is written.

    Attributes
    ----------
    line : Matrix
        Text line matrix (ISO 32000-2, 9.4.1).
    along : float
        From the start of the line to the pen, in text space.
    out : float
        From the start of the line to the pen of what is written.
    vertical : bool
        Both move along the y axis.
    placed : bool
        The pen of what is written stands at `out`; else it has to be placed before it writes.
    aligned : bool
        The line of what is written starts where this one does.
    hidden : bool
        What was shown last before the pen goes.
    fresh : bool
        Nothing that stays was shown since the line was started.
    lost : bool
        Nobody knows how long the text before the pen is.
    """

    line: Matrix = IDENTITY
    along: float = 0.0
    out: float = 0.0
    vertical: bool = False
    placed: bool = True
    aligned: bool = True
    hidden: bool = False
    fresh: bool = True
    lost: bool = False

    def start(self, line: Matrix, *, absolute: bool = False) -> bool:
        """Start a line.

        Parameters
        ----------
        line : Matrix
        absolute : bool
            The operator does not count from the line before.

        Returns
        -------
        bool
            Whether that operator stays. Where it does not, the next text to stay places itself.
        """
        stays = (self.aligned or absolute) and not self.hidden
        self.line = line
        self.along = self.out = 0.0
        self.placed = self.aligned = stays
        self.fresh, self.lost = True, False
        return stays

    def lift(self) -> bool:
        """Let go of the place where removed text begins: right-aligned, it tells how wide the text was.

        Returns
        -------
        bool
            Whether the operators that started the line go. Where text that stays was shown on it, they do not.
        """
        if self.fresh:
            self.placed = self.aligned = False
        return self.fresh

    def place(self, along: float, unit: float) -> tuple[bytes, bytes]:
        """Bring the pen of what is written to a place on the line.

        Parameters
        ----------
        along : float
        unit : float
            How far -1000 in an array of ``TJ`` moves the pen.

        Returns
        -------
        tuple of bytes
            An operator to come first, and a number to begin the array with; either or both empty.
        """
        gap = along - self.out
        self.out = along
        if self.placed:
            units = -gap * _UNITS / unit if gap else 0.0
            return b"", plain(round(units, 4)) if abs(units) > _NEGLIGIBLE else b""
        self.placed = True
        self.aligned = not along
        offset = (0.0, along) if self.vertical else (along, 0.0)
        return b" ".join(map(plain, multiply((1.0, 0.0, 0.0, 1.0, *offset), self.line))) + b" Tm ", b""
