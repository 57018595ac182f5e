"""Processes that play a part: where no picture has to be read, a pipeline comes as code."""

import os
import sys
import textwrap
import time
from pathlib import Path

import pytest

from redactkit import Plan, errors, isolated
from redactkit.model import DocumentKind, FieldKind, Keep, Quad

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and process groups")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

QUAD = Quad(((1.0, 1.0), (9.0, 1.0), (9.0, 3.0), (1.0, 3.0)))
PLAN = Plan(DocumentKind.CARD, "appeal", ((10, 5),), (), (Keep(FieldKind.PAN, 0, QUAD),))
SECRET = "correct horse"
ALL_ERRORS = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]
SLEEP = "import time\ntime.sleep(60)"


def play(monkeypatch, code, before=""):
    """Let the process run some code where its pipeline would be, or `before` it does anything."""
    part = f"def unwritten(source, out, **settings):\n{textwrap.indent(code, '    ')}"
    boot = ["import sys, types", "sys.path[:] = sys.argv[1:]", "module = types.ModuleType('redactkit.pipeline')"]
    boot += [f"exec({part!r}, module.__dict__)", "sys.modules['redactkit.pipeline'] = module", before]
    boot += ["from redactkit.isolated.child import main", "main()"]
    monkeypatch.setattr(isolated, "_BOOT", "\n".join(boot))


def raises(kind, match, source, *, code=None, monkeypatch=None, **settings):
    """Check the error of one process and that nothing was written."""
    if code is not None:
        play(monkeypatch, code)
    before = sorted(source.parent.iterdir())
    with pytest.raises(kind, match=match) as caught:
        isolated.process(source, **{"seconds": 60, **settings})  # or a mistake here would take half an hour
    assert type(caught.value) is kind
    assert sorted(source.parent.iterdir()) == before
    return caught.value


def is_gone(pid):
    """Tell whether a process runs no more; one that nobody has asked after yet is gone, too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def soon(true):
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()
