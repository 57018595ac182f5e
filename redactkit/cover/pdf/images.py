"""Pictures of a PDF: what lies under an area, beyond the page or behind a mask is painted over in their own samples.

Outside of an area and its rim (`redactkit.cover.pdf.gone`) a picture stays the same to the last bit; only a JPEG is
coded anew, with its own tables. Black and white has no rim: nothing rings there. Masks are painted too: the shape of a
mask can show the same as the picture.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
from PIL import Image

from redactkit.cover.paint import paint
from redactkit.cover.pdf.gone import Under, blank
from redactkit.cover.pdf.jpeg import ANEW, coding, header_of, options, says_otherwise, without_surplus
from redactkit.cover.pdf.samples import painted, shown
from redactkit.cover.pdf.unseen import is_masked, unseen
from redactkit.errors import TooLargeError
from redactkit.model import Page
from redactkit.pdf.affine import inverse
from redactkit.pdf.budget import check_image, filters
from redactkit.pdf.layout import layout
from redactkit.pdf.lexer import MalformedContent
from redactkit.policy import Style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PIL.JpegImagePlugin import JpegImageFile

    from redactkit.model import JpegCoding, Quad
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
_NOWHERE = Under((), (), None)
_MAX_PAINTED = 2000  # pictures of one document; more are not drawn by any program that means well


class Pictures:
    """The pictures of a document that were painted on; the same picture painted alike is written once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._painted: dict[tuple[tuple[int, int], Under], pikepdf.Object | None] = {}

    def paint(
        self,
        image: pikepdf.Stream,
        matrix: Matrix,
        quads: Sequence[Quad],
        keeps: Sequence[Quad] = (),
        page: Quad | None = None,
    ) -> pikepdf.Object | None:
        """Return a picture without what lies under quads, beyond the page or behind its mask; None when all stays.

        Parameters
        ----------
        image : Stream
            Left as it is.
        matrix : Matrix
            From the unit square that it fills to user space.
        quads : sequence of Quad
            User space.
        keeps : sequence of Quad
            What stays next to them, likewise.
        page : Quad or None
            Likewise; None for a picture that does not leave the page.

        Raises
        ------
        MalformedContent
            It does not decode.
        ZeroDivisionError
            The matrix is singular.
        """
        under = Under.of(quads, keeps, inverse(matrix), page)
        key = image.objgen, under
        if key not in self._painted:
            if len(self._painted) == _MAX_PAINTED:
                raise MalformedContent("more pictures under areas than a document may have")
            self._painted[key] = self._paint(image, under)
        return self._painted[key]

    def bare(self, image: pikepdf.Stream) -> pikepdf.Object | None:
        """Return a picture without what nobody sees of it, wherever it stands; None when it has nothing of that.

        Raises
        ------
        MalformedContent
            It does not decode.
        """
        key = image.objgen, _NOWHERE
        if key not in self._painted:
            self._painted[key] = self._paint(image, _NOWHERE) if is_masked(image) else self._trimmed(image)
        return self._painted[key]

    def _trimmed(self, image: pikepdf.Stream) -> pikepdf.Object | None:
        if filters(image) != ["/DCTDecode"]:
            return None
        code = image.read_raw_bytes()
        bare = without_surplus(code)
        if bare == code:
            return None
        copy = self._pdf.make_stream(bare)
        for key in (*_KEPT, "/Mask", "/Filter", "/DecodeParms"):
            if key in image:
                copy[key] = image[key]
        return copy

    def _paint(self, image: pikepdf.Stream, under: Under) -> pikepdf.Object | None:
        """Return a copy of a picture, painted; None when no pixel is."""
        if filters(image)[-1:] == ["/JPXDecode"]:
            copy = self._paint_jpeg2000(image, under)
        else:
            header = header_of(self._pdf, image)
            if header and says_otherwise(image):
                raise MalformedContent("a JPEG that is not what it says")
            if header and len(header.layer) in (1, 3):
                copy = self._paint_jpeg(image, header, under)
            else:
                copy = self._paint_samples(image, under, coding(header) if header else None)
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

    def _paint_samples(self, image: pikepdf.Stream, under: Under, blocks: JpegCoding | None) -> pikepdf.Stream | None:
        plan = layout(image)
        size = plan.width, plan.height
        gone = under.gone(*size, under.area(blank(*size, blocks)) if plan.bits > 1 else None)
        gone = gone.beside(unseen(image, *size))
        if gone.nothing:
            return None
        clear = bool(image.get("/ImageMask", False)) and not _is_inverted(image)  # 1 leaves the page as it is
        return self._pdf.make_stream(painted(image, plan, gone, int(clear)))

    def _paint_jpeg(self, image: pikepdf.Stream, header: JpegImageFile, under: Under) -> pikepdf.Stream | None:
        try:
            check_image(*header.size)
            pixels = np.asarray(header)
        except (OSError, SyntaxError, ValueError, TooLargeError):
            raise MalformedContent("a JPEG that does not decode") from None
        page = Page(0, pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2), coding=coding(header))
        return self._paint_pixels(image, page, under, "RGB" if pixels.ndim == 3 else "L", options(header))

    def _paint_jpeg2000(self, image: pikepdf.Stream, under: Under) -> pikepdf.Stream | None:
        """Paint a JPEG 2000 as a viewer shows it: what its samples mean may stand in its own code."""
        if image.get("/SMaskInData", 0) != 0:
            raise MalformedContent("a picture with a mask in its own code")
        copy = self._paint_pixels(image, Page(0, shown(image, {})), under, "RGB", ANEW)
        if copy is not None:
            copy["/ColorSpace"], copy["/BitsPerComponent"], copy["/Decode"] = (
                pikepdf.Name.DeviceRGB,
                8,
                pikepdf.Array([0, 1] * 3),
            )
        return copy

    def _paint_pixels(
        self, image: pikepdf.Stream, page: Page, under: Under, mode: str, options: Mapping[str, Any]
    ) -> pikepdf.Stream | None:
        height, width = page.pixels.shape[:2]
        area = under.area(page)
        gone = under.gone(width, height, area).beside(unseen(image, width, height))
        if gone.nothing:
            return None
        result = paint(page, under.pixels(width, height), area, Style.SOLID).pixels.copy()
        gone.soften(result)
        out = io.BytesIO()
        Image.fromarray(result if mode == "RGB" else result[..., 0]).save(out, "JPEG", **options)
        copy = self._pdf.make_stream(out.getvalue())
        copy["/Filter"] = pikepdf.Name.DCTDecode
        copy["/Width"], copy["/Height"] = width, height
        return copy


def _is_inverted(image: pikepdf.Stream) -> bool:
    return "/Decode" in image and float(image["/Decode"][0]) > 0
