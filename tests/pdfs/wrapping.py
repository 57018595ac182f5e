"""What stands around content: forms in forms, marks, layers, and text that no page shows."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redactkit.pdf.affine import IDENTITY, inverse, multiply
from tests.pdfs.drawn import Drawn, Secret, moved, numbers


def resources_of(found):
    """Return resources as a PDF dictionary."""
    return Dictionary({category: Dictionary(entries) for category, entries in found.items()})


def join(one, other):
    """Return the resources of two pieces of content together."""
    return {key: one.get(key, {}) | other.get(key, {}) for key in (*one, *(key for key in other if key not in one))}


def in_forms(rng, pdf, names, drawn, depth):
    """Draw content from inside so many forms, each with a matrix of its own; it stands where it stood."""
    for _ in range(depth):
        matrix = rng.choice((IDENTITY, _matrix(rng), _matrix(rng)))
        form = Stream(pdf, drawn.content)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([-900, -900, 1800, 1800])
        if matrix != IDENTITY or rng.random() < 0.3:
            form.Matrix = Array([round(value, 5) for value in matrix])
        if rng.random() < 0.3:
            form.Group = Dictionary(S=Name.Transparency, Type=Name.Group)
        passed_on = {}
        if rng.random() < 0.25:
            passed_on = drawn.resources  # obsolete but read: what a form lacks is the page's (8.10.2)
        else:
            form.Resources = resources_of(drawn.resources)
        name, written = names.new("M")
        content = b"q " + numbers(*inverse(matrix)) + b" cm " + written + b" Do Q"
        own = join({"/XObject": {name: pdf.make_indirect(form)}}, passed_on)
        drawn = Drawn(content, own, drawn.secrets, drawn.kept, drawn.width)
    return drawn


def _matrix(rng):
    scale = rng.choice((0.5, 2.0, 1.25))
    turned = rng.choice(((1, 0, 0, 1), (1, 0, 0, -1), (0, 1, -1, 0), (1, 0, 0.2, 1)))
    matrix = multiply((*map(float, turned), 0.0, 0.0), (scale, 0.0, 0.0, scale, rng.randint(-9, 9), rng.randint(-9, 9)))
    return tuple(float(value) for value in matrix)


def marked(rng, pdf, names, drawn, cards):
    """Put content between marks, some of which carry a number of their own. ISO 32000-2, 14.6."""
    kind = rng.choice(("tag", "content", "actual", "property", "artifact", "layer", "hex"))
    resources, secrets = {}, []
    begin, end = b"/P BMC", b"EMC"
    if kind == "content":
        begin = b"/P <</MCID %d /Lang (en)>> BDC" % rng.randrange(9)
    elif kind == "artifact":
        begin = b"/Artifact <</Type /Pagination /Attached [/Top]>> BDC"
    elif kind in ("actual", "hex", "property"):
        secret = _hidden(cards, "marked content")
        secrets.append(secret)
        text = secret.text + "0000"
        if kind == "actual":
            begin = b"/Span <</MCID 3 /ActualText (" + text.encode() + b")>> BDC"
        elif kind == "hex":
            begin = b"/Span << /Alt <feff" + text.encode("utf-16-be").hex().encode() + b"> /E (x) >> BDC"
        else:
            name, written = names.new("P")
            resources = {"/Properties": {name: pdf.make_indirect(Dictionary(ActualText=pikepdf.String(text)))}}
            begin = b"/Span " + written + b" BDC"
    elif kind == "layer":
        name, written = names.new("L")
        resources = {"/Properties": {name: layer(pdf, shown=True)}}
        begin = b"/OC " + written + b" BDC"
    content = begin + b"\n" + drawn.content + b"\n" + end
    return Drawn(content, join(drawn.resources, resources), drawn.secrets + secrets, drawn.kept, drawn.width)


def layer(pdf, shown):
    """Return an optional content group, listed in the catalog. ISO 32000-2, 8.11."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Layer"))
    if "/OCProperties" not in pdf.Root:
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(ON=Array(), OFF=Array(), Order=Array()))
    pdf.Root.OCProperties.OCGs.append(group)
    pdf.Root.OCProperties.D["/ON" if shown else "/OFF"].append(group)
    return group


