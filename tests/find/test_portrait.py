"""Drawn documents: what is a portrait or a ghost of it, how much of it is covered, and what is neither."""

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from benchmarks.draw.identity.portrait import draw_portrait, ghost
from redactkit.find.portrait import PortraitDetector
from redactkit.model import DocumentKind, FieldKind, Line, Page, Quad
from redactkit.read.scripted import line

pytestmark = pytest.mark.slow

PAPER, INK = (236, 238, 240), (28, 28, 34)
WIDE, HIGH, PRINT_PX = 800, 500, 26
PHOTO, RIGHT = (40, 110, 220, 340), (590, 110, 770, 340)  # left, top, right, bottom
GHOST, LARGE_GHOST = (670, 250, 740, 340), (480, 60, 640, 264)
TEXTS = [
    ("UTOPIA IDENTITY CARD", 40, 50),
    ("SURNAME", 250, 110),
    ("MUSTERMANN", 250, 142),
    ("GIVEN NAMES", 250, 182),
    ("ERIKA", 250, 214),
    ("01.02.1990", 250, 254),
    ("31.12.2030", 250, 294),
]
ZONE = [
    ("IDUTO1234567897<<<<<<<<<<<<<<<", 40, 390),
    ("9002011F3012316UTO<<<<<<<<<<<6", 40, 424),
    ("MUSTERMANN<<ERIKA<<<<<<<<<<<<<", 40, 458),
]


class Card:
    """A card that is drawn, what a reader would say of it, and where its pictures are."""

    def __init__(self, texts=(*TEXTS, *ZONE)):
        self.pixels = np.full((HIGH, WIDE, 3), PAPER, np.uint8)
        self.pictures = []
        self.lines = []
        for text, left, top in texts:
            self.write(text, left, top)

    def write(self, text, left, top):
        """Print a line and have it read."""
        cv2.putText(self.pixels, text, (left + 2, top + 20), cv2.FONT_HERSHEY_DUPLEX, 0.7, INK, 1, cv2.LINE_AA)
        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.7, 1)
        self.lines.append(line(text, left, top, left + wide + 4, top + PRINT_PX))
        return self

    def portrait(self, seed, box=PHOTO):
        """Print a holder's photo."""
        picture, _ = draw_portrait(seed)
        return self._print(picture, np.ones(picture.shape[:2], np.float32), box)

    def ghost(self, seed, box=GHOST, ink=0.5):
        """Print the photo's ghost."""
        return self._print(*ghost(*draw_portrait(seed), (90, 100, 140)), box, ink)

    def _print(self, picture, ink, box, share=1.0):
        left, top, right, bottom = box
        size = right - left, bottom - top
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)[..., None] * share
        part = self.pixels[top:bottom, left:right]
        part[:] = np.clip(part + (small - part) * mask, 0, 255).astype(np.uint8)
        self.pictures.append(box)
        return self

    def page(self, quarters=0):
        """Return the page, turned anticlockwise."""
        lines = tuple(turned(one, quarters) for one in self.lines)
        return Page(0, np.ascontiguousarray(np.rot90(self.pixels, quarters)), lines=lines)


def turned(one, quarters):
    """Return a line on the picture turned anticlockwise."""
    return Line(
        turned_quad(one.quad, quarters),
        tuple(replace(cell, quad=turned_quad(cell.quad, quarters)) for cell in one.cells),
        one.score,
    )


def turned_quad(quad, quarters):
    points, (wide, high) = quad.corners, (WIDE, HIGH)
    for _ in range(quarters):
        points = [(y, wide - x) for x, y in points]
        wide, high = high, wide
    return Quad(tuple(points))


