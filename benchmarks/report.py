"""From rows to figures, and from figures to a page that a person reads."""

from __future__ import annotations

import os
import platform
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import redactkit
from benchmarks.figures import (
    LIMIT_BYTES,
    by_condition,
    lines_of,
    rounded,
    share,
    share_of,
    single_figures,
    table,
    verdicts_by_kind,
    words,
)
from benchmarks.score import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.quality import Row

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
        "card_numbers_by_condition": by_condition(rows, _card_numbers),
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
    lines = [f"# {title}", "", *table(("", "figure"), single_figures(quality, 2)), ""]
    lines += ["## Labels", "", *table(("label", *_VERDICTS), lines_of(quality["labels"])), ""]
    if quality["not_fully_covered"]:
        lines += ["Not fully covered:", "", *(f"- {row}" for row in quality["not_fully_covered"]), ""]
    lines += ["## Card numbers by condition", ""]
    for condition, values in quality["card_numbers_by_condition"].items():
        lines += [*table((condition, *_VERDICTS, "last four kept"), lines_of(values)), ""]
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
    return {kind: _verdicts(counts) for kind, counts in verdicts_by_kind(rows).items()}


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
