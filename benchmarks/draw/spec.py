"""What a drawn card looks like: one frozen table of conditions, chosen by hand or by seed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SpecT = TypeVar("SpecT")


class Side(StrEnum):
    """Which side of the card is shown."""

    FRONT = "front"
    BACK = "back"


class Layout(StrEnum):
    """How the number is grouped."""

    FOURS = "4-4-4-4"
    AMEX = "4-6-5"
    NINETEEN = "4-4-4-4-3"
    UNSPACED = "unspaced"
    DASHED = "dashed"
    STACKED = "stacked"


class Typeface(StrEnum):
    """What the number is set in."""

    EMBOSSER = "embosser"  # open rounded strokes after Farrington 7B
    HERSHEY = "hershey"  # OpenCV's simplex
    ROMAN = "roman"  # OpenCV's complex, with serifs
    SANS = "sans"  # Pillow's bundled default
    ARIAL = "arial"  # from here on faces that come with reportlab, and one of strokes
    ARIAL_BOLD = "arial bold"
    TIMES_BOLD = "times bold"
    COURIER_BOLD = "courier bold"
    VERA = "vera"
    VERA_BOLD = "vera bold"
    OCR_B = "ocr-b"  # open strokes after ISO 1073-2, for machine readable zones


class Finish(StrEnum):
    """How the number stands on the card."""

    EMBOSSED = "embossed"  # raised, tipped with foil
    BLIND = "blind"  # raised in the card's own colour: light and shade only
    PRINTED = "printed"


class Texture(StrEnum):
    """What the card is decorated with."""

    PLAIN = "plain"
    GRADIENT = "gradient"
    BRUSHED = "brushed"
    BOKEH = "bokeh"
    STRIPES = "stripes"
    NOISE = "noise"
    WAVES = "waves"
    FACETS = "facets"


class Backdrop(StrEnum):
    """What lies around the card."""

    NONE = "none"  # card art: the card fills the picture
    PLAIN = "plain"
    DESK = "desk"
    DARK = "dark"
    CLOTH = "cloth"


@dataclass(frozen=True, slots=True)
class CardSpec:
    """One picture of one card.

    Attributes
    ----------
    seed : int
        Chooses number, name, dates, colours and the course of every texture.
    width_px, height_px : int
        Size of the picture before it is turned.
    tilt_deg : float
        Clockwise.
    perspective : float
        0 is straight from above, 0.5 is steep.
    turn : int
        Quarter turns of the finished picture, clockwise.
    glare : float
        0 is none, 1 is white at its centre.
    defocus_mm, motion_mm : float
        Blur in millimetres on the card (a stroke of the number is about 0.6 mm wide).
    noise : float
        Standard deviation of the sensor's noise, grey levels of 255.
    jpeg_quality : int
        0 stands for PNG.
    luhn : bool
        Whether the number passes the Luhn check, as most specimens do not.
    cvv_on_front : bool
        The security code is printed on the front as well.
    """

    seed: int = 0
    side: Side = Side.FRONT
    layout: Layout = Layout.FOURS
    typeface: Typeface = Typeface.EMBOSSER
    finish: Finish = Finish.EMBOSSED
    texture: Texture = Texture.GRADIENT
    backdrop: Backdrop = Backdrop.PLAIN
    width_px: int = 1280
    height_px: int = 960
    tilt_deg: float = 0.0
    perspective: float = 0.0
    turn: int = 0
    glare: float = 0.0
    defocus_mm: float = 0.05
    motion_mm: float = 0.0
    noise: float = 2.0
    jpeg_quality: int = 88
    luhn: bool = True
    cvv_on_front: bool = False

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> CardSpec:
        """Read a spec from plain values, as a TOML table holds them.

        Raises
        ------
        ValueError
            A field is unknown or a value is none of its choices.
        """
        return from_table(cls, table, "card")


_SIZES = ((640, 480), (800, 600), (1024, 768), (1280, 960), (1280, 720), (1600, 1200), (1920, 1440))


def from_table(spec: type[SpecT], table: Mapping[str, Any], thing: str) -> SpecT:
    """Return a spec from plain values, each made what the spec's field is if that is an enumeration.

    Raises
    ------
    ValueError
        A field is unknown or a value is none of its choices.
    """
    types = get_type_hints(spec)
    if unknown := table.keys() - types.keys():
        raise ValueError(f"a {thing} has no {', '.join(sorted(unknown))}")
    return spec(**{name: types[name](value) if _chosen_from(types[name]) else value for name, value in table.items()})


def _chosen_from(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def generator(seed: int, part: str) -> np.random.Generator:
    """Return the dice for one part of a picture, so that changing one part leaves the others alone."""
    return np.random.default_rng((seed, zlib.crc32(part.encode())))


def specs(seed: int, count: int) -> Iterator[CardSpec]:
    """Yield `count` cards of all conditions; the first ones stay the same when `count` grows."""
    for number in range(count):
        yield _chosen(seed * 100_003 + number)


def _chosen(seed: int) -> CardSpec:
    dice = generator(seed, "spec")
    layout = Layout(_pick(dice, Layout, (5, 2, 1, 1, 1, 2)))
    backdrop = Backdrop(_pick(dice, Backdrop, (2, 3, 2, 2, 1)))
    art = backdrop is Backdrop.NONE
    width, height = (1011, 638) if art else _SIZES[dice.integers(len(_SIZES))]
    return CardSpec(
        seed=seed,
        side=Side.BACK if layout is not Layout.AMEX and dice.random() < 0.2 else Side.FRONT,
        layout=layout,
        typeface=Typeface(_pick(dice, Typeface, (6, 1, 1, 3))),
        finish=Finish(_pick(dice, Finish, (5, 2, 3))),
        texture=Texture(_pick(dice, Texture, (1, 2, 1, 1, 1, 1, 1, 1))),
        backdrop=backdrop,
        width_px=width,
        height_px=height,
        tilt_deg=0.0 if art else round(float(dice.normal(0, 9)), 1),
        perspective=0.0 if art else round(float(dice.uniform(0, 0.3)), 2),
        turn=0 if art or dice.random() < 0.7 else int(dice.integers(1, 4)),
        glare=0.0 if dice.random() < 0.7 else round(float(dice.uniform(0.2, 0.7)), 2),
        defocus_mm=round(float(dice.uniform(0.03, 0.18)), 2),
        motion_mm=0.0 if dice.random() < 0.85 else round(float(dice.uniform(0.2, 0.6)), 2),
        noise=round(float(dice.uniform(0, 7)), 1),
        jpeg_quality=int(dice.integers(55, 96)),
        luhn=bool(dice.random() < 0.6),
        cvv_on_front=bool(dice.random() < 0.2),
    )


def _pick(dice: np.random.Generator, choices: type[StrEnum], weights: tuple[int, ...]) -> str:
    shares = np.array(weights) / sum(weights)
    return list(choices)[int(dice.choice(len(weights), p=shares))]
