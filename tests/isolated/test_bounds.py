"""Bounds hold, the process dies when it has to, and nothing of it remains."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import redactkit
from redactkit import PROFILES, IsolationError, errors, isolated
from redactkit.isolated import wire
from tests.isolated.parts import SECRET, SLEEP, is_gone, linux, play, posix, raises, soon


@posix
def test_a_bound_on_time(picture, monkeypatch, children):
    start = time.monotonic()
    raises(
        IsolationError,
        r"card\.png: it takes more than 0\.5 s",
        picture,
        code=SLEEP,
        monkeypatch=monkeypatch,
        seconds=0.5,
    )
    assert time.monotonic() - start < 10
    assert children[0].returncode == -signal.SIGKILL
    assert is_gone(children[0].pid)


@pytest.mark.slow
@posix
def test_a_bound_on_processor_time(picture, monkeypatch):
    """Without a parent that looks at the clock; what the parent says to such an end is asked below."""
    play(monkeypatch, "while True: pass")
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", isolated._BOOT, *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    child.stdin.write(wire.pack({**request_of(), "seconds": 0.5}))
    child.stdin.flush()
    assert child.wait(timeout=30) == -signal.SIGXCPU
    assert child.stdout.read() == b""
    child.stdin.close()
    child.stdout.close()


def request_of():
    policy = wire.policy_to_plain(PROFILES["appeal"])
    nothing = dict.fromkeys(("out", "kind", "engine", "password"))
    return {"name": "a", "policy": policy, "seconds": 9, "memory_bytes": 10**9, **nothing}


@posix
@pytest.mark.parametrize(
    ("end", "match"),
    [
        ("SIGXCPU", "more than 60 s"),
        ("SIGKILL", "was killed"),
        ("SIGSEGV", "died of signal 11"),
        (None, "ended with status 1"),
    ],
)
def test_a_death_is_told(picture, monkeypatch, end, match):
    code = "raise SystemExit" if end is None else f"import os, signal\nos.kill(os.getpid(), signal.{end})"
    raises(IsolationError, match, picture, code=code, monkeypatch=monkeypatch)


@linux
def test_a_bound_on_memory(picture, monkeypatch):
    hoard = {"code": "bytearray(10**9)", "monkeypatch": monkeypatch, "memory_bytes": 500_000_000}
    raises(IsolationError, "more than 500 MB of memory", picture, **hoard)


@linux
def test_a_failure_near_the_bound_on_memory_is_one_of_memory(picture, monkeypatch):
    """Libraries have many words for it."""
    code = "import mmap\nroom = mmap.mmap(-1, {})\nfrom redactkit import errors\nraise {}"
    near = {"monkeypatch": monkeypatch, "memory_bytes": 10**9}
    raises(IsolationError, "more than 1,000 MB", picture, code=code.format("8 * 10**8", "OSError"), **near)
    raises(IsolationError, "more than 1,000 MB", picture, code=code.format("8 * 10**8", "errors.EngineError"), **near)
    raises(errors.LeakError, "^$", picture, code=code.format("8 * 10**8", "errors.LeakError"), **near)
    raises(IsolationError, "unexpected OSError", picture, code=code.format("10**8", "OSError"), **near)


@linux
def test_what_the_libraries_need_is_bounded_too(picture):
    raises(IsolationError, "more than 200 MB of memory", picture, memory_bytes=200_000_000)


@posix
def test_limits_of_the_process(picture, monkeypatch):
    code = "import resource as r\nfrom redactkit import errors\nnames = 'CORE', 'CPU', 'AS', 'FSIZE'\n"
    code += "raise errors.LeakError(str([r.getrlimit(getattr(r, 'RLIMIT_' + name))[0] for name in names]))"
    bounds = {"seconds": 70.5, "memory_bytes": 900_000_000}
    raises(errors.LeakError, r"^\[0, 71, 900000000, 0\]$", picture, code=code, monkeypatch=monkeypatch, **bounds)


@posix
def test_the_process_writes_nothing(picture, monkeypatch, tmp_path):
    code = f"open({str(tmp_path / 'written')!r}, 'wb', buffering=0).write(b'a')"
    play(monkeypatch, code)
    with pytest.raises(IsolationError, match="unexpected OSError"):
        isolated.process(picture)
    assert (tmp_path / "written").read_bytes() == b""


@linux
@pytest.mark.parametrize("many", [1, 3])
def test_killed_from_outside_in_threads(tmp_path, picture, monkeypatch, children, many):
    play(monkeypatch, SLEEP)
    with ThreadPoolExecutor(many) as pool:
        asked = [pool.submit(isolated.process, picture, tmp_path / f"{i}.jpg") for i in range(many)]
        assert soon(lambda: len(children) == many)
        for child in children:
            os.kill(child.pid, signal.SIGKILL)
        told = [str(one.exception()) for one in asked]
    assert all(isinstance(one.exception(), IsolationError) for one in asked)
    assert all("was killed" in words for words in told)
    assert [path.name for path in tmp_path.iterdir()] == ["card.png"]
    assert all(is_gone(child.pid) and child.returncode == -signal.SIGKILL for child in children)
    assert not [thread for thread in threading.enumerate() if thread.name == "redactkit-isolated"]


@linux
def test_no_child_of_a_child_is_left(picture, monkeypatch, tmp_path):
    code = "import os\npid = os.fork()\nif not pid:\n    import time; time.sleep(60)\n"
    code += "from redactkit import errors\nraise errors.LeakError(pid)"
    error = raises(errors.LeakError, r"^\d+$", picture, code=code, monkeypatch=monkeypatch)
    assert soon(lambda: is_gone(int(str(error))))


@pytest.mark.slow
@linux
@pytest.mark.parametrize("deaf", [False, True])
def test_the_death_of_the_parent_takes_the_child_along(picture, monkeypatch, deaf):
    """Also where no system tells, or while somebody else holds the pipe open."""
    how = "import os\nos.read = lambda *_: __import__('time').sleep(60)" if deaf else "import ctypes\ndel ctypes.CDLL"
    how = how.replace("del ctypes.CDLL", "ctypes.CDLL = lambda _: types.SimpleNamespace(prctl=print)")
    play(monkeypatch, SLEEP, before=how)
    script = "import sys, threading, time, subprocess\nfrom redactkit import isolated\n"
    script += f"isolated._BOOT = {isolated._BOOT!r}\nstart = subprocess.Popen\n"
    script += "def tell(*a, **k):\n    child = start(*a, **k)\n    print(child.pid, flush=True)\n    return child\n"
    script += f"subprocess.Popen = tell\nisolated.process({str(picture)!r})"
    root = Path(redactkit.__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root) as parent:
        child = int(parent.stdout.readline())
        time.sleep(0.5)  # or it dies before it knows of its parent
        assert not is_gone(child)
        parent.kill()
    assert soon(lambda: is_gone(child))


@linux
def test_secrets_are_on_no_command_line_and_in_no_environment(picture, monkeypatch, children):
    monkeypatch.setenv("TOKEN", SECRET)
    play(monkeypatch, SLEEP)
    seen = []

    def look():
        soon(lambda: children and Path(f"/proc/{children[0].pid}/environ").read_bytes().count(b"OMP_NUM_THREADS"))
        seen.extend(Path(f"/proc/{children[0].pid}/{name}").read_bytes() for name in ("cmdline", "environ"))

    looking = threading.Thread(target=look)
    looking.start()
    with pytest.raises(IsolationError, match="more than"):
        isolated.process(picture, password=SECRET, seconds=1)
    looking.join()
    assert b"main()" in seen[0]
    assert b"OMP_NUM_THREADS" in seen[1]
    assert not [said for said in seen if SECRET.encode() in said or b"card.png" in said]
