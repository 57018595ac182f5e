"""The images of a PDF as samples, and back. A sample keeps its meaning; what changes is how it is written.

So the colour space and ``/Decode`` stay, whatever they say. An image that does not decode exactly as its dictionary
promises stays as it is; so do CCITT and JBIG2, which are small already.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from redactkit.fit.bilevel import group4
from redactkit.fit.jpeg import MAX_SIDE
from redactkit.fit.picture import drop_equal_channels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactkit.model import Mask, Pixels

_MAX_PIXELS = 80_000_000  # of an image; A4 at 600 dpi has 35 MP, and Pillow warns above 89
_MAX_BYTES = 4 * _MAX_PIXELS  # of an image, decoded
_EXPANSIONS = {"/FlateDecode": 1032, "/LZWDecode": 2731, "/RunLengthDecode": 64}
"""As how many bytes one may decode: RFC 1951 (258 for 2 bits); 4096 for 12 bits; 128 for 2 bytes."""

_CHANNELS = {"/DeviceGray": 1, "/CalGray": 1, "/Separation": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}
_CMYK = 4
_MODES = {"L": 1, "RGB": 3, "CMYK": _CMYK}
_FORMATS = {"/DCTDecode": "JPEG", "/JPXDecode": "JPEG2000"}
_DEVICES = {(): Name.DeviceGray, (3,): Name.DeviceRGB, (_CMYK,): Name.DeviceCMYK}  # by the channels of samples

_FAULTS = (pikepdf.PdfError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, zlib.error)


def bits_of(image: pikepdf.Stream) -> Mask | None:
    """Return the samples of an image of one bit, True for 1; None of another image or where it does not decode.

    Returns
    -------
    ndarray of bool, shape (height, width), or None
    """
    try:
        if _bits_per_sample(image) != 1 or _is_keyed(image):
            return None
        if not image.get("/ImageMask", False):
            space = image["/ColorSpace"]
            if not _is_indexed(space) and _channels(space) != 1:
                return None
        return _lossless(image, 1)[..., 0].astype(np.bool_)
    except _FAULTS:
        return None


def samples_of(image: pikepdf.Stream) -> Pixels | None:
    """Return `read_samples`, or None where it raises."""
    try:
        return read_samples(image)
    except _FAULTS:
        return None


def read_samples(image: pikepdf.Stream) -> Pixels:
    """Return the samples of an image of more than one bit, as 8 bits each.

    Indexed samples become those of their colours, and equal ones of red, green and blue one.

    Returns
    -------
    ndarray of uint8, shape (height, width) or (height, width, 3 or 4)

    Raises
    ------
    ValueError, pikepdf.PdfError, OSError, KeyError and others
        It is another image, or does not decode.
    """
    bits, space = _bits_per_sample(image), image.get("/ColorSpace")
    if bits == 1 or _is_keyed(image) or max(_size(image)) > MAX_SIDE:
        raise ValueError("an image that cannot become a JPEG")
    if _FORMATS.keys() & _filters(image)[-1:]:
        pixels = _photo(image, space)
        space = _DEVICES[pixels.shape[2:]] if space is None else space
    elif space is not None and _is_indexed(space):
        pixels, space = _look_up(image, space), space[1]
    else:
        pixels = _lossless(image, _channels(space)) * np.uint8(255 // (2 ** min(bits, 8) - 1))
    if _channels(space) == 3 and "/Decode" not in image:
        return drop_equal_channels(pixels)
    return pixels[..., 0] if pixels.shape[2:] == (1,) else pixels


def is_lossless(image: pikepdf.Stream) -> bool:
    """Tell whether an image is coded without loss."""
    return set(_filters(image)) <= _EXPANSIONS.keys()


def put_bits(image: pikepdf.Stream, bits: Mask) -> bool:
    """Write samples of one bit as CCITT Group 4, unless they are shorter as they are; tell whether it was done."""
    ones_are_black = 2 * int(np.count_nonzero(bits)) < bits.size
    data = group4(bits if ones_are_black else ~bits)
    if len(data) >= len(image.read_raw_bytes()):
        return False
    height, width = bits.shape
    parameters = Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=ones_are_black)
    image.write(data, filter=Name.CCITTFaxDecode, decode_parms=parameters)
    return True


def describe(image: pikepdf.Stream, shape: Sequence[int], bits: int = 8) -> None:
    """Say in an image's dictionary what its samples are now.

    Parameters
    ----------
    image : pikepdf.Stream
    shape : sequence of int
        Height, width and, of colours, channels: as `samples_of` returned them, or halved.
    bits : int
        Per sample.
    """
    height, width, *channels = shape
    image["/Width"], image["/Height"], image["/BitsPerComponent"] = width, height, bits
    space = image.get("/ColorSpace", _DEVICES[tuple(channels)])
    image["/ColorSpace"] = space = space[1] if _is_indexed(space) else space
    if not channels and _channels(space) != 1:
        image["/ColorSpace"] = Name.DeviceGray


def _size(image: pikepdf.Stream) -> tuple[int, int]:
    width, height = int(image["/Width"]), int(image["/Height"])
    if min(width, height) < 1 or width * height > _MAX_PIXELS:
        raise ValueError("an image without pixels, or with too many")
    return width, height


def _bits_per_sample(image: pikepdf.Stream) -> int:
    return 1 if image.get("/ImageMask", False) else int(image.get("/BitsPerComponent", 8))


def _is_keyed(image: pikepdf.Stream) -> bool:
    """Tell whether a sample's exact value says that it does not show. ISO 32000-2, 8.9.6.4 and 11.6.5.2."""
    mask = image.get("/SMask")
    return isinstance(image.get("/Mask"), pikepdf.Array) or "/Matte" in image or (mask is not None and "/Matte" in mask)


