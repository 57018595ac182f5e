"""Pages to lines of character cells.

An engine is loaded when it is first asked for, once a process, and its answers are checked before anyone uses them.
"""

from __future__ import annotations

import threading
from importlib import import_module

from redactkit.errors import EngineError, PolicyError
from redactkit.protocols import Engine
from redactkit.read.eyes import doubts_of, eyes
from redactkit.read.guard import guarded
from redactkit.read.settled import unsettled

__all__ = ["ENGINES", "doubts_of", "eyes", "guarded", "open_engine", "unsettled"]

ENGINES = {
    "ppocr": ("redactkit.read.ppocr", "PpocrEngine"),
    "tesseract": ("redactkit.read.tesseract", "TesseractEngine"),
}
"""Module and class of each engine that has a name; the first is the default."""

_opened: dict[str, Engine] = {}
_opening = threading.Lock()


def open_engine(engine: str | Engine | None = None) -> Engine:
    """Return an engine: the default one, one by its name, or the one given.

    Raises
    ------
    PolicyError
        No engine has that name, or the object is no engine.
    EngineError
        The engine or something that it needs is not installed.
    """
    if engine is None:
        engine = next(iter(ENGINES))
    if not isinstance(engine, str):
        if isinstance(engine, type) or not isinstance(engine, Engine):
            raise PolicyError("engine is neither a name nor an object with a name and a read method")
        return engine
    if engine not in ENGINES:
        raise PolicyError(f"no engine is named {engine!r}; there are: {', '.join(ENGINES)}")
    with _opening:
        if engine not in _opened:
            _opened[engine] = _load(engine)
        return _opened[engine]


def _load(name: str) -> Engine:
    module, member = ENGINES[name]
    try:
        engine: Engine = getattr(import_module(module), member)()
    except ImportError as error:
        raise EngineError(f"engine {name!r} needs {error.name}, which does not import: reinstall redactkit") from None
    return engine
