"""What a case is made of: content with the truth about it, in coordinates that others may move."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from redactkit.geometry import from_box
from redactkit.model import Quad
from redactkit.pdf.affine import IDENTITY, apply


@dataclass(frozen=True)
class Secret:
    """Something that must vanish.

    `quad` is where it shows, in the user space of its page; None when no page shows it. `traces` are bytes of which
    none may be left: in the decoded streams, or in their strings one after the other. `pixels` is how it looks in an
    image.
    """

    text: str
    page: int
    quad: Quad | None
    traces: tuple[bytes, ...] = ()
    place: str = ""
    pixels: object = field(default=None, repr=False, compare=False)


@dataclass
class Drawn:
    """Content, what it names, and what of it is secret; coordinates are its own."""

    content: bytes
    resources: dict[str, dict[str, object]] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    width: float = 0.0

    def moved(self, matrix):
        """Return the same under another matrix; the content is wrapped in q and Q."""
        if matrix == IDENTITY:
            return self
        content = b"q " + numbers(*matrix) + b" cm\n" + self.content + b"\nQ"
        return Drawn(content, self.resources, moved(self.secrets, matrix), self.kept, self.width)


def moved(secrets, matrix):
    """Return secrets under another matrix."""
    return [
        one if one.quad is None else replace(one, quad=Quad(tuple(apply(matrix, *at) for at in one.quad.corners)))
        for one in secrets
    ]


def box(left, bottom, right, top):
    """Return the quad of a box with y up: its own top left first."""
    return from_box(left, top, right, bottom)


def numbers(*values):
    """Write numbers as content does."""
    return b" ".join(f"{value:.5f}".rstrip("0").rstrip(".").encode() or b"0" for value in values)


class Names:
    """Gives out resource names that no other resource of the document has, some of them awkward."""

    def __init__(self, rng):
        self.rng = rng
        self.count = 0

    def new(self, letter):
        """Return (name in the resources, name in content)."""
        self.count += 1
        awkward = self.rng.random()
        if awkward < 0.08:
            return f"/{letter} {self.count}", f"/{letter}#20{self.count}".encode()
        if awkward < 0.16:
            return f"/{letter}{self.count}", f"/#{ord(letter):02X}{self.count}".encode()
        if awkward < 0.2:
            return f"/{letter}.{self.count}-a*b", f"/{letter}.{self.count}-a*b".encode()
        return f"/{letter}{self.count}", f"/{letter}{self.count}".encode()


class Numbers:
    """Card numbers of the range of published test numbers, each once, with the right check digit."""

    def __init__(self, rng):
        self.rng = rng
        self.used = set()

    def new(self):
        middle = self.rng.randrange(10**9)
        while middle // 1000 in self.used:  # the six digits that stand in no other number
            middle = self.rng.randrange(10**9)
        self.used.add(middle // 1000)
        return card_number(middle)


def card_number(middle):
    """Return 411111, nine digits and the check digit of Luhn's formula."""
    digits = f"411111{middle:09d}"
    total = sum(sum(divmod(int(digit) * (2 - index % 2), 10)) for index, digit in enumerate(digits))
    return digits + str(-total % 10)


WORDS = (
    *("saldo", "konto", "karte", "bank", "summe", "datum", "seite", "betrag"),
    *("filiale", "kunde", "posten", "wert", "anlage", "brief", "telefon", "druck"),
)
