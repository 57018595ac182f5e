"""What a drawn identity document looks like: one frozen table of conditions, chosen by hand or by seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from benchmarks.draw.spec import Backdrop, from_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Layout(StrEnum):
    """Which side of which document."""

    ID_FRONT = "id front"
    ID_BACK = "id back"  # TD1: three lines of 30
    LICENCE_FRONT = "licence front"  # fields 1 to 9, Directive 2006/126/EC, annex I
    LICENCE_BACK = "licence back"
    CODED_LICENCE = "coded licence"  # with one line of 30 in front
    STATE_FRONT = "state front"  # AAMVA DL/ID Card Design Standard
    STATE_BACK = "state back"
    PASSPORT = "passport"  # the data page, TD3: two lines of 44
    OPEN_PASSPORT = "open passport"
    VISA = "visa"  # MRV-A or MRV-B
    OLD_CARD = "old card"  # two lines of 36, as France had them until 2021
    TWELVE_FRONT = "twelve front"  # a number of twelve digits, 4-4-4
    TWELVE_BACK = "twelve back"


class Scene(StrEnum):
    """How the picture came about."""

    ART = "art"  # the document fills the picture
    DESK = "desk"  # photographed where it lies
    HAND = "hand"
    SCREEN = "screen"  # photographed from a screen
    PAIR = "pair"  # two sides, or two documents, in one photo
    COLLAGE = "collage"  # up to five documents in one photo
    PAPER = "paper"  # copied onto a sheet of A4, as a PDF without text


@dataclass(frozen=True, slots=True)
class IdentitySpec:
    """One file with one or several identity documents.

    Attributes
    ----------
    seed : int
        Chooses the holder, numbers, dates, wording, colours and the course of every line.
    country : str
        A table of words.toml; says nothing of layouts that have states of their own.
    width_px, height_px : int
        Of the picture before it is turned; a document that fills it has a height of its own.
    tilt_deg : float
        Clockwise.
    perspective : float
        0 is straight from above, 0.5 is steep.
    turn : int
        Quarter turns of the finished picture, clockwise; of a PDF, its page's.
    glare, laminate : float
        A lamp's image, and streaks of light on the foil; 0 is none, 1 is white at the centre.
    stamp : bool
        SPECIMEN stands across the document.
    defocus_mm, motion_mm : float
        Blur in millimetres on the document.
    noise : float
        Standard deviation of the sensor's noise, grey levels of 255.
    jpeg_quality : int
        0 stands for PNG.
    """

    seed: int = 0
    layout: Layout = Layout.ID_FRONT
    country: str = "QMB"
    scene: Scene = Scene.DESK
    backdrop: Backdrop = Backdrop.DESK
    width_px: int = 1280
    height_px: int = 960
    tilt_deg: float = 0.0
    perspective: float = 0.0
    turn: int = 0
    glare: float = 0.0
    laminate: float = 0.0
    stamp: bool = False
    defocus_mm: float = 0.04
    motion_mm: float = 0.0
    noise: float = 2.0
    jpeg_quality: int = 88

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> IdentitySpec:
        """Read a spec from plain values, as a TOML table holds them.

        Raises
        ------
        ValueError
            A field is unknown or a value is none of its choices.
        """
        return from_table(cls, table, "identity document")


COUNTRIES = (
    *("QMB", "QML", "QMS", "QNT", "QNM", "QND", "QPO", "QPH"),
    *("QQJ", "QRN", "QRS", "QSP", "QSD", "QTB", "UTO"),
)
_LAYOUT_WEIGHTS = (4, 4, 4, 1, 1, 3, 1, 4, 2, 1, 1, 2, 1)
_SCENE_WEIGHTS = (5, 5, 3, 2, 2, 1, 2)
_SIZES = ((1280, 960), (1280, 720), (1600, 1200), (1920, 1440), (960, 1280), (1200, 1600), (1024, 768))
_LARGE = (4000, 3000)
_LARGE_SHARE, _SMALL_SHARE = 0.06, 0.3
_SMALL_WIDTHS = (250, 300, 380, 500)
_ART_WIDTHS = (640, 800, 1011, 1300)


def dice(seed: int, part: str) -> random.Random:
    """Return the dice for one part of a document, so that changing one part leaves the others alone."""
    return random.Random(f"{seed}/{part}")


def identity_specs(seed: int, count: int) -> Iterator[IdentitySpec]:
    """Yield `count` documents of all kinds; the first ones stay the same when `count` grows."""
    for number in range(count):
        yield _chosen(seed * 100_003 + number, COUNTRIES[number % len(COUNTRIES)])


def _chosen(seed: int, country: str) -> IdentitySpec:
    throw = dice(seed, "spec")
    layout = throw.choices(list(Layout), _LAYOUT_WEIGHTS)[0]
    scene = throw.choices(list(Scene), _SCENE_WEIGHTS)[0]
    return IdentitySpec(
        seed=seed,
        layout=layout,
        country=country,
        scene=scene,
        laminate=0.0 if throw.random() < 0.6 else round(throw.uniform(0.1, 0.5), 2),
        stamp=throw.random() < 0.15,
        **_CONDITIONS.get(scene, _photographed)(throw),
    )


def _photographed(throw: random.Random) -> dict[str, Any]:
    width, height = _LARGE if throw.random() < _LARGE_SHARE else throw.choice(_SIZES)
    return {
        "width_px": width,
        "height_px": height,
        "backdrop": throw.choice([Backdrop.PLAIN, Backdrop.DESK, Backdrop.DESK, Backdrop.DARK, Backdrop.CLOTH]),
        "tilt_deg": round(throw.gauss(0, 8), 1),
        "perspective": round(throw.uniform(0, 0.3), 2),
        "turn": 0 if throw.random() < 0.7 else throw.choice((1, 2, 2, 3)),
        "glare": 0.0 if throw.random() < 0.7 else round(throw.uniform(0.2, 0.7), 2),
        "defocus_mm": round(throw.uniform(0.02, 0.1), 2),
        "motion_mm": 0.0 if throw.random() < 0.9 else round(throw.uniform(0.1, 0.3), 2),
        "noise": round(throw.uniform(0, 6), 1),
        "jpeg_quality": throw.randint(60, 95),
    }


def _filling(throw: random.Random) -> dict[str, Any]:
    small = throw.random() < _SMALL_SHARE
    return {
        "backdrop": Backdrop.NONE,
        "width_px": throw.choice(_SMALL_WIDTHS if small else _ART_WIDTHS),
        "turn": 0 if throw.random() < 0.85 else throw.choice((1, 2, 3)),
        "defocus_mm": round(throw.uniform(0.0, 0.06), 2),
        "noise": round(throw.uniform(0, 3), 1),
        "jpeg_quality": throw.choice((0, 70, 85, 92)),
    }


def _copied(throw: random.Random) -> dict[str, Any]:
    return {
        "backdrop": Backdrop.NONE,
        "width_px": 1240,  # A4 at 150 dpi
        "tilt_deg": round(throw.gauss(0, 1.5), 1),
        "turn": 0 if throw.random() < 0.7 else throw.choice((1, 2, 3)),
        "defocus_mm": round(throw.uniform(0.02, 0.12), 2),
        "noise": round(throw.uniform(0, 5), 1),
        "jpeg_quality": throw.randint(50, 90),
    }


_CONDITIONS: dict[Scene, Any] = {Scene.ART: _filling, Scene.PAPER: _copied}
