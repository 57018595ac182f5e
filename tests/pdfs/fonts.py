"""Fonts of every kind that PDFs use, with the widths that place each character."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from pikepdf import Array, Dictionary, Name, Stream
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFontFile

FOLDER = Path(reportlab.__file__).parent / "fonts"  # reportlab ships some, so that none need be installed
CHARACTERS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:/"
GLYPHS = {char: char for char in CHARACTERS} | dict(
    zip(
        " 0123456789:/",
        ["space", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "colon", "slash"],
        strict=True,
    )
)


@dataclass(frozen=True)
class Font:
    """What a page names, how text is written in it, and how wide each character is (thousandths of an em)."""

    kind: str
    resource: object
    codes: dict[str, bytes]
    widths: dict[str, float]

    def encode(self, text):
        return b"".join(self.codes[char] for char in text)

    @property
    def spaced(self):
        """Tell whether word spacing applies: to the single-byte code 32 only. ISO 32000-2, 9.3.3."""
        return self.codes[" "] == b" "


def font_of(rng, pdf):
    """Return a font of a kind that the generator of random numbers chose."""
    return rng.choice(KINDS)(rng, pdf)


def base_14(rng, pdf, name=None):
    """No widths, no program: every reader knows these fonts. ISO 32000-2, 9.6.2.2."""
    name = name or rng.choice(("Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Italic", "Courier"))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + name))
    encoding = rng.choice((None, Name.WinAnsiEncoding, Name.MacRomanEncoding, Name.StandardEncoding))
    if encoding is not None:
        font.Encoding = encoding
    return Font("base 14", pdf.make_indirect(font), _plain(), _base_widths(name))


def base_14_with_widths(rng, pdf):
    font = base_14(rng, pdf, "Helvetica")
    font.resource.FirstChar = 32
    font.resource.LastChar = 126
    font.resource.Widths = Array([round(stringWidth(chr(code), "Helvetica", 1000)) for code in range(32, 127)])
    return Font("widths", font.resource, font.codes, font.widths)


def differences(rng, pdf):
    """An encoding of its own: the digits stand where no digit is expected."""
    font = base_14(rng, pdf, "Helvetica")
    codes = _plain()
    first = rng.choice((1, 60, 200))
    order = list("0123456789")
    rng.shuffle(order)
    codes |= {char: bytes([first + index]) for index, char in enumerate(order)}
    base = {} if rng.random() < 0.5 else {"/BaseEncoding": Name.WinAnsiEncoding}
    font.resource.Encoding = Dictionary(
        base | {"/Type": Name.Encoding, "/Differences": Array([first, *(Name("/" + GLYPHS[char]) for char in order)])}
    )
    taken = {bytes([first + index]) for index in range(10)}
    widths = {char: width for char, width in font.widths.items() if char in order or codes[char] not in taken}
    return Font("differences", font.resource, codes, widths)


def type_1(rng, pdf):
    """An embedded program of Type 1."""
    data, widths = _pfb("_er_____")
    lengths, program = [], b""
    at = 0
    while data[at : at + 2] in (b"\x80\x01", b"\x80\x02"):
        (length,) = struct.unpack_from("<I", data, at + 2)
        lengths.append(length)
        program += data[at + 6 : at + 6 + length]
        at += 6 + length
    file = Stream(pdf, program)
    file.Length1, file.Length2, file.Length3 = lengths[:3]
    descriptor = _descriptor(pdf, "/ABCDEF+Embedded", 32, FontFile=pdf.make_indirect(file))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Embedded"), FontDescriptor=descriptor)
    font.Encoding = Name.WinAnsiEncoding
    font.FirstChar, font.LastChar = 32, 126
    font.Widths = Array([widths.get(chr(code), 0) for code in range(32, 127)])
    return Font("type 1", pdf.make_indirect(font), _plain(), {char: widths[char] for char in CHARACTERS})


def true_type(rng, pdf):
    """A subset with codes of its own, told by ToUnicode only."""
    data, widths = _vera(rng, rng.choice(("Vera", "VeraBd")))
    program = pdf.make_indirect(Stream(pdf, data))
    descriptor = _descriptor(pdf, "/GHIJKL+Vera", 4, FontFile2=program)
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/GHIJKL+Vera"), FontDescriptor=descriptor)
    font.FirstChar, font.LastChar = 0, len(CHARACTERS) - 1
    font.Widths = Array([widths[char] for char in CHARACTERS])
    codes = {char: bytes([index]) for index, char in enumerate(CHARACTERS)}
    font.ToUnicode = _to_unicode(pdf, codes)
    return Font("true type", pdf.make_indirect(font), codes, widths)


def cid(rng, pdf):
    """Glyph numbers of two bytes, Identity-H."""
    data, widths = _vera(rng, "Vera")
    program = pdf.make_indirect(Stream(pdf, data))
    descriptor = _descriptor(pdf, "/MNOPQR+Vera", 4, FontFile2=program)
    shown = [widths[char] for char in CHARACTERS]
    inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/MNOPQR+Vera"))
    inner.CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    inner.FontDescriptor, inner.CIDToGIDMap, inner.DW = descriptor, Name.Identity, 600
    single = [x for index, width in enumerate(shown, 1) for x in (index, index, width)]
    inner.W = Array([1, Array(shown)] if rng.random() < 0.5 else single)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/MNOPQR+Vera"))
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts = Array([pdf.make_indirect(inner)])
    codes = {char: struct.pack(">H", index) for index, char in enumerate(CHARACTERS, 1)}  # 0 is .notdef
    if rng.random() < 0.8:
        font.ToUnicode = _to_unicode(pdf, codes)
    return Font("cid", pdf.make_indirect(font), codes, widths)


def type_3(rng, pdf):
    """Each character is content of its own: strokes, or the bitmap of an inline image."""
    bitmaps = rng.random() < 0.4
    codes = {char: bytes([40 + index]) for index, char in enumerate(CHARACTERS)}
    draw = _bitmap if bitmaps else _strokes
    procedures = {f"/g{index}": pdf.make_indirect(Stream(pdf, draw(index))) for index in range(len(CHARACTERS))}
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 6, 8]))
    font.FontMatrix = Array([0.1, 0, 0, 0.1, 0, 0])
    font.CharProcs = Dictionary(procedures)
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([40, *map(Name, procedures)]))
    font.FirstChar, font.LastChar = 40, 39 + len(CHARACTERS)
    font.Widths = Array([6] * len(CHARACTERS))
    font.Resources = Dictionary()
    font.ToUnicode = _to_unicode(pdf, codes)
    return Font("type 3", pdf.make_indirect(font), codes, dict.fromkeys(CHARACTERS, 600.0))


KINDS = (base_14, base_14, base_14_with_widths, differences, type_1, true_type, cid, cid, type_3)


_LINES = (
    (1, 7, 5, 7),
    (5, 7, 5, 4),
    (5, 4, 5, 1),
    (1, 1, 5, 1),
    (1, 1, 1, 4),
    (1, 4, 1, 7),
    (1, 4, 5, 4),
    (1, 1, 5, 7),
)


def _strokes(index):
    """Seven segments and a slash, lit by the bits of the character's number."""
    if CHARACTERS[index] == " ":
        return b"6 0 d0"
    lit = index * 37 % 255 + 1
    drawn = [b"%d %d m %d %d l" % line for bit, line in enumerate(_LINES) if lit >> bit & 1]
    return b"6 0 0 0 6 8 d1 .8 w " + b" ".join(drawn) + b" S"


