"""Pictures of ridges: bent and dark ones are a finger's."""

import cv2
import numpy as np
import pytest

from redactkit.find.fingerprint import FingerprintDetector
from redactkit.model import FieldKind, Line, Page
from redactkit.read.scripted import line

PAPER, PLACE = 236, (620, 210)  # x, y of the middle


def page(*, label: str = "ADDRESS") -> tuple[np.ndarray, list[Line]]:
    pixels = np.full((500, 800, 3), PAPER, np.uint8)
    lines = []
    for i, text in enumerate(("REPUBLIC OF UTOPIA IDENTITY CARD", "MUSTERMANN", "01.02.1990", "UTOPIA", label)):
        top = 60 + 60 * i
        cv2.putText(pixels, text, (263, top + 23), cv2.FONT_HERSHEY_DUPLEX, 0.8, (28, 28, 34), 2, cv2.LINE_AA)
        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.8, 2)
        lines.append(line(text, 260, top, 266 + wide, top + 30))
    return pixels, lines


def press(pixels: np.ndarray, depth: float, pitch: float = 5.0, size: tuple[int, int] = (56, 72)) -> np.ndarray:
    """Press a finger: ridges around a core, lower below it, fading out; return where."""
    y, x = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    x, y = x - PLACE[0], y - PLACE[1]
    bent = np.hypot(1.2 * x, np.where(y > 0, 0.7 * y, y)) + 3 * np.sin(x / 13) * np.cos(y / 17)
    ridges = 0.5 + 0.5 * np.sin(2 * np.pi * bent / pitch)
    inside = np.clip((1 - np.hypot(x / size[0], y / size[1])) * 6, 0, 1)
    pixels[:] = (pixels * (1 - depth * ridges * inside)[..., None]).astype(np.uint8)
    return inside > 0.5


def find(pixels: np.ndarray, lines: list[Line]) -> list[tuple[FieldKind, tuple[str, ...], np.ndarray]]:
    found = []
    for finding in FingerprintDetector().find(Page(0, pixels, lines=tuple(lines))):
        mask = np.zeros(pixels.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(finding.quad.corners).astype(np.int32), 1)
        found.append((finding.kind, finding.evidence, mask > 0))
    return found


@pytest.mark.parametrize("pitch", [3.5, 5.0, 7.0])
@pytest.mark.parametrize("depth", [0.35, 0.8])
def test_ridges_are_covered_whole(pitch: float, depth: float) -> None:
    pixels, lines = page()
    inside = press(pixels, depth, pitch)
    ((kind, evidence, mask),) = find(pixels, lines)
    assert (kind, evidence) == (FieldKind.FINGERPRINT, ("fingerprint", "ridges"))
    assert mask[inside].mean() > 0.98
    assert mask.sum() < 3 * inside.sum()


def test_faint_ridges_are_one_beside_their_label() -> None:
    pixels, lines = page(label="RIGHT INDEX FINGER")
    press(pixels, 0.14)
    assert [evidence for _, evidence, _ in find(pixels, lines)] == [("fingerprint", "label")]
    pixels, lines = page()
    press(pixels, 0.14)
    assert find(pixels, lines) == []


def guilloche(pixels: np.ndarray) -> None:
    y, x = np.mgrid[0:500, 0:800]
    wave = 0.5 + 0.5 * np.sin(2 * np.pi * np.hypot(x - 400, y - 250 + 20 * np.sin(x / 40)) / 6)
    pixels[:] = np.where(pixels > 200, pixels - (16 * wave).astype(np.uint8)[..., None], pixels)


def coloured(pixels: np.ndarray) -> None:
    y, x = np.mgrid[0:500, 0:800]
    rosette = (np.hypot(x - PLACE[0], y - PLACE[1]) < 70) & (np.sin(np.hypot(x - PLACE[0], y - PLACE[1])) > 0)
    pixels[rosette] = (236, 150, 236)


def bars(pixels: np.ndarray) -> None:
    x = 540
    for wide in np.random.default_rng(5).integers(3, 9, 30):
        cv2.rectangle(pixels, (x, 150), (x + int(wide) // 2, 260), (20, 20, 20), -1)
        x += int(wide)


def modules(pixels: np.ndarray) -> None:
    code = np.random.default_rng(6).integers(0, 2, (25, 25)).astype(np.uint8) * 220
    pixels[150:275, 560:685] = cv2.resize(code, (125, 125), interpolation=cv2.INTER_NEAREST)[..., None]


def portrait(pixels: np.ndarray) -> None:
    cv2.rectangle(pixels, (540, 120), (700, 320), (190, 205, 215), -1)
    cv2.ellipse(pixels, (620, 200), (56, 76), 0, 0, 360, (60, 45, 40), -1)
    cv2.ellipse(pixels, (620, 216), (42, 58), 0, 0, 360, (214, 172, 150), -1)
    for x in range(566, 676, 5):
        cv2.line(pixels, (x, 150), (x + 2, 290), (44, 34, 30), 1, cv2.LINE_AA)


def nothing(pixels: np.ndarray) -> None:
    pass


@pytest.mark.parametrize("draw", [nothing, guilloche, coloured, bars, modules, portrait])
def test_what_is_no_fingerprint(draw) -> None:
    pixels, lines = page()
    draw(pixels)
    assert find(pixels, lines) == []


def test_a_page_where_nothing_was_located_has_none() -> None:
    pixels, _ = page()
    press(pixels, 0.8)
    assert find(pixels, []) == []
