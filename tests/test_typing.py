"""The public face as a type checker sees it: mypy reads this file, pytest runs what little runs."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import redactkit
from redactkit import DocumentKind, Plan, Policy, Report, Result, ReviewNeededError


def use(picture: bytes) -> None:
    """Use every verb as a caller would; checked, never run."""
    result = redactkit.process("card.jpg", Path("out"), policy="strict", kind="card", max_bytes=1_000_000)
    assert_type(result, Result)
    assert_type(result.path, Path | None)
    assert_type(result.report, Report)
    try:
        plan = redactkit.plan(picture, policy=redactkit.PROFILES["appeal"], kind=DocumentKind.CARD)
    except ReviewNeededError as error:
        assert_type(error.plan, Plan | None)
        raise
    assert_type(plan, Plan)
    assert_type(redactkit.apply(picture, plan.add(0, (1, 2, 3, 4))), Result)
    redactkit.proces  # type: ignore[attr-defined]  # noqa: B018  (unknown names stay unknown to a checker)


def test_profiles_are_policies() -> None:
    assert all(isinstance(policy, Policy) for policy in redactkit.PROFILES.values())
