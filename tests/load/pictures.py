"""Files for the tests of this room, drawn and written on the spot."""

import base64
import io
import struct

import numpy as np
from PIL import Image, ImageCms

ORIENTATION = 274

# Four fields of 32 x 24 px: red, green over blue, white. Pillow writes no HEIC and pi_heif neither.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABoQABAAAAAAAAANUAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/Wlw"
    "cnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AA"
    "AAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAA"
    "QAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWB"
    "AgMFhAAAAN1tZGF0AAAA0SgBrwngIzUt/+7Z//79byHsJ6R07u/Uo/9iY7vgNv/6r219+jvTf/aqO/jib/pmCaqBJTdf/yWsvMjFbj0AM6Lr"
    "rvQJ6DIaz9O7f00pG7VEniHhpAgsdIWPqWkd4U2QMoaHl4yIHBUNGyZkvGGthsSdJG1JnP9zPycUoYm0AzAuZvKOpauyig1ROXM0SVYzRKZE"
    "Dr2nz1p2e+aUavV9arfEhuuKFsmI4zSrEIyL4HxXFXTY/P6gFn8/DP92a9a8SXX1r23xww4FnytGjT+4bJu4"
)


def fields(width=64, height=48):
    """Return red, green over blue, white."""
    out = np.zeros((height, width, 3), np.uint8)
    half_x, half_y = width // 2, height // 2
    out[:half_y, :half_x, 0] = 255
    out[:half_y, half_x:, 1] = 255
    out[half_y:, :half_x, 2] = 255
    out[half_y:, half_x:] = 255
    return out


def smooth(width, height, seed=0):
    """Return soft colours, which a JPEG keeps well and in which nothing is symmetric."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def file(picture, kind, **options):
    """Return an array or a PIL image as a file of Pillow's `kind`."""
    out = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    return tags.tobytes()


def srgb_icc():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def icc_with(values):
    """Return the profile of sRGB with other numbers in some tags: {tag: numbers behind the first 8 bytes or, for
    parametric curves, behind the first 12}."""
    profile = bytearray(srgb_icc())
    for at in range(132, 132 + 12 * struct.unpack_from(">I", profile, 128)[0], 12):
        tag, offset, _ = struct.unpack_from(">4sII", profile, at)
        start = offset + (12 if profile[offset : offset + 4] == b"para" else 8)
        numbers = [round(value * 65536) for value in values.get(tag, ())]
        struct.pack_into(f">{len(numbers)}i", profile, start, *numbers)
    return bytes(profile)


def display_p3_icc():
    """Primaries from Apple's Display P3.icc, adapted to D50."""
    return icc_with(
        {
            b"rXYZ": (0.51512, 0.24120, -0.00105),
            b"gXYZ": (0.29198, 0.69225, 0.04189),
            b"bXYZ": (0.15710, 0.06657, 0.78407),
        }
    )


def gray_icc(gamma):
    """Return a gray profile of the least size (ICC.1:2022, 8.4.4): white point and one curve."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in (0.9642, 1.0, 0.8249)))
    curve = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, round(gamma * 256))
    tags = struct.pack(">I4sII4sII", 2, b"wtpt", 156, 20, b"kTRC", 176, 16)
    body = tags + white + curve
    header = struct.pack(">I4x4s4s4s4s", 128 + len(body), b"\x02\x40\0\0", b"mntr", b"GRAY", b"XYZ ")
    header = header.ljust(36, b"\0") + b"acsp"
    header = header.ljust(68, b"\0") + struct.pack(">3i", *(round(v * 65536) for v in (0.9642, 1.0, 0.8249)))
    return header.ljust(128, b"\0") + body
