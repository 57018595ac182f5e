"""A campaign: mutants of a target's seeds, one after the other, until the time or the number is up."""

from __future__ import annotations

import argparse
import json
import random
import signal
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.bounds import Defect, peak_bytes
from tests.fuzz.mutate import mutated

HANG_S = 60
"""Seconds after which the process is ended; the input is on the disk then, as it is after a crash."""

_WARM = 200  # executions after which memory that only grows once has grown


@dataclass
class Tally:
    """What became of the executions of one campaign: counts only."""

    target: str
    engine: str
    seed: int
    executions: int = 0
    seconds: float = 0.0
    outcomes: Counter = field(default_factory=Counter)
    defects: Counter = field(default_factory=Counter)
    warm_bytes: int = 0
    peak_bytes: int = 0

    def add(self, outcome, defect=None):
        """Count one execution."""
        self.executions += 1
        if defect is None:
            self.outcomes[outcome] += 1
        else:
            self.defects[defect] += 1
        self.peak_bytes = peak_bytes()
        if self.executions <= _WARM:
            self.warm_bytes = self.peak_bytes

    def append_to(self, path):
        """Add this to a file of JSON, one campaign a line."""
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(vars(self)) + "\n")

    def __str__(self):
        rows = [f"{self.target}: {self.executions:,} executions in {self.seconds:.0f} s"]
        rows += [f"  {count:9,}  {name}" for name, count in self.outcomes.most_common()]
        rows += [f"  {count:9,}  DEFECT {name}" for name, count in self.defects.most_common()]
        grown = (self.peak_bytes - self.warm_bytes) / 1e6
        return "\n".join([*rows, f"  most memory {self.peak_bytes / 1e6:.0f} MB, {grown:.0f} MB more than at first"])


def execute(target, data, tally, folder):
    """Run a target once; a defect is counted and its input kept."""
    try:
        tally.add(target(data))
    except Exception as error:  # whatever it is, it is what was looked for
        where = error.__traceback__
        while where.tb_next:
            where = where.tb_next
        code = where.tb_frame.f_code
        defect = f"{type(error).__name__} in {Path(code.co_filename).name}:{where.tb_lineno} {code.co_name}"
        tally.add("", f"{defect}: {error}" if isinstance(error, Defect) else defect)
        if tally.defects.total() <= _KEPT:
            (folder / f"{tally.target}-{tally.seed}-{tally.executions}").write_bytes(data)


_KEPT = 50  # inputs of defects of one campaign


def campaign(name, *, folder, seconds=None, executions=None, seed=0):
    """Run mutants of a target's seeds.

    Parameters
    ----------
    name : str
        Of a target.
    folder : Path
        Where inputs of defects go; that of an execution which ended the process is ``running-...``.
    seconds, executions : float, int, optional
        What ends it, whichever comes first.
    seed : int
        Of the generator: the same seed gives the same mutants.

    Returns
    -------
    Tally
    """
    from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    rng, tally, seeds = random.Random(seed), Tally(name, "mutate", seed), target.seeds()
    running, start = folder / f"running-{name}-{seed}", time.monotonic()
    with running.open("wb", buffering=0) as file:
        while (executions is None or tally.executions < executions) and (
            seconds is None or time.monotonic() - start < seconds
        ):
            data = mutated(rng, seeds)
            file.seek(0)
            file.write(data)
            file.truncate()
            with alarmed():
                execute(target, data, tally, folder)
    running.unlink()
    tally.seconds = round(time.monotonic() - start, 1)
    return tally


@contextmanager
def alarmed():
    """End the process when something takes longer than `HANG_S`."""
    before = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(HANG_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main(arguments=None):
    """Run from the command line; return the exit status."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("--target", action="append", help="default: all, one after the other")
    parser.add_argument("--seconds", type=float, default=60, help="of each target")
    parser.add_argument("--executions", type=int, help="of each target, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", choices=("mutate", "atheris"), default="mutate", help="atheris: one target only")
    parser.add_argument("--out", help="file to which counts and times are added, one JSON object a line")
    parser.add_argument("--failures", type=Path, default=Path(tempfile.gettempdir()) / "redactkit-fuzz")
    options = parser.parse_args(arguments)
    options.failures.mkdir(parents=True, exist_ok=True)
    limits = {"seconds": options.seconds, "executions": options.executions, "seed": options.seed}
    limits["folder"] = options.failures

    def done(tally):
        print(tally, flush=True)
        if options.out:
            tally.append_to(options.out)
        if tally.defects:
            print(f"inputs of defects are in {options.failures}", flush=True)
        return 1 if tally.defects else 0

    if options.engine == "atheris":
        if len(options.target or ()) != 1:
            parser.error("atheris ends the process with its first target: name one")
        from tests.fuzz.guided import guided

        guided(*options.target, **limits, done=done)
    from tests.fuzz.targets import TARGETS

    if unknown := set(options.target or ()) - TARGETS.keys():
        parser.error(f"no target is named {', '.join(unknown)}; there are: {', '.join(TARGETS)}")
    return max(done(campaign(name, **limits)) for name in options.target or TARGETS)
