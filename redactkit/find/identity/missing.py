"""Where the value of a label must stand that was not read: as the values of the labels around it do.

Only of numbers and dates of birth, only where nothing else was read, and only if there is ink.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from redactkit.find.identity.reach import Where, apart
from redactkit.find.identity.stretches import Box
from redactkit.model import FieldKind, Quad
from redactkit.numbers.text import is_digit
from redactkit.words import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactkit.find.identity.fields import Value
    from redactkit.find.identity.stretches import Stretch
    from redactkit.model import Page

MISSED = {
    Field.BIRTH: FieldKind.BIRTH,
    Field.DOCUMENT: FieldKind.DOCUMENT,
    Field.PERSONAL: FieldKind.PERSONAL,
}
NEAR = 12.0  # heights within which a label of the same meaning may have the value: languages stand side by side
WIDTH = 7.0  # heights of a date with its month in letters
LARGER, GAP = 1.3, 0.3  # height of a value, and its distance behind a colon, where no other one tells
RIM = 0.15  # heights above and below, as values stand apart from their labels unevenly
OVERLAP = 0.4  # of the lower one: what was read elsewhere reaches so far into the place
MIN_CONTRAST = 12.0  # standard deviation of the gray levels under print, as faint as it is read


def zones_of(page: Page, found: Sequence[Stretch], values: Sequence[Value]) -> Iterator[tuple[FieldKind, Quad]]:
    """Yield what was not read and where it must stand.

    Parameters
    ----------
    page : Page
    found : sequence of Stretch
        Labels and values.
    values : sequence of Value
        The values, with what their labels announce.
    """
    for label in found:
        kind = next((kind for field, kind in MISSED.items() if field in label.fields), None)
        if kind is None or any(_may_answer(label, value) for value in values):
            continue
        box = _place(label, values)
        if any(_reaches_in(box, label.sees(other)) for other in found if other is not label):
            continue
        quad = _quad(label, box)
        if _contrast(page, quad) >= MIN_CONTRAST:
            yield kind, quad


def _may_answer(label: Stretch, value: Value) -> bool:
    same = bool(value.fields & label.fields) and any(map(is_digit, value.text))
    return same and not apart(label, value.stretch, NEAR)


def _place(label: Stretch, values: Sequence[Value]) -> Box:
    """Return where a label's value stands if it stands as those of the labels around it do, else right next to it."""
    told = [
        (value.where, value.label.box, value.label.sees(value.stretch))
        for value in values
        if value.label is not None and value.where in (Where.BELOW, Where.BESIDE) and not apart(label, value.label)
    ]
    own = label.box
    colon = label.segment.text[label.end :].lstrip().startswith(":")
    below = [where for where, _, _ in told].count(Where.BELOW)
    usual = Where.BELOW if 2 * below >= len(told) and not colon else Where.BESIDE
    alike = [(own, box) for where, own, box in told if where is usual] or [(own, _next_to(own, usual))]
    high = median(box.high for _, box in alike)
    wide = max(WIDTH * high, *(box.right - box.left for _, box in alike))
    if usual is Where.BELOW:
        left, top = own.left, own.bottom + median(box.top - other.bottom for other, box in alike)
    else:
        left = own.right + median(box.left - other.right for other, box in alike)
        top = own.middle + median(box.middle - other.middle for other, box in alike) - high / 2
    return Box(left, top - RIM * high, left + wide, top + (1 + RIM) * high)


def _next_to(label: Box, where: Where) -> Box:
    if where is Where.BELOW:
        return Box(label.left, label.bottom, label.left, label.bottom + LARGER * label.high)
    return Box(label.right + GAP * label.high, label.top, label.right, label.bottom)


def _reaches_in(box: Box, other: Box) -> bool:
    down = min(box.bottom, other.bottom) - max(box.top, other.top)
    across = min(box.right, other.right) - max(box.left, other.left)
    return across > 0 and down > OVERLAP * min(box.high, other.high)


def _quad(label: Stretch, box: Box) -> Quad:
    c, s = label.segment.frame.along

    def at(x: float, y: float) -> tuple[float, float]:
        return x * c - y * s, x * s + y * c

    return Quad((at(box.left, box.top), at(box.right, box.top), at(box.right, box.bottom), at(box.left, box.bottom)))


def _contrast(page: Page, quad: Quad) -> float:
    """Return how much the gray levels under a quad vary."""
    size = np.array([[0, 0], [64, 0], [64, 16], [0, 16]], np.float32)
    view = cv2.getPerspectiveTransform(np.array(quad.corners, np.float32), size)
    strip = cv2.warpPerspective(page.pixels, view, (64, 16), borderMode=cv2.BORDER_REPLICATE)
    return float(strip.mean(axis=2).std())
