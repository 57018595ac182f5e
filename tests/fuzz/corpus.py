"""The files that mutation starts from: one of every kind that is read, each as small as it can be.

PDFs are written without compression, so that their objects and content can be changed word by word.
"""

from __future__ import annotations

import io
import json
import random
import struct
from collections import Counter
from functools import cache

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from redactkit.model import DocumentKind
from redactkit.plans import Plan
from tests.load.pictures import HEIC, display_p3_icc, exif, file, gray_icc, smooth
from tests.pdf.builders import drawn, edited, form, image, layers, stencil, written
from tests.pdfs import fonts
from tests.pdfs.drawn import card_number

SIZE = (220, 60)  # pt
SECRET = card_number(987_654_321).encode()
CORE = SECRET[5:12].decode()
"""Digits that no other number of these files holds."""
COVER = (18 / 220, 8 / 60, 100.2 / 220, 26 / 60)
"""Left, top, right, bottom of the first twelve digits, as parts of a page."""
KEPT = Counter(SECRET[12:].decode() + "saldokonto")
"""The characters that no cover touches."""

_WORDS = b"BT /F 10 Tf 20 12 Td (saldo) Tj 60 0 Td (konto) Tj ET\n"


# --- pictures


@cache
def pictures():
    """Return small pictures of every format that is read."""
    picture = Image.fromarray(smooth(9, 7))
    gray, moving = picture.convert("L"), {"save_all": True, "append_images": [Image.new("RGB", (9, 7), "red")]}
    extras = {"exif": exif(6), "icc_profile": display_p3_icc()}
    wide = Image.fromarray(smooth(9, 7)[..., 0].astype(np.uint16) * 257)
    transparent = picture.convert("RGBA")
    transparent.putalpha(gray)
    return (
        *(file(picture, "JPEG"), file(picture, "JPEG", progressive=True), file(picture.convert("CMYK"), "JPEG")),
        *(file(gray, "JPEG", icc_profile=gray_icc(2.2)), file(picture, "JPEG", restart_marker_blocks=1, exif=exif(3))),
        *(file(picture, "PNG"), file(wide, "PNG"), file(transparent, "PNG", **extras), file(picture, "PNG", **moving)),
        *(file(gray.convert("1"), "PNG"), file(picture.quantize(5), "PNG", transparency=1)),
        *(
            file(picture, "WEBP"),
            file(transparent, "WEBP", lossless=True),
            file(picture, "WEBP", **moving, exif=exif(6)),
        ),
        *(file(picture, "TIFF", compression=name) for name in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg")),
        *(file(gray.convert("1"), "TIFF", compression=name) for name in ("group3", "group4", "packbits")),
        *(file(picture, "TIFF", big_tiff=True, **moving), file(wide, "TIFF"), file(picture.convert("LAB"), "TIFF")),
        *(file(picture, "GIF"), file(picture.quantize(5), "GIF", transparency=1), file(picture, "GIF", **moving)),
        *(file(picture, "BMP"), file(gray.convert("1"), "BMP"), file(transparent, "BMP"), run_length_bmp()),
        *(file(picture, "AVIF", exif=exif(8)), file(picture, "AVIF", **moving), HEIC),
    )


def run_length_bmp():
    """Return a bitmap coded by runs (BI_RLE8), which Pillow reads and does not write."""
    rows = b"\x05\x01\x00\x00\x00\x03\x01\x00\x01\x00\x02\x00\x00\x00\x00\x01"
    head = struct.pack("<IiiHHIIiiII", 40, 5, 2, 1, 8, 1, len(rows), 2835, 2835, 2, 0)
    palette = b"\x00\x00\x00\x00\xff\xff\xff\x00"
    start = 14 + len(head) + len(palette)
    return struct.pack("<2sIHHI", b"BM", start + len(rows), 0, 0, start) + head + palette + rows


# --- PDFs


def _plain(pdf):
    """Save without compression and with a table of references."""
    out = io.BytesIO()
    pdf.save(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        static_id=True,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _page(content, change=None, **resources):
    """Return a PDF with one page of this content and of the words that stay."""
    with pikepdf.open(io.BytesIO(written(_WORDS + content, SIZE, **resources))) as pdf:
        if change:
            change(pdf)
        return _plain(pdf)


@cache
def numbered():
    """Return PDFs that show `SECRET` at the same place, written in every way, and `_WORDS`."""
    a, b, c = SECRET[:4], SECRET[4:9], SECRET[9:]
    at, whole = b"BT /F 12 Tf 20 40 Td ", b"(" + SECRET + b") Tj ET"
    shown = at + whole
    return (
        _page(shown),
        _page(at + b"[(%s) 0 (%s) 0 <%s>] TJ ET" % (a, b, c.hex().encode())),
        _page(b"BT /F 12 Tf 14 TL 20 54 Td (%s) ' ET" % SECRET),
        _page(b'BT /F 12 Tf 14 TL 20 54 Td 0 0 (%s) " ET' % SECRET),
        _page(b"q 2 0 0 2 0 0 cm BT /F 6 Tf 1 0 0 1 10 20 Tm (%s) Tj (%s) Tj (%s) Tj ET Q" % (a, b, c)),
        _page(b"BT /F 12 Tf 0 Ts 100 Tz 0 Tc 20 40 Td (%s) Tj 0 -9 TD T* 0 18 Td (%s) Tj ET" % (SECRET, b"")),
        _page(b"/Span <</ActualText (%s)>> BDC " % SECRET + shown + b" EMC % a remark\n"),
        _page(b"/X Do", XObject=lambda pdf: {"/X": form(pdf, shown)}),
        _page(b"/X Do", XObject=lambda pdf: {"/X": _nested(pdf, shown)}),
        _page(shown + b" q 60 0 0 20 10 30 cm /I Do Q", XObject=lambda pdf: {"/I": image(pdf, smooth(6, 4))}),
        _page(shown + b" q 60 0 0 20 30 34 cm /I Do Q q 20 0 0 9 110 40 cm /M Do Q", XObject=_masked),
        *(_page(shown + b" q 60 0 0 20 30 34 cm /I Do Q", XObject=coded) for coded in (_jpeg, _palette, _fax)),
        _page(shown + b" q 50 0 0 12 20 40 cm BI /W 4 /H 2 /BPC 8 /CS /G ID \x00\x40\x80\xff\xff\x80\x40\x00 EI Q"),
        _page(b".5 w 15 30 m 90 50 l S 20 38 60 12 re 30 30 m 40 50 60 50 70 30 c h f* " + shown),
        _page(shown + b" /P cs /T scn 10 5 80 50 re f", ColorSpace={"/P": Name.Pattern}, Pattern=_tiles),
        _page(b"/G gs " + shown, ExtGState={"/G": Dictionary(ca=0.5, CA=0.5, BM=Name.Multiply)}),
        _page(shown, layers_and_notes),
        *(_page(*_in_font(kind)) for kind in (fonts.differences, fonts.base_14_with_widths)),
        _page(*_type_3()),
        _page(*_composite()),
    )


def _nested(pdf, shown):
    inner = form(pdf, shown)
    return form(pdf, b"/Y Do", Resources=Dictionary(XObject=Dictionary(Y=inner)), Group=Dictionary(S=Name.Transparency))


def _masked(pdf):
    mask = image(pdf, smooth(6, 4)[..., 0].copy())
    return {"/I": image(pdf, smooth(6, 4), SMask=mask), "/M": stencil(pdf, np.eye(8, dtype=bool))}


def _jpeg(pdf):
    return {"/I": _image(pdf, file(smooth(9, 7), "JPEG"), 9, 7, Filter=Name.DCTDecode, ColorSpace=Name.DeviceRGB)}


def _palette(pdf):
    space = Array([Name.Indexed, Name.DeviceRGB, 3, bytes(range(12))])
    return {"/I": _image(pdf, b"\x1b\xe4", 4, 2, BitsPerComponent=2, ColorSpace=space, Mask=Array([1, 2]))}


def _fax(pdf):
    gray = Image.fromarray(smooth(9, 7)).convert("1")
    parameters = Dictionary(K=-1, Columns=9, Rows=7)
    coding = {"Filter": Name.CCITTFaxDecode, "DecodeParms": parameters, "BitsPerComponent": 1}
    with Image.open(io.BytesIO(file(gray, "TIFF", compression="group4"))) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
        tiff.fp.seek(start)
        return {"/I": _image(pdf, tiff.fp.read(length), 9, 7, ColorSpace=Name.DeviceGray, **coding)}


def _image(pdf, data, width, height, **entries):
    entries = {"BitsPerComponent": 8, **entries}
    return Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, **entries)


def _tiles(pdf):
    tile = Stream(pdf, b"0 0 4 4 re f", PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]))
    tile.XStep, tile.YStep, tile.Resources = 9, 9, Dictionary()
    return {"/T": pdf.make_indirect(tile)}


