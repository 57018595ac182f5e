"""What is fuzzed: from bytes to the name of what came of them; whatever else happens is a `Defect` or what was raised.

Names are ``result`` or those of our errors. No target writes anything to the disk.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pikepdf
from PIL import Image

import redactkit
from redactkit.errors import InputError, PolicyError, RedactkitError
from redactkit.finish import PDF, finish
from redactkit.geometry import contains, from_box
from redactkit.load import load
from redactkit.load.icc import convert_rgb
from redactkit.model import Cover, DocumentKind, FieldKind
from redactkit.numbers.mrz import parse
from redactkit.pdf.affine import apply
from redactkit.pdf.cmap import UnsupportedCMap, parse_cmap, trimmed_to_unicode
from redactkit.pdf.codestream import bare_jpeg, bare_jpeg2000, jpeg2000_size, jpeg_end, jpeg_size
from redactkit.pdf.lexer import MalformedContent, Span, name_of, number, operators, pairs, string_value
from redactkit.pdf.pdfium import Reader
from redactkit.plans import Plan
from redactkit.policy import PROFILES
from redactkit.read.scripted import ScriptedEngine, line
from tests.fuzz import corpus
from tests.fuzz.bounds import Defect, Slow, bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RESULT = "result"
LOAD_S, REWRITE_S = 1.0, 5.0
"""Seconds of processor time: of what is damaged or loaded, and of a page that is covered, checked and drawn again."""

_RENDERED = 2  # pages of a PDF that are drawn
_AGAIN = 8  # one of so many results is made twice
_SOME = 5  # one of so many PDFs goes all the way, which takes a tenth of a second


class Outcome(NamedTuple):
    """What came of an execution, and how many pixels."""

    name: str
    pixels: int = 0


@dataclass(frozen=True)
class Target:
    """A function, the files that its mutants are made of, and how long one execution may take."""

    run: Callable[[bytes], Outcome]
    seeds: Callable[[], Sequence[bytes]]
    seconds: float = LOAD_S

    def __call__(self, data):
        """Return what came of the data; what was slow gets a second chance."""
        with suppress(Slow):
            return self._bounded(data)
        return self._bounded(data)

    def _bounded(self, data):
        with bounded(self.seconds) as work:
            outcome = self.run(data)
            work.pixels = outcome.pixels
        return outcome.name


# --- loaders


def load_picture(data):
    """Load a picture; its pixels are what `redactkit.model` says, and the same again."""
    try:
        document = load(data)
    except InputError as error:
        return _named(error)
    _check_pages(document, len(document.pages))
    if document.pdf is None and _is_sample(data):
        for page, again in zip(document.pages, load(data).pages, strict=True):
            _require(np.array_equal(page.pixels, again.pixels), "other pixels from the same bytes")
    return Outcome(RESULT, _pixels(document))


def load_pdf(data):
    """Load a PDF and draw its first pages; what was normalised stays as it is when it is loaded again."""
    try:
        document = load(data)
        _check_pages(document, _RENDERED)
    except InputError as error:
        return _named(error)
    if document.pdf is not None and _is_sample(data):
        _require(load(data).pdf == document.pdf, "another normalised file from the same bytes")
        load(document.pdf)
    return Outcome(RESULT, _pixels(document))


def _check_pages(document, count):
    _require(len(document.pages) > 0, "a document without pages")
    for page in document.pages[:count]:
        height_px, width_px, channels = page.pixels.shape
        _require(page.pixels.dtype == np.uint8 and channels == 3, "pixels of another kind")
        _require((width_px, height_px) == document.sizes[page.index], "pixels of another size")
        _require(not page.pixels.flags.writeable, "pixels that can be changed")
        page.pixels.max()


def _pixels(document):
    sizes = document.sizes if document.pdf is None else document.sizes[:_RENDERED]
    return sum(width_px * height_px for width_px, height_px in sizes)


def _is_sample(data):
    return zlib.crc32(data) % _AGAIN == 0


def _named(error):
    """Return the name of an error that holds its promises: about what, and what to do; no word of a decoder."""
    _require(error.__suppress_context__ or error.__context__ is None, "an error that shows a decoder's words")
    _require(corpus.CORE not in str(error), "an error that tells a value")
    return Outcome(type(error).__name__)


def _require(held, what):
    if not held:
        raise Defect(what)


# --- the rewriter


def rewrite_pdf(data):
    """Cover a PDF: either it is refused, or nothing of what was under the covers is left.

    Of three mutants the first is covered as a whole, the second by a cover whose value may be left nowhere in the
    file, so that the finished file is searched for it; the third by one of which only the place counts.
    """
    try:
        document = load(data)
        whole, kind = _WAYS[zlib.crc32(data) % len(_WAYS)]
        covers = _plan(document, whole, kind)
        finished = finish(document, covers, PROFILES["appeal"], PDF)
    except RedactkitError as error:
        return _named(error)
    if not whole and _moved_out(document.pdf, covers):
        return Outcome(f"{RESULT}, moved")
    _require(not traces(finished.encoded.data), "what was covered is left in the file")
    return Outcome(f"{RESULT}, {'whole' if whole else kind}")


_WAYS = ((True, FieldKind.PAN), (False, FieldKind.PAN), (False, FieldKind.COUNTERPARTY))


def _plan(document, whole, kind):
    left, top, right, bottom = (0.0, 0.0, 1.0, 1.0) if whole else corpus.COVER
    covers = tuple(
        Cover(kind, index, (from_box(left * width, top * height, right * width, bottom * height),), ("fuzz",))
        for index, (width, height) in enumerate(document.sizes)
    )
    return Plan(DocumentKind.STATEMENT, "appeal", document.sizes, covers)


def _moved_out(original, covers):
    """Tell whether pages show other text outside of the covers than the seeds do: then it may stay."""
    outside = Counter()
    with Reader(original) as reader:
        for index, size in enumerate(covers.sizes):
            matrix = reader.matrix(index, *size)
            quads = [quad for cover in covers.covers if cover.page == index for quad in cover.quads]
            for one in reader.characters(index):
                a, b, c, d = one.loose
                at = apply(matrix, (a + c) / 2, (b + d) / 2)
                if not one.generated and not one.char.isspace() and not any(contains(quad, at) for quad in quads):
                    outside[one.char] += 1
    return not outside <= corpus.KEPT


def traces(data):
    """Return how many of the ways to write the secret are found in a PDF: in its bytes, streams, strings and text."""
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for found in pdf.objects:
            parts.append(found.unparse(resolved=True) if isinstance(found, pikepdf.Object) else b"")
            if isinstance(found, pikepdf.Stream):
                parts += _written(found)
    with Reader(data) as reader:
        for index in range(len(reader)):
            text = "".join(one.char for one in reader.characters(index) if one.char.isdigit())
            parts.append(text.encode())
    everything = b"\n".join(parts)
    return sum(trace in everything for trace in corpus.TRACES)


def _written(stream):
    """Return the data of a stream, and the strings in it one after the other."""
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        data = stream.read_raw_bytes()
    if stream.get("/Subtype") == "/Image":
        return [data]
    try:
        return [data, b"".join(_strings(operand for one in operators(data) for operand in one.operands))]
    except MalformedContent:
        return [data]


def _strings(operands):
    for operand in operands:
        if isinstance(operand, bytes):
            if operand[:1] in (b"(", b"<"):
                yield string_value(operand)
        elif not isinstance(operand, Span):
            yield from _strings(operand)


# --- the way through the house, with an engine that reads nothing, or prepared rows


def process_pdf(data):
    """Read the text of a PDF as a statement, cover what is found and check it."""
    try:
        redactkit.process(data, kind=DocumentKind.STATEMENT, engine=ScriptedEngine(()))
    except RedactkitError as error:
        return _named(error)
    return Outcome(RESULT)


def plan_text(data):
    """Find what is to be covered in rows of text."""
    text = data.decode("utf-8", "replace")
    rows = [row[:_MAX_COLUMNS] for row in text.split("\n")[:_MAX_ROWS]]
    lines = [line(row, 5, 5 + 20 * at, 5 + 8 * len(row), 20 + 20 * at) for at, row in enumerate(rows) if row]
    kind = (*DocumentKind, None)[zlib.crc32(data) % 5]
    try:
        redactkit.plan(_paper(), kind=kind, engine=ScriptedEngine(lines))
    except RedactkitError as error:
        return _named(error)
    return Outcome(RESULT)


_MAX_ROWS, _MAX_COLUMNS = 24, 80


@cache
def _paper():
    return np.full((500, 650, 3), 255, np.uint8)


# --- what reads bytes without a library


def lex(data):
    """Read content: operators one after the other, operands that have a value."""
    end = 0
    try:
        for operator in operators(data):
            _require(end <= operator.start < operator.end <= len(data), "operators that overlap")
            end = operator.end
            _evaluate(operator.operands)
    except MalformedContent:
        return Outcome("MalformedContent")
    return Outcome(RESULT)


def _evaluate(operands):
    for operand in operands:
        if isinstance(operand, bytes):
            number(operand)
            name_of(operand)
            if operand[:1] in (b"(", b"<"):
                string_value(operand)
        elif isinstance(operand, list):
            _evaluate(operand)
        elif not isinstance(operand, Span):
            _evaluate([value for _, value in pairs(operand)])


def read_cmap(data):
    """Read a CMap, follow it, and trim it."""
    trimmed = trimmed_to_unicode(data, range(0, 70_000, 7))
    _require(len(trimmed) < 100 * len(data) + 10_000_000, "a trimmed CMap larger than what it was")
    try:
        cmap = parse_cmap(data)
    except UnsupportedCMap:
        return Outcome("UnsupportedCMap")
    text = data[:200]
    codes = list(cmap.codes(text))
    _require(b"".join(codes) == text and all(cmap.cid(code) >= 0 for code in codes), "codes that are not the text")
    return Outcome(RESULT)


def read_codestream(data):
    """Find sizes and ends in JPEG and JPEG 2000, and leave only the picture."""
    for size in (jpeg_size(data), jpeg2000_size(data)):
        _require(min(size) >= 0, "a negative size")
    _require(-1 <= jpeg_end(data, 0) <= len(data), "an end beyond the end")
    bare = bare_jpeg(data)
    _require(bare_jpeg(bare) == bare, "a JPEG that can be made more bare")
    _require(len(bare_jpeg2000(data)) <= len(data), "a JPEG 2000 file that grew")
    return Outcome(RESULT)


def read_profile(data):
    """Convert colours with a profile."""
    pixels = np.asarray(Image.linear_gradient("L").convert("RGB"), np.uint8)[:8]
    _require(convert_rgb(pixels, data).shape == pixels.shape, "pixels of another size")
    return Outcome(RESULT)


def read_zone(data):
    """Read a machine readable zone."""
    return Outcome(RESULT if parse(data.decode("latin-1").split("\n")) else "None")


def read_plan(data):
    """Read a plan; what was read can be written and read again."""
    try:
        found = Plan.from_json(data.decode("utf-8", "replace"))
    except PolicyError as error:
        return _named(error)
    _require(Plan.from_json(found.to_json()).sizes == found.sizes, "a plan that changes")
    return Outcome(RESULT)


TARGETS = {
    "load_picture": Target(load_picture, corpus.pictures),
    "load_pdf": Target(load_pdf, corpus.pdfs),
    "rewrite_pdf": Target(rewrite_pdf, corpus.numbered, REWRITE_S),
    "process_pdf": Target(process_pdf, lambda: corpus.pdfs()[::_SOME], REWRITE_S),
    "plan_text": Target(plan_text, corpus.texts, REWRITE_S),
    "lex": Target(lex, corpus.contents),
    "read_cmap": Target(read_cmap, corpus.cmaps),
    "read_codestream": Target(read_codestream, corpus.codestreams),
    "read_profile": Target(read_profile, corpus.profiles),
    "read_zone": Target(read_zone, corpus.zones),
    "read_plan": Target(read_plan, corpus.plans),
}
