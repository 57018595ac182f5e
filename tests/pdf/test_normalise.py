"""What stands beside the pages is gone, annotations are drawn, and whatever the bytes, nothing else comes out."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

from redactkit.errors import DamagedFileError, EncryptedFileError, InputError
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader
from tests.pdf.builders import (
    PLAIN,
    SAY,
    SECRET,
    SIZE,
    drawn,
    edited,
    everything,
    form,
    hidden_forms,
    layers,
    saved,
    text_of,
    written,
)


def in_catalog(key):
    def change(pdf):
        inner = pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(SECRET.decode())))
        pdf.Root[key] = inner

    return change


def in_page(key):
    def change(pdf):
        pdf.pages[0].obj[key] = Dictionary(Private=String(SECRET.decode()))

    return change


def stream(pdf, **entries):
    return pdf.make_indirect(Stream(pdf, SECRET, **entries))


def on_font(pdf):
    for font in pdf.pages[0].obj.Resources.Font.values():
        font.PieceInfo = String(SECRET.decode())
        font.Metadata = stream(pdf)


def unused(pdf):
    resources = pdf.pages[0].obj.Resources
    resources.XObject = Dictionary(X=form(pdf, SAY), I=stream(pdf, Type=Name.XObject, Subtype=Name.Image))
    resources.Font["/Unused"] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + SECRET.decode()))
    resources.Properties = Dictionary(P=Dictionary(ActualText=String(SECRET.decode())))


def named_here(pdf):
    pdf.pages[0].obj.Parent.Notes = String(SECRET.decode())
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(SECRET.decode())))
    pdf.trailer.Odd = String(SECRET.decode())


def attached(pdf):
    pdf.attachments["notes.txt"] = SECRET


BESIDE = {
    **{
        key: in_catalog(key)
        for key in (
            *("/OpenAction", "/AA", "/Names", "/Dests", "/Outlines", "/StructTreeRoot", "/MarkInfo", "/Metadata"),
            *(
                "/PieceInfo",
                "/Threads",
                "/Perms",
                "/DSS",
                "/Collection",
                "/OCProperties",
                "/AcroForm",
                "/OutputIntents",
            ),
            *("/AF", "/PageLabels", "/Extensions", "/Legal", "/Requirements", "/SpiderInfo", "/URI", "/Unheard"),
        )
    },
    **{
        f"page {key}": in_page(key)
        for key in ("/AA", "/AF", "/B", "/Metadata", "/PieceInfo", "/Thumb", "/SeparationInfo", "/Unheard")
    },
    "font": on_font,
    "unused resources": unused,
    "trailer and page tree": named_here,
    "attachment": attached,
}


@pytest.mark.parametrize("place", BESIDE)
def test_what_stands_beside_the_pages_goes(place):
    data = edited(PLAIN, BESIDE[place])
    assert SECRET in everything(data)
    done = normalise(data)
    assert SECRET not in everything(done)
    assert text_of(done) == "shown"


def stamp(pdf, said=SECRET, **entries):
    shown = form(pdf, b"BT /F 12 Tf 0 4 Td (%s) Tj ET" % said)
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[20, 20, 320, 220], F=4, AP=Dictionary(N=shown))
    for key, value in entries.items():
        annotation[f"/{key}"] = value
    return pdf.make_indirect(annotation)


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        ({}, True),
        ({"F": 0}, True),
        ({"F": 2}, False),
        ({"F": 32}, False),
        ({"Subtype": Name.Popup}, False),
        ({"Subtype": Name.FileAttachment}, False),
    ],
)
def test_annotations_that_show_are_drawn_into_the_page(entries, shown):
    def change(pdf):
        pdf.pages[0].obj.Annots = Array([stamp(pdf, **entries), Name.Odd, Dictionary()])

    done = normalise(edited(PLAIN, change))
    assert text_of(done) == "shown" + SECRET.decode() * shown
    assert (SECRET in everything(done)) == shown
    assert b"/Annot" not in everything(done)
    assert normalise(done) == done


def test_annotations_of_a_layer_that_is_off_go():
    def change(pdf):
        pdf.pages[0].obj.Resources.XObject = Dictionary(Off=form(pdf, b""))
        layers(pdf)
        pdf.pages[0].obj.Annots = Array([stamp(pdf, OC=pdf.pages[0].obj.Resources.Properties.Off)])

    assert SECRET not in everything(normalise(edited(PLAIN, change)))


@pytest.mark.parametrize("has_appearance", [True, False])
@pytest.mark.parametrize("needs", [True, False])
def test_fields_are_drawn_with_their_values(has_appearance, needs):
    def change(pdf):
        if not has_appearance:
            for field in pdf.pages[0].obj.Annots:
                del field["/AP"]
        pdf.Root.AcroForm.NeedAppearances = needs
        pdf.Root.AcroForm.XFA = stream(pdf)

    def draw(canvas):
        canvas.drawString(20, 150, "IBAN")
        canvas.acroForm.textfield(name="iban", value="DE89 3704", x=20, y=100, width=200, height=20)

    done = normalise(edited(drawn(draw), change))
    assert text_of(done) == "IBANDE89 3704"
    assert SECRET not in everything(done)


def test_every_page_is_flattened():
    def change(pdf):
        for number, page in enumerate(pdf.pages):
            page.obj.Annots = Array([stamp(pdf, b"on page %d" % number)])

    done = normalise(edited(drawn(*[lambda canvas: None] * 3), change))
    assert [text_of(done, index) for index in range(3)] == ["on page 0", "on page 1", "on page 2"]


def test_the_same_bytes_give_the_same_bytes_and_what_is_normal_stays():
    data = edited(written(SAY, XObject=hidden_forms), layers)
    assert normalise(data) == normalise(data)
    assert normalise(normalise(data)) == normalise(data)


def test_there_is_one_revision_and_nothing_that_no_page_needs():
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        pdf.make_indirect(String(SECRET.decode()))
        data = saved(pdf) + b"\n7 0 obj (%s) endobj\n" % SECRET
    done = normalise(data)
    assert done.count(b"startxref") == 1
    assert SECRET not in done
    with pikepdf.open(io.BytesIO(done)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer


@pytest.mark.parametrize(
    ("entries", "size"),
    [
        ({"MediaBox": Array([300, 200, 0, 0])}, (300, 200)),
        ({"MediaBox": Array([0, 0, 0, 0])}, (612, 792)),
        ({"MediaBox": Name.Odd}, (612, 792)),
        ({"CropBox": Array([10, 20, 110, 220])}, (100, 180)),
        ({"CropBox": Array([1000, 1000, 1100, 1100])}, (300, 200)),
        ({"Rotate": 90}, (200, 300)),
        ({"Rotate": -90}, (200, 300)),
        ({"Rotate": Name.Odd}, (300, 200)),
    ],
)
def test_boxes_and_turns_are_written_down(entries, size):
    with Reader(normalise(written(SAY, entries=entries))) as reader:
        assert reader.size_pt(0) == size


def test_what_a_page_inherits_is_written_down():
    def change(pdf):
        page, tree = pdf.pages[0].obj, pdf.Root.Pages
        for key in ("/MediaBox", "/Resources"):
            tree[key] = page[key]
            del page[key]
        tree.Rotate = 90
        del page["/Rotate"]

    done = normalise(edited(PLAIN, change))
    with Reader(done) as reader:
        assert reader.size_pt(0) == (SIZE[1], SIZE[0])
    assert text_of(done) == "shown"


@pytest.mark.parametrize("password", ["user", "owner"])
def test_an_encrypted_file_comes_back_open(password):
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(user="user", owner="owner"))
    assert text_of(normalise(data, password)) == "shown"
    for wrong in (None, "", "guess"):
        with pytest.raises(EncryptedFileError, match="password="):
            normalise(data, wrong)


def test_a_damaged_trailer_leaves_a_file_that_every_reader_opens():
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    done = normalise(data.replace(b"/Size", b"/Sise"))
    assert text_of(done) == "shown"
    with pikepdf.open(io.BytesIO(done)) as pdf:
        assert not pdf.get_warnings()


def test_a_tree_of_pages_that_is_something_else_too_is_refused():
    """What its other use does not need would go, and the pages with it."""

    def change(pdf):
        pdf.pages[0].obj.Parent = Dictionary(Resources=Dictionary(Font=pdf.Root.Pages))

    with pytest.raises(DamagedFileError):
        normalise(edited(PLAIN, change))


def test_a_password_for_an_open_file_does_no_harm():
    assert normalise(PLAIN, "needless") == normalise(PLAIN)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=120, deadline=None)
def test_whatever_the_bytes_a_normal_file_or_an_input_error(data):
    whole = bytearray(edited(written(SAY, XObject=hidden_forms), layers))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.none() | st.integers(0, len(whole)))
    try:
        done = normalise(bytes(whole[:cut]))
    except InputError as caught:
        error = caught
    else:
        with Reader(done) as reader:
            assert len(reader) >= 1
        return
    assert SECRET.decode() not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
