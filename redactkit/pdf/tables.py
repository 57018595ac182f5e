"""What a finished PDF may consist of: what its pages need to be shown, by the tables of ISO 32000-2, and nothing else.

No table holds metadata, annotations, scripts, attachments, structure, layers, names for people, data of programs or of
printers. A key that is not here does not leave.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from redactkit.pdf.kinds import (
    Choice,
    Many,
    Row,
    Table,
    are_differences,
    are_filters,
    are_flags,
    are_names,
    are_numbers,
    are_widths,
    is_bytes,
    is_dash,
    is_filter,
    is_flag,
    is_label,
    is_name,
    is_number,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactkit.pdf.kinds import Rule

# Numbers in comments are those of tables and clauses of ISO 32000-2.

SPACE = "color space"
_FUNCTIONS: Rule = ("function", Many("function"))
_STREAM: Mapping[str, Rule] = {  # table 5 without external files
    "/Length": is_number,
    "/Filter": (is_filter, are_filters),
    "/DecodeParms": ("filter parameters", Many((lambda value: value is None, "filter parameters"))),
}
_FONT: Mapping[str, Rule] = {
    "/Type": is_name,
    "/Subtype": is_name,
    "/BaseFont": is_name,
    "/Encoding": (is_name, "encoding"),
    "/FirstChar": is_number,
    "/LastChar": is_number,
    "/Widths": are_numbers,
    "/FontDescriptor": "font descriptor",
    "/ToUnicode": (is_name, "character map"),
}
_SHADING: Mapping[str, Rule] = {  # table 77
    "/ShadingType": is_number,
    "/ColorSpace": SPACE,
    "/Background": are_numbers,
    "/BBox": are_numbers,
    "/AntiAlias": is_flag,
    "/Function": _FUNCTIONS,
}
_FUNCTION: Mapping[str, Rule] = {"/FunctionType": is_number, "/Domain": are_numbers, "/Range": are_numbers}  # table 38
_MESH: Mapping[str, Rule] = {  # tables 81 to 84
    **_SHADING,
    **_STREAM,
    "/BitsPerCoordinate": is_number,
    "/BitsPerComponent": is_number,
    "/BitsPerFlag": is_number,
    "/VerticesPerRow": is_number,
    "/Decode": are_numbers,
}
_BOXES: Mapping[str, Rule] = {
    "/MediaBox": are_numbers,
    "/CropBox": are_numbers,
    "/Rotate": is_number,
    "/Resources": "resources",
}

_TRAILER: Mapping[str, Rule] = {"/Root": "catalog", "/Size": is_number, "/ID": Many(is_bytes)}  # table 15

_TABLES: tuple[Table, ...] = (
    Table("trailer", _TRAILER),
    Table(  # table 17
        "cross-reference stream",
        {**_STREAM, **_TRAILER, "/Type": is_name, "/W": are_numbers, "/Index": are_numbers},
    ),
    Table("catalog", {"/Type": is_name, "/Pages": "pages"}),  # table 29
    Table("pages", {**_BOXES, "/Type": is_name, "/Kids": Many("page tree"), "/Count": is_number, "/Parent": "pages"}),
    Table(  # table 31
        "page",
        {
            **_BOXES,
            "/Type": is_name,
            "/Parent": "pages",
            "/UserUnit": is_number,
            "/Contents": ("content", Many("content")),
            "/Group": "group",
        },
    ),
    Table("content", _STREAM, stream=True),
    Table("data", _STREAM, stream=True),
    Table("group", {"/Type": is_name, "/S": is_name, "/CS": SPACE, "/I": is_flag, "/K": is_flag}),  # table 145
    Table(  # table 34
        "resources",
        {
            "/ExtGState": "graphics states",
            "/ColorSpace": "color spaces",
            "/Pattern": "patterns",
            "/Shading": "shadings",
            "/XObject": "x-objects",
            "/Font": "fonts",
            "/ProcSet": are_names,
        },
    ),
    Table("graphics states", {}, others="graphics state"),
    Table("color spaces", {}, others=SPACE),
    Table("patterns", {}, others="pattern"),
    Table("shadings", {}, others="shading"),
    Table("x-objects", {}, others="x-object"),
    Table("fonts", {}, others="font"),
    Table("glyphs", {}, others="content"),
    Table(  # table 57
        "graphics state",
        {
            "/Type": is_name,
            **dict.fromkeys(("/LW", "/LC", "/LJ", "/ML", "/OPM", "/FL", "/SM", "/CA", "/ca"), is_number),
            **dict.fromkeys(("/OP", "/op", "/SA", "/AIS", "/TK"), is_flag),
            "/D": is_dash,
            "/RI": is_name,
            "/BM": (is_name, are_names),
            "/Font": Many(("font", is_number)),
            "/SMask": (is_name, "soft mask"),
            "/TR": (is_name, _FUNCTIONS),
            "/TR2": (is_name, _FUNCTIONS),
        },
    ),
    Table(  # table 142
        "soft mask",
        {"/Type": is_name, "/S": is_name, "/G": "x-object", "/BC": are_numbers, "/TR": (is_name, "function")},
    ),
    Table(  # tables 93 and 94
        "form",
        {
            **_STREAM,
            "/Type": is_name,
            "/Subtype": is_name,
            "/FormType": is_number,
            "/BBox": are_numbers,
            "/Matrix": are_numbers,
            "/Resources": "resources",
            "/Group": "group",
        },
        stream=True,
    ),
    Table(  # tables 87 and 143
        "image",
        {
            **_STREAM,
            "/Type": is_name,
            "/Subtype": is_name,
            "/Width": is_number,
            "/Height": is_number,
            "/ColorSpace": SPACE,
            "/BitsPerComponent": is_number,
            "/Intent": is_name,
            "/ImageMask": is_flag,
            "/Mask": (are_numbers, "x-object"),
            "/Decode": are_numbers,
            "/Interpolate": is_flag,
            "/SMask": "x-object",
            "/SMaskInData": is_number,
            "/Matte": are_numbers,
        },
        stream=True,
    ),
    Table("simple font", _FONT),  # table 109
    Table(  # table 110
        "glyph font",
        {
            **_FONT,
            "/FontBBox": are_numbers,
            "/FontMatrix": are_numbers,
            "/CharProcs": "glyphs",
            "/Resources": "resources",
        },
    ),
    Table("composite font", {**_FONT, "/Encoding": (is_name, "character map"), "/DescendantFonts": Many("font")}),
    Table(  # table 115
        "descendant font",
        {
            "/Type": is_name,
            "/Subtype": is_name,
            "/BaseFont": is_name,
            "/CIDSystemInfo": "character collection",
            "/FontDescriptor": "font descriptor",
            "/DW": is_number,
            "/W": are_widths,
            "/DW2": are_numbers,
            "/W2": are_widths,
            "/CIDToGIDMap": (is_name, "data"),
        },
    ),
    Table(
        "character collection", {"/Registry": is_label, "/Ordering": is_label, "/Supplement": is_number}
    ),  # table 114
    Table(  # table 118
        "character map",
        {
            **_STREAM,
            "/Type": is_name,
            "/CMapName": is_name,
            "/CIDSystemInfo": "character collection",
            "/WMode": is_number,
            "/UseCMap": (is_name, "character map"),
        },
        stream=True,
    ),
    Table("encoding", {"/Type": is_name, "/BaseEncoding": is_name, "/Differences": are_differences}),  # table 112
    Table(  # table 120
        "font descriptor",
        {
            **dict.fromkeys(("/Type", "/FontName", "/FontStretch"), is_name),
            **dict.fromkeys(("/FontWeight", "/Flags", "/ItalicAngle", "/Ascent", "/Descent", "/Leading"), is_number),
            **dict.fromkeys(("/CapHeight", "/XHeight", "/StemV", "/StemH"), is_number),
            **dict.fromkeys(("/AvgWidth", "/MaxWidth", "/MissingWidth"), is_number),
            "/FontBBox": are_numbers,
            **dict.fromkeys(("/FontFile", "/FontFile2", "/FontFile3"), "font program"),
        },
    ),
    Table(  # tables 124 and 125
        "font program",
        {**_STREAM, "/Subtype": is_name, "/Length1": is_number, "/Length2": is_number, "/Length3": is_number},
        stream=True,
    ),
    Table(  # table 74
        "tiling pattern",
        {
            **_STREAM,
            "/Type": is_name,
            **dict.fromkeys(("/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep"), is_number),
            **dict.fromkeys(("/BBox", "/Matrix"), are_numbers),
            "/Resources": "resources",
        },
        stream=True,
    ),
    Table(  # table 75
        "shading pattern",
        {
            "/Type": is_name,
            "/PatternType": is_number,
            "/Shading": "shading",
            "/Matrix": are_numbers,
            "/ExtGState": "graphics state",
        },
    ),
    Table("function shading", {**_SHADING, "/Domain": are_numbers, "/Matrix": are_numbers}),  # table 78
    Table(  # tables 79 and 80
        "axial shading",
        {**_SHADING, "/Coords": are_numbers, "/Domain": are_numbers, "/Extend": are_flags},
    ),
    Table("mesh shading", _MESH, stream=True),
    Table(  # table 39
        "sampled function",
        {
            **_FUNCTION,
            **_STREAM,
            "/Size": are_numbers,
            "/BitsPerSample": is_number,
            "/Order": is_number,
            "/Encode": are_numbers,
            "/Decode": are_numbers,
        },
        stream=True,
    ),
    Table("exponential function", {**_FUNCTION, "/C0": are_numbers, "/C1": are_numbers, "/N": is_number}),  # table 40
    Table(  # table 41
        "stitching function",
        {**_FUNCTION, "/Functions": Many("function"), "/Bounds": are_numbers, "/Encode": are_numbers},
    ),
    Table("calculator function", {**_FUNCTION, **_STREAM}, stream=True),  # 7.10.5
    Table(  # tables 62, 63 and 64
        "calibrated colors",
        {
            **dict.fromkeys(("/WhitePoint", "/BlackPoint", "/Range", "/Matrix"), are_numbers),
            "/Gamma": (is_number, are_numbers),
        },
    ),
    Table(  # table 65
        "color profile",
        {**_STREAM, "/N": is_number, "/Alternate": SPACE, "/Range": are_numbers},
        stream=True,
    ),
    Table(  # tables 8, 11 and 13, and 7.4.8
        "filter parameters",
        {
            **dict.fromkeys(("/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange"), is_number),
            **dict.fromkeys(("/K", "/Rows", "/DamagedRowsBeforeError", "/ColorTransform"), is_number),
            **dict.fromkeys(("/EndOfLine", "/EncodedByteAlign", "/EndOfBlock", "/BlackIs1"), is_flag),
            "/JBIG2Globals": "data",
        },
    ),
)

_SPACES: Rule = (  # 8.6
    is_name,
    Row(("/CalGray", "/CalRGB", "/Lab"), ("calibrated colors",)),
    Row(("/ICCBased",), ("color profile",)),
    Row(("/Indexed", "/I"), (SPACE, is_number, (is_bytes, "data"))),
    Row(("/Separation",), (is_name, SPACE, "function")),
    Row(("/DeviceN",), (are_names, SPACE, "function")),
    Row(("/Pattern",), (SPACE,)),
    Row(("/Pattern", "/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/G", "/RGB", "/CMYK")),
)
_CHOICES = {
    "page tree": Choice("/Type", {"/Pages": "pages", "/Page": "page"}),
    "x-object": Choice("/Subtype", {"/Form": "form", "/Image": "image"}),
    "font": Choice(
        "/Subtype",
        {
            "/Type0": "composite font",
            "/Type3": "glyph font",
            **dict.fromkeys(("/Type1", "/MMType1", "/TrueType"), "simple font"),
            **dict.fromkeys(("/CIDFontType0", "/CIDFontType2"), "descendant font"),
        },
        missing="simple font",
    ),
    "pattern": Choice("/PatternType", {1: "tiling pattern", 2: "shading pattern"}),
    "shading": Choice(
        "/ShadingType",
        {1: "function shading", 2: "axial shading", 3: "axial shading", **dict.fromkeys((4, 5, 6, 7), "mesh shading")},
    ),
    "function": Choice(
        "/FunctionType",
        {0: "sampled function", 2: "exponential function", 3: "stitching function", 4: "calculator function"},
    ),
}

KINDS: Mapping[str, Table | Choice | Rule] = MappingProxyType(
    {**{table.name: table for table in _TABLES}, **_CHOICES, SPACE: _SPACES}
)
"""Every kind of object, by name."""
