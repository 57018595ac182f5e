"""Passports, closed around their data page or open, and visas (ICAO 9303-4, -7); positions in millimetres."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.draw.canvas import Style
from benchmarks.draw.identity import mrz
from benchmarks.draw.identity.holder import thrown
from benchmarks.draw.identity.press import BLACK, ID_3_MM
from benchmarks.draw.identity.spec import dice
from benchmarks.draw.spec import Typeface

if TYPE_CHECKING:
    from benchmarks.draw.identity.press import Press

_NOTES = (
    "This passport contains 32 pages.",
    "Observations / Observations",
    "The bearer of this passport is requested to sign on this page.",
)


def passport_number(press: Press) -> str:
    """Return the number that a holder's passport tells, in letters that can be punched."""
    throw = dice(press.seed, "passport")
    form = throw.choice(("LL9999999", "L99999999", "999999999", "L9999999"))
    return thrown("".join(throw.choice("ABCDEP") if char == "L" else char for char in form).replace("A", "B"), throw)


def data_page(press: Press) -> None:
    """Draw the page with the portrait."""
    _data_page(press, 0.0)
    if press.dice.random() < 0.4:
        press.perforate(passport_number(press), (62.0, 65.5))


def open_passport(press: Press) -> None:
    """Draw the data page and the page above it."""
    throw, number = press.dice, passport_number(press)
    high = ID_3_MM[1]
    style = Style(Typeface.ARIAL, 1.6, press.colour)
    y = 14.0
    for note in throw.sample(_NOTES, throw.randint(1, 3)):
        press.write(note, (12.0, y), style, "heading", 100.0)
        y += 7.0
    if throw.random() < 0.6:
        press.canvas.rectangle((14.0, 66.0, 70.0, 66.2), press.colour)
        press.write(press.caption("signature", 56.0), (14.0, 69.5), press.label, "heading", 56.0)
        press.sign((18.0, 54.0, 18.0 + throw.uniform(28, 46), 65.0), (30, 40, 110))
    press.arms((52.0, 28.0), 20.0, 0.2)
    if throw.random() < 0.7:
        up = throw.random() < 0.4
        press.perforate(number, (114.0, 60.0) if up else (throw.choice((44.0, 72.0)), 76.0), up=up)
    else:
        press.write(number, (118.0, 84.0), Style(Typeface.ARIAL_BOLD, 2.6, (170, 40, 50)), "document", right=True)
    _data_page(press, high, signed=False)
    _fold(press, high)


def visa(press: Press) -> None:
    """Draw a sticker: MRV-A where it is as wide as a passport, else MRV-B."""
    throw, who, land = press.dice, press.holder, press.land
    wide, high = press.size_mm
    bold = Style(Typeface.ARIAL_BOLD, 3.0, press.colour)
    press.write(" / ".join(land.title("visa", 2)), (6.0, 8.0), bold, "heading", 40.0)
    press.write(land.table["name"], (50.0, 7.0), replace(bold, cap_mm=1.6), "heading", wide - 92.0)
    number = thrown("A99999999", dice(press.seed, "visa"))
    red = Style(Typeface.ARIAL_BOLD, 2.8, (180, 30, 40))
    press.write(number, (wide - 6.0, 8.0), red, "document", 32.0, right=True)
    press.picture("portrait", (6.0, 12.0, 30.0, 43.0))
    x, y, value = 34.0, 18.0, press.value
    room = wide - x - 8.0
    press.field("issued", land.day(who.issued), "date", (x, y), room / 2 - 2)
    press.field("expires", land.day(who.expires), "date", (x + room / 2, y), room / 2 - 2)
    press.field("type", throw.choice(("C", "D", "B1/B2")), "detail", (x, y + 7.0), room / 3)
    press.field("passport_number", passport_number(press), "document", (x + room / 2, y + 7.0), room / 2 - 2)
    name = f"{who.surname}, {who.given}".upper()
    press.field("name", name, "name", (x, y + 14.0), room)
    if throw.random() < 0.6:
        press.field("birth", land.day(who.birth), "birth", (x, y + 21.0), room / 2 - 2)
        press.field("nationality", land.code, "detail", (x + room / 2, y + 21.0), room / 2 - 2)
    remark = throw.choice(("NO WORK PERMITTED", f"REF {thrown('999999/99', throw)}"))
    kind = "number" if any(char.isdigit() for char in remark) else "detail"
    press.write(remark, (x, y + 27.0), replace(value, cap_mm=1.6), kind, room)
    press.foil((wide - 36.0, 24.0, wide - 12.0, 46.0))
    width = 44 if wide > ID_3_MM[0] - 10 else 36
    press.zone(mrz.visa(number, who, width), ((wide - 2.54 * width) / 2 + 0.4, high - 10.6), 6.0)


