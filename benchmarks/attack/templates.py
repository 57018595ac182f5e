"""Template attack: every digit is tried in every place, covered alike, and the one that looks most alike is named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from benchmarks.attack.covers import decode
from benchmarks.attack.scenes import DIGITS, window
from redactkit.cover import Touch, mask
from redactkit.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmarks.attack.covers import Coding
    from benchmarks.attack.scenes import Scene, Secret
    from redactkit.cover import Area
    from redactkit.model import Mask, Pixels

    See: TypeAlias = Callable[[bytes], Pixels]
    Shown: TypeAlias = tuple[Pixels, Mask]

_CHANCE = 1 / len(DIGITS)
_REACH_PX = 24  # around a cover: the largest block of a JPEG, 16 px, and the widest margin, 8 px


@dataclass(frozen=True, slots=True)
class Guess:
    """What the attacker says of one hidden digit.

    Attributes
    ----------
    cover : str
        Which one it was under.
    hit : float
        1 if it was named; between equal candidates it is drawn by lot, so then their share.
    apart : bool
        Whether any two candidates looked different.
    """

    cover: str
    hit: float
    apart: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How an attack went.

    Attributes
    ----------
    covers, digits : int
    named : float
        How many digits the attacker named, on average where he had to draw lots.
    apart : int
        Of how many digits any two candidates looked different.
    """

    covers: int
    digits: int
    named: float
    apart: int

    @classmethod
    def of(cls, guesses: Iterable[Guess]) -> Tally:
        """Count."""
        told = list(guesses)
        covers = len({guess.cover for guess in told})
        return cls(covers, len(told), sum(guess.hit for guess in told), sum(guess.apart for guess in told))

    @property
    def z(self) -> float:
        """How many standard deviations above chance: a binomial with one in ten."""
        if not self.digits:
            return 0.0
        return (self.named - self.digits * _CHANCE) / math.sqrt(self.digits * _CHANCE * (1 - _CHANCE))


def attack(scene: Scene, coding: Coding, see: See, secrets: Sequence[Secret], most: int) -> Iterator[Guess]:
    """Name up to `most` digits of each secret, spread over its length, the first and the last among them.

    Parameters
    ----------
    see : callable
        From a source file to the pixels that its covered file shows.
    secrets : sequence of Secret
        Of which digits are named.
    """
    given = see(coding.encode(scene.pixels))
    places = [_spread(len(secret.digits), most) for secret in secrets]
    for turn in range(most):
        at = {secret: where[turn] for secret, where in zip(secrets, places, strict=True) if turn < len(where)}
        tried = [see(coding.encode(scene.tried(at, digit))) for digit in range(len(DIGITS))]
        for secret, place in at.items():
            area = window(secret.cover, given.shape, _REACH_PX)
            away = [_distance(given[area], picture[area]) for picture in tried]
            yield _named(label(scene, secret, coding), away, int(secret.digits[place][0]))


def ringing(
    scene: Scene, coding: Coding, shown: Mapping[str, Shown], secrets: Sequence[Secret], most: int
) -> Iterator[tuple[str, Guess]]:
    """Name digits by what a JPEG shows beside a cover: the attacker codes each candidate as the source was coded.

    Parameters
    ----------
    shown : mapping of str to (pixels, mask)
        By the cover's name what its file shows, and which pixels it covered: those are not looked at.
    secrets : sequence of Secret
        Of which digits are named.

    Yields
    ------
    str
        The cover's name.
    Guess
    """
    for secret in secrets:
        area = window(secret.cover, scene.pixels.shape, _REACH_PX)
        for place in _spread(len(secret.digits), most):
            tried = [decode(coding.encode(scene.tried({secret: place}, digit)))[area] for digit in range(len(DIGITS))]
            for name, (given, covered) in shown.items():
                seen, open_ = given[area], ~covered[area]
                away = [_distance(seen[open_], picture[open_]) for picture in tried]
                yield name, _named(label(scene, secret, coding), away, int(secret.digits[place][0]))


def label(scene: Scene, secret: Secret, coding: Coding) -> str:
    """Return what a cover is called."""
    return f"{scene.name}: {secret.kind} {secret.text}, {coding}"


def shares_a_block(scene: Scene, coding: Coding, secret: Secret) -> bool:
    """Tell whether redactkit leaves pixels, near a cover, of JPEG blocks that hidden and kept ink share.

    This is the documented exception.
    """
    touch = area_of(scene, coding).touch[window(secret.cover, scene.pixels.shape, _REACH_PX)]
    return bool(((touch == Touch.TONED) | (touch == Touch.SMOOTHED)).any())


def area_of(scene: Scene, coding: Coding) -> Area:
    """Return what redactkit writes on a picture to cover its secrets."""
    keeps = [secret.keep for secret in scene.secrets if secret.keep]
    return mask(Page(0, scene.pixels, coding=coding.blocks), [secret.cover for secret in scene.secrets], keeps)


def _spread(count: int, most: int) -> list[int]:
    """Return up to `most` of so many places, the first and the last among them."""
    return sorted({round(place) for place in np.linspace(0, count - 1, min(count, most))})


def _distance(given: Pixels, tried: Pixels) -> int:
    return int(((given.astype(np.int32) - tried) ** 2).sum())


def _named(cover: str, away: Sequence[int], truth: int) -> Guess:
    nearest = [digit for digit, distance in enumerate(away) if distance == min(away)]
    return Guess(cover, (truth in nearest) / len(nearest), len(set(away)) > 1)
