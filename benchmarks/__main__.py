"""`python -m benchmarks`: how well cards are covered, and at what cost."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks import cases, peer, quality, report, speed

_RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure, print and write."""
    args = _arguments()
    chosen = cases.folder(args.docs) if args.docs else cases.drawn(args.seed, args.count)
    if args.peer and not peer.available():
        print("presidio-image-redactor is not installed here; measuring without it")
    rival = peer.Peer() if args.peer and peer.available() else None
    rows = []
    for row in quality.run(chosen, rival):
        rows.append(row)
        print(f"{row.case.name:32} {row.cpu_s:6.2f} s  {row.error or 'covered'}", flush=True)
    figures = {"quality": report.summary(rows), "environment": report.environment()}
    if not args.docs:
        figures["speed"] = {name: round(value, 3) for name, value in speed.measure().items()}
    title = f"{args.docs.name}/" if args.docs else f"{args.count} cards drawn from seed {args.seed}"
    page = report.markdown(title, figures)
    print(f"\n{page}")
    _write(args.out, "docs" if args.docs else "cards", page, json.dumps({"title": title, **figures}, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="how many cards to draw (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="where the dice start (default %(default)s)")
    parser.add_argument("--docs", type=Path, help="measure this folder's pictures and labels.json instead")
    parser.add_argument("--peer", action="store_true", help="measure presidio-image-redactor's detection as well")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="folder for the results")
    return parser.parse_args()


def _write(folder: Path, name: str, page: str, data: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(page + "\n", "utf-8")
    (folder / f"{name}.json").write_text(data + "\n", "utf-8")


if __name__ == "__main__":
    main()
