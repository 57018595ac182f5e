"""What passes between the two processes: a line of JSON and bytes, both of a length that is said first and bounded.

No pickle: whoever unpickles runs what the other side wrote. What comes from the child is a stranger's word, and each
value is checked before it becomes one of ours.
"""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import date
from typing import TYPE_CHECKING, Any

from redactkit import errors
from redactkit.errors import PolicyError, RedactkitError, ReviewNeededError
from redactkit.model import DocumentKind, Facts, FieldKind
from redactkit.plans import Plan
from redactkit.policy import Policy, Rule, Style
from redactkit.result import Check, Report, Result

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_HEADER_BYTES = 32_000_000
"""Longest JSON: a statement of 100 pages answers with 3.5 MB, and a PDF has at most 200 pages."""

MAX_MESSAGE_CHARS = 2_000
"""Longest message of an error, detail of a check or name: ten times the longest that redactkit writes."""

EARLY = "it ended early"
_MAX_ROUNDS = 100  # the pipeline walks four times at most
_START = struct.Struct(">4sQQ")  # mark, bytes of JSON, bytes of data
_MARK = b"rdk1"
_MEDIA = frozenset({"image/jpeg", "image/png", "image/webp", "image/tiff", "application/pdf"})
_ERRORS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, RedactkitError)
}


class Nonsense(Exception):
    """What came is no message of ours."""


def pack(header: dict[str, Any], data: bytes = b"") -> bytes:
    """Return a message: JSON and bytes behind a start that says how long they are."""
    text = json.dumps(header).encode()
    return _START.pack(_MARK, len(text), len(data)) + text + data


def unpack(read: Callable[[int], bytes], max_data_bytes: int) -> tuple[dict[str, Any], bytes]:
    """Read one message, and never more than it may have.

    Parameters
    ----------
    read : callable
        Takes a number of bytes and returns as many, or fewer at the end.
    max_data_bytes : int

    Raises
    ------
    Nonsense
        Another start, a length out of bounds, an early end, or no JSON object.
    """
    start = read(_START.size)
    if len(start) != _START.size:
        raise Nonsense(EARLY)
    mark, header_bytes, data_bytes = _START.unpack(start)
    if mark != _MARK or header_bytes > MAX_HEADER_BYTES or data_bytes > max_data_bytes:
        raise Nonsense("it announced what cannot be")
    text, data = read(header_bytes), read(data_bytes)
    if len(text) != header_bytes or len(data) != data_bytes:
        raise Nonsense(EARLY)
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise Nonsense("it was no JSON object")
    return header, data


def policy_to_plain(policy: Policy) -> dict[str, Any]:
    """Return a profile as plain values."""
    rules = {
        kind: {
            "covers": sorted(rule.covers),
            "keep_first": rule.keep_first,
            "keep_last": rule.keep_last,
            "tails": sorted(rule.tails),
        }
        for kind, rule in policy.rules.items()
    }
    return {
        "name": policy.name,
        "rules": rules,
        "max_bytes": policy.max_bytes,
        "style": policy.style,
        "watermark": policy.watermark,
        "source": policy.source,
    }


def policy_of_plain(plain: dict[str, Any]) -> Policy:
    """Return the profile that `policy_to_plain` took apart; our own word, which is not checked."""
    rules = {
        DocumentKind(kind): Rule(
            frozenset(map(FieldKind, rule["covers"])),
            rule["keep_first"],
            rule["keep_last"],
            frozenset(map(FieldKind, rule["tails"])),
        )
        for kind, rule in plain["rules"].items()
    }
    return Policy(**{**plain, "rules": rules, "style": Style(plain["style"])})


def answer_of(result: Result) -> bytes:
    """Pack a result; the facts go along, the texts that stay readable do not."""
    report = result.report
    facts = {
        "holder": report.facts.holder,
        "periods": [[first.isoformat(), last.isoformat()] for first, last in report.facts.periods],
        "tails": report.facts.tails,
    }
    header = {
        "plan": report.plan.to_json(),
        "checks": [[check.name, check.detail] for check in report.checks],
        "rounds": report.rounds,
        "media": report.media,
        "facts": facts,
    }
    return pack(header, result.data)


def answer_of_error(error: Exception) -> bytes:
    """Pack an error: of one that is not ours the name of its type only, since its text may quote the document."""
    name = type(error).__name__
    if not isinstance(error, RedactkitError):
        return pack({"failure": name})
    plan = error.plan if isinstance(error, ReviewNeededError) else None
    return pack({"error": name, "message": str(error), "plan": plan and plan.to_json()})


def result_of(header: dict[str, Any], data: bytes) -> Result:
    """Return the result that a message holds, without a path; raise the error that it holds.

    Raises
    ------
    RedactkitError
        Of whatever class the document met.
    Nonsense
        A value is missing or cannot be.
    """
    try:
        if "error" in header:
            error = _error(header)
        else:
            return Result(None, data, _report(header, data))
    except (KeyError, TypeError, ValueError, AttributeError, PolicyError):
        raise Nonsense("it was neither a result nor an error") from None
    raise error


def _error(header: dict[str, Any]) -> RedactkitError:
    kind, message = _ERRORS[header["error"]], _text(header["message"])
    if issubclass(kind, ReviewNeededError):
        plan = header["plan"]
        return kind(message, None if plan is None else Plan.from_json(plan))
    return kind(message)


def _report(header: dict[str, Any], data: bytes) -> Report:
    rounds, media, facts = header["rounds"], header["media"], header["facts"]
    if type(rounds) is not int or not 0 < rounds <= _MAX_ROUNDS or media not in _MEDIA or not data:
        raise ValueError
    holder = facts["holder"]
    said = Facts(
        None if holder is None else _text(holder),
        tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in facts["periods"]),
        tuple(_text(tail) for tail in facts["tails"]),
    )
    checks = tuple(Check(_text(name), _text(detail)) for name, detail in header["checks"])
    digest = hashlib.sha256(data).hexdigest()  # told by the parent, of what it holds
    return Report(Plan.from_json(header["plan"]), checks, rounds, len(data), digest, media, said)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_MESSAGE_CHARS:
        raise ValueError
    return value
