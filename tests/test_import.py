"""`import redactkit` is light, and every name it promises is there."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import redactkit
from redactkit.version import __version__

HEAVY = {"cv2", "numpy", "PIL", "pi_heif", "onnxruntime", "rapidocr", "pytesseract", "rapidfuzz", "stdnum"} | {
    "pikepdf",
    "pypdfium2",
    "pypdf",
    "phonenumbers",
    "dateutil",
}


def loaded_by(code):
    """Return the top-level modules that a fresh interpreter has after running some code."""
    code += "\nimport json, sys; print(json.dumps([name for name in sys.modules if '.' not in name]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    "code", ["import redactkit", "import redactkit.cli", "import redactkit.isolated", "dir(__import__('redactkit'))"]
)
def test_importing_loads_no_outside_library(code):
    assert loaded_by(code) & HEAVY == set()


def test_the_probe_sees_what_is_loaded():
    assert "numpy" in loaded_by("import numpy")


def test_every_promised_name_is_there():
    assert len(set(redactkit.__all__)) == len(redactkit.__all__)
    for name in redactkit.__all__:
        assert getattr(redactkit, name) is not None
    assert dir(redactkit) == sorted(redactkit.__all__)


def test_no_room_hides_a_promised_name():
    rooms = {path.stem for path in Path(redactkit.__file__).parent.iterdir()}
    assert rooms.isdisjoint(redactkit.__all__)


@pytest.mark.slow
@pytest.mark.parametrize("first", ["import redactkit.plans", "import redactkit.pipeline", "import redactkit.cover", ""])
def test_the_verbs_are_functions_whatever_was_imported_before(first):
    code = f"{first}\nfrom redactkit import plan, process\nimport redactkit\n"
    code += "assert callable(plan) and callable(redactkit.plan) and callable(redactkit.apply)"
    assert "cv2" in loaded_by(code)


def test_unknown_names_are_unknown():
    with pytest.raises(AttributeError, match="no attribute 'proces'"):
        _ = redactkit.proces


def test_the_version_is_said_once():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    assert redactkit.__version__ == __version__ == project.get("version", __version__)


def test_the_package_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "redactkit", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"redactkit {__version__}\n"
