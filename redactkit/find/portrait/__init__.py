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
CERTAIN = 0.8
# Wood, cloth and guilloche have dozens of places as like a face as the best of them: a ghost stands out from the sixth.
CROWD, STANDS_OUT = 5, 0.06
SMALL, SMALLER = 0.28, 0.6
MOST_COPIES = 3
COVERED = 0.4  # by text: lines of print are like a faint face themselves
FIGURE = 0.58  # likeness that makes a patch a ghost: of 63 ghosts 62 have more, of other patches 90 % less
FINE = 18.0  # gray levels from one pixel to the next: portraits have up to 16, bar codes 40
NEAR = (14.0, 4.0)  # lines: how far from text a document still is
STEP = (6.0, 3.0)  # lines: from one line of a document to the next
PORTRAIT_LINES = 4.5
HIGH = 0.6  # of the highest portrait known: so high a patch may be the portrait of another document
FREE = 0.1  # of text: a patch around a face with more is the photo and a heading
RIM = 0.4  # lines: what smoothing takes off a patch
MOSTLY, WHOLLY, PARTLY = 0.6, 0.95, 0.2
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
    figures = [box for box in figures_in(upright) if _near_text(upright, box) and upright.fineness(box) < FINE]
    heads = [_head(face) for face in faces]
    if not sure:
        high = [box for box in figures if box.height > PORTRAIT_LINES * upright.line_px]
        heads += sorted(high, key=lambda box: -box.area)[:1]
    alike: list[Copy] = []
    for head in heads:
        if any(head.common(copy.box) > 0.4 * head.area for copy in alike if copy.likeness >= GHOST):
            continue
        own, others = _copies(upright, head)
        copies = [*own, *others]
        usual = _usual(copies)
        alike += [copy for copy in copies if copy.likeness >= max(FIGURE, usual)]
        for copy in _ghosts(upright, own, others):
            if not _lies_in(copy.box, portraits):
                yield frames.around_face(_face(copy.box), SMALL_COPY if copy.scale < SMALLER else 1.0), "copy"
    known = [_document(upright, head) for head in heads] if sure else []
    least = HIGH * max(box.height for box in portraits) if sure else PORTRAIT_LINES * upright.line_px
    for box in figures:
        if _lies_in(box, portraits):
            holds = any(_lies_in(head, (box,)) for head in heads) and upright.text_share(box) < FREE
            if holds and not _lies_in(box, portraits, WHOLLY):
                yield box.grown(RIM * upright.line_px, RIM * upright.line_px), "figure"
        elif _is_copied(box, alike) or (box.height >= least and not _lies_in(box, known, PARTLY)):
            yield frames.around_figure(box), "figure"


def _copies(upright: Upright, head: Box) -> tuple[list[Copy], list[Copy]]:
    """Return what looks like a face on its own document, and elsewhere."""
    document = _document(upright, head)
    near = [
        copy
        for copy in copies_of(head, upright)
        if _near_text(upright, copy.box) or (copy.likeness >= CERTAIN and copy.scale > SMALL)
    ]
    own = [copy for copy in near if _lies_in(copy.box, (document,), WHOLLY)]
    return own, [copy for copy in near if copy not in own]


def _usual(copies: Sequence[Copy]) -> float:
    """Return how like a face the sixth place is: about the likeness of chance."""
    ranked = sorted((copy.likeness for copy in copies), reverse=True)
    return ranked[CROWD] if len(ranked) > CROWD else 0.0


def _ghosts(upright: Upright, own: Sequence[Copy], others: Sequence[Copy]) -> list[Copy]:
    """Return those that stand out, small and large; if no large one does, the best of the document itself."""
    least = min(CERTAIN, _usual([*own, *others]) + STANDS_OUT)
    clear = [copy for copy in (*own, *others) if _is_ghost(upright, copy) and copy.likeness >= least]
    small, large = [copy for copy in clear if copy.scale <= SMALL], [copy for copy in clear if copy.scale > SMALL]
    if not large:
        large = [copy for copy in own if copy.scale > SMALL and _is_ghost(upright, copy)]
        large = [copy for copy in large if upright.text_share(copy.box) < COVERED][:1]
    return [*small[:MOST_COPIES], *large[:MOST_COPIES]]


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


def _is_copied(box: Box, alike: Sequence[Copy]) -> bool:
    """Tell whether a patch is a ghost of a portrait."""
    return any(
        copy.likeness >= FIGURE
        and box.left < copy.box.center[0] < box.right
        and box.top < copy.box.center[1] < box.bottom
        and 0.6 * box.width < copy.box.width < 1.6 * box.width
        for copy in alike
    )


def _lies_in(box: Box, others: Sequence[Box], share: float = MOSTLY) -> bool:
    return any(box.common(other) > share * box.area for other in others)


def _near_text(upright: Upright, box: Box) -> bool:
    around = box.grown(NEAR[0] * upright.line_px, NEAR[1] * upright.line_px)
    return any(around.common(line) > 0 for line in upright.lines)
