"""Statements: which are measured, and what the report says of them, leaks and over-covering per kind of value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.cases import Case, from_entry, graded
from benchmarks.draw.statement import Medium, StatementSpec, draw_statement, statement_specs
from benchmarks.figures import table
from benchmarks.values import sections

if TYPE_CHECKING:
    from collections.abc import Iterator


def drawn(seed: int, count: int) -> Iterator[Case]:
    """Yield statements drawn from a seed."""
    for number, spec in enumerate(statement_specs(seed, count)):
        statement = draw_statement(spec)
        entry = statement.to_dict(f"{seed}/{number}{statement.suffix}")
        yield from_entry({**entry, "conditions": conditions(spec)}, statement.data)


def conditions(spec: StatementSpec) -> dict[str, str]:
    """Return what a drawn statement is like, in few enough classes to count."""
    common = {
        "medium": spec.medium.value,
        "country": spec.country,
        "head": spec.head.value,
        "columns": spec.columns.value,
        "size of text": graded(spec.size_pt, (7.5, 10), "pt"),
        "heading": spec.plate,
    }
    if spec.medium is Medium.PDF:
        return common | {"face": spec.face.value, "setting": spec.setting.value, "frame": spec.frame.value}
    if spec.medium in (Medium.SCAN, Medium.TIFF):
        colours = "black and white" if spec.bilevel else "grey or colour"
        return common | {"scanned": f"{colours}, {spec.dpi} dpi", "text layer": "stale" if spec.ocr_layer else "none"}
    if spec.medium is Medium.PHOTO:
        return common | {"photo": graded(spec.width_px, (1600, 2400), "px"), "curl": graded(spec.curl, (0.3, 0.7), "")}
    return common | {"small": graded(spec.width_px, (600, 700), "px")}


def markdown(title: str, figures: dict[str, Any]) -> str:
    """Return the page."""
    environment = ["## Environment", "", *table(("", "figure"), figures["environment"].items()), ""]
    return "\n".join([f"# {title}", "", *sections(figures["quality"]), *environment])
