"""What a page is made of: its content, and what it inherits from the page tree. ISO 32000-2, 7.7.3 and 7.8."""

from __future__ import annotations

import pikepdf

from redactkit.pdf.lexer import MalformedContent

MAX_LEVELS = 64  # of the page tree; a tree of 2 ** 64 pages has no more


def contents(page: pikepdf.Page) -> bytes:
    """Return the content streams of a page, decoded and joined with newlines.

    Raises
    ------
    MalformedContent
        One of them does not decode.
    """
    found = page.obj.get("/Contents")
    streams = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(decoded(stream) for stream in streams if isinstance(stream, pikepdf.Stream))


def decoded(stream: pikepdf.Stream) -> bytes:
    """Return the bytes of a stream without its filters.

    Raises
    ------
    MalformedContent
        It is damaged, or a filter is of images only.
    """
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        raise MalformedContent("a stream that does not decode") from None


def inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    """Return an entry of a page or of the nearest node above it that has one."""
    node: pikepdf.Object | None = page.obj
    for _ in range(MAX_LEVELS):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def resources(page: pikepdf.Page) -> pikepdf.Dictionary:
    """Return the resources of a page; an empty dictionary when it has none."""
    found = inherited(page, "/Resources")
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def entries(dictionary: pikepdf.Object | None) -> dict[str, pikepdf.Object]:
    """Return a PDF dictionary, or that of a stream, as a Python one; empty for anything else.

    Looking up a name that is not UTF-8 fails in pikepdf; here such names are keys like any other
    (`redactkit.pdf.lexer.name_of` writes them alike).
    """
    return dict(dictionary.items()) if isinstance(dictionary, pikepdf.Dictionary | pikepdf.Stream) else {}
