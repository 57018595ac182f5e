"""PDFs with images on them, and what is in them afterwards."""

from __future__ import annotations

import io
import zlib

import cv2
import numpy as np
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

A4 = (595, 842)  # pt


def jpeg_of(pixels, quality=90, mode=None, kind="JPEG"):
    """Return (entries, data) of a JPEG, or JPEG 2000; as `mode` when given."""
    out = io.BytesIO()
    image = Image.fromarray(pixels) if mode is None else Image.frombytes(mode, pixels.shape[1::-1], pixels.tobytes())
    image.save(out, kind, **({"quality": quality} if kind == "JPEG" else {"irreversible": False}))
    space = {2: Name.DeviceGray, 3: Name.DeviceRGB}[pixels.ndim] if mode is None else Name.DeviceCMYK
    return entries(pixels, space) | {"/Filter": Name.DCTDecode if kind == "JPEG" else Name.JPXDecode}, out.getvalue()


def flate_of(pixels, space=None, bits=8, **more):
    """Return (entries, data) of samples that were packed already, where they have fewer than 8 bits."""
    space = space or {2: Name.DeviceGray, 3: Name.DeviceRGB}[pixels.ndim]
    own = entries(pixels, space, bits) | {"/Filter": Name.FlateDecode} | {f"/{key}": more[key] for key in more}
    return own, zlib.compress(pixels.tobytes())


def bits_of(bits, space=Name.DeviceGray, **more):
    own, data = flate_of(np.packbits(bits, axis=1), space, 1, **more)
    return own | {"/Width": bits.shape[1]}, data


def entries(pixels, space, bits=8):
    height, width = pixels.shape[:2]
    return {"/Width": width, "/Height": height, "/BitsPerComponent": bits, "/ColorSpace": space}


def stream_of(pdf, image):
    own, data = image
    stream = Stream(pdf, data, {"/Type": Name.XObject, "/Subtype": Name.Image})
    for key, value in own.items():
        stream[key] = stream_of(pdf, value) if isinstance(value, tuple) else value
    return pdf.make_indirect(stream)


def document(*pages, size=A4):
    """Return a PDF with for each page an image over the whole of it, or (content, {name: image or stream})."""
    pdf = pikepdf.new()
    for page in pages:
        whole = b"q %d 0 0 %d 0 0 cm /I Do Q" % size
        content, images = (whole, {"/I": page}) if isinstance(page[0], dict) else page
        streams = {name: stream_of(pdf, image) for name, image in images.items()}
        add_page(pdf, content, streams, size)
    return saved(pdf)


def add_page(pdf, content, streams, size=A4):
    page = pdf.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary(XObject=Dictionary(streams))
    page.obj.Contents = pdf.make_indirect(Stream(pdf, content))
    return page


def saved(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


class Images(dict):
    """{(page, name): stream} of all images that pages name; keeps their document open."""

    def __init__(self, data):
        self.pdf = pikepdf.open(io.BytesIO(data))
        for number, page in enumerate(self.pdf.pages):
            for name, stream in page.obj.Resources.XObject.items():
                if stream.Subtype == Name.Image:
                    self[number, name] = stream


def contents_in(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [page.obj.Contents.read_bytes() for page in pdf.pages]


def shown(data, scale=1.0):
    """Return each page as pixels, as pdfium draws it."""
    pages = []
    for page in (document := pypdfium2.PdfDocument(data)):
        bitmap = page.render(scale=scale)
        pages.append(bitmap.to_numpy()[..., :3].astype(int).copy())
        bitmap.close()
        page.close()
    document.close()
    return pages


def text_scan(height, width, seed=0, soft=True):
    """Draw a page of print: black on white, with soft edges as a scanner sees it or without."""
    rng = np.random.default_rng(seed)
    page = np.full((height, width), 255, np.uint8)
    kind = cv2.LINE_AA if soft else cv2.LINE_8
    for y in range(60, height - 20, 44):
        text = "".join(rng.choice(list("0123456789 abcdefgh"), width // 22))
        cv2.putText(page, text, (30, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, kind)
    return page


def palette(colours, base=Name.DeviceRGB):
    """Return an indexed colour space."""
    return Array([Name.Indexed, base, len(colours) - 1, pikepdf.String(bytes(np.uint8(colours).ravel()))])
