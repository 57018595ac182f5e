"""One PDF with a card number in each place where PDFs hide text: a survivor names its place."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream

from tests.pdfs import fonts, pictures
from tests.pdfs.containers import BESIDE, add_update
from tests.pdfs.drawn import Names, Secret, box, card_number
from tests.pdfs.wrapping import layer

PLACES = (
    "plain text",
    "kerned TJ",
    "quote operator",
    "ActualText",
    "nested form",
    "Type 3",
    "render mode 3",
    "hidden layer",
    "off the page",
    "unused XObject",
    "annotation",
    "form field",
    "Info",
    "XMP",
    "attachment",
    "bookmark",
    "Alt",
    "old revision",
    "image",
    "inline image",
    "paths",
)
SECRETS = MappingProxyType({place: card_number(200_000_000 + 7_654_321 * index) for index, place in enumerate(PLACES)})
SIZE = (400, 620)  # pt
_ROW = {place: 590 - 26 * index for index, place in enumerate(PLACES)}
_VISIBLE = ("plain text", "kerned TJ", "quote operator", "nested form", "Type 3", "annotation", "form field")
_DRAWN = ("image", "inline image", "paths")


def twenty_places():
    """Return the PDF."""
    return _built()[0]


def secrets():
    """Return the numbers as secrets; to be covered is the whole of each row that shows one."""
    return _built()[1]


@cache
def _built():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=SIZE).obj
    rng = random.Random(20)
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    type_3 = fonts.type_3(rng, pdf)
    page.Resources = Dictionary(Font=Dictionary(F=font, T=type_3.resource), XObject=Dictionary())
    page.Resources.Properties = Dictionary(L=layer(pdf, shown=False))
    content = [
        _text("plain text", b"(%s) Tj"),
        _text("kerned TJ", b"[(%s) -30 (%s) 12.5 (%s)] TJ", (0, 3, 9, 16)),
        _text("quote operator", b'0 0 (%s) "'),
        b"/Span <</ActualText (%s)>> BDC\n" % _digits("ActualText") + _line("ActualText", b"(brief) Tj") + b"\nEMC",
        _nested_form(pdf, page, font),
        b"BT /T 10 Tf 20 %d Td <%s> Tj ET" % (_ROW["Type 3"], type_3.encode(SECRETS["Type 3"]).hex().encode()),
        _text("render mode 3", b"3 Tr (%s) Tj 0 Tr"),
        b"/OC /L BDC\n" + _text("hidden layer", b"(%s) Tj") + b"\nEMC",
        b"BT /F 10 Tf -300 40 Td (%s) Tj ET" % _digits("off the page"),
    ]
    drawn = dict(_pixels(rng, pdf, page))
    content += [found.content for found in drawn.values()]

    page.Contents = pdf.make_indirect(Stream(pdf, b"\n".join(content)))
    _unused(pdf, page, font)
    _widgets(pdf, page, font)
    _beside(pdf)
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=ObjectStreamMode.disable, static_id=True, fix_metadata_version=False)
    data = add_update(out.getvalue(), b"BT (%s) Tj ET" % _digits("old revision"))
    return data, tuple(_secret(place, drawn, type_3) for place in PLACES)


def _secret(place, drawn, type_3):
    shows = place in _VISIBLE or place in drawn
    quad = box(20, _ROW[place] - 6, 250, _ROW[place] + 16) if shows else None
    if place in drawn:
        return replace(drawn[place].secrets[0], quad=quad, place=place)
    core = SECRETS[place][4:12]
    coded = type_3.encode(core) if place == "Type 3" else core.encode()
    return Secret(SECRETS[place][:12], 0, quad, (coded, core.encode("utf-16-be")), place)


def _digits(place):
    return SECRETS[place].encode()


def _line(place, shown):
    return b"BT /F 10 Tf 20 %d Td " % _ROW[place] + shown + b" ET"


def _text(place, shown, cuts=(0, 16)):
    return _line(place, shown % tuple(_digits(place)[a:b] for a, b in pairwise(cuts)))


def _form(pdf, content, **resources):
    form = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *SIZE]))
    form.Resources = Dictionary(**resources)
    return pdf.make_indirect(form)


def _nested_form(pdf, page, font):
    inner = _form(pdf, _text("nested form", b"(%s) Tj"), Font=Dictionary(F=font))
    page.Resources.XObject.Outer = _form(pdf, b"/Inner Do", XObject=Dictionary(Inner=inner))
    return b"/Outer Do"


def _pixels(rng, pdf, page):
    """Yield places and the number as an image, as an inline image and as paths."""
    for place, draw in zip(_DRAWN, (pictures.picture, pictures.inline, pictures.outline), strict=True):
        drawn = draw(rng, pdf, Names(rng), SECRETS[place]).moved((0.8, 0.0, 0.0, 0.8, 20.0, float(_ROW[place])))
        for name, image in drawn.resources.get("/XObject", {}).items():
            page.Resources.XObject[name] = image
        yield place, drawn


def _unused(pdf, page, font):
    page.Resources.XObject.Unused = _form(pdf, _text("unused XObject", b"(%s) Tj"), Font=Dictionary(F=font))


def _widgets(pdf, page, font):
    """Add a note and a form field, with what they show."""
    found = []
    for place, subtype in (("annotation", Name.FreeText), ("form field", Name.Widget)):
        shown = _form(pdf, b"BT /F 10 Tf 0 4 Td (%s) Tj ET" % _digits(place), Font=Dictionary(F=font))
        shown.BBox = Array([0, 0, 220, 20])
        rectangle = Array([20, _ROW[place] - 4, 240, _ROW[place] + 16])
        annotation = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=rectangle, F=4, Contents=SECRETS[place])
        annotation.DA = b"/F 10 Tf 0 g"
        annotation.AP = Dictionary(N=shown)
        if subtype == Name.Widget:
            annotation.FT, annotation.T, annotation.V, annotation.DV = Name.Tx, "card", SECRETS[place], SECRETS[place]
        found.append(pdf.make_indirect(annotation))
    page.Annots = Array(found)
    pdf.Root.AcroForm = Dictionary(Fields=Array([found[1]]), DR=Dictionary(Font=Dictionary(F=font)), DA=b"/F 10 Tf 0 g")


def _beside(pdf):
    for place, kind in (("Info", "info"), ("XMP", "metadata"), ("attachment", "attachment"), ("bookmark", "bookmark")):
        BESIDE[kind](pdf, SECRETS[place])
    BESIDE["structure"](pdf, SECRETS["Alt"])
