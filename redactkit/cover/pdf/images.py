"""Pictures of a PDF: what lies under an area, or beyond the page, is painted over in their own samples.

Outside of the areas a picture stays the same to the last bit. Only a JPEG is coded anew, with its own tables; in the
blocks that an area touches the rest is smoothed, as `redactkit.cover.mask` does around what a photo keeps, for it
depends on what was hidden. Masks are painted too: the shape of a mask can show the same as the picture.
"""

from __future__ import annotations

import io
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np
import pikepdf
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from redactkit.cover.mask import mask
from redactkit.cover.paint import cover
from redactkit.cover.pdf.samples import layout, painted, shown
from redactkit.errors import TooLargeError
from redactkit.geometry import from_box
from redactkit.model import Grid, JpegCoding, Page, Quad
from redactkit.pdf.affine import inverse, moved
from redactkit.pdf.budget import check_image, filters
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.resources import decoded
from redactkit.policy import Style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactkit.model import Mask, Pixels
    from redactkit.pdf.affine import Matrix

# What a picture keeps of its dictionary, ISO 32000-2, table 87; filters and masks are written anew.
_KEPT = (
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Decode",
    "/ImageMask",
    "/Interpolate",
    "/Intent",
    "/Matte",
)
_MAX_PAINTED = 2000  # pictures of one document; more are not drawn by any program that means well
_BLOCK_PX = 8  # ITU-T T.81, A.3.1
# How a picture is coded that was no JPEG, or one whose tables cannot be used again; 92 on libjpeg's scale is 45 dB.
_ANEW = MappingProxyType({"quality": 92, "subsampling": 0})


class _Under(NamedTuple):
    """What of a picture goes, in its unit square: what lies under quads, and what does not touch the page."""

    quads: tuple[Quad, ...]
    page: Quad | None

    def mask(self, width: int, height: int) -> Mask:
        """Return the pixels that go."""
        where = _touched(self.quads, width, height)
        return where | ~_touched([self.page], width, height) if self.page else where


