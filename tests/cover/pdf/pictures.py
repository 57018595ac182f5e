"""Pictures in every code that PDF has, drawn on a page."""

import io
import struct
import zlib

import cv2
import numpy as np
from pikepdf import Name
from PIL import Image

from redactkit.pdf.pdfium import Reader
from tests.pdf.builders import written

WIDTH, HEIGHT = 96, 64  # px
DRAWN = b"q 192 0 0 128 50 20 cm /I Do Q"
UNDER = slice(16, 48), slice(32, 64)  # rows and columns
RIM = slice(9, 55), slice(25, 71)  # with the margin of a fifth of its height
CODED = slice(8, 56), slice(24, 72)  # with the blocks of a JPEG that the margin touches


def noise(components, bits=8, seed=1):
    """Return samples: (height, row bytes) of random bits."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (HEIGHT, (WIDTH * components * bits + 7) // 8), dtype=np.uint8)


def image(space, bits, samples, code=None, **entries):
    """Return what adds an image named /I."""

    def make(pdf):
        found = {key: value(pdf) if callable(value) else value for key, value in entries.items()}
        data, name = (zlib.compress(samples.tobytes()), Name.FlateDecode) if code is None else (samples, code)
        made = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=WIDTH, Height=HEIGHT, Filter=name)
        if space is not None:
            made.ColorSpace = space(pdf) if callable(space) else space
        if bits:
            made.BitsPerComponent = bits
        for key, value in found.items():
            made[f"/{key}"] = value
        return {"/I": made}

    return make


def page(make, content=DRAWN):
    return written(content, XObject=make)


def picture(data):
    with Reader(data) as reader:
        return reader.picture(0, 0).copy()


def outside(pixels, without=UNDER):
    """Return the pixels that no area touches, as a list."""
    where = np.ones(pixels.shape[:2], bool)
    where[without] = False
    return pixels[where]


def jpeg(mode, **options):
    rng = np.random.default_rng(3)
    channels = len(Image.new(mode, (1, 1)).getbands())
    soft = cv2.GaussianBlur(rng.integers(0, 256, (HEIGHT, WIDTH, channels)).astype(np.uint8), (0, 0), 2)
    pixels = cv2.normalize(soft, None, 0, 255, cv2.NORM_MINMAX).reshape(HEIGHT, WIDTH, channels)
    out = io.BytesIO()
    Image.fromarray(pixels[..., 0] if channels == 1 else pixels, mode).save(out, "JPEG", **options)
    return out.getvalue()


def fax(white):
    """Return a picture as CCITT Group 4, with a 1 for white."""
    out = io.BytesIO()
    Image.fromarray(white).save(out, "TIFF", compression="group4", strip_size=1 << 20)
    tags = Image.open(out).tag_v2
    return out.getvalue()[tags[273][0] :][: tags[279][0]]


def bilevel():
    rng = np.random.default_rng(5)
    return (
        cv2.resize(rng.integers(0, 2, (16, 24), dtype=np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST) > 0
    )


def jbig2(black):
    """Return a picture as JBIG2: a page and one generic region, coded like a fax (ITU-T T.88, 7.4.8 and 7.4.6)."""
    page_data = struct.pack(">IIIIBH", WIDTH, HEIGHT, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", WIDTH, HEIGHT, 0, 0, 0) + b"\x01" + fax(black)
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, (kind, data) in enumerate(((48, page_data), (38, region)))
    )
