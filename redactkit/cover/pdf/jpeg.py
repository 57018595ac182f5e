"""Pictures of a PDF that are JPEGs: their code, how its blocks lie, and how to code one like another."""

from __future__ import annotations

import io
import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pikepdf
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from redactkit.model import Grid, JpegCoding
from redactkit.pdf.budget import filters
from redactkit.pdf.codestream import scans
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.resources import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

_LAST = 8  # bytes of a scan: what is hidden in fewer is no account number
_BLOCK_PX = 8  # ITU-T T.81, A.3.1
_USUAL = JpegCoding(Grid(_BLOCK_PX, _BLOCK_PX), Grid(2 * _BLOCK_PX, 2 * _BLOCK_PX))  # 4:2:0
ANEW: Mapping[str, Any] = MappingProxyType({"quality": 92, "subsampling": 0})
"""How a picture is coded that was no JPEG, or one whose tables cannot be used again: 92 on libjpeg's scale is 45 dB."""


def header_of(pdf: pikepdf.Pdf, image: pikepdf.Stream) -> JpegImageFile | None:
    """Return a picture that is coded as a JPEG, opened; None of any other.

    Raises
    ------
    MalformedContent
        It does not open.
    """
    names = filters(image)
    if not names or names[-1] != "/DCTDecode":
        return None
    code = image.read_raw_bytes()
    for name in names[:-1]:
        wrapped = pdf.make_stream(code)
        wrapped["/Filter"] = pikepdf.Name(name)
        code = decoded(wrapped)
    try:
        header = JpegImageFile(io.BytesIO(code))
    except (OSError, SyntaxError, ValueError):
        raise MalformedContent("a JPEG that does not decode") from None
    if not all(across and down for _, across, down, *_ in header.layer):
        raise MalformedContent("a JPEG with a component without samples")
    return header


def says_otherwise(image: pikepdf.Stream) -> bool:
    """Tell whether the dictionary of a JPEG says what its components mean: the code alone would be misread."""
    found = image.get("/DecodeParms")
    parameters = list(found) if isinstance(found, pikepdf.Array) else [found]
    return any("/ColorTransform" in each for each in parameters if isinstance(each, pikepdf.Dictionary))


def coding(header: JpegImageFile) -> JpegCoding:
    """Return how the blocks of a JPEG lie. A single component has no larger unit (ITU-T T.81, A.2.2)."""
    across, down = [part[1] for part in header.layer], [part[2] for part in header.layer]
    if len(header.layer) == 1:
        return JpegCoding(Grid(_BLOCK_PX, _BLOCK_PX), Grid(_BLOCK_PX, _BLOCK_PX))
    luma = Grid(_BLOCK_PX * max(across) // across[0], _BLOCK_PX * max(down) // down[0])
    return JpegCoding(luma, Grid(_BLOCK_PX * max(across) // min(across[1:]), _BLOCK_PX * max(down) // min(down[1:])))


def options(header: JpegImageFile) -> Mapping[str, Any]:
    """Return how to code a JPEG like another one. Its tables mean nothing when its components are R, G and B."""
    tables = [header.quantization.get(part[3]) for part in header.layer]
    is_rgb = len(tables) == 3 and (
        header.info.get("adobe_transform") == 0 or bytes(part[0] for part in header.layer) == b"RGB"
    )
    sampling = get_sampling(header)
    if is_rgb or not all(tables):
        return ANEW
    while len(tables) > 1 and tables[-1] == tables[-2]:
        tables.pop()
    return {"qtables": tables, "subsampling": sampling if sampling >= 0 else 2}


def coarsest(data: bytes) -> JpegCoding | None:
    """Return the blocks that hold those of all JPEGs in a PDF; None without any."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for image in pdf.objects:
            if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == "/Image":
                try:
                    header = header_of(pdf, image)
                except (MalformedContent, pikepdf.PdfError):
                    found.append(_USUAL)  # whoever draws it may read what does not open here
                else:
                    found += [coding(header)] if header else []
    if not found:
        return None
    return JpegCoding(_around([one.luma for one in found]), _around([one.chroma for one in found]))


def _around(grids: list[Grid]) -> Grid:
    return Grid(math.lcm(*(grid.step_x for grid in grids)), math.lcm(*(grid.step_y for grid in grids)))


def without_surplus(code: bytes) -> bytes:
    """Return a JPEG without the bytes between the last block of a scan and its end, which no decoder reads.

    Decodes it once, and where something is left out, again and again: where blocks end, only a decoder knows. Bytes
    that are all 0 or 255 stay, for they say nothing, and short codes of the last blocks may consist of them.
    """
    try:
        whole = _decoded(code)
    except (OSError, SyntaxError, ValueError):
        return code
    for start, end in reversed(scans(code)):
        if not _same(whole, code[: end - _LAST] + code[end:]):
            continue
        low, high = start, end - _LAST  # as long as that it is the same, and as short as this not
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if _same(whole, code[:middle] + code[end:]) else (middle, high)
        if not set(code[high:end]) <= {0x00, 0xFF}:
            code = code[:high] + code[end:]
    return code


def _same(whole: bytes, code: bytes) -> bool:
    try:
        return _decoded(code) == whole
    except (OSError, SyntaxError, ValueError):
        return False


def _decoded(code: bytes) -> bytes:
    return JpegImageFile(io.BytesIO(code)).tobytes()
