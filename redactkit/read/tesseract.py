"""Tesseract as an engine, for the scripts that the default engine's alphabet lacks.

One child process per kind of look, one thread each. What passes between us and the child lies in a folder that
only this user can open and that is gone when the reading is; what the child complains about is not repeated.
"""

from __future__ import annotations

import os
from collections import ChainMap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias
from xml.etree.ElementTree import ParseError

import cv2
import numpy as np
from pytesseract import pytesseract

from redactkit.errors import EngineError
from redactkit.geometry import bounds, clip, height, scale, width
from redactkit.read.hocr import Span, cut, parse
from redactkit.read.settled import unsettled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from redactkit.model import Line, Pixels, Quad
    from redactkit.protocols import Look

    Gray: TypeAlias = NDArray[np.uint8]  # (height, width)

TIMEOUT_S = 60
"""Longest run of the program, seconds: thirty times what a dense A4 page takes on one core."""

_SIDE_FACTOR = 1.5
"""Reading side over `Look.side_px`: of 171 values on 23 pictures it read 82 at side 960, 87 at 1440, 86 at 1920."""

_STRIP_PX, _BORDER_PX = 48, 8
"""Height and border of a strip: of 225 labelled values 128 were read at 32 and 8, 130 at 48 and 8, 126 at 96 and 16."""

_LONGEST_PX = 32_000  # the program refuses sides above 32,767
_SPARSE, _SINGLE_LINE = 11, 7  # page segmentation modes

# One thread a process unless the user's environment says otherwise; pytesseract hands this mapping to its children.
pytesseract.environ = ChainMap(os.environ, {"OMP_THREAD_LIMIT": "1"})


class TesseractEngine:
    """Reads with the tesseract program.

    Parameters
    ----------
    languages : str
        Codes of language packs, joined by a plus sign: ``"eng"``, ``"eng+rus"``.
    """

    name = "tesseract"

    def __init__(self, languages: str = "eng") -> None:
        self.languages = languages

    def read(self, pixels: Pixels, look: Look) -> tuple[Line, ...]:
        """Read one page; see `redactkit.protocols.Engine`.

        Raises
        ------
        EngineError
            The program or a language pack is missing, failed, or ran longer than `TIMEOUT_S`.
        """
        _require(self.languages)
        gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        lines = self._strips(gray, look.strips)
        if look.side_px > 0:
            lines += unsettled(self._page(gray, look.side_px), look.settled)
        return lines

    def _page(self, gray: Gray, side_px: int) -> tuple[Line, ...]:
        """Locate and read the lines of a page."""
        high, wide = gray.shape
        factor = min(_SIDE_FACTOR * side_px, _LONGEST_PX) / max(high, wide)
        (spans,) = _run([_scaled(gray, factor)], _SPARSE, self.languages)
        return tuple(_on_page(span, factor, wide, high) for span in spans)

    def _strips(self, gray: Gray, strips: Sequence[Quad]) -> tuple[Line, ...]:
        """Read single lines, each warped upright."""
        if not strips:
            return ()
        high, wide = gray.shape
        quads = [clip(strip, wide, high) for strip in strips]
        images = [_upright(gray, quad) for quad in quads]
        read = _run(images, _SINGLE_LINE, self.languages)
        return tuple(_on_strip(*found) for found in zip(quads, images, read, strict=True))


def _on_page(span: Span, factor: float, wide: int, high: int) -> Line:
    left, _, right, _ = bounds([span.quad])
    return cut(clip(scale(span.quad, 1 / factor), wide, high), span, left, right)


def _on_strip(quad: Quad, image: Gray, spans: Sequence[Span]) -> Line:
    words = tuple(word for span in spans for word in span.words)
    return cut(quad, Span(quad, words), _BORDER_PX, image.shape[1] - _BORDER_PX)


def _upright(gray: Gray, quad: Quad) -> Gray:
    """Return the line in a quad `_STRIP_PX` high, with a border all around."""
    wide, high = max(1, round(width(quad))), max(1, round(height(quad)))
    there = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(np.array(quad.corners, dtype=np.float32), there)
    line = cv2.warpPerspective(gray, warp, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    line = _scaled(np.asarray(line, dtype=np.uint8), min(_STRIP_PX / high, _LONGEST_PX / wide))
    border = (_BORDER_PX,) * 4
    return np.asarray(cv2.copyMakeBorder(line, *border, cv2.BORDER_REPLICATE), dtype=np.uint8)


def _scaled(gray: Gray, factor: float) -> Gray:
    size = [max(1, round(side * factor)) for side in reversed(gray.shape)]
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, size, interpolation=method), dtype=np.uint8)


def _run(images: Sequence[Gray], mode: int, languages: str) -> tuple[tuple[Span, ...], ...]:
    """Read pictures in one run of the program; return the lines of each.

    The errors are raised outside of the handlers: no chained exception carries the program's own words.
    """
    with TemporaryDirectory(prefix="redactkit-") as name:
        folder = Path(name)
        files = [folder / f"{i}.pgm" for i in range(len(images))]
        for file, image in zip(files, images, strict=True):
            file.write_bytes(cv2.imencode(".pgm", image)[1].tobytes())
        (folder / "list").write_text("".join(f"{file}\n" for file in files))
        config = f"--psm {mode} -c hocr_char_boxes=1"
        try:
            pytesseract.run_tesseract(
                str(folder / "list"), str(folder / "read"), "hocr", languages, config, timeout=TIMEOUT_S
            )
            return parse((folder / "read.hocr").read_bytes())
        except pytesseract.TesseractError as error:
            problem = f"tesseract ended with status {error.status}"
        except RuntimeError:
            problem = f"tesseract ran longer than {TIMEOUT_S} s and was stopped: send a smaller picture"
        except (OSError, ParseError, ValueError) as error:
            problem = f"tesseract left no usable reading ({type(error).__name__})"
    raise EngineError(problem)


def _require(languages: str) -> None:
    """Raise EngineError unless the program and all language packs are there; the program itself skips missing ones."""
    try:
        installed = pytesseract.get_languages()
    except OSError:
        installed = []
    if not installed:
        raise EngineError("the tesseract program is missing: apt-get install tesseract-ocr")
    missing = [code for code in languages.split("+") if code not in installed]
    if missing:
        packages = " ".join(f"tesseract-ocr-{code.replace('_', '-')}" for code in missing)
        raise EngineError(f"tesseract cannot read {', '.join(missing)}: apt-get install {packages}")
