"""Driving licences of the size ID-1 in the manner of the EU's (Directive 2006/126/EC, annex I)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
from zxingcpp import BarcodeFormat

from benchmarks.draw.canvas import Style
from benchmarks.draw.identity import guilloche, mrz
from benchmarks.draw.identity.card import number_of
from benchmarks.draw.identity.press import BLACK
from benchmarks.draw.spec import Typeface

if TYPE_CHECKING:
    from benchmarks.draw.identity.press import Press

_CATEGORIES = ("AM", "A1", "A2", "A", "B1", "B", "C1", "C", "D1", "D", "BE", "C1E", "CE", "D1E", "DE", "L", "T")
_BLUE = (20, 50, 140)


def licence_front(press: Press) -> None:
    """Draw the side with the numbered fields."""
    _front(press, coded=False)


def coded_licence(press: Press) -> None:
    """Draw a front with a machine readable line along its foot."""
    _front(press, coded=True)


def licence_back(press: Press) -> None:
    """Draw the table of categories, and what the numbers stand for."""
    throw = press.dice
    small = Style(Typeface.ARIAL, 1.05, BLACK)
    left, top, high = 30.0, 4.0, 2.75
    columns = (left, left + 8.5, left + 22.0, left + 35.5, 82.0)
    for column, name in zip(columns, ("9.", "10.", "11.", "12."), strict=False):
        press.write(name, (column + 1, top - 0.6 + high), replace(small, cap_mm=1.3), "heading")
    held = set(throw.sample(_CATEGORIES, 4)) | {"AM", "B"}
    for n, name in enumerate(_CATEGORIES[: throw.choice((15, 17))], 1):
        y = top + high * (n + 1) - 0.6
        press.write(name, (left + 1, y), replace(small, cap_mm=1.3), "heading")
        _vehicle(press, left + 5.2, y, name)
        for column, day in zip(columns[1:3], (press.holder.issued, press.holder.expires), strict=True):
            text = f"{day:%d.%m.%y}" if name in held else "-------"
            press.write(text, (column + 2, y), small, "date" if name in held else "")
    bottom = top + high * (n + 1) + 0.2
    for column in columns:
        press.canvas.rectangle((column, top, column + 0.15, bottom), press.colour)
    for row in range(n + 2):
        y = top + high * row if row else top
        press.canvas.rectangle((left, y, columns[-1], y + 0.12), press.colour)
    _legend(press, bottom)


def _front(press: Press, *, coded: bool) -> None:
    throw, land = press.dice, press.land
    press.canvas.rectangle((4.0, 3.5, 13.5, 10.5), _BLUE)
    _starred(press)
    title = Style(Typeface.ARIAL_BOLD, 2.4, press.colour)
    press.write(" ".join(land.title("licence", 1)), (15.5, 6.6), title, "heading", 38.0)
    press.write(land.table["name"], (82.0, 6.4), replace(title, cap_mm=1.7), "heading", 26.0, right=True)
    if len(land.languages) > 1:
        press.write(land.languages[1]["titles"]["licence"], (15.5, 9.6), replace(title, cap_mm=1.2), "heading", 38.0)
    press.picture("portrait", (4.0, 14.0, 24.5, 40.5))
    press.foil((58.0, 12.0, 80.0, 34.0))
    if throw.random() < 0.7:
        box = (64.0, 26.0, 80.5, 44.5) if throw.random() < 0.6 else (38.0, 10.5, 52.0, 26.0)
        press.ghost(box, throw.uniform(0.25, 0.5))
    _numbered(press, 27.5, coded=coded)
    held = throw.choice(("B", "AM/B", "AM / B1 / B", "A/B/BE", "AM B C1 C"))
    mark = replace(press.value, cap_mm=1.5, ink=press.colour)
    press.write("9.", (4.0, 43.8), mark, "heading")
    press.write(held, (8.0, 43.8), press.value, "detail", 17.0)
    if coded:
        press.zone([mrz.licence(number_of(press), press.holder)], (4.8, 51.0))


def _numbered(press: Press, x: float, *, coded: bool) -> None:
    """Write fields 1 to 8; between number and value stands what the state likes: a point, or nothing."""
    throw, who, land = press.dice, press.holder, press.land
    dot = throw.choice((".", ".", " ", ""))
    upper = throw.random() < 0.5
    mark = replace(press.value, cap_mm=1.5, ink=press.colour if throw.random() < 0.5 else BLACK)
    value = replace(press.value, cap_mm=2.0)
    step, y, room = (4.1 if coded else 4.6), 15.0, press.size_mm[0] - x - 24.0

    def line(name: str, parts: list[tuple[str, str]], beside: tuple[str, str, str] | None = None) -> None:
        nonlocal y
        press.write(name + dot, (x, y), mark, "heading")
        at = x + 5.0
        for text, kind in parts:
            at = press.write(text, (at, y), value, kind, room) + 1.4
        if beside:
            other, text, kind = beside
            at = max(at, x + 26.0)
            press.write(other + dot, (at, y), mark, "heading")
            press.write(text, (at + 4.5, y), value, kind, 81.5 - at - 4.5)
        y += step

    line("1", [(who.surname.upper() if upper else who.surname, "name")])
    line("2", [(who.given.upper() if upper else who.given, "name")])
    line("3", [(land.day(who.birth), "birth"), (who.place, "place")])
    line("4a", [(land.day(who.issued), "date")], ("4c", who.authority, "detail"))
    told = bool(who.personal) and throw.random() < 0.6
    line("4b", [(land.day(who.expires), "date")], ("4d", who.personal, "personal") if told else None)
    line("5", [(number_of(press), "document")])
    high = 4.6 if coded else 6.0
    press.write("7" + dot, (x, y + high / 2), mark, "heading")
    wide = throw.uniform(17, 26)
    press.sign((x + 5.0, y - 2.2, x + 5.0 + wide, y - 2.2 + high))
    y += high
    if not coded and throw.random() < 0.6:
        line("8", [(", ".join(who.address), "address")])


def _starred(press: Press) -> None:
    px = press.canvas.px_per_mm
    centre = (round(8.75 * px), round(7.0 * px))
    guilloche.stars(press.canvas.picture, centre, round(2.7 * px), (246, 204, 60))
    sign = press.land.table["sign"]
    press.write(sign, (8.75 - 0.75 * len(sign), 7.8), Style(Typeface.ARIAL_BOLD, 1.7, (250, 250, 250)), "heading")


def _legend(press: Press, bottom: float) -> None:
    keys = ("surname", "given", "birth", "issued", "expires", "authority", "number")
    numbers = ("1.", "2.", "3.", "4a.", "4b.", "4c.", "5.")
    style, y = Style(Typeface.ARIAL, 0.95, press.colour), 5.5
    for number, key in zip(numbers, keys, strict=True):
        text = f"{number} {press.land.own[key]}"
        press.write(text, (4.5, y), style, "heading", 23.0)
        y += 2.0
    throw = press.dice
    if throw.random() < 0.6:
        press.write("12.", (4.5, y + 3), Style(Typeface.ARIAL, 1.3, BLACK), "heading")
        codes = throw.choice(("01.06", "70.0012345.QML", "01, 05.02", "78"))
        press.write(
            codes, (8.0, y + 3), Style(Typeface.ARIAL_BOLD, 1.4, BLACK), "detail" if len(codes) < 9 else "number"
        )
    if throw.random() < 0.5:
        press.code(BarcodeFormat.DataMatrix, number_of(press), (6.0, 28.0, 18.0, 40.0))
    else:
        press.code(BarcodeFormat.Code128, number_of(press).replace(" ", ""), (5.0, 32.0, 27.0, 38.0))
    if throw.random() < 0.5:
        text = number_of(press)
        press.write(text, (4.5, min(bottom, 52.0)), Style(Typeface.COURIER_BOLD, 1.6, BLACK), "document", 23.0)


def _vehicle(press: Press, x: float, y: float, name: str) -> None:
    """Draw a pictogram: a body and wheels, larger for larger vehicles."""
    px, size = press.canvas.px_per_mm, 0.55 + 0.09 * len(name)
    long = 1.4 + 0.25 * (ord(name[0]) - 65) % 3
    press.canvas.rectangle((x, y - 0.4 - size, x + long, y - 0.3), BLACK, 0.9)
    press.canvas.rectangle((x + 0.2, y - 0.9 - size, x + 0.6 * long, y - 0.4 - size), BLACK, 0.9)
    for wheel in (0.3, long - 0.3):
        centre = (round((x + wheel) * px), round((y - 0.2) * px))
        cv2.circle(press.canvas.picture, centre, max(1, round(0.28 * px)), BLACK, -1, cv2.LINE_AA)
