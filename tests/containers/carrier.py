"""What every fixture is made of: a picture without secrets, a small one that is a secret, and bytes that are one."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageCms

WIDTH, HEIGHT = 96, 64
MAGENTA = (255, 0, 255)
TRACE = b"4000056655665556 lives at 51.5007N"  # a published test number (Stripe) and a public place
TRACE_16 = TRACE.decode().encode("utf-16-le")


@dataclass(frozen=True)
class Fixture:
    """A file that carries what must not survive.

    `traces` are bytes that it holds, as they are or deflated. With `shows`, part of what it decodes to, in whatever
    frame, preview or transparent part, is magenta. Of several `pages`, those after the first one are magenta.
    """

    name: str
    data: bytes = field(repr=False)
    traces: tuple[bytes, ...] = (TRACE,)
    shows: bool = False
    pages: int = 1


def visible() -> Image.Image:
    """Return the picture that may be seen: soft greys and blues, nowhere magenta."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.stack([90 + x // 2, 120 + y // 2, 150 + (x + y) // 3], axis=-1)
    return Image.fromarray(pixels.astype(np.uint8))


def secret(width: int = 48, height: int = 32) -> Image.Image:
    """Return a checkerboard of magenta and black."""
    y, x = np.mgrid[0:height, 0:width] // 8
    pixels = np.where(((x + y) % 2 == 0)[..., None], MAGENTA, 0)
    return Image.fromarray(pixels.astype(np.uint8))


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    """Return the file that Pillow writes."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpeg(image: Image.Image, **how: object) -> bytes:
    return saved(image, "JPEG", quality=90, **how)


def preview() -> bytes:
    """Return the secret as a JPEG, with a trace in its comment."""
    return jpeg(secret(), comment=TRACE)


def transparent() -> Image.Image:
    """Return the visible picture, with a secret in a part that is transparent."""
    image = visible().convert("RGBA")
    image.paste(secret().convert("RGBA"), (8, 8))
    image.putalpha(Image.fromarray(np.pad(np.zeros((32, 48), np.uint8), ((8, 24), (8, 40)), constant_values=255)))
    return image


def exif(*, thumbnail: bool = False, **tags: bytes) -> bytes:
    """Return an EXIF block: a description, and on request a preview, a place or a maker's note (EXIF 2.32, 4.6)."""
    block = Image.Exif()
    block[0x010E] = tags.get("description", b"a form").decode()
    if "note" in tags:
        block.get_ifd(0x8769)[0x927C] = tags["note"]
    if "comment" in tags:
        block.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + tags["comment"]
    if "place" in tags:
        block.get_ifd(0x8825).update({0: b"\2\3\0\0", 27: b"ASCII\0\0\0" + tags["place"]})
    data = block.tobytes()
    return _with_thumbnail(data) if thumbnail else data


def _with_thumbnail(data: bytes) -> bytes:
    """Append IFD1 with a JPEG preview to a block that has only IFD0."""
    tiff = data[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    link = first + 2 + 12 * count
    at, small = len(tiff), preview()
    start = at + 2 + 3 * 12 + 4
    entries = [(0x0103, 3, 1, 6), (0x0201, 4, 1, start), (0x0202, 4, 1, len(small))]
    packed = struct.pack(order + "H", 3)
    for tag, kind, number, value in entries:
        packed += struct.pack(order + ("HHIHxx" if kind == 3 else "HHII"), tag, kind, number, value)
    tiff = tiff[:link] + struct.pack(order + "I", at) + tiff[link + 4 :]
    return data[:6] + tiff + packed + bytes(4) + small


def xmp(more: str = "") -> bytes:
    """Return an XMP packet with a trace and whatever else."""
    return (
        "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='{TRACE.decode()}'>{more}</rdf:Description></rdf:RDF>"
        "</x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def icc() -> bytes:
    """Return the profile of sRGB with a private tag (ICC.1:2022, 7.3): offsets move by the 12 bytes of its entry."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (count,) = struct.unpack_from(">I", profile, 128)
    entries = [list(struct.unpack_from(">4sII", profile, 132 + 12 * n)) for n in range(count)]
    body = profile[132 + 12 * count :]
    entries = [[tag, offset + 12, size] for tag, offset, size in entries]
    private = b"text" + bytes(4) + TRACE
    entries.append([b"zzzz", len(profile) + 12, len(private)])
    table = struct.pack(">I", count + 1) + b"".join(struct.pack(">4sII", *entry) for entry in entries)
    out = profile[:128] + table + body + private
    return struct.pack(">I", len(out)) + out[4:]


def iptc() -> bytes:
    """Return an IPTC record: a caption (IIM 4.2, data set 2:120)."""
    return b"\x1c\x02\x78" + struct.pack(">H", len(TRACE)) + TRACE


def photoshop(number: int, payload: bytes) -> bytes:
    """Return an image resource of Photoshop."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(payload)) + payload + bytes(len(payload) % 2)


def movie() -> bytes:
    """Return the start of an MP4: a box for its type and one for its data (ISO/IEC 14496-12)."""
    inner = TRACE + preview()
    return struct.pack(">I", 16) + b"ftypmp42" + bytes(4) + struct.pack(">I", 8 + len(inner)) + b"mdat" + inner


def segment(marker: int, payload: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def chunk(name: bytes, payload: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))