class Pictures:
    """The pictures of a document that were painted on; the same picture painted alike is written once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._painted: dict[tuple[tuple[int, int], _Under], pikepdf.Object | None] = {}

    def paint(
        self, image: pikepdf.Stream, matrix: Matrix, quads: Sequence[Quad], page: Quad | None = None
    ) -> pikepdf.Object | None:
        """Return a picture with quads painted over, and all that does not touch the page; None when nothing is.

        Parameters
        ----------
        image : Stream
            Left as it is.
        matrix : Matrix
            From the unit square that it fills to user space.
        quads : sequence of Quad
            User space.
        page : Quad or None
            Likewise; None for a picture that does not leave the page.

        Raises
        ------
        MalformedContent
            It does not decode.
        ZeroDivisionError
            The matrix is singular.
        """
        back = inverse(matrix)
        under = _Under(tuple(moved(quad, back) for quad in quads), page and moved(page, back))
        key = image.objgen, under
        if key not in self._painted:
            if len(self._painted) == _MAX_PAINTED:
                raise MalformedContent("more pictures under areas than a document may have")
            self._painted[key] = self._paint(image, under)
        return self._painted[key]

    def _paint(self, image: pikepdf.Stream, under: _Under) -> pikepdf.Object | None:
        """Return a copy of a picture with quads of its unit square painted over; None when no pixel is touched."""
        if filters(image)[-1:] == ["/JPXDecode"]:
            copy = self._paint_jpeg2000(image, under)
        else:
            code = _jpeg_of(self._pdf, image)
            copy = self._paint_jpeg(code, under) if code else self._paint_samples(image, under)
        if copy is None:
            return None
        for key in _KEPT:
            if key in image and key not in copy:
                copy[key] = image[key]
        for key in ("/SMask", "/Mask"):
            found = image.get(key)
            if isinstance(found, pikepdf.Stream):
                copy[key] = self._paint(found, under) or found
            elif found is not None:
                copy[key] = found  # a range of colours
        return copy

    def _paint_samples(self, image: pikepdf.Stream, under: _Under) -> pikepdf.Stream | None:
        plan = layout(image)
        where = under.mask(plan.width, plan.height)
        if not where.any():
            return None
        clear = bool(image.get("/ImageMask", False)) and not _is_inverted(image)  # 1 leaves the page as it is
        return self._pdf.make_stream(painted(image, plan, where, int(clear)))

    def _paint_jpeg(self, code: bytes, under: _Under) -> pikepdf.Stream | None:
        try:
            header = JpegImageFile(io.BytesIO(code))
            check_image(*header.size)
            pixels = np.asarray(header)
        except (OSError, SyntaxError, ValueError, TooLargeError):
            raise MalformedContent("a JPEG that does not decode") from None
        page = Page(0, pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2), coding=_coding(header))
        return self._paint_pixels(page, under, "RGB" if pixels.ndim == 3 else "L", _options(header))

    def _paint_jpeg2000(self, image: pikepdf.Stream, under: _Under) -> pikepdf.Stream | None:
        """Paint a JPEG 2000 as a viewer shows it: what its samples mean may stand in its own code."""
        if image.get("/SMaskInData", 0) != 0:
            raise MalformedContent("a picture with a mask in its own code")
        copy = self._paint_pixels(Page(0, shown(image, {})), under, "RGB", _ANEW)
        if copy is not None:
            copy["/ColorSpace"], copy["/BitsPerComponent"], copy["/Decode"] = (
                pikepdf.Name.DeviceRGB,
                8,
                pikepdf.Array([0, 1] * 3),
            )
        return copy

    def _paint_pixels(self, page: Page, under: _Under, mode: str, options: Mapping[str, Any]) -> pikepdf.Stream | None:
        height, width = page.pixels.shape[:2]
        if not under.mask(width, height).any():
            return None
        quads = [_scaled(quad, width, height) for quad in under.quads]
        result = cover(page, quads, [_all(width, height)], Style.SOLID).pixels
        if under.page:
            result = _carried_on(result, ~_touched([under.page], width, height))
        out = io.BytesIO()
        Image.fromarray(result if mode == "RGB" else result[..., 0]).save(out, "JPEG", **options)
        copy = self._pdf.make_stream(out.getvalue())
        copy["/Filter"] = pikepdf.Name.DCTDecode
        copy["/Width"], copy["/Height"] = width, height
        return copy


def _jpeg_of(pdf: pikepdf.Pdf, image: pikepdf.Stream) -> bytes:
    """Return the JPEG file that a picture is coded as, when it has one or three components; else nothing."""
    names = filters(image)
    if not names or names[-1] != "/DCTDecode":
        return b""
    found = image.get("/DecodeParms")
    parameters = list(found) if isinstance(found, pikepdf.Array) else [found]
    if any("/ColorTransform" in each for each in parameters if isinstance(each, pikepdf.Dictionary)):
        raise MalformedContent("a JPEG that is not what it says")
    code = image.read_raw_bytes()
    for name in names[:-1]:
        wrapped = pdf.make_stream(code)
        wrapped["/Filter"] = pikepdf.Name(name)
        code = decoded(wrapped)
    try:
        return code if len(JpegImageFile(io.BytesIO(code)).layer) in (1, 3) else b""
    except (OSError, SyntaxError, ValueError):
        raise MalformedContent("a JPEG that does not decode") from None


def _is_inverted(image: pikepdf.Stream) -> bool:
    return "/Decode" in image and float(image["/Decode"][0]) > 0


def _scaled(unit: Quad, width: int, height: int) -> Quad:
    """Return a quad of the unit square in pixels: the first row lies at its top."""
    a, b, c, d = ((x * width, (1 - y) * height) for x, y in unit.corners)
    return Quad((a, b, c, d))


def _all(width: int, height: int) -> Quad:
    """Return a keep so much larger than the picture that it has no rim in it."""
    return from_box(-width, -height, 2 * width, 2 * height)


def _touched(units: Sequence[Quad], width: int, height: int) -> Mask:
    """Return the pixels that quads of the unit square touch."""
    blank = Page(0, np.broadcast_to(np.uint8(0), (height, width, 3)))
    return mask(blank, [_scaled(unit, width, height) for unit in units], [_all(width, height)]).covered


def _carried_on(pixels: Pixels, beyond: Mask) -> Pixels:
    """Return pixels of which those beyond the page are as the nearest on it: an edge would ring in what is shown."""
    if beyond.all():
        return np.zeros_like(pixels)
    how = cv2.DIST_L2, cv2.DIST_MASK_5
    _, labels = cv2.distanceTransformWithLabels(beyond.view(np.uint8), *how, labelType=cv2.DIST_LABEL_PIXEL)
    places = np.zeros(int(labels.max()) + 1, np.intp)
    places[labels[~beyond]] = np.flatnonzero(~beyond)
    carried: Pixels = pixels.reshape(-1, 3)[places[labels]]
    return carried


def _coding(header: JpegImageFile) -> JpegCoding:
    """Return how the blocks of a JPEG lie. A single component has no larger unit (ITU-T T.81, A.2.2)."""
    across, down = [part[1] for part in header.layer], [part[2] for part in header.layer]
    if len(header.layer) == 1:
        return JpegCoding(Grid(_BLOCK_PX, _BLOCK_PX), Grid(_BLOCK_PX, _BLOCK_PX))
    luma = Grid(_BLOCK_PX * max(across) // across[0], _BLOCK_PX * max(down) // down[0])
    return JpegCoding(luma, Grid(_BLOCK_PX * max(across) // min(across[1:]), _BLOCK_PX * max(down) // min(down[1:])))


def _options(header: JpegImageFile) -> Mapping[str, Any]:
    """Return how to code a JPEG like another one. Its tables mean nothing when its components are R, G and B."""
    tables = [header.quantization.get(part[3]) for part in header.layer]
    is_rgb = len(tables) == 3 and (
        header.info.get("adobe_transform") == 0 or bytes(part[0] for part in header.layer) == b"RGB"
    )
    sampling = get_sampling(header)
    if is_rgb or not all(tables):
        return _ANEW
    while len(tables) > 1 and tables[-1] == tables[-2]:
        tables.pop()
    return {"qtables": tables, "subsampling": sampling if sampling >= 0 else 2}