def covered(shape, quads):
    mask = np.zeros(shape[:2], np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(mask, np.round(quad.corners).astype(np.int32), 1)
    return mask > 0


@cache
def found(build, quarters=0):
    """Return a card and what of it is covered, upright."""
    card = build()
    page = card.page(quarters)
    findings = PortraitDetector().find(page)
    assert {finding.kind for finding in findings} <= {FieldKind.PORTRAIT}
    mask = covered(page.pixels.shape, [finding.quad for finding in findings])
    return card, np.rot90(mask, -quarters)


def shares(card, mask):
    """Return how much of each picture is covered."""
    return [float(mask[top:bottom, left:right].mean()) for left, top, right, bottom in card.pictures]


def photo():
    return Card().portrait(1)


def with_ghost():
    return Card().portrait(3).ghost(3)


def large_ghost():
    return Card().portrait(5).ghost(5, LARGE_GHOST)


def faint():
    return Card().portrait(2).ghost(2, ink=0.3)


def on_guilloche():
    return guilloche(Card()).portrait(4).ghost(4)


def on_the_right():
    return Card([(text, min(left, 40), top) for text, left, top in (*TEXTS, *ZONE)]).portrait(6, RIGHT)


def under_text():
    card = Card().portrait(7).ghost(7, LARGE_GHOST)
    return card.write("31.12.2030", 490, 140).write("UTO 123456", 490, 180)


def guilloche(card):
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    for phase, colour in ((0.0, (250, 170, 190)), (2.0, (160, 220, 250))):
        waves = np.abs(np.sin(2 * np.pi * (y + 18 * np.sin(x / 70 + phase)) / 14)) < 0.2
        card.pixels[waves & (card.pixels.min(axis=2) > 200)] = colour
    return card


def chip(card):
    cv2.rectangle(card.pixels, (60, 200), (150, 270), (214, 184, 110), -1)
    for x in (60, 90, 120, 150):
        cv2.line(card.pixels, (x, 200), (x, 270), (120, 96, 40), 2)
    return card


def bars(card):
    left = 300
    for wide in np.random.default_rng(5).integers(2, 7, 90):
        cv2.rectangle(card.pixels, (left, 340), (left + int(wide) // 2, 384), (0, 0, 0), -1)
        left += int(wide)
    return card


def code(card):
    modules = np.random.default_rng(3).integers(0, 2, (29, 29), dtype=np.uint8) * 255
    card.pixels[110:284, 600:774] = np.kron(modules, np.ones((6, 6), np.uint8))[..., None]
    return card


def wood(card):
    y, x = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    rings = np.sin((y + 14 * np.sin(x / 90)) / 5) * 16 + np.random.default_rng(2).normal(0, 6, (HIGH, WIDE))
    grain = np.clip(np.array((150, 105, 66)) + rings[..., None], 0, 255).astype(np.uint8)
    card.pixels[:] = np.where((np.abs(x - 400) < 375)[..., None] & (y < 490)[..., None], card.pixels, grain)
    return card


def back():
    return Card(ZONE)


def lined():
    return Card(TEXTS)


@pytest.mark.parametrize(
    ("build", "quarters"),
    [
        (photo, 0),
        (photo, 2),
        (photo, 3),
        (on_the_right, 0),
        (with_ghost, 0),
        (with_ghost, 1),
        (large_ghost, 0),
        (faint, 0),
        (on_guilloche, 0),
        (under_text, 0),
    ],
)
def test_portraits_and_ghosts_are_covered(build, quarters):
    portrait, *ghosts = shares(*found(build, quarters))
    assert portrait > 0.98
    assert all(share > 0.9 for share in ghosts)


@pytest.mark.parametrize("build", [photo, on_the_right, with_ghost, on_guilloche])
def test_text_beside_them_is_not(build):
    card, mask = found(build)
    for one in card.lines:
        assert mask[covered(mask.shape, [one.quad])].mean() < 0.2, one.text


@pytest.mark.parametrize("build", [photo, with_ghost, on_guilloche])
def test_little_else_is_covered(build):
    card, mask = found(build)
    for left, top, right, bottom in card.pictures:
        mask = mask.copy()
        mask[top:bottom, left:right] = False
    assert mask.mean() < 0.12


@pytest.mark.parametrize(
    ("build", "draw"), [(back, guilloche), (back, bars), (back, wood), (lined, code), (lined, chip), (lined, wood)]
)
def test_what_is_no_portrait(build, draw):
    assert PortraitDetector().find(draw(build()).page()) == ()


@pytest.mark.parametrize("draw", [bars, code, wood])
def test_nothing_else_is_taken_for_a_ghost(draw):
    card = draw(Card()).portrait(1)
    quads = [finding.quad for finding in PortraitDetector().find(card.page())]
    middles = [np.mean(quad.corners, axis=0) for quad in quads]
    assert quads
    assert all(PHOTO[0] < x < PHOTO[2] and PHOTO[1] < y < PHOTO[3] for x, y in middles)


def test_a_photo_is_found_where_nothing_was_read():
    card = Card(()).portrait(1, (200, 60, 500, 440))
    assert min(shares(card, covered(card.pixels.shape, [f.quad for f in PortraitDetector().find(card.page())]))) > 0.9


def test_it_runs_on_identity_documents_alone():
    assert PortraitDetector.kinds == {DocumentKind.IDENTITY}
