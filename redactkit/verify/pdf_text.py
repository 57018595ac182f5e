"""A second reader, pypdf, which had no part in making the finished PDF: it finds no covered value anywhere.

In no page's text, in no string or name, in no stream. Values are looked for, never told.
"""

from __future__ import annotations

import io
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import normalize

import pypdf
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from redactkit.errors import LeakError
from redactkit.numbers.text import unaccented
from redactkit.result import Check

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from redactkit.model import Encoded

MIN_DIGITS, MIN_CHARACTERS = 6, 5
"""Shorter values occur by chance: a page of a statement holds about 1500 digits and 2000 letters."""

# Shorter values must stand alone in a text, not inside of a longer word or number, and are not looked for in streams:
# the coordinates on a page hold some hundred numbers of six and seven digits.
_DISTINCT = 8

# Streams with numbers of two bytes, mostly in a row: glyphs 49 to 56 read as "12345678" in UTF-16.
_TABLES = frozenset(("/FontFile", "/FontFile2", "/FontFile3", "/CIDToGIDMap"))

_GAP = r"[\W_]{0,3}"  # between the characters of a value: blanks, hyphens, the end of a line
_SEPARATORS = re.compile(r"[\W_]+")


def check_pdf_values(encoded: Encoded, values: Sequence[str]) -> Check:
    """Check that values are nowhere in a finished PDF.

    Parameters
    ----------
    encoded : Encoded
    values : sequence of str
        What is covered wherever it stands. Compared without case, accents and separators; those of fewer than six
        digits, or five characters, are not looked for.

    Returns
    -------
    Check
        Named ``values``.

    Raises
    ------
    LeakError
        One of them is there, or the second reader cannot read the file.
    """
    wanted = {value.compact: value for value in map(_value, values) if value.is_comparable}
    with _silence():
        try:
            reader = pypdf.PdfReader(io.BytesIO(encoded.data))
            pages = len(reader.pages)
            for index in range(pages if wanted else 0):
                if _holds(reader.pages[index].extract_text(), wanted.values()):
                    raise LeakError(f"page {index + 1} of the finished PDF still holds a covered value; report this")
            _search_objects(reader, wanted.values())
        except LeakError:
            raise
        except Exception:  # whatever it meets; what it says may repeat the content
            raise LeakError("the finished PDF could not be read back by the second reader; report this") from None
    return Check("values", f"{len(wanted)} covered values in no text, string or stream of {pages} pages")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value, and how it may be written.

    Attributes
    ----------
    compact : str
        Its letters and digits, in lower case.
    spread : re.Pattern of str
        Finds them with gaps in between.
    narrow, wide : tuple of bytes
        As it stands in streams, with one byte a character, and as UTF-16 or its hexadecimal digits.
    """

    compact: str = field(repr=False)
    spread: re.Pattern[str] = field(repr=False)
    narrow: tuple[bytes, ...] = field(default=(), repr=False)
    wide: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def is_comparable(self) -> bool:
        return len(self.compact) >= (MIN_DIGITS if self.compact.isdigit() else MIN_CHARACTERS)


def _value(value: str) -> _Value:
    compact = _compact(_plain(value))
    spread = _GAP.join(map(re.escape, compact))
    if len(compact) < _DISTINCT:
        return _Value(compact, re.compile(rf"(?<![^\W_]){spread}(?![^\W_])"))
    forms = sorted({form for base in (value, compact) for form in (base, base.upper(), base.lower())})
    narrow = tuple(form.encode("latin-1", "replace") for form in forms)
    wide = tuple(form.encode("utf-16-be") for form in forms)
    return _Value(compact, re.compile(spread), narrow, wide + tuple(form.hex().encode() for form in wide))


def _plain(text: str) -> str:
    return unaccented(normalize("NFKC", text)).casefold()


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _holds(text: str, wanted: Iterable[_Value]) -> bool:
    plain = _plain(text)
    compact = _compact(plain)
    return any(value.compact in compact and value.spread.search(plain) for value in wanted)


def _search_objects(reader: pypdf.PdfReader, wanted: Collection[_Value]) -> None:
    texts: list[str] = []
    streams: list[bytes] = []
    tables: list[bytes] = []
    for found, key in _objects(reader) if wanted else ():
        if isinstance(found, str):
            texts.append(found)
        else:
            (tables if key in _TABLES else streams).append(found)
    if _holds("\n\n\n\n".join(texts), wanted):
        raise LeakError("a string or name in the finished PDF still holds a covered value; report this")
    data = b"\0\0".join(streams)
    lower = data.lower()  # hexadecimal digits in either case
    both = b"\0\0".join((data, *tables))
    for value in wanted:
        if any(form in both for form in value.narrow) or any(form in data or form in lower for form in value.wide):
            raise LeakError("a stream in the finished PDF still holds a covered value; report this")


def _objects(reader: pypdf.PdfReader) -> Iterator[tuple[str | bytes, str]]:
    """Yield each string and name that the trailer reaches as text, each stream but images as bytes; and its key."""
    pending: list[tuple[object, str]] = [(reader.trailer, "")]
    seen: set[int] = set()
    while pending:
        found, key = pending.pop()
        if isinstance(found, IndirectObject):
            if found.idnum not in seen:
                seen.add(found.idnum)
                pending.append((found.get_object(), key))
        elif isinstance(found, DictionaryObject):
            pending += ((name, "") for name in found)
            pending += ((value, str(name)) for name, value in found.items())
            if isinstance(found, StreamObject) and found.get("/Subtype") != "/Image":
                yield found.get_data(), key
        elif isinstance(found, ArrayObject):
            pending += ((item, key) for item in found)
        elif isinstance(found, NameObject | TextStringObject):
            yield str(found), key
        elif isinstance(found, ByteStringObject):
            yield found.decode("latin-1"), key


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pypdf from writing to the log: its warnings repeat what it read."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
