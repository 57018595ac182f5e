"""The table of transactions: columns as wide as what stands in them, rows that run over pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.draw.statement.heads import continue_statement
from benchmarks.draw.statement.sheet import WHITE, Style
from benchmarks.draw.statement.spec import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.draw.statement.facts import Entry
    from benchmarks.draw.statement.press import Press

Row: TypeAlias = dict[str, list[str]]  # a column's key to its lines

_KINDS = {
    "date": "date",
    "value": "date",
    "type": "transaction_type",
    "description": "counterparty",
    "reference": "reference_number",
    "debit": "amount",
    "credit": "amount",
    "amount": "amount",
    "balance": "balance",
}
_RIGHT = {"debit", "credit", "amount", "balance"}
_LEAST_DESCRIPTION = 15  # in em; columns that nobody needs go before it becomes narrower


@dataclass(frozen=True, slots=True)
class Column:
    """One column and its place."""

    key: str
    caption: str
    left: float
    right: float


def draw_tables(press: Press) -> None:
    """Set all transactions, over as many pages as they need."""
    facts = press.facts
    if press.spec.columns is not Columns.SECTIONS:
        _Table(press, _keys(press), facts.entries, facts.words["transactions"]).draw()
        return
    for caption, wanted, total in (
        (facts.words["paid_in"], 1, facts.paid_in),
        (facts.words["paid_out"], -1, facts.paid_out),
    ):
        entries = [entry for entry in facts.entries if entry.cents * wanted > 0]
        _Table(press, _keys(press), entries, caption).draw(total)


def _keys(press: Press) -> list[str]:
    spec = press.spec
    keys = ["date", *["value"] * spec.value_dates, *["type"] * spec.types, "description"]
    keys += ["reference"] * spec.references
    if spec.columns is Columns.SECTIONS:
        return [*keys, "amount"]
    return [*keys, *(["debit", "credit"] if spec.columns is Columns.PAID else ["amount"]), "balance"]


class _Table:
    """One table; draws itself row by row and turns the page when it is full."""

    def __init__(self, press: Press, keys: list[str], entries: Sequence[Entry], title: str) -> None:
        self._press, self._entries, self._title = press, entries, title
        self._daily = press.dice.random() < 0.25  # a balance only after the last entry of a day
        self._columns = self._placed(keys)

    def draw(self, total: int | None = None) -> None:
        press, facts = self._press, self._press.facts
        self._room(6 * press.leading)
        press.y += 0.5 * press.leading
        press.sheet.write(self._title, (press.margin, press.y), Style(1.2 * press.spec.size_pt, bold=True), "heading")
        press.y += 0.9 * press.leading
        self._head()
        running = total is None
        if running and press.dice.random() < 0.7:
            self._balance_row(facts.words["opening"], facts.opening)
        for n, entry in enumerate(self._entries):
            self._entry(n, entry)
        if running:
            self._balance_row(facts.words["closing"], facts.closing)
        else:
            self._sum_row(total or 0)
        press.y += 1.2 * press.leading

    def _row(self, entry: Entry) -> Row:
        facts, spec = self._press.facts, self._press.spec
        marked = facts.signed if spec.columns is Columns.MARKED else facts.balance
        amount = facts.country.money(entry.cents) if spec.columns is Columns.SECTIONS else facts.signed(entry.cents)
        plain = facts.country.money(entry.cents)
        return {
            "date": [facts.day(entry.day)],
            "value": [facts.day(entry.value_day)],
            "type": [entry.type],
            "description": list(entry.lines),
            "reference": [entry.reference],
            "debit": [plain] if entry.cents < 0 else [],
            "credit": [plain] if entry.cents > 0 else [],
            "amount": [amount],
            "balance": [marked(entry.balance)],
        }

    def _placed(self, keys: list[str]) -> list[Column]:
        """Give each column what it needs and the description the rest."""
        press, words = self._press, self._press.facts.words
        rows = [self._row(entry) for entry in self._entries]
        widest = press.facts.balance(max(abs(press.facts.opening), press.facts.paid_in, press.facts.paid_out))
        gap = 0.9 * press.spec.size_pt
        needs = {}
        for key in keys:
            texts = [line for row in rows for line in row[key]] + [widest] * (key in _RIGHT)
            wide = max((press.sheet.width(text, press.body) for text in texts), default=0.0)
            needs[key] = max(wide, press.sheet.width(words[key], press.heading)) + gap
        for spare in ("reference", "type", "value", ""):
            needs["description"] = press.right - press.margin - sum(v for k, v in needs.items() if k != "description")
            if needs["description"] >= _LEAST_DESCRIPTION * press.spec.size_pt or not spare:
                break
            needs.pop(spare, None)
        columns, left = [], press.margin
        for key, wide in needs.items():
            columns.append(Column(key, words[key], left + gap / 2, left + wide - gap / 2))
            left += wide
        return columns

    def _room(self, points: float) -> bool:
        """Turn the page if so little is left; return whether it was turned."""
        press = self._press
        if press.y + points <= press.floor(len(press.sheets) - 1):
            return False
        press.turn_over()
        continue_statement(press)
        return True

    def _head(self) -> None:
        press, high = self._press, 1.9 * self._press.spec.size_pt
        style = press.heading
        if press.spec.plate != "none":
            dark = press.spec.plate == "dark"
            press.sheet.box((press.margin, press.y, press.right, press.y + high), press.dark if dark else press.pale)
            style = replace(style, colour=WHITE) if dark else style
        else:
            press.sheet.rule((press.margin, press.y + high), (press.right, press.y + high), press.dark, 0.9)
        for column in self._columns:
            right = column.key in _RIGHT
            at = (column.right if right else column.left, press.y + 0.67 * high)
            press.sheet.write(column.caption, at, style, "heading", right=right)
        self._grid(press.y, press.y + high)
        press.y += high

    def _entry(self, n: int, entry: Entry) -> None:
        press = self._press
        row = self._row(entry)
        if self._daily and n + 1 < len(self._entries) and self._entries[n + 1].day == entry.day:
            row["balance"] = []
        widths = {column.key: column.right - column.left for column in self._columns}
        row["description"] = [
            part for line in row["description"] for part in press.sheet.wrapped(line, press.body, widths["description"])
        ]
        high = press.leading * len(row["description"]) + 0.45 * press.spec.size_pt
        if self._room(high + 2.2 * press.leading * press.spec.carries):
            self._resume(self._entries[n - 1].balance if n else press.facts.opening)
        if press.spec.banded and n % 2:
            press.sheet.box((press.margin, press.y, press.right, press.y + high), press.pale)
        self._write(row, press.body)
        press.y += high
        if press.spec.ruled or press.spec.gridded:
            press.sheet.rule((press.margin, press.y), (press.right, press.y), press.line, 0.4)
        self._grid(press.y - high, press.y)

    def _resume(self, balance: int) -> None:
        """Carry the balance over and begin again on the new page."""
        press, words = self._press, self._press.facts.words
        balanced = press.spec.carries and self._columns[-1].key == "balance"
        if balanced:  # at the foot of the page before
            old, y = press.sheets[-2], press.floor(len(press.sheets) - 2) - 0.5 * press.leading
            old.write(words["carried"], (self._text_left(), y), press.heading, "heading")
            old.write(self._told(balance), (self._columns[-1].right, y), press.heading, "balance", right=True)
        if press.spec.repeats:
            self._head()
        if balanced:
            self._balance_row(words["brought"], balance)

    def _balance_row(self, caption: str, cents: int) -> None:
        self._caption_row(caption, self._told(cents), "balance")

    def _sum_row(self, cents: int) -> None:
        self._caption_row(self._title, self._press.facts.country.money(cents, symbol=True), "amount")

    def _caption_row(self, caption: str, text: str, kind: str) -> None:
        press, high = self._press, 1.7 * self._press.spec.size_pt
        if self._room(high) and press.spec.repeats:
            self._head()
        y = press.y + 0.7 * high
        press.sheet.write(caption, (self._text_left(), y), press.heading, "heading")
        press.sheet.write(text, (self._columns[-1].right, y), press.heading, kind, right=True)
        press.y += high
        press.sheet.rule((press.margin, press.y), (press.right, press.y), press.line, 0.4)

    def _told(self, cents: int) -> str:
        facts = self._press.facts
        return facts.signed(cents) if self._press.spec.columns is Columns.MARKED else facts.balance(cents)

    def _text_left(self) -> float:
        return next(column.left for column in self._columns if column.key == "description")

    def _write(self, row: Row, style: Style) -> None:
        press = self._press
        y = press.y + 1.05 * press.spec.size_pt
        for column in self._columns:
            if not (lines := row[column.key]):
                continue
            right, kind = column.key in _RIGHT, _KINDS[column.key]
            at = (column.right if right else column.left, y)
            press.sheet.write_rows(lines, at, style, press.leading, kind, right=right)

    def _grid(self, top: float, bottom: float) -> None:
        press = self._press
        if press.spec.gridded:
            gap = 0.45 * press.spec.size_pt
            for x in [column.left - gap for column in self._columns] + [press.right]:
                press.sheet.rule((x, top), (x, bottom), press.line, 0.4)
