"""`python -m benchmarks.pdf_speed`: what erasing from a PDF costs, beside PyMuPDF on the same areas in the same run.

Unix only, as `speed`. PyMuPDF is no dependency: `pip install '.[bench]'` brings it, and without it its column is empty.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeAlias

import redactkit
from benchmarks import report
from benchmarks.draw.statement import Medium, StatementSpec, draw_statement, statement_specs
from benchmarks.draw.statement.spec import Frame
from benchmarks.figures import rounded, table, words
from benchmarks.pages import PDF_DPI
from benchmarks.score import Label
from benchmarks.speed import cpu_seconds
from redactkit.cover.pdf import erase
from redactkit.model import Quad
from redactkit.pdf.affine import apply, inverse
from redactkit.pdf.normalise import normalise
from redactkit.pdf.pdfium import Reader
from redactkit.verify.pdf_page import failing_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.draw.statement import DrawnStatement

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, pixels at 150 dpi

_RUNS = 3
_LONG = 25  # pages from which one run is long enough to be measured
_ENTRIES_A_PAGE = 36  # of the statement that is made longer and longer
_LENGTHS = (1, 10, 25, 50, 100)
_PROCESS = """
import sys
import redactkit
redactkit.process(open(sys.argv[1], "rb").read())
from benchmarks.speed import peak_megabytes
print(peak_megabytes())
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds on one file.

    Attributes
    ----------
    pages, areas : int
    erase_s : float
        `redactkit.cover.pdf.erase` alone.
    checked_s : float
        With `redactkit.verify.failing_pages`.
    rival_s : float
        PyMuPDF's add_redact_annot, apply_redactions and tobytes; 0 without it.
    """

    pages: int
    areas: int
    erase_s: float
    checked_s: float
    rival_s: float = 0.0


def rival_there() -> bool:
    """Whether PyMuPDF is installed."""
    return find_spec("pymupdf") is not None


def boxes(statement: DrawnStatement) -> dict[int, list[Box]]:
    """Return what has to go from each page of a born-digital statement, as upright boxes at 150 dpi."""
    found: dict[int, list[Box]] = {}
    for value in statement.values:
        label = Label.from_dict(value.to_dict())
        for quad in label.hidden if label.wanted else ():
            (left, top), (right, bottom) = quad.min(axis=0).tolist(), quad.max(axis=0).tolist()
            found.setdefault(value.page, []).append((left, top, right, bottom))
    return found


def in_user_space(pdf: bytes, statement: DrawnStatement) -> dict[int, list[Quad]]:
    """Return the same boxes as quads in the user space of a normalised statement."""
    areas = {}
    with Reader(pdf, None) as reader:
        for page, found in boxes(statement).items():
            back = inverse(reader.matrix(page, *statement.sizes[page]))
            areas[page] = [
                Quad((apply(back, x, y), apply(back, r, y), apply(back, r, b), apply(back, x, b)))
                for x, y, r, b in found
            ]
    return areas


def measured(statement: DrawnStatement) -> Cost:
    """Erase from one statement, with redactkit and with PyMuPDF in turns, and take the least of up to three runs."""
    pdf = normalise(statement.data, None)
    areas = in_user_space(pdf, statement)
    erased = erase(pdf, areas).data
    acts: list[Callable[[], object]] = [lambda: erase(pdf, areas), lambda: failing_pages(pdf, erased, areas)]
    if rival_there():
        acts.append(lambda: rival_erases(statement))
    least = [float("inf")] * len(acts)
    for _ in range(_RUNS if len(statement.sizes) < _LONG else 1):
        for n, act in enumerate(acts):
            start = cpu_seconds()
            act()
            least[n] = min(least[n], cpu_seconds() - start)
    count = sum(len(quads) for quads in areas.values())
    return Cost(len(statement.sizes), count, least[0], least[0] + least[1], *least[2:])


def rival_erases(statement: DrawnStatement) -> bytes:
    """Return a statement from which PyMuPDF has taken the boxes."""
    pymupdf: Any = import_module("pymupdf")
    with pymupdf.open(stream=statement.data, filetype="pdf") as document:
        for n, found in boxes(statement).items():
            page = document[n]
            for box in found:
                page.add_redact_annot(pymupdf.Rect(*(edge * 72 / PDF_DPI for edge in box)), fill=(0, 0, 0))
            page.apply_redactions()
        data: bytes = document.tobytes(garbage=3, deflate=True)
    return data


def long_statement(pages: int) -> DrawnStatement:
    """Draw a statement of about so many pages."""
    spec = StatementSpec(seed=5, country="IN", transactions=max(10, _ENTRIES_A_PAGE * pages - 12), size_pt=8.0)
    return draw_statement(spec)


def peak_of(statement: DrawnStatement) -> float:
    """Return the peak memory of a new process that covers a statement, 10^6 bytes."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "statement.pdf"
        path.write_bytes(statement.data)
        command = [sys.executable, "-c", _PROCESS, str(path)]
        root = Path(redactkit.__file__).parents[1]
        return float(subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout)


