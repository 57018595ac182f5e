"""Covers every case once and keeps what came of it: cards, statements and identity documents alike."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import redactkit
from benchmarks.leaks import found_in_bytes
from benchmarks.score import PictureScore, refused, score
from benchmarks.speed import NetworkClock, cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.cases import Case
    from benchmarks.peer import Peer


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one case.

    Attributes
    ----------
    error : str
        Name of the error that refused it; empty when a file came out.
    size_bytes : int
        0 when refused.
    cpu_s, network_s : float
        CPU seconds, and those of them inside the networks.
    found : tuple of str
        Kinds of hidden values that can still be read from the bytes.
    plan_s, peer_s : float
        CPU seconds of redactkit's and of the peer's detection alone; 0 without a peer.
    peer_found : bool
        Whether the peer's boxes hold every digit of the number but the last four.
    """

    case: Case
    score: PictureScore
    error: str
    size_bytes: int
    cpu_s: float
    network_s: float
    found: tuple[str, ...] = ()
    plan_s: float = 0.0
    peer_s: float = 0.0
    peer_found: bool = False


def run(cases: Iterable[Case], peer: Peer | None = None) -> Iterator[Row]:
    """Cover each case with redactkit, warm, and look at it with the peer right after.

    Errors that are no RedactkitError are bugs; they stop the run.
    """
    for number, case in enumerate(cases):
        if number == 0:
            _covered(case)
            if peer:
                peer.boxes(case.data)
        yield _row(case, peer)


def _row(case: Case, peer: Peer | None) -> Row:
    with NetworkClock().running() as clock:
        start = cpu_seconds()
        output, error = _covered(case)
        cpu_s = cpu_seconds() - start
    if not output:
        row = Row(case, refused(case.labels), error, 0, cpu_s, clock.seconds)
    else:
        result = score(case.data, output, case.labels, case.sizes, case.password)
        found = found_in_bytes(output, case.labels)
        row = Row(case, result, error, len(output), cpu_s, clock.seconds, found)
    return _compared(row, peer) if peer else row


def _compared(row: Row, peer: Peer) -> Row:
    start = cpu_seconds()
    with suppress(redactkit.RedactkitError):
        redactkit.plan(row.case.data)
    plan_s = cpu_seconds() - start
    boxes = peer.boxes(row.case.data)
    peer_s = cpu_seconds() - start - plan_s
    found = row.case.pan is not None and all(peer.holds(boxes, quad) for quad in row.case.pan.hidden)
    return replace(row, plan_s=plan_s, peer_s=peer_s, peer_found=found)


def _covered(case: Case) -> tuple[bytes, str]:
    options: dict[str, Any] = {"policy": case.policy}
    if case.password:
        options["password"] = case.password
    try:
        return redactkit.process(case.data, **options).data, ""
    except redactkit.RedactkitError as error:
        return b"", type(error).__name__
