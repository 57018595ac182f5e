"""Statements: which are measured, and what the report says of them, leaks and over-covering per kind of value."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.cases import Case, from_entry, graded
from benchmarks.draw.statement import Medium, StatementSpec, draw_statement, statement_specs
from benchmarks.report import LIMIT_BYTES, rounded, share, share_of, table, words
from benchmarks.score import STAYING, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.quality import Row

_VERDICTS = (Verdict.FULL, Verdict.PART, Verdict.EXPOSED, Verdict.LOST, Verdict.REFUSED)
_LEAKS = (Verdict.PART, Verdict.EXPOSED)


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


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Return every figure of a run."""
    done = [row for row in rows if not row.error]
    inked, changed = sum(row.score.inked for row in done), sum(row.score.changed for row in done)
    return {
        "files": len(rows),
        "pages": sum(_pages(row) for row in rows),
        "covered": len(done),
        "refused": dict(Counter(row.error for row in rows if row.error)),
        "hidden_values_found_in_bytes": share(bool(row.found) for row in done),
        "last_four_kept": share(seen for row in done for seen in row.score.tails),
        "names_kept": share(seen for row in done for seen in row.score.names),
        "ink_away_from_labels_changed": share_of(changed, inked),
        f"within_{LIMIT_BYTES}_bytes": share(row.size_bytes <= LIMIT_BYTES for row in done),
        "cpu_s_a_page_median": rounded(median(row.cpu_s / _pages(row) for row in rows)),
        "cpu_s_a_page_most": rounded(max(row.cpu_s / _pages(row) for row in rows)),
        "cpu_share_in_networks": rounded(sum(row.network_s for row in rows) / sum(row.cpu_s for row in rows)),
        "must_go": _must_go(rows),
        "must_stay": _readable(done, stays=True),
        "may_do_either": _readable(done, stays=False),
        "by_condition": _by_condition(rows),
        "not_fully_covered": [f"{row.case.name}: {', '.join(told)}" for row in rows if (told := _told(row))],
    }


def markdown(title: str, figures: dict[str, Any]) -> str:
    """Return the page."""
    quality = figures["quality"]
    plain = [(words(key), value) for key, value in quality.items() if not isinstance(value, dict | list)]
    refused = ", ".join(f"{count} {name}" for name, count in quality["refused"].items()) or "none"
    lines = [f"# {title}", "", *table(("", "figure"), [*plain[:3], ("refused", refused), *plain[3:]]), ""]
    head: tuple[str, ...]
    for heading, key, head in (
        ("What must go", "must_go", ("kind", *_VERDICTS, "leak rate")),
        ("What stays", "must_stay", ("kind", "kept", "lost", "over-covering rate")),
        ("What may do either", "may_do_either", ("kind", "kept", "lost", "covering rate")),
    ):
        lines += [f"## {heading}", "", *table(head, _counts(quality[key])), ""]
    if quality["not_fully_covered"]:
        lines += ["## Not fully covered", "", *(f"- {row}" for row in quality["not_fully_covered"]), ""]
    lines += ["## By condition", ""]
    for condition, values in quality["by_condition"].items():
        figures_told = ("files", *_VERDICTS, "leak rate", "kept", "ink changed", "CPU s a page")
        lines += [*table((condition, *figures_told), _counts(values)), ""]
    lines += ["## Environment", "", *table(("", "figure"), figures["environment"].items()), ""]
    return "\n".join(lines)


def _counts(groups: Mapping[str, Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [(name, *told.values()) for name, told in groups.items()]


def _must_go(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for kind, verdict in row.score.verdicts:
            counted[kind][verdict.value] += 1
            counted["all"][verdict.value] += 1
    return {kind: _verdicts(counts) for kind, counts in sorted(counted.items(), key=lambda item: -item[1].total())}


def _verdicts(counts: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {verdict.value: counts.get(verdict.value, 0) for verdict in _VERDICTS}
    shown = sum(told[verdict.value] for verdict in (Verdict.FULL, *_LEAKS))
    return {**told, "leak rate": _rate(sum(told[verdict.value] for verdict in _LEAKS), shown)}


def _readable(rows: Iterable[Row], *, stays: bool) -> dict[str, dict[str, Any]]:
    """Count what is still readable and what is not, of what stays or of the rest."""
    counted: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows:
        for kind, seen in row.score.seen:
            if (kind.endswith("name") or kind in STAYING) is stays:
                counted[kind][seen] += 1
        for kind, seen in row.score.ends if stays else ():
            counted[f"last four of {kind}"][seen] += 1
    return {
        kind: {"kept": seen[True], "lost": seen[False], "rate": _rate(seen[False], seen.total())}
        for kind, seen in sorted(counted.items())
    }


def _by_condition(rows: Iterable[Row]) -> dict[str, dict[str, dict[str, Any]]]:
    groups: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for condition, value in row.case.conditions.items():
            groups[condition][value].append(row)
    return {
        condition: {value: _group(members) for value, members in sorted(values.items())}
        for condition, values in groups.items()
        if len(values) > 1
    }


def _group(rows: Sequence[Row]) -> dict[str, Any]:
    stays = _readable(rows, stays=True).values()
    kept, lost = sum(told["kept"] for told in stays), sum(told["lost"] for told in stays)
    return {
        "files": len(rows),
        **_must_go(rows).get("all", _verdicts({})),
        "kept": _rate(kept, kept + lost),
        "ink changed": _rate(sum(row.score.changed for row in rows), sum(row.score.inked for row in rows)),
        "cpu_s_a_page": rounded(median(row.cpu_s / _pages(row) for row in rows)),
    }


def _told(row: Row) -> list[str]:
    """Return what went wrong with one file."""
    leaks = Counter(f"{kind} {verdict}" for kind, verdict in row.score.verdicts if verdict in (*_LEAKS, Verdict.LOST))
    told = [leak if count == 1 else f"{count} x {leak}" for leak, count in leaks.items()]
    told += [f"{kind} in the bytes" for kind in row.found]
    told += [f"last four of {kind} lost" for kind, seen in row.score.ends if not seen]
    return told + [f"refused by {row.error}"] * bool(row.error)


def _pages(row: Row) -> int:
    return len(row.case.sizes) or 1


def _rate(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
