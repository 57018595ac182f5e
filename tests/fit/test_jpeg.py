"""JPEG: the source's own tables when they fit, the standard ones scaled when not."""

import io

import numpy as np
import pytest
from PIL import Image

from redactkit.fit import fit, jpeg
from redactkit.fit.jpeg import tables
from tests.fit.pictures import decode, jpeg_source, page_of, photo, psnr_db


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_source_tables_come_back(subsampling):
    page, _ = jpeg_source(photo(600, 800), quality=82, subsampling=subsampling)
    image = decode(fit([page], "image/jpeg", 3_000_000))
    assert tuple(tuple(table) for table in image.quantization.values()) == page.coding.tables
    assert image.layer[0][1:3] == {0: (1, 1), 1: (2, 1), 2: (2, 2)}[subsampling]


@pytest.mark.parametrize("quality", [60, 88, 97, 100])
def test_outside_the_covers_stays_close(quality):
    page, _ = jpeg_source(photo(600, 800), quality)
    covered = page.pixels.copy()
    covered[160:320, 160:640] = 40
    image = np.asarray(decode(fit([page_of(covered, coding=page.coding)], "image/jpeg", 3_000_000)))
    outside = np.ones(covered.shape[:2], bool)
    outside[160:320, 160:640] = False
    assert psnr_db(image[outside], covered[outside]) > 45


def test_one_encode_when_the_source_fits(monkeypatch):
    page, _ = jpeg_source(photo(1280, 1600))
    shapes = []
    save = jpeg._save
    monkeypatch.setattr(jpeg, "_save", lambda pixels, *a, **k: shapes.append(pixels.shape) or save(pixels, *a, **k))
    fit([page], "image/jpeg", 3_000_000)
    assert shapes.count(page.pixels.shape) == 1


def test_a_source_over_the_limit_is_searched():
    page, source = jpeg_source(photo(1280, 1600), 95)
    max_bytes = len(source) // 2
    encoded = fit([page], "image/jpeg", max_bytes)
    assert 0.9 * max_bytes < len(encoded.data) <= max_bytes


def test_a_thumbnail_and_a_gray_source():
    page, _ = jpeg_source(photo(126, 200))
    assert decode(fit([page], "image/jpeg", 3_000_000)).size == (200, 126)
    gray = page_of(np.repeat(page.pixels[..., :1], 3, axis=2), coding=page.coding)
    image = decode(fit([gray], "image/jpeg", 3_000_000))
    assert (image.mode, tuple(image.quantization[0])) == ("L", page.coding.tables[0])


@pytest.mark.parametrize("quality", [10, 25, 40, 50, 63, 75, 88, 95])
def test_scaled_tables_are_those_of_libjpeg(quality):
    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, "JPEG", quality=quality)
    assert tables(quality) == tuple(tuple(table) for table in Image.open(file).quantization.values())


def test_quality_may_be_a_fraction():
    pixels = photo(300, 400)
    sizes = [len(jpeg.encode(pixels, quality)) for quality in (80.0, 80.5, 81.0)]
    assert sizes[0] < sizes[1] < sizes[2]
