"""`python -m benchmarks`: how well cards, statements and identity documents are covered, and at what cost."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import cases, identity, peer, quality, report, speed, statements, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure, print and write."""
    args = _arguments()
    if args.docs:
        _docs(args)
        return
    if args.count:
        _cards(cases.drawn(args.seed, args.count), args, f"{args.count} cards drawn from seed {args.seed}", "cards")
    if args.statements:
        title = f"{args.statements} statements drawn from seed {args.seed}"
        _statements(statements.drawn(args.seed, args.statements), args, title, "statements")
    if args.identity:
        title = f"{args.identity} identity documents drawn from seed {args.seed}"
        chosen = {policy: identity.drawn(args.seed, args.identity, policy) for policy in identity.POLICIES}
        _identities(chosen, args, title, "identity")


def _docs(args: argparse.Namespace) -> None:
    chosen, title = list(cases.folder(args.docs)), f"{args.docs.name}/"
    known = ("card", "statement")
    _cards([case for case in chosen if case.kind == "card" or not case.labels], args, title, "docs")
    _statements([case for case in chosen if case.kind == "statement"], args, title, "docs_statements")
    others = {
        policy: [case for case in cases.folder(args.docs, policy) if case.kind not in known and case.labels]
        for policy in identity.POLICIES
    }
    _identities(others, args, title, "docs_identity")


def _cards(chosen: Iterable[cases.Case], args: argparse.Namespace, title: str, name: str) -> None:
    if args.peer and not peer.available():
        print("presidio-image-redactor is not installed here; measuring without it")
    rows = _measured(chosen, peer.Peer() if args.peer and peer.available() else None)
    if not rows:
        return
    figures = {"quality": report.summary(rows), "environment": report.environment()}
    if not args.docs:
        figures["speed"] = {name: round(value, 3) for name, value in speed.measure().items()}
    _write(args.out, name, title, report.markdown(title, figures), figures)


def _statements(chosen: Iterable[cases.Case], args: argparse.Namespace, title: str, name: str) -> None:
    rows = _measured(chosen, None)
    if not rows:
        return
    figures = {"quality": values.summary(rows), "environment": report.environment()}
    _write(args.out, name, title, statements.markdown(title, figures), figures)


def _identities(chosen: Mapping[str, Iterable[cases.Case]], args: argparse.Namespace, title: str, name: str) -> None:
    """Cover each document under each policy."""
    rows = {policy: _measured(ones, None) for policy, ones in chosen.items()}
    if not any(rows.values()):
        return
    quality_told = {policy: values.summary(done) for policy, done in rows.items()}
    figures = {"quality": quality_told, "environment": report.environment()}
    _write(args.out, name, title, identity.markdown(title, figures), figures)


def _measured(chosen: Iterable[cases.Case], rival: peer.Peer | None) -> list[quality.Row]:
    rows = []
    for row in quality.run(chosen, rival):
        rows.append(row)
        print(f"{row.case.name:32} {row.cpu_s:6.2f} s  {row.error or 'covered'}", flush=True)
    return rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="how many cards to draw (default %(default)s)")
    parser.add_argument("--statements", type=int, default=24, help="how many statements to draw (default %(default)s)")
    parser.add_argument("--identity", type=int, default=24, help="how many identity documents to draw (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="where the dice start (default %(default)s)")
    parser.add_argument("--docs", type=Path, help="measure this folder's files and labels.json instead")
    parser.add_argument("--peer", action="store_true", help="measure presidio-image-redactor's detection as well")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="folder for the results")
    return parser.parse_args()


def _write(folder: Path, name: str, title: str, page: str, figures: dict[str, Any]) -> None:
    print(f"\n{page}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(page + "\n", "utf-8")
    (folder / f"{name}.json").write_text(json.dumps({"title": title, **figures}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