def twice(drawn, matrix):
    """Draw the same once more elsewhere."""
    again = drawn.moved(matrix)
    return Drawn(drawn.content + b"\n" + again.content, drawn.resources, drawn.secrets + again.secrets, drawn.kept)


def patterned(pdf, names, drawn):
    """Fill a box with a pattern whose one cell holds the content. ISO 32000-2, 8.7.3.

    Its corner is the corner of what is drawn, so it must not be moved.
    """
    cell = Stream(pdf, drawn.content, PatternType=1, PaintType=1, TilingType=1, XStep=999, YStep=999)
    cell.BBox = Array([-5, -10, 330, 30])
    cell.Resources = resources_of(drawn.resources)
    name, written = names.new("Q")
    content = b"q /Pattern cs " + written + b" scn -5 -10 330 36 re f Q"
    secrets = [replace(secret, place="pattern") for secret in drawn.secrets]
    return Drawn(content, {"/Pattern": {name: pdf.make_indirect(cell)}}, secrets, drawn.kept, drawn.width)


def annotated(rng, pdf, page, drawn, at):
    """Show content by an annotation or a form field, which covers part of the page. ISO 32000-2, 12.5.5."""
    x, y = at
    form = Stream(pdf, drawn.content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, -4, 300, 16]))
    form.Resources = resources_of(drawn.resources)
    annotation = Dictionary(Type=Name.Annot, Rect=Array([x, y - 4, x + 300, y + 16]), F=4)
    annotation.AP = Dictionary(N=pdf.make_indirect(form))
    if rng.random() < 0.5:
        annotation.Subtype, annotation.Contents = Name.FreeText, drawn.secrets[0].text
    else:
        annotation.Subtype, annotation.FT, annotation.T = Name.Widget, Name.Tx, f"field {page.objgen[0]}"
        annotation.V = drawn.secrets[0].text
        fields = pdf.Root.get("/AcroForm", Dictionary(Fields=Array())).Fields
        fields.append(pdf.make_indirect(annotation))
        pdf.Root.AcroForm = Dictionary(Fields=fields, DA=b"/Helv 9 Tf 0 g")
        annotation = fields[-1]
    page.Annots = Array([*page.get("/Annots", ()), pdf.make_indirect(annotation)])
    return moved(drawn.secrets, (1.0, 0.0, 0.0, 1.0, x, y))


def _hidden(cards, place):
    card = cards.new()
    middle = card[6:12]
    return Secret(card[:12], 0, None, (middle.encode(), middle.encode("utf-16-be")), place)


def unseen(rng, pdf, names, cards, font):
    """Return content that shows nothing and holds a number: in no crop box, a hidden layer, no ink, a comment."""
    kind = rng.choice(("comment", "no ink", "hidden layer", "outside", "unused form", "clip"))
    secret = _hidden(cards, kind)
    digits = secret.text + "1234"
    if kind == "comment":
        return Drawn(b"% " + digits.encode() + b"\n", {}, [secret])
    secret = Secret(secret.text, 0, None, (*secret.traces, font.encode(secret.text[6:12])), kind)
    name, written = names.new("F")
    fonts = {"/Font": {name: font.resource}}
    at, before, after = b"30 6", b"", b""
    if kind == "no ink":
        before = b"3 Tr "
    elif kind == "clip":
        before = b"7 Tr "
    elif kind == "outside":
        at = rng.choice((b"-400 30", b"3000 40", b"30 -900"))
    text = b"q BT " + written + b" 8 Tf " + before + at + b" Td <" + font.encode(digits).hex().encode() + b"> Tj ET Q"
    if kind == "hidden layer":
        group, group_written = names.new("L")
        fonts["/Properties"] = {group: layer(pdf, shown=False)}
        before, after = b"/OC " + group_written + b" BDC ", b" EMC"
        return Drawn(before + text + after, fonts, [secret])
    if kind == "unused form":
        form = Stream(pdf, text, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 400]))
        form.Resources = resources_of(fonts)
        return Drawn(b"", {"/XObject": {names.new("U")[0]: pdf.make_indirect(form)}}, [secret])
    return Drawn(text, fonts, [secret])
