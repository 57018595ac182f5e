"""What of a picture its mask lets nobody see: it may be as good as the rest, and whoever takes the mask away has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf

from redactkit.cover.pdf.samples import shown

if TYPE_CHECKING:
    from redactkit.model import Mask


def is_masked(image: pikepdf.Stream) -> bool:
    """Tell whether a picture has a mask that is one, too."""
    return any(isinstance(image.get(key), pikepdf.Stream) for key in ("/SMask", "/Mask"))


def unseen(image: pikepdf.Stream, width: int, height: int) -> Mask | None:
    """Return the pixels of which a mask lets nothing through; None without such a mask.

    Parameters
    ----------
    image : Stream
    width, height : int
        Its size in pixels.

    Raises
    ------
    MalformedContent
        The mask does not decode.

    Notes
    -----
    A mask of another size is spread by one of its samples: a viewer that scales it mixes neighbours.
    """
    soft, hard = image.get("/SMask"), image.get("/Mask")
    if isinstance(soft, pikepdf.Stream):
        through = shown(soft, {})[..., 0] > 0
    elif isinstance(hard, pikepdf.Stream):
        through = shown(hard, {})[..., 0] < 255  # drawn alone, it is black where the picture would show
    else:
        return None
    if through.all():
        return None
    if through.shape != (height, width):
        spread = cv2.dilate(through.astype(np.uint8) * 255, np.ones((3, 3), np.uint8))
        through = np.greater(cv2.resize(spread, (width, height), interpolation=cv2.INTER_AREA), 0)
    return ~through
