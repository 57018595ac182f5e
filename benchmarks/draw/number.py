"""Numbers, names and dates for drawn cards: published test numbers or generated ones, never a person's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.draw.spec import CardSpec, Layout, generator

if TYPE_CHECKING:
    import numpy as np

# Published by Stripe, Adyen and PayPal in their test documentation.
_PUBLISHED = {
    15: ("378282246310005", "371449635398431", "378734493671000"),
    16: (
        "4242424242424242",
        "4111111111111111",
        "4012888888881881",
        "5555555555554444",
        "5105105105105100",
        "2223003122003222",
        "6011111111111117",
        "3566002020360505",
        "6200000000000005",
    ),
    19: ("6205500000000000004",),
}
# Prefixes of those numbers; the digits behind them are thrown.
_PREFIXES = {
    15: ("378282", "371449", "378734"),
    16: ("424242", "400000", "555555", "510510", "222300", "601111", "356600", "620000"),
    19: ("620550",),
}
_GROUPS = {
    Layout.FOURS: (4, 4, 4, 4),
    Layout.AMEX: (4, 6, 5),
    Layout.NINETEEN: (4, 4, 4, 4, 3),
    Layout.UNSPACED: (16,),
    Layout.DASHED: (4, 4, 4, 4),
    Layout.STACKED: (4, 4, 4, 4),
}
_SEPARATORS = {Layout.DASHED: "-", Layout.STACKED: "\n"}
_FIRST = ("ADA", "BRUNO", "CLEO", "DARIA", "EMIL", "FREYA", "GUSTAV", "HANNE", "IVO", "JUNO", "KASPAR", "LENE")
_LAST = ("EXAMPLE", "SPECIMEN", "MUSTER", "PLACEHOLDER", "SAMPLEWOOD", "TESTBERG", "NEMO", "NOBODY", "FICTA")
_BANKS = ("NORTHLIGHT BANK", "Harbour & Vale", "meridian", "BANCO EJEMPLO", "Tallgrass Credit Union", "FJORDKASSE")
_BRANDS = ("KAURI", "ORBITA", "Solvent", "PENTA", "lumen")
_PRODUCTS = ("platinum", "debit", "WORLD", "business", "Rewards", "prepaid")


@dataclass(frozen=True, slots=True)
class Holder:
    """What is written on one card.

    Attributes
    ----------
    pan : str
        The number as it is set, with its separators.
    """

    pan: str
    expiry: str
    cvv: str
    name: str
    phone: str
    bank: str
    brand: str
    product: str

    @property
    def digits(self) -> str:
        """The number without its separators."""
        return "".join(char for char in self.pan if char.isdigit())


def holder(spec: CardSpec) -> Holder:
    """Return what is written on the card of a spec."""
    dice = generator(spec.seed, "holder")
    digits = _number(dice, sum(_GROUPS[spec.layout]), spec.luhn)
    return Holder(
        pan=_grouped(digits, spec.layout),
        expiry=f"{dice.integers(1, 13):02}/{dice.integers(27, 36):02}",
        cvv="".join(str(d) for d in dice.integers(0, 10, 4 if spec.layout is Layout.AMEX else 3)),
        name=f"{_one(dice, _FIRST)} {_one(dice, _LAST)}",
        phone=f"+1 800 555 01{dice.integers(0, 100):02}",  # 555-0100 to 555-0199 are kept for fiction
        bank=_one(dice, _BANKS),
        brand=_one(dice, _BRANDS),
        product=_one(dice, _PRODUCTS),
    )


def luhn_ok(digits: str) -> bool:
    """Whether the digits pass the Luhn check (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def _number(dice: np.random.Generator, length: int, luhn: bool) -> str:
    if luhn and dice.random() < 0.4:
        return _one(dice, _PUBLISHED[length])
    prefix = _one(dice, _PREFIXES[length])
    body = prefix + "".join(str(d) for d in dice.integers(0, 10, length - len(prefix) - 1))
    check = next(d for d in "0123456789" if luhn_ok(body + d))
    return body + (check if luhn else str((int(check) + int(dice.integers(1, 10))) % 10))


def _grouped(digits: str, layout: Layout) -> str:
    groups, start = [], 0
    for length in _GROUPS[layout]:
        groups.append(digits[start : start + length])
        start += length
    return _SEPARATORS.get(layout, " ").join(groups)


def _one(dice: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(dice.integers(len(choices)))]
