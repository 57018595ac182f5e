"""How a file is coded, and how it is covered: a blur, a mosaic, plain boxes, and redactkit.

Everything takes a file and gives back the pixels that the attacker sees in the covered one, coded like the source.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

import redactkit
from benchmarks.attack.scenes import inside, window
from benchmarks.draw.statement import StatementSpec
from benchmarks.draw.statement.scan import scan_pdf
from redactkit.geometry import scale
from redactkit.load import load
from redactkit.model import Cell, Cover, DocumentKind, FieldKind, Grid, JpegCoding, Keep, Line
from redactkit.plans import Plan
from redactkit.read.scripted import ScriptedEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.attack.scenes import Scene
    from redactkit.model import Mask, Pixels

    Hide: TypeAlias = Callable[[Pixels, Scene], Pixels]

_SCAN_DPI = 110  # of the one page of a PDF
_NESTED = 14  # forms in forms: more than redactkit rewrites, so that the page becomes pixels
_BLACK = 0
_BEYOND_PX = 48  # what a blur of 16 px still reads (3 sigma)


class File(StrEnum):
    """What the source is."""

    PNG = "PNG"
    JPEG = "JPEG"
    SCAN = "PDF scan"
    DRAWN = "PDF scan that becomes pixels"


@dataclass(frozen=True, slots=True)
class Coding:
    """How pictures are coded.

    Attributes
    ----------
    file : File
    quality : int
        Of a JPEG, and of the one in a scan.
    sampling : int
        Pillow's code: 0 is 4:4:4, 1 is 4:2:2, 2 is 4:2:0; a scan has always 2.
    """

    file: File
    quality: int = 85
    sampling: int = 2

    def __str__(self) -> str:
        """Return what a table calls it."""
        sampling = ("4:4:4", "4:2:2", "4:2:0")[self.sampling]
        return self.file.value if self.file is File.PNG else f"{self.file} q{self.quality} {sampling}"

    def encode(self, pixels: Pixels) -> bytes:
        """Return a file of the pixels."""
        if self.file in (File.SCAN, File.DRAWN):
            scan = scan_pdf([pixels], (), StatementSpec(dpi=_SCAN_DPI, jpeg_quality=self.quality))
            return scan if self.file is File.SCAN else _nested(scan)
        out = io.BytesIO()
        picture = Image.fromarray(pixels)
        if self.file is File.PNG:
            picture.save(out, "PNG", compress_level=0)
        else:
            picture.save(out, "JPEG", quality=self.quality, subsampling=self.sampling)
        return out.getvalue()

    @property
    def blocks(self) -> JpegCoding | None:
        """Which pixels a JPEG codes together."""
        if self.file is File.PNG:
            return None
        across, down = ((8, 8), (16, 8), (16, 16))[self.sampling]
        return JpegCoding(Grid(8, 8), Grid(across, down))


def _nested(data: bytes) -> bytes:
    """Return a PDF of one page whose content is a form in a form, and so on."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        content, found = page.Contents.read_bytes(), page.Resources
        for _ in range(_NESTED):
            form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=page.MediaBox, Resources=found)
            content, found = b"/X Do", Dictionary(XObject=Dictionary(X=form))
        page.Contents, page.Resources = pdf.make_stream(content), found
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def decode(data: bytes) -> Pixels:
    """Return the pixels of a picture, or of the one picture in a PDF."""
    if not data.startswith(b"%PDF"):
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (image,) = (found for found in pdf.objects if isinstance(found, pikepdf.Stream) and "/Width" in found)
        return np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("RGB"))


def gaussian(sigma_px: float) -> Hide:
    """Return a blur of what lies in a cover."""
    return partial(_within, lambda part: np.asarray(cv2.GaussianBlur(part, (0, 0), sigma_px), np.uint8))


def mosaic(side_px: int) -> Hide:
    """Return tiles of the mean colour of what lies in them."""

    def tiled(part: Pixels) -> Pixels:
        high, wide = part.shape[0] // side_px, part.shape[1] // side_px
        rows = np.minimum(np.arange(part.shape[0]) // side_px, high - 1)
        columns = np.minimum(np.arange(part.shape[1]) // side_px, wide - 1)
        means = cv2.resize(part[: high * side_px, : wide * side_px], (wide, high), interpolation=cv2.INTER_AREA)
        return np.asarray(np.asarray(means)[rows][:, columns], np.uint8)

    return partial(_within, tiled)


def boxes(margin_px: int) -> Hide:
    """Return black boxes around the ink of each word, so far beyond it.

    At 0 px they are what presidio-image-redactor paints: its `redact` fills the upright boxes that Tesseract puts
    around the ink of each word, without a margin. It would hide the last four of a card number, too; here they stay.
    """

    def hide(pixels: Pixels, scene: Scene) -> Pixels:
        out = pixels.copy()
        out[boxed(scene, margin_px)] = _BLACK
        return out

    return hide


def boxed(scene: Scene, margin_px: int) -> Mask:
    """Return the pixels in such boxes."""
    held = np.zeros(scene.pixels.shape[:2], np.bool_)
    for left, top, right, bottom in scene.words:
        held[max(0, top - margin_px) : bottom + margin_px, max(0, left - margin_px) : right + margin_px] = True
    return held


def published(data: bytes, coding: Coding, hide: Hide, scene: Scene) -> Pixels:
    """Return what is seen of a file that someone opened, covered and saved as it was; a PNG keeps every pixel."""
    covered = hide(decode(data), scene)
    return covered if coding.file is File.PNG else decode(coding.encode(covered))


def ours(data: bytes, scene: Scene) -> bytes:
    """Return the file that redactkit makes: the plan and the readings are given, so no engine is needed."""
    plan = plan_of(data, scene)
    ratio = plan.sizes[0][0] / scene.pixels.shape[1]
    lines = []
    for secret in scene.secrets:
        if secret.keep:
            cells = tuple(Cell(char, scale(quad, ratio)) for char, quad in secret.tail)
            lines.append(Line(scale(secret.keep, ratio), cells, 1.0, cells))
    return redactkit.apply(data, plan, engine=ScriptedEngine(lines)).data


def plan_of(data: bytes, scene: Scene) -> Plan:
    """Return the plan that covers the secrets of a scene, in pixels of the file's page."""
    sizes = load(data).sizes
    ratio = sizes[0][0] / scene.pixels.shape[1]
    covers = tuple(Cover(FieldKind.NUMBER, 0, (scale(secret.cover, ratio),)) for secret in scene.secrets)
    keeps = tuple(
        Keep(FieldKind.PAN, 0, scale(secret.keep, ratio), "".join(char for char, _ in secret.tail))
        for secret in scene.secrets
        if secret.keep
    )
    return Plan(DocumentKind(scene.document), "appeal", sizes, covers, keeps)


def _within(change: Callable[[Pixels], Pixels], pixels: Pixels, scene: Scene) -> Pixels:
    """Return the pixels, those in covers changed."""
    out = pixels.copy()
    for secret in scene.secrets:
        area = window(secret.cover, pixels.shape, _BEYOND_PX)
        held = inside(secret.cover, area)
        out[area][held] = change(pixels[area])[held]
    return out
