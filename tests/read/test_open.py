"""Engines by name: opened when asked for, once, by one thread."""

import sys
import threading
import types

import pytest

from redactkit import read
from redactkit.errors import EngineError, PolicyError
from redactkit.read.scripted import ScriptedEngine


@pytest.fixture
def opened(monkeypatch):
    """Two made-up engines in place of the real ones; the list tells which were made."""
    made = []

    class Slow:
        name = "slow"

        def __init__(self):
            made.append(self)
            threading.Event().wait(0.02)

        def read(self, pixels, look):
            return ()

    monkeypatch.setitem(sys.modules, "made_up", types.SimpleNamespace(Slow=Slow))
    monkeypatch.setattr(read, "ENGINES", {"slow": ("made_up", "Slow"), "gone": ("not_installed_anywhere", "Engine")})
    monkeypatch.setattr(read, "_opened", {})
    return made


def test_none_is_the_first_name(opened):
    assert read.open_engine() is read.open_engine("slow")


def test_an_engine_is_made_once_for_all_threads(opened):
    threads = [threading.Thread(target=read.open_engine, args=("slow",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


def test_an_object_is_passed_through(opened):
    engine = ScriptedEngine(())
    assert read.open_engine(engine) is engine
    assert not opened


def test_an_unknown_name_lists_the_known():
    with pytest.raises(PolicyError, match=r"'abbyy'.*ppocr, tesseract"):
        read.open_engine("abbyy")


@pytest.mark.parametrize("thing", [7, object(), ScriptedEngine, ["ppocr"]])
def test_what_is_no_engine_is_refused(thing):
    with pytest.raises(PolicyError):
        read.open_engine(thing)


def test_a_missing_library_is_named(opened):
    with pytest.raises(EngineError, match="not_installed_anywhere"):
        read.open_engine("gone")


def test_the_default_is_ppocr():
    assert next(iter(read.ENGINES)) == "ppocr"
