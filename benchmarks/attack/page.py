"""The figures of the attacks as a page that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.figures import lines_of, table

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = ("cover", "covers", "digits", "named", "told apart", "chance", "z")
_TEMPLATES = """\
Each digit from 0 to 9 is drawn in the place of a hidden one, covered alike, and the one that looks most alike is named;
between equal ones lots are drawn, so `named` is what comes out on average. `told apart` counts digits of which any two
candidates looked different at all: without one there is nothing to attack. The attacker knows the typeface, the rest of
the picture, all other hidden digits and how it was covered, but not the sensor's noise (three pictures have none).
`z` is the distance from chance in standard deviations; below 3 is chance. A value in files of two kinds has two covers.
Under the covers of others, all digits of the first number of three pictures are attacked. Black boxes are upright and
around the ink of each word, as presidio-image-redactor fills the boxes that Tesseract finds; it is not run here. In a
PNG they leave the soft edge of the ink, in a JPEG its ringing, too."""
_SCANS = """\
Each page is one JPEG q85 4:2:0. Where content cannot be rewritten, here because it nests too deeply, the page becomes
pixels: it is drawn from the original, and what the picture's blocks share with hidden ink is found in the drawing."""
_RINGING = """\
A JPEG rings: beside a cover its blocks still depend on what it hides. The attacker looks at nothing but uncovered
pixels and compares them with those of each candidate, coded as the source was, without covering anything."""
_TWINS = """\
Pairs of files that differ only under the covers, in other digits or in noise, and come out byte for byte alike."""


def markdown(figures: Mapping[str, Any]) -> str:
    """Return the page."""
    lines = ["# Attacks on covers", "", "## Templates", "", _TEMPLATES, ""]
    lines += [*table(_HEAD, lines_of(figures["templates"])), ""]
    lines += ["## Pages of PDF scans", "", _SCANS, "", *table(_HEAD, lines_of(figures["pages_of_pdf_scans"])), ""]
    lines += ["## Ringing beside covers, JPEG q85 4:2:0", "", _RINGING, ""]
    lines += [*table(_HEAD, lines_of(figures["ringing"])), ""]
    lines += ["## Twins", "", _TWINS, "", *table(("", "alike"), figures["twins"].items()), ""]
    return "\n".join([*lines, "## Environment", "", *table(("", "figure"), figures["environment"].items()), ""])
