"""What a page of a statement is made of: tables, labels with their values, addresses, names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactkit.find.statement.address import blocks, labelled_lines
from redactkit.find.statement.columns import heads
from redactkit.find.statement.entries import is_amount_cell, leading_dates
from redactkit.find.statement.fields import labelled, valued
from redactkit.find.statement.holder import named
from redactkit.find.statement.table import tables
from redactkit.words import has_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactkit.find.statement.address import Block
    from redactkit.find.statement.fields import Field
    from redactkit.find.statement.layout import Layout
    from redactkit.find.statement.segment import Segment
    from redactkit.find.statement.table import Table


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of one page.

    Attributes
    ----------
    layout : Layout
    tables : tuple of Table
    fields : tuple of Field
        Labels with their values, outside the tables.
    blocks : tuple of Block
        Addresses.
    names : tuple of str
        Of the holder, the likeliest first: with a title, above an address, by a label.
    free : tuple of Segment
        What stands outside the tables and their heads.
    """

    layout: Layout
    tables: tuple[Table, ...]
    fields: tuple[Field, ...]
    blocks: tuple[Block, ...]
    names: tuple[str, ...] = field(repr=False)
    free: tuple[Segment, ...]

    @property
    def unpaid(self) -> tuple[Segment, ...]:
        """The cells of tables beside which no date and no amount stands: a card's holder above his transactions."""
        rows = (row for table in self.tables for row in table.rows)
        return tuple(
            segment
            for row in rows
            if not any(leading_dates(s.text) or is_amount_cell(s.text) for s in row.segments)
            for segment in row.segments
        )


def read_page(layout: Layout) -> Reading:
    """Return the parts of a page."""
    named_rows = heads(layout.rows, layout.high)
    found = tables(layout, named_rows)
    rows = [row for head in named_rows for row in layout.rows[head.start : head.end]]
    rows += [row for table in found for row in table.rows]
    apart = {id(segment) for row in rows for segment in row.segments}
    fields = labelled(layout, apart)
    groups = [*blocks(layout, {*apart, *valued(fields)}), *labelled_lines(layout, fields, apart)]
    free = tuple(segment for segment in layout.segments if id(segment) not in apart)
    return Reading(layout, tuple(found), tuple(fields), tuple(groups), _names(fields, groups), free)


def _names(fields: Iterable[Field], groups: Iterable[Block]) -> tuple[str, ...]:
    said = [segment.text[start:end] for segment, start, end in named(fields)]
    above = [name.text for block in groups for name in block.names]
    return tuple(sorted(dict.fromkeys((*above, *said)), key=lambda name: not has_title(name)))
