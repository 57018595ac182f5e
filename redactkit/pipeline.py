"""The hallway: every stage once, in order.

    plan(source)         load -> read -> classify -> find -> decide
    apply(source, plan)  cover -> fit -> verify -> write
    process(source)      both

Nothing reaches the disk before every check has held on the finished bytes.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from redactkit.classify import classify
from redactkit.cover import mask, paint
from redactkit.decide import decide
from redactkit.errors import LeakError, NothingFoundError, PolicyError, ReviewNeededError
from redactkit.find import find, has_number, misses_date, shows_back
from redactkit.fit import fit
from redactkit.load import load
from redactkit.model import DocumentKind, FieldKind
from redactkit.plans import Plan
from redactkit.policy import Policy, Rule, resolve
from redactkit.protocols import Look
from redactkit.read import guarded, open_engine
from redactkit.recheck import FIRST_LOOK, Late, confirm, recheck
from redactkit.result import Result, report_of
from redactkit.verify import (
    check_container,
    check_pages,
    check_pixels,
    check_size,
    settled_places,
)
from redactkit.write import target, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactkit.cover import Area
    from redactkit.load import Source
    from redactkit.model import Document, Encoded, Page
    from redactkit.protocols import Engine
    from redactkit.result import Check

# Longer sides, in pixels, of further looks when a card's number was not seen: it is small in a large photo.
CLOSER_LOOKS = (960, 1440)
MAX_ENLARGED = 1.5  # a picture shows nothing more when it is enlarged further
LIKELY = 0.6  # of a PAN's score: a network's prefix and length, or Luhn
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class _Job:
    """One document under one set of settings."""

    document: Document
    policy: Policy
    engine: Engine
    second: Engine  # for the second look: the default one behind every engine that goes by a name


def process(
    source: Source,
    out: str | os.PathLike[str] | None = None,
    *,
    policy: str | Policy = "appeal",
    kind: str | DocumentKind | None = None,
    engine: str | Engine | None = None,
    password: str | None = None,
    max_bytes: int | None = None,
) -> Result:
    """Cover what the policy covers, fit the byte limit, prove it on the finished bytes, write.

    Parameters
    ----------
    source : path, bytes, binary file, PIL image or ndarray
        The document. Arrays are uint8 or uint16 of shape (height, width[, 1, 3 or 4]), RGB(A). Never changed.
    out : path, optional
        A file name, whose suffix chooses the format, or an existing folder. Default: beside a path source
        as ``NAME.redacted.jpg``; in memory for others.
    policy : str or Policy, default "appeal"
        A profile of `redactkit.policy.PROFILES` or one of your own.
    kind : {"card"}, optional
        What the document is. Default: recognised.
    engine : str or Engine, optional
        ``"ppocr"`` (default), ``"tesseract"`` or an engine of your own. The second look is ``"ppocr"``'s, or your
        own engine's.
    password : str, optional
        Opens an encrypted file.
    max_bytes : int, optional
        Another limit than the policy's.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        The source can't be read; the message says what to send instead.
    EngineError
        The reading engine is missing or failed.
    PolicyError
        A setting is unknown, or `out` can't be written.
    NothingFoundError
        The document shows nothing that the policy covers.
    ReviewNeededError
        Something could not be placed; the error carries the plan.
    LeakError
        The finished file still showed something after three rounds.
    SizeLimitError
        No legible result fits the limit.
    """
    chosen = resolve(policy, max_bytes)
    with _one_thread():
        job = _job(load(source, password=password), chosen, engine)
        pages, draft = _plan(job, _kind(kind))
        return _apply(replace(job, document=replace(job.document, pages=pages)), draft, source, out)


def plan(
    source: Source,
    *,
    policy: str | Policy = "appeal",
    kind: str | DocumentKind | None = None,
    engine: str | Engine | None = None,
    password: str | None = None,
) -> Plan:
    """Return what `process` would cover; nothing is written. Parameters and errors as for `process`."""
    with _one_thread():
        job = _job(load(source, password=password), resolve(policy), engine)
        return _plan(job, _kind(kind))[1]


def apply(
    source: Source,
    plan: Plan,
    out: str | os.PathLike[str] | None = None,
    *,
    policy: str | Policy | None = None,
    engine: str | Engine | None = None,
    password: str | None = None,
    max_bytes: int | None = None,
) -> Result:
    """Cover what a plan says, then verify and write as `process` does.

    Parameters
    ----------
    source : path, bytes, binary file, PIL image or ndarray
        The document that the plan was made of.
    plan : Plan
        From `plan`, `Plan.from_json` or a `ReviewNeededError`; edited or not.
    policy : str or Policy, optional
        Default: the plan's.
    out, engine, password, max_bytes
        As for `process`.

    Returns
    -------
    Result

    Raises
    ------
    PolicyError
        The plan is of a document with other pages.
    InputError, EngineError, LeakError, SizeLimitError
        As for `process`.
    """
    chosen = resolve(plan.policy if policy is None else policy, max_bytes)
    with _one_thread():
        job = _job(load(source, password=password), chosen, engine or plan.engine)
        if plan.sizes != _sizes(job.document):
            raise PolicyError("the plan is of another document: number or sizes of the pages differ; make a new plan")
        return _apply(job, plan, source, out)


def _job(document: Document, policy: Policy, engine: str | Engine | None) -> _Job:
    first = open_engine(engine)
    return _Job(document, policy, first, open_engine() if isinstance(engine, str) else first)


def _plan(job: _Job, kind: DocumentKind | None) -> tuple[tuple[Page, ...], Plan]:
    """Read, classify, find and decide; return the pages with their lines, and the plan."""
    sizes, name = _sizes(job.document), job.policy.name
    if _covers_nothing(job.policy):
        return job.document.pages, Plan(DocumentKind.UNKNOWN, name, sizes, engine=job.engine.name)
    pages = tuple(_read(job.engine, page, Look(FIRST_LOOK)) for page in job.document.pages)
    found = kind or _classify(pages)
    read_as, rule = _rule(job.policy, found)
    if found is DocumentKind.CARD and _misses_something(pages):
        pages = _look_closer(job.engine, pages)
    draft = Plan(found, name, sizes, engine=job.engine.name)
    for page in pages:
        covers, keeps = decide(page, find(page, read_as), rule)
        draft = replace(draft, covers=draft.covers + covers, keeps=draft.keeps + keeps)
    _refuse_unplaced(draft, job.policy, pages)
    return pages, draft


def _look_closer(engine: Engine, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Look for what the first look missed, at larger scales."""
    for side_px in CLOSER_LOOKS:
        if side_px > MAX_ENLARGED * max(max(page.pixels.shape[:2]) for page in pages):
            break
        pages = tuple(
            replace(
                page,
                lines=page.lines + _read(engine, page, Look(side_px, settled=settled_places(page.lines, ()))).lines,
            )
            for page in pages
        )
        if not _misses_something(pages):
            break
    return pages


