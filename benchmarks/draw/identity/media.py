"""From a spec to the file that a person would send: a scan, a photo, a collage, a PDF of a copy."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from benchmarks.draw.identity import card, licence, others, passport, state
from benchmarks.draw.identity.hand import hold
from benchmarks.draw.identity.press import ID_1_MM, ID_2_MM, ID_3_MM, Press
from benchmarks.draw.identity.spec import COUNTRIES, IdentitySpec, Layout, Scene, dice
from benchmarks.draw.identity.table import Table
from benchmarks.draw.identity.truth import TRUTH_DPI, DrawnIdentity, Value
from benchmarks.draw.photo import card_corners, scene_size, shoot, to_picture
from benchmarks.draw.spec import Backdrop, CardSpec, generator
from benchmarks.draw.statement.pdf import saved

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.draw.canvas import Canvas
    from benchmarks.draw.identity.table import Matrix
    from benchmarks.draw.identity.truth import Quad
    from benchmarks.draw.letters import Box

Size: TypeAlias = tuple[float, float]

_OPEN_MM, _MRV_A_MM, _MRV_B_MM = (ID_3_MM[0], 2 * ID_3_MM[1]), (120.0, 80.0), (105.0, 74.0)  # ICAO 9303-7, 3
_A4_MM = (210.0, 297.0)
_LAYOUTS: dict[Layout, tuple[Size, Callable[[Press], None]]] = {
    Layout.ID_FRONT: (ID_1_MM, card.id_front),
    Layout.ID_BACK: (ID_1_MM, card.id_back),
    Layout.LICENCE_FRONT: (ID_1_MM, licence.licence_front),
    Layout.LICENCE_BACK: (ID_1_MM, licence.licence_back),
    Layout.CODED_LICENCE: (ID_1_MM, licence.coded_licence),
    Layout.STATE_FRONT: (ID_1_MM, state.state_front),
    Layout.STATE_BACK: (ID_1_MM, state.state_back),
    Layout.PASSPORT: (ID_3_MM, passport.data_page),
    Layout.OPEN_PASSPORT: (_OPEN_MM, passport.open_passport),
    Layout.VISA: (_MRV_A_MM, passport.visa),
    Layout.OLD_CARD: (ID_2_MM, others.old_card),
    Layout.TWELVE_FRONT: (ID_1_MM, others.twelve_front),
    Layout.TWELVE_BACK: (ID_1_MM, others.twelve_back),
}
_PARTNERS = {
    Layout.ID_FRONT: Layout.ID_BACK,
    Layout.LICENCE_FRONT: Layout.LICENCE_BACK,
    Layout.STATE_FRONT: Layout.STATE_BACK,
    Layout.TWELVE_FRONT: Layout.TWELVE_BACK,
    Layout.CODED_LICENCE: Layout.LICENCE_BACK,
    Layout.PASSPORT: Layout.ID_BACK,
    Layout.OPEN_PASSPORT: Layout.VISA,
    Layout.VISA: Layout.PASSPORT,
    Layout.OLD_CARD: Layout.LICENCE_FRONT,
}
_PARTNERS |= {back: front for front, back in list(_PARTNERS.items()) if back not in _PARTNERS}
_LOOSE = tuple(layout for layout in Layout if layout is not Layout.OPEN_PASSPORT)  # what a collage is made of
_FEWEST_PX_PER_MM = 7.0  # a document is drawn at least so fine, and a tenth finer than it is photographed
_HAND_MM = 70.0  # of a hand around a document at most; what runs out of the picture is lost
_GAP_MM = 9.0  # between documents that lie together
_HIDDEN_FROM, _AREA_HIDDEN_FROM = 0.35, 0.7  # share under a finger from which a character, or a picture, is not seen


def draw_identity(spec: IdentitySpec) -> DrawnIdentity:
    """Draw the documents of a spec; the same spec gives the same file."""
    core_mm = _size_mm(spec)
    if spec.backdrop is Backdrop.NONE:
        spec = replace(spec, height_px=round(spec.width_px * core_mm[1] / core_mm[0]))
    shot = CardSpec(
        seed=spec.seed,
        backdrop=spec.backdrop,
        width_px=spec.width_px,
        height_px=spec.height_px,
        tilt_deg=spec.tilt_deg,
        perspective=spec.perspective,
        turn=0 if spec.scene is Scene.PAPER else spec.turn,
        glare=spec.glare,
        defocus_mm=spec.defocus_mm,
        motion_mm=spec.motion_mm,
        noise=spec.noise,
    )
    corners = card_corners(shot, core_mm)
    fine = max(_FEWEST_PX_PER_MM, 1.1 * float(np.linalg.norm(corners[1] - corners[0])) / core_mm[0])
    margin_mm = _around(corners, core_mm, scene_size(shot)) if spec.scene is Scene.HAND else 0.0
    table = _laid(spec, Table(core_mm, fine, margin_mm))
    to_scene = cv2.getPerspectiveTransform(table.corners, corners.astype(np.float32)).astype(np.float64)
    area_mm = float(table.outline.sum()) / fine**2
    pixels = shoot(table.picture, to_scene, shot, (area_mm, 1.0), table.outline)
    matrix = to_picture(replace(shot, turn=spec.turn)) @ to_scene
    values = tuple(value for n in range(len(table.placed)) for value in _values(table, n, matrix))
    return _filed(pixels, values, spec)


def _size_mm(spec: IdentitySpec) -> Size:
    """Return what the picture is centred on."""
    wide, high = _extent(spec)
    if spec.scene is Scene.PAPER:
        return _A4_MM
    if spec.scene is Scene.SCREEN:
        return 1.3 * wide, 1.35 * high
    if spec.scene is Scene.PAIR:
        other = _extent(_partner(spec))
        if _stacked(spec):
            return max(wide, other[0]) + 6, high + other[1] + 12
        return wide + other[0] + 12, max(high, other[1]) + 6
    if spec.scene is Scene.COLLAGE:
        return _packed([_extent(one) for one in _several(spec)])[0]
    return wide, high


def _around(corners: NDArray[np.float64], core_mm: Size, scene: tuple[int, int]) -> float:
    """Return how much of what lies around the core the picture shows, millimetres."""
    core = np.array([(0, 0), (core_mm[0], 0), core_mm, (0, core_mm[1])], np.float32)
    to_mm = cv2.getPerspectiveTransform(corners.astype(np.float32), core)
    edges = np.array([[(0, 0), (scene[0], 0), scene, (0, scene[1])]], np.float64)
    shown = cv2.perspectiveTransform(edges, to_mm)[0]
    beyond = np.maximum(-shown, shown - core_mm).max()
    return float(np.clip(beyond + 2, 2, _HAND_MM))


def _laid(spec: IdentitySpec, table: Table) -> Table:
    """Draw the documents and lay them where they belong."""
    throw, (wide, high) = dice(spec.seed, "table"), table.core_mm
    if spec.scene is Scene.COLLAGE:
        several = _several(spec)
        _, middles = _packed([_extent(one) for one in several])
        for one, middle in zip(several, middles, strict=True):
            upside_down = 180 if throw.random() < 0.15 else 0
            table.place(draw_flat(one, table.px_per_mm), middle, throw.gauss(0, 2) + upside_down)
    elif spec.scene is Scene.PAIR or (spec.scene is Scene.PAPER and throw.random() < 0.5):
        _lay_pair(table, spec, throw)
    elif spec.scene is Scene.PAPER:
        canvas = draw_flat(spec, table.px_per_mm)
        table.place(canvas, (wide / 2, high * throw.uniform(0.3, 0.5)), spec.tilt_deg, throw.choice((1.0, 1.0, 1.41)))
    else:
        table.place(draw_flat(spec, table.px_per_mm), (wide / 2, high / 2))
    if spec.scene is Scene.HAND:
        hold(table, generator(spec.seed, "hand"))
        return table
    for placed in table.placed:
        table.show(placed)
    if spec.scene is Scene.PAPER:
        table.onto_paper()
    if spec.scene is Scene.SCREEN:
        table.onto_screen(generator(spec.seed, "screen"))
    return table


def _packed(sizes: list[Size]) -> tuple[Size, list[Size]]:
    """Return how much room documents take in rows of two, or of three from five on, and where their middles lie."""
    count, y, middles, widest = 2 if len(sizes) < 5 else 3, _GAP_MM / 2, [], 0.0
    for start in range(0, len(sizes), count):
        row, x = sizes[start : start + count], _GAP_MM / 2
        high = max(size[1] for size in row)
        for size in row:
            middles.append((x + size[0] / 2, y + high / 2))
            x += size[0] + _GAP_MM
        widest, y = max(widest, x - _GAP_MM / 2), y + high + _GAP_MM
    return (widest, y - _GAP_MM / 2), middles


def _lay_pair(table: Table, spec: IdentitySpec, throw: random.Random) -> None:
    """Lay a document and its partner below or beside each other."""
    other, (wide, high) = _partner(spec), table.core_mm
    first, second = _extent(spec), _extent(other)
    if spec.scene is Scene.PAPER or _stacked(spec):
        top = (high - first[1] - second[1] - 8) / 2
        middles = ((wide / 2, top + first[1] / 2), (wide / 2, high - top - second[1] / 2))
    else:
        left = (wide - first[0] - second[0] - 8) / 2
        middles = ((left + first[0] / 2, high / 2), (wide - left - second[0] / 2, high / 2))
    lean = spec.tilt_deg if spec.scene is Scene.PAPER else 0.0
    for one, middle in zip((spec, other), middles, strict=True):
        table.place(draw_flat(one, table.px_per_mm), middle, lean + throw.gauss(0, 1))


def draw_flat(spec: IdentitySpec, px_per_mm: float) -> Canvas:
    """Draw the document of a spec as it left the printer, with the truth about it."""
    press = Press.for_spec(spec, _extent(spec), px_per_mm)
    _LAYOUTS[spec.layout][1](press)
    return press.finish(spec)


def _extent(spec: IdentitySpec) -> Size:
    if spec.layout is Layout.VISA and spec.seed % 2:
        return _MRV_B_MM
    return _LAYOUTS[spec.layout][0]


def _partner(spec: IdentitySpec) -> IdentitySpec:
    return replace(spec, layout=_PARTNERS[spec.layout])


def _stacked(spec: IdentitySpec) -> bool:
    """Whether two sides lie below each other: as the picture is high or wide, or by chance."""
    wide = spec.width_px > spec.height_px and spec.backdrop is not Backdrop.NONE
    return not wide or dice(spec.seed, "pair").random() < 0.3


def _several(spec: IdentitySpec) -> list[IdentitySpec]:
    throw = dice(spec.seed, "collage")
    return [
        replace(spec, seed=spec.seed * 7 + n, layout=throw.choice(_LOOSE), country=throw.choice(COUNTRIES))
        for n in range(throw.randint(3, 5))
    ]


def _values(table: Table, which: int, to_picture_px: Matrix) -> list[Value]:
    """Return what the picture still shows of a document's values, and where."""
    placed, values = table.placed[which], []
    for told in placed.canvas.fields:
        runs = [run for row in told.rows for run in _seen(table, row, placed.matrix)]
        if runs:
            matrix = to_picture_px @ placed.matrix
            values.append(Value(told.kind, told.text, tuple(_mapped(run, matrix, told.turn) for run in runs)))
    return values


