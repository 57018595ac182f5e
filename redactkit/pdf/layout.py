"""How the samples of a PDF picture lie, and whether anything lies behind them. ISO 32000-2, 8.9.5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from redactkit.pdf.budget import MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, inflated
from redactkit.pdf.lexer import MalformedContent

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEPTHS = (1, 2, 4, 8, 16)  # bits, table 87
_PNG = 10  # predictors from here on, table 10
_COMPONENTS = {
    "/DeviceGray": 1,
    "/G": 1,
    "/CalGray": 1,
    "/Indexed": 1,
    "/I": 1,
    "/Separation": 1,
    "/DeviceRGB": 3,
    "/RGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
    "/CMYK": 4,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How samples lie: rows of `width` pixels, each of `components` of `bits`, rows padded to whole bytes."""

    width: int
    height: int
    components: int
    bits: int

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return (self.width * self.components * self.bits + 7) // 8

    @property
    def bytes(self) -> int:
        """Bytes of all rows."""
        return self.row_bytes * self.height


def layout(image: pikepdf.Stream) -> Layout:
    """Return how the samples of an image lie.

    Raises
    ------
    MalformedContent
        The dictionary does not say, or says more than a picture may have.
    """
    is_mask = bool(image.get("/ImageMask", False))
    try:
        width, height = int(image["/Width"]), int(image["/Height"])
        bits = 1 if is_mask else int(image["/BitsPerComponent"])
        components = 1 if is_mask else _components(image["/ColorSpace"])
    except (KeyError, TypeError, ValueError):
        raise MalformedContent("an image that does not say what it holds") from None
    if not (0 < width * height <= MAX_IMAGE_PIXELS and width > 0 and 0 < components <= 32 and bits in _DEPTHS):
        raise MalformedContent("an image of a size or depth that is not in use")
    return Layout(width, height, components, bits)


def _components(space: pikepdf.Object) -> int:
    if isinstance(space, pikepdf.Name):
        return _COMPONENTS[str(space)]
    kind = str(space[0])
    if kind == "/ICCBased":
        return int(space[1]["/N"])
    return len(space[1]) if kind == "/DeviceN" else _COMPONENTS[kind]


def is_surpassed(image: pikepdf.Stream, names: Sequence[str]) -> bool:
    """Tell whether anything follows the last sample of an image, or the code of its samples.

    Parameters
    ----------
    image : Stream
    names : sequence of str
        Its filters; none of them is a code for pictures.
    """
    try:
        plan = layout(image)
    except MalformedContent:
        return False  # nobody knows where they end
    if list(names) != ["/FlateDecode"]:
        return len(image.read_bytes()) > plan.bytes
    parameters = image.get("/DecodeParms")
    predictor = parameters.get("/Predictor", 1) if isinstance(parameters, pikepdf.Dictionary) else 1
    marks = plan.height if int(predictor) >= _PNG else 0  # a byte in front of each row tells how it is predicted
    size, rest = inflated(image.read_raw_bytes(), MAX_IMAGE_BYTES)
    return size > plan.bytes + marks or bool(rest.strip())
