"""JPEG files: the critical path.

OpenCV and Pillow decode to the same pixels with the same library; OpenCV takes 75 ms for 12 MP and
Pillow 140 ms, half of it to copy its pixels out. So Pillow reads the header and OpenCV decodes;
Pillow decodes what has no three plain channels.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import ImageChops
from PIL.JpegImagePlugin import JpegImageFile

from redactkit.errors import DamagedFileError, TooLargeError
from redactkit.load.coding import coding
from redactkit.load.color import rgb
from redactkit.load.guard import guarded
from redactkit.load.icc import convert_rgb
from redactkit.load.image import dpi, read_only, upright
from redactkit.load.limits import MAX_JPEG_PIXELS, MAX_PIXELS, MAX_SCANS, REDUCED_PIXELS, check_density, check_size
from redactkit.model import Page

if TYPE_CHECKING:
    from redactkit.model import Pixels

_END_OF_IMAGE, _START_OF_SCAN = b"\xff\xd9", b"\xff\xda"  # ITU-T T.81, table B.1; never inside coded data

# Without the bit of IMREAD_COLOR_BGR, with which the bit for RGB may not be combined.
_FLAGS = {
    1: cv2.IMREAD_COLOR_RGB,
    2: cv2.IMREAD_COLOR_RGB | cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_COLOR_RGB | cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_COLOR_RGB | cv2.IMREAD_REDUCED_GRAYSCALE_8,
}


def page_of_jpeg(data: bytes) -> Page:
    """Return the page of a JPEG file.

    Only the primary picture: what an MPO appends are previews, other views and gain maps of it.

    Raises
    ------
    TooLargeError, DamagedFileError
        A file without an end marker counts as cut off, for nothing else tells it from one whose
        lower part would come out gray.
    """
    with guarded():
        stream = io.BytesIO(data)
        header = JpegImageFile(stream)
        check_size(*header.size, MAX_PIXELS if "progressive" in header.info else MAX_JPEG_PIXELS)
        check_density(header.width * header.height, len(data))
        _check_scans(data, stream.tell())
        scale = _scale(*header.size)
        turn = upright(header)
        pixels = turn.pixels(_decode(data, header, scale))
        height_px, width_px = pixels.shape[:2]
        resolution = dpi(header)
        return Page(
            0,
            read_only(pixels),
            dpi=resolution and resolution / scale,
            coding=coding(header, turn, width_px, height_px, scale),
        )


def _check_scans(data: bytes, coded_from: int) -> None:
    """Raise when the end is missing or there are too many scans."""
    end = data.find(_END_OF_IMAGE, coded_from)
    if end < 0:
        raise DamagedFileError("the picture is cut off before its end; send the whole file")
    if data.count(_START_OF_SCAN, coded_from, end) >= MAX_SCANS:
        raise TooLargeError(f"the picture has more than {MAX_SCANS} scans; save it anew and send that")


def _scale(width_px: int, height_px: int) -> int:
    """Return the least reduction of libjpeg's that brings a picture to `REDUCED_PIXELS`, or its strongest."""
    for scale in _FLAGS:
        if _reduced(width_px, scale) * _reduced(height_px, scale) <= REDUCED_PIXELS:
            return scale
    return max(_FLAGS)


def _reduced(length_px: int, scale: int) -> int:
    return -(-length_px // scale)


def _decode(data: bytes, header: JpegImageFile, scale: int) -> Pixels:
    icc = header.info.get("icc_profile")
    if header.mode == "CMYK" or (header.mode == "L" and icc):
        return _decode_with_pillow(header, icc, scale)
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), _FLAGS[scale] | cv2.IMREAD_IGNORE_ORIENTATION)
    if decoded is None or decoded.shape != (*(_reduced(side, scale) for side in reversed(header.size)), 3):
        raise DamagedFileError("the picture does not decode; send it again, or save it anew and send that")
    return convert_rgb(np.asarray(decoded, np.uint8), icc)


def _decode_with_pillow(header: JpegImageFile, icc: bytes | None, scale: int) -> Pixels:
    """Decode gray and CMYK. Pillow takes CMYK for inverted, which is Adobe's custom and marked so."""
    header.draft(header.mode, (header.width // scale, header.height // scale))
    header.load()
    if header.mode == "CMYK" and "adobe" not in header.info:
        return rgb(ImageChops.invert(header), icc)
    return rgb(header, icc)
