"""PDFs: pages come when they are asked for, at a resolution that suits them; files that are too much are refused."""

import io
import warnings

import numpy as np
import pikepdf
import pytest
from pikepdf import Array

from redactkit.errors import DamagedFileError, EncryptedFileError, TooLargeError
from redactkit.load import load
from redactkit.load import pdf as module
from redactkit.load.pdf import PdfPages, document_of_pdf
from redactkit.model import Page
from redactkit.pdf.normalise import normalise
from tests.pdf.builders import drawn, edited, image, saved, texts, written

A4 = (595.276, 841.89)
THREE = drawn(*[lambda canvas, n=n: canvas.drawString(20, 20 + n, f"page {n}") for n in range(3)])


def test_a_pdf_is_a_document():
    document = load(THREE)
    assert document.media == "application/pdf"
    assert document.pdf == normalise(THREE)
    assert len(document.pages) == 3
    assert "page 0" not in repr(document)


@pytest.mark.parametrize("junk", [b"", b"\r\n", b"x" * 1000])
def test_a_header_may_stand_a_little_further_on(junk):
    assert load(junk + THREE).media == "application/pdf"


def test_a_path_is_named_in_errors(tmp_path):
    path = tmp_path / "statement.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(DamagedFileError, match=r"^statement\.pdf: the PDF "):
        load(path)


def test_pages_are_rendered_when_they_are_asked_for():
    pages = document_of_pdf(THREE).pages
    for index in (0, 2, -1):
        page = pages[index]
        assert isinstance(page, Page)
        assert page.index == index % 3
        assert page.pixels.shape == (*pages.sizes[index][::-1], 3)
        assert not page.pixels.flags.writeable
        assert (page.pixels < 128).any()
    assert pages[1] is not pages[1]
    assert [page.index for page in pages] == [0, 1, 2]
    assert [page.index for page in pages[1:]] == [1, 2]
    for index in (3, -4):
        with pytest.raises(IndexError):
            pages[index]


def test_sizes_are_known_without_rendering(monkeypatch):
    monkeypatch.setattr(module.Reader, "render", None)
    assert PdfPages(THREE).sizes == ((900, 600),) * 3


def pictured(size, width, height, placed=None):
    """Return a page with an image that covers it, or lies where it is placed."""
    a, b, x, y = placed or (*size, 0, 0)
    pixels = np.zeros((height, width), np.uint8)
    return written(b"q %f 0 0 %f %f %f cm /I Do Q" % (a, b, x, y), size, XObject=lambda pdf: {"/I": image(pdf, pixels)})


@pytest.mark.parametrize(
    ("data", "size", "dpi"),
    [
        (texts(size=A4), (1240, 1754), 150),
        (texts(size=(841.89, 595.276)), (1754, 1240), 150),
        (pictured(A4, 600, 800), (1240, 1754), 150),  # a coarse scan
        (pictured(A4, 1480, 2093), (1480, 2093), 179),  # a sharper one
        (pictured(A4, 4960, 7016), (1654, 2339), 200),  # a sharp one
        (pictured(A4, 900, 200, (90, 20, 400, 700)), (1654, 2339), 200),  # a sharp logo
        (texts(size=(100, 300)), (600, 1800), 432),  # a receipt
        (texts(size=(243, 153)), (953, 600), 282),  # a card
        (texts(size=(10, 10)), (83, 83), 600),
        (pictured((100, 300), 800, 2400), (800, 2400), 576),  # a receipt, scanned
        (pictured((4250, 5500), 4250, 5500), (3045, 3941), 52),  # a scan that takes pixels for points
        (texts(size=(14400, 20)), (14400, 20), None),
    ],
)
def test_the_resolution_suits_the_page(data, size, dpi):
    pages = PdfPages(data)
    (found,) = pages.sizes
    if dpi is None:
        assert max(found) <= 32_767
        assert found[0] * found[1] <= module.MAX_PAGE_PIXELS * 1.01
        return
    assert found == pytest.approx(size, abs=1)
    assert pages[0].dpi == pytest.approx(dpi, abs=1)


def test_a_turned_page_is_upright():
    def change(pdf):
        pdf.pages[0].obj.Rotate = 90
        pdf.pages[0].obj.CropBox = Array([0, 0, 150, 200])

    page = load(edited(texts((20, 20, "x")), change)).pages[0]
    dark = np.argwhere(page.pixels[..., 0] < 128).mean(axis=0) / page.pixels.shape[:2]
    assert page.pixels.shape[1] > page.pixels.shape[0]
    assert (dark < 0.25).all()  # bottom left on paper, top left as shown


def test_passwords_are_used():
    with pikepdf.open(io.BytesIO(THREE)) as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(user="right", owner="other"))
    assert len(load(data, password="right").pages) == 3
    for password in (None, "wrong"):
        with pytest.raises(EncryptedFileError, match=r"^picture: .*password="):
            load(data, password=password)


def test_nothing_is_heard_of_pikepdf():
    def change(pdf):
        del pdf.Root.AcroForm

    data = edited(drawn(lambda canvas: canvas.acroForm.textfield(x=20, y=20, value="x")), change)
    with warnings.catch_warnings(record=True, action="always") as heard:
        load(data, password="needless")
    assert [str(warning.message) for warning in heard] == []


def test_too_many_pages_are_refused():
    pdf = pikepdf.new()
    for _ in range(201):
        pdf.add_blank_page()
    with pytest.raises(TooLargeError, match="more than 200 pages"):
        load(saved(pdf))
    del pdf.pages[0]
    assert len(load(saved(pdf)).pages) == 200
