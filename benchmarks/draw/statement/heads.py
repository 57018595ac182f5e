"""How a statement opens: letterhead, holder, particulars and balances, in four arrangements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import zxingcpp

from benchmarks.draw.statement.sheet import WHITE, Style
from benchmarks.draw.statement.spec import Head

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.draw.statement.press import Press

Particular: TypeAlias = tuple[str, str, str]  # caption, text, kind


def open_statement(press: Press) -> None:
    """Set the first page as far as the table."""
    _HEADS[press.spec.head](press)
    if press.spec.codes:
        _code(press)


def continue_statement(press: Press) -> None:
    """Set the top of a later page: bank, holder, number and period in a small row."""
    facts, style = press.facts, Style(max(6.5, press.spec.size_pt - 1))
    _logo(press, (press.margin + 8, press.margin - 6), 8)
    press.sheet.write(facts.bank, (press.margin + 22, press.margin - 3), Style(10, bold=True, colour=press.dark))
    y = press.margin + 16
    end = press.sheet.write(facts.holder, (press.margin, y), style, "holder_name")
    caption, number, kind = _account(press)
    end = press.sheet.write(caption, (end + 24, y), style, "heading")
    press.sheet.write(number, (end + 6, y), style, kind)
    press.sheet.write(facts.period, (press.right, y), style, "period", right=True)
    press.sheet.rule((press.margin, y + 6), (press.right, y + 6), press.line)
    press.y = y + 26


def particulars(press: Press) -> list[Particular]:
    """Return captions and values of an account, in the order in which they are printed."""
    facts, words, account = press.facts, press.facts.words, press.facts.account
    found = [
        (words["number"], facts.number, "statement_number") if press.dice.random() < 0.6 else ("", "", ""),
        (words["issued"], facts.long_day(facts.end), "date"),
        (words["account"], account.number if not account.iban or press.dice.random() < 0.65 else "", "account_number"),
        (words["iban"], account.iban if press.spec.country != "UK" or press.dice.random() < 0.6 else "", "iban"),
        (words["bic"], facts.bic if press.dice.random() < 0.6 else "", "bic"),
        (words["routing"], account.routing if press.dice.random() < 0.75 else "", "routing_number"),
        (words["customer"], facts.customer, "customer_number"),
        (words["card"], facts.card, "pan" if press.spec.card == "full" else "masked_pan"),
        (words["phone"], facts.phone, "phone"),
        (words["email"], facts.email, "email"),
        (facts.country.table["tax"][0], facts.tax, "tax_number"),
    ]
    return [(caption, text, kind) for caption, text, kind in found if text]


def _window(press: Press) -> None:
    facts, sheet = press.facts, press.sheet
    _letterhead(press, press.dice.choice(("left", "right")))
    small = Style(6.5, colour=press.line)
    sheet.write(f"{facts.bank} · {facts.country.table['own_address']}", (press.margin, 132), small, "bank_detail")
    y = _addressee(press, 150)
    rows = particulars(press)
    wide = max(sheet.width(caption, press.body) for caption, _, _ in rows)
    longest = max(sheet.width(text, press.body) for _, text, _ in rows)
    across = press.right - press.margin
    x = press.margin + min(0.50 * across, max(0.42 * across, across - wide - longest - 16))
    top = 116.0
    for caption, text, kind in rows:
        press.pair(caption, text, kind, (x, top), x + wide + 12)
        top += press.leading + 3
    press.y = max(y, top) + 22
    _title(press)
    _cells(press)


def _bars(press: Press) -> None:
    facts, sheet, words = press.facts, press.sheet, press.facts.words
    _letterhead(press, "left")
    y, aside = press.margin, press.right
    for caption, text, kind in particulars(press):
        end = press.right - sheet.width(text, press.body)
        sheet.write(f"{caption}:", (end - 5, y), press.body, "heading", right=True)
        sheet.write(text, (end, y), press.body, kind)
        aside = min(aside, end - 5 - sheet.width(f"{caption}:", press.body))
        y += press.leading
    title = Style(2.0 * press.spec.size_pt, colour=press.dark)
    beside = press.margin + sheet.width(words["statement"], title) + 10 < aside
    y = max(y, 108) if beside else max(y + press.leading, 108)
    sheet.write(words["statement"], (press.margin, 108 if beside else y), title, "heading")
    y += 14
    middle, high = press.margin + 0.54 * (press.right - press.margin), 1.9 * press.spec.size_pt
    white = replace(press.heading, colour=WHITE)
    sheet.box((press.margin, y, press.right, y + high), press.dark)
    sheet.write(words["yours"], (press.margin + 6, y + 0.68 * high), white, "heading")
    sheet.write(words["period"], (middle + 6, y + 0.68 * high), white, "heading")
    room = press.right - middle - 20 - sheet.width(words["period"], white)
    thin = press.fitted(replace(white, bold=False), facts.period, room)
    sheet.write(facts.period, (press.right - 6, y + 0.68 * high), thin, "period", right=True)
    below = _addressee(press, y + high + 1.5 * press.spec.size_pt, indent=6)
    top = y + high + 2
    for n, (caption, cents, kind) in enumerate(_balances(press)):
        last = n == 3
        sheet.box((middle, top, press.right, top + high), press.dark if last else press.pale)
        style = replace(press.heading if last else press.body, colour=WHITE if last else press.dark)
        text = facts.balance(cents, symbol=True)
        room = press.right - middle - 20 - sheet.width(text, style)
        sheet.write(caption, (middle + 6, top + 0.68 * high), press.fitted(style, caption, room), "heading")
        sheet.write(text, (press.right - 6, top + 0.68 * high), style, kind, right=True)
        top += high + 2
    press.y = max(below, top) + 16


def _list(press: Press) -> None:
    facts, sheet, words = press.facts, press.sheet, press.facts.words
    _letterhead(press, "left")
    y = 100.0
    sheet.rule((press.margin, 84), (press.right, 84), press.dark, 1.4)
    rows = [(words["holder"], facts.holder, "holder_name"), *particulars(press)]
    wide = max(sheet.width(caption, press.body) for caption, _, _ in rows)
    value_x = press.margin + max(wide + 24, 0.24 * (press.right - press.margin))
    for n, (caption, text, kind) in enumerate(rows):
        sheet.write(":", (value_x - 10, y), press.body)
        press.pair(caption, text, kind, (press.margin, y), value_x)
        y += press.leading + 2
        if n == 0:
            sheet.write_rows(facts.address, (value_x, y), press.body, press.leading, "address")
            y += press.leading * len(facts.address) + 2
    for caption, cents, kind in (_balances(press)[0], _balances(press)[3]):
        sheet.write(caption, (press.margin, y), press.body, "heading")
        sheet.write(":", (value_x - 10, y), press.body)
        sheet.write(facts.balance(cents, symbol=True), (value_x, y), press.body, kind)
        y += press.leading + 2
    press.y = y + 14
    _title(press)


def _summary(press: Press) -> None:
    facts, sheet, words = press.facts, press.sheet, press.facts.words
    _letterhead(press, "left")
    small, y = Style(press.spec.size_pt - 0.5), press.margin - 2
    sheet.write(words["ours"], (press.right, y), replace(small, bold=True), "heading", right=True)
    for text in (facts.country.table["own_phone"], facts.country.table["own_address"]):
        y += press.leading
        sheet.write(text, (press.right, y), small, "bank_detail", right=True)
    y = _addressee(press, 142)
    press.y = max(y, 200) + 16
    _title(press)
    _section(press, words["summary"])
    half = press.margin + 0.46 * (press.right - press.margin)
    top = press.y
    for n, (caption, cents, kind) in enumerate(_balances(press)):
        style = press.heading if n in (0, 3) else press.body
        sheet.write(caption, (press.margin, top), style, "heading")
        sheet.write(facts.balance(cents, symbol=True), (half, top), style, kind, right=True)
        sheet.rule((press.margin, top + 4), (half, top + 4), press.line, 0.4)
        top += press.leading + 5
    rows, below = particulars(press), press.y
    wide = max(sheet.width(caption, press.body) for caption, _, _ in rows)
    for caption, text, kind in rows:
        press.pair(caption, text, kind, (half + 22, below), half + 22 + wide + 10)
        below += press.leading + 2
    press.y = max(top, below) + 12


def _balances(press: Press) -> list[tuple[str, int, str]]:
    facts, words = press.facts, press.facts.words
    return [
        (words["opening"], facts.opening, "balance"),
        (words["paid_in"], facts.paid_in, "amount"),
        (words["paid_out"], facts.paid_out, "amount"),
        (words["closing"], facts.closing, "balance"),
    ]


def _cells(press: Press) -> None:
    """Set the four balances beside each other on pale cells."""
    sheet, gap = press.sheet, 4.0
    wide = (press.right - press.margin - 3 * gap) / 4
    high = 3.4 * press.spec.size_pt
    for n, (caption, cents, kind) in enumerate(_balances(press)):
        left, last = press.margin + n * (wide + gap), n == 3
        sheet.box((left, press.y, left + wide, press.y + high), press.dark if last else press.pale)
        colour = WHITE if last else press.dark
        small = Style(0.85 * press.spec.size_pt, colour=colour)
        sheet.write(caption, (left + 6, press.y + 0.38 * high), press.fitted(small, caption, wide - 12), "heading")
        text = press.facts.balance(cents, symbol=True)
        strong = press.fitted(Style(1.1 * press.spec.size_pt, bold=True, colour=colour), text, wide - 12)
        sheet.write(text, (left + wide - 6, press.y + 0.82 * high), strong, kind, right=True)
    press.y += high + 18


def _title(press: Press) -> None:
    """Set what this is and for which period."""
    style = Style(1.5 * press.spec.size_pt, bold=True, colour=press.dark)
    end = press.sheet.write(press.facts.words["statement"], (press.margin, press.y), style, "heading")
    if press.spec.head is not Head.BARS:
        plain = Style(press.spec.size_pt)
        caption = f"{press.facts.words['period']}:"
        if end + press.sheet.width(f"{caption} {press.facts.period}", plain) + 30 > press.right:
            press.y += press.leading + 4
            end = press.margin - 18
        end = press.sheet.write(caption, (end + 18, press.y), plain, "heading")
        press.sheet.write(press.facts.period, (end + 5, press.y), plain, "period")
    press.y += 1.4 * press.spec.size_pt


def _section(press: Press, text: str) -> None:
    """Set a section's title on a heavy rule."""
    press.sheet.rule((press.margin, press.y), (press.right, press.y), press.dark, 2.0)
    press.y += 1.5 * press.spec.size_pt
    press.sheet.write(text, (press.margin, press.y), Style(1.2 * press.spec.size_pt, bold=True), "heading")
    press.y += press.leading + 6


