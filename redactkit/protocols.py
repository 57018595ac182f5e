"""The two sockets: an Engine reads a page, a Detector finds things in what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from redactkit.model import DocumentKind, Finding, Line, Page, Pixels, Quad


# Longer side, in pixels, at which a look locates text. On 304 numbers of drawn and real cards 672 reads as many (302)
# as 736 at nine tenths of the time, 640 four fewer.
FIRST_LOOK = 672


@dataclass(frozen=True, slots=True)
class Look:
    """How to look at a page.

    Attributes
    ----------
    side_px : int
        Length to which the longer side is brought before text is located. Engines that locate
        text at another scale of their own may ignore it. 0 or less: read the strips only.
    settled : tuple of Quad
        Text lying inside these (together) needs no reading; an engine may leave it out. Their corners, and those
        of the strips, tell which way the text of the page runs.
    strips : tuple of Quad
        Single lines to read as they stand, without locating; answered first, in this order.
    """

    side_px: int = FIRST_LOOK
    settled: tuple[Quad, ...] = ()
    strips: tuple[Quad, ...] = ()


@runtime_checkable
class Engine(Protocol):
    """Reads text from pixels.

    Contract (tests/read/test_contract.py): quads lie inside the page; a Line has one Cell a
    character; text that was located but not read comes back as a Line without cells; the pixels
    are not written to; the same pixels give the same lines; there are at least as many Lines as
    strips, and Line i answers strip i.
    """

    @property
    def name(self) -> str:
        """Short name, as given to ``engine=``."""
        ...

    def read(self, pixels: Pixels, look: Look) -> tuple[Line, ...]:
        """Read one page.

        Parameters
        ----------
        pixels : ndarray of uint8, shape (height, width, 3)
            RGB, read-only.
        look : Look
            Scale, what to skip and what to read without locating it.

        Returns
        -------
        tuple of Line

        Raises
        ------
        EngineError
            The engine is missing or failed.
        """
        ...


@runtime_checkable
class Detector(Protocol):
    """Finds one family of fields on a page that has been read."""

    @property
    def name(self) -> str:
        """Short name, first entry of the evidence of its findings."""
        ...

    @property
    def kinds(self) -> frozenset[DocumentKind]:
        """Kinds of document that it looks at."""
        ...

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return what it finds on one page, in any order; findings may overlap."""
        ...
