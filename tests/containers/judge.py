"""What of a fixture is still in a file: in its bytes, in all that inflates, in every frame, in what is read back."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
from PIL import Image, ImageSequence

from redactkit.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFLATED = re.compile(rb"[\x08-\x78][\x01\x5e\x9c\xda]")  # the two bytes that begin a stream, RFC 1950
_JPEG = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]")
_PLAIN_INFO = {
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "dpi",
    "loop",
    "background",
    "timestamp",
    "duration",
}
_PLAIN_INFO |= {"compression", "resolution", "progression", "progressive"}


def written(data: bytes) -> bytes:
    """Return a file's bytes, and behind them all that inflates, of what a PNG cuts into chunks as well."""
    whole = data + b"".join(found[1] for found in re.finditer(rb"IDAT(.*?)....(?=....[A-Za-z]{4})", data, re.DOTALL))
    parts = [data]
    for start in _DEFLATED.finditer(whole):
        stream = zlib.decompressobj()
        try:
            parts.append(stream.decompress(whole[start.start() :], 1_000_000))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pictures(data: bytes) -> Iterator[np.ndarray]:
    """Yield all pictures of a file, the transparent ones as if they were not, previews and lost ones too."""
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for found in pdf.objects:
                if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image":
                    yield np.asarray(pikepdf.PdfImage(found).as_pil_image().convert("RGB"))
        yield from (page.pixels for page in load(data).pages)
    else:
        yield from _frames(data)
    yield from (frame for start in _JPEG.finditer(data) if start.start() for frame in _frames(data[start.start() :]))


def _frames(data: bytes) -> Iterator[np.ndarray]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            for frame in ImageSequence.Iterator(image):
                yield np.asarray(frame.convert("RGBA"))[..., :3]
    except (OSError, SyntaxError, ValueError):
        return


def is_magenta(pixels: np.ndarray) -> bool:
    """Tell whether a picture shows the colour of secrets in more than a few pixels."""
    red, green, blue = np.moveaxis(pixels.astype(int), -1, 0)
    return int(((red > 190) & (blue > 190) & (green < 90)).sum()) > 20


def said(data: bytes) -> dict[str, object]:
    """Return what Pillow reads of a picture beside its pixels."""
    if data.startswith(b"%PDF"):
        return {}
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        found = {name: value for name, value in image.info.items() if name not in _PLAIN_INFO}
        exif = image.getexif()
        tags = {} if image.format == "TIFF" else dict(exif)  # a TIFF's own tags are checked by the container
        beside = {"exif": tags, "xmp": image.getxmp()}
        return found | {name: value for name, value in beside.items() if value}
