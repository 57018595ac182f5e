"""What would be covered: editable, and JSON both ways. Holds places and kinds, never a value."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from redactkit.errors import PolicyError
from redactkit.geometry import bounds, clip, from_box, quad_of
from redactkit.model import Cover, DocumentKind, FieldKind, Keep, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be covered on each page of one document.

    Attributes
    ----------
    kind : DocumentKind
    policy : str
        Name of the profile that decided.
    sizes : tuple of (width, height)
        Page sizes in pixels, upright.
    covers : tuple of Cover
        What will be hidden. Edit with `add`, `move` and `drop`; a plan is never changed in place.
    keeps : tuple of Keep
        What must stay readable.
    engine : str
        The engine that read the pages.
    """

    kind: DocumentKind
    policy: str
    sizes: tuple[tuple[int, int], ...]
    covers: tuple[Cover, ...] = ()
    keeps: tuple[Keep, ...] = ()
    engine: str = "ppocr"

    def add(self, page: int, box: tuple[float, float, float, float]) -> Plan:
        """Return a plan with one more cover.

        Parameters
        ----------
        page : int
            0 for the first.
        box : tuple of float
            Left, top, right, bottom in page pixels. What it covers is covered, also where the
            plan would have kept something.

        Raises
        ------
        PolicyError
            There is no such page, or the box is empty or lies outside of it.
        """
        cover = self._manual(page, box)
        return replace(self, covers=(*self.covers, cover), keeps=self._keeps_beside(cover))

    def move(self, index: int, box: tuple[float, float, float, float]) -> Plan:
        """Return a plan in which cover number `index` lies on another box of the same page.

        What it leaves open is looked at again, and covered when something is found there.
        """
        old = self._cover(index)
        new = replace(old, quads=self._manual(old.page, box).quads)
        covers = (*self.covers[:index], new, *self.covers[index + 1 :])
        return replace(self, covers=covers, keeps=self._keeps_beside(new))

    def drop(self, index: int) -> Plan:
        """Return a plan without cover number `index`; the second look leaves that place alone, too."""
        old = self._cover(index)
        keeps = tuple(Keep(FieldKind.MANUAL, old.page, quad) for quad in old.quads)
        covers = (*self.covers[:index], *self.covers[index + 1 :])
        return replace(self, covers=covers, keeps=self.keeps + keeps)

    def to_json(self) -> str:
        """Return the plan as JSON: kinds, pages and corners, no value."""
        return json.dumps(
            {
                "version": _VERSION,
                "kind": self.kind,
                "policy": self.policy,
                "engine": self.engine,
                "sizes": self.sizes,
                "covers": [
                    {
                        "kind": c.kind,
                        "page": c.page,
                        "evidence": c.evidence,
                        "quads": [_rounded(q) for q in c.quads],
                    }
                    for c in self.covers
                ],
                "keeps": [{"kind": k.kind, "page": k.page, "quad": _rounded(k.quad)} for k in self.keeps],
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Read a plan back.

        Raises
        ------
        PolicyError
            The text is no plan of this version.
        """
        try:
            data = json.loads(text)
            if data["version"] != _VERSION:
                raise PolicyError(f"the plan is of version {data['version']}; this redactkit reads {_VERSION}")
            sizes = tuple((int(w), int(h)) for w, h in data["sizes"])
            covers = tuple(
                Cover(
                    FieldKind(c["kind"]),
                    _page(c["page"], len(sizes)),
                    _quads(c["quads"]),
                    tuple(str(word) for word in c["evidence"]),
                )
                for c in data["covers"]
            )
            keeps = tuple(
                Keep(FieldKind(k["kind"]), _page(k["page"], len(sizes)), _quad(k["quad"])) for k in data["keeps"]
            )
            return cls(DocumentKind(data["kind"]), str(data["policy"]), sizes, covers, keeps, str(data["engine"]))
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise PolicyError(f"this is no plan of redactkit ({type(error).__name__}); make one with plan()") from None

    def _keeps_beside(self, cover: Cover) -> tuple[Keep, ...]:
        left, top, right, bottom = bounds(cover.quads)

        def apart(keep: Keep) -> bool:
            west, north, east, south = bounds([keep.quad])
            return keep.page != cover.page or east <= left or right <= west or south <= top or bottom <= north

        return tuple(keep for keep in self.keeps if apart(keep))

    def _cover(self, index: int) -> Cover:
        if not 0 <= index < len(self.covers):
            raise PolicyError(f"the plan has {len(self.covers)} covers; there is no number {index}")
        return self.covers[index]

    def _manual(self, page: int, box: tuple[float, float, float, float]) -> Cover:
        if not 0 <= page < len(self.sizes):
            raise PolicyError(f"the plan has {len(self.sizes)} pages; there is no page {page}")
        wide, high = self.sizes[page]
        left, top, right, bottom = box
        if not (left < right and top < bottom and left < wide and top < high and right > 0 and bottom > 0):
            raise PolicyError(f"the box is empty or outside of page {page} ({wide} x {high} pixels)")
        return Cover(FieldKind.MANUAL, page, (clip(from_box(left, top, right, bottom), wide, high),), ("manual",))


def _rounded(quad: Quad) -> list[list[float]]:
    return [[round(float(x), 2), round(float(y), 2)] for x, y in quad.corners]  # numpy's numbers are no JSON


def _page(index: Any, pages: int) -> int:
    if type(index) is not int or not 0 <= index < pages:
        raise ValueError
    return index


def _quads(quads: Iterable[Iterable[Iterable[float]]]) -> tuple[Quad, ...]:
    read = tuple(_quad(quad) for quad in quads)
    if not read:
        raise ValueError  # a cover without a place covers nothing
    return read


def _quad(corners: Iterable[Iterable[float]]) -> Quad:
    quad = quad_of(corners)
    if not all(math.isfinite(edge) for corner in quad.corners for edge in corner):
        raise ValueError
    return quad
