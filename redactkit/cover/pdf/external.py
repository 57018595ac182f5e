"""What content draws from elsewhere: forms, pictures, patterns, soft masks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pikepdf

from redactkit.cover.pdf.areas import holds
from redactkit.cover.pdf.resources import Resources
from redactkit.geometry import from_box
from redactkit.pdf.affine import IDENTITY, Matrix, box_under, overlap
from redactkit.pdf.lexer import MalformedContent, name_of, operators
from redactkit.pdf.resources import decoded, entries

if TYPE_CHECKING:
    from redactkit.cover.pdf.walk import Walk
    from redactkit.pdf.affine import Box
    from redactkit.pdf.lexer import Operator

_MAX_DEPTH = 12  # of forms in forms; more than three are not in use
_SQUARE = (0.0, 0.0, 1.0, 1.0)  # what a picture fills, ISO 32000-2, 8.9.5
_BEYOND_PT = 1.0  # a picture that leaves the page, or what a clipping path lets through, by less is left alone
_HATCHING = 64  # operators of a pattern that are too few to write with
_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"', b"Do", b"BI", b"sh"))
_PATTERNS = frozenset((b"scn", b"SCN"))
# What a form keeps of its dictionary, ISO 32000-2, table 93.
_FORM_ENTRIES = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group", "/OC")


def draw(walk: Walk, operator: Operator) -> None:
    """``Do``.

    Raises
    ------
    MalformedContent
        Forms nest too deeply, or a picture under an area does not decode.
    """
    name = name_of(operator.operands[-1] if operator.operands else b"")
    found, used = walk.resources.find("/XObject", name)
    instead: bytes | None = b""  # PostScript, or nothing
    if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form":
        instead = _form(walk, found)
    elif isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image":
        instead = _picture(walk, found)
    if instead is None:
        used.add(name)
    else:
        walk.edits.replace(operator.start, operator.end, instead)


def _form(walk: Walk, form: pikepdf.Stream) -> bytes | None:
    """Return what to draw instead of a form; None when it stays as it is."""
    if walk.depth == _MAX_DEPTH:
        raise MalformedContent("forms nest too deeply")
    resources = _resources(walk, form)
    inner = walk.nested(resources, _matrix(form))
    if "/BBox" in form:
        left, bottom, right, top = (float(edge) for edge in form["/BBox"])
        inner.state.clip_to(box_under(inner.state.matrix, (left, bottom, right, top)))
    data = decoded(form)
    written = inner.run(data)
    walk.cut |= inner.cut
    book = walk.sheet.book
    if written is data:
        if resources is not walk.resources:
            book.left[form.objgen] = form, resources
        return None
    key = (form.objgen, written)
    if key in book.forms and not resources.grown:
        return walk.resources.add(book.forms[key]) + b" Do"
    copy = book.pdf.make_stream(written)
    for entry in _FORM_ENTRIES:
        if entry in form:
            copy[entry] = form[entry]
    if resources is not walk.resources:
        copy["/Resources"] = resources.left()
    book.forms[key] = copy
    return walk.resources.add(copy) + b" Do"


def _resources(walk: Walk, form: pikepdf.Stream) -> Resources:
    own = form.get("/Resources")
    return Resources(own, walk.resources) if isinstance(own, pikepdf.Dictionary) else walk.resources


def _matrix(form: pikepdf.Stream) -> Matrix:
    if "/Matrix" not in form:
        return IDENTITY
    a, b, c, d, e, f = (float(value) for value in form["/Matrix"])
    return a, b, c, d, e, f


def _picture(walk: Walk, picture: pikepdf.Stream) -> bytes | None:
    """Return what to draw instead of a picture; None when it stays as it is."""
    matrix, areas, shown = walk.state.matrix, walk.sheet.areas, _shown(walk)
    where = box_under(matrix, _SQUARE)
    near, leaves = areas.near(where), not holds(_wider(shown), where)
    if not near and not leaves and where[0] < where[2] and where[1] < where[3]:
        bare = walk.sheet.book.pictures.bare(picture)
        return walk.resources.add(bare) + b" Do" if bare else None
    if near and walk.state.fill and picture.get("/ImageMask", False):
        raise MalformedContent("a stencil under an area, filled with a pattern")
    if not overlap(where, shown) or any(area.upright and holds(area.box, where) for area in near):
        walk.cut = True
        return b""
    try:
        page = from_box(*shown) if leaves else None
        quads, keeps = [area.quad for area in near], areas.kept(where) if near else []
        painted = walk.sheet.book.pictures.paint(picture, matrix, quads, keeps, page)
    except ZeroDivisionError:
        return b""  # drawn without extent, so nobody sees it
    if painted is None:
        return None
    walk.cut = True
    return walk.resources.add(painted) + b" Do"


def _shown(walk: Walk) -> Box:
    """Return what of the page the clipping path lets through, with a rim for its soft edge."""
    page, clip = walk.sheet.areas.visible, walk.state.clip
    if clip is None:
        return page
    left, bottom, right, top = _wider(clip)
    return max(left, page[0]), max(bottom, page[1]), min(right, page[2]), min(top, page[3])


def _wider(box: Box) -> Box:
    left, bottom, right, top = box
    return left - _BEYOND_PT, bottom - _BEYOND_PT, right + _BEYOND_PT, top + _BEYOND_PT


def refuse(_: Walk, __: Operator) -> None:
    """``BI`` to ``EI``: a normalised PDF has no inline image that can be read.

    Raises
    ------
    MalformedContent
    """
    raise MalformedContent("an inline image")


def set_state(walk: Walk, operator: Operator) -> None:
    """``gs``: a font, and a soft mask, which nobody can tell from what it lets through.

    Raises
    ------
    MalformedContent
        The mask shows something under an area.
    """
    name = name_of(operator.operands[-1] if operator.operands else b"")
    found = entries(walk.resources.use("/ExtGState", name))
    if "/Font" in found:
        font, size = found["/Font"]
        walk.state.font, walk.state.font_name = walk.sheet.use_of(font), ""
        walk.state.size = float(size)
    group = entries(found.get("/SMask")).get("/G")
    if isinstance(group, pikepdf.Stream):
        inner = walk.nested(_resources(walk, group), _matrix(group))
        inner.state.clip = None  # what it lets through elsewhere is no loss, and no reason to fail
        inner.run(decoded(group))
        if inner.cut:
            raise MalformedContent("a soft mask under an area")


def set_fill(walk: Walk, operator: Operator) -> None:
    """Take note of the colour that fills: operators in small letters, table 73."""
    walk.state.fill = _may_show(walk, operator)


def set_stroke(walk: Walk, operator: Operator) -> None:
    """Take note of the colour that strokes: operators in capitals."""
    walk.state.stroke = _may_show(walk, operator)


def _may_show(walk: Walk, operator: Operator) -> bool:
    """Tell whether a colour is a pattern that may show anything."""
    if operator.name not in _PATTERNS or not operator.operands:
        return False
    pattern = walk.resources.use("/Pattern", name_of(operator.operands[-1]))
    if not isinstance(pattern, pikepdf.Stream):
        return False  # a shading, or no pattern at all
    found = list(islice(operators(decoded(pattern)), _HATCHING + 1))
    return len(found) > _HATCHING or any(item.name in _SHOWING for item in found)
