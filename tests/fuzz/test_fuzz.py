"""Mutants of small files: a few, always the same; `--fuzz-seconds 60` runs new ones. What found something is kept."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import bounds, corpus, run, targets
from tests.fuzz.bounds import Defect
from tests.fuzz.mutate import MAX_BYTES, mended, mutated
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
SEEDS = sorted((Path(__file__).parent / "seeds").glob("*/*"))
COUNTS = {"load_pdf": 60, "rewrite_pdf": 20, "process_pdf": 10, "plan_text": 30}  # about a second each
GENERATED = {
    name: settings(max_examples=min(COUNTS.get(name, 30), 30), deadline=None, suppress_health_check=list(HealthCheck))
    for name in TARGETS
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_found_something_finds_nothing_more(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_what_they_seem(name):
    """Mutants of what is refused would be refused too, and tell nothing."""
    refused = {"EncryptedFileError"} if name == "load_pdf" else set()
    assert {TARGETS[name](seed).split(",")[0] for seed in TARGETS[name].seeds()} == {targets.RESULT} | refused


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_mutants(name, request, tmp_path):
    seconds = request.config.getoption("--fuzz-seconds", None)
    if seconds:
        tally = run.campaign(name, seconds=seconds, seed=time.time_ns(), folder=tmp_path)
    else:
        tally = run.campaign(name, executions=COUNTS.get(name, 300), folder=tmp_path)
    assert tally.defects == {}, f"inputs are in {tmp_path}"


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_mutants_that_hypothesis_chooses(name):
    @GENERATED[name]
    @given(st.randoms(use_true_random=False))
    def check(rng):
        TARGETS[name](mutated(rng, TARGETS[name].seeds()))

    check()


# --- the harness itself


def test_every_number_is_seen_before_it_is_covered():
    for data in corpus.numbered():
        assert targets.traces(data) > 0


def test_a_number_that_is_left_is_a_defect(monkeypatch):
    monkeypatch.setattr(targets, "finish", lambda document, *_: _Unfinished(document.pdf))
    found = 0
    for data in corpus.numbered():
        with pytest.raises(Defect, match="left"):
            targets.rewrite_pdf(data)
        found += 1
    assert found == len(corpus.numbered())


class _Unfinished:
    def __init__(self, data):
        self.encoded = self
        self.data = data


def test_time_and_memory_are_bounded(monkeypatch):
    with pytest.raises(Defect, match="processor time"), bounds.bounded(0.01):
        sum(range(3_000_000))
    monkeypatch.setattr(bounds, "peak_bytes", iter([1_000_000, 302_000_000]).__next__)
    with pytest.raises(Defect, match="301 MB of memory"), bounds.bounded(60):
        pass


def test_the_most_memory_is_known():
    block = bytearray(20_000_000)
    assert len(block) < bounds.peak_bytes() < 100_000_000_000


@pytest.mark.slow
def test_what_never_ends_is_ended():
    code = "from tests.fuzz import run\nrun.HANG_S = 1\nwith run.alarmed():\n    while True: pass"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -signal.SIGALRM


def test_a_defect_is_counted_and_its_input_kept(monkeypatch, tmp_path):
    def fail(data):
        raise KeyError(data)

    monkeypatch.setitem(TARGETS, "lex", targets.Target(fail, corpus.contents))
    tally = run.campaign("lex", executions=3, seed=5, folder=tmp_path)
    assert list(tally.defects.values()) == [3]
    assert "KeyError in test_fuzz.py" in str(tally)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lex-5-1", "lex-5-2", "lex-5-3"]


def test_the_same_seed_gives_the_same_mutants():
    seeds = corpus.pictures() + corpus.pdfs()
    one, other = ([mutated(random.Random(number), seeds) for number in range(200)] for _ in range(2))
    assert one == other
    assert len(set(one)) > 190
    assert max(map(len, one)) <= MAX_BYTES + 1000


@pytest.mark.slow
def test_mending_leaves_what_is_whole():
    for data in corpus.pictures():
        assert mended(data) == data
    for data in corpus.numbered():
        assert targets.rewrite_pdf(mended(data)).name.startswith(targets.RESULT)


def test_counts_are_written(tmp_path):
    out = tmp_path / "results.json"
    arguments = ["--target", "lex", "--executions", "20", "--out", str(out), "--failures", str(tmp_path)]
    assert run.main(arguments) == 0
    assert run.main(arguments) == 0
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(one["target"], one["executions"]) for one in found] == [("lex", 20)] * 2
    assert sum(found[0]["outcomes"].values()) == 20


@pytest.mark.slow
def test_atheris(tmp_path):
    pytest.importorskip("atheris")
    out = tmp_path / "results.json"
    command = [sys.executable, "-m", "tests.fuzz", "--engine", "atheris", "--target", "lex", "--executions", "300"]
    command += ["--out", str(out), "--failures", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text())["executions"] == 300
