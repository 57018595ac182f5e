"""Draw every sample of manifest.toml: `python samples/make.py`, or `--check` to compare with what is there.

`--readme` makes the picture of README.md instead, readme.jpg, which is no sample: it needs the reading engine.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # run as a script, only samples/ would be on the path

import redactkit  # noqa: E402
from benchmarks.draw import CardSpec, draw_card  # noqa: E402
from benchmarks.draw.exif import phone_jpeg  # noqa: E402
from benchmarks.draw.landscape import encode_landscape  # noqa: E402

# Other builds of libjpeg round differently; the mean of a drawn card moves by less than a grey level.
MEAN_TOLERANCE = 1.0

# README.md's picture: the digits stay legible at the width of a page, in about 60 kB.
README_HALF_PX, README_GAP_PX, README_QUALITY = (640, 480), 16, 88


def manifest() -> list[dict[str, Any]]:
    """Return the samples as manifest.toml lists them."""
    samples: list[dict[str, Any]] = tomllib.loads((HERE / "manifest.toml").read_text("utf-8"))["sample"]
    return samples


def draw(sample: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """Return the file of one sample and its entry in labels.json."""
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
    """Cover card/plain.jpg with the default settings and put it before and after side by side."""
    before = (HERE / "card/plain.jpg").read_bytes()
    wide, high = README_HALF_PX
    pair = Image.new("RGB", (2 * wide + README_GAP_PX, high), "white")
    for left, data in ((0, before), (wide + README_GAP_PX, redactkit.process(before).data)):
        pair.paste(Image.open(io.BytesIO(data)).resize(README_HALF_PX, Image.Resampling.LANCZOS), (left, 0))
    target = HERE / "readme.jpg"
    pair.save(target, quality=README_QUALITY, optimize=True)
    print(f"{target.name:24}{target.stat().st_size:>10,} bytes")


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
        elif not _alike((HERE / sample["file"]).read_bytes(), data):
            found.append(f"{sample['file']}: other pixels")
    return found


def _lines(entry: dict[str, Any]) -> str:
    """Return an entry of labels.json, one label a line."""
    head = json.dumps({**entry, "sensitive": None})
    labels = ",\n  ".join(json.dumps(label) for label in entry["sensitive"])
    return head.replace("null}", f"[\n  {labels}\n ]}}" if labels else "[]}")


def _alike(kept: bytes, drawn: bytes) -> bool:
    if kept == drawn:
        return True
    a, b = (
        np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(d))).convert("RGB"), np.int16) for d in (kept, drawn)
    )
    return a.shape == b.shape and float(np.abs(a - b).mean()) <= MEAN_TOLERANCE


def main() -> int:
    """Write, or check and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--check", action="store_true", help="compare instead of writing; exit 1 on a difference")
    acts.add_argument("--readme", action="store_true", help="make README.md's picture instead")
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
