"""What is left of a secret in a finished PDF, and what happened to the rest: two readers and the bytes are asked."""

from __future__ import annotations

import contextlib
import io
import logging
import math
import re
import zlib

import cv2
import numpy as np
import pikepdf
import pypdf

from redactkit.geometry import contains, widen
from redactkit.model import Quad
from redactkit.pdf.affine import apply
from redactkit.pdf.lexer import MalformedContent, Span, operators, string_value
from redactkit.pdf.pdfium import UNKNOWN_CHAR, Reader

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings on broken files


def leaks(case, original, data):
    """Return where secrets of a case are still found, as ``place: by whom``.

    `original` is the normalised PDF, in whose user space the case's quads are; pages of pixels have another one.
    """
    found = []
    texts, raw, images = _pypdf_digits(data), *_raw(data)
    with Reader(original) as before, Reader(data) as after:
        pages = [list(_letters(after, index)) for index in range(len(after))]
        digits = "|".join(re.sub(r"\D", "", "".join(char for char, _ in page)) for page in pages)
        for secret in case.secrets:
            core = secret.text[4:] or "no digits"
            by = [
                ("pypdf", core in texts),
                ("pdfium", core in digits),
                ("bytes", any(trace in raw for trace in secret.traces)),
                ("image", secret.pixels is not None and any(_shows(image, secret.pixels) for image in images)),
                ("cover", secret.quad is not None and _stands(_seen(before, secret), pages[secret.page])),
            ]
            found += [f"{secret.place}: {reader}" for reader, is_there in by if is_there]
    return found


def _seen(before, secret):
    """Return a secret's quad as the page is displayed, in points, a little smaller."""
    return widen(_displayed(before, secret.page, [secret.quad])[0], -0.5)


def _displayed(reader, index, quads):
    matrix = reader.matrix(index, *(round(side) for side in reader.size_pt(index)))
    return [Quad(tuple(apply(matrix, *corner) for corner in quad.corners)) for quad in quads]


def _letters(reader, index):
    """Yield each letter of a page, and where its middle is displayed."""
    width, height = (round(side) for side in reader.size_pt(index))
    matrix = reader.matrix(index, width, height)
    for one in reader.characters(index):
        left, bottom, right, top = one.loose
        at = apply(matrix, (left + right) / 2, (bottom + top) / 2)
        if not one.generated and not one.char.isspace() and 0 <= at[0] <= width and 0 <= at[1] <= height:
            yield one.char, at


def _stands(quad, letters):
    return any(contains(quad, at) for _, at in letters)


