"""CPU seconds, memory and start-up. Unix only: the resource module tells what children cost."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import redactkit
from benchmarks.draw import CardSpec, draw_card
from benchmarks.draw.spec import Backdrop, Texture

if TYPE_CHECKING:
    from collections.abc import Iterator

_TWO_MEGAPIXELS = (1632, 1224)
_TWELVE_MEGAPIXELS = (4000, 3000)
_RUNS = 3

_IMPORT = "import time; t = time.perf_counter(); import redactkit; print(time.perf_counter() - t)"
_PROCESS = """
import sys, time
start = time.perf_counter()
import redactkit
redactkit.process(open(sys.argv[1], "rb").read())
print(time.perf_counter() - start)
from benchmarks.speed import peak_megabytes
print(peak_megabytes())
"""


def cpu_seconds() -> float:
    """Return what this process and its finished children have used, all threads."""
    usage = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in usage)


def peak_megabytes() -> float:
    """Return the most memory that this process has held, 10^6 bytes.

    On Linux from the kernel's high-water mark: ru_maxrss counts the parent's memory before the start as well.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


class NetworkClock:
    """Adds up the CPU seconds spent inside onnxruntime's networks."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[NetworkClock]:
        """Watch every session's `run` for the time of a with statement."""
        import onnxruntime

        session = onnxruntime.InferenceSession
        plain = session.run

        def watched(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return plain(*args, **kwargs)
            finally:
                self.seconds += time.process_time() - start

        session.run = watched
        try:
            yield self
        finally:
            session.run = plain


def measure() -> dict[str, float]:
    """Return start-up, large pictures against small ones, and peak memory."""
    small, large = (_card(size) for size in (_TWO_MEGAPIXELS, _TWELVE_MEGAPIXELS))
    cpu_small, cpu_large = (_least_cpu(data) for data in (small, large))
    (first_s, peak_small), (_, peak_large) = _fresh(small), _fresh(large)
    return {
        "import_s": min(float(_child(_IMPORT)) for _ in range(_RUNS)),
        "first_picture_in_a_fresh_process_s": first_s,
        "cpu_2_megapixels_s": cpu_small,
        "cpu_12_megapixels_s": cpu_large,
        "ratio_12_to_2_megapixels": cpu_large / cpu_small,
        "peak_memory_2_megapixels_mb": peak_small,
        "peak_memory_12_megapixels_mb": peak_large,
    }


def _card(size: tuple[int, int]) -> bytes:
    spec = CardSpec(
        seed=12,
        texture=Texture.GRADIENT,
        backdrop=Backdrop.DESK,
        tilt_deg=3,
        width_px=size[0],
        height_px=size[1],
    )
    return draw_card(spec).encode()


def _least_cpu(data: bytes) -> float:
    seconds = []
    for _ in range(_RUNS):
        start = cpu_seconds()
        redactkit.process(data)
        seconds.append(cpu_seconds() - start)
    return min(seconds)


def _fresh(data: bytes) -> tuple[float, float]:
    """Return seconds and peak megabytes of a new process that covers one picture."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "card.jpg"
        path.write_bytes(data)
        seconds, megabytes = _child(_PROCESS, str(path)).split()
    return float(seconds), float(megabytes)


def _child(code: str, *args: str) -> str:
    root = Path(redactkit.__file__).parents[1]
    return subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, check=True, cwd=root
    ).stdout