def _seen(table: Table, row: tuple[tuple[str, Box], ...], matrix: Matrix) -> list[Box]:
    """Return boxes around the characters of a row that no finger hides, one for each run of them."""
    runs: list[list[Box]] = [[]]
    for char, box in row:
        if _hidden(table, box, matrix) >= (_HIDDEN_FROM if char else _AREA_HIDDEN_FROM):
            runs.append([])
        else:
            runs[-1].append(box)
    return [(min(b[0] for b in r), min(b[1] for b in r), max(b[2] for b in r), max(b[3] for b in r)) for r in runs if r]


def _hidden(table: Table, box: Box, matrix: Matrix) -> float:
    x, y = np.meshgrid(np.linspace(box[0], box[2], 5), np.linspace(box[1], box[3], 5))
    points = cv2.perspectiveTransform(np.stack([x.ravel(), y.ravel()], axis=1)[None], matrix)[0]
    columns, rows = np.clip(np.rint(points).astype(int), 0, np.array(table.hidden.shape[::-1]) - 1).T
    return float((table.hidden[rows, columns] > 0.5).mean())


def _mapped(box: Box, matrix: Matrix, turn: int) -> Quad:
    left, top, right, bottom = box
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    mapped: Quad = cv2.perspectiveTransform(np.roll(corners, -turn, axis=0)[None], matrix)[0].astype(np.float64)
    return mapped