def _misses_something(pages: Sequence[Page]) -> bool:
    """Tell whether a card must show more than what was read: its number, or the date that it says it bears."""
    return misses_date(pages) or _misses_number(pages)


def _misses_number(pages: Sequence[Page]) -> bool:
    """Tell whether a page that is a card shows neither a number nor a back, or none of the pages does."""
    open_pages = [page for page in pages if not (has_number([page]) or shows_back([page]))]
    return len(open_pages) == len(pages) or any(_classify([page]) is DocumentKind.CARD for page in open_pages)


def _refuse_unplaced(draft: Plan, policy: Policy, pages: tuple[Page, ...]) -> None:
    """Raise when the plan can't be trusted to be complete."""
    advice = "look at the plan on this error, add boxes and pass it to redactkit.apply"
    kinds = {cover.kind for cover in draft.covers}
    if draft.kind is DocumentKind.UNKNOWN and kinds <= {FieldKind.UNREAD}:
        raise NothingFoundError(
            "no text with a digit was found; if this is a card, pass kind='card' or a sharper photo"
        )
    if draft.kind is DocumentKind.UNKNOWN:
        raise ReviewNeededError(
            f"it does not show what this document is; if it is a card, say kind='card'; {advice}", draft
        )
    if draft.kind not in policy.rules:
        what = f"this looks like a document of kind {draft.kind}, for which {policy.name} has no rule"
        raise ReviewNeededError(f"{what}; if it is a card, say kind='card'; {advice}", draft)
    if draft.kind is DocumentKind.CARD and _misses_number(pages):
        raise ReviewNeededError(f"this is a card, but its number could not be placed; {advice}", draft)
    if not draft.covers:
        raise NothingFoundError(f"this {draft.kind} shows nothing that the policy covers; send it as it is")


