"""Inline images as images of the resources: where one ends in the content, each reader guesses for itself.

ISO 32000-2, 8.9.7. Abbreviations are written in full, names of colour spaces are looked up; samples stay as they are.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Name

from redactkit.pdf.budget import SHORT_FILTERS
from redactkit.pdf.kinds import FILTERS
from redactkit.pdf.lexer import Inline, MalformedContent, name_of, number, pairs, string_value
from redactkit.pdf.naming import dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactkit.pdf.lexer import Operand

# ISO 32000-2, table 91; the length is known, and whatever else there is says nothing.
_KEYS = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/I": "/Interpolate",
    "/IM": "/ImageMask",
    "/Intent": "/Intent",
    "/W": "/Width",
}
_FULL_KEYS = frozenset(_KEYS.values())
_SPACES = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK"}  # table 92, and /I for /Indexed
_INDEXED = frozenset(("/I", "/Indexed"))
_CONSTANTS = {b"true": True, b"false": False, b"null": None}


def image_entries(tokens: Inline, spaces: Mapping[str, pikepdf.Object]) -> pikepdf.Dictionary:
    """Return the dictionary of an image that shows what an inline image does.

    Parameters
    ----------
    tokens : Inline
        Keys and values as they are written.
    spaces : mapping of str to pikepdf.Object
        The colour spaces of the resources.

    Raises
    ------
    MalformedContent
        An entry is there twice or cannot be read, or its colour space is not in the resources.
    """
    try:
        return _entries(tokens, spaces)
    except (TypeError, ValueError, pikepdf.PdfError):
        raise MalformedContent("an inline image that cannot be read") from None


def _entries(tokens: Inline, spaces: Mapping[str, pikepdf.Object]) -> pikepdf.Dictionary:
    found: dict[str, Any] = {"/Type": Name.XObject, "/Subtype": Name.Image}
    for short, operand in pairs(tokens):
        key = _KEYS.get(short, short)
        if key in found:
            raise MalformedContent("an inline image that says something twice")
        if key in _FULL_KEYS:
            found[key] = _value(operand)
    if found.get("/Filter") is not None:
        found["/Filter"] = _filters(found["/Filter"])
    if found.get("/ColorSpace") is not None:
        found["/ColorSpace"] = _space(found["/ColorSpace"], spaces)
    return dictionary({key: value for key, value in found.items() if value is not None})


def _value(operand: Operand) -> Any:
    if isinstance(operand, Inline):
        return dictionary({key: _value(value) for key, value in pairs(operand)})
    if isinstance(operand, list):
        return Array([_value(item) for item in operand])
    if not isinstance(operand, bytes) or operand in _CONSTANTS:
        return _CONSTANTS.get(operand) if isinstance(operand, bytes) else None
    if operand[:1] == b"/":
        return Name(name_of(operand))
    if operand[:1] in (b"(", b"<"):
        return pikepdf.String(string_value(operand))
    value = number(operand)
    return int(value) if value.is_integer() else Decimal(f"{value:.9f}")


def _filters(found: Any) -> Any:
    if isinstance(found, Array):
        return Array([_filters(each) for each in found])
    name = SHORT_FILTERS.get(str(found), str(found))
    if name not in FILTERS:
        raise MalformedContent("an inline image in a code that nobody knows")
    return Name(name)


def _space(found: Any, spaces: Mapping[str, pikepdf.Object]) -> Any:
    """Return a colour space; that of a name which is not one of table 92 stands in the resources."""
    if isinstance(found, Name):
        name = _SPACES.get(str(found), str(found))
        if name in _SPACES.values():
            return Name(name)
        if name in spaces:
            return spaces[name]
    elif isinstance(found, Array) and len(found) > 1 and str(found[0]) in _INDEXED:
        return Array([Name.Indexed, _space(found[1], spaces), *list(found)[2:]])
    raise MalformedContent("an inline image in colours that nobody knows")
