"""Counts, shares and tables: what the reports of cards, statements and identity documents are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.quality import Row

LIMIT_BYTES = 3_000_000


def verdicts_by_kind(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """Count the verdicts on each kind of value and on all of them, the most frequent kind first."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for kind, verdict in row.score.verdicts:
            counted[kind][verdict.value] += 1
            counted["all"][verdict.value] += 1
    return dict(sorted(counted.items(), key=lambda item: -item[1].total()))


def by_condition(
    rows: Iterable[Row], told: Callable[[Sequence[Row]], dict[str, Any]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what is told of the rows of each value of each condition that has several."""
    groups: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for condition, value in row.case.conditions.items():
            groups[condition][value].append(row)
    return {
        condition: {value: told(members) for value, members in sorted(values.items())}
        for condition, values in groups.items()
        if len(values) > 1
    }


def share(seen: Iterable[bool]) -> str:
    """Return how many of how many held."""
    held = list(seen)
    return f"{sum(held)} of {len(held)}"


def share_of(part: int, whole: int) -> str:
    """Return a count of tiles and its rate."""
    return f"{part} of {whole} tiles ({part / max(whole, 1):.1%})"


def rate(part: int, whole: int) -> str:
    """Return a share in percent, or a dash where there is nothing to share."""
    return f"{part / whole:.1%}" if whole else "-"


def rounded(value: float) -> float:
    """Return a figure with as many decimals as it deserves."""
    return round(value, 3)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def lines_of(groups: Mapping[str, Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return a table's lines from figures by name."""
    return [(name, *told.values()) for name, told in groups.items()]


def single_figures(quality: Mapping[str, Any], ahead: int) -> list[tuple[str, Any]]:
    """Return the figures that are one value each, after the first `ahead` what was refused."""
    plain = [(words(key), value) for key, value in quality.items() if not isinstance(value, dict | list)]
    refused = ", ".join(f"{count} {name}" for name, count in quality["refused"].items()) or "none"
    return [*plain[:ahead], ("refused", refused), *plain[ahead:]]


def words(key: str) -> str:
    """Return a figure's name as a reader sees it."""
    return key.replace("_", " ")
