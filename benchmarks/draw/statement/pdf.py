"""From set pages to a PDF, in the frames that real ones come in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from benchmarks.draw.statement.spec import Frame

if TYPE_CHECKING:
    from benchmarks.draw.statement.press import Press
    from benchmarks.draw.statement.sheet import Sheet

_SLUG_PT = 30.0  # of paper beyond the crop box, where printers put their marks


def encode(press: Press) -> bytes:
    """Return the statement as a PDF; the same statement gives the same bytes.

    Raises
    ------
    ValueError
        The spec asks for form fields on a page that is stored sideways.
    """
    if press.spec.fields and press.spec.frame is Frame.ROTATED:
        raise ValueError("fields are placed on upright pages only")
    pdf = pikepdf.new()
    fonts = Dictionary({name: typeface.font(pdf) for name, typeface in press.book.named()})
    resources = pdf.make_indirect(Dictionary(Font=fonts))
    for sheet in press.sheets:
        _add_page(pdf, press, sheet, resources)
    if any(sheet.widgets for sheet in press.sheets):
        _add_fields(pdf, press, resources)
    pdf.docinfo["/Title"] = f"{press.facts.words['statement']} {press.facts.account.number or press.facts.account.iban}"
    pdf.docinfo["/Author"] = press.facts.bank
    return saved(pdf, press.spec.password)


def saved(pdf: pikepdf.Pdf, password: str = "") -> bytes:
    """Return the bytes of a document, encrypted by RC4 with 128 bits if a password is given.

    Of the ciphers that PDF knows, it is the one that throws no dice (ISO 32000-2, 7.6).
    """
    target = io.BytesIO()
    options: dict[str, Any] = {"deterministic_id": True}
    if password:
        lock = pikepdf.Encryption(owner=f"{password} of the bank", user=password, R=3, aes=False, metadata=False)
        options = {"static_id": True, "encryption": lock}
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, **options)
    return target.getvalue()


def _add_page(pdf: pikepdf.Pdf, press: Press, sheet: Sheet, resources: pikepdf.Object) -> None:
    frame, width, height = press.spec.frame, sheet.width_pt, sheet.height_pt
    content, box = b"\n".join(sheet.content), [0.0, 0.0, width, height]
    page = Dictionary(Type=Name.Page, Resources=resources)
    if frame is Frame.FORM:
        form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), Resources=resources)
        page.Resources = Dictionary(XObject=Dictionary({"/Page": form}))
        content = b"q /Page Do Q"
    elif frame is Frame.ROTATED:  # shown after a quarter turn clockwise, so stored a quarter turn back
        content = b"q 0 1 -1 0 %.3f 0 cm\n%s\nQ" % (height, content)
        page.Rotate, box = 90, [0.0, 0.0, height, width]
    elif frame is Frame.CROPPED:
        page.CropBox = Array(box)
        box = [-_SLUG_PT, -_SLUG_PT, width + _SLUG_PT, height + _SLUG_PT]
        content += b"\n" + _marks(press, sheet)
    page.MediaBox = Array(box)
    page.Contents = pdf.make_stream(content)
    pdf.pages.append(pikepdf.Page(page))


def _marks(press: Press, sheet: Sheet) -> bytes:
    """Return printer's marks and a slug line, both outside the crop box."""
    lines = [f"{x} {y} m {x} {y - 14} l S" for x in (0, sheet.width_pt) for y in (-6, sheet.height_pt + 20)]
    slug = press.book.weight(False).encoded(f"job {press.facts.customer or press.facts.account.iban}")
    return f"0 0 0 RG 0.3 w {' '.join(lines)} BT /F1 6 Tf 40 -18 Td ".encode() + slug + b" Tj ET"


def _add_fields(pdf: pikepdf.Pdf, press: Press, resources: pikepdf.Object) -> None:
    """Add the particulars as text fields of an AcroForm, each with its appearance (ISO 32000-2, 12.7)."""
    fields = Array()
    for page, sheet in zip(pdf.pages, press.sheets, strict=True):
        page.Annots = Array()
        for widget in sheet.widgets:
            left, top, right, bottom = widget.box
            look = pdf.make_stream(
                widget.content,
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, round(right - left, 3), round(bottom - top, 3)]),
                Resources=resources,
            )
            rect = [round(edge, 3) for edge in (left, sheet.height_pt - bottom, right, sheet.height_pt - top)]
            field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, F=4, Rect=Array(rect))
            field.T, field.V = pikepdf.String(widget.name), pikepdf.String(widget.value)
            field.DA = pikepdf.String(f"/F1 {press.spec.size_pt:g} Tf 0 g")
            field.AP, field.P = Dictionary(N=look), page.obj
            fields.append(pdf.make_indirect(field))
            page.Annots.append(fields[-1])
    pdf.Root.AcroForm = Dictionary(Fields=fields, DR=resources, DA=pikepdf.String("/F1 9 Tf 0 g"))
