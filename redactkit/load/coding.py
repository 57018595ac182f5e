"""What a JPEG's header says about its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.model import JpegCoding

if TYPE_CHECKING:
    from PIL.JpegImagePlugin import JpegImageFile

    from redactkit.load.turn import Turn

_BLOCK_PX = 8  # ITU-T T.81, clause A.3.1
_SUBSAMPLING = {(1, 1): 0, (2, 1): 1, (2, 2): 2}  # Pillow's codes: PIL.JpegImagePlugin.get_sampling
_OTHER_SAMPLING = 2


def coding(header: JpegImageFile, turn: Turn, width_px: int, height_px: int, scale: int = 1) -> JpegCoding:
    """Return how a JPEG coded a page.

    Parameters
    ----------
    header : JpegImageFile
        Opened; not reduced by a draft.
    turn : Turn
        What was done to set the page upright.
    width_px, height_px : int
        Size of the upright page.
    scale : {1, 2, 4, 8}
        By which its decoding was reduced; above 1 there are no tables, for no page of this size was quantised.
    """
    (luma_x, luma_y), (chroma_x, chroma_y) = _pixels_a_sample(header)
    block = _BLOCK_PX // scale
    return JpegCoding(
        luma=turn.grid(block * luma_x, block * luma_y, width_px, height_px),
        chroma=turn.grid(block * chroma_x, block * chroma_y, width_px, height_px),
        tables=_tables(header, turn) if scale == 1 else (),
        subsampling=_SUBSAMPLING.get(turn.pair(chroma_x // luma_x, chroma_y // luma_y), _OTHER_SAMPLING),
    )


def _pixels_a_sample(header: JpegImageFile) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return how many pixels, across and down, a luma and a chroma sample stands for (ITU-T T.81, A.1.1).

    Of several chroma samplings the coarsest. A single component has no MCU whatever its factors (A.2.2).
    """
    if len(header.layer) == 1:
        return (1, 1), (1, 1)
    across, down = [part[1] for part in header.layer], [part[2] for part in header.layer]
    return (
        (max(across) // across[0], max(down) // down[0]),
        (max(across) // min(across[1:]), max(down) // min(down[1:])),
    )


def _tables(header: JpegImageFile, turn: Turn) -> tuple[tuple[int, ...], ...]:
    """Return one table a component without repeats at the end, as Pillow's ``qtables=`` expects them.

    Pillow reads and takes tables by rows. Empty when they would say nothing to an encoder of YCbCr
    or gray: the file holds CMYK or plain RGB, or its tables stand behind the header.
    """
    tables = [header.quantization.get(part[3]) for part in header.layer]
    if header.mode == "CMYK" or _is_plain_rgb(header):
        return ()
    turned = [turn.table(table) for table in tables if table]
    if len(turned) < len(tables):
        return ()
    while len(turned) > 1 and turned[-1] == turned[-2]:
        turned.pop()
    return tuple(turned)


def _is_plain_rgb(header: JpegImageFile) -> bool:
    """Tell whether three components are R, G and B, by the rule of libjpeg (default_decompress_parms in jdapimin.c)."""
    if len(header.layer) != 3 or "jfif" in header.info:
        return False
    if "adobe" in header.info:
        return header.info.get("adobe_transform") == 0
    return bytes(part[0] for part in header.layer) == b"RGB"