def _filed(pixels: NDArray[np.uint8], values: tuple[Value, ...], spec: IdentitySpec) -> DrawnIdentity:
    target, picture = io.BytesIO(), Image.fromarray(pixels)
    if spec.jpeg_quality:
        picture.save(target, "JPEG", quality=spec.jpeg_quality)
    else:
        picture.save(target, "PNG")
    if spec.scene is not Scene.PAPER:
        return DrawnIdentity(target.getvalue(), ".jpg" if spec.jpeg_quality else ".png", picture.size, values, spec)
    wide, high = picture.size
    size = (high, wide) if spec.turn % 2 else (wide, high)
    return DrawnIdentity(_copy_pdf(target.getvalue(), picture.size, spec.turn), ".pdf", size, values, spec)


def _copy_pdf(jpeg: bytes, size: tuple[int, int], turn: int) -> bytes:
    """Return a PDF whose page is one picture, stored upright and shown turned."""
    pdf = pikepdf.new()
    width, height = (round(side * 72 / TRUTH_DPI - 0.01, 3) for side in size)  # viewers round a page's pixels up
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": size[0], "Height": size[1]}
    about |= {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
    page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, width, height]), Rotate=90 * turn)
    page.Resources = Dictionary(XObject=Dictionary({"/Im0": pdf.make_stream(jpeg, **about)}))
    page.Contents = pdf.make_stream(b"q %.3f 0 0 %.3f 0 0 cm /Im0 Do Q" % (width, height))
    pdf.pages.append(pikepdf.Page(page))
    return saved(pdf)
