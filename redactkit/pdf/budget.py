"""How much work a PDF may be: found out without doing it. A stream of a megabyte can hold a gigabyte.

Streams are measured one by one, and never more of one is decoded than it may hold.
"""

from __future__ import annotations

import math
import threading
import zlib
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf
from pikepdf.settings import set_qpdf_limits

from redactkit.errors import DamagedFileError, TooLargeError
from redactkit.pdf.codestream import jpeg2000_size, jpeg_size

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES = 200
"""Pages: five years of monthly statements at three pages; each is rendered twice and read at least once."""

MAX_OBJECTS = 500_000
"""Indirect objects; the heaviest of 1455 public PDFs had less than a tenth."""

MAX_STREAM_BYTES = 64_000_000
"""Decoded bytes of a stream that is no image: the largest fonts, of all Chinese characters, have 30 MB."""

MAX_CONTENT_BYTES = 32_000_000
"""Decoded bytes of the content of one page or form: read operator by operator, at about 10 MB a second."""

MAX_OPERATORS = 3_000_000
"""Operators that one page draws, those of forms as often as they are drawn: forms that draw forms multiply."""

MAX_ALL_OPERATORS = 10_000_000
"""Operators of the whole file, each form once: 200 pages of 50,000; a dense statement has 10,000 a page."""

MAX_IMAGE_BYTES = 200_000_000
"""Decoded bytes of an image: `MAX_IMAGE_PIXELS` with three bytes each."""

MAX_IMAGE_PIXELS = 64_000_000
"""Pixels of an image, as of a picture that is no PDF: above A4 at 600 dpi (35 MP)."""

_MAX_FILTERS = 8  # of one stream; two are in use
_QPDF_BYTES = MAX_STREAM_BYTES  # for what qpdf decodes before streams can be measured: cross references, object streams
_GROWTH = {"/FlateDecode": 1032, "/LZWDecode": 1366, "/RunLengthDecode": 64, "/ASCII85Decode": 4, "/ASCIIHexDecode": 1}
"""Most decoded bytes of one byte: RFC 1951 (258 for 2 bits); 4096 for 12 bits; 128 for 2 bytes; ``z``."""

SHORT_FILTERS = {
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/DCT": "/DCTDecode",
    "/CCF": "/CCITTFaxDecode",
}
"""Names of filters in inline images, ISO 32000-2, table 92; but viewers take them everywhere."""

_CHUNK = 1 << 20
_qpdf = threading.RLock()


@contextmanager
def bounded() -> Iterator[None]:
    """Bound what qpdf decodes by itself. Its limits belong to the process, so only one thread is inside at a time."""
    with _qpdf:
        before = set_qpdf_limits(flate_max_memory=_QPDF_BYTES)["flate_max_memory"]
        try:
            yield
        finally:
            set_qpdf_limits(flate_max_memory=before)


def check(pdf: pikepdf.Pdf, max_pages: int = MAX_PAGES) -> None:
    """Raise `TooLargeError` when a file has too many pages or objects, or a stream that is too large.

    Raises
    ------
    TooLargeError
    DamagedFileError
        It has no page.
    """
    if len(pdf.pages) > max_pages:
        raise TooLargeError(f"the PDF has more than {max_pages} pages; send it in parts")
    if len(pdf.pages) == 0:
        raise DamagedFileError("the PDF has no pages; send another file")
    if len(pdf.objects) > MAX_OBJECTS:
        raise TooLargeError(f"the PDF has more than {MAX_OBJECTS} objects; print it to a new PDF and send that")
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            check_stream(pdf, found)


def check_image(width_px: int, height_px: int) -> None:
    """Raise `TooLargeError` when an image has too many pixels."""
    if width_px * height_px > MAX_IMAGE_PIXELS:
        raise TooLargeError(
            f"a picture in the PDF has more than {MAX_IMAGE_PIXELS // 10**6} megapixels; save it with smaller pictures"
        )


def filters(stream: pikepdf.Object) -> list[str]:
    """Return the names of a stream's filters in the order of decoding, in full."""
    found = stream.get("/Filter")
    names = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [SHORT_FILTERS.get(str(name), str(name)) for name in names if isinstance(name, pikepdf.Name)]


