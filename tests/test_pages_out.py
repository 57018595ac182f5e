"""Pictures of several pages, and pictures that become PDFs: every page is there, and nothing else in the container."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

import redactkit
from redactkit.load import load
from redactkit.pdf.pdfium import Reader
from tests.born_digital import ROWS, SIZE, Eyes, statement

pytestmark = pytest.mark.slow

SECOND = tuple((x, y - 30, text) for x, y, text in ROWS)
PAGES = statement(ROWS, SECOND)
PICTURES = [Image.fromarray(page.pixels) for page in load(PAGES).pages]


def tiff(**how):
    out = io.BytesIO()
    PICTURES[0].save(out, "TIFF", save_all=True, append_images=PICTURES[1:], dpi=(150, 150), **how)
    return out.getvalue()


def shown(data):
    """Return the pages of a finished file as pixels."""
    return [page.pixels.astype(int) for page in load(data).pages]


def changed(shown, source):
    """Return the numbers of the rows that changed in a picture, but for the headings, which covers touch."""
    scale = source.shape[1] / SIZE[0]
    found = np.abs(shown - source).max(axis=2) > 60
    rows = set()
    for row, (x, y, text) in enumerate(ROWS):
        left, bottom = round(scale * x), round(scale * (SIZE[1] - y))
        if found[bottom - 14 : bottom, left : left + 11 * len(text)].sum() > 100:
            rows.add(row)
    return rows - HEADINGS


HEADINGS = {7, 8}
COVERED = {2, 3, 4, 10, 11, 13, 14, 16}  # numbers, the shop, the employer, amounts


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "statement.tiff"
    path.write_bytes(tiff(compression="tiff_lzw"))
    return path


def checks(result):
    return {check.name: check.detail for check in result.report.checks}


def test_a_tiff_of_two_pages_becomes_one(path):
    before = path.read_bytes()
    result = redactkit.process(path, engine=Eyes(PAGES))
    assert result.path == path.with_name("statement.redacted.tiff")
    assert result.report.media == "image/tiff"
    with Image.open(result.path) as image:
        assert image.n_frames == 2
    assert checks(result)["pages"].startswith("2 of 2 pages")
    assert "image/tiff" in checks(result)["container"]
    assert {cover.page for cover in result.report.plan.covers} == {0, 1}
    sources = shown(before)
    assert changed(shown(result.data)[0], sources[0]) == COVERED
    assert path.read_bytes() == before


def test_a_tiff_of_two_pages_becomes_a_pdf(path):
    result = redactkit.process(path, path.with_name("covered.pdf"), engine=Eyes(PAGES))
    assert result.path == path.with_name("covered.pdf")
    assert result.report.media == "application/pdf"
    assert checks(result)["container"].startswith("application/pdf of nothing but 2 pages")
    with pikepdf.open(io.BytesIO(result.data)) as pdf, Reader(result.data) as reader:
        assert len(pdf.pages) == 2
        assert "/Info" not in pdf.trailer
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        assert [len(reader.images(index)) for index in range(2)] == [1, 1]
        assert [reader.size_pt(index) for index in range(2)] == [pytest.approx(SIZE, abs=1)] * 2
        assert not any(reader.characters(index) for index in range(2))
    assert load(result.data).sizes == load(path).sizes
    assert changed(shown(result.data)[0], shown(path)[0]) == COVERED
    assert result.data == redactkit.process(path.read_bytes(), path.with_name("b.pdf"), engine=Eyes(PAGES)).data


@pytest.mark.parametrize(("format", "how"), [("PNG", {}), ("JPEG", {"quality": 95}), ("WEBP", {"lossless": True})])
def test_a_picture_becomes_a_pdf_of_one_page(tmp_path, format, how):
    out = io.BytesIO()
    PICTURES[0].save(out, format, **how)
    result = redactkit.process(out.getvalue(), tmp_path / "covered.pdf", engine=Eyes(PAGES))
    assert checks(result)["container"].startswith("application/pdf of nothing but 1 pages")
    assert (tmp_path / "covered.pdf").read_bytes() == result.data
    with pikepdf.open(io.BytesIO(result.data)) as pdf:
        assert len(pdf.pages) == 1
    assert changed(shown(result.data)[0], shown(out.getvalue())[0]) == COVERED


def test_pages_of_a_pdf_made_of_pictures_come_below_the_limit(path):
    result = redactkit.process(path, path.with_name("large.pdf"), engine=Eyes(PAGES))
    limit = len(result.data) // 2
    small = redactkit.process(path, path.with_name("small.pdf"), engine=Eyes(PAGES), max_bytes=limit)
    assert len(small.data) <= limit
    with pytest.raises(redactkit.SizeLimitError):
        redactkit.process(path, path.with_name("tiny.pdf"), engine=Eyes(PAGES), max_bytes=1000)
    assert not path.with_name("tiny.pdf").exists()


@pytest.mark.parametrize("name", ["covered.jpg", "covered.png", "covered.webp"])
def test_two_pages_do_not_go_into_a_picture_of_one(path, name):
    with pytest.raises(redactkit.PolicyError, match="one page and there are 2"):
        redactkit.process(path, path.with_name(name), engine=Eyes(PAGES))
    assert [one.name for one in path.parent.iterdir()] == ["statement.tiff"]


@pytest.mark.engine
def test_a_tiff_of_two_pages_is_covered_by_the_engine(path):
    result = redactkit.process(path, path.with_name("covered.pdf"))
    assert checks(result)["container"].startswith("application/pdf of nothing but 2 pages")
    assert changed(shown(result.data)[0], shown(path)[0]) == COVERED
