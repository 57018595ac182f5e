"""What one execution may take, and what it is when it takes more. On Unix only, as all of the fuzzing."""

from __future__ import annotations

import resource
import sys
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass

MAX_BYTES = 300_000_000
"""Memory that one execution may add to the process."""

# Decoding a GIF or an AVIF of 60 megapixels took 50 ns and 12 bytes a pixel.
_S_A_PIXEL, _BYTES_A_PIXEL = 200e-9, 16
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss: getrusage(2)


class Defect(AssertionError):
    """Something that must never happen. Says what, never with what content."""


class Slow(Defect):
    """It took too long, which on a busy machine may be chance."""


@dataclass
class Work:
    """What was done: pixels that a caller got, which take time and memory of their own."""

    pixels: int = 0


@contextmanager
def bounded(seconds):
    """Run something; raise `Defect` when it took more processor time or memory than it may, or said a warning.

    What never ends is for the caller's alarm. Yields the `Work`, to be filled in.
    """
    work, start, before = Work(), time.process_time(), peak_bytes()
    with warnings.catch_warnings(action="error"):
        yield work
    took, grown = time.process_time() - start, peak_bytes() - before
    if took > seconds + _S_A_PIXEL * work.pixels:
        raise Slow(f"took {took:.1f} s of processor time")
    if grown > MAX_BYTES + _BYTES_A_PIXEL * work.pixels:
        raise Defect(f"took {grown / 1e6:.0f} MB of memory")


def peak_bytes():
    """Return the most memory that the process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
