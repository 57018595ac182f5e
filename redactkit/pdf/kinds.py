"""How objects of a PDF are described: leaves are tested, everything else is taken apart. Names none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import pikepdf


@dataclass(frozen=True, slots=True)
class Many:
    """An array of such values."""

    of: Rule


@dataclass(frozen=True, slots=True)
class Row:
    """An array that begins with one of some names and goes on with one value for each rule."""

    names: tuple[str, ...]
    rest: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary, or a stream, with these keys."""

    name: str
    keys: Mapping[str, Rule]
    stream: bool = False
    others: Rule | None = None  # for each key that is a name of the file's own


@dataclass(frozen=True, slots=True)
class Choice:
    """A dictionary or a stream whose table depends on one of its entries; `missing` when it has no such entry."""

    key: str
    tables: Mapping[Any, str]
    missing: str | None = None


FILTERS = (
    *("/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"),
    *("/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"),
)
Leaf: TypeAlias = Callable[[Any], bool]
Rule: TypeAlias = "Leaf | str | Many | Row | tuple[Rule, ...]"  # a str is a key of KINDS; a tuple: any of them


def is_name(value: Any) -> bool:
    """Tell whether a value is a name."""
    return isinstance(value, pikepdf.Name)


def is_filter(value: Any) -> bool:
    """Tell whether a value is the name of a filter, but for /Crypt: ISO 32000-2, table 6."""
    return is_name(value) and value in FILTERS


def are_filters(value: Any) -> bool:
    """Tell whether a value is an array of names of filters."""
    return _array(value, is_filter)


def is_number(value: Any) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, int | Decimal)


def is_flag(value: Any) -> bool:
    """Tell whether a value is true or false."""
    return isinstance(value, bool)


def is_bytes(value: Any) -> bool:
    """Tell whether a value is a string."""
    return isinstance(value, pikepdf.String)


def _array(value: Any, leaf: Leaf) -> bool:
    return isinstance(value, pikepdf.Array) and all(map(leaf, value))


def are_names(value: Any) -> bool:
    """Tell whether a value is an array of names."""
    return _array(value, is_name)


def are_numbers(value: Any) -> bool:
    """Tell whether a value is an array of numbers."""
    return _array(value, is_number)


def are_flags(value: Any) -> bool:
    """Tell whether a value is an array of true and false."""
    return _array(value, is_flag)


def are_widths(value: Any) -> bool:
    """Tell whether a value is an array of numbers and of arrays of them: ISO 32000-2, 9.7.4.3."""
    return _array(value, lambda item: is_number(item) or are_numbers(item))


def is_dash(value: Any) -> bool:
    """Tell whether a value is a dash pattern: ISO 32000-2, 8.4.3.6."""
    return isinstance(value, pikepdf.Array) and len(value) == 2 and are_numbers(value[0]) and is_number(value[1])


def are_differences(value: Any) -> bool:
    """Tell whether a value is an array of codes and glyph names: ISO 32000-2, 9.6.5.1."""
    return _array(value, lambda item: is_number(item) or is_name(item))


def is_label(value: Any) -> bool:
    """Tell whether a value is a short string such as ``Adobe`` or ``Identity``: ISO 32000-2, 9.7.3."""
    return is_bytes(value) and len(bytes(value)) <= 64
