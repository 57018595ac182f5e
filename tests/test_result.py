"""What comes back holds kinds, places, counts and a hash: no value, and no picture but the covered one."""

import base64
import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest

from redactkit.geometry import from_box
from redactkit.model import Cover, DocumentKind, Encoded, FieldKind, Keep, Quad
from redactkit.plans import Plan
from redactkit.result import Check, Result, report_of

LAST_FOUR = "5556"
DATA = b"\xff\xd8 a covered picture \xff\xd9"
COVERS = (
    Cover(FieldKind.PAN, 0, (from_box(10, 20, 60.4, 30), from_box(0, 40, 9, 50)), ("card", "luhn")),
    Cover(FieldKind.EXPIRY, 0, (from_box(5, 60, 20, 70),)),
    Cover(FieldKind.EXPIRY, 0, (from_box(5, 80, 20, 90),)),
)
KEEPS = (Keep(FieldKind.PAN, 0, from_box(70, 20, 90, 30), LAST_FOUR), Keep(FieldKind.PAN, 0, from_box(70, 40, 90, 50)))
PLAN = Plan(DocumentKind.CARD, "appeal", ((200, 100),), COVERS, KEEPS)
REPORT = report_of(PLAN, Encoded("image/jpeg", DATA), (Check("size", "26 of 3,000,000 bytes"),), 2)
RESULT = Result(Path("card.redacted.jpg"), DATA, REPORT)


def test_a_report_states_the_file_that_was_made():
    assert REPORT.size_bytes == len(DATA)
    assert REPORT.sha256 == hashlib.sha256(DATA).hexdigest()
    assert (REPORT.media, REPORT.rounds) == ("image/jpeg", 2)


@pytest.mark.parametrize("shown", [REPORT.to_dict(), RESULT.to_dict()], ids=["report", "result"])
def test_what_is_told_is_json(shown):
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown


def test_a_report_tells_kinds_and_whole_pixels():
    told = REPORT.to_dict()
    assert told["covered"][0] == {"kind": "pan", "page": 0, "box": [0, 20, 60, 50], "evidence": ["card", "luhn"]}
    assert told["kept"][0] == {"kind": "pan", "page": 0, "box": [70, 20, 90, 30]}
    assert told["checks"] == {"size": "26 of 3,000,000 bytes"}
    assert (told["kind"], told["policy"], told["engine"], told["pages"]) == ("card", "appeal", "ppocr", 1)


def test_numbers_of_numpy_are_told_as_plain_ones():
    quad = Quad(tuple((x, y) for x, y in np.array(KEEPS[0].quad.corners, dtype=np.float32)))
    plan = Plan(DocumentKind.CARD, "appeal", ((200, 100),), (), (Keep(FieldKind.PAN, 0, quad),))
    told = report_of(plan, Encoded("image/png", b""), (), 1).to_dict()
    assert json.loads(json.dumps(told))["kept"][0]["box"] == [70, 20, 90, 30]


def test_no_value_is_told():
    for told in (str(REPORT), repr(REPORT), repr(RESULT), json.dumps(RESULT.to_dict())):
        assert LAST_FOUR not in told.replace(REPORT.sha256, "")
        assert "picture" not in told


def test_one_line_for_a_person():
    assert str(REPORT) == f"card: covered 1 pan, 2 expiry; kept the end of 2 pan; {len(DATA)} bytes"


def test_one_line_about_nothing():
    plan = Plan(DocumentKind.UNKNOWN, "size-only", ((9, 9),))
    line = str(report_of(plan, Encoded("image/png", bytes(1234)), (), 1))
    assert line == "unknown: covered nothing; kept no number; 1,234 bytes"


def test_a_result_tells_its_path_and_its_report():
    assert RESULT.to_dict() == {"path": "card.redacted.jpg", **REPORT.to_dict()}
    assert Result(None, DATA, REPORT).to_dict()["path"] is None


def test_a_notebook_shows_the_covered_picture_and_nothing_else():
    html = RESULT._repr_html_()
    assert re.fullmatch(
        r'<img alt="covered document" style="[^"]*" src="data:image/jpeg;base64,([A-Za-z0-9+/=]+)">', html
    )
    assert base64.b64decode(html.split("base64,")[1].rstrip('">')) == DATA
