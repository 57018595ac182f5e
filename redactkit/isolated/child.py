"""The process that handles one document: bounds first, libraries after them, and nothing said but the answer.

Started by `redactkit.isolated.process`, which ends it. Reads a request from standard input and writes the answer to
what was standard output; whatever a library prints goes nowhere.
"""

from __future__ import annotations

import ctypes
import importlib.util
import io
import math
import os
import signal
import sys
from contextlib import suppress
from threading import Thread
from typing import Any

from redactkit.errors import EngineError, RedactkitError
from redactkit.isolated.wire import answer_of, answer_of_error, policy_of_plain, unpack

_PR_SET_PDEATHSIG = 1  # prctl(2)
_CV2_NO_MEMORY = -4  # cv::Error::StsNoMem
_FULL = 0.7
"""Share of the address space in use from which a failure counts as one of memory: at bounds too small for a card or a
statement, 200 to 680 MB, the libraries gave up at 73 to 99 %."""


class _File(io.BytesIO):
    """The document's bytes; errors call it by its name."""

    name: str


def main() -> None:
    """Answer one request and end."""
    try:
        answers = os.fdopen(os.dup(1), "wb")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        request, data = unpack(sys.stdin.buffer.read, sys.maxsize)
        _end_with_the_parent()
        _bound(request)
        answers.write(_answer(request, data))
        answers.flush()
        os._exit(0)
    finally:
        os._exit(1)  # nothing is left to be put in order, and nobody to be told


def _answer(request: dict[str, Any], data: bytes) -> bytes:
    try:
        from redactkit.pipeline import unwritten  # noqa: PLC0415 - within the bounds

        source = _File(data)
        source.name = request["name"]
        settings = {key: request[key] for key in ("kind", "engine", "password")}
        policy = policy_of_plain(request["policy"])
        return answer_of(unwritten(source, request["out"], policy=policy, max_bytes=None, **settings))
    except Exception as error:
        return answer_of_error(MemoryError() if _lacks_memory(error, request["memory_bytes"]) else error)


def _lacks_memory(error: Exception, memory_bytes: int) -> bool:
    """Tell whether a failure is one of memory: few libraries say so, but then most of the bound is in use."""
    if isinstance(error, RedactkitError) and not isinstance(error, EngineError):
        return False
    if isinstance(error, MemoryError) or getattr(error, "code", None) == _CV2_NO_MEMORY:
        return True
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # proc(5)
            peak = next(line for line in status if line.startswith("VmPeak"))
    except (OSError, StopIteration):
        return False
    return int(peak.split()[1]) * 1024 > _FULL * memory_bytes


def _bound(request: dict[str, Any]) -> None:
    """Set the bounds that the system keeps, where it has them. They hold for whatever this process starts, each."""
    if importlib.util.find_spec("resource") is None:
        return
    import resource  # noqa: PLC0415 - Windows lacks it

    seconds = math.ceil(request["seconds"])
    _limit(resource.RLIMIT_CORE, 0, 0)  # a core dump would hold the document
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)  # SIGXCPU, which the parent understands, then SIGKILL
    _limit(resource.RLIMIT_AS, request["memory_bytes"], request["memory_bytes"])
    if request["engine"] != "tesseract":  # the one that reads files
        _limit(resource.RLIMIT_FSIZE, 0, 0)


def _limit(what: int, soft: int, hard: int) -> None:
    import resource  # noqa: PLC0415

    most = resource.getrlimit(what)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(what, (soft, hard))


def _end_with_the_parent() -> None:
    """Die when the parent does: told by Linux, and by standard input, which the parent holds open."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    os.read(0, 1)
    if sys.platform != "win32":
        with suppress(ProcessLookupError):  # it leads no group when somebody started it by hand
            os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
