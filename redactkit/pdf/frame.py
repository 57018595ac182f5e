"""How a page lies: its boxes and its turn, written down with the page and as every viewer takes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pikepdf

from redactkit.pdf.resources import inherited

if TYPE_CHECKING:
    from redactkit.pdf.affine import Box

_LETTER: Box = (0.0, 0.0, 612.0, 792.0)  # of a page that does not say: CPDF_Page in PDFium
_DIGITS = 4  # of a point's fraction


def frame(page: pikepdf.Page) -> None:
    """Write down a page's boxes, with their corners in order, and its turn as 0, 90, 180 or 270.

    A media box that is none becomes US Letter and a crop box that shows nothing goes, as PDFium has it.
    """
    media = _box(inherited(page, "/MediaBox")) or _LETTER
    crop = _box(inherited(page, "/CropBox"))
    turned = inherited(page, "/Rotate")
    page.obj["/MediaBox"] = _array(media)
    page.obj["/Rotate"] = turned // 90 % 4 * 90 if isinstance(turned, int) else 0
    if crop and min(crop[2], media[2]) > max(crop[0], media[0]) and min(crop[3], media[3]) > max(crop[1], media[1]):
        page.obj["/CropBox"] = _array(crop)
    else:
        page.obj["/CropBox"] = _array(media)


def _box(found: object) -> Box | None:
    """Return a rectangle with its corners in order (ISO 32000-2, 7.9.5); None for what is none."""
    if not isinstance(found, pikepdf.Array) or len(found) != 4:
        return None
    try:
        a, b, c, d = (float(number) for number in found)
    except (TypeError, ValueError):
        return None
    box = min(a, c), min(b, d), max(a, c), max(b, d)
    return box if all(map(math.isfinite, box)) and box[0] < box[2] and box[1] < box[3] else None


def _array(box: Box) -> pikepdf.Array:
    return pikepdf.Array([round(number, _DIGITS) for number in box])
