"""Statements as banks make them, one fact a line, and eyes for them: engines that see what is printed, without OCR."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import cv2
import numpy as np
import pikepdf
import pypdf

import redactkit
from redactkit.geometry import bounds, center, contains, from_box, join, scale
from redactkit.load import load
from redactkit.model import Line
from redactkit.pdf.affine import apply
from redactkit.pdf.pdfium import Reader
from redactkit.read.scripted import ScriptedEngine
from redactkit.read.textlayer import text_lines
from tests.pdf.builders import drawn, edited, everything

SIZE = (420, 300)  # pt
IBAN, ACCOUNT, PAN = "DE89 3704 0044 0532 0130 00", "4711081527", "5105 1051 0510 5100"
SHOP, AMOUNT, SALARY, BALANCE = "Example Shop 20240304771", "48.75", "2,100.00", "3,345.15"
ROWS = (
    (30, 270, "Account statement"),
    (30, 250, "Account holder: Maria Muster"),
    (30, 230, f"IBAN: {IBAN}"),
    (30, 210, f"Account number: {ACCOUNT}"),
    (30, 190, f"Card number: {PAN}"),
    (30, 170, "Statement period: 01/03/2024 to 31/03/2024"),
    (30, 140, "Date"),
    (110, 140, "Description"),
    (320, 140, "Amount"),
    (30, 125, "04/03/2024"),
    (110, 125, SHOP),
    (320, 125, AMOUNT),
    (30, 110, "09/03/2024"),
    (110, 110, "Salary Example GmbH"),
    (320, 110, SALARY),
    (30, 80, "Closing balance"),
    (320, 80, BALANCE),
)
STAYS = (
    "Account statement",
    "Account holder: Maria Muster",
    "IBAN: 30 00",
    "Account number: 1527",
    "Card number: 5100",
    "Statement period: 01/03/2024 to 31/03/2024",
    "Date",
    "Description",
    "Amount",
    "04/03/2024",
    "09/03/2024",
    "Closing balance",
)
VALUES = (IBAN[:-5], ACCOUNT[:-4], PAN[:-5], SHOP, AMOUNT, SALARY, BALANCE)
"""What no finished file, report or message may hold."""


def rows_on(canvas, rows=ROWS):
    for row in rows:
        canvas.drawString(*row)


def statement(*pages, size=SIZE):
    """Return a PDF; each page is rows, or a function that draws on a canvas."""
    draws = [page if callable(page) else lambda canvas, rows=page: rows_on(canvas, rows) for page in pages or (ROWS,)]
    return drawn(*draws, size=size)


PLAIN = statement()


def locked(data, **how):
    """Return a PDF that the passwords open and own open."""
    return edited(data, lambda pdf: None, encryption=pikepdf.Encryption(user="open", owner="own", **how))


class Eyes(ScriptedEngine):
    """Sees on the pages of given PDFs what their text layers say, or the lines that are given instead.

    Pages are known by their pixels. On another one it sees, of the known page that is most like it, the characters
    that are not covered by one colour.
    """

    def __init__(self, *files, password=None, seen=None):
        self.pages = []
        for data in files:
            document = load(data, password=password)
            with Reader(document.pdf) as reader:
                for page in document.pages:
                    high, wide = page.pixels.shape[:2]
                    lines = text_lines(reader, page.index, wide, high) if seen is None else tuple(seen)
                    inside = from_box(0, 0, wide, high)
                    lines = tuple(line for line in lines if contains(inside, center(line.quad)))
                    self.pages.append((page.pixels, lines))
        super().__init__(lambda pixels, _: self.seen(pixels))

    def seen(self, pixels):
        """Return what it sees on a page."""
        known, lines = min(self.pages, key=lambda page: _difference(page[0], pixels))
        if np.array_equal(known, pixels):
            return lines
        share = pixels.shape[1] / known.shape[1]
        return tuple(one for one in (_uncovered(line, pixels, share) for line in lines) if one.cells)


def _difference(one, other):
    small = [cv2.resize(page, (100, 100), interpolation=cv2.INTER_AREA).astype(int) for page in (one, other)]
    return np.abs(small[0] - small[1]).sum()


def _uncovered(line, pixels, share):
    cells = [replace(cell, quad=scale(cell.quad, share)) for cell in line.cells]
    cells = tuple(cell for cell in cells if cell.char != " " and _shows(pixels, cell.quad))
    digits = tuple(cell for cell in cells if cell.char.isdigit())
    return Line(join([cell.quad for cell in cells]) if cells else line.quad, cells, line.score, digits)


def _shows(pixels, quad):
    left, top, right, bottom = (max(round(edge), 0) for edge in bounds([quad]))
    inside = pixels[top:bottom, left:right]
    return inside.size > 0 and np.ptp(inside) > 90


def done(data, *more, engine=None, password=None, **how):
    """Process a PDF with eyes for it."""
    return redactkit.process(data, *more, engine=engine or Eyes(data, password=password), password=password, **how)


# --- what is left


def lines_of(data, index=0):
    """Return the text of a page as pypdf reads it."""
    return tuple(pypdf.PdfReader(io.BytesIO(data)).pages[index].extract_text().splitlines())


def compact(lines):
    """Return lines as one string without blanks."""
    return "".join("".join(lines).split())


def letters(data, index=0):
    """Return the characters of a page, each with the middle of its place as displayed, in tenths of a point."""
    with Reader(data) as reader:
        matrix = reader.matrix(index, *(round(10 * side) for side in reader.size_pt(index)))
        found = [one for one in reader.characters(index) if not (one.generated or one.char.isspace())]
        middles = [(one, *apply(matrix, *_middle(one.box))) for one in found]
    return {(one.char, round(x), round(y)) for one, x, y in middles}


def _middle(box):
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def traces(data, values=VALUES):
    """Return which values stand somewhere in a file, in one of the ways in which PDFs write text."""
    raw = re.sub(rb"[\s()]", b"", everything(data).lower())
    with Reader(data) as reader:
        text = compact(one.char.lower() for index in range(len(reader)) for one in reader.characters(index))
    found = []
    for value in values:
        bare = compact(value.lower())
        forms = bare.encode(), bare.encode().hex().encode(), bare.encode("utf-16-be")
        if bare in text or any(form in raw for form in forms):
            found.append(value)
    return found
