"""What is found in pixels: signatures and portraits of drawn documents, whose lines are told, not read."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from redactkit.find.portrait import PortraitDetector
from redactkit.find.signature import SignatureDetector
from redactkit.geometry import slice_along
from redactkit.load import load
from redactkit.model import Cell, Line, Quad

SAMPLES = Path(__file__).parents[2] / "samples"
LABELS = {one["file"]: one["sensitive"] for one in json.loads((SAMPLES / "labels.json").read_text())}
PICTURES = ("signature", "portrait", "fingerprint", "barcode")


@cache
def page_of(file):
    """Return a sample's first page with the lines that are printed on it."""
    (page,) = load(SAMPLES / file).pages
    return page, tuple(told(one) for one in LABELS[file] if one["type"] not in PICTURES and one["text"])


def unread(file, kind):
    """Return lines that the reader located and could not read."""
    return tuple(Line(Quad(tuple(map(tuple, one["quad"])))) for one in LABELS[file] if one["type"] == kind)


def told(label):
    quad = Quad(tuple(map(tuple, label["quad"])))
    text = label["text"].replace(" ", "")
    places = [slice_along(quad, i / len(text), (i + 1) / len(text)) for i in range(len(text))]
    return Line(quad, tuple(map(Cell, text, places)), 1.0)


def share_held(page, file, kind, findings):
    """Return of each label of a kind the share of its place that the findings hold."""
    high, wide = page.pixels.shape[:2]
    covered = drawn([finding.quad.corners for finding in findings], wide, high)
    for label in LABELS[file]:
        if label["type"] == kind:
            place = drawn([label["quad"]], wide, high)
            yield (covered & place).sum() / place.sum()


def drawn(quads, wide, high):
    mask = np.zeros((high, wide), np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(mask, np.rint(quad).astype(np.int32), 1)
    return mask


@pytest.mark.parametrize(
    ("file", "located"),
    [("identity/licence.jpg", False), ("identity/state.jpg", True), ("identity/passport.jpg", True)],
)
def test_a_signature_is_held_by_what_is_found(file, located):
    page, lines = page_of(file)
    found = SignatureDetector().find(_with(page, (*lines, *(unread(file, "signature") if located else ()))))
    assert found
    assert all(share > 0.9 for share in share_held(page, file, "signature", found))


def test_a_back_without_a_signature_has_none():
    page, lines = page_of("identity/back.jpg")
    assert not SignatureDetector().find(_with(page, lines))


@pytest.mark.parametrize("file", ["identity/licence.jpg", "identity/state.jpg", "identity/visa.jpg"])
def test_portraits_are_held_by_what_is_found(file):
    page, lines = page_of(file)
    shares = list(share_held(page, file, "portrait", PortraitDetector().find(_with(page, lines))))
    assert shares[0] > 0.95  # the ghost, where there is one, comes second


def test_a_back_without_a_portrait_has_none():
    page, lines = page_of("identity/back.jpg")
    assert not PortraitDetector().find(_with(page, lines))


def _with(page, lines):
    return replace(page, lines=lines)
