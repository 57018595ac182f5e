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

from redactkit.decide import decide
from redactkit.errors import LeakError, NothingFoundError, PolicyError, ReviewNeededError
from redactkit.find import facts, find_all
from redactkit.finish import Finished, finish
from redactkit.firstlook import ReadPages, behind, compare, doubts_in, first_look, kind_of, look_closer, misses_number
from redactkit.load import load
from redactkit.mark import marked
from redactkit.model import DocumentKind, FieldKind
from redactkit.plans import Plan
from redactkit.policy import Policy, Rule, resolve
from redactkit.read import eyes, open_engine
from redactkit.recheck import Late, confirm, recheck
from redactkit.result import NOTHING_SAID, Result, report_of
from redactkit.write import target, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from redactkit.load import Source
    from redactkit.model import Document, Facts, Page
    from redactkit.protocols import Engine
    from redactkit.result import Check

ROUNDS = 3
# On a document for which a policy has no rule; an identity number of 12 or 16 digits keeps no last four.
STAYS = frozenset({FieldKind.NAME, FieldKind.PORTRAIT, FieldKind.DATE, FieldKind.EXPIRY})
KINDS = "kind='card', 'statement' or 'identity'"


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
        A picture or a PDF. Arrays are uint8 or uint16 of shape (height, width[, 1, 3 or 4]), RGB(A). Never changed.
    out : path, optional
        A file name, whose suffix chooses the format (several pages: TIFF or PDF; a PDF: PDF), or an existing folder.
        Default: beside a path as ``NAME.redacted.jpg``, ``.tiff`` or ``.pdf``; in memory for other sources.
    policy : str or Policy, default "appeal"
        A profile of `redactkit.policy.PROFILES` or one of your own.
    kind : {"card", "statement", "identity"}, optional
        What the document is. Default: recognised.
    engine : str or Engine, optional
        ``"ppocr"`` (default), ``"tesseract"`` or an engine of your own. The second look is ``"ppocr"``'s, or your
        own engine's.
    password : str, optional
        Opens an encrypted PDF, the user's or the owner's. The result is not encrypted.
    max_bytes : int, optional
        Another limit than the policy's.

    Returns
    -------
    Result
        Of a statement, `report.facts` holds what it says about itself, in memory only.

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
        The policy has no rule for such a document, or a card's number was not placed; the error carries the plan.
    LeakError
        The finished file still showed something after three rounds, or a check failed on its bytes.
    SizeLimitError
        No legible result fits the limit.
    """
    result = unwritten(source, out, policy=policy, kind=kind, engine=engine, password=password, max_bytes=max_bytes)
    return _written(result, source)


def unwritten(
    source: Source,
    out: str | os.PathLike[str] | None = None,
    *,
    policy: str | Policy,
    kind: str | DocumentKind | None,
    engine: str | Engine | None,
    password: str | None,
    max_bytes: int | None,
) -> Result:
    """Do all of `process` but write: the result's path is where it would go. Parameters and errors as for `process`."""
    chosen = resolve(policy, max_bytes)
    with _one_thread():
        job = _job(load(source, password=password), chosen, engine)
        where = _target(job, source, out)
        document, draft = _plan(job, _kind(kind))
        return _apply(replace(job, document=document), draft, where)


def plan(
    source: Source,
    *,
    policy: str | Policy = "appeal",
    kind: str | DocumentKind | None = None,
    engine: str | Engine | None = None,
    password: str | None = None,
) -> Plan:
    """Return what `process` would cover; nothing is written. Parameters and errors as for `process`.

    Covers of a PDF are in pixels of its pages as they are rendered for reading: ``plan.sizes`` says how large.
    """
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
        As for `process`; a plan remembers no password.

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
        if plan.sizes != job.document.sizes:
            raise PolicyError("the plan is of another document: number or sizes of the pages differ; make a new plan")
        where = _target(job, source, out)
        if not _covers_nothing(chosen):
            job = replace(job, document=compare(job.document, job.second))
        return _written(_apply(job, plan, where), source)