def check_stream(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> None:
    """Raise `TooLargeError` when a stream is too large, or an image of too many pixels.

    Raises
    ------
    TooLargeError
    """
    is_image = stream.get("/Subtype") == pikepdf.Name.Image
    limit = MAX_IMAGE_BYTES if is_image else MAX_STREAM_BYTES
    if is_image:
        check_image(_whole(stream.get("/Width")), _whole(stream.get("/Height")))
    names = filters(stream)
    if len(names) > _MAX_FILTERS:
        raise TooLargeError("a stream of the PDF is packed too many times; print it to a new PDF and send that")
    data = stream.read_raw_bytes()
    for at, name in enumerate(names):
        if name == "/DCTDecode":
            check_image(*jpeg_size(data))
        elif name == "/JPXDecode":
            check_image(*jpeg2000_size(data))
        if name not in _GROWTH:
            return
        is_last = at + 1 == len(names)
        if is_last and len(data) * _GROWTH[name] <= limit:
            return
        if _decoded_size(name, data, limit, _early_change(stream, at)) > limit:
            raise TooLargeError(
                f"a stream of the PDF holds more than {limit // 10**6} MB; print it to a new PDF and send that"
            )
        if not is_last:
            data = _decoded(pdf, name, data)


def _whole(value: object) -> int:
    """Return a number as whole and as large as viewers may take it; 0 for what is none."""
    if isinstance(value, int):
        return abs(value)
    return math.ceil(abs(value)) if isinstance(value, Decimal) else 0


def _decoded_size(name: str, data: bytes, limit: int, early: int) -> int:
    """Return how many bytes a filter makes of data; anything above the limit once it is passed."""
    if name == "/FlateDecode":
        return inflated(data, limit)[0]
    if name == "/LZWDecode":
        return _lzw_size(data, limit, early)
    return _run_length_size(data) if name == "/RunLengthDecode" else len(data)


def inflated(data: bytes, limit: int) -> tuple[int, bytes]:
    """Return how many bytes a deflated stream holds, or some number above a limit, and what stands behind its end."""
    inflater, size = zlib.decompressobj(), 0
    try:
        while size <= limit and not inflater.eof and (part := inflater.decompress(data, _CHUNK)):
            size, data = size + len(part), inflater.unconsumed_tail
    except zlib.error:
        pass  # what came before is all that a viewer gets
    return size, inflater.unused_data


def _lzw_size(data: bytes, limit: int, early: int) -> int:
    """Return the size without decoding: only the lengths of the table's entries matter (ISO 32000-2, 7.4.4)."""
    lengths = [1] * 258
    size = last = position = 0
    width, total = 9, len(data) * 8
    while position + width <= total and size <= limit:
        first = position >> 3
        window = int.from_bytes(data[first : first + 4].ljust(4, b"\0"), "big")
        code = window >> (32 - width - (position & 7)) & ((1 << width) - 1)
        position += width
        if code == 257:
            break
        if code == 256:
            del lengths[258:]
            last, width = 0, 9
            continue
        length = lengths[code] if code < len(lengths) else last + 1
        if last and len(lengths) < 4096:
            lengths.append(last + 1)
        size, last = size + length, length
        width = min(max((len(lengths) + early).bit_length(), 9), 12)
    return size


def _run_length_size(data: bytes) -> int:
    """Return the size without decoding. ISO 32000-2, 7.4.5."""
    size = position = 0
    while position < len(data) and (length := data[position]) != 128:
        size += length + 1 if length < 128 else 257 - length
        position += length + 2 if length < 128 else 2
    return size


def _early_change(stream: pikepdf.Stream, at: int) -> int:
    found = stream.get("/DecodeParms")
    if isinstance(found, pikepdf.Array):
        found = found[at] if at < len(found) else None
    value = found.get("/EarlyChange", 1) if isinstance(found, pikepdf.Dictionary) else 1
    return 0 if value == 0 else 1


def _decoded(pdf: pikepdf.Pdf, name: str, data: bytes) -> bytes:
    """Return what one filter makes of data; nothing when it cannot."""
    packed = pikepdf.Stream(pdf, data)
    packed["/Filter"] = pikepdf.Name(name)
    try:
        return bytes(packed.get_stream_buffer(pikepdf.StreamDecodeLevel.specialized))
    except (pikepdf.PdfError, RuntimeError):
        return b""
