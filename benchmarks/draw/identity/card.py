"""Identity cards of the size ID-1, front and back, in the manner of those of the EU; positions in millimetres."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zxingcpp import BarcodeFormat

from benchmarks.draw.canvas import Style
from benchmarks.draw.face import chip
from benchmarks.draw.identity import mrz
from benchmarks.draw.identity.holder import thrown
from benchmarks.draw.identity.press import BLACK
from benchmarks.draw.identity.spec import dice
from benchmarks.draw.spec import Typeface

if TYPE_CHECKING:
    from benchmarks.draw.identity.press import Press

_STEP_MM = 5.5  # from field to field


def number_of(press: Press) -> str:
    """Return the number that both sides of a holder's card tell."""
    return press.land.number(dice(press.seed, "number"))


def id_front(press: Press) -> None:
    """Draw the side with the portrait."""
    throw = press.dice
    _heading(press, "permit" if throw.random() < 0.15 else "card")
    left = throw.random() < 0.65
    frame = throw.random() < 0.3
    if left:
        press.picture("portrait", (4.5, 13.5, 28.5, 44.0), frame=frame)
        x, width = 31.5, 34.0
    else:
        press.picture("portrait", (57.0, 13.0, 81.0, 43.5), frame=frame)
        chip(press.canvas, 5.0, 17.0)
        x, width = 19.0, 35.0
    ghosted = left and throw.random() < 0.6
    if ghosted:
        press.ghost((68.5, 27.0, 81.0, 42.5))
        _microprint(press, 68.0, 44.2)
    _fields(press, x, width)
    if left:
        press.write(number_of(press), (82.0, 12.0), replace(press.value, cap_mm=2.4), "document", 26.0, right=True)
        _signed(press, (4.5, 45.8, 28.0, 51.8))
    else:
        press.field("number", number_of(press), "document", (4.5, 36.0), 12.5)
        _signed(press, (58.0, 45.5, 80.0, 51.5))
    press.foil((40.0, 14.0, 62.0, 36.0))
    if throw.random() < 0.35:
        press.write(number_of(press), (84.2, 46.0), Style(Typeface.ARIAL, 1.3, BLACK), "document", turn=3)


def id_back(press: Press) -> None:
    """Draw the side with the machine readable zone."""
    throw, who, land = press.dice, press.holder, press.land
    y = 7.0 if throw.random() < 0.7 else 9.0
    x = 4.5
    if throw.random() < 0.3:
        chip(press.canvas, 5.0, 18.0)
        x = 20.0
    press.write(press.caption("address", 44.0 - x), (x, y - 2.9), press.label, "heading", 44.0 - x)
    press.write("\n".join(who.address), (x, y), press.value, "address", 44.0 - x, step=2.9)
    y += 8.6
    rows = [("authority", who.authority, "detail"), ("issued", land.day(who.issued), "date")]
    if who.personal and throw.random() < 0.5:
        rows.insert(0, ("personal", who.personal, "personal"))
    if throw.random() < 0.5:
        rows.append(("place", who.place, "place"))
    for key, text, kind in rows[:3]:
        press.field(key, text, kind, (x, y), 44.0 - x)
        y += _STEP_MM
    if throw.random() < 0.6:
        press.field("height", who.height, "detail", (46.0, 7.0), 14.0)
        press.field("eyes", who.eyes, "detail", (46.0, 12.5), 14.0)
    if not _code(press) and throw.random() < 0.7:
        press.finger((64.0, 4.0, 80.0, 26.0))
    press.zone(mrz.td1("I" + throw.choice("D<"), number_of(press), who), (4.8, 39.6))


