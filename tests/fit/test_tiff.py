"""TIFF: all pages in one file, lossless when that fits, else JPEG at one quality."""

import numpy as np

from redactkit.fit import fit
from tests.fit.pictures import decode, page_of, photo, psnr_db


def pages_of(image):
    for number in range(image.n_frames):
        image.seek(number)
        yield np.asarray(image.convert("RGB"))


def scan(seed):
    paper = np.full((1400, 1000, 3), 255, np.uint8)
    paper[photo(1400, 1000, seed=seed, noise=0) < 60] = 0
    return np.repeat(paper[..., :1], 3, axis=2)


def test_scans_stay_lossless():
    scans = [scan(seed) for seed in range(3)]
    image = decode(fit([page_of(p, n) for n, p in enumerate(scans)], "image/tiff", 400_000))
    assert image.info["compression"] == "tiff_adobe_deflate"
    assert all(np.array_equal(*pair) for pair in zip(pages_of(image), scans, strict=True))


def test_photos_become_jpeg_at_the_limit():
    photos = [photo(900, 1201, seed=1), photo(1100, 801, seed=2), scan(3)]
    encoded = fit([page_of(p, n) for n, p in enumerate(photos)], "image/tiff", 500_000)
    image = decode(encoded)
    assert image.info["compression"] == "jpeg"
    assert 450_000 < len(encoded.data) <= 500_000
    for shown, pixels in zip(pages_of(image), photos, strict=True):
        assert psnr_db(shown, pixels) > 28