def _apply(job: _Job, draft: Plan, source: Source, out: str | os.PathLike[str] | None) -> Result:
    """Cover, fit and verify; then write."""
    path, media = target(_path(source), out, len(job.document.pages))
    draft, encoded, checks, rounds = _walk(job, draft, media)
    if path is not None:
        write(encoded.data, path, source=source)
    return Result(path, encoded.data, report_of(draft, encoded, checks, rounds))


def _walk(job: _Job, draft: Plan, media: str) -> tuple[Plan, Encoded, tuple[Check, ...], int]:
    """Repeat until a look finds nothing to read; specks that no look can read are covered and not looked at again."""
    for rounds in range(1, ROUNDS + 1):
        encoded, final, checks = _finish(job, draft, media)
        late = _second_look(job, draft, final)
        if not any(one.covers for one in late):
            return draft, encoded, (*checks, *(one.check for one in late)), rounds
        draft = replace(
            draft,
            covers=draft.covers + tuple(cover for one in late for cover in one.covers),
            keeps=draft.keeps + tuple(keep for one in late for keep in one.keeps),
        )
        if all(cover.kind is FieldKind.UNREAD for one in late for cover in one.covers):
            encoded, final, checks = _finish(job, draft, media)
            pairs = zip(job.document.pages, final, strict=True)
            kept = tuple(confirm(job.second, draft, page, shown) for page, shown in pairs)
            return draft, encoded, (*checks, *kept), rounds + 1
    raise LeakError(f"after {ROUNDS} rounds the finished file still shows text to be covered; add boxes to a plan")


def _finish(job: _Job, draft: Plan, media: str) -> tuple[Encoded, tuple[Page, ...], tuple[Check, ...]]:
    """Cover and encode; return the finished file, its pages decoded again, and what was checked on them."""
    painted, areas = _paint(job, draft)
    encoded = fit(painted, media, job.policy.max_bytes)
    final = load(encoded.data).pages
    checks = (
        check_size(encoded, job.policy.max_bytes),
        check_container(encoded),
        check_pages(painted, final),
        *(
            check_pixels(page, area.covered, area.windows, shown)
            for page, area, shown in zip(painted, areas, final, strict=True)
        ),
    )
    return encoded, final, checks


def _second_look(job: _Job, draft: Plan, final: Sequence[Page]) -> list[Late]:
    if _covers_nothing(job.policy):
        return []
    pairs = zip(job.document.pages, final, strict=True)
    kind, rule = _rule(job.policy, draft.kind)
    return [recheck(job.second, replace(draft, kind=kind), rule, page, shown) for page, shown in pairs]


def _rule(policy: Policy, kind: DocumentKind) -> tuple[DocumentKind, Rule]:
    """Return by which rule a document is read; without one of its own, everything that would go on a card."""
    if kind in policy.rules:
        return kind, policy.rules[kind]
    return DocumentKind.CARD, Rule(frozenset(FieldKind) - {FieldKind.NAME})


def _covers_nothing(policy: Policy) -> bool:
    return not any(rule.covers - {FieldKind.MANUAL} for rule in policy.rules.values())


def _paint(job: _Job, draft: Plan) -> tuple[tuple[Page, ...], tuple[Area, ...]]:
    painted, areas = [], []
    for page in job.document.pages:
        quads = [quad for cover in draft.covers if cover.page == page.index for quad in cover.quads]
        areas.append(mask(page, quads, [keep.quad for keep in draft.keeps if keep.page == page.index]))
        painted.append(paint(page, quads, areas[-1], job.policy.style))
    return tuple(painted), tuple(areas)


def _read(engine: Engine, page: Page, look: Look) -> Page:
    return replace(page, lines=guarded(engine, page.pixels, look))


def _classify(pages: Sequence[Page]) -> DocumentKind:
    kind = classify([line for page in pages for line in page.lines])
    # A number that stands in a column, or is split, makes a card that bears no other word.
    return DocumentKind.CARD if kind is DocumentKind.UNKNOWN and has_number(pages, LIKELY) else kind


def _kind(kind: str | DocumentKind | None) -> DocumentKind | None:
    if kind is None:
        return None
    try:
        return DocumentKind(kind)
    except ValueError:
        raise PolicyError(f"no kind of document is named {kind!r}; there are: {', '.join(DocumentKind)}") from None


def _sizes(document: Document) -> tuple[tuple[int, int], ...]:
    return tuple((page.pixels.shape[1], page.pixels.shape[0]) for page in document.pages)


def _path(source: Source) -> Path | None:
    return Path(source) if isinstance(source, str | os.PathLike) else None


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let OpenCV run on one thread, and give its setting back: two processes of one thread beat one of two."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)