def _job(document: Document, policy: Policy, engine: str | Engine | None) -> _Job:
    first = open_engine(engine)
    return _Job(document, policy, first, open_engine() if isinstance(engine, str) else first)


def _plan(job: _Job, kind: DocumentKind | None) -> tuple[Document, Plan]:
    """Read, classify, find and decide; return the document as it was read, and the plan."""
    document, sizes, name = job.document, job.document.sizes, job.policy.name
    if _covers_nothing(job.policy):
        return document, Plan(DocumentKind.UNKNOWN, name, sizes, engine=job.engine.name)
    document = first_look(document, job.engine)
    found = kind or kind_of(document.pages)
    read_as, rule = _rule(job.policy, found)
    if found is DocumentKind.CARD:
        document = look_closer(document, job.engine)
    draft = Plan(found, name, sizes, engine=job.engine.name)
    for page, findings in zip(document.pages, find_all(document.pages, read_as, rule.covers), strict=True):
        covers, keeps = decide(page, findings, rule)
        draft = replace(draft, covers=draft.covers + covers, keeps=draft.keeps + keeps)
    _refuse_unplaced(draft, job.policy, document.pages)
    return document, draft


def _refuse_unplaced(draft: Plan, policy: Policy, pages: Sequence[Page]) -> None:
    """Raise when the plan can't be trusted to be complete."""
    advice = "look at the plan on this error, add boxes and pass it to redactkit.apply"
    kinds = {cover.kind for cover in draft.covers}
    if draft.kind is DocumentKind.UNKNOWN and kinds <= {FieldKind.UNREAD}:
        raise NothingFoundError(f"no text with a digit was found; say what it is ({KINDS}) or send a sharper photo")
    if draft.kind is DocumentKind.UNKNOWN:
        raise ReviewNeededError(f"it does not show what this document is; say what it is ({KINDS}); {advice}", draft)
    if draft.kind not in policy.rules:
        what = f"this looks like a document of kind {draft.kind}, for which {policy.name} has no rule"
        raise ReviewNeededError(f"{what}; if it is none, say what it is ({KINDS}); {advice}", draft)
    if draft.kind is DocumentKind.CARD and misses_number(pages):
        raise ReviewNeededError(f"this is a card, but its number could not be placed; {advice}", draft)
    if not draft.covers:
        raise NothingFoundError(f"nothing to cover was found on this {draft.kind}; look at it before you send it")


def _target(job: _Job, source: Source, out: str | os.PathLike[str] | None) -> tuple[Path | None, str]:
    """Return where to write and in which format; what is refused is refused before anything is read."""
    path = Path(source) if isinstance(source, str | os.PathLike) else None
    return target(path, out, len(job.document.pages), job.document.media)


def _apply(job: _Job, draft: Plan, where: tuple[Path | None, str]) -> Result:
    """Cover, fit and verify."""
    path, media = where
    if job.policy.watermark:
        job, draft = _marked(job, draft)
    draft, finished, looks, rounds = _walk(job, draft, media)
    report = report_of(draft, finished.encoded, (*finished.checks, *looks), rounds, _facts(job, draft))
    return Result(path, finished.encoded.data, report)


def _written(result: Result, source: Source) -> Result:
    """Write what has somewhere to go."""
    if result.path is not None:
        write(result.data, result.path, source=source)
    return result


def _marked(job: _Job, draft: Plan) -> tuple[_Job, Plan]:
    """Print the policy's line on every page; what was read of the pages still holds."""
    stamped, draft = marked(job.document, draft, job.policy.watermark)
    pages = stamped.pages
    if stamped.pdf is not None:
        from redactkit.load.pdf import PdfPages  # noqa: PLC0415 - pictures need not wait for its libraries

        pages = PdfPages(stamped.pdf)
    return replace(job, document=replace(stamped, pages=behind(job.document.pages, pages))), draft


