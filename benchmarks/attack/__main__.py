"""`python -m benchmarks.attack`: what an attacker learns from covers, beside a blur, a mosaic and plain boxes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.attack.measure import figures
from benchmarks.attack.page import markdown


def main() -> None:
    """Attack, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    default = Path(__file__).parents[1] / "results"
    parser.add_argument("--out", type=Path, default=default, help="folder for the results")
    folder = parser.parse_args().out
    found = figures()
    page = markdown(found)
    print(page)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "attack.md").write_text(page + "\n", "utf-8")
    (folder / "attack.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
