"""From rows to figures, and from figures to a page that a person reads."""

from __future__ import annotations

import os
import platform
from collections import Counter, defaultdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import redactkit
from benchmarks.score import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.quality import Row

LIMIT_BYTES = 3_000_000
_VERDICTS = (Verdict.FULL, Verdict.PART, Verdict.EXPOSED, Verdict.REFUSED)
_PACKAGES = ("numpy", "opencv-python-headless", "pillow", "onnxruntime", "rapidocr", "pikepdf", "pypdfium2", "pypdf")


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Return every figure of a run."""
    done = [row for row in rows if not row.error]
    inked, changed = sum(row.score.inked for row in done), sum(row.score.changed for row in done)
    figures: dict[str, Any] = {
        "pictures": len(rows),
        "covered": len(done),
        "refused": dict(Counter(row.error for row in rows if row.error)),
        "labels": _by_label(rows),
        "last_four_kept": share(seen for row in done for seen in row.score.tails),
        "names_kept": share(seen for row in done for seen in row.score.names),
        "ink_away_from_labels_changed": share_of(changed, inked),
        f"within_{LIMIT_BYTES}_bytes": share(row.size_bytes <= LIMIT_BYTES for row in done),
        "card_numbers_by_condition": _by_condition(rows),
        "cpu_s_median": rounded(median(row.cpu_s for row in rows)),
        "cpu_s_most": rounded(max(row.cpu_s for row in rows)),
        "cpu_share_in_networks": rounded(_total(rows, "network_s") / _total(rows, "cpu_s")),
        "not_fully_covered": [f"{row.case.name}: {', '.join(leaks)}" for row in rows if (leaks := _leaks(row))],
    }
    if any(row.peer_s for row in rows):
        figures["peer"] = _peer(rows)
    return figures


def environment() -> dict[str, str]:
    """Return what the figures were measured with; nothing of the machine but its processor."""
    told = {
        "python": platform.python_version(),
        "system": platform.system(),
        "cpu": _cpu(),
        "cores": str(os.cpu_count()),
    }
    told["redactkit"] = redactkit.__version__
    return told | {name: found for name in _PACKAGES if (found := installed(name))}


def markdown(title: str, figures: dict[str, Any]) -> str:
    """Return the page."""
    quality, speed = figures["quality"], figures.get("speed", {})
    lines = [f"# {title}", "", *table(("", "figure"), _plain_rows(quality)), ""]
    lines += ["## Labels", "", *table(("label", *_VERDICTS), _counts(quality["labels"])), ""]
    if quality["not_fully_covered"]:
        lines += ["Not fully covered:", "", *(f"- {row}" for row in quality["not_fully_covered"]), ""]
    lines += ["## Card numbers by condition", ""]
    for condition, values in quality["card_numbers_by_condition"].items():
        lines += [*table((condition, *_VERDICTS, "last four kept"), _counts(values)), ""]
    for name, part in (("Peer", quality.get("peer", {})), ("Speed", speed), ("Environment", figures["environment"])):
        if part:
            lines += [
                f"## {name}",
                "",
                *table(("", "figure"), [(words(key), value) for key, value in part.items()]),
                "",
            ]
    return "\n".join(lines)


def _by_label(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for kind, verdict in row.score.verdicts:
            counted[kind][verdict.value] += 1
            counted["all"][verdict.value] += 1
    return {kind: _verdicts(counts) for kind, counts in sorted(counted.items(), key=lambda item: -item[1].total())}


def _by_condition(rows: Iterable[Row]) -> dict[str, dict[str, dict[str, Any]]]:
    groups: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for condition, value in row.case.conditions.items():
            groups[condition][value].append(row)
    return {
        condition: {value: _card_numbers(members) for value, members in sorted(values.items())}
        for condition, values in groups.items()
        if len(values) > 1
    }


def _card_numbers(rows: Sequence[Row]) -> dict[str, Any]:
    counts = Counter(verdict.value for row in rows for kind, verdict in row.score.verdicts if kind == "pan")
    return {**_verdicts(counts), "last four kept": share(seen for row in rows for seen in row.score.tails)}


def _verdicts(counts: Counter[str]) -> dict[str, int]:
    return {verdict.value: counts[verdict] for verdict in _VERDICTS}


def _leaks(row: Row) -> list[str]:
    leaks = [f"{kind} {v}" for kind, v in row.score.verdicts if v in (Verdict.PART, Verdict.EXPOSED)]
    return leaks + ["last four lost"] * row.score.tails.count(False) + [f"refused by {row.error}"] * bool(row.error)


def _peer(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "tool": f"presidio-image-redactor {installed('presidio-image-redactor')}, detection only, one thread",
        "card_numbers_found": share(row.peer_found for row in rows if row.case.pan),
        "cpu_s_median": rounded(median(row.peer_s for row in rows)),
        "redactkit_process_to_peer_median_ratio": rounded(median(row.cpu_s / row.peer_s for row in rows)),
        "redactkit_process_to_peer_total_ratio": rounded(_total(rows, "cpu_s") / _total(rows, "peer_s")),
        "redactkit_plan_to_peer_median_ratio": rounded(median(row.plan_s / row.peer_s for row in rows)),
        "redactkit_plan_to_peer_total_ratio": rounded(_total(rows, "plan_s") / _total(rows, "peer_s")),
    }


def _total(rows: Sequence[Row], name: str) -> float:
    return float(sum(getattr(row, name) for row in rows))


def share(seen: Iterable[bool]) -> str:
    """Return how many of how many held."""
    held = list(seen)
    return f"{sum(held)} of {len(held)}"


def share_of(part: int, whole: int) -> str:
    """Return a count of tiles and its rate."""
    return f"{part} of {whole} tiles ({part / max(whole, 1):.1%})"


def _plain_rows(quality: dict[str, Any]) -> list[tuple[str, Any]]:
    refused = ", ".join(f"{count} {name}" for name, count in quality["refused"].items()) or "none"
    rest = [(words(key), value) for key, value in quality.items() if not isinstance(value, dict | list)]
    return [*rest[:2], ("refused", refused), *rest[2:]]


def _counts(groups: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(name, *counts.values()) for name, counts in groups.items()]


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def words(key: str) -> str:
    """Return a figure's name as a reader sees it."""
    return key.replace("_", " ")


def rounded(value: float) -> float:
    """Return a figure with as many decimals as it deserves."""
    return round(value, 3)


def installed(name: str) -> str:
    """Return the version of a package, or nothing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if not info.is_file():
        return platform.processor()
    names = (line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name"))
    return next(names, platform.processor())
