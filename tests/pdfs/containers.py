"""The file around a document: tables or streams of references, updates, linearised; and what hides beside the pages."""

from __future__ import annotations

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream

from tests.pdfs.drawn import Secret


def beside(rng, pdf, cards):
    """Put a number somewhere beside the pages; return it."""
    card = cards.new()
    kind = rng.choice(tuple(BESIDE))
    BESIDE[kind](pdf, card)
    middle = card[6:12]
    return Secret(card[:12], 0, None, (middle.encode(), middle.encode("utf-16-be")), kind)


def _info(pdf, card):
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=card, Custom=Name("/" + card)))


def _metadata(pdf, card):
    xml = (
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='{card}'/></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, xml.encode(), Type=Name.Metadata, Subtype=Name.XML))


def _attachment(pdf, card):
    file = pdf.make_indirect(Stream(pdf, card.encode(), Type=Name.EmbeddedFile))
    spec = pdf.make_indirect(Dictionary(Type=Name.Filespec, F="a.txt", UF="a.txt", EF=Dictionary(F=file)))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(["a.txt", spec])))


def _bookmark(pdf, card):
    item = pdf.make_indirect(Dictionary(Title=card, Dest=Array([pdf.pages[0].obj, Name.Fit])))
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
    item.Parent = outlines
    pdf.Root.Outlines = outlines


def _structure(pdf, card):
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, P=root, Alt=card, Pg=pdf.pages[0].obj))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)


def _script(pdf, card):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{card}')")


def _private(pdf, card):
    page = pdf.pages[0].obj
    page.PieceInfo = Dictionary(App=Dictionary(LastModified="D:2020", Private=Dictionary(Text=card)))
    page.Thumb = pdf.make_indirect(
        Stream(pdf, card.encode(), Width=4, Height=4, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    )


def _note(pdf, card):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), Contents=card, F=2)
    page = pdf.pages[0].obj
    page.Annots = Array([*page.get("/Annots", ()), pdf.make_indirect(note)])


BESIDE = {
    "info": _info,
    "metadata": _metadata,
    "attachment": _attachment,
    "bookmark": _bookmark,
    "structure": _structure,
    "script": _script,
    "private": _private,
    "note": _note,
}


def file_of(rng, pdf, cards):
    """Return a document as a file of one kind or another, and the number in its older revision if it has one."""
    kind = rng.choice(("table", "table", "streams", "streams", "linearised", "update"))
    packed = kind == "streams" or (kind == "linearised" and rng.random() < 0.5)
    mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=mode, linearize=kind == "linearised", static_id=True, fix_metadata_version=False)
    if kind != "update":
        return out.getvalue(), []
    card = cards.new()
    data = add_update(out.getvalue(), b"BT (" + card.encode() + b") Tj ET")
    return data, [Secret(card[:12], 0, None, (card[6:12].encode(),), "old revision")]


def add_update(data, older):
    """Return a file whose first content stream was another one before. ISO 32000-2, 7.5.6.

    The file has a table of references.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = _first_content(pdf).read_bytes()
        _first_content(pdf).write(older)
        before = io.BytesIO()
        pdf.save(before, object_stream_mode=ObjectStreamMode.disable, static_id=True, fix_metadata_version=False)
    base = before.getvalue()
    with pikepdf.open(before) as pdf:
        number, generation = _first_content(pdf).objgen
    trailer = base[base.rindex(b"trailer") : base.rindex(b"startxref")].rstrip()
    start = re.search(rb"startxref\s+(\d+)", base[base.rindex(b"startxref") :])[1]
    update = b"%d %d obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    update %= number, generation, len(content), content
    table = b"xref\n%d 1\n%010d %05d n \n" % (number, len(base), generation)
    trailer = trailer[:-2] + b"/Prev %s >>\n" % start
    return base + update + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(base) + len(update))


def _first_content(pdf):
    found = pdf.pages[0].obj.Contents
    return found[0] if isinstance(found, Array) else found
