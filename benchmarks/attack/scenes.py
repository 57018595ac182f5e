"""What is attacked: cards, identity documents and statements, drawn once as photographed and once for each digit."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PIL import Image

from benchmarks.draw import CardSpec, draw_card
from benchmarks.draw.identity import IdentitySpec, draw_identity
from benchmarks.draw.identity.spec import Layout as Side
from benchmarks.draw.identity.spec import Scene as Shot
from benchmarks.draw.reprint import reprinted
from benchmarks.draw.spec import Backdrop, Finish, Layout, Texture, Typeface
from benchmarks.draw.statement import Medium, StatementSpec, draw_statement
from benchmarks.draw.statement.spec import Face
from redactkit.geometry import axes, bounds, center, height, join, project, quad_of, slice_along, widen, width
from redactkit.model import Quad

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactkit.model import Mask, Pixels

Spec: TypeAlias = CardSpec | IdentitySpec | StatementSpec
Char: TypeAlias = tuple[str, Quad]
Window: TypeAlias = tuple[slice, slice]  # rows, columns
Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom

DIGITS = "0123456789"
_TAILED = frozenset({"pan", "account_number", "iban"})  # of these the last four stay
_HIDDEN = _TAILED | {"expiry", "cvv", "phone", "mrz", "customer_number", "balance"}
_MOST = 4  # secrets of one scene
# As `redactkit.decide` lays covers: beyond the cells above and below, and at the ends, in line heights; the boxes of a
# reading engine exceed the ink by 2 px.
_RIM, _END, _ENGINE_PX = 0.1, 0.25, 2.0
_INK = 24  # levels between two digits from which a pixel is taken for ink: less is the soft edge
_GAP = 1.35  # pitches between the middles of two digits with a gap between them
_AROUND = 0.3  # of a character's height, beyond its box: shadow and blur of its ink


@dataclass(frozen=True, slots=True)
class Secret:
    """One value that is covered.

    Attributes
    ----------
    kind : str
    text : str
        As it is printed.
    cells : tuple of (str, Quad)
        Its hidden characters; those that are digits are attacked.
    cover : Quad
        What the plan hides.
    keep : Quad or None
        The last four, which begin where the cover ends.
    tail : tuple of (str, Quad)
        What stands there.
    """

    kind: str
    text: str = field(repr=False)
    cells: tuple[Char, ...] = field(repr=False)
    cover: Quad
    keep: Quad | None = None
    tail: tuple[Char, ...] = field(default=(), repr=False)

    @property
    def digits(self) -> tuple[Char, ...]:
        """What is attacked."""
        return tuple(cell for cell in self.cells if cell[0] in DIGITS)

    def printed_as(self, digit: str) -> str:
        """Return the text with every hidden digit the same."""
        end = len(self.text) - _length_of(self.text, len(self.tail))
        return "".join(digit if char in DIGITS and n < end else char for n, char in enumerate(self.text))


@dataclass(frozen=True, slots=True)
class Scene:
    """One document.

    Attributes
    ----------
    name, document : str
        The latter is a kind of document that redactkit knows.
    pixels : ndarray of uint8, shape (height, width, 3)
        As it was photographed.
    secrets : tuple of Secret
    clean : ndarray of uint8
        The same without the sensor's noise, which no attacker knows.
    printings : tuple of ten ndarrays of uint8
        Without noise; in each all hidden digits are the same one.
    """

    name: str
    document: str
    pixels: Pixels = field(repr=False)
    secrets: tuple[Secret, ...]
    clean: Pixels = field(repr=False)
    printings: tuple[Pixels, ...] = field(repr=False)
    words: tuple[Box, ...]

    def tried(self, places: Mapping[Secret, int], digit: int) -> Pixels:
        """Return the attacker's picture: in some secrets the hidden digit of that number is another one.

        What is not covered he takes as he sees it, the other hidden digits he knows.
        """
        picture = self.pixels.copy()
        for secret in self.secrets:
            paste(picture, self.clean, secret.cover)
        for secret, place in places.items():
            paste(picture, self.printings[digit], _with_shadow(secret.digits[place][1]))
        return picture


def paste(picture: Pixels, source: Pixels, quad: Quad) -> None:
    """Copy the pixels under a convex quad from a picture of the same size."""
    area = window(quad, picture.shape, 1)
    held = inside(quad, area)
    picture[area][held] = source[area][held]


def inside(quad: Quad, area: Window) -> Mask:
    """Return the pixels of a window whose middle lies in a convex quad."""
    y, x = np.mgrid[area] + 0.5
    corners = quad.corners
    sides = [
        (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0
        for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True)
    ]
    held: Mask = np.all(sides, axis=0)
    return held


def window(quad: Quad, shape: Sequence[int], reach_px: int) -> Window:
    """Return the rows and columns around a quad."""
    left, top, right, bottom = (round(edge) for edge in bounds([quad]))
    rows = slice(max(0, top - reach_px), min(shape[0], bottom + reach_px))
    return rows, slice(max(0, left - reach_px), min(shape[1], right + reach_px))


def scenes(names: Sequence[str] = ()) -> Iterator[Scene]:
    """Yield all scenes, or those of some names."""
    for name in names or SPECS:
        yield scene(name, SPECS[name])


def scene(name: str, spec: Spec) -> Scene:
    """Draw the scene of a spec twelve times."""
    pixels, secrets = _drawn(spec)
    quiet = replace(spec, noise=0.0)
    printings = []
    for digit in DIGITS:
        with reprinted({secret.text: secret.printed_as(digit) for secret in secrets}):
            printings.append(_drawn(quiet)[0])
    kind = {CardSpec: "card", IdentitySpec: "identity", StatementSpec: "statement"}[type(spec)]
    words = tuple(_words(np.stack(printings), secrets))
    return Scene(name, kind, pixels, secrets, _drawn(quiet)[0], tuple(printings), words)


def _words(printings: Pixels, secrets: Sequence[Secret]) -> Iterator[Box]:
    """Yield boxes around what differs between the ten digits."""
    ink = np.ptp(printings, axis=0).max(axis=-1) > _INK
    for secret in secrets:
        places = [quad for _, quad in secret.digits]
        groups = [places[:1]]
        for before, quad in pairwise(places):
            if math.dist(center(before), center(quad)) > _GAP * width(quad):
                groups.append([])
            groups[-1].append(quad)
        for group in groups:
            word = _with_shadow(join(group))
            rows, columns = window(word, ink.shape, 1)
            down, across = np.nonzero(ink[rows, columns] & inside(word, (rows, columns)))
            left, top = across.min() + columns.start, down.min() + rows.start
            yield int(left), int(top), int(across.max()) + columns.start + 1, int(down.max()) + rows.start + 1


def _drawn(spec: Spec) -> tuple[Pixels, tuple[Secret, ...]]:
    if isinstance(spec, CardSpec):
        card = draw_card(spec)
        chars = [(one.kind, one.text, [(c, quad_of(q)) for c, q in one.chars]) for one in card.labels]
        return card.pixels, _secrets(chars)
    document = draw_identity(spec) if isinstance(spec, IdentitySpec) else draw_statement(spec)
    pixels = np.asarray(Image.open(io.BytesIO(document.data)).convert("RGB"))
    single = [one for one in document.values if len(one.rows) == 1]
    chars = [(one.kind, one.text, _even(one.text, quad_of(one.rows[0]))) for one in single]
    return pixels, _secrets(chars)


def _even(text: str, row: Quad) -> list[Char]:
    """Return the characters of a row in which all are as wide, but spaces."""
    return [(char, slice_along(row, n / len(text), (n + 1) / len(text))) for n, char in enumerate(text) if char != " "]


def _secrets(found: Sequence[tuple[str, str, list[Char]]]) -> tuple[Secret, ...]:
    """Return the first values that are hidden and hold digits."""
    told = {text: _secret(kind, text, chars) for kind, text, chars in found if kind in _HIDDEN}
    return tuple(secret for secret in told.values() if secret.digits)[:_MOST]


def _secret(kind: str, text: str, chars: Sequence[Char]) -> Secret:
    line = join([chars[0][1], chars[-1][1]])
    chars = _as_wide_as_their_pitch(chars)
    high = height(line)
    row = widen(line, _END * high, _RIM * high + _ENGINE_PX)
    if kind not in _TAILED:
        return Secret(kind, text, tuple(chars), row)
    hidden, tail = tuple(chars[:-4]), tuple(chars[-4:])
    middle = center(join([hidden[-1][1], tail[0][1]]))  # of the gap
    cut = project(middle, row.corners[0], axes(row)[0]) / width(row)
    return Secret(kind, text, hidden, slice_along(row, 0, cut), slice_along(row, cut, 1), tail)


def _as_wide_as_their_pitch(chars: Sequence[Char]) -> list[Char]:
    """Return characters with room for any other digit: the box of a 1 is narrow."""
    pitch = min(math.dist(center(a), center(b)) for (_, a), (_, b) in pairwise(chars))
    return [(char, widen(quad, max(0.0, (pitch - width(quad)) / 2), 0.0)) for char, quad in chars]


def _length_of(text: str, letters: int) -> int:
    """Return how much of the end of a text holds so many letters and digits."""
    if not letters:
        return 0
    places = [n for n, char in enumerate(text) if char.isalnum()]
    return len(text) - places[-letters]


def _with_shadow(quad: Quad) -> Quad:
    return widen(quad, 0.0, _AROUND * height(quad))


SPECS: Mapping[str, Spec] = {
    "card, art": CardSpec(seed=11, typeface=Typeface.HERSHEY, finish=Finish.PRINTED, backdrop=Backdrop.NONE,
                          width_px=640, height_px=404, noise=0.0, cvv_on_front=True),
    "card, unspaced": CardSpec(seed=12, layout=Layout.UNSPACED, typeface=Typeface.SANS, finish=Finish.PRINTED,
                               width_px=640, height_px=480, noise=1.0),
    "card, embossed, tilted": CardSpec(seed=13, width_px=640, height_px=480, tilt_deg=7.0, perspective=0.1),
    "card, printed, tilted": CardSpec(seed=14, typeface=Typeface.HERSHEY, finish=Finish.PRINTED, width_px=800,
                                      height_px=600, tilt_deg=-12.0, texture=Texture.NOISE, cvv_on_front=True),
    "card, turned": CardSpec(seed=15, layout=Layout.DASHED, typeface=Typeface.HERSHEY, finish=Finish.PRINTED,
                             width_px=640, height_px=480, turn=1, tilt_deg=3.0),
    "identity card": IdentitySpec(seed=3, layout=Side.ID_BACK, scene=Shot.ART, backdrop=Backdrop.NONE, width_px=640,
                                  noise=0.0, jpeg_quality=0),
    "passport, tilted": IdentitySpec(seed=4, layout=Side.PASSPORT, width_px=800, height_px=600, tilt_deg=6.0,
                                     jpeg_quality=0),
    "old card, tilted": IdentitySpec(seed=5, layout=Side.OLD_CARD, width_px=800, height_px=600, tilt_deg=-4.0,
                                     jpeg_quality=0),
    "statement, small": StatementSpec(seed=3, country="UK", medium=Medium.SMALL, face=Face.COURIER, width_px=640,
                                      transactions=8, noise=0.0, jpeg_quality=0),
    "statement, scanned, tilted": StatementSpec(seed=8, country="DE", medium=Medium.TIFF, face=Face.COURIER,
                                                size_pt=11.0, transactions=4, dpi=100, tilt_deg=3.0, noise=2.0),
}  # fmt: skip
