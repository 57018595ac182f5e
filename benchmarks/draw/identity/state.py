"""Licences in the manner of the AAMVA DL/ID Card Design Standard: front, and back with its PDF417."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zxingcpp import BarcodeFormat

from benchmarks.draw.canvas import Style
from benchmarks.draw.identity.holder import thrown, words
from benchmarks.draw.identity.press import BLACK
from benchmarks.draw.identity.spec import dice
from benchmarks.draw.spec import Typeface

if TYPE_CHECKING:
    import random

    from benchmarks.draw.identity.press import Press

_NUMBERS = ("A9999999", "9999999999999", "999 999 999", "A999-9999-9999", "AA999999A", "99 999 9999")


@dataclass(frozen=True, slots=True)
class _Driver:
    """What a licence says that other documents do not."""

    state: str
    letters: str
    surname: str
    given: str
    street: str
    town: str
    number: str
    discriminator: str
    inventory: str

    @classmethod
    def thrown(cls, throw: random.Random) -> _Driver:
        table = words()["states"]
        state, letters = throw.choice(table["names"])
        postcode = thrown("9" * 5 + throw.choice(("", "-9999")), throw)
        return cls(
            state,
            letters,
            throw.choice(table["last"]),
            throw.choice(table["first"]),
            throw.choice(table["streets"]),
            f"{throw.choice(table['towns'])}, {letters} {postcode}",
            thrown(throw.choice(_NUMBERS), throw),
            thrown("9" * throw.randint(16, 25) if throw.random() < 0.7 else "99/99/999999AAA/99AA/99", throw),
            thrown("A9999999999999999", throw),
        )


def state_front(press: Press) -> None:
    """Draw the side with the portrait."""
    who, throw = _Driver.thrown(dice(press.seed, "driver")), press.dice
    title = Style(throw.choice((Typeface.ARIAL_BOLD, Typeface.TIMES_BOLD)), 4.2, press.colour)
    press.write(who.state, (3.0, 7.4), title, "heading", 32.0)
    kind = throw.choice(("DRIVER LICENSE", "DRIVER'S LICENSE", "IDENTIFICATION CARD"))
    press.write(kind, (38.0, 6.4), replace(title, cap_mm=2.6), "heading", 34.0)
    press.write("USA", (82.0, 5.6), replace(title, cap_mm=1.8), "heading", right=True)
    press.picture("portrait", (3.0, 11.0, 27.0, 42.0))
    press.ghost((69.0, 25.0, 82.0, 42.0), throw.uniform(0.35, 0.6))
    if throw.random() < 0.5:
        micro = f"{press.holder.birth:%m%d%y}" if throw.random() < 0.5 else f"{press.holder.birth:%m/%d/%Y}"
        press.write(micro, (70.0, 44.6), Style(Typeface.ARIAL_BOLD, 1.5, press.colour), "birth")
    _fields(press, who)
    press.sign((3.5, 43.5, 27.5, 50.5))
    style = replace(press.value, cap_mm=1.55)
    end = press.write("5", (30.0, 50.6), replace(style, ink=press.colour, cap_mm=1.3), "heading")
    end = press.write("DD", (end + 0.8, 50.6), style, "heading")
    press.write(who.discriminator, (end + 1.0, 50.6), style, "document", 36.0)
    if throw.random() < 0.3:
        press.write("DONOR", (70.0, 49.0), Style(Typeface.ARIAL_BOLD, 1.6, (190, 30, 40)), "heading")


def state_back(press: Press) -> None:
    """Draw the side with the codes."""
    who, throw, holder = _Driver.thrown(dice(press.seed, "driver")), press.dice, press.holder
    low = throw.random() < 0.5
    top = 37.5 if low else 5.0
    press.code(BarcodeFormat.PDF417, _record(press, who), (8.0, top, 77.0, top + 12.5), columns=11)
    small = Style(Typeface.ARIAL, 1.3, BLACK)
    y = 8.0 if low else 24.0
    for text in (
        "CLASS: D - NON-COMMERCIAL VEHICLES",
        "REST: NONE   END: NONE",
        "ISSUED BY THE STATE; RETURN IF FOUND",
    ):
        press.write(text, (30.0, y), small, "heading")
        y += 3.2
    if throw.random() < 0.6:
        press.code(BarcodeFormat.Code128, who.inventory, (30.0, y + 1.0, 76.0, y + 6.0))
        press.write(who.inventory, (40.0, y + 9.0), replace(small, cap_mm=1.5), "document")
    if throw.random() < 0.6:
        press.ghost((6.0, 20.0, 20.0, 36.0) if low else (6.0, 24.0, 20.0, 42.0), 0.5)
    end = press.write("DOB: ", (22.0, y + 12.6), small, "heading")
    press.write(f"{holder.birth:%m/%d/%Y}", (end, y + 12.6), small, "birth")
    if throw.random() < 0.5:
        press.write(who.inventory, (83.5, 44.0), Style(Typeface.COURIER_BOLD, 1.3, BLACK), "document", turn=3)


def _fields(press: Press, who: _Driver) -> None:
    """Write the numbered fields: a small number, a label or none, the value behind it."""
    holder, throw = press.holder, press.dice
    named, small = throw.random() < 0.75, replace(press.value, cap_mm=1.25, ink=press.colour)
    value = replace(press.value, cap_mm=2.1)
    licence = throw.choice(("LIC#:", "DL", "DLN", "LIC NO."))

    def line(at: tuple[float, float], mark: str, label: str, text: str, kind: str, to: float) -> None:
        end = press.write(mark, at, small, "heading") + 0.6
        if label and named:
            end = press.write(label, (end, at[1]), replace(small, cap_mm=1.5), "heading") + 0.9
        press.write(text, (end, at[1]), value, kind, to - end)

    line((29.5, 15.0), "4d", licence, who.number, "document", 64.0)
    line((29.5, 19.2), "3", "DOB:", f"{holder.birth:%m/%d/%Y}", "birth", 64.0)
    line((29.5, 23.4), "4b", "EXP:", f"{holder.expires:%m/%d/%Y}", "date", 64.0)
    line((29.5, 27.6), "4a", "ISS:", f"{holder.issued:%m/%d/%Y}", "date", 64.0)
    line((29.5, 33.0), "1", "", who.surname, "name", 67.0)
    line((29.5, 36.4), "2", "", who.given, "name", 67.0)
    end = press.write("8", (29.5, 40.6), small, "heading") + 0.6
    press.write(f"{who.street}\n{who.town}", (end, 40.6), replace(value, cap_mm=1.8), "address", 34.0, step=3.0)
    end = press.write("9", (29.5, 47.4), small, "heading") + 0.6
    end = press.write("CLASS: D", (end, 47.4), replace(value, cap_mm=1.4), "detail")
    press.write("9a END: NONE", (end + 1.5, 47.4), replace(value, cap_mm=1.4), "detail", 67.0 - end)
    x, y = 66.0, 12.0
    feet = f"{throw.randint(5, 6)}'-{throw.randint(0, 11):02}\""
    rows = (("15", "SEX:", holder.sex), ("16", "HGT:", feet), ("17", "WGT:", f"{throw.randint(110, 240)} lb"))
    for mark, label, text in (*rows, ("18", "EYES:", holder.eyes[:3])):
        line((x, y), mark, label, text, "detail", 83.5)
        y += 3.4


def _record(press: Press, who: _Driver) -> str:
    """Return what the code on the back holds (AAMVA 2020, annex D)."""
    holder = press.holder
    town, _, rest = who.town.partition(", ")
    rows = {
        "DAQ": who.number.replace(" ", ""),
        "DCS": who.surname,
        "DAC": who.given,
        "DBD": f"{holder.issued:%m%d%Y}",
        "DBB": f"{holder.birth:%m%d%Y}",
        "DBA": f"{holder.expires:%m%d%Y}",
        "DBC": "1" if holder.sex == "M" else "2",
        "DAG": who.street,
        "DAI": town,
        "DAJ": who.letters,
        "DAK": rest[3:],
        "DCF": who.discriminator,
        "DCG": "USA",
        "DCK": who.inventory,
    }
    body = "\n".join(name + text for name, text in rows.items())
    return f"@\n\x1e\rANSI 000000100001DL00310{len(body):03}DL{body}\r"
