"""Edits of content by byte offset: what is not edited is copied as it was."""

from __future__ import annotations


class Edits:
    """Pieces of content to be replaced."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, text: bytes = b"") -> None:
        """Replace the bytes from `start` to before `end`. Of pieces that overlap, the one that begins first holds."""
        self._edits.append((start, end, text))

    def applied(self) -> bytes:
        """Return the content after all edits; the very same object when there are none."""
        if not self._edits:
            return self._data
        parts: list[bytes] = []
        copied = 0
        for start, end, text in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < copied:
                continue
            # Spaces: what goes may have been all that kept two tokens apart.
            parts += self._data[copied:start], b" ", text, b" "
            copied = end
        return b"".join((*parts, self._data[copied:]))
