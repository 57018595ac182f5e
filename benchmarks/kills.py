"""`python -m benchmarks.kills`: runs of the command line over 100 pictures, killed at random moments with SIGKILL.

Unix only. A run is a fork of this process, which has the libraries loaded, so that kills strike its work and not its
start. After a kill every file under an output's name must be whole, no input may have changed, and what else lies there
is counted; every few kills a run that nobody disturbs must complete what is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import stat
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

import redactkit.pipeline  # noqa: F401 - loaded once, for all runs
from benchmarks import report
from benchmarks.draw import CardSpec, draw_card
from benchmarks.figures import table, words
from redactkit import cli

_FILES = 100
_SIZES = {"size-only": (240, 180), "appeal": (400, 300)}  # pixels; the former take about as long as their writing
_SHARES = {"size-only": 0.97, "appeal": 0.03}  # of the kills; appeal loads an engine and reads, which takes longer
_LONGEST_S = 6.0  # from a run's start to its end by force
_RERUN = 30  # kills from one completed run to the next


@dataclass(frozen=True, slots=True)
class Course:
    """What runs under one policy should give.

    Attributes
    ----------
    policy : str
    source, out : Path
        Folders.
    inputs, outputs : dict of str to bytes
        The files by name: given, and written by a run that nobody disturbed.
    seconds : float
        Wall clock of that run.
    """

    policy: str
    source: Path
    out: Path
    inputs: dict[str, bytes]
    outputs: dict[str, bytes]
    seconds: float

    def argv(self) -> list[str]:
        """Return the arguments of the command line."""
        names = [str(self.source / name) for name in self.inputs]
        return ["cover", *names, "-o", str(self.out), "--policy", self.policy]


def draw(folder: Path, size: tuple[int, int]) -> dict[str, bytes]:
    """Draw cards of so many pixels into a folder and return them by name."""
    folder.mkdir()
    files = {}
    for seed in range(_FILES):
        file = BytesIO()
        pixels = draw_card(CardSpec(seed=seed, width_px=size[0], height_px=size[1])).pixels
        Image.fromarray(pixels).save(file, "PNG")
        files[f"{seed:03}.png"] = file.getvalue()
        (folder / f"{seed:03}.png").write_bytes(file.getvalue())
    return files


def start(argv: list[str]) -> int:
    """Run the command line in a fork and return its process number."""
    pid = os.fork()
    if pid == 0:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            os._exit(cli.main(argv))
        finally:
            os._exit(1)
    return pid


def undisturbed(policy: str, place: Path) -> Course:
    """Draw the inputs of one policy and let a run end by itself."""
    out = place / f"{policy}-out"
    out.mkdir()
    inputs = draw(place / f"{policy}-in", _SIZES[policy])
    course = Course(policy, place / f"{policy}-in", out, inputs, {}, 0.0)
    begin = time.monotonic()
    os.waitpid(start(course.argv()), 0)
    seconds, outputs = time.monotonic() - begin, {path.name: path.read_bytes() for path in out.iterdir()}
    clear(course)
    return Course(policy, course.source, out, inputs, outputs, seconds)


def killed(course: Course, delay_s: float) -> bool:
    """Start a run, kill it after a while, and tell whether it was still running."""
    pid = start(course.argv())
    time.sleep(delay_s)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def look(course: Course) -> Counter[str]:
    """Count what a kill left."""
    seen: Counter[str] = Counter()
    for path in course.out.iterdir():
        if path.name in course.outputs:
            seen["outputs_present"] += 1
            seen["partial_outputs"] += path.read_bytes() != course.outputs[path.name]
        else:
            seen["leftovers"] += 1
            seen["leftovers_readable_by_others"] += bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
            path.unlink()
    there = {path.name: path.read_bytes() for path in course.source.iterdir()}
    seen["changed_inputs"] += there != course.inputs
    return seen


def clear(course: Course) -> None:
    """Take all outputs away."""
    for path in course.out.iterdir():
        path.unlink()


def run(course: Course, kills: int, dice: random.Random) -> Counter[str]:
    """Kill so many runs and count."""
    seen: Counter[str] = Counter()
    while seen["kills"] < kills:
        if not killed(course, dice.uniform(0, min(course.seconds, _LONGEST_S))):
            continue
        found = look(course)
        seen += found
        seen["kills"] += 1
        seen["kills_amid_the_files"] += 0 < found["outputs_present"] < len(course.outputs)
        if seen["kills"] % _RERUN == 0 or seen["kills"] == kills:
            os.waitpid(start(course.argv()), 0)
            whole = look(course)
            seen["reruns"] += 1
            seen["reruns_that_completed"] += whole["outputs_present"] == len(course.outputs)
            seen += Counter({key: whole[key] for key in ("partial_outputs", "changed_inputs", "leftovers")})
        if dice.random() < 0.5:  # else the next run replaces what is there
            clear(course)
    return seen


def main() -> None:
    """Kill, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="how many (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="where the dice start (default %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder for the results")
    args = parser.parse_args()
    cv2.setNumThreads(1)  # a fork takes no threads along
    dice = random.Random(args.seed)
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        for policy, share in _SHARES.items():
            course = undisturbed(policy, Path(place))
            begin = time.monotonic()
            seen = run(course, max(1, round(share * args.kills)), dice)
            figures[policy] = told(course, seen) | {"seconds": round(time.monotonic() - begin)}
            print(f"{policy}: {figures[policy]}", flush=True)
    page = markdown(figures)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "kills.md").write_text(page + "\n", "utf-8")
    (args.out / "kills.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def told(course: Course, seen: Counter[str]) -> dict[str, Any]:
    """Return the figures of one policy."""
    names = ("kills", "kills_amid_the_files", "outputs_present", "partial_outputs", "changed_inputs", "leftovers")
    counts = {name: seen[name] for name in (*names, "leftovers_readable_by_others", "reruns", "reruns_that_completed")}
    files = {"inputs": len(course.inputs), "outputs_of_an_undisturbed_run": len(course.outputs)}
    return files | {"seconds_of_an_undisturbed_run": round(course.seconds, 1)} | counts


def markdown(figures: dict[str, Any]) -> str:
    """Return the page."""
    rows = [(words(key), *(told[key] for told in figures.values())) for key in next(iter(figures.values()))]
    lines = ["# Runs killed with SIGKILL at random moments", "", *table(("", *figures), rows), ""]
    return "\n".join([*lines, "## Environment", "", *table(("", "figure"), report.environment().items()), ""])


if __name__ == "__main__":
    main()