def _data_page(press: Press, top: float, *, signed: bool = True) -> None:
    throw, who, land = press.dice, press.holder, press.land
    wide = ID_3_MM[0]
    bold = Style(Typeface.ARIAL_BOLD if throw.random() < 0.7 else Typeface.TIMES_BOLD, 2.4, press.colour)
    press.write("\n".join(land.title("passport", 3)), (5.0, top + 7.0), bold, "heading", 26.0, step=3.6)
    press.write(land.table["name"], (38.0, top + 6.5), replace(bold, cap_mm=2.2), "heading", 52.0)
    big = throw.random() < 0.5
    press.picture("portrait", (5.0, top + 20.0, 36.0 if big else 33.0, top + 60.0 if big else top + 56.0))
    x, room = 40.0, wide - 40.0 - 28.0
    number = passport_number(press)
    y = top + 15.0
    third = room / 3
    press.field("type", "P", "detail", (x, y), third - 2)
    press.field("code", land.code, "detail", (x + third, y), third - 2)
    strong = replace(press.value, cap_mm=2.8)
    press.write(press.caption("passport_number", 31.0), (wide - 36.0, y - 3.6), press.label, "heading", 31.0)
    press.write(number, (wide - 36.0, y), strong, "document", 31.0)
    rows: list[tuple[str, str, str]] = [
        ("surname", who.surname.upper(), "name"),
        ("given", who.given.upper(), "name"),
        ("nationality", land.own["places"][0].upper(), "detail"),
        ("birth", land.day(who.birth), "birth"),
        ("place", who.place.upper(), "place"),
        ("issued", land.day(who.issued), "date"),
        ("expires", land.day(who.expires), "date"),
    ]
    side: dict[int, tuple[str, str, str]] = {4: ("sex", who.sex, "detail"), 5: ("authority", who.authority, "detail")}
    if who.personal and throw.random() < 0.7:
        side[3] = ("personal", who.personal, "personal")
    for n, (key, text, kind) in enumerate(rows):
        y = top + 21.6 + 6.9 * n
        press.field(key, text, kind, (x, y), room / 2 - 2 if n in side or n > 4 else room)
        if n in side:
            press.field(*side[n], (x + room / 2, y), room / 2)
    if throw.random() < 0.6:
        press.ghost((wide - 22.0, top + 24.0, wide - 6.0, top + 45.0))
    if signed:
        press.sign((wide - 42.0, top + 57.8, wide - 42.0 + throw.uniform(20, 30), top + 65.0))
    elif throw.random() < 0.4:
        press.write(number, (wide - 2.6, top + 58.0), Style(Typeface.ARIAL, 1.6, BLACK), "document", turn=3)
    press.foil((44.0, top + 20.0, 78.0, top + 54.0))
    press.zone(mrz.td3(number, who), (6.8, top + 75.5), 6.6)


def _fold(press: Press, at_mm: float) -> None:
    """Let the light fall off towards the fold between two pages."""
    px = press.canvas.px_per_mm
    y = np.arange(press.canvas.picture.shape[0], dtype=np.float32) / px - at_mm
    shade = 1 - 0.3 * np.exp(-np.abs(y) / 3.0) - 0.25 * np.exp(-np.abs(y) / 0.4)
    press.canvas.picture *= shade[:, None, None].astype(np.float32)
