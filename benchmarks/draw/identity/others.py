"""A card of two lines of 36 as France had, and a card with a number of twelve digits as India has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from zxingcpp import BarcodeFormat

from benchmarks.draw.canvas import Style
from benchmarks.draw.identity import mrz
from benchmarks.draw.identity.holder import thrown, words
from benchmarks.draw.identity.press import BLACK
from benchmarks.draw.identity.spec import dice
from benchmarks.draw.spec import Typeface

if TYPE_CHECKING:
    from benchmarks.draw.identity.press import Press

_ORANGE, _GREEN = (240, 150, 60), (40, 130, 70)


def old_card(press: Press) -> None:
    """Draw the front of a card of the size ID-2."""
    throw, who, land = press.dice, press.holder, press.land
    number = thrown("999999999999", dice(press.seed, "old card"))
    title = Style(Typeface.TIMES_BOLD if throw.random() < 0.5 else Typeface.ARIAL_BOLD, 2.2, press.colour)
    press.write(f"{land.own['titles']['card']} N° :", (6.0, 8.5), replace(title, cap_mm=1.8), "heading", 36.0)
    press.write(number, (44.0, 8.5), replace(press.value, cap_mm=2.4), "document", 34.0)
    press.write(land.table["name"], (100.0, 4.8), replace(title, cap_mm=1.3), "heading", 40.0, right=True)
    press.picture("portrait", (6.0, 13.0, 31.0, 46.0))
    x, y = 34.0, 16.5
    press.beside("surname", who.surname.upper(), "name", (x, y))
    press.beside("given", who.given.upper(), "name", (x, y + 6.5))
    end = press.beside("sex", who.sex, "detail", (x, y + 13.0))
    press.beside("birth", f"{who.birth:%d.%m.%Y}", "birth", (end + 3.0, y + 13.0))
    press.beside("place", who.place.upper(), "place", (x, y + 19.0))
    press.beside("height", f"{who.height[0]},{who.height[1:3]} m", "detail", (x, y + 25.0))
    press.write(press.caption("signature", 30.0), (x, y + 30.0), press.label, "heading", 30.0)
    press.sign((x + 32.0, y + 27.5, x + 32.0 + throw.uniform(20, 32), y + 38.0))
    press.foil((70.0, 30.0, 94.0, 52.0))
    office = thrown("999999", dice(press.seed, "office"))
    press.zone(mrz.old_card(number, office, who), (6.5, 62.6), 6.2)


def twelve_front(press: Press) -> None:
    """Draw the side with the portrait and the number."""
    throw, who, table = press.dice, press.holder, words()["twelve"]
    _bands(press, throw.choice(table["names"]))
    press.picture("portrait", (5.0, 13.5, 23.0, 36.5))
    name, birth = _person(press)
    value = replace(press.value, cap_mm=2.0)
    _script(press, (27.0, 15.0), 22.0)
    press.write(name, (27.0, 20.5), value, "name", 33.0)
    if throw.random() < 0.75:
        end = press.write("DOB: ", (27.0, 25.5), value, "heading")
        press.write(birth, (end, 25.5), value, "birth", 60.0 - end)
    else:
        end = press.write("Year of Birth : ", (27.0, 25.5), value, "heading", 23.0)
        press.write(birth[-4:], (end, 25.5), value, "birth", 60.0 - end)
    press.write("MALE" if who.sex == "M" else "FEMALE", (27.0, 30.0), value, "detail")
    if throw.random() < 0.5:
        press.code(BarcodeFormat.QRCode, f"{name};{birth};{_number(press)}" * 3, (62.0, 15.0, 80.0, 33.0))
    if throw.random() < 0.4:
        small = Style(Typeface.ARIAL, 1.1, BLACK)
        press.write(f"Issue Date: {who.issued:%d/%m/%Y}", (3.6, 36.0), small, "date", turn=3)
    press.write(_number(press), (25.0, 44.0), Style(Typeface.ARIAL_BOLD, 3.2, BLACK), "document")
    press.canvas.rectangle((0.0, 47.0, press.size_mm[0], 47.4), (180, 40, 40))
    press.write(throw.choice(table["mottos"]), (26.0, 51.4), replace(value, cap_mm=1.8), "heading")


def twelve_back(press: Press) -> None:
    """Draw the side with the address."""
    throw, table = press.dice, words()["twelve"]
    _bands(press, "Unique Number Authority of " + throw.choice(table["names"]).rsplit(" ", 1)[1])
    value = replace(press.value, cap_mm=1.6, typeface=Typeface.ARIAL)
    _script(press, (5.0, 14.5), 30.0)
    press.write("Address:", (5.0, 19.0), replace(value, typeface=Typeface.ARIAL_BOLD), "heading")
    parent = f"{throw.choice(('S/O', 'C/O', 'D/O'))}: {throw.choice(table['parents'])},"
    press.write(parent, (5.0, 22.4), value, "name", 46.0)
    lines = [throw.choice(table[key]) for key in ("streets", "towns", "regions")]
    press.write(",\n".join(lines), (5.0, 25.4), value, "address", 46.0, step=3.0)
    name, birth = _person(press)
    record = f"<uid>{_number(press)}</uid><name>{name}</name><dob>{birth}</dob>" + ",".join(lines)
    press.code(BarcodeFormat.QRCode, record, (56.0, 13.5, 81.0, 38.5))
    press.write(_number(press), (25.0, 44.0), Style(Typeface.ARIAL_BOLD, 3.0, BLACK), "document")
    if throw.random() < 0.5:
        alias = thrown("9999 9999 9999 9999", dice(press.seed, "alias"))
        small = Style(Typeface.ARIAL, 1.3, BLACK)
        press.write(alias, (press.write("VID : ", (27.0, 46.6), small, "heading"), 46.6), small, "document")
    press.canvas.rectangle((0.0, 47.4, press.size_mm[0], 47.8), (180, 40, 40))
    press.write("1947", (12.0, 51.4), replace(value, cap_mm=1.5), "detail")
    press.write("help@number.invalid", (30.0, 51.4), replace(value, cap_mm=1.5), "detail")


def _person(press: Press) -> tuple[str, str]:
    throw, table = dice(press.seed, "twelve"), words()["twelve"]
    return f"{throw.choice(table['first'])} {throw.choice(table['last'])}", f"{press.holder.birth:%d/%m/%Y}"


def _number(press: Press) -> str:
    return thrown("9999 9999 9999", dice(press.seed, "number"))


def _bands(press: Press, name: str) -> None:
    """Print arms, a band of two colours and the issuer's name across the top."""
    press.canvas.picture += (np.float32(252) - press.canvas.picture) * np.float32(0.7)
    press.canvas.rectangle((14.0, 3.0, 82.0, 5.6), _ORANGE, 0.8)
    press.canvas.rectangle((14.0, 7.9, 82.0, 10.5), _GREEN, 0.8)
    press.arms((4.0, 2.5), 9.0)
    press.write(name, (28.0, 7.6), Style(Typeface.ARIAL_BOLD, 1.7, BLACK), "heading", 52.0)


def _script(press: Press, at_mm: tuple[float, float], width_mm: float) -> None:
    """Print a line in a script of which only the bar along the top can be told."""
    throw, (x, y) = press.dice, at_mm
    while x < at_mm[0] + width_mm:
        word = throw.uniform(3, 8)
        press.canvas.rectangle((x, y, x + word, y + 0.28), BLACK)
        for _ in range(round(word / 1.3)):
            stem, drop = x + throw.uniform(0.3, word - 0.3), throw.uniform(1.0, 1.9)
            press.canvas.rectangle((stem, y, stem + 0.28, y + drop), BLACK)
            press.canvas.rectangle((stem - 0.7, y + 0.5 * drop, stem, y + 0.5 * drop + 0.25), BLACK)
        x += word + 1.2
    press.mark("detail", (at_mm[0], y, x, y + 2.0))
