"""A drawn statement and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.draw.statement.spec import Medium

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.draw.statement.sheet import Box, Mark
    from benchmarks.draw.statement.spec import StatementSpec

Quad: TypeAlias = NDArray[np.float64]  # (4, 2), x and y in picture pixels, clockwise from the text's upper left

TRUTH_DPI = 150  # at which the pages of a PDF are measured
# Stays under the default policy, or may go or stay: what a bank says of itself, and how a payment was made.
_STAYS = frozenset({"holder_name", "period", "date", "masked_pan", "heading"})
_EITHER = frozenset({"bank_detail", "transaction_type", "statement_number"})
_UNLABELLED = frozenset({"print"})


@dataclass(frozen=True, slots=True)
class Value:
    """The truth about one text.

    Attributes
    ----------
    kind : str
        account_number, iban, bic, routing_number, customer_number, reference_number, pan, balance, amount,
        counterparty, address, phone, email, tax_number or barcode, which must be covered; holder_name, period, date,
        masked_pan or heading, which stay; bank_detail, transaction_type or statement_number, which may do either.
    page : int
        0 for the first.
    text : str
    rows : tuple of Quad
        One a row of text.
    tail : Quad or None
        The last four of a number that keeps them.
    """

    kind: str
    page: int
    text: str = field(repr=False)
    rows: tuple[Quad, ...]
    tail: Quad | None = None

    @property
    def must_cover(self) -> bool:
        """Whether it must not stay readable under the default policy."""
        return self.kind not in _STAYS | _EITHER

    def to_dict(self) -> dict[str, Any]:
        """Return the value as an entry of labels.json, coordinates to a tenth of a pixel, pages from 1."""
        label: dict[str, Any] = {"type": self.kind, "text": self.text, "page": self.page + 1, **_place(self._whole())}
        if len(self.rows) > 1:
            label["rows"] = [next(iter(_place(row).values())) for row in self.rows]
        if self.tail is not None:
            ((form, place),) = _place(self.tail).items()
            telling = [char for char in self.text if char.isalnum()]
            label |= {f"last4_{form}": place, "keep_tail": "".join(telling[-4:])}
        return label | {"must_cover": self.must_cover}

    def _whole(self) -> Quad:
        """Return the smallest quad around all rows that lies as the first one does."""
        if len(self.rows) == 1:
            return self.rows[0]
        along = (self.rows[0][1] - self.rows[0][0]) / np.linalg.norm(self.rows[0][1] - self.rows[0][0])
        axes = np.stack([along, (-along[1], along[0])])
        places = np.concatenate(self.rows) @ axes.T
        around: Quad = corners((*places.min(axis=0), *places.max(axis=0))) @ axes
        return around


@dataclass(frozen=True, slots=True)
class DrawnStatement:
    """A file with a statement in it.

    Attributes
    ----------
    data : bytes
    suffix : str
        Of a file name, for instance ``".pdf"``.
    sizes : tuple of (width, height)
        Of each page: pixels of a picture, or of a PDF's page at 150 dpi.
    values : tuple of Value
    spec : StatementSpec
    """

    data: bytes = field(repr=False)
    suffix: str
    sizes: tuple[tuple[int, int], ...]
    values: tuple[Value, ...]
    spec: StatementSpec

    def to_dict(self, file: str) -> dict[str, Any]:
        """Return its entry in a labels.json."""
        (width, height), *_ = self.sizes
        entry: dict[str, Any] = {"file": file, "kind": "statement", "width": width, "height": height}
        entry["pages"] = [{"page": n, "width": w, "height": h} for n, (w, h) in enumerate(self.sizes, 1)]
        if self.suffix == ".pdf":
            entry["dpi"] = TRUTH_DPI
        if self.spec.password and self.spec.medium is Medium.PDF:
            entry["password"] = self.spec.password
        return entry | {"sensitive": [value.to_dict() for value in self.values]}


def values_of(marks: list[Mark], page: int, mapped: Callable[[Quad], Quad]) -> tuple[Value, ...]:
    """Return the labelled marks of a page, their corners moved from points to where the picture shows them."""
    return tuple(
        Value(
            mark.kind,
            page,
            mark.text,
            tuple(mapped(corners(row)) for row in mark.rows),
            None if mark.tail is None else mapped(corners(mark.tail)),
        )
        for mark in marks
        if mark.kind not in _UNLABELLED
    )


def corners(box: Box) -> Quad:
    """Return the corners of an upright box."""
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)


def _upright(quad: Quad) -> bool:
    return bool(np.allclose(quad[[0, 3], 0], quad[[3, 0], 0]) and np.allclose(quad[[0, 1], 1], quad[[1, 0], 1]))


def _place(quad: Quad) -> dict[str, Any]:
    """Return a box where the quad is one, else the quad."""
    if _upright(quad):
        return {"box": [round(float(edge), 1) for edge in (*quad[0], *quad[2])]}
    return {"quad": [[round(float(x), 1), round(float(y), 1)] for x, y in quad]}
