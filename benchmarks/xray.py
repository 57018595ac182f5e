"""`python -m benchmarks.xray`: Free Law Project's x-ray looks for text under boxes in PDFs that redactkit covered.

x-ray asks for one release of PyMuPDF, so it is no extra: `pip install . reportlab x-ray` in an environment of its own.
It sees text under rectangles, not what pictures hold; what it finds where boxes are merely drawn is told beside.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from benchmarks import report
from benchmarks.draw.statement import Medium, draw_statement, statement_specs
from benchmarks.figures import lines_of, table
from benchmarks.pdf_speed import in_user_space
from redactkit.model import Cover, DocumentKind, FieldKind
from redactkit.pdf.affine import box_of, moved
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader
from redactkit.plans import Plan
from redactkit.rewrite import rewrite
from tests.pdfs.corpus import cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from redactkit.model import Quad

_DPI = 150  # of the pixels in which plans are written here
_MAX_BYTES = 3_000_000


_LOOK = """
import asyncio, sys
from pathlib import Path
import xray
for path in sys.argv[1:]:
    found = asyncio.run(xray.inspect(Path(path)))
    print(sum(map(len, found.values())), flush=True)
"""


def statements(seed: int, count: int) -> Iterator[tuple[bytes, Mapping[int, Sequence[Quad]]]]:
    """Yield born-digital statements, normalised, and what has to go, in user space."""
    for spec in statement_specs(seed, count):
        drawn = draw_statement(replace(spec, medium=Medium.PDF, password="", fields=False))
        pdf = normalise(drawn.data, None)
        yield pdf, in_user_space(pdf, drawn)


def generated(seed: int, count: int) -> Iterator[tuple[bytes, Mapping[int, Sequence[Quad]]]]:
    """Yield the PDFs that the tests draw, normalised, and what has to go, in user space."""
    for case in cases(seed, count):
        yield normalise(case.data, None), case.areas()


def covered(pdf: bytes, areas: Mapping[int, Sequence[Quad]]) -> bytes:
    """Return the file that redactkit makes of a normalised one."""
    with Reader(pdf) as reader:
        sizes, covers = [], []
        for index in range(len(reader)):
            width, height = (round(side * _DPI / 72) for side in reader.size_pt(index))
            sizes.append((width, height))
            to_pixels = reader.matrix(index, width, height)
            covers += [Cover(FieldKind.MANUAL, index, (moved(quad, to_pixels),)) for quad in areas.get(index, ())]
    plan = Plan(DocumentKind.STATEMENT, "appeal", tuple(sizes), tuple(covers))
    return rewrite(pdf, plan, _MAX_BYTES)[0].data


def drawn_over(data: bytes, areas: Mapping[int, Sequence[Quad]]) -> bytes:
    """Return a PDF with black boxes drawn over it, and all that is below them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for index, quads in areas.items():
            page = pikepdf.Page(pdf.pages[index].obj)
            boxes = [box_of(quad) for quad in quads]
            drawn = [b"%f %f %f %f re f" % (a, b, c - a, d - b) for a, b, c, d in boxes]
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q 0 g " + b" ".join(drawn))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def bad_redactions(files: Sequence[Path]) -> list[int | None]:
    """Return how many bad redactions x-ray finds in each file; None where it crashes, as its PyMuPDF does on some."""
    found: list[int | None] = []
    while len(found) < len(files):
        command = [sys.executable, "-c", _LOOK, *map(str, files[len(found) :])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found += map(int, done.stdout.split())
        if done.returncode:
            found.append(None)
    return found


def summed(originals: Iterable[tuple[bytes, Mapping[int, Sequence[Quad]]]]) -> dict[str, str | int]:
    """Cover files, draw boxes over them, and add up what is found in both."""
    counts: dict[str, str | int] = {}
    ways = {"covered": covered, "boxes merely drawn": drawn_over}
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, list[Path]] = {name: [] for name in ways}
        for number, (pdf, areas) in enumerate(originals):
            for name, way in ways.items():
                files[name].append(Path(folder) / f"{number} {name}.pdf")
                files[name][-1].write_bytes(way(pdf, areas))
        for name, paths in files.items():
            found = bad_redactions(paths)
            read = [one for one in found if one is not None]
            counts |= {"PDFs": len(found), f"{name}: bad redactions": sum(read)}
            counts[f"{name}: with any"] = f"{sum(map(bool, read))} of {len(read)}"
    return counts


def main() -> None:
    """Look, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.xray", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder for the results")
    folder = parser.parse_args().out
    if find_spec("xray") is None:
        parser.error("x-ray is not installed here")
    rows = {
        "drawn statements": summed(statements(1, 20)),
        "PDFs that the tests draw": summed(generated(1, 300)),
    }
    tools = {"x-ray": report.installed("x-ray"), "pymupdf": report.installed("pymupdf")}
    told = tools | report.environment()
    lines = ["# Covered PDFs under x-ray", "", *table(("files", *rows["drawn statements"]), lines_of(rows)), ""]
    page = "\n".join([*lines, "## Environment", "", *table(("", "figure"), told.items()), ""])
    print(page)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xray.md").write_text(page + "\n", "utf-8")
    (folder / "xray.json").write_text(json.dumps({**rows, "environment": told}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