def _heading(press: Press, title: str) -> None:
    """Write the state's name and the document's title across the top."""
    throw, land, wide = press.dice, press.land, press.size_mm[0]
    bold = Style(Typeface.ARIAL_BOLD if throw.random() < 0.7 else Typeface.TIMES_BOLD, 2.3, press.colour)
    x = 5.0
    if throw.random() < 0.7:
        press.arms((4.5, 2.6), 8.0)
        x = 14.5
    room = wide - x - 5.0
    press.write(land.table["name"], (x, 5.6), bold, "heading", 0.62 * room)
    names = land.title(title, press.languages)
    press.write(" / ".join(names), (x, 9.2), replace(bold, cap_mm=1.7), "heading", 0.62 * room)
    if land.table["english"] and throw.random() < 0.5:
        press.write(
            land.table["english"], (wide - 5.0, 5.4), replace(bold, cap_mm=1.4), "heading", 0.3 * room, right=True
        )


def _fields(press: Press, x: float, width: float) -> None:
    who, land, throw = press.holder, press.land, press.dice
    birth, expires, issued = (land.day(day) for day in (who.birth, who.expires, who.issued))
    half = width / 2 + 1
    upper = throw.random() < 0.5
    surname, given = (name.upper() if upper else name for name in (who.surname, who.given))
    rows: list[list[tuple[str, str, str]]] = [
        [("surname", surname, "name")],
        [("given", given, "name")],
        [("birth", birth, "birth"), ("nationality", land.code, "detail")],
        [("sex", who.sex, "detail"), ("expires", expires, "date")],
    ]
    if throw.random() < 0.6:
        rows.insert(3, [("place", who.place, "place")])
    if who.personal and throw.random() < 0.6:
        rows.append([("personal", who.personal, "personal")])
    else:
        rows.append([("issued", issued, "date"), ("authority", who.authority, "detail")])
    y, step = 16.5, min(6.6, 36.0 / len(rows))
    for row in rows:
        for n, (key, text, kind) in enumerate(row):
            press.field(key, text, kind, (x + n * half, y), width if len(row) == 1 else half - 2)
        y += step
    if throw.random() < 0.3:
        access, where = thrown("999999", dice(press.seed, "access")), (4.5 if x < 30 else x + width + 1)
        press.write("CAN", (where, 47.6), press.label, "heading")
        press.write(access, (where, 51.0), press.value, "document", 14.0)


def _microprint(press: Press, x: float, y: float) -> None:
    """Repeat the number or the day of birth beside the ghost, as small as security printers do."""
    text, kind = press.dice.choice(
        (
            (number_of(press), "document"),
            (press.holder.birth.strftime("%d %m %Y"), "birth"),
            (press.holder.birth.strftime("%d%m%y"), "birth"),
        )
    )
    cap_mm = press.dice.choice((0.6, 0.9, 1.3))
    press.write(text, (x, y + cap_mm), Style(Typeface.ARIAL, cap_mm, BLACK), kind, 14.0)


def _signed(press: Press, box_mm: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box_mm
    if press.dice.random() < 0.6:
        press.write(press.caption("signature", right - left), (left, top), press.label, "heading", right - left)
        top += 0.8
    inset = press.dice.uniform(0, 5)
    press.sign((left + inset / 2, top, right - inset / 2, bottom))


def _code(press: Press) -> bool:
    """Print one of the codes that backs of cards bear, or none; return whether there is one."""
    number, which = number_of(press).replace(" ", ""), press.dice.randrange(6)
    if which == 0:
        press.code(BarcodeFormat.Code128, number, (62.0, 25.5, 81.5, 31.0))
    elif which == 1:
        press.code(BarcodeFormat.Code39, number, (77.0, 4.0, 82.5, 32.0), turn=1)
    elif which == 2:
        text = f"{number}{press.holder.birth:%y%m%d}{mrz.letters(press.holder.surname)}" * 3
        press.code(BarcodeFormat.PDF417, text, (46.0, 18.0, 82.0, 29.5), columns=7)
    elif which == 3:
        press.code(BarcodeFormat.DataMatrix, f"{number}/{press.holder.personal}", (72.0, 20.0, 81.5, 29.5))
    elif which == 4:
        press.code(BarcodeFormat.QRCode, f"https://id.invalid/{number}", (68.0, 17.0, 81.0, 30.0))
    return which < 5
