"""Content streams without what shows nothing: comments, tags, marked points, the texts that go with tags.

What is bare already comes back as it is, so that one function cleans and checks.
"""

from __future__ import annotations

import re

from redactkit.pdf.lexer import operators

_SUSPECT = re.compile(rb"%|\b(?:BDC|DP|MP)\b")
_POINTS = frozenset((b"DP", b"MP"))  # mark a place in the content, nothing more


def bare_content(data: bytes) -> bytes:
    """Return content without comments, marked points, and the property lists of marked content (ActualText, Alt, ...).

    Raises
    ------
    MalformedContent
        It cannot be told apart from strings or pictures.
    """
    if not _SUSPECT.search(data):
        return data
    kept: list[bytes] = []
    copied = end = 0  # of what is taken over in one piece; of the last operator
    for operator in operators(data):
        if b"%" in data[end : operator.start]:
            kept += data[copied:end], b"\n"
            copied = operator.start
        end = operator.end
        if operator.name in _POINTS:
            kept.append(data[copied : operator.start])
            copied = end
        elif operator.name == b"BDC" and operator.operands and isinstance(tag := operator.operands[0], bytes):
            kept += data[copied : operator.start], tag, b" BMC"
            copied = end
    tail = data[copied:end] if b"%" in data[end:] else data[copied:]
    return b"".join((*kept, tail))