def summary(costs: list[Cost], lengths: list[Cost], peaks: dict[str, float]) -> dict[str, Any]:
    """Return every figure of a run."""
    figures: dict[str, Any] = {
        "files": len(costs),
        "pages": sum(cost.pages for cost in costs),
        "areas": sum(cost.areas for cost in costs),
        "erase_cpu_ms_a_page_median": _ms(median(cost.erase_s / cost.pages for cost in costs)),
        "erase_and_verify_cpu_ms_a_page_median": _ms(median(cost.checked_s / cost.pages for cost in costs)),
        "pymupdf": "not installed: pip install '.[bench]' brings it",
    }
    if all(cost.rival_s for cost in costs):
        figures |= {
            "pymupdf": report.installed("pymupdf"),
            "pymupdf_cpu_ms_a_page_median": _ms(median(cost.rival_s / cost.pages for cost in costs)),
            "erase_to_pymupdf_median_ratio": rounded(median(c.erase_s / c.rival_s for c in costs)),
            "erase_and_verify_to_pymupdf_median_ratio": rounded(median(c.checked_s / c.rival_s for c in costs)),
        }
    lengthened = {
        str(cost.pages): {
            "erase": _ms(cost.erase_s / cost.pages),
            "erase and verify": _ms(cost.checked_s / cost.pages),
            "pymupdf": _ms(cost.rival_s / cost.pages) if cost.rival_s else "-",
        }
        for cost in lengths
    }
    return {**figures, **peaks, "cpu_ms_a_page_by_length": lengthened}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pdf_speed", description=__doc__)
    parser.add_argument("--files", type=int, default=20, help="how many statements (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="where the dice start (default %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="folder for the results")
    args = parser.parse_args()
    if not rival_there():
        print("PyMuPDF is not installed here; measuring without it (pip install '.[bench]')")
    costs = [measured(draw_statement(_upright(spec))) for spec in statement_specs(args.seed, args.files)]
    lengths = [measured(long_statement(pages)) for pages in _LENGTHS]
    peaks = {f"peak_memory_{n}_pages_mb": peak_of(long_statement(n)) for n in (_LENGTHS[0], _LENGTHS[-1])}
    figures = summary(costs, lengths, peaks)
    page = markdown(figures)
    print(page)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "pdf_speed.md").write_text(page + "\n", "utf-8")
    (args.out / "pdf_speed.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def markdown(figures: dict[str, Any]) -> str:
    """Return the page."""
    plain = [(words(key), value) for key, value in figures.items() if not isinstance(value, dict)]
    rows = [(pages, *told.values()) for pages, told in figures["cpu_ms_a_page_by_length"].items()]
    head = ("pages", "erase", "erase and verify", "PyMuPDF")
    lines = ["# Erasing from born-digital statements", "", *table(("", "figure"), plain), ""]
    lines += ["## CPU milliseconds a page, by length", "", *table(head, rows), ""]
    return "\n".join([*lines, "## Environment", "", *table(("", "figure"), report.environment().items()), ""])


def _upright(spec: StatementSpec) -> StatementSpec:
    """Return a spec as a born-digital file whose pages both tools measure alike."""
    frame = Frame.PLAIN if spec.frame in (Frame.ROTATED, Frame.CROPPED) else spec.frame
    return replace(spec, medium=Medium.PDF, frame=frame, fields=False)


def _ms(seconds: float) -> float:
    return rounded(1000 * seconds)


if __name__ == "__main__":
    main()