def layers_and_notes(pdf):
    """Add a layer that is off, a form field and a note."""
    pdf.pages[0].obj.Resources.XObject = Dictionary(Off=form(pdf, b"BT /F 9 Tf (%s) Tj ET" % SECRET))
    layers(pdf)
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([140, 30, 210, 50]), FT=Name.Tx, F=4)
    field.T, field.V, field.DA = "field", SECRET, b"/F 10 Tf 0 g"
    field.AP = Dictionary(N=form(pdf, b"0 0 20 9 re f"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([150, 5, 170, 20]), Contents=SECRET)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field), pdf.make_indirect(note)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]))


def _in_font(kind):
    """Return content that shows the number in a font of a kind, and what adds the font."""
    with pikepdf.new() as scratch:
        codes = kind(random.Random(1), scratch).encode(SECRET.decode())

    def add(pdf):
        pdf.pages[0].obj.Resources.Font.T = kind(random.Random(1), pdf).resource

    return b"BT /T 12 Tf 20 40 Td <%s> Tj ET" % codes.hex().encode(), add


def _type_3():
    """Return content in a font whose digits are content of their own, and what adds the font."""

    def add(pdf):
        glyphs = [
            pdf.make_indirect(Stream(pdf, b"6 0 0 0 6 8 d1 1 0 4 %d re f" % (digit % 7 + 1))) for digit in range(10)
        ]
        names = [f"/g{digit}" for digit in range(10)]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 6, 8]))
        font.FontMatrix, font.Resources = Array([0.1, 0, 0, 0.1, 0, 0]), Dictionary()
        font.CharProcs = Dictionary(dict(zip(names, glyphs, strict=True)))
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([_FIRST_GLYPH, *map(Name, names)]))
        font.FirstChar, font.LastChar, font.Widths = _FIRST_GLYPH, _FIRST_GLYPH + 9, Array([6] * 10)
        texts = (
            b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <%x> <%x> <0030> endbfrange"
        )
        font.ToUnicode = Stream(pdf, texts % (_FIRST_GLYPH, _FIRST_GLYPH + 9) + b" endcmap")
        pdf.pages[0].obj.Resources.Font.T = pdf.make_indirect(font)

    shown = _glyphs(SECRET).hex().encode()
    return b"BT /T 11.12 Tf 20 40 Td <%s> Tj ET" % shown, add  # of this size twelve digits end under the cover


