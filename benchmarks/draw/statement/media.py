"""From a set statement to the file that a person would send: a PDF, a scan, a photo, a small picture, a TIFF."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from benchmarks.draw.photo import card_corners, shoot, to_picture
from benchmarks.draw.spec import Backdrop, CardSpec, generator
from benchmarks.draw.statement import pdf
from benchmarks.draw.statement.compose import compose
from benchmarks.draw.statement.scan import scan_pdf
from benchmarks.draw.statement.spec import Medium
from benchmarks.draw.statement.truth import TRUTH_DPI, DrawnStatement, values_of
from benchmarks.draw.texture import blurred, clouds

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.draw.statement.press import Press
    from benchmarks.draw.statement.spec import StatementSpec
    from benchmarks.draw.statement.truth import Quad, Value
    from benchmarks.draw.texture import Picture

Pixels: TypeAlias = NDArray[np.uint8]
Matrix: TypeAlias = NDArray[np.float64]  # (3, 3)

_SHOT_DPI = 220  # of the page before it is photographed
_BOW, _LEAN = 0.02, 0.008  # at a curl of 1, how far a page bends down and aside, in heights and widths
_BLACK_BELOW = 185  # grey level; thin strokes still hold together


def draw_statement(spec: StatementSpec) -> DrawnStatement:
    """Draw the statement of a spec; the same spec gives the same file."""
    press = compose(spec)
    return _MEDIA[spec.medium](press, pdf.encode(press))


def rendered(data: bytes, dpi: float, password: str = "") -> list[Pixels]:
    """Return the pages of a PDF as viewers show them, RGB."""
    document = pypdfium2.PdfDocument(data, password=password or None)
    document.init_forms()
    scale = dpi / 72 * (1 - 1e-9)  # sizes are rounded up; 792 pt at 150 dpi are 1650 pixels, not 1651
    try:
        return [np.array(page.render(scale=scale, rev_byteorder=True).to_numpy()[..., :3]) for page in document]
    finally:
        document.close()


def _born_digital(press: Press, data: bytes) -> DrawnStatement:
    sizes = tuple(_size(sheet.width_pt, sheet.height_pt) for sheet in press.sheets)
    values: list[Value] = []
    for n, (sheet, size) in enumerate(zip(press.sheets, sizes, strict=True)):
        values += values_of(sheet.marks, n, _scaled(size[0] / sheet.width_pt, size[1] / sheet.height_pt))
    return DrawnStatement(data, ".pdf", sizes, tuple(values), press.spec)


def _scanned(press: Press, data: bytes) -> DrawnStatement:
    pages, sizes = [], []
    values: list[Value] = []
    for n, flat in enumerate(_plain_pages(press, data, press.spec.dpi)):
        picture, matrix = _through_a_scanner(flat, press.spec, n)
        width_pt, height_pt = (side * 72 / press.spec.dpi for side in picture.shape[1::-1])
        size = _size(width_pt, height_pt)
        shrink = np.diag((size[0] / picture.shape[1], size[1] / picture.shape[0], 1.0))
        values += values_of(press.sheets[n].marks, n, _mapped(shrink @ matrix @ _from_points(press, n, flat)))
        pages.append(picture)
        sizes.append(size)
    data = scan_pdf(pages, values, press.spec)
    return DrawnStatement(data, ".pdf", tuple(sizes), tuple(values), press.spec)


def _archived(press: Press, data: bytes) -> DrawnStatement:
    pages = []
    values: list[Value] = []
    for n, flat in enumerate(_plain_pages(press, data, press.spec.dpi)):
        picture, matrix = _through_a_scanner(flat, press.spec, n)
        values += values_of(press.sheets[n].marks, n, _mapped(matrix @ _from_points(press, n, flat)))
        pages.append(Image.fromarray(picture).convert("1" if press.spec.bilevel else "L"))
    target = io.BytesIO()
    how = "group4" if press.spec.bilevel else "tiff_adobe_deflate"
    dpi = (press.spec.dpi, press.spec.dpi)
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], compression=how, dpi=dpi)
    return DrawnStatement(target.getvalue(), ".tiff", tuple(page.size for page in pages), tuple(values), press.spec)


def _shrunk(press: Press, data: bytes) -> DrawnStatement:
    spec, flat = press.spec, _plain_pages(press, data, 150)[0]
    width, height = spec.width_px, round(spec.width_px * flat.shape[0] / flat.shape[1])
    picture = cv2.resize(flat, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    picture = blurred(picture, spec.defocus_px)
    picture += generator(spec.seed, "small").standard_normal(picture.shape, np.float32) * spec.noise
    matrix = np.diag((width / flat.shape[1], height / flat.shape[0], 1.0)) @ _from_points(press, 0, flat)
    return _picture(press, _clipped(picture), values_of(press.sheets[0].marks, 0, _mapped(matrix)))


def _photographed(press: Press, data: bytes) -> DrawnStatement:
    spec, flat = press.spec, _plain_pages(press, data, _SHOT_DPI)[0]
    bent, outline, bend = _bent(flat.astype(np.float32), spec.curl)
    size_mm = tuple(side * 25.4 / _SHOT_DPI for side in bent.shape[1::-1])
    shot = CardSpec(
        seed=spec.seed,
        backdrop=Backdrop(spec.backdrop),
        width_px=spec.width_px,
        height_px=spec.height_px,
        tilt_deg=spec.tilt_deg,
        perspective=spec.perspective,
        defocus_mm=spec.defocus_px * size_mm[1] / (0.85 * spec.height_px),
        noise=spec.noise,
    )
    edges = np.array([(0, 0), (bent.shape[1], 0), bent.shape[1::-1], (0, bent.shape[0])], np.float32)
    place = card_corners(shot, size_mm).astype(np.float32)
    to_scene = cv2.getPerspectiveTransform(edges, place).astype(np.float64)
    paper_mm = (flat.shape[1] * 25.4 / _SHOT_DPI, flat.shape[0] * 25.4 / _SHOT_DPI)
    pixels = shoot(bent, to_scene, shot, paper_mm, outline)
    from_bent = _mapped(to_picture(shot) @ to_scene)
    to_flat = _mapped(_from_points(press, 0, flat))
    return _picture(press, pixels, values_of(press.sheets[0].marks, 0, lambda quad: from_bent(bend(to_flat(quad)))))


def _bent(flat: Picture, curl: float) -> tuple[Picture, Picture, Callable[[Quad], Quad]]:
    """Let a page bow and lean; return it with what is paper and where its points went."""
    high, wide = flat.shape[:2]
    bow, lean = curl * _BOW * high, curl * _LEAN * wide
    edge = (math.ceil(lean) + 2, math.ceil(bow) + 2)

    def bend(points: Quad) -> Quad:
        y = points[:, 1] + bow * np.sin(np.pi * points[:, 0] / wide)
        x = points[:, 0] + lean * np.sin(np.pi * y / high)
        return np.stack([x + edge[0], y + edge[1]], axis=1)

    y, x = np.mgrid[0 : high + 2 * edge[1], 0 : wide + 2 * edge[0]].astype(np.float32)
    y, x = y - edge[1], x - edge[0]
    x = (x - lean * np.sin(np.pi * y / high)).astype(np.float32)
    light = (1 - 0.12 * curl * np.cos(np.pi * x / wide))[..., None]
    y = (y - bow * np.sin(np.pi * x / wide)).astype(np.float32)
    bent = cv2.remap(flat, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outline = cv2.remap(np.ones((high, wide), np.float32), x, y, cv2.INTER_LINEAR)
    return (bent * light).astype(np.float32), outline.astype(np.float32), bend


def _through_a_scanner(flat: Pixels, spec: StatementSpec, page: int) -> tuple[Pixels, Matrix]:
    """Return a page as a scanner delivers it, and where its points went."""
    throw = generator(spec.seed, f"scan {page}")
    high, wide = flat.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), spec.tilt_deg + 0.1 * float(throw.normal()), 1.0)
    picture = cv2.warpAffine(flat, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    sheet = blurred(picture.astype(np.float32), spec.defocus_px * spec.dpi / 150)
    sheet = sheet * np.float32(0.94) + 4  # ink is never black and paper never white
    sheet += (clouds((high, wide), throw, 2, 2) * 2)[..., None]
    sheet += throw.standard_normal((high, wide, 1), np.float32) * spec.noise
    pixels = _clipped(sheet)
    if spec.bilevel:
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        pixels = np.where(grey < _BLACK_BELOW, 0, 255).astype(np.uint8)
    return pixels, np.vstack([turn, (0, 0, 1)])


def _plain_pages(press: Press, data: bytes, dpi: float) -> list[Pixels]:
    return rendered(data, dpi, press.spec.password)


def _picture(press: Press, pixels: Pixels, values: tuple[Value, ...]) -> DrawnStatement:
    target, quality = io.BytesIO(), press.spec.jpeg_quality
    if quality:
        Image.fromarray(pixels).save(target, "JPEG", quality=quality)
    else:
        Image.fromarray(pixels).save(target, "PNG", optimize=True)
    size = (pixels.shape[1], pixels.shape[0])
    return DrawnStatement(target.getvalue(), ".jpg" if quality else ".png", (size,), values, press.spec)


def _size(width_pt: float, height_pt: float) -> tuple[int, int]:
    """Return a page's pixels at 150 dpi, rounded up as pdfium does."""
    width, height = (math.ceil(side * TRUTH_DPI / 72 - 1e-3) for side in (width_pt, height_pt))
    return width, height


def _from_points(press: Press, page: int, flat: Pixels) -> Matrix:
    sheet = press.sheets[page]
    return np.diag((flat.shape[1] / sheet.width_pt, flat.shape[0] / sheet.height_pt, 1.0))


def _scaled(x_scale: float, y_scale: float) -> Callable[[Quad], Quad]:
    return lambda quad: quad * (x_scale, y_scale)


def _mapped(matrix: Matrix) -> Callable[[Quad], Quad]:
    return lambda quad: cv2.perspectiveTransform(quad[None], matrix)[0].astype(np.float64)


def _clipped(picture: Picture) -> Pixels:
    return np.clip(picture, 0, 255).round().astype(np.uint8)


_MEDIA: dict[Medium, Callable[[Press, bytes], DrawnStatement]] = {
    Medium.PDF: _born_digital,
    Medium.SCAN: _scanned,
    Medium.PHOTO: _photographed,
    Medium.SMALL: _shrunk,
    Medium.TIFF: _archived,
}
