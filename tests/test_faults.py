"""A fault at the entry of any stage leaves nothing behind: no output, no other file, the input as it was.

Which stages there are is not listed but seen: whatever the hallway calls of another room in a run that goes well.
"""

import errno
import itertools
import os
import tempfile
from collections import Counter
from functools import cache
from importlib import import_module
from types import FunctionType

import pytest

import redactkit
from redactkit import cli
from redactkit.read.scripted import ScriptedEngine
from tests.born_digital import PLAIN, Eyes
from tests.test_pipeline import CARD, encoded, picture

FAULTS = (
    MemoryError(),
    OSError(errno.ENOSPC, "No space left on device"),
    KeyboardInterrupt(),
    RuntimeError("what a decoder mutters: 4111 1111 1111 1234"),
)
DOCUMENTS = {
    "card.png": (encoded(picture(*CARD)), lambda: ScriptedEngine(CARD)),
    "march.pdf": (PLAIN, lambda: Eyes(PLAIN)),
}
STAGES = {
    "card.png": {
        *("load", "first_look", "kind_of", "look_closer", "find_all", "decide", "target", "finish", "mask", "paint"),
        *("fit", "check_container", "check_pixels", "check_size", "check_pages", "recheck", "check_kept", "write"),
    },
    "march.pdf": {
        *("load", "first_look", "kind_of", "find_all", "decide", "target", "finish", "erase", "rasterise", "fit_pdf"),
        *("failing_pages", "check_size", "check_pdf_container", "recheck", "facts", "normalise", "write"),
    },
}


HALLS = ("pipeline", "firstlook", "finish", "rewrite", "recheck", "load.pdf")  # what hands on from stage to stage
ARITHMETIC = {"geometry", "places", "numbers", "words"}  # pure, and known to no stage as a place to fail


def doors():
    """Yield each place at which a document is handed on: a module and the name of a function of another room."""
    for name in HALLS:
        module = import_module(f"redactkit.{name}")
        for key, value in sorted(vars(module).items()):
            package, _, there = (getattr(value, "__module__", None) or "").partition(".")
            ours = isinstance(value, FunctionType) and package == "redactkit"
            if ours and there.split(".")[0] not in {name.split(".")[0], *ARITHMETIC}:
                yield module, key


@cache
def engine_for(name):
    return DOCUMENTS[name][1]()


def run(path):
    return redactkit.process(path, engine=engine_for(path.name))


def entered(path):
    """Return the places that a run passes, in order, with the number of times."""
    passed = Counter()

    def watched(place, real):
        def watch(*args, **kwargs):
            passed[place] += 1
            return real(*args, **kwargs)

        return watch

    with pytest.MonkeyPatch.context() as patch:
        for place in list(doors()):
            patch.setattr(*place, watched(place, getattr(*place)))
        run(path)
    return passed


@pytest.fixture(params=DOCUMENTS)
def document(request, tmp_path, monkeypatch):
    """A document in a folder of its own, another folder for temporary files, and both watched."""
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    path = tmp_path / request.param
    path.write_bytes(DOCUMENTS[request.param][0])
    return path


def nothing_happened(path):
    folder = path.parent
    return (
        path.read_bytes() == DOCUMENTS[path.name][0]
        and sorted(os.listdir(folder)) == sorted([path.name, "temporary"])
        and os.listdir(folder / "temporary") == []
    )


@pytest.mark.slow
def test_a_fault_at_any_stage_leaves_nothing(document):
    """At the first entry and at the last; with all faults at a picture's stages, with one after the other elsewhere."""
    good = run(document)
    good.path.unlink()
    passed = entered(document)
    good.path.unlink()
    assert {key for _, key in passed} >= STAGES[document.name]
    assert nothing_happened(document)
    is_picture = document.name == "card.png"
    for number, (place, times) in enumerate(passed.items()):
        stage = place[1] in STAGES[document.name]
        if is_picture or stage:  # a PDF takes longer
            for fault in FAULTS if is_picture and stage else (FAULTS[number % len(FAULTS)],):
                for at in {1, times}:
                    struck(document, place, at, fault)
    assert run(document).data == good.data


def struck(path, place, at, fault):
    """Let one entry of one place fail, and check what is left."""
    entries = itertools.count(1)
    real = getattr(*place)

    def fail(*args, **kwargs):
        if next(entries) == at:
            raise fault
        return real(*args, **kwargs)

    where = f"{place[0].__name__}.{place[1]}, entry {at}, {type(fault).__name__}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*place, fail)
        try:
            run(path)
        except (redactkit.RedactkitError, type(fault)) as error:
            caught = error
        else:
            caught = None
    assert next(entries) > at, f"{where}: never entered"
    assert nothing_happened(path), where
    assert caught is not None, f"{where}: not noticed"


class Crashes:
    """An engine that fails at one of its readings."""

    name = "crashes"

    def __init__(self, engine, at, fault):
        self.engine, self.at, self.fault, self.readings = engine, at, fault, 0

    def read(self, pixels, look):
        self.readings += 1
        if self.readings == self.at:
            raise self.fault
        return self.engine.read(pixels, look)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_an_engine_that_crashes_at_its_last_reading_leaves_nothing(document, fault):
    fine = Crashes(engine_for(document.name), 0, fault)
    redactkit.process(document, engine=fine).path.unlink()
    bad = Crashes(engine_for(document.name), fine.readings, fault)
    with pytest.raises(KeyboardInterrupt if isinstance(fault, KeyboardInterrupt) else redactkit.EngineError) as caught:
        redactkit.process(document, engine=bad)
    assert bad.readings == fine.readings > 0
    assert "4111" not in str(caught.value)
    assert nothing_happened(document)


@pytest.mark.parametrize("document", ["card.png"], indirect=True)
@pytest.mark.parametrize("call", ["open", "fsync", "chmod", "link"])
@pytest.mark.parametrize("old", [None, b"an older output"])
def test_a_full_or_locked_disk_leaves_what_was_there(document, monkeypatch, call, old):
    """The older output stays, whole."""
    good = run(document)
    if old is None:
        good.path.unlink()
    else:
        good.path.write_bytes(old)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        if call == "link" and not hasattr(os, "O_TMPFILE"):
            patch.setattr(os, "replace", full)
        with pytest.raises(redactkit.PolicyError, match="No space left"):
            run(document)
    if old is not None:
        assert good.path.read_bytes() == old
        good.path.unlink()
    assert nothing_happened(document)


@pytest.mark.parametrize("document", ["card.png"], indirect=True)
def test_a_bug_shows_no_text_on_the_command_line(document, monkeypatch, capfd):
    def fail(*_, **__):
        raise FAULTS[-1]

    monkeypatch.setattr("redactkit.pipeline.load", fail)
    assert cli.main(["cover", str(document)]) == 1
    said = "".join(capfd.readouterr())
    assert "RuntimeError" in said
    assert "4111" not in said
    assert nothing_happened(document)
