"""A PDF of scanned pages: one picture a page, and sometimes the invisible text that a scanner's software has read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, TiffImagePlugin

from benchmarks.draw.statement.pdf import saved
from benchmarks.draw.statement.spec import dice
from benchmarks.draw.statement.truth import TRUTH_DPI

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.draw.statement.spec import StatementSpec
    from benchmarks.draw.statement.truth import Value

_MISREAD = {"0": "O", "1": "l", "5": "S", "8": "B", "O": "0", "rn": "m", ",": "."}
_MISREAD_SHARE = 0.03


def scan_pdf(pages: Sequence[NDArray[np.uint8]], values: Sequence[Value], spec: StatementSpec) -> bytes:
    """Return the PDF of pages that a scanner delivered at the spec's resolution."""
    pdf = pikepdf.new()
    throw = dice(spec.seed, "misread")
    for n, pixels in enumerate(pages):
        width, height = (side * 72 / spec.dpi for side in pixels.shape[1::-1])
        content = b"q %.3f 0 0 %.3f 0 0 cm /Im0 Do Q" % (width, height)
        resources = Dictionary(XObject=Dictionary({"/Im0": _image(pdf, pixels, spec)}))
        if spec.ocr_layer:
            resources.Font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            resources.Font.F1.Encoding = Name.WinAnsiEncoding
            content += _layer([value for value in values if value.page == n], height, throw)
        box = Array([0, 0, round(width, 3), round(height, 3)])
        page = Dictionary(Type=Name.Page, MediaBox=box, Resources=resources, Contents=pdf.make_stream(content))
        pdf.pages.append(pikepdf.Page(page))
    return saved(pdf)


def _image(pdf: pikepdf.Pdf, pixels: NDArray[np.uint8], spec: StatementSpec) -> pikepdf.Stream:
    target, picture = io.BytesIO(), Image.fromarray(pixels)
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": picture.width, "Height": picture.height}
    if not spec.bilevel:
        picture.save(target, "JPEG", quality=spec.jpeg_quality)
        about |= {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
        return pdf.make_stream(target.getvalue(), **about)
    picture.convert("1").save(target, "TIFF", compression="group4", strip_size=picture.width * picture.height)
    target.seek(0)
    with TiffImagePlugin.TiffImageFile(target) as kept:
        (start,), (length,) = kept.tag_v2[273], kept.tag_v2[279]  # strip offsets and byte counts (TIFF 6.0)
        white_is_zero = kept.tag_v2[262] == 0
    parms = Dictionary(K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=not white_is_zero)
    about |= {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 1, "Filter": Name.CCITTFaxDecode, "DecodeParms": parms}
    return pdf.make_stream(target.getvalue()[start : start + length], **about)


def _layer(values: Sequence[Value], height_pt: float, throw: random.Random) -> bytes:
    """Write each row where it was seen, invisibly (render mode 3), with a misreading here and there."""
    parts = []
    for value in values:
        for row, quad in zip(value.text.split("\n"), value.rows, strict=False):
            x, y = quad[3] * 72 / TRUTH_DPI
            size = (quad[3, 1] - quad[0, 1]) * 72 / TRUTH_DPI
            text = _misread(row, throw).encode("cp1252")
            text = text.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
            parts.append(b"BT 3 Tr /F1 %.2f Tf %.2f %.2f Td (%s) Tj ET" % (size, x, height_pt - y + 0.2 * size, text))
    return b"\n" + b"\n".join(parts)


def _misread(text: str, throw: random.Random) -> str:
    for right, wrong in _MISREAD.items():
        if right in text and throw.random() < _MISREAD_SHARE * text.count(right):
            text = text.replace(right, wrong, 1)
    return text
