"""What is not needed to show the pages never passes, wherever it stands; and what does not pass, strip deletes."""

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from redactkit.errors import LeakError
from redactkit.model import Encoded
from redactkit.pdf.allowed import strip
from redactkit.verify.pdf_container import check_pdf_container
from tests.verify.statements import HONEST, ROWS, jpeg, photo, saved, statement

SECRET = "4111111111111111"
FINISHED = statement(HONEST, ROWS)


def check(data, pages=2):
    return check_pdf_container(Encoded("application/pdf", data), pages)


def refused(data, why=None, pages=2):
    with pytest.raises(LeakError, match=why) as caught:
        check(data, pages)
    assert not re.search(r"\d{5}", str(caught.value))


def edited(edit, **how):
    with pikepdf.open(io.BytesIO(FINISHED)) as pdf:
        edit(pdf, pdf.pages[0].obj)
        return saved(pdf, **how)


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
def test_a_finished_file_passes(mode):
    check_ = check(edited(lambda *_: None, object_stream_mode=mode))
    assert check_.name == "container"
    assert "2 pages" in check_.detail


# --- keys


def font(page):
    return next(iter(page.Resources.Font.values()))


def image(page):
    return next(iter(page.Resources.XObject.values()))


def secret(pdf):
    return pdf.make_indirect(Stream(pdf, SECRET.encode()))


def put(place, key, value):
    """Return an edit that puts an entry into the object that `place` finds."""

    def edit(pdf, page):
        made = value(pdf) if callable(value) else value
        {"root": pdf.Root, "trailer": pdf.trailer, "pages": pdf.Root.Pages, "page": page}.get(
            place, page if place not in PLACES else PLACES[place](page)
        )[key] = made

    return edit


PLACES = {
    "font": font,
    "image": image,
    "content": lambda page: page.Contents,
    "resources": lambda page: page.Resources,
}
JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String(SECRET))
ENTRIES = [
    ("trailer", "/Info", Dictionary(Title=String(SECRET)), ": /Info"),
    ("root", "/Metadata", secret, "catalog: /Metadata"),
    ("root", "/OpenAction", JAVASCRIPT, "catalog: /OpenAction"),
    ("root", "/AA", Dictionary(WC=JAVASCRIPT), "catalog: /AA"),
    ("root", "/Names", Dictionary(EmbeddedFiles=Dictionary(Names=[])), "catalog: /Names"),
    ("root", "/AcroForm", Dictionary(Fields=[]), "catalog: /AcroForm"),
    ("root", "/Outlines", Dictionary(), "catalog: /Outlines"),
    ("root", "/StructTreeRoot", Dictionary(), "catalog: /StructTreeRoot"),
    ("root", "/OCProperties", Dictionary(), "catalog: /OCProperties"),
    ("root", "/Lang", String("en"), "catalog: /Lang"),
    ("root", "/PieceInfo", Dictionary(), "catalog: /PieceInfo"),
    ("pages", "/Metadata", secret, "pages: /Metadata"),
    ("page", "/Metadata", secret, "page: /Metadata"),
    ("page", "/Annots", Array([Dictionary(Subtype=Name.Text, Contents=String(SECRET))]), "page: /Annots"),
    ("page", "/AA", Dictionary(O=JAVASCRIPT), "page: /AA"),
    ("page", "/Thumb", secret, "page: /Thumb"),
    ("page", "/PieceInfo", Dictionary(), "page: /PieceInfo"),
    ("page", "/LastModified", String("D:20260101"), "page: /LastModified"),
    ("page", "/Group", Dictionary(S=Name.Transparency, Note=String(SECRET)), "group: /Note"),
    ("page", f"/Acct{SECRET}", 1, "page: a key of no meaning"),
    ("page", "/Rotate", String(SECRET), "page: /Rotate"),
    ("resources", "/Properties", Dictionary(MC0=Dictionary(Name=String(SECRET))), "resources: /Properties"),
    ("font", "/Metadata", secret, "simple font: /Metadata"),
    ("font", "/Name", Name("/F4111"), "simple font: /Name"),
    ("font", "/ToUnicode", String(SECRET), "simple font: /ToUnicode"),
    ("font", "/FontDescriptor", Dictionary(FontFamily=String(SECRET)), "font descriptor: /FontFamily"),
    ("image", "/Metadata", secret, "image: /Metadata"),
    ("image", "/Alternates", Array([]), "image: /Alternates"),
    ("image", "/OPI", Dictionary(), "image: /OPI"),
    ("image", "/Name", Name.Im0, "image: /Name"),
    ("image", "/F", String(SECRET), "image: /F"),
    ("image", "/ColorSpace", Array([Name.Separation, String(SECRET)]), "image: /ColorSpace"),
    ("content", "/Note", String(SECRET), "content: /Note"),
]


