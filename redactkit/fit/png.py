"""A page as PNG: every pixel exact, so it fits or it does not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from redactkit.errors import SizeLimitError
from redactkit.fit.picture import drop_equal_channels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Page


def fit_png(pages: Sequence[Page], max_bytes: int) -> bytes:
    """Return the one page as a PNG file of at most `max_bytes`."""
    (page,) = pages
    out = io.BytesIO()
    Image.fromarray(drop_equal_channels(page.pixels)).save(out, "PNG")
    if out.tell() > max_bytes:
        raise SizeLimitError(f"as PNG the picture takes {out.tell():,} bytes of {max_bytes:,}; ask for .jpg")
    return out.getvalue()
