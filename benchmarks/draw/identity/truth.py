"""A drawn identity document and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from benchmarks.draw.identity.spec import IdentitySpec

Quad: TypeAlias = NDArray[np.float64]  # (4, 2), x and y in picture pixels, clockwise from the text's upper left

TRUTH_DPI = 150  # at which the pages of a PDF are measured
# `date` are those of issue and of expiry; `heading` are titles and labels of fields.
STAYS = frozenset({"date", "heading"})
EITHER = frozenset({"detail"})  # sex, nationality, authority, height, categories: neither asked for nor forbidden
STRICT_ONLY = frozenset({"name", "portrait"})
AREAS = frozenset({"portrait", "signature", "fingerprint", "barcode"})
_LEGIBLE_PX = 5.0  # height of capitals below which nobody reads a value on drawn thumbnails, by eye


@dataclass(frozen=True, slots=True)
class Value:
    """The truth about one text, picture or code.

    Attributes
    ----------
    kind : str
        document, personal, birth, place, mrz, address, barcode, signature, fingerprint or number, which must be
        covered; name and portrait, which only `strict` covers; date and heading, which stay; detail, which may do
        either. Words of `redactkit.FieldKind` but for the last two.
    text : str
        Empty where there is none.
    rows : tuple of Quad
        One a row of text, or several where something lies over its middle.
    page : int
        0 for the first.
    """

    kind: str
    text: str = field(repr=False)
    rows: tuple[Quad, ...]
    page: int = 0

    @property
    def legible(self) -> bool:
        """Whether its characters are high enough to be read."""
        return self.kind in AREAS or max(_height(row) for row in self.rows) >= _LEGIBLE_PX

    def must_cover(self, *, strict: bool) -> bool:
        """Whether it must not stay readable."""
        kept = STAYS | EITHER if strict else STAYS | EITHER | STRICT_ONLY
        return self.kind not in kept and self.legible

    def to_dict(self) -> dict[str, Any]:
        """Return the value as an entry of labels.json, coordinates to a tenth of a pixel, pages from 1."""
        entry = {"type": self.kind, "text": self.text, "page": self.page + 1, "quad": _plain(self.rows[0])}
        if len(self.rows) > 1:
            entry["rows"] = [_plain(row) for row in self.rows]
        return entry | {"must_cover": self.must_cover(strict=False), "strict": self.must_cover(strict=True)}


@dataclass(frozen=True, slots=True)
class DrawnIdentity:
    """A file with identity documents in it.

    Attributes
    ----------
    data : bytes
    suffix : str
        Of a file name, for instance ``".jpg"``.
    size : (width, height)
        Of the picture, or of a PDF's page at 150 dpi, pixels.
    values : tuple of Value
    spec : IdentitySpec
    """

    data: bytes = field(repr=False)
    suffix: str
    size: tuple[int, int]
    values: tuple[Value, ...]
    spec: IdentitySpec

    def to_dict(self, file: str) -> dict[str, Any]:
        """Return its entry in a labels.json."""
        entry: dict[str, Any] = {"file": file, "kind": "identity", "width": self.size[0], "height": self.size[1]}
        if self.suffix == ".pdf":
            entry |= {"pages": [{"page": 1, "width": self.size[0], "height": self.size[1]}], "dpi": TRUTH_DPI}
        return entry | {"sensitive": [value.to_dict() for value in self.values]}


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _plain(quad: Quad) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in quad]