def _addressee(press: Press, y: float, indent: float = 0.0) -> float:
    """Write the holder and the address; return where the block ends."""
    style = Style(max(9.0, press.spec.size_pt))
    step = 1.25 * style.size_pt
    press.sheet.write(press.facts.holder, (press.margin + indent, y), style, "holder_name")
    press.sheet.write_rows(press.facts.address, (press.margin + indent, y + step), style, step, "address")
    return y + step * (len(press.facts.address) + 1)


def _account(press: Press) -> Particular:
    """Return the number that stands for the account in running text."""
    account, words = press.facts.account, press.facts.words
    if account.number:
        return words["account"], account.number, "account_number"
    return words["iban"], account.iban, "iban"


def _letterhead(press: Press, side: str) -> None:
    style = Style(17, bold=True, colour=press.dark)
    name, slogan = press.facts.bank, press.dice.choice(press.facts.country.table["slogan"])
    wide = press.sheet.width(name, style)
    x = press.margin if side == "left" else press.right - wide - 40
    _logo(press, (x + 15, 56), 15)
    press.sheet.write(name, (x + 38, 58), style)
    press.sheet.write(slogan, (x + 38, 70), Style(7.5, colour=press.line))


def _logo(press: Press, centre: tuple[float, float], radius: float) -> None:
    """Draw one of four marks."""
    x, y = centre
    kind = press.spec.seed % 4
    if kind == 0:
        press.sheet.disc(centre, radius, press.dark)
        press.sheet.disc((x + 0.25 * radius, y - 0.2 * radius), 0.5 * radius, press.pale)
    elif kind == 1:
        angles = [np.pi / 6 + n * np.pi / 3 for n in range(6)]
        for scale, colour in ((1.0, press.dark), (0.6, WHITE), (0.35, press.line)):
            corners = [(x + scale * radius * np.cos(a), y + scale * radius * np.sin(a)) for a in angles]
            press.sheet.shape(corners, colour)
    elif kind == 2:
        for n, share in enumerate((0.5, 0.8, 1.0)):
            left = x - radius + n * 0.7 * radius
            box = (left, y + radius - 2 * radius * share, left + 0.5 * radius, y + radius)
            press.sheet.box(box, press.dark if n % 2 == 0 else press.line)
    else:
        press.sheet.box((x - radius, y - radius, x + radius, y + radius), press.dark)
        press.sheet.shape([(x - 0.6 * radius, y + 0.6 * radius), (x, y - 0.7 * radius), (x, y + 0.6 * radius)], WHITE)
        press.sheet.shape(
            [(x + 0.6 * radius, y + 0.6 * radius), (x, y - 0.1 * radius), (x, y + 0.6 * radius)], press.line
        )


def _code(press: Press) -> None:
    """Print the sorting machine's code: a matrix above the address or bars in the lower margin."""
    text = f"{press.facts.customer or '0000'}-{press.facts.number}"
    matrix = press.dice.random() < 0.6
    kind = zxingcpp.BarcodeFormat.QRCode if matrix else zxingcpp.BarcodeFormat.Code128
    dark = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=1)) < 128
    sheet = press.sheet
    if matrix:
        box = (press.right - 46, sheet.height_pt - 116, press.right, sheet.height_pt - 70)
    else:
        dark = dark[:1]
        box = (press.margin, sheet.height_pt - 96, press.margin + 1.44 * dark.shape[1], sheet.height_pt - 70)
    sheet.modules(dark, box, text)


_HEADS: dict[Head, Callable[[Press], None]] = {
    Head.WINDOW: _window,
    Head.BARS: _bars,
    Head.LIST: _list,
    Head.SUMMARY: _summary,
}
