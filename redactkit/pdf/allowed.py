"""Only what `redactkit.pdf.tables` lists leaves: `strip` deletes the rest, `faults` names what is still there.

Both walk the same way, from the trailer through every object that it reaches, and know each object by where it is used.
"""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

from redactkit.pdf.budget import filters
from redactkit.pdf.codestream import bare_jpeg, bare_jpeg2000
from redactkit.pdf.kinds import Choice, Many, Row, Table
from redactkit.pdf.layout import is_surpassed, layout
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.marks import bare_content
from redactkit.pdf.profile import bare_profile
from redactkit.pdf.tables import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactkit.pdf.kinds import Rule

_MAX_DEPTH = 8  # of arrays in arrays; a color space whose base has a base nests three
# The tables of streams that draw or say what colours are, and what takes from these all that does neither.
_BARE = {**dict.fromkeys(("content", "form", "tiling pattern"), bare_content), "color profile": bare_profile}
_PICTURES = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpeg2000}
_CODES = frozenset(("/CCITTFaxDecode", "/JBIG2Decode"))  # nothing of them is looked into
_UNREADABLE = (MalformedContent, ValueError, pikepdf.PdfError)
_PLAIN_KEY = re.compile(r"/[A-Za-z][A-Za-z0-9.]{0,30}")


def strip(pdf: pikepdf.Pdf) -> None:
    """Delete everything that is not on the list, and what content and pictures carry beside what they show.

    A stream that cannot be read stays as it is, for `faults` to find.

    Parameters
    ----------
    pdf : pikepdf.Pdf
        Changed in place. Its identifier is deleted as well; save with ``deterministic_id=True`` for a new one.
    """
    len(pdf.pages)  # has qpdf give each node of the page tree its /Type
    for visit in _walk(pdf):
        for fault in reversed(visit.faults):  # the last element of an array first
            del fault.holder[fault.key]
        try:
            _clean(visit, pdf)
        except _UNREADABLE:
            continue
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]


def faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what is not on the list, as ``kind of object: key`` and never with a value; nothing after `strip`."""
    for visit in _walk(pdf):
        yield from (f"{visit.table.name}: {_spoken(fault.key)}" for fault in visit.faults)
        try:
            if _is_laden(visit):
                yield f"{visit.table.name}: comments, tags or segments that show nothing"
        except _UNREADABLE:
            yield f"{visit.table.name}: a stream that cannot be read"


def _spoken(key: str | int) -> str:
    """Return a key for a message, unless it may be a value itself."""
    if isinstance(key, int):
        return "an array with more than its parts"
    return key if _PLAIN_KEY.fullmatch(key) and sum(map(str.isdigit, key)) < 4 else "a key of no meaning"


# --- the walk


class _Fault(NamedTuple):
    holder: Any
    key: str | int


class _Visit(NamedTuple):
    """A dictionary or stream in one of its roles."""

    holder: Any
    table: Table
    faults: list[_Fault]


class _Misfit(Exception):
    """A value is of no kind that its key may have."""


def _walk(pdf: pikepdf.Pdf) -> Iterator[_Visit]:
    """Visit each dictionary and stream once in each role that it has."""
    first = KINDS["cross-reference stream" if "/W" in pdf.trailer else "trailer"]
    pending = [(pdf.trailer, first)] if isinstance(first, Table) else []
    seen: set[tuple[int, str]] = set()
    while pending:
        holder, table = pending.pop()
        found: list[_Fault] = []
        for key, value in list(holder.items()):
            rule = table.keys.get(key, table.others)
            try:
                parts = _parts(value, rule, found, 0)
            except _Misfit:
                found.append(_Fault(holder, key))
                continue
            for part, kind in parts:
                role = (part.objgen[0], kind.name)
                if not role[0] or role not in seen:
                    seen.add(role)
                    pending.append((part, kind))
        yield _Visit(holder, table, found)


def _parts(value: Any, rule: Rule | None, found: list[_Fault], depth: int) -> list[tuple[Any, Table]]:
    """Return the dictionaries and streams in a value, with their tables."""
    if rule is None or depth > _MAX_DEPTH:
        raise _Misfit
    if isinstance(rule, tuple):
        return _first_fit(value, rule, found, depth)
    if isinstance(rule, str):
        kind = KINDS[rule]
        if isinstance(kind, Table | Choice):
            return [(value, _table(value, kind))]
        return _parts(value, kind, found, depth + 1)
    if isinstance(rule, Many | Row):
        if not isinstance(value, pikepdf.Array):
            raise _Misfit
        rules = repeat(rule.of) if isinstance(rule, Many) else _row(value, rule, found)
        return [part for item, of in zip(value, rules, strict=False) for part in _parts(item, of, found, depth + 1)]
    if not rule(value):
        raise _Misfit
    return []


def _first_fit(value: Any, rules: tuple[Rule, ...], found: list[_Fault], depth: int) -> list[tuple[Any, Table]]:
    before = len(found)
    for rule in rules:
        try:
            return _parts(value, rule, found, depth + 1)
        except _Misfit:
            del found[before:]
    raise _Misfit


def _row(value: pikepdf.Array, row: Row, found: list[_Fault]) -> tuple[Rule, ...]:
    """Return a rule for each of the first elements of an array; the elements behind them are faults."""
    length = 1 + len(row.rest)
    if len(value) < length or not isinstance(value[0], pikepdf.Name) or value[0] not in row.names:
        raise _Misfit
    found.extend(_Fault(value, index) for index in range(length, len(value)))
    return (lambda _: True, *row.rest)


def _table(value: Any, kind: Table | Choice) -> Table:
    """Return the table of a dictionary or stream."""
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        raise _Misfit
    if isinstance(kind, Choice):
        chosen = value.get(kind.key)
        name = (
            kind.missing if chosen is None else next((kind.tables[key] for key in kind.tables if key == chosen), None)
        )
        table = KINDS.get(name or "")
    else:
        table = kind
    if not isinstance(table, Table) or isinstance(value, pikepdf.Stream) != table.stream:
        raise _Misfit
    return table


# --- what is inside of streams


def _is_laden(visit: _Visit) -> bool:
    """Tell whether a stream holds more than it shows.

    Raises
    ------
    MalformedContent, ValueError, pikepdf.PdfError
        It cannot be read.
    """
    stream = visit.holder
    if visit.table.name in _BARE:
        content: bytes = stream.read_bytes()
        return _BARE[visit.table.name](content) != content
    if visit.table.name != "image":
        return False
    names = filters(stream)
    if not _CODES.isdisjoint(names[-1:]):
        return False
    if not names or names[-1] not in _PICTURES:
        return is_surpassed(stream, names)
    data: bytes = stream.read_raw_bytes()
    return len(names) > 1 or _PICTURES[names[-1]](data) != data


def _clean(visit: _Visit, pdf: pikepdf.Pdf) -> None:
    """Take from a stream what it does not show; raises as `_is_laden`."""
    stream = visit.holder
    if visit.table.name in _BARE:
        data = stream.read_bytes()
        bare = _BARE[visit.table.name](data)
        if bare != data:
            stream.write(bare)
    elif visit.table.name == "image":
        _clean_image(stream, pdf)


def _clean_image(stream: pikepdf.Stream, pdf: pikepdf.Pdf) -> None:
    names = filters(stream)
    if names and names[-1] in _PICTURES:
        raw = stream.read_raw_bytes()
        parameters = _parameters(stream, len(names))
        bare = _PICTURES[names[-1]](raw if len(names) == 1 else _unwrapped(pdf, raw, names[:-1], parameters))
        if bare != raw:
            stream.write(bare, filter=pikepdf.Name(names[-1]), decode_parms=parameters[-1])
    elif _CODES.isdisjoint(names[-1:]) and is_surpassed(stream, names):
        stream.write(stream.read_bytes()[: layout(stream).bytes])


def _parameters(stream: pikepdf.Stream, count: int) -> list[Any]:
    """Return the parameters of each of so many filters, None for one that has none."""
    found = stream.get("/DecodeParms")
    listed = list(found) if isinstance(found, pikepdf.Array) else [found]
    return (listed + [None] * count)[:count]


def _unwrapped(pdf: pikepdf.Pdf, raw: bytes, names: list[str], parameters: list[Any]) -> bytes:
    """Return the bytes below the outer filters."""
    outer = pikepdf.Stream(pdf, raw)
    outer["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in names])
    outer["/DecodeParms"] = pikepdf.Array(parameters[: len(names)])
    return outer.read_bytes()
