"""Names that are not UTF-8, which PDF allows and pikepdf does not make. ISO 32000-2, 7.3.5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Mapping

_REGULAR = frozenset(b"!\"$&'*+,-.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ\\^_`abcdefghijklmnopqrstuvwxyz|~")


def name_token(name: str) -> bytes:
    """Return a name, with its slash as `redactkit.pdf.lexer.name_of` reads it, as content writes it."""
    raw = name[1:].encode("utf-8", "surrogateescape")
    return b"/" + b"".join(bytes([byte]) if byte in _REGULAR else b"#%02x" % byte for byte in raw)


def dictionary(found: Mapping[str, Any]) -> pikepdf.Dictionary:
    """Return a Python dictionary as a PDF one; the keys may be any names."""
    made = pikepdf.Dictionary()
    for key, value in found.items():
        name: Any = pikepdf.Object.parse(name_token(key))  # the stubs know only names that are str
        made[name] = value
    return made
