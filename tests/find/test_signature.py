"""Pictures of strokes: which of them are signatures, how much of their ink is covered, and what of the print is not."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from redactkit.find.signature import ChequeSignatureDetector, SignatureDetector
from redactkit.geometry import from_box
from redactkit.model import FieldKind, Line, Page, Quad
from redactkit.read.scripted import line

PAPER, INK, PRINT_PX = 236, (28, 28, 34), 30
SIGNED = (470, 310, 680, 380)  # left, top, right, bottom of the ink
SMALL = (300, 332, 380, 368)  # too small to be told from a word


class Card:
    """A card that is drawn, and what a reader would say of it."""

    def __init__(self, width=800, height=500):
        self.pixels = np.full((height, width, 3), PAPER, np.uint8)
        self.ink = np.zeros((height, width), np.uint8)
        self.lines = []

    def write(self, text, left, top):
        """Print a line and have it read."""
        cv2.putText(self.pixels, text, (left + 3, top + 23), cv2.FONT_HERSHEY_DUPLEX, 0.8, INK, 2, cv2.LINE_AA)
        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.8, 2)
        self.lines.append(line(text, left, top, left + wide + 6, top + PRINT_PX))
        return self

    def sign(self, box=SIGNED, pen=3, ink=INK):
        """Write loops that hang together into a box."""
        for target, colour in ((self.pixels, ink), (self.ink, (255, 255, 255))):
            cv2.polylines(target, [scrawl(box)], False, colour, pen, cv2.LINE_AA)
        return self

    def see(self, text, score, box=SIGNED):
        """Have a reader locate a box and read a text in it, or nothing."""
        left, top, right, bottom = box
        place = left - 4, top - 4, right + 4, bottom + 4
        self.lines.append(line(text, *place, score=score) if text else Line(from_box(*place)))
        return self

    def page(self, quarters=0):
        """Return the page, turned anticlockwise."""
        width = self.pixels.shape[1]
        height = self.pixels.shape[0]
        lines = tuple(turned(one, width, height, quarters) for one in self.lines)
        return Page(0, np.ascontiguousarray(np.rot90(self.pixels, quarters)), lines=lines)


def scrawl(box):
    """Return points of a pen that circles while it goes on: a capital, then smaller loops."""
    left, top, right, bottom = box
    turns = np.linspace(0, 6, 400)
    tall = np.where(turns < 1, 1.0, 0.45 + 0.15 * np.sin(3 * turns))
    x = turns + 0.45 * np.cos(2 * np.pi * turns)
    y = -tall * np.sin(2 * np.pi * turns)
    x, y = (x - x.min()) / np.ptp(x), (y - y.min()) / np.ptp(y)
    points = np.stack([left + 3 + x * (right - left - 6), top + 3 + y * (bottom - top - 6)], axis=1)
    return np.round(points).astype(np.int32)


def turned(one, width, height, quarters):
    """Return a line on the picture turned anticlockwise."""
    cells = tuple(replace(cell, quad=turned_quad(cell.quad, width, height, quarters)) for cell in one.cells)
    return Line(turned_quad(one.quad, width, height, quarters), cells, one.score)


def turned_quad(quad, width, height, quarters):
    points = quad.corners
    for _ in range(quarters):
        points = [(y, width - x) for x, y in points]
        width, height = height, width
    return Quad(tuple(points))


def covered(shape, findings):
    mask = np.zeros(shape[:2], np.uint8)
    for finding in findings:
        cv2.fillConvexPoly(mask, np.round(finding.quad.corners).astype(np.int32), 1)
    return mask > 0


def share(card, findings, quarters=0):
    """Return the share of the drawn ink that is covered."""
    ink = np.rot90(card.ink, quarters) > 127
    return float(covered(ink.shape, findings)[ink].mean())


def hidden(page, one, findings):
    """Return the share of a line that is covered."""
    box = covered(page.pixels.shape, (replace(one, cells=()),))
    return float(covered(box.shape, findings)[box].mean())


def identity():
    card = Card().write("SURNAME", 260, 40).write("MUSTERMANN", 260, 80).write("01.02.1990", 260, 130)
    card.write("GIVEN NAMES", 260, 180).write("ERIKA", 260, 220).write("UTOPIA", 560, 130)
    return card.write("Date of expiry", 480, 410).write("31.12.2030", 480, 450)


def licence():
    card = Card().write("1. MUSTERMANN", 260, 60).write("2. ERIKA", 260, 100).write("3. 01.02.1990", 260, 140)
    card.write("4a. 05.06.2020", 260, 180).write("5. ABC123456", 260, 220)
    return card.write("7.", 260, 270).write("9. AM/B", 60, 400)


def find(card, quarters=0):
    return SignatureDetector().find(card.page(quarters))


LABELS = [
    "Signature",
    "Unterschrift",
    "Podpis",
    "Assinatura",
    "Handtekening",
    "Firma del titular",
    "Allekirjoitus",
    "Signature of the holder",
    "Llofnod",
]


@pytest.mark.parametrize("label", LABELS)
def test_small_ink_is_a_signature_beside_its_label(label):
    card = identity().sign(SMALL, pen=2).write(label, 290, 290)
    assert share(card, find(card)) == 1


@pytest.mark.parametrize("label", ["Authority", "CONFIRMATION", "Designated office", "FIRMAMENT"])
def test_small_ink_is_none_beside_another_label(label):
    assert find(identity().sign(SMALL, pen=2).write(label, 290, 290)) == ()


@pytest.mark.parametrize(("fields", "found"), [(licence, True), (identity, False)])
def test_small_ink_is_a_signature_beside_field_seven_of_a_licence(fields, found):
    card = fields().sign((300, 264, 380, 300), pen=2)
    findings = find(card)
    assert share(card, findings) == 1 if found else findings == ()


LOCATED = [("Brenda Sample", 1.0), ("frmlun", 0.3), ("NM", 0.97), ("", 0.0)]


@pytest.mark.parametrize(("text", "score"), LOCATED)
@pytest.mark.parametrize("quarters", range(4))
def test_ink_that_a_reader_took_for_a_text(text, score, quarters):
    card = identity().sign().see(text, score)
    findings = find(card, quarters)
    assert {finding.kind for finding in findings} == {FieldKind.SIGNATURE}
    assert share(card, findings, quarters) == 1


@pytest.mark.parametrize("pen", [2, 3, 4])
@pytest.mark.parametrize("ink", [INK, (30, 44, 130), (96, 96, 100)], ids=["black", "blue", "grey"])
def test_ink_alone(pen, ink):
    card = identity().sign(pen=pen, ink=ink)
    assert share(card, find(card)) == 1


def test_loops_beyond_what_the_reader_located_are_covered():
    left, top, right, bottom = SIGNED
    card = identity().sign().see("Sample", 1.0, (left + 60, top + 20, right - 10, bottom))
    assert share(card, find(card)) == 1


def test_no_print_is_covered():
    card = identity().sign().see("Sample", 1.0).write("Signature", 300, 330).write("05.06.2020", 480, 384)
    page = card.page()
    findings = SignatureDetector().find(page)
    assert share(card, findings) == 1
    assert [one.text for one in card.lines if hidden(page, one, findings) > 0.1] == ["Sample"]


def test_little_more_than_the_ink_is_covered():
    left, top, right, bottom = SIGNED
    card = identity().sign()
    assert covered(card.ink.shape, find(card)).sum() < 1.4 * (right - left) * (bottom - top)


def test_a_page_where_nothing_was_located_has_none():
    assert SignatureDetector().find(Card().sign().page()) == ()


def test_the_page_is_not_written_to():
    page = identity().sign().page()
    page.pixels.setflags(write=False)
    assert SignatureDetector().find(page) == SignatureDetector().find(page) != ()


def guilloche(card):
    y, x = np.mgrid[0:500, 0:800]
    for phase, colour in ((0.0, (250, 170, 190)), (2.0, (160, 220, 250))):
        lines = np.abs(np.sin(2 * np.pi * (y + 18 * np.sin(x / 70 + phase)) / 14)) < 0.2
        card.pixels[lines & (card.pixels.min(axis=2) > 200)] = colour


def portrait(card):
    cv2.rectangle(card.pixels, (40, 80), (220, 320), (190, 205, 215), -1)
    cv2.ellipse(card.pixels, (130, 180), (62, 84), 0, 0, 360, (60, 45, 40), -1)
    cv2.ellipse(card.pixels, (130, 200), (46, 64), 0, 0, 360, (214, 172, 150), -1)
    for x in (110, 150):
        cv2.ellipse(card.pixels, (x, 190), (9, 4), 0, 0, 360, (40, 35, 35), -1)
    cv2.ellipse(card.pixels, (130, 235), (18, 5), 0, 0, 180, (150, 70, 70), 3)


def chip(card):
    cv2.rectangle(card.pixels, (60, 120), (180, 210), (214, 184, 110), -1)
    for x in (60, 100, 140, 180):
        cv2.line(card.pixels, (x, 120), (x, 210), (120, 96, 40), 2)
    for y in (120, 150, 180, 210):
        cv2.line(card.pixels, (60, y), (180, y), (120, 96, 40), 2)


def zone(card):
    card.write("IDUTO1234567897<<<<<<<<<<<<<<<", 60, 410).write("9002011F3012316UTO<<<<<<<<<<<6", 60, 446)


def bars(card):
    x = 300
    for wide in np.random.default_rng(5).integers(2, 7, 60):
        cv2.rectangle(card.pixels, (x, 320), (x + int(wide) // 2, 380), (0, 0, 0), -1)
        x += int(wide)


def rules(card):
    cv2.rectangle(card.pixels, (20, 20), (780, 480), (60, 60, 70), 2)
    cv2.line(card.pixels, (260, 400), (700, 396), (60, 60, 70), 2)


@pytest.mark.parametrize("draw", [guilloche, portrait, chip, zone, bars, rules])
def test_what_is_no_signature(draw):
    card = identity()
    draw(card)
    assert find(card) == ()


def test_ink_on_guilloche():
    card = identity()
    guilloche(card)
    card.sign()
    assert share(card, find(card)) > 0.98


def cheque(*labels):
    card = Card(900, 380)
    for i, label in enumerate(labels):
        card.write(label, 40, 40 + 60 * i)
    card.write("31.12.2030", 640, 40).write("250.00", 760, 160).write("C00011122C D123D", 60, 330)
    cv2.line(card.pixels, (560, 300), (840, 300), (40, 40, 40), 2)
    return card.sign((620, 250, 780, 308))


@pytest.mark.parametrize("quarters", range(4))
def test_a_cheque_is_covered_where_it_is_signed_with_its_line(quarters):
    card = cheque("PAY TO THE ORDER OF", "CHECK NO", "DOLLARS")
    findings = ChequeSignatureDetector().find(card.page(quarters))
    assert share(card, findings, quarters) == 1
    mask = np.rot90(covered(np.rot90(card.ink, quarters).shape, findings), -quarters)
    assert mask[300, 562:838].all()


def test_other_statements_bear_no_signature():
    assert ChequeSignatureDetector().find(cheque("ACCOUNT NUMBER", "BALANCE").page()) == ()
