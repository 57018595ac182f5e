"""Who reads the pages of a document: an engine, helped by the text layer where there is one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from redactkit.model import Document
    from redactkit.protocols import Engine


@contextmanager
def eyes(
    engine: Engine, document: Document, doubts: Sequence[frozenset[str]] | None = None
) -> Iterator[Callable[[int], Engine]]:
    """Give for each page of a document the engine that reads it.

    Parameters
    ----------
    engine : Engine
        For pictures, and for what pages of a PDF show beside their text.
    document : Document
    doubts : sequence of frozenset of str, optional
        Of each page, the fonts whose text is not what eyes read, as `doubts_of` an earlier reading tells. Default: a
        page's text is compared with what eyes read.
    """
    if document.pdf is None:
        yield lambda _: engine
        return
    from redactkit.pdf.pdfium import Reader  # noqa: PLC0415 - pictures need not wait for its libraries
    from redactkit.read.pdf import PdfEngine  # noqa: PLC0415

    with Reader(document.pdf) as reader:
        yield lambda index: PdfEngine(engine, reader, index, None if doubts is None else doubts[index])


def doubts_of(engine: Engine) -> frozenset[str]:
    """Return the fonts that the engine of one page found to be other than eyes read."""
    return getattr(engine, "doubted", None) or frozenset()
