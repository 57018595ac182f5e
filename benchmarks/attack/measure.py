"""Which scenes are attacked how, and the figures of a run."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks import report
from benchmarks.attack.covers import Coding, File, boxed, boxes, decode, gaussian, mosaic, ours, published
from benchmarks.attack.scenes import scenes
from benchmarks.attack.templates import Tally, area_of, attack, label, ringing, shares_a_block
from benchmarks.attack.twins import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.attack.covers import Hide
    from benchmarks.attack.scenes import Scene
    from benchmarks.attack.templates import Guess
    from benchmarks.attack.twins import Pair

PNG, JPEG, FINE = Coding(File.PNG), Coding(File.JPEG), Coding(File.JPEG, 92, 0)
SCAN, PIXELS = Coding(File.SCAN), Coding(File.DRAWN)
_CODINGS = (PNG, JPEG, FINE)
_TWIN_CODINGS = (*_CODINGS, Coding(File.JPEG, 60), Coding(File.JPEG, 75, 1), Coding(File.JPEG, 95))
_RIVALS = ("card, art", "card, embossed, tilted", "identity card")
_SCANS = ("card, art", "statement, small", "statement, scanned, tilted")
_MARGINS_PX = (0, 2, 4, 6, 8, 12, 16)
_OURS = "redactkit"
_SHARED = "redactkit, JPEG blocks shared with kept digits"
_DIGITS, _NUMBER = 3, 12  # attacked of each cover of ours; of the number under a rival's
HIDES: dict[str, Hide] = {
    "Gaussian 8 px": gaussian(8),
    "Gaussian 16 px": gaussian(16),
    "mosaic 12 px": mosaic(12),
    "boxes as presidio paints them": boxes(0),
}


def figures() -> dict[str, Any]:
    """Attack everything."""
    drawn = list(scenes())
    chosen = [scene for scene in drawn if scene.name in _RIVALS]
    scans = [scene for scene in drawn if scene.name in _SCANS]
    return {
        "templates": template_figures(drawn, chosen),
        "pages_of_pdf_scans": scan_figures(drawn, SCAN) | scan_figures(scans, PIXELS),
        "ringing": ringing_figures(drawn, JPEG),
        "twins": twin_figures(pair for scene in drawn for coding in _TWIN_CODINGS for pair in pairs(scene, coding)),
        "environment": report.environment(),
    }


def template_figures(drawn: Sequence[Scene], chosen: Sequence[Scene]) -> dict[str, Any]:
    """Return how many digits templates name: of all scenes under our covers, of some numbers under others."""
    rows: dict[str, Any] = {}
    found: defaultdict[str, list[Guess]] = defaultdict(list)
    for coding in _CODINGS:
        for scene in drawn:
            for name, guesses in _ours(scene, coding).items():
                found[name if name == _SHARED else f"{name}, {coding}"] += guesses
    exact = [guess for name, guesses in found.items() if name != _SHARED for guess in guesses]
    rows[_OURS] = _told(exact)
    rows |= {name: _told(guesses) for name, guesses in sorted(found.items())}
    for name, hide in HIDES.items():
        for coding in (PNG, JPEG):
            rows[f"{name}, {coding}"] = _told(guess for scene in chosen for guess in _rival(scene, coding, hide))
    return rows


def scan_figures(drawn: Sequence[Scene], coding: Coding) -> dict[str, Any]:
    """Return how many digits templates name on pages of PDFs."""
    found: defaultdict[str, list[Guess]] = defaultdict(list)
    for scene in drawn:
        for name, guesses in _ours(scene, coding).items():
            found[f"{name}, {coding.file}"] += guesses
    return {name: _told(guesses) for name, guesses in found.items()}


def ringing_figures(drawn: Sequence[Scene], coding: Coding) -> dict[str, Any]:
    """Return how many digits a JPEG gives away beside covers."""
    found: defaultdict[str, list[Guess]] = defaultdict(list)
    for scene in drawn:
        data = coding.encode(scene.pixels)
        shown = {
            f"black boxes, {margin} px beyond the ink": (
                published(data, coding, boxes(margin), scene),
                boxed(scene, margin),
            )
            for margin in _MARGINS_PX
        }
        shown[_OURS] = decode(ours(data, scene)), area_of(scene, coding).covered
        shared = {label(scene, secret, coding) for secret in scene.secrets if shares_a_block(scene, coding, secret)}
        for name, guess in ringing(scene, coding, shown, scene.secrets, _DIGITS):
            found[_SHARED if name == _OURS and guess.cover in shared else name].append(guess)
    return {name: _told(guesses) for name, guesses in found.items()}


def twin_figures(found: Iterable[Pair]) -> dict[str, str]:
    """Return how many pairs came out alike."""
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for pair in found:
        if pair.shared:
            groups["JPEG blocks shared by hidden and kept digits: the exception"].append(pair.alike)
            continue
        names = ("all others", pair.document, pair.coding)
        for name in (*names, *["tilted"] * pair.tilted, *["beside the kept last four"] * pair.kept):
            groups[name].append(pair.alike)
    return {name: f"{sum(alike)} of {len(alike)}" for name, alike in sorted(groups.items())}


def _ours(scene: Scene, coding: Coding) -> dict[str, list[Guess]]:
    """Attack all covers of a scene; those that share a block with kept digits stand apart."""
    shared = {label(scene, secret, coding) for secret in scene.secrets if shares_a_block(scene, coding, secret)}
    found: dict[str, list[Guess]] = {_OURS: [], _SHARED: []}
    for guess in attack(scene, coding, lambda file: decode(ours(file, scene)), scene.secrets, _DIGITS):
        found[_SHARED if guess.cover in shared else _OURS].append(guess)
    return found


def _rival(scene: Scene, coding: Coding, hide: Hide) -> list[Guess]:
    """Attack the number of a scene."""
    number = scene.secrets[:1]
    return list(attack(scene, coding, lambda file: published(file, coding, hide, scene), number, _NUMBER))


def _told(guesses: Iterable[Guess]) -> dict[str, float]:
    tally = Tally.of(guesses)
    return {
        "covers": tally.covers,
        "digits": tally.digits,
        "named": round(tally.named, 1),
        "told apart": tally.apart,
        "chance": round(tally.digits / 10, 1),
        "z": round(tally.z, 1) + 0.0,  # no minus before a zero
    }
