"""Mutants that coverage guides: atheris sees which branches of redactkit an input takes, and goes on from new ones.

Only Python is looked at; libraries run as they are. No room of redactkit may have been imported before.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import atheris

from tests.fuzz.mutate import mutated
from tests.fuzz.run import HANG_S, Tally, execute

_KNOWING = 0.5  # of the mutants are made by `mutated`, which knows formats, the others by libFuzzer


def guided(name, *, seconds, executions, seed, folder, done):
    """Run a target until the time or the number is up, hand over the tally, and end the process.

    libFuzzer gives nothing back. What it found worth going on from stays in a folder of `folder` for the next time.

    Parameters
    ----------
    name, seconds, executions, seed, folder
        As for `tests.fuzz.run.campaign`.
    done : callable
        Is called with the tally and returns the process's exit status.
    """
    with atheris.instrument_imports(include=["redactkit"]):  # to the end: some rooms are imported where they are needed
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]
        tally, seeds, start = Tally(name, "atheris", seed), target.seeds(), time.monotonic()

        def one_input(data):
            execute(target, data, tally, folder)
            tally.seconds = round(time.monotonic() - start, 1)
            if tally.executions == executions or tally.seconds >= seconds:
                status = done(tally)
                sys.stdout.flush()
                os._exit(status)

        atheris.Setup(_arguments(name, seeds, seed, Path(folder)), one_input, custom_mutator=_mutant)
        atheris.Fuzz()


def _mutant(data, max_bytes, number):
    rng = random.Random(number)
    if data and rng.random() < _KNOWING:
        return mutated(rng, [data])[:max_bytes]
    return atheris.Mutate(data, max_bytes)


def _arguments(name, seeds, seed, folder):
    """Write seeds to the disk and return what libFuzzer is told."""
    corpus = folder / f"corpus-{name}"
    corpus.mkdir(exist_ok=True)
    for index, data in enumerate(seeds):
        (corpus / f"seed-{index}").write_bytes(data)
    options = {"seed": seed + 1, "max_len": 4 * max(map(len, seeds)), "timeout": HANG_S}
    options["artifact_prefix"] = f"{folder}/"
    return [sys.argv[0], str(corpus), *(f"-{key}={value}" for key, value in options.items())]
