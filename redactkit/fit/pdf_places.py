"""How large each image of a PDF is drawn, so that only what no page shows falls away when it is halved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import pikepdf

from redactkit.fit.search import MIN_PIXELS, halvings_of
from redactkit.pdf.affine import IDENTITY, Matrix, multiply
from redactkit.pdf.lexer import MalformedContent, name_of, number, operators
from redactkit.pdf.resources import contents, decoded, entries, inherited, resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Key: TypeAlias = tuple[int, int]  # object number and generation

# dpi. Halved, an image keeps at least 125: 10 pt digits stay 12 px high, and digits of 10 px were all read.
HALVABLE_DPI = 250

# Inches. The longer side of the largest sheet that office scanners take (A3 has 16.5, tabloid 17). A page above is
# taken for a scan with one point a pixel; such exist with 4250 x 5500 pt.
_LONGEST_SIDE = 17.0

_MAX_DRAWN = 20_000  # images and forms, of all pages together; a form that draws forms can grow without end
_MAX_DEPTH = 16  # of forms in forms


class _Place:
    """The largest that an image is drawn at."""

    def __init__(self) -> None:
        self.width_in = self.height_in = 0.0
        self.page_share = 0.0

    def add(self, matrix: Matrix, inch: float, page_area: float) -> None:
        a, b, c, d, _, _ = matrix
        self.width_in = max(self.width_in, math.hypot(a, b) / inch)
        self.height_in = max(self.height_in, math.hypot(c, d) / inch)
        self.page_share = max(self.page_share, min(abs(a * d - b * c) / page_area, 1.0))


class Places:
    """Where the images of a document are drawn.

    Parameters
    ----------
    pdf : pikepdf.Pdf
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._places: dict[Key, _Place] = {}
        self._draws: dict[Key, list[tuple[Matrix, pikepdf.Stream]]] = {}
        self._left = _MAX_DRAWN
        for page in pdf.pages:
            width, height = _size(page)
            # Units of user space to the inch (ISO 32000-2, 8.3.2.3), fewer than 72 never.
            inch = max(72.0 / _user_unit(page), max(width, height) / _LONGEST_SIDE)
            for matrix, image in self._images(_page_draws(page), IDENTITY, 0):
                self._places.setdefault(image.objgen, _Place()).add(matrix, inch, max(width * height, 1.0))

    def halvings(self, image: pikepdf.Stream, shape: Sequence[int]) -> int:
        """Return how often samples may be halved that are drawn where an image is.

        Parameters
        ----------
        image : pikepdf.Stream
        shape : sequence of int
            Of the samples, height and width first.
        """
        place = self._places.get(image.objgen)
        if place is None or min(place.width_in, place.height_in) <= 0:
            return 0
        height, width = shape[:2]
        dpi = min(width / place.width_in, height / place.height_in)
        count = math.ceil(math.log2(dpi / HALVABLE_DPI)) if dpi > HALVABLE_DPI else 0
        still_there = min(width, height).bit_length() - 1
        return min(count, still_there, halvings_of(width * height, max(MIN_PIXELS * place.page_share, 1.0)))

    def _images(
        self, draws: list[tuple[Matrix, pikepdf.Stream]], matrix: Matrix, depth: int
    ) -> Iterator[tuple[Matrix, pikepdf.Stream]]:
        for inner, drawn in draws:
            self._left -= 1
            if self._left < 0:
                return
            if drawn.get("/Subtype") == "/Image":
                yield multiply(inner, matrix), drawn
            elif depth < _MAX_DEPTH:
                yield from self._images(self._form_draws(drawn), multiply(inner, matrix), depth + 1)

    def _form_draws(self, form: pikepdf.Stream) -> list[tuple[Matrix, pikepdf.Stream]]:
        if form.objgen not in self._draws:
            own = _matrix(form)
            try:
                draws = [(multiply(m, own), drawn) for m, drawn in _draws(decoded(form), form.get("/Resources"))]
            except MalformedContent:
                draws = []
            self._draws[form.objgen] = draws
        return self._draws[form.objgen]


def _page_draws(page: pikepdf.Page) -> list[tuple[Matrix, pikepdf.Stream]]:
    try:
        return list(_draws(contents(page), resources(page)))
    except MalformedContent:
        return []


def _draws(content: bytes, found: pikepdf.Object | None) -> Iterator[tuple[Matrix, pikepdf.Stream]]:
    """Yield what a content draws by name, and from where it is drawn. ISO 32000-2, 8.4.2 and 8.8."""
    named = entries(entries(found).get("/XObject"))
    matrix, stack = IDENTITY, []
    for operator in operators(content):
        if operator.name == b"q":
            stack.append(matrix)
        elif operator.name == b"Q" and stack:
            matrix = stack.pop()
        elif operator.name == b"cm" and len(operator.operands) >= 6:
            a, b, c, d, e, f = (number(operand) for operand in operator.operands[-6:])
            matrix = multiply((a, b, c, d, e, f), matrix)
        elif operator.name == b"Do" and operator.operands:
            drawn = named.get(name_of(operator.operands[-1]))
            if isinstance(drawn, pikepdf.Stream):
                yield matrix, drawn


def _numbers(found: pikepdf.Object | None, count: int) -> tuple[float, ...] | None:
    try:
        values = tuple(float(value) for value in found)  # type: ignore[union-attr]
    except (TypeError, ValueError):
        return None
    return values if len(values) == count else None


def _matrix(form: pikepdf.Stream) -> Matrix:
    values = _numbers(form.get("/Matrix"), 6)
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if values else IDENTITY


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Return width and height of what a viewer shows, in user space."""
    for key in ("/CropBox", "/MediaBox"):
        box = _numbers(inherited(page, key), 4)
        if box and box[0] != box[2] and box[1] != box[3]:
            return abs(box[2] - box[0]), abs(box[3] - box[1])
    return 612.0, 792.0  # what viewers take when there is no size: US letter


def _user_unit(page: pikepdf.Page) -> float:
    values = _numbers([page.obj.get("/UserUnit", 1)], 1)  # type: ignore[arg-type]
    return values[0] if values and values[0] > 0 else 1.0
