"""A PDF below a limit: its images at one joint quality, its text and its lines never touched.

What fits already keeps every image as it is. The file is written anew either way: what nothing refers to falls away.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Name

from redactkit.errors import SizeLimitError
from redactkit.fit import jpeg
from redactkit.fit.bilevel import white_of
from redactkit.fit.pdf_images import bits_of, describe, is_lossless, put_bits, read_samples, samples_of
from redactkit.fit.pdf_places import Places
from redactkit.fit.search import Picture, search_drawn
from redactkit.model import Encoded
from redactkit.pixels import halve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactkit.fit.pdf_places import Key
    from redactkit.model import Pixels

_ENTRIES = 64  # bytes by which what the file says about an image may grow
_TINY = 1200  # bytes; as a JPEG it would have 600 for tables alone


def fit_pdf(data: bytes, max_bytes: int) -> Encoded:
    """Write a PDF, already covered, anew and below a limit.

    Images of one bit, and gray ones that are black and white in truth, become CCITT Group 4. The others share one
    JPEG quality, as pictures do in `fit`; before it drops below 75, those that are drawn at more than 250 dpi are
    halved, as long as a whole page keeps 2 MP. What is smaller as it came stays, and so do text and lines.

    Parameters
    ----------
    data : bytes
    max_bytes : int
        Largest file, bytes.

    Returns
    -------
    Encoded
        ``application/pdf``; the same bytes for the same input.

    Raises
    ------
    SizeLimitError
        Nothing legible fits.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        saved = save(pdf)
        if len(saved) > max_bytes:
            _join_equal_images(pdf)
            _deflate_again(pdf)
            scans = _code_black_and_white(pdf)
            saved = save(pdf)
            if len(saved) > max_bytes:
                _code_jointly(pdf, scans, max_bytes - len(saved))
                saved = save(pdf)
        if len(saved) > max_bytes:
            raise SizeLimitError(
                f"{len(pdf.pages)} page(s) do not fit {max_bytes:,} bytes and stay legible; send fewer pages, or allow "
                "more bytes"
            )
    return Encoded("application/pdf", saved)


def save(pdf: pikepdf.Pdf) -> bytes:
    """Return a document as the bytes of a file: one revision, what is reachable, no date, no random number."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]  # else half of it stays, and tells from what file this one comes
    out = io.BytesIO()
    pdf.save(
        out,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    return (found for found in pdf.objects if isinstance(found, pikepdf.Stream))


def _images(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [stream for stream in _streams(pdf) if stream.get("/Subtype") == "/Image"]


def _join_equal_images(pdf: pikepdf.Pdf) -> None:
    """Let all references to equal images lead to the first; masks first, since images refer to them."""
    for _ in range(2):
        first: dict[bytes, pikepdf.Stream] = {}
        twins: dict[Key, pikepdf.Stream] = {}
        for image in _images(pdf):
            entries = {key: value for key, value in image.items() if key != "/Length"}
            digest = sha256(pikepdf.Dictionary(entries).unparse() + image.read_raw_bytes()).digest()
            if first.setdefault(digest, image) is not image:
                twins[image.objgen] = first[digest]
        for found in pdf.objects:
            _redirect(found, twins)


def _redirect(root: pikepdf.Object, twins: Mapping[Key, pikepdf.Stream]) -> None:
    """Replace references inside one object, and inside what is written directly into it."""
    todo = [root]
    while todo:
        holder = todo.pop()
        if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
            entries: list[tuple[str | int, pikepdf.Object]] = list(holder.items())
        elif isinstance(holder, pikepdf.Array):
            entries = list(enumerate(holder))
        else:
            continue
        for key, value in entries:
            if not isinstance(value, pikepdf.Object):
                continue
            if value.is_indirect:
                if value.objgen in twins:
                    holder[key] = twins[value.objgen]
            else:
                todo.append(value)


def _deflate_again(pdf: pikepdf.Pdf) -> None:
    """Deflate contents, fonts and the like once more, as well as zlib can."""
    for stream in _streams(pdf):
        if stream.get("/Subtype") == "/Image" or stream.get("/Filter") not in (None, Name.FlateDecode):
            continue
        if stream.get("/DecodeParms") is None:
            data = zlib.compress(stream.read_bytes(), 9)
            if len(data) < len(stream.read_raw_bytes()):
                stream.write(data, filter=Name.FlateDecode)


class _Scan(NamedTuple):
    """An image that may be coded anew, and the shape of its samples."""

    image: pikepdf.Stream
    shape: tuple[int, ...]

    def draw(self, halvings: int) -> Pixels:
        """Return its samples, decoded anew each time: all scans together may be more than memory holds."""
        samples = read_samples(self.image)
        for _ in range(halvings):
            samples = halve(samples)
        return samples


def _code_black_and_white(pdf: pikepdf.Pdf) -> list[_Scan]:
    """Code images that are black and white, and return the others that decode."""
    scans = []
    for image in _images(pdf):
        bits = bits_of(image)
        if bits is not None:
            put_bits(image, bits)
            continue
        samples = samples_of(image)
        white = white_of(samples) if samples is not None and samples.ndim == 2 else None
        if white is not None and put_bits(image, white):
            describe(image, white.shape, bits=1)
        elif samples is not None and len(image.read_raw_bytes()) > _TINY:
            scans.append(_Scan(image, samples.shape))
    return scans


def _code_jointly(pdf: pikepdf.Pdf, scans: Sequence[_Scan], spare: int) -> None:
    """Give scans the one quality at which they take as many bytes less as `spare` is below zero, if there is one."""
    pictures = _pictures(pdf, scans)
    left = spare + sum(picture.present_bytes - _ENTRIES for picture in pictures)
    if left <= 0:
        return
    with contextlib.suppress(SizeLimitError):
        for scan, picture, coded in zip(scans, pictures, search_drawn(pictures, left), strict=True):
            if coded.data is not None:
                height, width, *channels = scan.shape
                coding = Name.FlateDecode if picture.encode is _deflate else Name.DCTDecode
                scan.image.write(coded.data, filter=coding)
                describe(scan.image, (height >> coded.halvings, width >> coded.halvings, *channels))


def _pictures(pdf: pikepdf.Pdf, scans: Sequence[_Scan]) -> list[Picture]:
    """Return what the search asks of scans. A mask is drawn where its image is, and stays exact if it is."""
    places = Places(pdf)
    bases = {image.SMask.objgen: image for image in _images(pdf) if isinstance(image.get("/SMask"), pikepdf.Stream)}
    return [
        Picture(
            scan.draw,
            _deflate if scan.image.objgen in bases and is_lossless(scan.image) else _encode,
            places.halvings(bases.get(scan.image.objgen, scan.image), scan.shape),
            len(scan.image.read_raw_bytes()),
        )
        for scan in scans
    ]


def _encode(samples: Pixels, quality: float) -> bytes:
    return (jpeg.encode_inks if samples.shape[2:] == (4,) else jpeg.encode)(samples, quality)


def _deflate(samples: Pixels, _: float) -> bytes:
    return zlib.compress(samples.tobytes(), 9)
