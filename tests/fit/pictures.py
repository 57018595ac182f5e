"""Pictures that are hard to foretell, drawn from a seed."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from redactkit.model import Grid, JpegCoding, Page


def photo(height, width, seed=0, noise=3.0):
    """Draw soft shapes of several sizes with sensor noise and print on them."""
    rng = np.random.default_rng(seed)
    picture = 120 + rng.normal(0, noise, (height, width, 3)).astype(np.float32)
    for size, depth in ((256, 60), (32, 20), (8, 8)):
        shapes = rng.normal(0, depth, (height // size + 2, width // size + 2, 3)).astype(np.float32)
        picture += cv2.resize(shapes, (width, height), interpolation=cv2.INTER_CUBIC)
    pixels = np.clip(picture, 0, 255).astype(np.uint8)
    for y in range(60, height, 200):
        cv2.putText(pixels, "4242 4242 4242 4242", (20, y), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (20, 20, 30), 3)
    return pixels


def page_of(pixels, index=0, coding=None):
    return Page(index, pixels, coding=coding)


def jpeg_source(pixels, quality=88, subsampling=2):
    """Encode and decode once, as a page loaded from a JPEG file comes."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=subsampling)
    image = Image.open(file)
    tables = tuple(tuple(table) for table in image.quantization.values())
    step = 16 if subsampling else 8
    coding = JpegCoding(Grid(8, 8), Grid(step, step), tables, subsampling)
    return page_of(np.asarray(image), coding=coding), file.getvalue()


def decode(encoded):
    return Image.open(io.BytesIO(encoded.data))


def psnr_db(one, other):
    return cv2.PSNR(np.asarray(one), np.asarray(other))
