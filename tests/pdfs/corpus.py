"""PDFs as they are found in the world, made from a seed, each with the truth about what is on it.

No two are alike: every case draws its fonts, operators, images, forms, boxes and container anew.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace

import pikepdf
from pikepdf import Array, Stream

from redactkit.pdf.lexer import operators
from tests.pdfs import containers, fonts, pictures, text, wrapping
from tests.pdfs.drawn import WORDS, Drawn, Names, Numbers, Secret, box, numbers


@dataclass(frozen=True)
class Case:
    """A PDF, what of it must vanish, and words of it that stay."""

    name: str
    data: bytes = field(repr=False)
    secrets: tuple[Secret, ...]
    kept: tuple[str, ...]

    def areas(self):
        """Return what a page shows of the secrets, as the page index -> quads in user space."""
        found = {}
        for secret in self.secrets:
            if secret.quad is not None:
                found.setdefault(secret.page, []).append(secret.quad)
        return found


def cases(seed, count):
    """Yield so many cases."""
    for index in range(count):
        yield case(seed * 100_000 + index)


def case(number):
    """Return one case; the same for the same number."""
    rng = random.Random(number)
    pdf = pikepdf.new()
    names, cards = Names(rng), Numbers(rng)
    shared = fonts.font_of(rng, pdf)
    secrets, kept = [], []
    count = rng.choice((1, 1, 1, 2))
    head = _head(rng, pdf, names, shared) if count == 2 and rng.random() < 0.5 else None
    for page in range(count):
        drawn = _page(rng, pdf, names, cards, shared, head)
        secrets += [replace(secret, page=page) for secret in drawn.secrets if secret.text or not page]
        kept += drawn.kept
    if rng.random() < 0.3:
        _inherit(rng, pdf)
    if rng.random() < 0.4:
        secrets.append(containers.beside(rng, pdf, cards))
    data, older = containers.file_of(rng, pdf, cards)
    return Case(f"case {number}", data, tuple(secrets + older), tuple(kept))


ROW = 46.0  # pt
WIDTH = 330.0


def _page(rng, pdf, names, cards, shared, head):
    rows = [_row(rng, pdf, names, cards, shared) for _ in range(rng.choice((2, 3, 4)))]
    height = ROW * len(rows) + 30
    left, bottom = rng.choice(((0, 0), (0, 0), (50, 70), (-120, -300), (1000, 2000)))
    whole = Drawn(_background(rng, left, bottom, height))
    for index, row in enumerate(rows):
        at = (1.0, 0.0, 0.0, 1.0, left + 20, bottom + 24 + ROW * (len(rows) - 1 - index))
        whole = _both(whole, row.moved(at))
    if head is not None:
        whole = _both(whole, head.moved((1.0, 0.0, 0.0, 1.0, left + 20.0, bottom + height - 14)))
    while rng.random() < 0.3:
        whole = _both(whole, wrapping.unseen(rng, pdf, names, cards, shared))
    content = _worn(rng, whole.content)
    page = pdf.add_blank_page(page_size=(WIDTH, height)).obj
    _frame(rng, page, left, bottom, height)
    page.Resources = wrapping.resources_of(whole.resources)
    page.Contents = _contents(rng, pdf, content)
    if rng.random() < 0.15:
        note = text.line(rng, fonts.base_14(rng, pdf, "Helvetica"), names, cards.new())
        whole.secrets += wrapping.annotated(rng, pdf, page, note, (left + 20.0, bottom + 7.0))
    return whole


def _both(one, other):
    resources = wrapping.join(one.resources, other.resources)
    return Drawn(one.content + b"\n" + other.content, resources, one.secrets + other.secrets, one.kept + other.kept)


def _row(rng, pdf, names, cards, shared):
    """Return one line or picture, in forms, marked, leaning or not."""
    font = shared if rng.random() < 0.5 else fonts.font_of(rng, pdf)
    kind = rng.random()
    if kind < 0.62:
        drawn = text.line(rng, font, names, cards.new())
    elif kind < 0.78:
        drawn = pictures.picture(rng, pdf, names, cards.new())
    elif kind < 0.81:
        drawn = pictures.inline(rng, pdf, names, cards.new())
    elif kind < 0.92:
        drawn = pictures.outline(rng, pdf, names, cards.new())
    else:
        drawn = _words(rng, font, names)
    if rng.random() < 0.007:
        return wrapping.patterned(pdf, names, drawn)
    if rng.random() < 0.3:
        drawn = wrapping.marked(rng, pdf, names, drawn, cards)
    fits = min(1.0, (WIDTH - 45) / max(drawn.width, 1))
    lean = rng.choice((0.0,) * 9 + (3.0, -2.0))
    turn = math.cos(math.radians(lean)), math.sin(math.radians(lean))
    shear = rng.choice((0.0,) * 9 + (0.2,))
    if rng.random() < 0.1 and drawn.width * fits < 140:
        return wrapping.twice(_formed(rng, pdf, names, drawn.moved((fits, 0.0, 0.0, fits, 0.0, 0.0))), _BESIDE)
    matrix = (fits * turn[0], fits * turn[1], fits * (shear - turn[1]), fits * turn[0], 0.0, 0.0)
    drawn = drawn.moved(matrix)
    return _formed(rng, pdf, names, drawn) if rng.random() < 0.35 else drawn


_BESIDE = (1.0, 0.0, 0.0, 1.0, 150.0, 3.0)


def _formed(rng, pdf, names, drawn):
    return wrapping.in_forms(rng, pdf, names, drawn, rng.choice((1, 1, 2, 3, 4)))


def _head(rng, pdf, names, font):
    """Return a form with words that all pages draw; one word is to go from the first page only."""
    name, written = names.new("F")
    places, shown = text.SHOWN["plain"](rng, font, text.State(8), "filiale kunde anlage")
    content = b"BT " + written + b" 8 Tf " + shown + b" ET"
    secret = Secret("", 0, box(places[8][0], -2, places[12][1], 7), (), "word in a form of two pages")
    drawn = Drawn(content, {"/Font": {name: font.resource}}, [secret], ["filiale", "anlage"])
    return wrapping.in_forms(rng, pdf, names, drawn, 1)


def _words(rng, font, names):
    """Return a line without a number."""
    name, written = names.new("F")
    words = " ".join(rng.sample(WORDS, 3))
    content = b"BT " + written + b" 10 Tf " + text.string(rng, font.encode(words)) + b" Tj ET"
    return Drawn(content, {"/Font": {name: font.resource}}, [], words.split())


def _background(rng, left, bottom, height):
    """Draw what lies under and around the text: a tint, a frame, the lines of a table."""
    parts = []
    if rng.random() < 0.4:
        parts.append(b"q 0.93 0.96 1 rg " + numbers(left, bottom, WIDTH, height) + b" re f Q")
    if rng.random() < 0.3:
        parts.append(b"q 0.6 G 0.5 w " + numbers(left + 8, bottom + 8, WIDTH - 16, height - 16) + b" re S Q")
    if rng.random() < 0.4:
        for index in range(int(height // ROW)):
            y = bottom + 14 + ROW * index
            parts.append(b"q 0.7 G 0.4 w " + numbers(left + 10, y) + b" m " + numbers(left + WIDTH - 10, y) + b" l S Q")
    return b"\n".join(parts)


def _worn(rng, content):
    """Leave states open or close what was never opened, as careless producers do; add comments."""
    if rng.random() < 0.15:
        content = b"q\n" + content
    if rng.random() < 0.1:
        content += b"\nQ"
    if rng.random() < 0.15:
        content += b"\nq 0.5 0 0 0.5 7 7 cm"
    if rng.random() < 0.15:
        content = b"% written by hand\n" + content
    return content


def _contents(rng, pdf, content):
    """Return the content in one stream, or in several that end between any two tokens. ISO 32000-2, 7.8.2."""
    if rng.random() < 0.65:
        return pdf.make_indirect(Stream(pdf, content))
    places = [
        operator.start + len(operator.operands[0])
        for operator in operators(content)
        if operator.name in (b"cm", b"Td", b"Tf", b"re", b"rg", b"Tm", b"l") and isinstance(operator.operands[0], bytes)
    ]
    cuts = sorted(rng.sample(places, min(len(places), rng.choice((1, 2, 5)))))
    ends = zip([0, *cuts], [*cuts, len(content)], strict=True)
    return Array([pdf.make_indirect(Stream(pdf, content[start:end])) for start, end in ends])


def _frame(rng, page, left, bottom, height):
    """Give a page its boxes, its turn and its unit."""
    box = [left, bottom, left + WIDTH, bottom + height]
    page.MediaBox = Array(box)
    if rng.random() < 0.3:
        page.MediaBox = Array([left - 60, bottom - 40, left + WIDTH + 50, bottom + height + 30])
        page.CropBox = Array(box if rng.random() < 0.5 else [box[2], box[3], box[0], box[1]])
    if rng.random() < 0.35:
        page.Rotate = rng.choice((90, 180, 270, -90, 0))
    if rng.random() < 0.08:
        page.UserUnit = rng.choice((2, 1.5))


def _inherit(rng, pdf):
    """Let the pages have from their parent what they share. ISO 32000-2, 7.7.3.4."""
    joined = {}
    for page in pdf.pages:
        own = {key: dict(value.items()) for key, value in page.obj.Resources.items()}
        joined = wrapping.join(joined, own)
        del page.obj["/Resources"]
    pdf.Root.Pages.Resources = wrapping.resources_of(joined)
    if rng.random() < 0.5:
        pdf.Root.Pages.Rotate = rng.choice((90, 180))
