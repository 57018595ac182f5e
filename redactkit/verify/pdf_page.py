"""Pages of a finished PDF beside those of the normalised original: nothing under a cover, everything else as it was.

What PDFium reads and draws is compared. A page that fails is not refused here: it becomes pixels and is checked again.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit import geometry
from redactkit.errors import InputError, LeakError
from redactkit.model import Quad
from redactkit.pdf.affine import apply, box_of, multiply, overlap
from redactkit.pdf.pdfium import Reader
from redactkit.pixels import resize
from redactkit.verify.pdf_characters import check_characters, check_hidden_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cv2.typing import MatLike

    from redactkit.model import Mask, Pixels
    from redactkit.pdf.affine import Matrix

_SIZE_PT = 0.1  # points; PDFium computes in 32 bits
_SHORTEST_PX, _LONGEST_PX = 800, 2000  # of the longer side when drawn: A4 at 72 dpi has 842
_RIM_PX = 4  # around areas: covers reach to the end of a character, and soft edges beyond
# Of an image's own, around areas in it: redactkit.cover.mask covers up to 8 * sqrt(2) as a margin, or whole blocks, of
# chroma up to 16 and the pixel beyond.
_PICTURE_RIM_PX = 17
_SMOOTHED_PX = 2  # what redactkit.cover.paint smooths of a keep lies between what is so near
_EATEN, _SHAVED = 1 / 48, 1 / 8  # of a keep's width and height at its ends: as much of it may go with a block
_EDGE_PX = 2  # around images and at the edges of what stays: they are soft, and drawings round
_SPECK_PX = 6  # differences that touch no more than so many others are dots

# Levels of 255 by which a pixel may lie outside of what its 3 x 3 neighbours are in the other drawing. Text and lines
# are drawn alike. Images are coded anew, down to quality 30, and perhaps halved: scans then differed by up to 113 in
# single pixels, and by more than 48 in up to 6 neighbours; pages as pixels, at quality 30, by more than 32 in none.
_ALIKE, _RECODED, _RASTERED = 12, 48, 32
_RECODED_SPECK_PX = 12

# PDFium cuts off what stands behind the point of a width, in thousandths of an em (612.793 is 612). Behind 16 removed
# characters of 10 pt text stood up to 0.16 pt too far left; behind the gap that they leave it stands where it belongs.
# Thin stems then differ. Drawn so large that 0.15 pt are two pixels they lie within 5 x 5 neighbours; from 0.15 to
# 0.2 pt on, text that moved does not (measured, 6 to 12 pt).
_ASIDE_PT, _ASIDE_PX = 0.15, 2
_MAX_ZOOM = 16
_TILE_PX, _MAX_TILES = 64, 48  # what is enlarged at once, and how often: of A4 a third, in 2 s

# Levels between the darkest and the lightest pixel of all covers of a page, their edges left out. Drawn, they are one
# colour; in JPEGs of quality 30 they differed by up to 60 (measured), what shows through does by 150.
_SOLID, _SOLID_RASTERED = 8, 90
_SOLID_RIM_PX, _RASTERED_RIM_PX = 1, 2

_NONE: Mapping[int, Sequence[Quad]] = MappingProxyType({})
_FAR_PX = 2**14  # OpenCV draws with 16 bits; a corner beyond is beyond any page
_ASIDE = 0.01  # of the page: a picture that lies so near to its edges is the page


def failing_pages(
    original: bytes,
    final: bytes,
    areas: Mapping[int, Sequence[Quad]],
    rastered: frozenset[int] = frozenset(),
    keeps: Mapping[int, Sequence[Quad]] = _NONE,
) -> frozenset[int]:
    """Return the pages of a finished PDF that lack what they must show, or hold what they must not.

    Parameters
    ----------
    original : bytes
        The normalised PDF.
    final : bytes
        The finished one.
    areas : mapping of int to sequence of Quad
        What is covered on each page: user space of the original, points. Pages that it does not name are checked too.
    rastered : frozenset of int
        Pages that are pixels in the finished PDF.
    keeps : mapping of int to sequence of Quad
        What stays next to the covers; as `areas`. In pictures, covers have a rim elsewhere.

    Raises
    ------
    LeakError
        The finished PDF has another number of pages, or does not open.
    """
    failing = set()
    with Reader(original) as before, _open(final) as after:
        if len(before) != len(after):
            raise LeakError(f"the finished PDF has {len(after)} pages instead of {len(before)}; report this")
        for index in range(len(before)):
            try:
                hidden, kept = areas.get(index, ()), keeps.get(index, ())
                check_pdf_page(before, after, index, hidden, kept, rastered=index in rastered)
            except Exception:  # whatever a page brings about, it cannot be trusted
                failing.add(index)
    return frozenset(failing)


def _open(final: bytes) -> Reader:
    try:
        return Reader(final)
    except InputError:
        raise LeakError("the finished PDF does not open; report this") from None


def check_pdf_page(
    before: Reader,
    after: Reader,
    index: int,
    areas: Sequence[Quad],
    keeps: Sequence[Quad] = (),
    *,
    rastered: bool = False,
) -> None:
    """Check one page of a finished PDF.

    Parameters
    ----------
    before, after : Reader
        The normalised original, and the finished PDF.
    index : int
    areas : sequence of Quad
        What is covered: user space of the original, points.
    keeps : sequence of Quad
        What stays next to it, likewise.
    rastered : bool, default False
        Whether the page is pixels now, with invisible text.

    Raises
    ------
    LeakError
        The page has another size; a character lies in an area, or one outside is missing, new or moved; the page shows
        something else outside of the areas; or an area does not show one colour.
    DamagedFileError
        PDFium cannot read one of the two.
    """
    for one, other in zip(before.size_pt(index), after.size_pt(index), strict=True):
        if abs(one - other) > _SIZE_PT:
            raise LeakError(f"page {index + 1} of the finished PDF has another size")
    if rastered:
        check_hidden_text(before, after, index, areas)
        _check_picture(before, after, index, areas, keeps)
    else:
        check_characters(before, after, index, areas)
        _check_drawing(before, after, index, areas, keeps)


# --- what the page shows


def _check_drawing(before: Reader, after: Reader, index: int, areas: Sequence[Quad], keeps: Sequence[Quad]) -> None:
    width, height = before.size_pt(index)
    scale = min(max(width, height, _SHORTEST_PX), _LONGEST_PX) / max(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    drawn, shown = before.render(index, *size), after.render(index, *size)
    _check_solid(shown, _mask(before, index, areas, *size, _SOLID_RIM_PX), index, _SOLID)
    outside = ~_with_rims(before, index, areas, keeps, *size)
    if not (_brightest(cv2.absdiff(drawn, shown)) > _ALIKE)[outside].any():
        return
    differing = _differing(drawn, shown, _ALIKE) & outside
    if not _is_more_than_dots(differing, _SPECK_PX):
        return
    pictures = _widened(_mask(before, index, _pictures(before, index), *size), _RIM_PX)
    kept = _mask(before, index, keeps, *size)
    recoded = _changed(_gray(drawn), _gray(shown), kept, _RECODED) & outside & pictures
    elsewhere = differing & ~pictures
    if _is_more_than_dots(recoded, _RECODED_SPECK_PX) or (
        _is_more_than_dots(elsewhere, _SPECK_PX) and _differ_enlarged(before, after, index, elsewhere)
    ):
        raise LeakError(f"page {index + 1} of the finished PDF shows something else outside of the covers")


def _differ_enlarged(before: Reader, after: Reader, index: int, where: Mask) -> bool:
    """Tell whether pages still differ in some places when they are drawn large and text may stand a bit aside."""
    height, width = where.shape
    scale = max(where.shape) / max(before.size_pt(index))
    zoom = min(max(math.ceil(_ASIDE_PX / (_ASIDE_PT * scale)), _ASIDE_PX), _MAX_ZOOM)
    tiles = [
        (slice(top, top + _TILE_PX), slice(left, left + _TILE_PX))
        for top in range(0, height, _TILE_PX)
        for left in range(0, width, _TILE_PX)
    ]
    marked = [tile for tile in tiles if where[tile].any()]
    if len(marked) > _MAX_TILES:
        return True
    for rows, columns in marked:
        inner = np.zeros_like(where)
        inner[rows, columns] = where[rows, columns]
        outer = _with_rim(rows, height), _with_rim(columns, width)
        part = slice(outer[0].start * zoom, outer[0].stop * zoom), slice(outer[1].start * zoom, outer[1].stop * zoom)
        drawn, shown = (reader.render(index, width * zoom, height * zoom, part=part) for reader in (before, after))
        near = cv2.resize(inner[outer].view(np.uint8), None, fx=zoom, fy=zoom, interpolation=cv2.INTER_NEAREST)
        if _is_more_than_dots(_differing(drawn, shown, _ALIKE, _ASIDE_PX) & near.view(np.bool_), _SPECK_PX):
            return True
    return False


def _with_rim(part: slice, length: int) -> slice:
    """Return a part of a side with one more pixel at either end, as far as there is one."""
    return slice(max(part.start - 1, 0), min(part.stop + 1, length))


def _check_picture(before: Reader, after: Reader, index: int, areas: Sequence[Quad], keeps: Sequence[Quad]) -> None:
    """Compare a page that became pixels, at the size of these pixels: text and lines drawn smaller look different."""
    images = after.images(index)
    if len(images) != 1 or not _is_page(multiply(images[0].matrix, after.matrix(index, 1, 1))):
        raise LeakError(f"page {index + 1} of the finished PDF is not one picture")
    size = images[0].width_px, images[0].height_px
    inner = _mask(before, index, areas, *size, _RASTERED_RIM_PX)
    _check_solid(after.render(index, *size), inner, index, _SOLID_RASTERED)
    less = max(1.0, max(size) / _SHORTEST_PX)
    reduced = max(1, round(size[0] / less)), max(1, round(size[1] / less))
    drawn, shown = (resize(_gray(one), *reduced) for one in (before.render(index, *size), after.picture(index, 0)))
    outside = ~_with_rims(before, index, areas, keeps, *reduced)
    kept = _mask(before, index, keeps, *reduced)
    if _is_more_than_dots(_changed(drawn, shown, kept, _RASTERED) & outside, _SPECK_PX):
        raise LeakError(f"page {index + 1} of the finished PDF shows something else outside of the covers")


def _is_page(matrix: Matrix) -> bool:
    """Tell whether an image stands upright and covers the unit square, y down."""
    upright = (1.0, 0.0, 0.0, -1.0, 0.0, 1.0)
    return all(abs(found - wanted) < _ASIDE for found, wanted in zip(matrix, upright, strict=True))


def _check_solid(shown: Pixels, inner: Mask, index: int, levels: int) -> None:
    """Raise unless all that lies in areas shows one colour."""
    extremes = [cv2.minMaxLoc(plane, inner.view(np.uint8)) for plane in cv2.split(shown)]
    if max(most - least for least, most, _, _ in extremes) > levels:
        raise LeakError(f"a cover on page {index + 1} of the finished PDF does not show as one colour")


def _mask(reader: Reader, index: int, areas: Sequence[Quad], width: int, height: int, rim_px: int = 0) -> Mask:
    """Return the pixels of a drawing that lie in areas, without those near to an edge of one."""
    mask = np.zeros((height, width), np.uint8)
    matrix = reader.matrix(index, width, height)
    outlines = []
    for area in areas:
        corners = np.clip(np.rint([apply(matrix, *corner) for corner in area.corners]), -_FAR_PX, _FAR_PX)
        outlines.append(cv2.convexHull(corners.astype(np.int32)))
        cv2.fillConvexPoly(mask, outlines[-1], 1)
    if rim_px:
        cv2.polylines(mask, outlines, True, 0, 2 * rim_px + 1)
    return mask.view(np.bool_)


def _with_rims(
    reader: Reader, index: int, areas: Sequence[Quad], keeps: Sequence[Quad], width: int, height: int
) -> Mask:
    """Return the pixels of a drawing that covers may change: in areas, around them, and in pictures farther around."""
    if not areas:
        return np.zeros((height, width), np.bool_)
    free = ~_mask(reader, index, areas, width, height)
    away = cv2.distanceTransform(free.view(np.uint8), cv2.DIST_C, cv2.DIST_MASK_3)
    changed: Mask = away <= _RIM_PX
    kept = _mask(reader, index, [_core(keep) for keep in keeps], width, height, _EDGE_PX)
    for rim_px, quads in _by_rim(reader, index, areas, width, height).items():
        changed |= (away <= rim_px) & _widened(_mask(reader, index, quads, width, height), _EDGE_PX) & ~kept
    return changed


def _core(keep: Quad) -> Quad:
    """Return the part of a keep that no cover may touch."""
    return geometry.widen(keep, -_EATEN * geometry.width(keep), -_SHAVED * geometry.height(keep))


def _by_rim(reader: Reader, index: int, areas: Sequence[Quad], width: int, height: int) -> dict[int, list[Quad]]:
    """Return where a page has images under areas, by how many pixels of a drawing around those covers may write."""
    matrix = reader.matrix(index, width, height)
    found: dict[int, list[Quad]] = {}
    boxes = [box_of(area) for area in areas]
    for image, quad in zip(reader.images(index), _pictures(reader, index), strict=True):
        if not any(overlap(box_of(quad), box) for box in boxes):
            continue
        a, b, c, d, _, _ = multiply(image.matrix, matrix)
        scale = max(math.hypot(a, b) / max(image.width_px, 1), math.hypot(c, d) / max(image.height_px, 1))
        found.setdefault(math.ceil(_PICTURE_RIM_PX * scale), []).append(quad)
    return found


def _pictures(reader: Reader, index: int) -> list[Quad]:
    """Return where a page has images, in user space."""
    unit = ((0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0))
    corners = ([apply(image.matrix, *corner) for corner in unit] for image in reader.images(index))
    return [Quad((a, b, c, d)) for a, b, c, d in corners]


def _widened(mask: Mask, by_px: int) -> Mask:
    kernel = np.ones((2 * by_px + 1, 2 * by_px + 1), np.uint8)
    return np.asarray(cv2.dilate(mask.view(np.uint8), kernel)).view(np.bool_)


def _gray(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _differing(one: Pixels, other: Pixels, levels: int, reach_px: int = 1) -> Mask:
    """Return the pixels of either drawing that are darker or lighter than all around them in the other."""
    kernel = np.ones((2 * reach_px + 1, 2 * reach_px + 1), np.uint8)
    worst = np.zeros(one.shape[:2], np.uint8)
    for a, b in ((one, other), (other, one)):
        for excess in (cv2.subtract(b, cv2.dilate(a, kernel)), cv2.subtract(cv2.erode(a, kernel), b)):
            cv2.max(worst, _brightest(excess), worst)
    return worst > levels


def _changed(one: Pixels, other: Pixels, kept: Mask, levels: int) -> Mask:
    """Return the pixels of pictures that differ, within keeps those that are smoothed in neither drawing."""
    return _differing(one, other, levels) & (~kept | _differing(one, other, levels, _SMOOTHED_PX))


def _brightest(pixels: MatLike) -> Pixels:
    """Return each pixel's highest level."""
    planes = cv2.split(pixels)
    highest = planes[0]
    for plane in planes[1:]:
        highest = cv2.max(highest, plane)
    return np.asarray(highest, np.uint8)


def _is_more_than_dots(differing: Mask, speck_px: int) -> bool:
    """Tell whether more than so many differing pixels touch each other."""
    if np.count_nonzero(differing) <= speck_px:
        return False
    _, _, found, _ = cv2.connectedComponentsWithStats(differing.view(np.uint8), connectivity=8)
    return bool((found[1:, cv2.CC_STAT_AREA] > speck_px).any())