_FIRST_GLYPH = 0x91  # no other text has bytes like these


def _glyphs(digits):
    return bytes(_FIRST_GLYPH + digit - 0x30 for digit in digits)


def _composite():
    """Return content in a composite font without a program, and what adds the font."""

    def add(pdf):
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Helvetica, DW=556)
        inner.CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        inner.W = Array([20, Array([556, 556]), 30, 31, 556])
        texts = b"begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        texts += b"1 beginbfrange <0013> <001c> <0030> endbfrange\nendcmap"
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Helvetica, Encoding=Name("/Identity-H"))
        font.DescendantFonts, font.ToUnicode = Array([pdf.make_indirect(inner)]), Stream(pdf, texts)
        pdf.pages[0].obj.Resources.Font.T = pdf.make_indirect(font)

    return b"BT /T 12 Tf 20 40 Td <%s> Tj ET" % _composed(SECRET).hex().encode(), add


def _composed(digits):
    return b"".join(struct.pack(">H", digit - 0x30 + 0x13) for digit in digits)


TRACES = (
    CORE.encode(),
    CORE.encode("utf-16-be"),
    CORE.encode("utf-16-be").hex().encode(),
    _composed(CORE.encode()),
    _glyphs(CORE.encode()),
)
"""How `CORE` may be written in a stream: as text, in the composite font, in that of Type 3."""


