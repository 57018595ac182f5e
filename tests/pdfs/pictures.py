"""Numbers that are no text: pixels in images of every coding, inline images, outlines."""

from __future__ import annotations

import base64
import io
import zlib

import cv2
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from redactkit.fit.bilevel import group4
from tests.pdfs.drawn import Drawn, Secret, box, numbers

CELL_PX = (13, 22)  # width and height of a character


def print_of(card):
    """Return a number as dark pixels on light ones, and its first and last column that is secret."""
    text = " ".join(card[at : at + 4] for at in range(0, 16, 4))
    width, height = CELL_PX
    pixels = np.full((height + 6, width * len(text) + 8), 235, np.uint8)
    for index, char in enumerate(text):
        at = (4 + index * width, height - 3)
        cv2.putText(pixels, char, at, cv2.FONT_HERSHEY_SIMPLEX, 0.62, 20, 2, cv2.LINE_AA)
    return pixels, 4, 4 + width * (len(text) - 5)


def picture(rng, pdf, names, card):
    """Return an image that shows a number."""
    pixels, left, right = print_of(card)
    kind = rng.choice(tuple(IMAGES))
    image = pdf.make_indirect(IMAGES[kind](rng, pdf, pixels))
    image["/Type"], image["/Subtype"] = Name.XObject, Name.Image
    name, written = names.new("X")
    content = _placed(rng, pixels, written + b" Do")
    content = b"0.1 0.1 0.3 rg " + content if kind == "stencil" else content
    return _drawn(content, {"/XObject": {name: image}}, pixels, (left, right), card, f"{kind} image")


def inline(rng, pdf, names, card):
    """Return an inline image that shows a number. ISO 32000-2, 8.9.7."""
    pixels, left, right = print_of(card)
    height, width = pixels.shape
    coding = rng.choice((b"", b"/F /Fl ", b"/F /AHx ", b"/Filter [/A85 /Fl] ", b"/F /RL ", b"/F /DCT "))
    raw = pixels.tobytes()
    if coding == b"/F /RL ":
        raw = b"".join(b"\x7f" + raw[at : at + 128].ljust(128) for at in range(0, len(raw), 128)) + b"\x80"
    elif coding == b"/F /DCT ":
        raw = _coded(Image.fromarray(pixels), "JPEG", quality=90)
    elif coding == b"/F /Fl ":
        raw = zlib.compress(raw)
    elif coding == b"/F /AHx ":
        raw = raw.hex().encode() + b">"
    elif coding:
        raw = base64.a85encode(zlib.compress(raw)) + b"~>"
    header = b"BI /W %d /H %d /BPC 8 /CS /G " % (width, height) + coding + b"ID "
    return _drawn(_placed(rng, pixels, header + raw + b"\nEI"), {}, pixels, (left, right), card, "inline image")


def _placed(rng, pixels, drawing):
    height, width = (side * POINTS for side in pixels.shape)
    return b"q " + numbers(width, 0, 0, height, 0, -4) + b" cm " + drawing + b" Q"


POINTS = 0.6  # of a pixel


def _drawn(content, resources, pixels, columns, card, place):
    height, width = pixels.shape
    left, right = columns
    middle = pixels[:, left + CELL_PX[0] * 7 : left + CELL_PX[0] * 14]
    quad = box(left * POINTS, -4, right * POINTS, height * POINTS - 4)
    return Drawn(content, resources, [Secret(card[:12], 0, quad, (), place, middle)], [], width * POINTS)


# --- images, ISO 32000-2, 8.9.5


def _stream(pdf, data, shape, space, bits=8, **more):
    stream = Stream(pdf, data)
    stream.Height, stream.Width, stream.BitsPerComponent = *shape[:2], bits
    if space is not None:
        stream.ColorSpace = space
    for key, value in more.items():
        stream[f"/{key}"] = value
    return stream


def _flate(pdf, pixels, space, bits=8, width=None, **more):
    shape = pixels.shape[0], width or pixels.shape[1]
    return _stream(pdf, zlib.compress(pixels.tobytes()), shape, space, bits, Filter=Name.FlateDecode, **more)


def _coded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _colour(pixels):
    return np.dstack([np.minimum(pixels, 250), pixels, 255 - (255 - pixels) // 2])


def _jpeg(rng, pdf, pixels):
    data = _coded(Image.fromarray(_colour(pixels)), "JPEG", quality=90)
    return _stream(pdf, data, pixels.shape, Name.DeviceRGB, Filter=Name.DCTDecode)


def _gray_jpeg(rng, pdf, pixels):
    data = base64.a85encode(_coded(Image.fromarray(pixels), "JPEG", quality=90)) + b"~>"
    return _stream(pdf, data, pixels.shape, Name.DeviceGray, Filter=Array([Name.ASCII85Decode, Name.DCTDecode]))


def _rgb(rng, pdf, pixels):
    return _flate(pdf, _colour(pixels), Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))]))


def _gray(rng, pdf, pixels):
    return _flate(pdf, pixels, Name.DeviceGray)


def _predicted(rng, pdf, pixels):
    """Rows as differences to the row above, as PNG writers leave them."""
    rows = np.vstack([pixels[:1], np.diff(pixels, axis=0)])
    data = np.hstack([np.full((len(rows), 1), 2, np.uint8), rows])
    parameters = Dictionary(Predictor=15, Columns=pixels.shape[1])
    return _flate(pdf, data, Name.DeviceGray, width=pixels.shape[1], DecodeParms=parameters)


