"""The samples of a PDF picture, whatever they mean: decoded, painted over in place, never converted.

ISO 32000-2, 8.9.5. Of colour spaces only the number of components matters here.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf

from redactkit.errors import DamagedFileError
from redactkit.pdf.budget import filters
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.pdfium import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactkit.cover.pdf.gone import Gone
    from redactkit.model import Pixels
    from redactkit.pdf.layout import Layout


def painted(image: pikepdf.Stream, plan: Layout, gone: Gone, value: int) -> bytes:
    """Return the samples of an image, some pixels of which are gone.

    Parameters
    ----------
    image : Stream
    plan : Layout
    gone : Gone
    value : {0, 1}
        What all bits of the solid pixels become.

    Raises
    ------
    MalformedContent
        It does not decode.
    """
    size, depth = plan.row_bytes * plan.height, plan.components * plan.bits
    samples = np.frombuffer(_samples(image, plan)[:size].ljust(size, b"\0"), np.uint8)
    rows = samples.reshape(plan.height, plan.row_bytes).copy()
    if plan.bits >= 8:
        gone.paint(rows.reshape(plan.height, plan.width, depth // 8), 255 * value)
        return rows.tobytes()
    bits = np.unpackbits(rows, axis=1)
    gone.paint(bits[:, : plan.width * depth].reshape(plan.height, plan.width, depth), value)
    return np.packbits(bits, axis=1).tobytes()


def _samples(image: pikepdf.Stream, plan: Layout) -> bytes:
    if filters(image)[-1:] in (["/CCITTFaxDecode"], ["/JBIG2Decode"]):
        # As plain gray, white is what the filter makes a 1.
        plain: dict[str, pikepdf.Object | int] = {"/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 1}
        white = shown(image, plain)[..., 0] > 127
        if white.shape != (plan.height, plan.width):
            raise MalformedContent("an image of another size than it says")
        return np.packbits(white, axis=1).tobytes()
    try:
        return image.read_bytes(pikepdf.StreamDecodeLevel.all)
    except pikepdf.PdfError:
        raise MalformedContent("an image that does not decode") from None


def shown(image: pikepdf.Stream, instead: Mapping[str, pikepdf.Object | int]) -> Pixels:
    """Return the pixels of an image as PDFium decodes it, without masks: for codes that qpdf leaves as they are.

    Parameters
    ----------
    image : Stream
    instead : mapping
        Entries of its dictionary that tell what the samples mean, instead of its own.

    Raises
    ------
    MalformedContent
        It does not decode.
    """
    alone = pikepdf.new()
    page = alone.add_blank_page(page_size=(100, 100))
    copy = alone.copy_foreign(image)
    for key in {"/SMask", "/Mask", *(("/Decode", "/ImageMask") if instead else ())} & set(copy.keys()):
        del copy[key]
    for key, value in instead.items():
        copy[key] = value
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=copy))
    page.obj["/Contents"] = alone.make_stream(b"100 0 0 100 0 0 cm /I Do")
    out = io.BytesIO()
    alone.save(out)
    try:
        with Reader(out.getvalue()) as reader:
            return reader.picture(0, 0)
    except (DamagedFileError, IndexError):
        raise MalformedContent("an image that does not decode") from None
