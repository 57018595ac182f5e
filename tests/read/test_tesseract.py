"""The engine around the program: made-up programs stand in for tesseract, so only the last tests need it."""

import os
import shutil
import stat
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pytesseract import pytesseract

from redactkit.errors import EngineError
from redactkit.geometry import from_box
from redactkit.model import Quad
from redactkit.protocols import Look
from redactkit.read import tesseract
from redactkit.read.tesseract import TesseractEngine

SECRET = "4000056655665556"
PAGE = np.full((40, 200, 3), 255, np.uint8)
HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page"><span class="ocr_line"
title="bbox 276 276 552 414; baseline 0 0"><span class="ocrx_word" title="x_wconf 90"><span class="ocrx_cinfo"
title="x_bboxes 276 276 552 414; x_conf 99">7</span></span></span></div></body></html>"""

posix = pytest.mark.skipif(os.name == "nt", reason="the made-up programs are shell scripts")


def real(test):
    """Mark a test that runs the program itself."""
    absent = shutil.which("tesseract") is None
    return pytest.mark.engine(pytest.mark.skipif(absent, reason="the tesseract program is not installed")(test))


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Return a function that puts a shell script in the place of tesseract: $1 is the list, $2 where to write."""

    def install(body, languages="eng osd"):
        path = tmp_path / "tesseract"
        listing = f'if [ "$1" = --list-langs ]; then printf "%s\\n" {languages}; exit 0; fi'
        path.write_text(f"#!/bin/sh\n{listing}\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(pytesseract, "tesseract_cmd", str(path))
        return tmp_path

    return install


def writes(hocr):
    return f"cat > $2.hocr <<'END'\n{hocr}\nEND"


def test_a_missing_program_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(pytesseract, "tesseract_cmd", "no-such-program-here")
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr"):
        TesseractEngine().read(PAGE, Look())


@posix
def test_missing_languages_are_named_with_their_packages(program):
    program("exit 0")
    with pytest.raises(EngineError, match=r"apt-get install tesseract-ocr-rus tesseract-ocr-chi-sim$"):
        TesseractEngine("eng+rus+chi_sim").read(PAGE, Look())


@posix
def test_what_the_program_complains_about_is_not_repeated(program):
    program(f"echo {SECRET} >&2; exit 3")
    with pytest.raises(EngineError, match="status 3") as caught:
        TesseractEngine().read(PAGE, Look())
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert SECRET not in str(caught.value)


@posix
def test_a_program_that_hangs_is_stopped(program, monkeypatch):
    program("exec sleep 20")
    monkeypatch.setattr(tesseract, "TIMEOUT_S", 0.2)
    with pytest.raises(EngineError, match=r"longer than 0\.2 s"):
        TesseractEngine().read(PAGE, Look())


@posix
@pytest.mark.parametrize(
    "body",
    ["exit 0", writes("<html"), writes(SECRET), writes(HOCR.replace("x_bboxes 276", "x_bboxes"))],
    ids=["nothing", "broken", "no hocr", "three edges"],
)
def test_an_unusable_reading_is_refused(program, body):
    program(body)
    with pytest.raises(EngineError, match="no usable reading") as caught:
        TesseractEngine().read(PAGE, Look())
    assert caught.value.__context__ is None


@posix
def test_boxes_come_back_in_page_pixels(program):
    program(writes(HOCR))  # 736 * 1.5 = 1104 px stand for 200 px
    (line,) = TesseractEngine().read(PAGE, Look(736))
    assert line.text == "7"
    assert line.score == pytest.approx(0.9)
    assert line.digits == line.cells
    xs, ys = zip(*line.cells[0].quad.corners, strict=True)
    assert (min(xs), max(xs)) == pytest.approx((50, 100))
    assert (min(ys), max(ys)) == pytest.approx((40, 40))  # 414 and 276 stand for 75 and 50: clipped to the page


@posix
def test_the_child_runs_on_one_thread_in_a_private_folder_that_is_removed(program):
    folder = program(
        f'dir=$(dirname $1); echo "$OMP_THREAD_LIMIT" > "$0.env"; ls -ld $dir > "$0.folder"\n{writes(HOCR)}'
    )
    before = dict(os.environ)
    TesseractEngine().read(PAGE, Look())
    assert dict(os.environ) == before
    assert (folder / "tesseract.env").read_text().strip() == os.environ.get("OMP_THREAD_LIMIT", "1")
    mode, *_, path = (folder / "tesseract.folder").read_text().split()
    assert mode.startswith("drwx------")
    assert not os.path.exists(path)


@posix
def test_the_users_own_thread_limit_stands(program, monkeypatch):
    folder = program(f'echo "$OMP_THREAD_LIMIT" > "$0.env"\n{writes(HOCR)}')
    monkeypatch.setenv("OMP_THREAD_LIMIT", "3")
    TesseractEngine().read(PAGE, Look())
    assert (folder / "tesseract.env").read_text().strip() == "3"


def test_pytesseract_is_imported_only_when_asked_for():
    code = "import sys, redactkit.read; sys.exit('pytesseract' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(scope="module")
def page():
    image = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(image).text((40, 180), "4000 0566 5566 5556", "black", ImageFont.load_default(30))
    return image


@real
@pytest.mark.parametrize("angle_deg", [-4, 4])
def test_the_quad_of_a_slanting_line_slants(page, angle_deg):
    (line, *_) = TesseractEngine().read(np.array(page.rotate(-angle_deg, fillcolor="white")), Look(960))
    (x0, y0), (x1, y1), *_ = line.quad.corners
    assert np.degrees(np.arctan2(y1 - y0, x1 - x0)) == pytest.approx(angle_deg, abs=0.5)


@real
def test_a_strip_is_read_along_its_own_top(page):
    a, b, c, d = from_box(170, 40, 230, 370).corners
    strip = Quad((d, a, b, c))  # once the page is turned, the text runs up
    (line,) = TesseractEngine().read(np.array(page.rotate(90)), Look(0, strips=(strip,)))
    assert line.text == SECRET
    ys = [cell.quad.corners[0][1] for cell in line.cells]
    assert ys == sorted(ys, reverse=True)