def _indexed(rng, pdf, pixels):
    table = bytes(value for level in range(16) for value in (level * 17, level * 16, 255 - (255 - level * 17) // 2))
    return _flate(pdf, pixels >> 4, Array([Name.Indexed, Name.DeviceRGB, 15, pikepdf.String(table)]))


def _inks(rng, pdf, pixels):
    return _flate(pdf, np.dstack([255 - pixels] * 3 + [np.zeros_like(pixels)]), Name.DeviceCMYK)


def _turned(rng, pdf, pixels):
    return _flate(pdf, 255 - pixels, Name.DeviceGray, Decode=Array([1, 0]))


def _four_bits(rng, pdf, pixels):
    even = np.pad(pixels, ((0, 0), (0, pixels.shape[1] % 2))) >> 4
    return _flate(pdf, even[:, ::2] << 4 | even[:, 1::2], Name.DeviceGray, 4, pixels.shape[1])


def _bits(rng, pdf, pixels):
    return _flate(pdf, np.packbits(pixels > 127, axis=1), Name.DeviceGray, 1, pixels.shape[1])


def _group_4(rng, pdf, pixels):
    height, width = pixels.shape
    parameters = Dictionary(K=-1, Columns=width, Rows=height)
    data = group4(pixels < 128)
    return _stream(pdf, data, pixels.shape, Name.DeviceGray, 1, Filter=Name.CCITTFaxDecode, DecodeParms=parameters)


def _stencil(rng, pdf, pixels):
    """Where a sample is 0 the current colour is painted."""
    return _flate(pdf, np.packbits(pixels > 127, axis=1), None, 1, pixels.shape[1], ImageMask=True)


def _soft_mask(rng, pdf, pixels):
    """The number stands in the mask; the image under it is black all over."""
    mask = _flate(pdf, 255 - pixels, Name.DeviceGray)
    mask["/Type"], mask["/Subtype"] = Name.XObject, Name.Image
    return _flate(pdf, np.zeros_like(pixels), Name.DeviceGray, SMask=pdf.make_indirect(mask))


def _hard_mask(rng, pdf, pixels):
    mask = _stencil(rng, pdf, pixels)
    mask["/Type"], mask["/Subtype"] = Name.XObject, Name.Image
    return _flate(pdf, np.full((4, 4), 30, np.uint8), Name.DeviceGray, Mask=pdf.make_indirect(mask))


def _jpeg_2000(rng, pdf, pixels):
    data = _coded(Image.fromarray(pixels), "JPEG2000", irreversible=False)
    return _stream(pdf, data, pixels.shape, Name.DeviceGray, Filter=Name.JPXDecode)


IMAGES = {
    "jpeg": _jpeg,
    "gray jpeg": _gray_jpeg,
    "rgb": _rgb,
    "gray": _gray,
    "predicted": _predicted,
    "indexed": _indexed,
    "cmyk": _inks,
    "turned": _turned,
    "4 bit": _four_bits,
    "1 bit": _bits,
    "group 4": _group_4,
    "stencil": _stencil,
    "soft mask": _soft_mask,
    "hard mask": _hard_mask,
    "jpeg 2000": _jpeg_2000,
}


# --- outlines


_SEGMENTS = {  # seven of them, as boxes in a cell of 7 x 12
    "a": (1, 10, 6, 11.2),
    "b": (5, 6, 6.2, 11),
    "c": (5, 0.5, 6.2, 5.5),
    "d": (1, 0, 6, 1.2),
    "e": (0.8, 0.5, 2, 5.5),
    "f": (0.8, 6, 2, 11),
    "g": (1, 5.2, 6, 6.4),
}
_LIT = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")


def outline(rng, pdf, names, card):
    """Return a number as paths: each digit its own, or all in one."""
    draw = rng.choice((_polygon, _curved, _rectangle))
    paint = rng.choice((b"f", b"f*", b"S", b"B"))
    together = rng.random() < 0.25
    x, parts, traces = rng.uniform(0, 3), [], []
    start, ends = x, []
    for index, digit in enumerate(card):
        x += 4 if index % 4 == 0 and index else 0
        shapes = [draw(x, _SEGMENTS[segment]) for segment in _LIT[int(digit)]]
        if 6 <= index < 12:
            traces.append(shapes[0])
        parts.append(b"\n".join(shapes) + (b"" if together else b"\n" + paint))
        x += 7.5
        ends.append(x)
    content = b"q 0.1 0.2 0.1 rg 0.3 w\n" + b"\n".join(parts) + (b"\n" + paint if together else b"") + b" Q"
    quad = box(start, -1, ends[11] + 1, 12.2)
    place = "outlines in one path" if together else "outlines"
    return Drawn(content, {}, [Secret(card[:12], 0, quad, tuple(traces), place)], [], x)


def _corners(x, segment):
    left, bottom, right, top = segment
    return x + left, bottom, x + right, top


def _polygon(x, segment):
    left, bottom, right, top = _corners(x, segment)
    return b"%s m %s l %s l %s l h" % tuple(
        numbers(*point) for point in ((left, bottom), (right, bottom), (right, top), (left, top))
    )


def _curved(x, segment):
    left, bottom, right, top = _corners(x, segment)
    start = numbers(left, bottom) + b" m "
    curve = numbers(left, bottom, right, bottom, right, top) + b" c "
    return start + curve + numbers(right, top, left, top) + b" v h"


def _rectangle(x, segment):
    left, bottom, right, top = _corners(x, segment)
    return numbers(left, bottom, right - left, top - bottom) + b" re"
