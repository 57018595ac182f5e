"""What the finished bytes must be: within the limit, of the same pages, and covered where the page is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.errors import LeakError, SizeLimitError
from redactkit.result import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Encoded, Mask, Page

# Mean difference, in levels of 255, between a cover as painted and as decoded from the finished file: 1 to 3 at
# the qualities that fit uses; the digits of a card that were not covered differ by 20 and more.
MAX_DIFFERENCE = 8.0


def check_size(encoded: Encoded, max_bytes: int) -> Check:
    """Check the byte limit.

    Raises
    ------
    SizeLimitError
        The file is larger.
    """
    if len(encoded.data) > max_bytes:
        raise SizeLimitError(f"the finished file has {len(encoded.data):,} bytes, the limit is {max_bytes:,}")
    return Check("size", f"{len(encoded.data):,} of {max_bytes:,} bytes")


def check_pages(painted: Sequence[Page], final: Sequence[Page]) -> Check:
    """Check that the finished file has the same pages in the same proportions.

    Raises
    ------
    LeakError
        A page is missing, extra, or of another shape.
    """
    if len(painted) != len(final):
        raise LeakError(f"the finished file has {len(final)} pages instead of {len(painted)}")
    for before, after in zip(painted, final, strict=True):
        (high, wide), (new_high, new_wide) = before.pixels.shape[:2], after.pixels.shape[:2]
        if abs(high * new_wide - wide * new_high) > 2 * (high + wide):
            raise LeakError(f"page {after.index} of the finished file has another shape")
    return Check("pages", f"{len(final)} of {len(painted)} pages")


def check_pixels(painted: Page, mask: Mask, windows: Sequence[tuple[slice, slice]], final: Page) -> Check:
    """Check in the decoded finished file that every covered place shows its cover.

    Parameters
    ----------
    painted : Page
        The page as it was encoded.
    mask : ndarray of bool, shape (height, width)
        Its covered pixels.
    windows : sequence of (slice, slice)
        Rows and columns that hold them all.
    final : Page
        The page decoded from the finished file, perhaps halved.

    Raises
    ------
    LeakError
        A covered place differs from the cover.
    """
    size = final.pixels.shape[1::-1]
    want, inside = painted.pixels, mask
    if want.shape != final.pixels.shape:
        want = np.asarray(cv2.resize(want, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        inside = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
        windows = [(slice(None), slice(None))]
    for window in windows:
        difference = cv2.absdiff(want[window], final.pixels[window])[inside[window]]
        if difference.size and float(difference.mean()) > MAX_DIFFERENCE:
            raise LeakError(f"a cover on page {final.index} does not show in the finished file; report this")
    return Check("pixels", f"{int(np.count_nonzero(mask))} covered pixels show the cover")
