"""Portraits and their ghosts, photographed or drawn.

A miss is dear here and a patch too many is cheap: it runs only where portraits are covered. Three looks help each
other: cascades find faces, correlation finds the copies of a face, and what stands out without text may be either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.find.portrait.copies import Copy, copies_of
from redactkit.find.portrait.faces import Face, faces_in
from redactkit.find.portrait.figures import figures_in
from redactkit.find.portrait.frames import SMALL_COPY, Frames
from redactkit.find.portrait.upright import Box, Upright, turned, uprights
from redactkit.model import DocumentKind, FieldKind, Finding, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = (0.7, 0.9)  # the face with hair and chin: from its middle aside, and up and down, in its sides
# Of 109 ghosts, real and drawn, 80 % have a likeness of 0.69 and more, 90 % of 0.55; elsewhere a document has one or
# two places above 0.69, ten above 0.6, and most of those are tiny.
GHOST, FAINT_GHOST, SMALL_FAINT_GHOST = 0.69, 0.6, 0.66
SMALL = 0.28
MOST_COPIES = 3
FIGURE = 0.45  # likeness that makes a patch a ghost; 80 % of other patches have less
NEAR = (10.0, 4.0)  # lines: how far from text a document still is
STEP = (6.0, 3.0)  # lines: from one line of a document to the next
PORTRAIT_LINES = 4.5
TOO_HIGH, HIGH = 1.3, 0.6  # of a patch that is a portrait itself, in the height of the highest one known
OWN = 0.4  # of all text: so much of it is a document of its own


class PortraitDetector:
    """The holder's picture on identity documents, and the ghosts of it."""

    name = "portrait"
    kinds = frozenset({DocumentKind.IDENTITY})

    def find(self, page: Page) -> tuple[Finding, ...]:
        """Return the portraits and ghosts on one page, each with its whole photo."""
        return tuple(
            Finding(FieldKind.PORTRAIT, page.index, quad=upright.to_page(box), evidence=(self.name, why))
            for upright, faces, sure in _looks(page)
            for box, why in _portraits(upright, faces, sure)
        )


def _looks(page: Page) -> list[tuple[Upright, tuple[Face, ...], bool]]:
    """Return the ways to look at a page: those that show faces, and where documents lie that show none."""
    looks = [(upright, *faces_in(upright)) for upright in uprights(page)]
    if not any(sure for _, _, sure in looks):
        for quarters in (2,) if len(page.lines) > 3 else (1, 2, 3):
            upright = turned(page, quarters)
            faces, sure = faces_in(upright)
            if sure:
                return [(upright, faces, True), *looks]
        return looks
    return [look for look in looks if look[2] or look[0].weight >= OWN]


def _portraits(upright: Upright, faces: Sequence[Face], sure: bool) -> Iterator[tuple[Box, str]]:
    frames = Frames(upright)
    portraits = [frames.around_face(face) for face in faces]
    yield from ((box, "face") for box in portraits)
    figures = [box for box in figures_in(upright) if _near_text(upright, box)]
    heads = [_head(face) for face in faces]
    if not sure:
        high = [box for box in figures if box.height > PORTRAIT_LINES * upright.line_px]
        heads += sorted(high, key=lambda box: -box.area)[:1]
    alike: list[Copy] = []
    for head in heads:
        if any(head.common(copy.box) > 0.4 * head.area for copy in alike if copy.likeness >= GHOST):
            continue
        copies = _copies(upright, head)
        alike += copies
        ghosts = [copy for copy in copies if _is_ghost(upright, copy)]
        small, large = [copy for copy in ghosts if copy.scale <= SMALL], [copy for copy in ghosts if copy.scale > SMALL]
        for copy in (*small[:MOST_COPIES], *large[:MOST_COPIES]):
            yield frames.around_face(_face(copy.box), SMALL_COPY if copy.scale < HIGH else 1.0), "copy"
    highest = max((box.height for box in portraits), default=0.0)
    for box in figures:
        known = any(box.common(portrait) > 0.9 * box.area for portrait in portraits)
        if not known and (not sure or _may_be_portrait(box, highest, alike)):
            yield frames.around_figure(box), "figure"


def _copies(upright: Upright, head: Box) -> list[Copy]:
    """Return what looks like a face, first what lies on its own document."""
    document = _document(upright, head)
    near = [copy for copy in copies_of(head, upright) if _near_text(upright, copy.box)]
    return sorted(near, key=lambda copy: document.common(copy.box) < 0.9 * copy.box.area)


def _document(upright: Upright, head: Box) -> Box:
    """Return the place of a face with all the lines that lie near it, or near those."""
    found, left = head, list(upright.lines)
    while near := [
        line for line in left if found.grown(STEP[0] * upright.line_px, STEP[1] * upright.line_px).common(line)
    ]:
        found = Box(
            min(found.left, *(line.left for line in near)),
            min(found.top, *(line.top for line in near)),
            max(found.right, *(line.right for line in near)),
            max(found.bottom, *(line.bottom for line in near)),
        )
        left = [line for line in left if line not in near]
    return found


def _head(face: Face) -> Box:
    aside, down = HEAD[0] * face.side, HEAD[1] * face.side
    return Box(face.x - aside, face.y - down, face.x + aside, face.y + down)


def _face(head: Box) -> Face:
    return Face(*head.center, head.width / (2 * HEAD[0]))


def _is_ghost(upright: Upright, copy: Copy) -> bool:
    least = FAINT_GHOST if copy.scale > SMALL else SMALL_FAINT_GHOST
    return copy.likeness >= GHOST or (copy.likeness >= least and upright.text_share(copy.box) < 0.5)


def _may_be_portrait(box: Box, highest: float, alike: Sequence[Copy]) -> bool:
    """Tell whether a patch is a ghost of a portrait, or as high as one."""
    if HIGH * highest <= box.height <= TOO_HIGH * highest:
        return True
    return box.height < highest and any(
        copy.likeness >= FIGURE
        and box.left < copy.box.center[0] < box.right
        and box.top < copy.box.center[1] < box.bottom
        and 0.45 * box.width < copy.box.width < 1.6 * box.width
        for copy in alike
    )


def _near_text(upright: Upright, box: Box) -> bool:
    around = box.grown(NEAR[0] * upright.line_px, NEAR[1] * upright.line_px)
    return any(around.common(line) > 0 for line in upright.lines)
