"""A file as viewers show it, page by page, in grey levels; any format that redactkit takes or hands out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
import pypdfium2
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from numpy.typing import NDArray

Gray: TypeAlias = "NDArray[np.float32]"  # (height, width), 0 to 255

PDF_DPI = 150  # at which labels of PDFs are measured


class Pages(Protocol):
    """The pages of a file, drawn when they are asked for and not kept."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Gray: ...


def pages(data: bytes, password: str = "") -> Pages:
    """Open a PDF, if need be by its password, or a picture."""
    return _Drawn(data, password) if is_pdf(data) else _Shown(data)


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF; readers look for its mark in the first 1024 bytes."""
    return b"%PDF-" in data[:1024]


class _Drawn:
    def __init__(self, data: bytes, password: str) -> None:
        self._pdf = pypdfium2.PdfDocument(data, password=password or None)
        self._pdf.init_forms()  # so that fields are drawn

    def __len__(self) -> int:
        return len(self._pdf)

    def __getitem__(self, index: int) -> Gray:
        scale = PDF_DPI / 72 * (1 - 1e-9)  # sizes are rounded up; 792 pt at 150 dpi are 1650 pixels, not 1651
        pixels = self._pdf[index].render(scale=scale, grayscale=True).to_numpy()
        return np.asarray(pixels, np.float32).reshape(pixels.shape[:2])


class _Shown:
    def __init__(self, data: bytes) -> None:
        self._picture = Image.open(io.BytesIO(data))

    def __len__(self) -> int:
        return getattr(self._picture, "n_frames", 1)

    def __getitem__(self, index: int) -> Gray:
        """Return a frame; what is transparent is white."""
        self._picture.seek(index)
        picture = ImageOps.exif_transpose(self._picture).convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return np.asarray(Image.alpha_composite(white, picture).convert("L"), np.float32)
