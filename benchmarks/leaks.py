"""Looks for hidden values in the bytes of a finished file: in what readers extract and in what a PDF's objects hold.

Pixels are the business of `score`. The readers are pypdf, pdfium and qpdf, each on its own.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pypdfium2

from benchmarks.pages import is_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.score import Label

_SHORTEST = 4  # letters and digits; shorter values stand in dates and page numbers as well
_LONG = 8  # from which a value is looked for inside longer words, and without its separators in streams
_BETWEEN = r"[\s.,'/-]?"  # what a reader may put or lose between two characters


def found_in_bytes(output: bytes, labels: Sequence[Label]) -> tuple[str, ...]:
    """Return the kinds of the values that had to be covered and can still be read from the file without looking at it.

    A value that is also part of a text that stays is left out.
    """
    staying = "\n".join(label.text for label in labels if not label.wanted)
    read = "\n".join(_extracted(output)) if is_pdf(output) else ""
    held = "\n".join(_held(output)) if is_pdf(output) else output.decode("latin-1")
    found = set()
    for label in (label for label in labels if label.wanted):
        for row in label.text.split("\n"):
            pattern = _pattern(row)
            if pattern and not pattern.search(staying) and (pattern.search(read) or _stands(row, held)):
                found.add(label.kind)
    return tuple(sorted(found))


def _pattern(value: str) -> re.Pattern[str] | None:
    telling = [re.escape(char) for char in value if char.isalnum()]
    if len(telling) < _SHORTEST:
        return None
    pattern = _BETWEEN.join(telling)
    return re.compile(pattern if len(telling) >= _LONG else rf"(?<![\w.,'/-]){pattern}(?!\w|[.,'/-]\w)")


def _stands(value: str, text: str) -> bool:
    """Whether a long value stands in streams and strings, where coordinates stand as well."""
    telling = "".join(char for char in value if char.isalnum())
    return len(telling) >= _LONG and (value in text or telling in text)


def _extracted(data: bytes) -> Iterator[str]:
    """Yield the text of each page as two readers tell it."""
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        yield page.extract_text()
    for shown in pypdfium2.PdfDocument(data):
        yield shown.get_textpage().get_text_range()


def _held(data: bytes) -> Iterator[str]:
    """Yield the file as it is, and every string and stream of its objects, reachable or not."""
    yield data.decode("latin-1")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            yield from _inside(thing)


def _inside(thing: pikepdf.Object) -> Iterator[str]:
    """Yield the strings of an object and a stream's data; what it refers to is visited on its own."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        for item in thing if isinstance(thing, pikepdf.Array) else thing.values():
            if isinstance(item, pikepdf.Object) and not item.is_indirect:
                yield from _inside(item)
    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
        raw = thing.read_bytes()
        yield from (raw.decode(coding, "ignore") for coding in ("latin-1", "utf-16-be"))