def _facts(job: _Job, draft: Plan) -> Facts:
    """Return what a statement says about itself, if it was read."""
    pages = job.document.pages
    if draft.kind is DocumentKind.STATEMENT and isinstance(pages, ReadPages):
        return facts(enumerate(pages.lines))
    return NOTHING_SAID


def _walk(job: _Job, draft: Plan, media: str) -> tuple[Plan, Finished, tuple[Check, ...], int]:
    """Repeat until a look finds nothing to read; specks that no look can read are covered and not looked at again.

    Pages on which nothing was found are not looked at again either.
    """
    looks: dict[int, Late] = {}
    open_pages: Sequence[int] = range(len(draft.sizes))
    for rounds in range(1, ROUNDS + 1):
        finished = finish(job.document, draft, job.policy, media)
        looks |= _second_look(job, draft, finished.document, open_pages)
        late = {index: looks[index] for index in open_pages if index in looks and looks[index].covers}
        if not late:
            return draft, finished, tuple(one.check for one in looks.values()), rounds
        draft = replace(
            draft,
            covers=draft.covers + tuple(cover for one in late.values() for cover in one.covers),
            keeps=draft.keeps + tuple(keep for one in late.values() for keep in one.keeps),
        )
        if all(cover.kind is FieldKind.UNREAD for one in late.values() for cover in one.covers):
            finished = finish(job.document, draft, job.policy, media)
            return draft, finished, _confirm(job, draft, finished.document), rounds + 1
        open_pages = tuple(late)
    raise LeakError(f"after {ROUNDS} rounds the finished file still shows text to be covered; add boxes to a plan")


def _second_look(job: _Job, draft: Plan, final: Document, indices: Sequence[int]) -> dict[int, Late]:
    if _covers_nothing(job.policy):
        return {}
    kind, rule = _rule(job.policy, draft.kind)
    read_as = replace(draft, kind=kind)
    with _eyes(job, final) as eyes_for:
        return {
            index: recheck(*eyes_for(index), read_as, rule, job.document.pages[index], final.pages[index])
            for index in indices
        }


def _confirm(job: _Job, draft: Plan, final: Document) -> tuple[Check, ...]:
    rule = _rule(job.policy, draft.kind)[1]
    pairs = zip(job.document.pages, final.pages, strict=True)
    with _eyes(job, final) as eyes_for:
        return tuple(confirm(*eyes_for(page.index), draft, rule, page, shown) for page, shown in pairs)


@contextmanager
def _eyes(job: _Job, final: Document) -> Iterator[Callable[[int], tuple[Engine, Engine]]]:
    """Give what reads a page of the finished file, and the same page of the source."""
    doubts = doubts_in(job.document)
    with eyes(job.second, final, doubts) as after, eyes(job.second, job.document, doubts) as before:
        yield lambda index: (after(index), before(index))


def _rule(policy: Policy, kind: DocumentKind) -> tuple[DocumentKind, Rule]:
    """Return by which rule a document is read; without one of its own, all goes but names, dates and the portrait.

    What is of no known kind is read as a card.
    """
    if kind in policy.rules:
        return kind, policy.rules[kind]
    if kind is DocumentKind.UNKNOWN:
        return DocumentKind.CARD, Rule(frozenset(FieldKind) - {FieldKind.NAME})
    return kind, Rule(frozenset(FieldKind) - STAYS, tails=frozenset())


def _covers_nothing(policy: Policy) -> bool:
    return not any(rule.covers - {FieldKind.MANUAL} for rule in policy.rules.values())


def _kind(kind: str | DocumentKind | None) -> DocumentKind | None:
    if kind is None:
        return None
    try:
        return DocumentKind(kind)
    except ValueError:
        raise PolicyError(f"no kind of document is named {kind!r}; there are: {', '.join(DocumentKind)}") from None


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let OpenCV run on one thread, and give its setting back: two processes of one thread beat one of two."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)
