"""Pages to bytes below a limit, as good as the limit allows, the same bytes every time.

The container is fresh: pixels and what a decoder needs for them, no profile, no date, no text, no thumbnail.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from redactkit.errors import PolicyError, SizeLimitError
from redactkit.fit import jpeg, webp
from redactkit.fit.jpeg import fit_jpeg
from redactkit.fit.png import fit_png
from redactkit.fit.tiff import fit_tiff
from redactkit.fit.webp import fit_webp
from redactkit.model import Encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Page


def _fit_pages(pages: Sequence[Page], max_bytes: int) -> bytes:
    from redactkit.fit.pdf_pages import fit_pages  # noqa: PLC0415 - other media need not wait for its libraries

    return fit_pages(pages, max_bytes)


_FITS = MappingProxyType(
    {
        "image/jpeg": fit_jpeg,
        "image/png": fit_png,
        "image/webp": fit_webp,
        "image/tiff": fit_tiff,
        "application/pdf": _fit_pages,
    },
)
_SEVERAL = ("image/tiff", "application/pdf")
_MAX_SIDES = MappingProxyType(
    {
        "image/jpeg": jpeg.MAX_SIDE,
        "image/webp": webp.MAX_SIDE,
        "image/tiff": jpeg.MAX_SIDE,
        "application/pdf": jpeg.MAX_SIDE,
    }
)


def fit(pages: Sequence[Page], media: str, max_bytes: int) -> Encoded:
    """Encode pages, already covered, into one file below a limit.

    Parameters
    ----------
    pages : sequence of Page
        One; or several for ``image/tiff`` and ``application/pdf``. `Page.coding` lets a JPEG keep its own
        quantisation tables.
    media : str
        ``image/jpeg``, ``image/png``, ``image/webp``, ``image/tiff`` or ``application/pdf``.
    max_bytes : int
        Largest file, bytes.

    Raises
    ------
    PolicyError
        The media type is another one, or cannot hold as many pages.
    SizeLimitError
        Nothing legible fits.
    """
    if media not in _FITS:
        raise PolicyError(f"{media} is not written; choose one of {', '.join(_FITS)}")
    if len(pages) != 1 and media not in _SEVERAL:
        raise PolicyError(f"{media} holds one page and there are {len(pages)}; ask for .tiff or .pdf")
    side = max(max(page.pixels.shape[:2]) for page in pages)
    if side > _MAX_SIDES.get(media, side):
        raise SizeLimitError(f"{media} holds at most {_MAX_SIDES[media]:,} px a side and the page has {side:,}")
    return Encoded(media, _FITS[media](pages, max_bytes))
