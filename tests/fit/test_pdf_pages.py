"""Pictures as a new PDF: what it shows, how large its pages are, and that nothing else is in it."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from redactkit.errors import SizeLimitError
from redactkit.fit import fit
from redactkit.model import Page
from redactkit.verify.pdf_container import check_pdf_container
from tests.fit.documents import Images, shown, text_scan
from tests.fit.pictures import page_of, photo

PDF = "application/pdf"


def colour(gray):
    return np.repeat(gray[..., None], 3, axis=2)


def sizes_pt(encoded):
    with pypdfium2.PdfDocument(encoded.data) as document:
        return [tuple(round(side, 1) for side in document.get_page_size(index)) for index in range(len(document))]


def test_each_picture_is_a_page():
    pictures = [photo(600, 400, seed=1), photo(300, 500, seed=2), photo(400, 400, seed=3)]
    encoded = fit([Page(index, pixels, dpi=72) for index, pixels in enumerate(pictures)], PDF, 3_000_000)
    assert encoded.media == PDF
    for pixels, page in zip(pictures, shown(encoded.data), strict=True):
        assert np.abs(page[..., ::-1] - pixels).mean() < 4


def test_the_same_pages_give_the_same_bytes():
    pages = [page_of(photo(300, 400, seed=seed), seed) for seed in range(2)]
    assert fit(pages, PDF, 100_000) == fit(pages, PDF, 100_000)


def test_nothing_else_is_in_it():
    encoded = fit([page_of(photo(300, 400)), page_of(colour(text_scan(300, 400, soft=False)), 1)], PDF, 3_000_000)
    check_pdf_container(encoded, 2)
    with pikepdf.open(io.BytesIO(encoded.data)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
    assert b"pikepdf" not in encoded.data


@pytest.mark.parametrize(
    ("pixels", "space", "coding"),
    [
        (photo(300, 400), Name.DeviceRGB, Name.DCTDecode),
        (colour(photo(300, 400)[..., 0]), Name.DeviceGray, Name.DCTDecode),
        (colour(text_scan(300, 400)), Name.DeviceGray, Name.DCTDecode),
        (colour(text_scan(300, 400, soft=False)), Name.DeviceGray, Name.CCITTFaxDecode),
        (np.full((50, 40, 3), 255, np.uint8), Name.DeviceGray, Name.CCITTFaxDecode),
    ],
    ids=["colour", "gray", "soft print", "print", "blank"],
)
def test_as_few_channels_as_the_picture_has(pixels, space, coding):
    images = Images(fit([page_of(pixels)], PDF, 3_000_000).data)
    assert [(image.ColorSpace, image.Filter) for image in images.values()] == [(space, coding)]


@pytest.mark.parametrize("height", [60, 1100, 3000])  # Pillow cuts what is higher into strips
def test_black_and_white_is_exact(height):
    print_ = text_scan(height, 850, soft=False)
    encoded = fit([Page(0, colour(print_), dpi=max(150, height / 16))], PDF, 3_000_000)
    images = Images(encoded.data)
    (image,) = images.values()
    assert np.array_equal(np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L")), print_)


@pytest.mark.parametrize(
    ("height", "width", "dpi", "size"),
    [
        (1754, 1240, 150, (595.2, 841.9)),
        (1754, 1240, None, (595.2, 841.9)),
        (550, 850, 100, (612, 396)),
        (3000, 2000, 72, (793.7, 1190.6)),  # a camera's 72 dpi: A3 at most
        (300, 200, 600, (198.4, 297.6)),  # A7 at least
        (40, 4000, 150, (1190.6, 11.9)),
    ],
)
def test_page_sizes(height, width, dpi, size):
    page = Page(0, np.full((height, width, 3), 77, np.uint8), dpi=dpi)
    assert sizes_pt(fit([page], PDF, 3_000_000)) == [pytest.approx(size, abs=0.2)]


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_near_the_limit(share):
    pages = [page_of(photo(1280, 900, seed=seed), seed) for seed in range(3)]
    max_bytes = int(len(fit(pages, PDF, 30_000_000).data) * share)
    size = len(fit(pages, PDF, max_bytes).data)
    assert 0.9 * max_bytes < size <= max_bytes


@pytest.mark.parametrize("count", [1, 2, 100])
def test_what_is_counted_for_the_rest_is_enough(count):
    pages = [page_of(np.full((9, 9, 3), 80 + index, np.uint8), index) for index in range(count)]
    encoded = fit(pages, PDF, 3_000_000)
    assert (
        len(encoded.data) - sum(len(image.read_raw_bytes()) for image in Images(encoded.data).values())
        < 600 + 600 * count
    )


def test_too_large():
    pages = [page_of(photo(1280, 900, noise=20.0)), page_of(photo(1280, 900), 1)]
    with pytest.raises(SizeLimitError):
        fit(pages, PDF, 30_000)
    with pytest.raises(SizeLimitError):
        fit(pages, PDF, 1000)
