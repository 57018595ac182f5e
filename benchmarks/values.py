"""What a report says of documents judged value by value: leaks and over-covering per kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.figures import (
    LIMIT_BYTES,
    by_condition,
    lines_of,
    rate,
    rounded,
    share,
    share_of,
    single_figures,
    table,
    verdicts_by_kind,
)
from benchmarks.score import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.quality import Row

_VERDICTS = (Verdict.FULL, Verdict.PART, Verdict.EXPOSED, Verdict.LOST, Verdict.REFUSED)
_LEAKS = (Verdict.PART, Verdict.EXPOSED)


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Return every figure of a run under one policy."""
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
        "by_condition": by_condition(rows, _group),
        "not_fully_covered": [f"{row.case.name}: {', '.join(told)}" for row in rows if (told := _told(row))],
    }


def sections(quality: Mapping[str, Any], level: str = "##") -> list[str]:
    """Return the figures as lines of Markdown, headings from `level` on."""
    lines = [*table(("", "figure"), single_figures(quality, 3)), ""]
    head: tuple[str, ...]
    for heading, key, head in (
        ("What must go", "must_go", ("kind", *_VERDICTS, "leak rate")),
        ("What stays", "must_stay", ("kind", "kept", "lost", "over-covering rate")),
        ("What may do either", "may_do_either", ("kind", "kept", "lost", "covering rate")),
    ):
        lines += [f"{level} {heading}", "", *table(head, lines_of(quality[key])), ""]
    if quality["not_fully_covered"]:
        lines += [f"{level} Not fully covered", "", *(f"- {row}" for row in quality["not_fully_covered"]), ""]
    lines += [f"{level} By condition", ""]
    for condition, values in quality["by_condition"].items():
        figures_told = ("files", *_VERDICTS, "leak rate", "kept", "ink changed", "CPU s a page")
        lines += [*table((condition, *figures_told), lines_of(values)), ""]
    return lines


def _must_go(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    return {kind: _verdicts(counts) for kind, counts in verdicts_by_kind(rows).items()}


def _verdicts(counts: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {verdict.value: counts.get(verdict.value, 0) for verdict in _VERDICTS}
    shown = sum(told[verdict.value] for verdict in (Verdict.FULL, *_LEAKS))
    return {**told, "leak rate": rate(sum(told[verdict.value] for verdict in _LEAKS), shown)}


def _readable(rows: Iterable[Row], *, stays: bool) -> dict[str, dict[str, Any]]:
    """Count what is still readable and what is not, of what stays or of the rest."""
    counted: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows:
        staying = {label.kind for label in row.case.labels if label.stays}
        for kind, seen in row.score.seen:
            if (kind in staying) is stays:
                counted[kind][seen] += 1
        for kind, seen in row.score.ends if stays else ():
            counted[f"last four of {kind}"][seen] += 1
    return {
        kind: {"kept": seen[True], "lost": seen[False], "rate": rate(seen[False], seen.total())}
        for kind, seen in sorted(counted.items())
    }


def _group(rows: Sequence[Row]) -> dict[str, Any]:
    stays = _readable(rows, stays=True).values()
    kept, lost = sum(told["kept"] for told in stays), sum(told["lost"] for told in stays)
    return {
        "files": len(rows),
        **_must_go(rows).get("all", _verdicts({})),
        "kept": rate(kept, kept + lost),
        "ink changed": rate(sum(row.score.changed for row in rows), sum(row.score.inked for row in rows)),
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