def _pypdf_digits(data):
    return "|".join(re.sub(r"\D", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _raw(data):
    """Return all that is written in a file: streams, the strings in content one after the other, strings in objects."""
    parts, images = _recovered(data), []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts.append(pdf.trailer.unparse(resolved=True))
        for found in pdf.objects:
            if not isinstance(found, pikepdf.Stream):
                parts.append(_unparsed(found))
                continue
            parts.append(pikepdf.Dictionary(dict(found.items())).unparse())
            if found.get("/Subtype") == "/Image":
                images += _pixels(pikepdf.PdfImage(found))
            else:
                images += _inline_images(found)
            parts += _written(found)
    return b"\n".join(parts), images


def _recovered(data):
    """Return what was deflated, also where nothing refers to it, as a tool for damaged files does."""
    parts = [data]
    for start in re.finditer(rb"stream\r?\n", data):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(data[start.end() :]))
    return parts


def _unparsed(found):
    return found.unparse(resolved=True) if isinstance(found, pikepdf.Object) else repr(found).encode()


def _written(stream):
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return [stream.read_raw_bytes()]
    shows_text = re.search(rb"T[jJ]|['\"]", data)
    return [data, _strings(data)] if shows_text and "/Length1" not in stream else [data]


def _strings(content):
    parts = []
    try:
        for operator in operators(content):
            parts += _flat(operator.operands)
    except (MalformedContent, ValueError):
        pass
    return b"".join(parts)


def _flat(operands):
    for operand in operands:
        if isinstance(operand, bytes):
            if operand[:1] in b"(<":
                yield string_value(operand)
        elif not isinstance(operand, Span):
            yield from _flat(operand)


_SMALL = 500  # bytes; a character that is a bitmap has fewer, a picture of a number has more


def _inline_images(stream):
    data = stream.read_bytes()
    if len(data) < _SMALL or "/Length1" in stream or not re.search(rb"(?<!\S)BI\s*/", data):
        return
    for operands, operator in pikepdf.parse_content_stream(stream):
        if str(operator) == "INLINE IMAGE":
            yield from _pixels(operands[0])


def _pixels(image):
    try:
        return [np.asarray(image.as_pil_image().convert("L"))]
    except Exception:  # of a kind that pikepdf does not decode; what it shows is seen on the page
        return []


def _shows(image, wanted):
    """Tell whether part of an image looks like the digits, black on white or white on black.

    Of an image of about the size of the one that had them: in a picture of the page they have another size, and whether
    they show is asked of the page.
    """
    height, width = wanted.shape
    if not (height <= image.shape[0] <= 2 * height and width <= image.shape[1] <= 5 * width):
        return False
    return float(np.abs(cv2.matchTemplate(image, wanted, cv2.TM_CCOEFF_NORMED)).max()) > 0.8


# --- the rest


def faults(case, original, final, rastered):
    """Return what is wrong with pages of a finished PDF beside the normalised original: page index -> what."""
    found = {}
    areas = case.areas()
    with Reader(original) as before, Reader(final) as after:
        for index in range(len(before)):
            quads = areas.get(index, [])
            fault = _uncovered(before, after, index, quads) or _altered(before, after, index, quads, index in rastered)
            if fault:
                found[index] = fault
    return found


SCALE = 1.5  # pixels a point


def _altered(before, after, index, quads, is_raster):
    lost, new = _unmatched(
        *(_kept(before, reader, index, quads) for reader in (before, after)), 9 if is_raster else 0.6
    )
    if lost or new:
        return f"{lost} letters gone, {new} new"
    width, height = (round(side * SCALE) for side in before.size_pt(index))
    if is_raster:
        (image,) = after.images(index)
        width, height = image.width_px, image.height_px
    drawn, shown = (reader.render(index, width, height) for reader in (before, after))
    if is_raster:  # whose colours are coarser
        drawn, shown = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY)[..., None] for one in (drawn, shown))
    differs = _differing(drawn, shown)
    differs &= ~_mask(before, index, quads, width, height, 3)
    return f"{differs.sum()} pixels" if differs.sum() > 12 else None


def _kept(before, reader, index, quads):
    """Return the letters outside of covers, but those of which the file does not say what they are."""
    outer = [widen(quad, 0.2) for quad in _displayed(before, index, quads)]
    letters = ((char, at) for char, at in _letters(reader, index) if char != UNKNOWN_CHAR)
    return [(char, at) for char, at in letters if not any(contains(quad, at) for quad in outer)]


def _unmatched(kept, shown, reach):
    """Return how many letters have no equal within reach, in points: of the first, and left over of the second."""
    left, lost = list(shown), 0
    for char, at in kept:
        near = [one for one in left if one[0] == char and math.dist(one[1], at) <= reach]
        if near:
            left.remove(min(near, key=lambda one: math.dist(one[1], at)))
        else:
            lost += 1
    return lost, len(left)


def _uncovered(before, after, index, quads):
    width, height = (round(side * SCALE) for side in after.size_pt(index))
    shown = after.render(index, width, height)
    for quad in quads:
        inner = shown[_mask(before, index, [quad], width, height, -3)]
        if len(inner) and max(int(np.ptp(channel)) for channel in inner.T) > 60:
            return "a cover that is not solid"
    return None


def _mask(before, index, quads, width, height, by):
    mask = np.zeros((height, width), np.uint8)
    matrix = before.matrix(index, width, height)
    for quad in quads:
        corners = np.rint([apply(matrix, *corner) for corner in quad.corners]).astype(np.int32)
        cv2.fillConvexPoly(mask, corners, 1)
    kernel = np.ones((2 * abs(by) + 1,) * 2, np.uint8)
    return (cv2.dilate(mask, kernel) if by > 0 else cv2.erode(mask, kernel)).astype(bool)


def _differing(one, other):
    """Return where a pixel lies outside of what the 3 x 3 pixels around it are in the other drawing."""
    kernel, worst = np.ones((3, 3), np.uint8), np.zeros(one.shape[:2], np.uint8)
    for a, b in ((one, other), (other, one)):
        for excess in (cv2.subtract(b, cv2.dilate(a, kernel)), cv2.subtract(cv2.erode(a, kernel), b)):
            for channel in cv2.split(excess):
                worst = cv2.max(worst, channel)
    return worst > 40
