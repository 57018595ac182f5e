"""The quick reading of a page's text agrees with the thorough one."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from redactkit.pdf.pdfium import Reader


def page(size):
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont("Helvetica", size)
    canvas.drawString(72, 700, "Balance  12,345.67 -")
    canvas.drawString(72, 600, "é€ next line")
    canvas.rotate(30)
    canvas.drawString(300, 200, "tilted")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("size", [4, 12, 30])
@pytest.mark.parametrize("quick_first", [False, True])
def test_it_is_what_characters_says(size, quick_first):
    with Reader(page(size)) as reader:
        chars, places = reader.ink(0) if quick_first else ("", None)
        thorough = [one for one in reader.characters(0) if not one.generated and not one.char.isspace()]
        if not quick_first:
            chars, places = reader.ink(0)
        assert chars == "".join(one.char for one in thorough)
        assert places.shape == (len(thorough), 6)
        for row, one in zip(places.tolist(), thorough, strict=True):
            assert tuple(row[:2]) == one.origin
            left, bottom, right, top = one.box
            small = max(right - left, top - bottom) < 20
            assert tuple(row[2:]) == (one.box if small else one.loose)


def test_a_page_without_text():
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.showPage()
    canvas.save()
    with Reader(out.getvalue()) as reader:
        chars, places = reader.ink(0)
    assert chars == ""
    assert places.shape == (0, 6)
