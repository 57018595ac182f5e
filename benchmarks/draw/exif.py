"""The EXIF of a phone that was held upright: an orientation, and a thumbnail of the uncovered picture."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Counterclockwise quarter turns from the picture as shown to the pixels as stored (EXIF 2.32, tag 0x0112).
_STORED_TURNS = {1: 0, 3: 2, 6: 1, 8: 3}


def phone_jpeg(pixels: NDArray[np.uint8], orientation: int, quality: int) -> bytes:
    """Return a JPEG that viewers show as `pixels`, stored turned, with a thumbnail of 160 pixels."""
    stored = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, _STORED_TURNS[orientation])))
    small = stored.copy()
    small.thumbnail((160, 160))
    target = io.BytesIO()
    stored.save(target, "JPEG", quality=quality, exif=_exif(orientation, _jpeg(small)))
    return target.getvalue()


def _exif(orientation: int, thumbnail: bytes) -> bytes:
    """Return two image file directories: the picture's orientation, and where its thumbnail is."""
    second = 8 + 2 + 12 + 4
    data = second + 2 + 3 * 12 + 4
    parts = [b"Exif\x00\x00MM\x00*", struct.pack(">I", 8)]
    parts += [struct.pack(">HHHIHxxI", 1, 0x0112, 3, 1, orientation, second)]
    parts += [struct.pack(">HHHIHxx", 3, 0x0103, 3, 1, 6)]
    parts += [struct.pack(">HHII", 0x0201, 4, 1, data), struct.pack(">HHIII", 0x0202, 4, 1, len(thumbnail), 0)]
    return b"".join([*parts, thumbnail])


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=75)
    return target.getvalue()
