"""The house keeps its shape: arrows run one way, outside libraries have doors, rooms stay small and named.

Everything is read from the source, nothing is imported. The made-up houses at the end prove that each rule can fail.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

STAGES = ("load", "read", "classify", "find", "decide", "mark", "cover", "fit", "verify", "write")
RANKS = {
    **dict.fromkeys(("errors", "model", "version"), 0),
    **dict.fromkeys(
        ("protocols", "policy", "numbers", "geometry", "plans", "result", "words", "pixels", "places", "pdf"), 1
    ),
    **dict.fromkeys(STAGES, 2),
    **dict.fromkeys(("firstlook", "rewrite", "recheck"), 3),
    "finish": 4,
    "pipeline": 5,
    **dict.fromkeys(("cli", "isolated"), 6),
    "__init__": 7,
    "__main__": 7,
}
SHARED_RANK = 1  # up to this rank the rooms of one rank may use each other; stages may not

_PIXELS = (*STAGES, "pixels", "places", "pdf", "recheck", "pipeline")
DOORS = {  # who may import what is neither ours nor Python's
    "numpy": _PIXELS,
    "cv2": _PIXELS,
    "PIL": ("load", "fit", "pdf", "cover.pdf"),
    "pikepdf": ("pdf", "load", "mark", "cover.pdf", "fit", "verify"),
    "pypdfium2": ("pdf.pdfium",),
    "pypdf": ("verify",),
    "pi_heif": ("load",),
    "onnxruntime": ("read.ppocr",),
    "rapidocr": ("read.ppocr",),
    "pytesseract": ("read.tesseract",),
    "stdnum": ("numbers",),
    "phonenumbers": ("numbers",),
    "rapidfuzz": ("words",),
    "zxingcpp": ("find.barcode",),
}

MAX_FILE_LINES, MAX_FUNCTION_LINES = 399, 59  # CONTRIBUTING: below 400; within a screen
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}


class House:
    """The modules of one package, by dotted name without the package's own; a package's front is `x.__init__`."""

    def __init__(self, folder: Path) -> None:
        self.package = folder.name
        self.trees = {
            ".".join(path.relative_to(folder).with_suffix("").parts): ast.parse(path.read_bytes())
            for path in sorted(folder.rglob("*.py"))
        }
        self.imports = cache(lambda module: tuple(self._imports(module)))

    def _imports(self, module: str) -> Iterator[tuple[str, bool]]:
        """Yield what a module imports when it runs, and whether that is ours."""
        parts = [self.package, *module.split(".")]
        for node in running(self.trees[module]):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                origin = resolve_name("." * node.level + (node.module or ""), ".".join(parts[:-1]))
                names = [f"{origin}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in names:
                top, _, rest = name.partition(".")
                yield (self.find(rest), True) if top == self.package else (top, False)

    def find(self, name: str) -> str:
        """Return the module that holds a dotted name: itself, its front, or what it is an attribute of."""
        while name and name not in self.trees and f"{name}.__init__" not in self.trees:
            name = name.rpartition(".")[0]
        return name if name in self.trees else f"{name}.__init__".lstrip(".")


def branches(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node consists of but expressions: no statement lies in one."""
    return (child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    for child in branches(node):
        yield child
        yield from statements(child)


@cache
def ours() -> House:
    """Return the package's house, read once for all rules."""
    return House(REPOSITORY / "redactkit")


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree's statements without what only a type checker reads."""
    for child in branches(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            yield from running(ast.Module(child.orelse, []))
        else:
            yield child
            yield from running(child)


def room(module: str) -> str:
    return module.partition(".")[0]


def arrows_that_run_back(house: House) -> Iterator[str]:
    for module in house.trees:
        if room(module) not in RANKS:
            yield f"{module} has no rank"
            continue
        for target in {name for name, ours in house.imports(module) if ours and room(name) != room(module)}:
            here, there = RANKS[room(module)], RANKS.get(room(target), 0)
            if there > here or there == here > SHARED_RANK:
                yield f"{module} -> {target}"


def circles(house: House) -> Iterator[str]:
    graph = {module: {name for name, ours in house.imports(module) if ours} - {module} for module in house.trees}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        yield " -> ".join(circle.args[1])


def imports_past_the_doors(house: House) -> Iterator[str]:
    for module in house.trees:
        for library in {name for name, ours in house.imports(module) if not ours} - sys.stdlib_module_names:
            doors = DOORS.get(library, ())
            if not any(f"{module}.".startswith(f"{door}.") for door in doors):
                yield f"{module} imports {library}, whose doors are {', '.join(doors) or 'none'}"


def empty_names(house: House) -> Iterator[str]:
    for module in house.trees:
        if EMPTY_NAMES.intersection(module.replace(".", "_").split("_")):
            yield f"{module} says nothing of its purpose"


def missing_docstrings(house: House) -> Iterator[str]:
    for module, tree in house.trees.items():
        for name, node in public(tree, module):
            if not (ast.get_docstring(node) or "").strip(". \n"):
                yield f"{name} has no docstring"


def public(node: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[str, ast.Module | ast.ClassDef]]:
    yield name, node
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from public(child, f"{name}.{child.name}")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            yield f"{name}.{child.name}", child


def oversizes(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > MAX_FILE_LINES:
            yield f"{path.name} has {lines} lines"
        for node in statements(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    yield f"{path.name}: {node.name} has {lines} lines"


RULES = (arrows_that_run_back, circles, imports_past_the_doors, empty_names, missing_docstrings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule):
    assert list(rule(ours())) == []


@pytest.mark.parametrize("folder", ["redactkit", "tests", "benchmarks", "samples"])
def test_files_and_functions_stay_small(folder):
    assert list(oversizes(REPOSITORY / folder)) == []


def test_the_house_is_there():
    assert {"model", "cli", "load.__init__"} <= ours().trees.keys()


GUARDED = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {}\nelse:\n    {}\n"

MADE_UP = [
    (arrows_that_run_back, {"model": "from house.errors import E", "errors": ""}, []),
    (arrows_that_run_back, {"model": "from house.geometry import g", "geometry": ""}, ["model -> geometry"]),
    (arrows_that_run_back, {"load/image": "import house.fit", "fit": ""}, ["load.image -> fit"]),
    (arrows_that_run_back, {"load/image": "from ..fit import f", "fit": ""}, ["load.image -> fit"]),
    (arrows_that_run_back, {"load/image": "from .sniff import s", "load/sniff": ""}, []),
    (arrows_that_run_back, {"find": "def f():\n    from house import cli", "cli": ""}, ["find -> cli"]),
    (arrows_that_run_back, {"errors": GUARDED.format("from house.plans import P", "P = 0"), "plans": ""}, []),
    (
        arrows_that_run_back,
        {"errors": GUARDED.format("P = 0", "from house.plans import P"), "plans": ""},
        ["errors -> plans"],
    ),
    (arrows_that_run_back, {"cli": "from house import process", "__init__": ""}, ["cli -> __init__"]),
    (arrows_that_run_back, {"cli": "import house", "__init__": ""}, ["cli -> __init__"]),
    (arrows_that_run_back, {"cli": "from house import model", "__init__": "", "model": ""}, []),
    (arrows_that_run_back, {"attic": ""}, ["attic has no rank"]),
    (circles, {"plans": "from house.result import R", "result": ""}, []),
    (
        circles,
        {"plans": "from house.result import R", "result": "from house import plans"},
        ["plans -> result -> plans"],
    ),
    (imports_past_the_doors, {"load/image": "import PIL.Image", "read/ppocr/a": "import onnxruntime"}, []),
    (
        imports_past_the_doors,
        {"find": "from PIL import Image"},
        ["find imports PIL, whose doors are load, fit, pdf, cover.pdf"],
    ),
    (
        imports_past_the_doors,
        {"model": "import json, PIL.Image"},
        ["model imports PIL, whose doors are load, fit, pdf, cover.pdf"],
    ),
    (imports_past_the_doors, {"loader": "import pi_heif"}, ["loader imports pi_heif, whose doors are load"]),
    (imports_past_the_doors, {"load": "import unheard_of"}, ["load imports unheard_of, whose doors are none"]),
    (empty_names, {"find/card_utils": ""}, ["find.card_utils says nothing of its purpose"]),
    (empty_names, {"find/card": ""}, []),
    (missing_docstrings, {"find": '"""."""\nclass _C:\n    pass'}, ["find has no docstring"]),
    (missing_docstrings, {"find": '"""Find."""\ndef f(): ...'}, ["find.f has no docstring"]),
    (
        missing_docstrings,
        {"find": '"""Find."""\nclass C:\n    """C."""\n    def m(self): ...'},
        ["find.C.m has no docstring"],
    ),
    (missing_docstrings, {"find": '"""Find."""\ndef _f(): ...'}, []),
]


def build(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / "house" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "house"


@pytest.mark.parametrize(("rule", "files", "faults"), MADE_UP, ids=lambda value: getattr(value, "__name__", None))
def test_each_rule_can_fail(tmp_path, rule, files, faults):
    assert list(rule(House(build(tmp_path, files)))) == faults


def test_each_size_can_be_exceeded(tmp_path):
    body = "    pass\n" * MAX_FUNCTION_LINES
    house = build(tmp_path, {"a": "#\n" * 400, "b": f"def f():\n{body}", "c": "#\n" * 399})
    assert list(oversizes(house)) == ["a.py has 400 lines", "b.py: f has 60 lines"]