def _bitmap(index):
    if CHARACTERS[index] == " ":
        return b"6 0 0 0 6 8 d1"
    rows = bytes(((index + 1) * (row + 3) * 29 % 63 + 1) << 2 for row in range(7))
    header = b"6 0 0 0 6 8 d1 q 5 0 0 7 .5 .5 cm BI /IM true /W 6 /H 7 /BPC 1 /D [1 0] /F /AHx ID "
    return header + rows.hex().encode() + b"> EI Q"


def _plain():
    return {char: char.encode() for char in CHARACTERS}


@cache
def _base_widths(name):
    return {char: stringWidth(char, name, 1000) for char in CHARACTERS}


def _vera(rng, name):
    """Return the program, and widths: whole numbers as most producers write them, or with parts that PDFium drops."""
    data, widths = _subset(name)
    if rng.random() < 0.7:
        return data, {char: float(round(width)) for char, width in widths.items()}
    return data, widths


@cache
def _subset(name):
    font = TTFontFile(str(FOLDER / f"{name}.ttf"))
    widths = {char: round(font.charWidths[ord(char)], 3) for char in CHARACTERS}
    return font.makeSubset([ord(char) for char in CHARACTERS]), widths


@cache
def _pfb(name):
    names = {glyph: char for char, glyph in GLYPHS.items()}
    widths = {}
    for line in (FOLDER / f"{name}.afm").read_text("latin-1").splitlines():
        if line.startswith("C "):
            entries = dict(part.split(maxsplit=1) for part in line.split(" ;") if len(part.split()) == 2)
            entries = {key.strip(): value.strip() for key, value in entries.items()}
            if entries["N"] in names:
                widths[names[entries["N"]]] = float(entries["WX"])
    return (FOLDER / f"{name}.pfb").read_bytes(), widths


def _descriptor(pdf, name, flags, **program):
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(name), Flags=flags, ItalicAngle=0, StemV=80)
    descriptor.FontBBox = Array([-200, -250, 1300, 950])
    descriptor.Ascent, descriptor.Descent, descriptor.CapHeight = 760, -240, 730
    for key, value in program.items():
        descriptor[f"/{key}"] = value
    return pdf.make_indirect(descriptor)


def _to_unicode(pdf, codes):
    length = len(codes[" "])
    lines = b"\n".join(b"<%s> <%04x>" % (code.hex().encode(), ord(char)) for char, code in codes.items())
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        b"1 begincodespacerange <%s> <%s> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end"
    ) % (b"00" * length, b"ff" * length, len(codes), lines)
    return pdf.make_indirect(Stream(pdf, cmap))
