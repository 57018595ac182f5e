"""What lies under the areas leaves the file: the whole document, page by page.

A page that cannot be rewritten safely is emptied and named, so that nothing of it can leave by mistake.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import pikepdf

from redactkit.cover.paint import SOLID_RGB
from redactkit.cover.pdf.areas import Areas
from redactkit.cover.pdf.pen import plain
from redactkit.cover.pdf.resources import Resources
from redactkit.cover.pdf.sheet import Book, Sheet
from redactkit.cover.pdf.state import State
from redactkit.cover.pdf.usage import trim_fonts
from redactkit.cover.pdf.walk import Walk
from redactkit.pdf.budget import bounded
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.resources import MAX_LEVELS, contents, inherited, resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redactkit.cover.pdf.usage import FontUse
    from redactkit.model import Quad
    from redactkit.pdf.affine import Box

# What a page keeps, ISO 32000-2, table 31; annotations go, also links: their targets are text as well.
_KEPT = frozenset(
    ("/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group")
)
_NONE: Mapping[int, Sequence[Quad]] = MappingProxyType({})
_LETTER = (0.0, 0.0, 612.0, 792.0)  # points; what viewers take a page for that has no /MediaBox


@dataclass(frozen=True, slots=True)
class Erased:
    """A PDF without what lay under areas.

    Attributes
    ----------
    data : bytes
    failed : frozenset of int
        Pages that could not be rewritten; they are empty in `data`.
    """

    data: bytes = field(repr=False)
    failed: frozenset[int]


def erase(data: bytes, areas: Mapping[int, Sequence[Quad]], keeps: Mapping[int, Sequence[Quad]] = _NONE) -> Erased:
    """Remove what lies under areas and draw solid boxes there; on every page remove what lies beyond its visible box.

    Glyphs, outlines and pictures with their masks; tags, comments and annotations everywhere. What stays does not move.
    In pictures a rim around areas goes as well, which a keep stops (`redactkit.cover.pdf.gone`).
    Of pictures also what lies beyond a clipping path goes, or beyond the box around one that is no rectangle.

    Parameters
    ----------
    data : bytes
        A normalised PDF.
    areas : mapping of int to sequence of Quad
        By page index; user space, corners in any order.
    keeps : mapping of int to sequence of Quad
        What stays readable next to them, likewise.

    Returns
    -------
    Erased

    Raises
    ------
    IndexError
        A page is not in the file.
    """
    with bounded(), pikepdf.open(io.BytesIO(data)) as pdf:
        pages = list(pdf.pages)
        if any(not 0 <= index < len(pages) for index in areas):
            raise IndexError("areas on a page that is not in the file")
        book, failed = Book(pdf), set()
        uses: list[FontUse] = []
        for index, page in enumerate(pages):
            try:
                uses += _erase_page(page, areas.get(index, ()), keeps.get(index, ()), book)
            except Exception:  # whatever hostile content brings about, the page must not leave as it was
                _rewrite(page, pdf, b"", pikepdf.Dictionary())
                failed.add(index)
        for page in pages:
            _disinherit(page)
        book.close()
        trim_fonts(pdf, uses)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return Erased(out.getvalue(), frozenset(failed))


def _erase_page(page: pikepdf.Page, quads: Sequence[Quad], keeps: Sequence[Quad], book: Book) -> Iterable[FontUse]:
    """Rewrite a page and return what it shows in which fonts."""
    areas = Areas(quads, _visible(page), keeps)
    sheet, left = Sheet(book, areas), Resources(resources(page))
    content = contents(page)
    written = Walk(sheet, left, State()).run(content)
    if quads or written is not content:
        written = b"q\n" + written + b"\nQ\n" + _boxes(areas)
        _rewrite(page, book.pdf, written, left.left())
    else:
        _rewrite(page, book.pdf, None, left.left())
    return sheet.uses.values()


def _rewrite(page: pikepdf.Page, pdf: pikepdf.Pdf, content: bytes | None, left: pikepdf.Dictionary) -> None:
    """Leave a page its boxes, new resources and new content (None: what it had)."""
    for key in set(page.obj.keys()) - _KEPT:
        del page.obj[key]
    page.obj["/Resources"] = left
    if content is not None:
        page.obj["/Contents"] = pdf.make_stream(content)


def _disinherit(page: pikepdf.Page) -> None:
    """Take the resources from the nodes above a page, which has its own now; they hold what the pages lost."""
    node = page.obj.get("/Parent")
    for _ in range(MAX_LEVELS):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if "/Resources" in node:
            del node["/Resources"]
        node = node.get("/Parent")


def _visible(page: pikepdf.Page) -> Box:
    """Return what viewers show of a page, in user space. ISO 32000-2, 14.11.2."""
    media = _page_box(inherited(page, "/MediaBox")) or _LETTER
    crop = _page_box(inherited(page, "/CropBox")) or media
    left, bottom, right, top = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    if not (left < right and bottom < top):
        raise MalformedContent("a page without an area")
    return left, bottom, right, top


def _page_box(found: pikepdf.Object | None) -> Box | None:
    if not isinstance(found, pikepdf.Array) or len(found) != 4:
        return None
    x0, y0, x1, y1 = (float(value) for value in found)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[0] < box[2] and box[1] < box[3] else None


def _boxes(areas: Areas) -> bytes:
    """Return content that draws the areas, last and over everything."""
    if not areas.quads:
        return b""
    colour = b" ".join(plain(level / 255) for level in SOLID_RGB)
    shapes = (
        b" ".join(b"%s %s %s" % (plain(x), plain(y), b"l" if at else b"m") for at, (x, y) in enumerate(quad.corners))
        for quad in areas.quads
    )
    return b"q %s rg\n%s\nQ\n" % (colour, b"\n".join(shape + b" h f" for shape in shapes))
