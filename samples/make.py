"""Draw every sample of manifest.toml: `python samples/make.py`, or `--check` to compare with what is there.

`--readme` makes the pictures of README.md instead, readme.jpg and readme_statement.webp, which are no samples: they
need the reading engine.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # run as a script, only samples/ would be on the path

import redactkit  # noqa: E402
from benchmarks.draw import CardSpec, draw_card  # noqa: E402
from benchmarks.draw.exif import phone_jpeg  # noqa: E402
from benchmarks.draw.identity import IdentitySpec, draw_identity  # noqa: E402
from benchmarks.draw.landscape import encode_landscape  # noqa: E402
from benchmarks.draw.statement import StatementSpec, draw_statement  # noqa: E402
from benchmarks.pages import pages  # noqa: E402
from redactkit.pdf.pdfium import Reader  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.pages import Gray

# Other builds of libjpeg, zlib and pdfium round and pack differently; the mean of a page moves by less than a level.
MEAN_TOLERANCE = 1.0

# README.md's pictures: the digits stay legible at the width of a page, in about 60 kB for the card and half of it for
# the upper part of the statement's first page, as WebP without loss.
README_CARD_PX, README_PAGE_PX, README_GAP_PX, README_QUALITY = (640, 480), (640, 560), 16, 88


def manifest() -> list[dict[str, Any]]:
    """Return the samples as manifest.toml lists them."""
    samples: list[dict[str, Any]] = tomllib.loads((HERE / "manifest.toml").read_text("utf-8"))["sample"]
    return samples


def draw(sample: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """Return the file of one sample and its entry in labels.json."""
    if "statement" in sample:
        statement = draw_statement(StatementSpec.from_table(sample["statement"]))
        return statement.data, statement.to_dict(sample["file"])
    if "identity" in sample:
        document = draw_identity(IdentitySpec.from_table(sample["identity"]))
        return document.data, document.to_dict(sample["file"])
    if "spec" not in sample:
        data = encode_landscape(sample["seed"])
        width, height = Image.open(io.BytesIO(data)).size
        return data, {"file": sample["file"], "kind": "other", "width": width, "height": height, "sensitive": []}
    card = draw_card(CardSpec.from_table(sample["spec"]))
    turned = sample.get("orientation")
    data = phone_jpeg(card.pixels, turned, card.spec.jpeg_quality) if turned else card.encode()
    return data, card.to_dict(sample["file"])


def write() -> None:
    """Draw all samples and their labels."""
    labels = []
    for sample in manifest():
        data, entry = draw(sample)
        target = HERE / sample["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        labels.append(entry)
        print(f"{sample['file']:24}{len(data):>10,} bytes")
    entries = ",\n ".join(_lines(entry) for entry in labels)
    (HERE / "labels.json").write_text(f"[\n {entries}\n]\n", "utf-8")


def write_readme() -> None:
    """Cover card/plain.jpg and statement/german.pdf with the default settings, each before and after side by side."""
    _pair("card/plain.jpg", _card, "white").save(HERE / "readme.jpg", quality=README_QUALITY, optimize=True)
    _pair("statement/german.pdf", _first_page, "gainsboro").save(
        HERE / "readme_statement.webp", lossless=True, method=6
    )
    for name in ("readme.jpg", "readme_statement.webp"):
        print(f"{name:24}{(HERE / name).stat().st_size:>10,} bytes")


def _pair(file: str, draw_half: Callable[[bytes], Image.Image], gap: str) -> Image.Image:
    data = (HERE / file).read_bytes()
    before, after = draw_half(data), draw_half(redactkit.process(data).data)
    pair = Image.new("RGB", (2 * before.width + README_GAP_PX, before.height), gap)
    pair.paste(before, (0, 0))
    pair.paste(after, (before.width + README_GAP_PX, 0))
    return pair


def _card(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).resize(README_CARD_PX, Image.Resampling.LANCZOS)


def _first_page(data: bytes) -> Image.Image:
    """Return the upper part of a PDF's first page."""
    width, height = README_PAGE_PX
    with Reader(data) as reader:
        width_pt, height_pt = reader.size_pt(0)
        return Image.fromarray(reader.render(0, width, round(width * height_pt / width_pt))[:height])


def differences() -> list[str]:
    """Return what in this folder is not what the manifest draws."""
    labels = {entry["file"]: entry for entry in json.loads((HERE / "labels.json").read_text("utf-8"))}
    found = [f"{file}: labelled, but not in the manifest" for file in labels.keys() - {s["file"] for s in manifest()}]
    for sample in manifest():
        data, entry = draw(sample)
        if labels.get(sample["file"]) != entry:
            found.append(f"{sample['file']}: other labels")
        if not (HERE / sample["file"]).is_file():
            found.append(f"{sample['file']}: missing")
        elif not _alike((HERE / sample["file"]).read_bytes(), data, entry.get("password", "")):
            found.append(f"{sample['file']}: other pixels")
    return found


def _lines(entry: dict[str, Any]) -> str:
    """Return an entry of labels.json, one label a line."""
    head = json.dumps({**entry, "sensitive": None})
    labels = ",\n  ".join(json.dumps(label) for label in entry["sensitive"])
    return head.replace("null}", f"[\n  {labels}\n ]}}" if labels else "[]}")


def _alike(kept: bytes, drawn: bytes, password: str = "") -> bool:
    """Whether two files are the same, or show the same pages."""
    if kept == drawn:
        return True
    before, after = pages(kept, password), pages(drawn, password)
    return len(before) == len(after) and all(_close(before[n], after[n]) for n in range(len(before)))


def _close(a: Gray, b: Gray) -> bool:
    return a.shape == b.shape and float(np.abs(a - b).mean()) <= MEAN_TOLERANCE


def main() -> int:
    """Write, or check and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--check", action="store_true", help="compare instead of writing; exit 1 on a difference")
    acts.add_argument("--readme", action="store_true", help="make README.md's pictures instead")
    args = parser.parse_args()
    if args.readme:
        write_readme()
        return 0
    if not args.check:
        write()
        return 0
    found = differences()
    print("\n".join(found) or "all samples are as the manifest draws them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
