"""How large a picture may be: checked on the header, before anything is decoded.

Every limit bounds memory: a page costs 3 bytes a pixel here and 4 more in Pillow while it is decoded.
"""

from __future__ import annotations

from redactkit.errors import DamagedFileError, TooLargeError

MAX_BYTES = 100_000_000
"""Bytes of a file: 4 bits a pixel for the largest JPEG; an uncompressed A4 scan at 300 dpi has 26 MB."""

MAX_SIDE_PX = 32_767
"""Width or height of a page: OpenCV warps with 16-bit coordinates (SHRT_MAX in imgproc/imgwarp.cpp)."""

MAX_JPEG_PIXELS = 250_000_000
"""Pixels of a sequential JPEG, which is decoded at reduced size: 200 MP phones write 16320 x 12240."""

MAX_PIXELS = 64_000_000
"""Pixels of any other page, decoded whole: above 8160 x 6144 (50 MP phone) and A4 at 600 dpi (35 MP)."""

REDUCED_PIXELS = 25_000_000
"""Above this a JPEG is decoded at reduced size. Takes 24 MP phones (5712 x 4284) and cameras (6048 x 4024) whole."""

MAX_PAGES = 100
"""Pages, or frames of a moving picture."""

MAX_TOTAL_PIXELS = 200_000_000
"""Pixels of all pages together, 600 MB: 23 pages of A4 at 300 dpi."""

MAX_PIXELS_A_BYTE = 10_000
"""Pixels of all pages together for each byte of the file. PNG holds at most 8256 (1032 bytes of RFC 1951), GIF 2731,
JPEG 512; only CCITT G4, WebP and AVIF hold more, and of blank pages only: text at 600 dpi has about 1000."""

MAX_SMALL_PIXELS = 16_000_000
"""Pixels of a file however few bytes it has: 16 MP take 50 MB here and up to 140 MB more in Pillow."""

MAX_SCANS = 100
"""Scans of a progressive JPEG; encoders write about ten. Each one walks over the whole picture again."""


def check_bytes(count: int) -> None:
    """Raise `TooLargeError` above `MAX_BYTES`, `DamagedFileError` on an empty file."""
    if count == 0:
        raise DamagedFileError("the file is empty; send it again")
    if count > MAX_BYTES:
        raise TooLargeError(f"the file has more than {MAX_BYTES // 10**6} MB; send a smaller one")


def check_size(width_px: int, height_px: int, max_pixels: int = MAX_PIXELS) -> None:
    """Raise `TooLargeError` when a page has too many pixels or too long a side, `DamagedFileError` when it has none."""
    if min(width_px, height_px) < 1:
        raise DamagedFileError("the picture has no pixels; send another file")
    if width_px * height_px > max_pixels or max(width_px, height_px) > MAX_SIDE_PX:
        raise TooLargeError(
            f"the picture has {width_px} x {height_px} pixels; the limit is {max_pixels // 10**6} megapixels "
            f"and {MAX_SIDE_PX} a side; send a smaller one"
        )


def check_pages(count: int, total_pixels: int) -> None:
    """Raise `TooLargeError` when the pages seen so far are too many, or too many pixels together."""
    if count > MAX_PAGES:
        raise TooLargeError(f"the file has more than {MAX_PAGES} pages or frames; send it in parts")
    if total_pixels > MAX_TOTAL_PIXELS:
        raise TooLargeError(
            f"the pages have more than {MAX_TOTAL_PIXELS // 10**6} megapixels together; send them in parts"
        )


def check_density(pixels: int, file_bytes: int) -> None:
    """Raise `DamagedFileError` when a file has too few bytes for the pixels that it claims."""
    if pixels > max(MAX_SMALL_PIXELS, MAX_PIXELS_A_BYTE * file_bytes):
        raise DamagedFileError(
            f"{file_bytes:,} bytes cannot show {pixels // 10**6} megapixels; the file is damaged, send it again"
        )