@pytest.mark.parametrize(("place", "key", "value", "why"), ENTRIES, ids=[entry[3] for entry in ENTRIES])
def test_what_is_not_on_the_list(place, key, value, why):
    data = edited(put(place, key, value))
    refused(data, why)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        strip(pdf)
        check(saved(pdf))


def test_an_array_with_more_than_its_parts():
    inks = Array(
        [
            *(Name.DeviceN, Array([Name.Spot]), Name.DeviceGray),
            *(Dictionary(FunctionType=2, Domain=[0, 1], N=1), Dictionary(Note=String(SECRET))),
        ]
    )
    data = edited(put("resources", "/ColorSpace", Dictionary(C=inks)))
    refused(data, "more than its parts")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        strip(pdf)
        assert len(pdf.pages[0].obj.Resources.ColorSpace.C) == 4
        check(saved(pdf))


# --- what streams carry


def write(place, data, **how):
    def edit(pdf, page):
        PLACES[place](page).write(data, **how)

    return edit


CONTENTS = [
    b"% 4111111111111111\nq Q",
    b"q Q % 4111111111111111",
    b"/Span <</ActualText (4111111111111111)>> BDC q Q EMC",
    b"/Note <</T (4111111111111111)>> DP q Q",
]


@pytest.mark.parametrize("content", CONTENTS)
def test_what_content_does_not_show(content):
    data = edited(write("content", content))
    refused(data, "content: comments, tags")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        strip(pdf)
        assert b"4111" not in pdf.pages[0].obj.Contents.read_bytes()
        check(saved(pdf))


def test_content_that_cannot_be_read():
    refused(edited(write("content", b"% what\n(a string without an end")), "cannot be read")


def laden_jpeg():
    plain = jpeg(photo(), 80).read()
    comment = b"\xff\xfe\0\x12" + SECRET.encode()
    return plain[:2] + comment + plain[2:] + SECRET.encode()


@pytest.mark.parametrize("filters", [[Name.DCTDecode], [Name.ASCIIHexDecode, Name.DCTDecode]])
def test_what_a_picture_does_not_show(filters):
    data = laden_jpeg()
    if len(filters) == 2:
        data = data.hex().encode() + b">"

    def edit(pdf, page):
        found = image(page)
        found.write(data, filter=Array(filters))
        found.ColorSpace, found.BitsPerComponent, found.Width, found.Height = Name.DeviceRGB, 8, 200, 120

    laden = edited(edit)
    refused(laden, "image: comments, tags or segments")
    with pikepdf.open(io.BytesIO(laden)) as pdf:
        strip(pdf)
        raw = image(pdf.pages[0].obj).read_raw_bytes()
        assert SECRET.encode() not in raw
        assert pikepdf.PdfImage(image(pdf.pages[0].obj)).as_pil_image().size == (200, 120)
        check(saved(pdf))


# --- the file


def test_an_old_revision():
    again = FINISHED + b"5 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n5 1\n0000000000 00000 n \n"
    start = FINISHED.rindex(b"startxref\n") + 10
    previous = FINISHED[start : FINISHED.index(b"\n", start)]
    again += b"trailer << /Size 6 /Prev " + previous + b" >>\nstartxref\n%d\n%%%%EOF\n" % (len(FINISHED) + 40)
    refused(again, "after its end")


