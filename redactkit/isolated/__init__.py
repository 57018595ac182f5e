"""One document in a process of its own, with bounds on time and memory: for batches and for files of strangers.

The process that opens the file gets its bytes and hands back bytes; it knows no path and writes nothing. What it
answers is a stranger's word, checked before it is used. This side writes, and ends the process whatever happens.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

from redactkit.errors import InputError, IsolationError, PolicyError
from redactkit.isolated.wire import EARLY, Nonsense, pack, policy_to_plain, result_of, unpack
from redactkit.policy import resolve
from redactkit.write import target, write

if TYPE_CHECKING:
    from redactkit.load.source import FileSource
    from redactkit.model import DocumentKind
    from redactkit.policy import Policy
    from redactkit.result import Result

__all__ = ["MEMORY_BYTES", "SECONDS", "process"]

SECONDS = 1800.0
"""A statement of 100 pages, half the most that a PDF may have, took 350 s of processor time, and 590 s by the clock of
a machine that had three other things to do."""

MEMORY_BYTES = 4_000_000_000
"""Address space, of which less is in use. A card takes 0.7 GB, a statement of 100 pages 1.3 GB, a PNG of 64 megapixels
1.4 GB, a TIFF of 200 megapixels, the most that a picture may have, 2.5 GB."""

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from redactkit.isolated.child import main; main()"
_FAREWELL_S = 5.0  # until a killed process has let go of its pipes; only a process that fled its group takes longer
_ENVIRONMENT = (  # what finds programs and libraries and says how text is coded; nothing else is handed on
    *("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX"),
    *("LANG", "LC_ALL", "LC_CTYPE"),
)


def process(
    source: FileSource,
    out: str | os.PathLike[str] | None = None,
    *,
    policy: str | Policy = "appeal",
    kind: str | DocumentKind | None = None,
    engine: str | None = None,
    password: str | None = None,
    max_bytes: int | None = None,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> Result:
    """Do what `redactkit.process` does, in a process of its own that is ended at its bounds.

    Works in threads, notebooks and scripts without a ``__main__`` guard: the process is a new one of
    ``sys.executable``, never a fork. It ends with this one.

    Parameters
    ----------
    source : path, bytes or binary file
        Pixels in memory are no file that needs to be opened elsewhere, and are refused.
    out, policy, kind, password, max_bytes
        As for `redactkit.process`.
    engine : {"ppocr", "tesseract"}, optional
        By name only.
    seconds : float, default `SECONDS`
        Wall clock; and processor time where there is the module `resource`, which Windows lacks.
    memory_bytes : int, default `MEMORY_BYTES`
        Address space, where there is `resource`. Windows knows no such bound, and macOS keeps it loosely.

    Returns
    -------
    Result
        With the bytes and facts of `redactkit.process`. Its plan is as JSON holds it: corners rounded to a
        hundredth of a pixel, without the texts that stay.

    Raises
    ------
    IsolationError
        The process reached a bound, died, or answered nonsense. Nothing was written.
    RedactkitError
        Whatever `redactkit.process` raises, with the same words; `ReviewNeededError` with its plan.
    """
    chosen = resolve(policy, max_bytes)
    _refuse(source, engine, seconds, memory_bytes)
    name, data = _opened(source)
    path = Path(source) if isinstance(source, str | os.PathLike) else None
    asked = None if out is None or os.path.isdir(out) else os.fspath(out)
    if asked is not None:
        target(path, asked, 1, "image/jpeg")  # what is refused is refused before anything is read
    settings = {"kind": kind, "engine": engine, "password": password, "policy": policy_to_plain(chosen)}
    limits = {"seconds": seconds, "memory_bytes": memory_bytes}
    result = _run({"name": name, "out": asked, **settings, **limits}, data)
    where, media = target(path, out, len(result.report.plan.sizes), result.report.media)
    if media != result.report.media:
        raise _nonsense(name, "it was of another format than asked for")
    if where is not None:
        write(result.data, where, source=source)
    return replace(result, path=where)


def _refuse(source: object, engine: object, seconds: float, memory_bytes: int) -> None:
    """Raise unless everything can cross over to another process."""
    file = isinstance(source, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(source, "read")
    if not file:
        raise InputError("neither a path, bytes nor a binary file; give pixels in memory to redactkit.process")
    if engine is not None and not isinstance(engine, str):
        raise PolicyError("an engine of your own cannot cross into another process; name one, or use redactkit.process")
    if not (seconds > 0 and memory_bytes > 0):
        raise PolicyError("seconds and memory_bytes bound a process: give numbers above 0")


def _opened(source: FileSource) -> tuple[str, bytes]:
    """Return the name and the bytes of a file, or raise as `load` does."""
    from redactkit.load.source import contents, name_of  # noqa: PLC0415 - brings libraries along

    name = name_of(source)
    try:
        return name, contents(source)
    except InputError as error:
        raise type(error)(f"{name}: {error}") from None


class _Talk(Thread):
    """Hands a request to a process and hears its answer, so that whoever waits can stop waiting."""

    def __init__(self, child: subprocess.Popen[bytes], message: bytes, max_data_bytes: int) -> None:
        super().__init__(daemon=True, name="redactkit-isolated")
        assert child.stdin is not None
        assert child.stdout is not None
        self.into, self.out_of = child.stdin, child.stdout
        self.message, self.max_data_bytes = message, max_data_bytes
        self.answer: tuple[dict[str, Any], bytes] | None = None
        self.problem = EARLY

    def run(self) -> None:
        """Write, read, and keep the answer or what is wrong with it."""
        with suppress(OSError):  # a process that is no more answers nothing, which says enough
            self.into.write(self.message)
            self.into.flush()  # and left open: its end would tell the process that this one is gone
        try:
            self.answer = unpack(self.out_of.read, self.max_data_bytes)
        except Nonsense as error:
            self.problem = str(error)


def _run(request: dict[str, Any], data: bytes) -> Result:
    """Start a process, let it work until its time is up, end it; return its result or raise its error."""
    name, seconds = request["name"], request["seconds"]
    with TemporaryDirectory(prefix="redactkit-", ignore_cleanup_errors=True) as folder:
        child = _start(name, folder)
        talk = _Talk(child, pack(request, data), request["policy"]["max_bytes"])
        try:
            talk.start()
            talk.join(seconds)
            late = talk.is_alive()
        finally:
            _end(child, talk)
    if talk.answer is None or late:
        raise _death(request, child.returncode, talk.problem, late=late)
    header, finished = talk.answer
    if "failure" in header:
        raise _failure(request, header["failure"])
    try:
        return result_of(header, finished)
    except Nonsense as error:
        raise _nonsense(name, str(error)) from None


def _start(name: str, folder: str) -> subprocess.Popen[bytes]:
    """Start a Python that knows nothing but where modules lie; what it has to know comes through its pipe."""
    known = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # each thread takes address space
    # Tesseract's pictures go where this side takes them away, whatever becomes of the process.
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    places = [os.path.abspath(place) for place in sys.path]  # '' is where this process runs
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _BOOT, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=known | threads | own,
            start_new_session=True,
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise IsolationError(f"{name}: no process could be started for it ({reason}); try again later") from None


def _end(child: subprocess.Popen[bytes], talk: _Talk) -> None:
    """Kill a process and its own children, and let nothing of it remain."""
    if sys.platform == "win32":
        child.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # it is gone; the latter is macOS's word for that
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if talk.ident is not None:
        talk.join(_FAREWELL_S)
    if not talk.is_alive():
        for pipe in (talk.into, talk.out_of):
            with suppress(OSError):
                pipe.close()


def _death(request: dict[str, Any], status: int, problem: str, *, late: bool) -> IsolationError:
    """Say why there is no answer. A negative status is the signal that ended the process."""
    name, seconds = request["name"], request["seconds"]
    if late or status == -getattr(signal, "SIGXCPU", 0):
        return IsolationError(
            f"{name}: it takes more than {seconds:g} s; send a smaller one or parts, or allow more with seconds="
        )
    if status == 0 or (status == -9 and problem != EARLY):
        return _nonsense(name, problem)
    if status == -9:
        how = "was killed, perhaps because the machine ran out of memory"
    else:
        how = f"died of signal {-status}" if status < 0 else f"ended with status {status}"
    return IsolationError(
        f"{name}: the process that handled it {how}; send the document in another form (print a PDF to a new one, "
        "save a picture anew), or allow more with memory_bytes="
    )


def _failure(request: dict[str, Any], failure: object) -> IsolationError:
    """Say what went wrong that is no error of ours; the other side names it in one word."""
    name = request["name"]
    if failure == "MemoryError":
        return IsolationError(
            f"{name}: it takes more than {request['memory_bytes'] / 1e6:,.0f} MB of memory; send a smaller one or "
            "parts, or allow more with memory_bytes="
        )
    word = failure if isinstance(failure, str) and failure.isidentifier() and len(failure) < 100 else "answer"
    return IsolationError(
        f"{name}: unexpected {word} in the process that handled it; please report it, without the file"
    )


def _nonsense(name: str, problem: str) -> IsolationError:
    return IsolationError(
        f"{name}: the answer of the process that handled it makes no sense ({problem}); do not trust it"
    )
