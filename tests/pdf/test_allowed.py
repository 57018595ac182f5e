"""The list: every kind of object that pages need is on it, and the walk ends whatever refers to what."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

from redactkit.pdf.allowed import faults, strip
from redactkit.pdf.kinds import Choice, Many, Row, Table
from redactkit.pdf.profile import bare_profile
from redactkit.pdf.tables import KINDS
from tests.load.pictures import srgb_icc

NUMBER = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[1], N=1)
WHITE = Dictionary(WhitePoint=[0.95, 1, 1.09], Gamma=2.2)


def document(resources=None, **entries):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    page.obj.Resources = resources or Dictionary()
    for key, value in entries.items():
        page.obj[f"/{key}"] = value
    return pdf


def stream(pdf, data=b"", **entries):
    return pdf.make_indirect(Stream(pdf, data, {f"/{key}": value for key, value in entries.items()}))


def profile(pdf):
    return Array([Name.ICCBased, stream(pdf, bare_profile(srgb_icc()), N=3, Alternate=Name.DeviceRGB)])


SPACES = [
    lambda _: Name.DeviceRGB,
    lambda _: Array([Name.DeviceRGB]),
    lambda _: Array([Name.CalGray, WHITE]),
    lambda _: Array([Name.Lab, Dictionary(WhitePoint=[1, 1, 1], Range=[-9, 9, -9, 9])]),
    profile,
    lambda _: Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\xff\xff")]),
    lambda pdf: Array([Name.Indexed, profile(pdf), 1, stream(pdf, b"\0\0\0\xff\xff\xff")]),
    lambda pdf: Array([Name.Separation, Name.Spot, profile(pdf), NUMBER]),
    lambda pdf: Array([Name.Separation, Name.Spot, Name.DeviceGray, stream(pdf, b"{}", FunctionType=4, Domain=[0, 1])]),
    lambda _: Array([Name.DeviceN, Array([Name.A, Name.B]), Name.DeviceGray, NUMBER]),
    lambda _: Array([Name.Pattern]),
    lambda _: Array([Name.Pattern, Name.DeviceRGB]),
]


@pytest.mark.parametrize("space", SPACES)
def test_color_spaces(space):
    pdf = document()
    pdf.pages[0].obj.Resources["/ColorSpace"] = Dictionary(C=space(pdf))
    assert list(faults(pdf)) == []


def shadings(pdf):
    both = {"ColorSpace": Name.DeviceRGB, "Function": Array([NUMBER, NUMBER, NUMBER])}
    stitched = Dictionary(FunctionType=3, Domain=[0, 1], Functions=[NUMBER], Bounds=[], Encode=[0, 1])
    mesh = {"BitsPerCoordinate": 8, "BitsPerComponent": 8, "BitsPerFlag": 8, "Decode": Array([0, 1])}
    return Dictionary(
        A=Dictionary(ShadingType=1, Domain=[0, 1, 0, 1], **both),
        B=Dictionary(
            ShadingType=2, Coords=[0, 0, 1, 1], Extend=[True, False], ColorSpace=Name.DeviceGray, Function=stitched
        ),
        C=stream(pdf, b"", ShadingType=6, ColorSpace=Name.DeviceRGB, **mesh),
    )


def states(pdf):
    group = stream(
        pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Group=Dictionary(S=Name.Transparency)
    )
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=group, BC=[0], TR=NUMBER)
    return Dictionary(
        A=Dictionary(Type=Name.ExtGState, SMask=mask, ca=0.5, BM=Name.Multiply, D=[[1, 2], 0], SA=True),
        B=Dictionary(SMask=Name("/None"), BM=[Name.Screen], TR=Name.Identity, Font=[Dictionary(Subtype=Name.Type1), 9]),
    )


def patterns(pdf):
    tile = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 1, 1], "XStep": 1, "YStep": 1}
    return Dictionary(
        A=stream(pdf, b"0 0 1 1 re f", Resources=Dictionary(), **tile),
        B=Dictionary(PatternType=2, Shading=shadings(pdf).B, Matrix=[1, 0, 0, 1, 0, 0]),
    )


def fonts(pdf):
    program = stream(pdf, b"program", Subtype=Name.OpenType, Length1=7)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.A, Flags=4, FontBBox=[0, 0, 9, 9], FontFile3=program
    )
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    glyphs = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.A, CIDSystemInfo=info, DW=1000,
        W=[1, [500, 600], 7, 9, 100], CIDToGIDMap=stream(pdf, b"%\0"), FontDescriptor=descriptor,
    )  # fmt: skip
    both = stream(pdf, b"begincmap", Type=Name.CMap, CMapName=Name.M, CIDSystemInfo=info, WMode=0)
    encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=[32, Name.space, Name.a])
    drawn = {"FontMatrix": [1, 0, 0, 1, 0, 0], "FontBBox": [0, 0, 1, 1], "Encoding": encoding, "FirstChar": 32}
    return Dictionary(
        A=Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=both, DescendantFonts=[glyphs], ToUnicode=both),
        B=Dictionary(
            Subtype=Name.TrueType,
            Widths=[1, 2],
            FirstChar=32,
            LastChar=33,
            Encoding=encoding,
            FontDescriptor=descriptor,
        ),
        C=Dictionary(
            Subtype=Name.Type3, CharProcs=Dictionary(a=stream(pdf, b"9 0 d0")), Resources=Dictionary(), **drawn
        ),
    )


def images(pdf):
    bits = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 8, "Height": 1, "BitsPerComponent": 1}
    mask = stream(pdf, b"\0", ImageMask=True, Decode=[1, 0], **bits)
    soft = stream(pdf, b"\0", ColorSpace=Name.DeviceGray, Matte=[0], **bits)
    fax = Dictionary(K=-1, Columns=8, Rows=1, BlackIs1=True)
    return Dictionary(
        A=stream(pdf, b"\0", ColorSpace=Name.DeviceGray, Mask=mask, Interpolate=False, Intent=Name.Perceptual, **bits),
        B=stream(pdf, b"\0", ColorSpace=Name.DeviceGray, SMask=soft, Mask=[0, 0], **bits),
        C=stream(pdf, b"\0", ColorSpace=Name.DeviceGray, Filter=Name.CCITTFaxDecode, DecodeParms=fax, **bits),
        D=stream(pdf, b"00>", ColorSpace=Name.DeviceGray, Filter=[Name.ASCIIHexDecode], DecodeParms=[None], **bits),
    )


RESOURCES = [
    ("Shading", shadings), ("ExtGState", states), ("Pattern", patterns), ("Font", fonts), ("XObject", images)
]  # fmt: skip


@pytest.mark.parametrize(("key", "made"), RESOURCES, ids=[key for key, _ in RESOURCES])
def test_resources(key, made):
    pdf = document(Dictionary(ProcSet=[Name.PDF, Name.Text]))
    pdf.pages[0].obj.Resources[f"/{key}"] = made(pdf)
    before = pdf.pages[0].obj.Resources.unparse()
    assert list(faults(pdf)) == []
    strip(pdf)
    assert pdf.pages[0].obj.Resources.unparse() == before


def test_what_a_page_may_have():
    group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB, I=True, K=False)
    pdf = document(Rotate=90, UserUnit=1.5, CropBox=Array([0, 0, 9, 9]), Group=group)
    pdf.pages[0].obj.Contents = Array([stream(pdf, b"q"), stream(pdf, b"Q")])
    assert list(faults(pdf)) == []


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ({"Contents": Dictionary()}, "page: /Contents"),
        ({"Resources": Name.A}, "page: /Resources"),
        ({"Resources": Dictionary(XObject=Dictionary(I=Dictionary(Subtype=Name.Image)))}, "x-objects: /I"),
        ({"Resources": Dictionary(XObject=Dictionary(I=Dictionary(Subtype=Name.PS)))}, "x-objects: /I"),
        ({"Resources": Dictionary(Font=Dictionary(F=Dictionary(Subtype=Name.Strange)))}, "fonts: /F"),
        ({"Resources": Dictionary(ColorSpace=Dictionary(C=String("4111")))}, "color spaces: /C"),
        ({"Resources": Dictionary(ColorSpace=Dictionary(C=Array([])))}, "color spaces: /C"),
        (
            {"Resources": Dictionary(ColorSpace=Dictionary(C=Array([Name.Separation, Name.A, String("4111"), 1, 2])))},
            "color spaces: /C",
        ),
        ({"MediaBox": Array([0, 0, 9, String("4111")])}, "page: /MediaBox"),
        ({"Secret4111Key": 1}, "page: a key of no meaning"),
        ({"é": 1}, "page: a key of no meaning"),
    ],
)
def test_values_of_another_kind(entries, fault):
    pdf = document(**entries)
    assert list(faults(pdf)) == [fault]
    strip(pdf)
    assert list(faults(pdf)) == []


def test_names_that_are_not_utf8():
    pdf = document()
    pdf.pages[0].obj["/Group"] = pikepdf.Object.parse(b"<< /S /Transparency /A#ff#fe 1 >>")
    assert list(faults(pdf)) == ["group: a key of no meaning"]
    strip(pdf)
    assert list(faults(pdf)) == []


def test_the_walk_ends_where_objects_refer_to_each_other():
    pdf = document()
    form = stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Me=form))
    endless = pdf.make_indirect(Array([Name.Indexed, Name.DeviceRGB, 1, String("")]))
    endless[1] = endless
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form), ColorSpace=Dictionary(C=endless))
    assert list(faults(pdf)) == ["color spaces: /C"]


def test_an_object_in_two_roles_is_looked_at_in_both():
    pdf = document()
    shared = stream(pdf, b"q Q", Subtype=Name.Form, Type=Name.XObject, BBox=[0, 0, 9, 9])
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=shared))
    pdf.pages[0].obj.Contents = shared
    assert set(faults(pdf)) == {"content: /BBox", "content: /Subtype", "content: /Type"}


LEAVES = st.sampled_from([1, 2.5, True, None]) | st.builds(String, st.text("4é", max_size=3))
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Array, st.lists(inner, max_size=3))
        | st.builds(
            lambda entries: Dictionary({f"/{key}": value for key, value in entries.items() if value is not None}),
            st.dictionaries(
                st.sampled_from(["Type", "Subtype", "Font", "XObject", "F", "Note", "Group", "S"]), inner, max_size=4
            ),
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["Resources", "Group", "Contents", "Rotate", "Info"]), VALUES, max_size=3))
def test_nothing_is_left_to_strip_after_it(entries):
    pdf = document(**{key: value for key, value in entries.items() if value is not None})
    strip(pdf)
    assert list(faults(pdf)) == []
    out = io.BytesIO()
    pdf.save(out)
    with pikepdf.open(out) as again:
        assert len(again.pages) == 1


def test_every_kind_that_is_named_is_there():
    def names(rule):
        if isinstance(rule, str):
            yield rule
        elif isinstance(rule, tuple):
            for one in rule:
                yield from names(one)
        elif isinstance(rule, Many):
            yield from names(rule.of)
        elif isinstance(rule, Row):
            yield from names(rule.rest)
        elif isinstance(rule, Table):
            yield from names((*rule.keys.values(), *([rule.others] if rule.others else [])))
        elif isinstance(rule, Choice):
            yield from rule.tables.values()

    used = {name for kind in KINDS.values() for name in names(kind)}
    assert used <= KINDS.keys()
    assert KINDS.keys() - used <= {"trailer", "cross-reference stream"}
