"""Signatures that read like print: the holder's name once more, where its parts stand by themselves elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.identity.known import MIN_NAME
from redactkit.find.identity.marks import Mark
from redactkit.find.misread import differ_by_one
from redactkit.model import FieldKind
from redactkit.numbers.text import is_digit
from redactkit.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactkit.find.identity.fields import Value
    from redactkit.find.identity.known import Known

MIN_MISREAD = 4  # letters of a given name of which one may be misread


def signatures_among(values: Sequence[Value], known: Known) -> list[Value]:
    """Return the values without a label that are an initial or a given name, and a surname that stands alone.

    Nobody signs in capitals: those are a name in one line whose label was not read.
    """
    plain = [letters(value.text) for value in values if not any(map(is_digit, value.text))]
    alone = [text for text in plain if text in known.names]
    written = (value for value in values if not value.fields and any(map(str.islower, value.text)))
    return [value for value in written if _is_signed(letters(value.text), alone, plain, known.names)]


def signed_marks(values: Iterable[Value]) -> Iterator[Mark]:
    """Yield values as signatures."""
    for value in values:
        stretch = value.stretch
        yield Mark(stretch.segment, stretch.start, stretch.end, FieldKind.SIGNATURE, ("name",))


def _is_signed(text: str, alone: Iterable[str], printed: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a text is a surname behind what begins another part of the name."""
    for surname in alone:
        first = text.removesuffix(surname)
        if first and first != text:
            others = [name for name in names if name != surname]
            if len(first) >= MIN_NAME:
                others += [other for other in printed if other != text]
            return any(_begins(other, first) for other in others)
    return False


def _begins(name: str, first: str) -> bool:
    """Tell whether a name begins with some letters, but for one that was misread."""
    misread = len(first) >= MIN_MISREAD and differ_by_one(name[: len(first)], first)
    return name.startswith(first) or misread
