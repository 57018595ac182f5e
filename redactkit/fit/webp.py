"""A page as WebP, at the best quality that fits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from redactkit.fit.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Page, Pixels

MAX_SIDE = 16_383  # px; RFC 9649, 14 bits


def fit_webp(pages: Sequence[Page], max_bytes: int) -> bytes:
    """Return the one page as a WebP file of at most `max_bytes`."""
    (page,) = pages
    ((_, data),) = search([page.pixels], max_bytes, _encode)
    return data


def _encode(pixels: Pixels, quality: float) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "WEBP", quality=quality)
    return out.getvalue()
