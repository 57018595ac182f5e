"""How far images of a PDF are halved, by where and how large pages draw them."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from redactkit.fit.pdf import fit_pdf
from tests.fit.documents import A4, Images, add_page, document, jpeg_of, saved, stream_of
from tests.fit.pictures import photo

pytestmark = pytest.mark.slow


def widths(data):
    return [int(image.Width) for image in Images(data).values()]


class TestHalving:
    """Above 250 dpi, and only when the quality would drop below 75."""

    IMAGE = photo(1000, 800, noise=9.0)

    def placed(self, width_pt, content=b"q %d 0 0 %d 0 0 cm /I Do Q"):
        height_pt = width_pt * 5 // 4
        return document((content % (width_pt, height_pt), {"/I": jpeg_of(self.IMAGE, 95)}))

    @pytest.mark.parametrize(
        ("width_pt", "share", "width_px"), [(190, 6, 400), (210, 6, 800), (115, 15, 400), (57, 15, 200)]
    )
    def test_by_the_size_on_the_page(self, width_pt, share, width_px):
        data = self.placed(width_pt)
        assert widths(fit_pdf(data, len(data) // share).data) == [width_px]

    def test_not_while_the_quality_is_good(self):
        data = self.placed(100)
        assert widths(fit_pdf(data, int(len(data) * 0.8)).data) == [800]

    def test_by_the_largest_of_several_places(self):
        twice = b"q %d 0 0 %d 0 0 cm /I Do Q q 2.5 0 0 2.5 0 0 cm 0 100 -125 0 300 0 cm /I Do Q"
        data = self.placed(100, twice)
        assert widths(fit_pdf(data, len(data) // 4).data) == [800]

    def test_through_forms(self):
        pdf = pikepdf.new()
        image = stream_of(pdf, jpeg_of(self.IMAGE, 95))
        inner = form(pdf, b"10 0 0 12.5 0 0 cm /I Do", {"/I": image}, (2, 0, 0, 2, 7, 7))
        outer = form(pdf, b"q 5 0 0 5 0 0 cm /In Do Q", {"/In": inner}, (1, 0, 0, 1, 3, 3))
        add_page(pdf, b"q 1 0 0 1 9 9 cm /Out Do Q /Out Do", {"/Out": outer}, A4)
        data = saved(pdf)
        with pikepdf.open(io.BytesIO(fit_pdf(data, len(data) // 6).data)) as after:
            (found,) = [one for one in after.objects if isinstance(one, Stream) and one.get("/Subtype") == Name.Image]
            assert found.Width == 400  # drawn 100 pt wide: 576 dpi

    def test_a_form_that_draws_itself_ends(self):
        pdf = pikepdf.new()
        image = stream_of(pdf, jpeg_of(self.IMAGE, 95))
        loop = form(pdf, b"/I Do " + b"/Loop Do " * 9, {"/I": image}, (1, 0, 0, 1, 0, 0))
        loop.Resources.XObject.Loop = loop
        add_page(pdf, b"100 0 0 100 0 0 cm /Loop Do", {"/Loop": loop}, A4)
        data = saved(pdf)
        assert len(fit_pdf(data, len(data) // 2).data) <= len(data) // 2

    @pytest.mark.parametrize("content", [b"(", b"q q q Q /I Do", b"1 cm /I Do [ Q", b"9e99 0 0 cm /I Do"])
    def test_broken_contents_halve_nothing(self, content):
        data = document((content, {"/I": jpeg_of(self.IMAGE, 95)}))
        assert widths(fit_pdf(data, len(data) // 2).data) == [800]

    def test_a_scan_keeps_two_megapixels(self):
        data = document(jpeg_of(photo(2300, 1626, noise=9.0), 95), size=(300, 424))  # 390 dpi, 3.7 MP
        assert widths(fit_pdf(data, len(data) // 5).data) == [1626]

    def test_a_page_with_a_point_for_each_pixel(self):
        image = jpeg_of(photo(2200, 1700, noise=9.0)[..., 1].copy(), 80)
        content = b"1700 0 0 2200 0 0 cm /I Do"
        data = document((content, {"/I": image}), size=(3400, 4400))  # taken for 17 inches: 259 dpi
        assert widths(fit_pdf(data, len(data) // 4).data) == [850]
        data = document((content, {"/I": image}), size=(3400, 4200))
        assert widths(fit_pdf(data, len(data) // 4).data) == [1700]

    def test_user_units(self):
        data = self.placed(170)
        assert widths(fit_pdf(data, len(data) // 6).data) == [400]
        pdf = pikepdf.open(io.BytesIO(data))
        pdf.pages[0].obj.UserUnit = 1.4
        assert widths(fit_pdf(saved(pdf), len(data) // 6).data) == [800]


def form(pdf, content, xobjects, matrix):
    stream = Stream(pdf, content, {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 999, 999])})
    stream.Matrix = Array(matrix)
    stream.Resources = Dictionary(XObject=Dictionary(xobjects))
    return pdf.make_indirect(stream)
