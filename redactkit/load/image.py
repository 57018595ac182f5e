"""Pictures that Pillow opens: every frame a page, upright, in sRGB.

The decoder is chosen by content and called by name, so that no other decoder of Pillow's can be
reached and its process-wide pixel limit, which belongs to the application, need not be touched.
"""

from __future__ import annotations

import io
import math
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PIL import AvifImagePlugin, ExifTags, Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from redactkit.errors import DamagedFileError, UnsupportedFormatError
from redactkit.load.coding import coding
from redactkit.load.color import rgb
from redactkit.load.guard import guarded
from redactkit.load.limits import check_density, check_pages, check_size
from redactkit.load.turn import Turn
from redactkit.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactkit.model import Pixels

_DECODERS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "image/bmp": BmpImageFile,
    "image/gif": GifImageFile,
    "image/png": PngImageFile,
    "image/tiff": TiffImageFile,
    "image/webp": WebPImageFile,
}
_SUBFILE_TYPE, _SUB_IFDS = 254, 330  # TIFF 6.0 section 8; TIFF technical note 1
_REDUCED_SUBFILE = 1
_UNKNOWN_DPI = 72


def pages_of_file(data: bytes, media: str) -> tuple[Page, ...]:
    """Return the pages of a file that is no JPEG.

    Raises
    ------
    InputError
        Whichever of its kinds the bytes deserve.
    """
    decoder = _decoder(media)
    with guarded():
        image = decoder(io.BytesIO(data))
        _refuse_raw(image)
        return _pages(image, len(data))


def pages_of_image(image: Image.Image) -> tuple[Page, ...]:
    """Return the pages of a caller's image, which is left at the frame where it stood."""
    with guarded():
        stood_at = image.tell()
        try:
            return _pages(image)
        finally:
            image.seek(stood_at)


def upright(image: Image.Image) -> Turn:
    """Return what sets an image upright; EXIF that cannot be read says nothing, as in viewers."""
    with suppress(Exception):
        return Turn.from_exif(image.getexif().get(ExifTags.Base.Orientation))
    return Turn()


def dpi(image: Image.Image) -> float | None:
    """Return the resolution that the file states, in pixels an inch; 72 stands for unknown (EXIF 2.32, tag 282)."""
    try:
        value = float(image.info["dpi"][0])
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        return None
    return value if math.isfinite(value) and value > 0 and value != _UNKNOWN_DPI else None


def read_only(pixels: Pixels) -> Pixels:
    """Return the pixels, locked."""
    pixels.setflags(write=False)
    return pixels


def _decoder(media: str) -> Callable[[io.BytesIO], ImageFile.ImageFile]:
    if media == "image/heic":
        return _heif_decoder()
    if media == "image/avif":
        if not AvifImagePlugin.SUPPORTED:
            raise UnsupportedFormatError("this build of Pillow reads no AVIF; send a JPEG, or install Pillow from PyPI")
        return AvifImagePlugin.AvifImageFile
    return _DECODERS[media]


def _heif_decoder() -> Callable[[io.BytesIO], ImageFile.ImageFile]:
    try:
        from pi_heif.as_plugin import HeifImageFile  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise UnsupportedFormatError(
            "HEIC pictures need an extra; pip install 'redactkit[heic]', or send a JPEG"
        ) from None
    decoder: Callable[[io.BytesIO], ImageFile.ImageFile] = HeifImageFile
    return decoder


def _refuse_raw(image: ImageFile.ImageFile) -> None:
    """Raise on camera raws (DNG, NEF, ARW): TIFFs whose first page is a thumbnail of a picture stored beneath it."""
    tags: Any = getattr(image, "tag_v2", {})
    if tags.get(_SUBFILE_TYPE, 0) & _REDUCED_SUBFILE and _SUB_IFDS in tags:
        raise UnsupportedFormatError("camera raw files are not read; export the picture as JPEG and send that")


def _pages(image: Image.Image, file_bytes: int | None = None) -> tuple[Page, ...]:
    return tuple(_page(image, index) for index in _frames(image, file_bytes))


def _frames(image: Image.Image, file_bytes: int | None) -> Iterator[int]:
    """Go to one frame after the other, sizes checked; the caller decodes.

    Counts as it goes: to ask a GIF or TIFF for its number of frames is to walk through all of it.
    """
    index = total_pixels = 0
    while _go_to(image, index):
        width_px, height_px = image.size
        check_size(width_px, height_px)
        total_pixels += width_px * height_px
        check_pages(index + 1, total_pixels)
        if file_bytes is not None:
            check_density(total_pixels, file_bytes)
        yield index
        index += 1


def _go_to(image: Image.Image, index: int) -> bool:
    """Tell whether there is such a frame, and go there. Further pictures in an MPO are previews of the first."""
    if image.format == "MPO" and index > 0:
        return False
    try:
        image.seek(index)
    except EOFError:
        if index < getattr(image, "n_frames", 1):
            raise DamagedFileError("frames are missing at the end; send the file again") from None
        return False
    return True


def _page(image: Image.Image, index: int) -> Page:
    header = _pristine_jpeg(image)
    image.load()
    turn = upright(image)  # after loading: Pillow turns TIFFs itself then, and says so
    pixels = turn.pixels(rgb(image, image.info.get("icc_profile")))
    height_px, width_px = pixels.shape[:2]
    how = coding(header, turn, width_px, height_px) if header else None
    return Page(index, read_only(pixels), dpi=dpi(image), coding=how)


def _pristine_jpeg(image: Image.Image) -> JpegImageFile | None:
    """Return a caller's image if it is a JPEG that was opened and neither decoded, reduced nor changed since."""
    if isinstance(image, JpegImageFile) and image.tile and not image.decoderconfig:
        return image
    return None
