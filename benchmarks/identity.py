"""Identity documents: which are measured, and what the report says of them under `appeal` and under `strict`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.cases import Case, from_entry, graded
from benchmarks.draw.identity import IdentitySpec, Scene, draw_identity, identity_specs
from benchmarks.figures import table
from benchmarks.values import sections

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICIES = ("appeal", "strict")


def drawn(seed: int, count: int, policy: str) -> Iterator[Case]:
    """Yield identity documents drawn from a seed, to be covered by a policy."""
    for number, spec in enumerate(identity_specs(seed, count)):
        document = draw_identity(spec)
        entry = document.to_dict(f"{seed}/{number}{document.suffix}")
        yield from_entry({**entry, "conditions": conditions(spec)}, document.data, policy)


def conditions(spec: IdentitySpec) -> dict[str, str]:
    """Return what a drawn document is like, in few enough classes to count."""
    common = {
        "layout": "several" if spec.scene is Scene.COLLAGE else spec.layout.value,
        "scene": spec.scene.value,
        "country": spec.country,
        "turn": f"{90 * spec.turn} deg",
        "width": graded(spec.width_px, (600, 2000), "px"),
        "laminate": "streaks" if spec.laminate else "none",
        "stamp": "specimen" if spec.stamp else "none",
    }
    if spec.scene is Scene.ART:
        return common
    return common | {
        "tilt": graded(abs(spec.tilt_deg), (3, 10), "deg"),
        "glare": "glare" if spec.glare else "none",
        "motion": "shaken" if spec.motion_mm else "still",
        "defocus": graded(spec.defocus_mm, (0.04, 0.08), "mm"),
    }


def markdown(title: str, figures: dict[str, Any]) -> str:
    """Return the page."""
    lines = [f"# {title}", ""]
    for policy, quality in figures["quality"].items():
        lines += [f"## Policy `{policy}`", "", *sections(quality, "###")]
    return "\n".join([*lines, "## Environment", "", *table(("", "figure"), figures["environment"].items()), ""])
