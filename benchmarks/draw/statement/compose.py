"""From a spec to set pages: heads, tables, the closing note and the footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.draw.statement.facts import Facts, facts
from benchmarks.draw.statement.heads import open_statement
from benchmarks.draw.statement.press import Press
from benchmarks.draw.statement.sheet import Style
from benchmarks.draw.statement.table import draw_tables

if TYPE_CHECKING:
    from benchmarks.draw.statement.spec import StatementSpec


def compose(spec: StatementSpec) -> Press:
    """Set every page of a statement."""
    press = Press.for_spec(spec, facts(spec))
    open_statement(press)
    draw_tables(press)
    _note(press)
    for n in range(len(press.sheets)):
        _footer(press, n)
    return press


def _note(press: Press) -> None:
    """Set the small print, if the page still has room."""
    said: Facts = press.facts
    style = Style(max(6.0, 0.8 * press.spec.size_pt), colour=(0.25, 0.25, 0.28))
    rows = press.sheet.wrapped(said.country.table["note"], style, press.right - press.margin)
    step = 1.25 * style.size_pt
    if press.y + step * (len(rows) + 1) < press.floor(len(press.sheets) - 1):
        press.sheet.write_rows(rows, (press.margin, press.y + step), style, step)


def _footer(press: Press, n: int) -> None:
    """Write the bank's legal line and which page this is."""
    sheet, style = press.sheets[n], Style(max(5.5, 0.66 * press.spec.size_pt), colour=(0.35, 0.35, 0.4))
    width = 0.78 * (press.right - press.margin)
    y = sheet.height_pt - 44
    sheet.rule((press.margin, y - 10), (press.right, y - 10), press.line, 0.4)
    rows = sheet.wrapped(press.facts.legal, style, width)
    sheet.write_rows(rows, (press.margin, y), style, 1.25 * style.size_pt, "bank_detail")
    place = press.facts.words["page"].format(n=n + 1, m=len(press.sheets))
    sheet.write(place, (press.right, y), style, right=True)