def test_pypdf_s_incremental_update():
    import pypdf

    out = io.BytesIO()
    writer = pypdf.PdfWriter(io.BytesIO(FINISHED), incremental=True)
    writer.pages[0].rotate(90)
    writer.write(out)
    refused(out.getvalue())


@pytest.mark.parametrize("tail", [b" ", b"\n", SECRET.encode(), FINISHED])
def test_bytes_after_the_end(tail):
    refused(FINISHED + tail, "after its end")


def test_bytes_before_the_start():
    refused(b"\n" + FINISHED, "header")
    refused(b"", "header")
    refused(b"no PDF", "header")


def raw_pdf(extra=b"", between=b"", root=b"/Type /Catalog /Pages 2 0 R"):
    """Write a PDF of one page by hand, as qpdf does; `extra` is an object of number 5."""
    objects = [
        b"<< %s >>" % root,
        b"<< /Count 1 /Kids [ 3 0 R ] /Type /Pages >>",
        b"<< /Contents 4 0 R /MediaBox [ 0 0 9 9 ] /Parent 2 0 R /Resources << >> /Type /Page >>",
        b"<< /Length 3 >>\nstream\nq Q\nendstream",
        *([extra] if extra else []),
    ]
    data, offsets = b"%PDF-1.5\n%\xbf\xf7\xa2\xfe\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body) + (between if number == 2 else b"")
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = b"trailer << /Root 1 0 R /Size %d >>\n" % (len(objects) + 1)
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def test_a_file_written_by_hand_passes():
    assert "4 objects" in check(raw_pdf(), 1).detail


@pytest.mark.parametrize(
    "extra",
    [b"(4111111111111111)", b"<< /T (4111) >>", b"4111111111111111", b"<< /Length 4 >>\nstream\n4111\nendstream"],
)
def test_an_object_that_nothing_uses(extra):
    refused(raw_pdf(extra), "nothing uses", 1)


@pytest.mark.parametrize(
    ("between", "why"),
    [
        (b"4111111111111111\n", "bytes that belong to no object"),
        (b"% 4111\n", "bytes that belong to no object"),
        (b"4 0 obj\n(4111)\nendobj\n", "two objects with one number"),
        (b"9 0 obj\n(4111)\nendobj\n", "nothing uses"),
        (b"9 0 obj\n<< /Length 9999 >>\nstream\n4111", "another length"),
    ],
)
def test_bytes_between_objects(between, why):
    refused(raw_pdf(between=between), why, 1)


def test_a_stream_that_is_longer_than_it_says():
    refused(raw_pdf().replace(b"/Length 3", b"/Length 2"), "another length", 1)


def test_an_object_that_does_not_read_as_it_is_written():
    data = raw_pdf().replace(b" /Resources << >>", b" /Rotate 0       ")
    refused(data, "does not read as it is written", 1)


def test_another_start():
    data = raw_pdf()
    refused(re.sub(rb"startxref\n\d+", b"startxref\n15", data), "more than one revision", 1)


def test_encryption():
    opens = edited(lambda *_: None, encryption=pikepdf.Encryption(owner="o", user="", R=6), deterministic_id=False)
    refused(opens, "encryption")
    refused(edited(lambda *_: None, encryption=pikepdf.Encryption(owner="o", user="u"), deterministic_id=False))


@pytest.mark.parametrize("pages", [1, 3])
def test_another_number_of_pages(pages):
    refused(FINISHED, f"2 pages instead of {pages}", pages)


def test_an_identifier_of_another_file():
    def edit(pdf, _):
        pdf.trailer["/ID"] = Array([String(SECRET), String(SECRET[::-1])])

    refused(edited(edit, renew=False), "identifier")


def test_damage():
    assert check(FINISHED)
    middle = FINISHED.index(b"/FlateDecode")
    refused(FINISHED[:middle] + b"/XlateDecode" + FINISHED[middle + 12 :])
