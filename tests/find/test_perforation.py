"""Pictures of dots: those in rows of characters are a punched number."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from redactkit.find.perforation import PerforationDetector
from redactkit.model import FieldKind, Line, Page
from redactkit.read.scripted import line

WIDE, HIGH, PAPER = 800, 560, 214
NUMBER = "C04857136"
MATRIX = {  # rows of five, 7 high
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "3": "11111 00010 00100 00010 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "C": "01110 10001 10000 10000 10000 10001 01110",
}
FINE = 4  # dots are drawn so many times as large


def paper() -> np.ndarray:
    """Return a gray page with guilloche."""
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    lines = np.sin((y + 12 * np.sin(x / 50) + 0.3 * x) / 2.2), np.sin((y + 9 * np.sin(x / 37) - 0.2 * x) / 2.9)
    return (PAPER - 10 * sum(np.abs(wave) < 0.3 for wave in lines)).astype(np.float32)


def holes(text: str, pitch: float, turn_deg: float, gap: float = 2.0) -> np.ndarray:
    """Return the places of the holes of a number around the middle of the page, shape (n, 2)."""
    places = [
        ((4 + gap) * i + column, row)
        for i, char in enumerate(text)
        for row, bits in enumerate(MATRIX[char].split())
        for column, bit in enumerate(bits)
        if bit == "1"
    ]
    away = (np.array(places) - np.mean(places, axis=0)) * pitch
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    return away @ np.array([[cos, sin], [-sin, cos]]) + (WIDE / 2, HIGH / 2)


def punch(gray: np.ndarray, places: np.ndarray, radius: float, depth: float) -> np.ndarray:
    """Return the page with dots on it; a negative depth is light that shines through."""
    large = np.zeros((HIGH * FINE, WIDE * FINE), np.float32)
    for x, y in places:
        cv2.circle(
            large, (round((x + 0.5) * FINE * 16), round((y + 0.5) * FINE * 16)), round(radius * FINE * 16), 1, -1, 8, 4
        )
    return gray - depth * cv2.resize(large, (WIDE, HIGH), interpolation=cv2.INTER_AREA)


def photo(gray: np.ndarray, blur: float = 0.6) -> np.ndarray:
    """Return a blurred and compressed picture of a page."""
    noisy = cv2.GaussianBlur(gray, (0, 0), blur) + np.random.default_rng(1).normal(0, 2, gray.shape)
    _, data = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), cv2.COLOR_GRAY2RGB)


def find(pixels: np.ndarray, *lines: Line) -> list[np.ndarray]:
    """Return what is marked, a mask for each finding."""
    masks = []
    for finding in PerforationDetector().find(Page(3, pixels, lines=lines)):
        assert (finding.kind, finding.page, finding.evidence) == (FieldKind.NUMBER, 3, ("perforation",))
        mask = np.zeros(pixels.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(finding.quad.corners).astype(np.int32), 1)
        masks.append(mask > 0)
    return masks


STRIPS = [
    # pitch, turn, depth, text, gap
    (3.6, 0, 110, NUMBER, 2.0),
    (4.0, 90, 110, NUMBER, 2.0),
    (5.0, 4, 90, NUMBER, 2.0),
    (5.0, 184, 60, NUMBER, 2.5),
    (6.0, -7, 110, NUMBER, 3.0),
    (6.0, 0, 40, "84601357", 2.0),
    (7.5, 30, 110, NUMBER, 1.5),
    (8.5, 0, 90, "4081576", 2.0),
    (4.0, 0, -90, NUMBER, 2.0),
    (6.0, 90, -110, NUMBER, 2.0),
    (7.5, -4, -60, "36110854", 2.0),
]


@pytest.mark.parametrize(("pitch", "turn", "depth", "text", "gap"), STRIPS)
def test_numbers_are_covered_whole(pitch: float, turn: float, depth: float, text: str, gap: float) -> None:
    ground = paper() if depth > 0 else paper() * 0.6
    places = holes(text, pitch, turn, gap)
    (mask,) = find(photo(punch(ground, places, 0.27 * pitch, depth), 0.1 * pitch))
    x, y = np.round(places).astype(int).T
    assert mask[y, x].mean() >= 0.95
    (_, sides, _) = cv2.minAreaRect(places.astype(np.float32))
    assert mask.sum() < (sides[0] + 4 * pitch) * (sides[1] + 4 * pitch)


@pytest.mark.parametrize("times", [0.75, 3])
def test_numbers_are_covered_in_pictures_of_any_size(times: float) -> None:
    places = holes(NUMBER, 6, 0)
    pixels = cv2.resize(photo(punch(paper(), places, 1.7, 110)), None, fx=times, fy=times, interpolation=cv2.INTER_AREA)
    (mask,) = find(pixels)
    x, y = np.round(places * times).astype(int).T
    assert mask[y, x].all()


def test_a_number_that_fades_is_covered_to_its_end() -> None:
    places = holes(NUMBER, 6, 0)
    gray = paper()
    for part, depth in zip(pairwise(range(0, WIDE + 1, 80)), np.linspace(140, 25, 10), strict=True):
        gray = punch(gray, places[(places[:, 0] >= part[0]) & (places[:, 0] < part[1])], 1.7, depth)
    (mask,) = find(photo(gray))
    x, y = np.round(places).astype(int).T
    assert mask[y, x].all()


def test_letters_that_were_read_stay() -> None:
    places = holes(NUMBER, 6, 0)
    pixels = photo(punch(paper(), places, 1.7, 110))
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    assert len(find(pixels, line(NUMBER, left, top, right, bottom))) == 1
    assert len(find(pixels, line("MUSTERMANN", left, top, right, bottom, score=0.5))) == 1
    assert find(pixels, line("MUSTERMANN", left, top, right, bottom)) == []
    assert find(pixels, line("ERIKA", left + 100, top + 5, left + 150, bottom - 5)) == []


def empty() -> np.ndarray:
    return paper()


def halftone() -> np.ndarray:
    y, x = np.mgrid[0:10, 0:60]
    return punch(paper(), np.stack([x.ravel(), y.ravel()], axis=1) * 6.0 + (200, 200), 1.8, 110)


def scattered() -> np.ndarray:
    return punch(paper(), np.random.default_rng(2).uniform((100, 100), (700, 460), (700, 2)), 1.7, 110)


def leaders() -> np.ndarray:
    places = [(100 + 6 * i, 80 + 40 * row) for row in range(10) for i in range(90)]
    return punch(paper(), np.array(places, float), 1.5, 150)


def print_of(height: float, text: str, step: int) -> np.ndarray:
    gray = paper()
    for y in range(60, 520, step):
        cv2.putText(gray, text, (60, y), cv2.FONT_HERSHEY_PLAIN, height, 40, 1, cv2.LINE_AA)
    return gray


def small_print() -> np.ndarray:
    return print_of(0.6, "Observations / Remarques / Beobachtungen 3085 8861 0048 6698 8000 " * 2, 11)


def zone() -> np.ndarray:
    return print_of(1.4, "P<UTOMUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", 26)


def keys() -> np.ndarray:
    gray = paper() * 0.3
    for row in range(5):
        for column in range(14):
            corner = (60 + 48 * column + 12 * row, 120 + 48 * row)
            cv2.rectangle(gray, corner, (corner[0] + 40, corner[1] + 40), 30, -1)
            cv2.putText(gray, chr(65 + row + column), (corner[0] + 8, corner[1] + 20), cv2.FONT_HERSHEY_PLAIN, 1, 220)
    return gray


def mesh() -> np.ndarray:
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    return (PAPER - 60 * (np.sin(x / 1.1) * np.sin(y / 1.1) > 0.5)).astype(np.float32)


def one_row() -> np.ndarray:
    return punch(paper(), np.array([(150 + 6 * i, 280 + 6 * (i % 2)) for i in range(80)], float), 1.6, 130)


@pytest.mark.parametrize(
    "draw",
    [empty, halftone, scattered, leaders, small_print, zone, keys, mesh, one_row],
    ids=lambda draw: draw.__name__,
)
def test_what_is_no_number(draw) -> None:
    assert find(photo(draw())) == []


def test_a_picture_too_small_for_dots_has_none() -> None:
    assert find(np.full((40, 400, 3), PAPER, np.uint8)) == []