def _is_indexed(space: pikepdf.Object | None) -> bool:
    return isinstance(space, pikepdf.Array) and space[0] == Name.Indexed


def _channels(space: pikepdf.Object | None) -> int:
    """Return how many channels a colour space has. ISO 32000-2, 8.6."""
    family = str(space[0] if isinstance(space, pikepdf.Array) else space)
    if family == "/ICCBased" and isinstance(space, pikepdf.Array):
        return {1: 1, 3: 3, 4: 4}[int(space[1]["/N"])]
    return _CHANNELS[family]


def _filters(image: pikepdf.Stream) -> list[str]:
    found = image.get("/Filter", ())
    return [str(one) for one in found] if isinstance(found, pikepdf.Array | tuple) else [str(found)]


def _photo(image: pikepdf.Stream, space: pikepdf.Object | None) -> Pixels:
    """Return the samples of a JPEG or JPEG 2000, as its PDF means them."""
    if image.get("/DecodeParms") is not None or image.get("/SMaskInData", 0) != 0:
        raise ValueError("a JPEG with parameters")  # whether its colours are YCbCr, or part of it a mask
    *outer, inner = _filters(image)
    data = image.read_raw_bytes()
    if outer:
        data = _inflated(data, outer)
    with Image.open(io.BytesIO(data), formats=(_FORMATS[inner],)) as picture:
        channels = _MODES.get(picture.mode)
        if picture.size != _size(image) or channels is None or (space is not None and _channels(space) != channels):
            raise ValueError("a JPEG of another size or with other channels than the image")
        pixels: Pixels = np.asarray(picture)
        # Pillow turns over what Adobe's marker calls turned over; PDF does not look at the marker.
        return np.invert(pixels) if channels == _CMYK and "adobe" in picture.info else pixels


def _inflated(data: bytes, filters: Sequence[str]) -> bytes:
    if list(filters) != ["/FlateDecode"]:
        raise ValueError("filters in an order that nobody writes")
    inflated = zlib.decompressobj().decompress(data, _MAX_BYTES)
    if len(inflated) == _MAX_BYTES:
        raise ValueError("a stream without end")
    return inflated


def _lossless(image: pikepdf.Stream, channels: int) -> Pixels:
    """Return samples that were written without loss, shape (height, width, channels)."""
    width, height = _size(image)
    bits = _bits_per_sample(image)
    if bits not in (1, 2, 4, 8, 16) or channels > _CMYK:
        raise ValueError("no bits that a sample may have")
    row_bytes = (width * channels * bits + 7) // 8
    data = np.frombuffer(_decoded(image), np.uint8, row_bytes * height).reshape(height, row_bytes)
    if bits >= 8:
        return data.reshape(height, width, channels, bits // 8)[..., 0]
    spread = np.unpackbits(data, axis=1, count=width * channels * bits).reshape(height, width * channels, bits)
    return (np.packbits(spread, axis=2) >> np.uint8(8 - bits)).reshape(height, width, channels)


def _decoded(image: pikepdf.Stream) -> bytes:
    filters = _filters(image)
    if not set(filters) <= _EXPANSIONS.keys() or len(filters) > 1:
        raise ValueError("filters that are not read here")
    raw = image.read_raw_bytes()
    if filters and len(raw) * _EXPANSIONS[filters[0]] > _MAX_BYTES:
        _inflated(raw, filters)
    return image.read_bytes()


def _look_up(image: pikepdf.Stream, space: pikepdf.Object) -> Pixels:
    """Return the colours of indexed samples. ISO 32000-2, 8.6.6.3."""
    table = space[3]
    data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    channels = _channels(space[1])
    colours = np.frombuffer(data, np.uint8, (int(space[2]) + 1) * channels).reshape(-1, channels)
    if _bits_per_sample(image) > 8 or "/Decode" in image:
        raise ValueError("an index that is not what it says")
    chosen: Pixels = colours[np.minimum(_lossless(image, 1)[..., 0], len(colours) - 1)]
    return chosen