@cache
def pdfs():
    """Return PDFs in every kind of container, besides those of `numbered`."""
    base = numbered()[0]
    some = drawn(lambda canvas: canvas.drawString(9, 9, "one"), lambda canvas: canvas.line(1, 2, 30, 40), size=SIZE)
    packed = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    lock = pikepdf.Encryption(owner="", user="", R=4)
    return (
        *numbered(),
        some,
        edited(some, _plain, linearize=True, static_id=True),
        edited(base, _plain, static_id=True, **packed),
        edited(some, _plain, static_id=True, **packed, compress_streams=False),
        edited(base, _plain, encryption=lock),
        edited(base, _plain, encryption=pikepdf.Encryption(owner="", user="", R=6)),
        edited(base, _plain, encryption=pikepdf.Encryption(owner="a", user="b", R=3, aes=False, metadata=False)),
    )


# --- what is no file


@cache
def contents():
    """Return content of pages."""
    found = []
    for data in numbered():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found.append(pdf.pages[0].obj.Contents.read_bytes())
    return tuple(found)


@cache
def cmaps():
    """Return CMaps."""
    return (
        b"begincmap\n/WMode 1 def\n1 begincodespacerange <00> <80> <8140> <9ffc> endcodespacerange\n"
        b"2 begincidrange <20> <7e> 1 <8140> <817e> 633 endcidrange\n1 begincidchar <80> 97 endcidchar\nendcmap",
        b"/Identity-H usecmap begincmap 1 beginbfrange <0013> <001c> <0030> <0041> <0043> [<0061> <0062> <00630064>] "
        b"endbfrange 2 beginbfchar <01> <0041> <0002> <d83dde00> endbfchar endcmap",
    )


@cache
def codestreams():
    """Return JPEGs and JPEG 2000 files, and other codings of images with an end of their own."""
    picture = Image.fromarray(smooth(9, 7))
    jpegs = [file(picture, "JPEG", exif=exif(6)), file(picture, "JPEG", progressive=True)]
    return (*jpegs, file(picture, "JPEG2000"), file(picture, "JPEG2000", no_jp2=True))


@cache
def profiles():
    """Return colour profiles."""
    return display_p3_icc(), gray_icc(1.8)


@cache
def zones():
    """Return machine readable zones: specimens of ICAO Doc 9303."""
    return (
        b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        b"I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        b"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6",
    )


@cache
def plans():
    """Return plans as JSON."""
    plan = Plan(DocumentKind.STATEMENT, "appeal", ((220, 60), (9, 9))).add(0, (1, 2, 30, 40)).add(1, (0, 0, 5, 5))
    return plan.to_json().encode(), json.dumps(json.loads(plan.drop(0).to_json())).encode()


@cache
def texts():
    """Return what stands on a statement, a card and an identity document, a row a line."""
    return (
        f"EXAMPLE BANK\nMaria Muster\nHauptstr. 5\n12345 Berlin\nKonto 12345678 BLZ 10000000\nKarte {_GROUPS}\n"
        "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX\nSaldo alt 31.12.2024 1.234,56 EUR\n"
        "02.01. Miete Januar  Hans Beispiel -850,00\n03.01. Gehalt  +2.500,00\nNeuer Saldo 2.884,56".encode(),
        f"EXAMPLE BANK\ndebit\n{_GROUPS}\n4111\nVALID THRU 12/29 CVV 123\nMARIA MUSTER\n+49 30 1234567".encode(),
        b"IDENTITY CARD SPECIMEN\nSurname MUSTER\nGiven names MARIA\nDate of birth 12.08.1974\nNo. L01X00T47\n"
        b"Expiry 15.04.2030\nAddress HAUPTSTR. 5 BERLIN\n" + zones()[1],
    )


_GROUPS = " ".join(SECRET.decode()[at : at + 4] for at in range(0, 16, 4))
