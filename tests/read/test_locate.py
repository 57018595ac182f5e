"""Where lines lie: bent ones too, and at which scales a page is looked at; maps of text are drawn, no network runs."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from redactkit.geometry import from_box
from redactkit.protocols import Look
from redactkit.read.ppocr import engine
from redactkit.read.ppocr.locate import locate

SHAPE = (320, 640)  # height, width of a map


def arc(chart):
    """A line 560 pixels long and 10 high that sinks by 24 in its middle."""
    places = [(x, round(100 + 24 * np.sin(np.pi * (x - 40) / 560))) for x in range(40, 600)]
    cv2.polylines(chart, [np.array(places)], False, 1.0, 10)


def straight(chart):
    chart[100:110, 40:600] = 1.0


def pale(chart):
    chart[100:110, 40:600] = 0.4


@pytest.mark.parametrize(("draw", "found"), [(straight, 1), (arc, 1), (pale, 0)])
def test_lines_that_bend_are_as_sure_as_straight_ones(draw, found):
    chart = np.zeros(SHAPE, np.float32)
    draw(chart)
    boxes = locate(np.zeros((*SHAPE, 3), np.uint8), max(SHAPE), lambda _: chart, stand=False)
    assert len(boxes) == found
    for box in boxes:
        assert cv2.pointPolygonTest(np.array(box.corners, np.float32), (320, 110), False) >= 0


LARGE, SMALL, TINY = ((0, 0, 300, high) for high in (80, 30, 12))  # boxes on a page of 3000 x 2000 pixels
CARD = (400, 300, 2600, 1700)
STANDING = (0, 0, 80, 900)
SCALES = [
    ([LARGE] * 10, [672]),
    ([STANDING] * 10, [672]),
    ([LARGE] * 6 + [SMALL] * 4, [672, 1600, 2400]),  # as the fakes are as small again, at each scale
    ([SMALL] * 10, [672, 1600, 2400]),
    ([(0, 0, 30, 900)] * 10, [672, 1600, 2400]),
    ([(0, 0, 300, 60)] * 10, [672, 1300]),
    ([TINY], [672, 1600, 2400]),
    ([CARD], [672, 1600, 2400]),
    ([], [672, 1600, 2400]),
]


@pytest.mark.parametrize(("boxes", "sides"), SCALES)
def test_a_page_is_looked_at_again_while_its_lower_lines_are_small(monkeypatch, boxes, sides):
    asked = looked(monkeypatch, boxes, (2000, 3000), Look(672))
    assert asked == sides


def test_a_picture_is_not_enlarged_beyond_what_it_shows(monkeypatch):
    assert looked(monkeypatch, [TINY], (400, 600), Look(672)) == [672, 900]


def test_what_is_known_already_is_looked_for_once(monkeypatch):
    assert looked(monkeypatch, [TINY], (2000, 3000), Look(672, settled=(from_box(0, 0, 9, 9),))) == [672]


def looked(monkeypatch, boxes, shape, look):
    """Return at which longer sides a page was looked at, if the same boxes are seen at each."""
    asked = []

    def seen(_pixels, side_px, _network, **_options):
        asked.append(side_px)
        return [from_box(*box) for box in boxes]

    monkeypatch.setattr(engine, "locate", seen)
    reader = object.__new__(engine.PpocrEngine)
    reader._networks = SimpleNamespace(locate=None)
    reader._locate(np.zeros((*shape, 3), np.uint8), look, None)
    return asked
