"""Cover what is sensitive on a card, an identity document or a bank statement, below an upload limit, in one call.

>>> import redactkit
>>> result = redactkit.process("card.jpg")  # doctest: +SKIP
>>> result = redactkit.process("statement.pdf", password="secret")  # doctest: +SKIP

Importing this package loads no model and no outside library: `process`, `plan` and `apply` are
fetched when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from redactkit.errors import (
    ComplianceError,
    DamagedFileError,
    EncryptedFileError,
    EngineError,
    InputError,
    IsolationError,
    LeakError,
    NothingFoundError,
    PolicyError,
    RedactkitError,
    ReviewNeededError,
    SizeLimitError,
    TooLargeError,
    UnsupportedFormatError,
)
from redactkit.model import DocumentKind, FieldKind
from redactkit.plans import Plan
from redactkit.policy import PROFILES, Policy, Rule
from redactkit.result import Report, Result
from redactkit.version import __version__

__all__ = [
    "PROFILES",
    "ComplianceError",
    "DamagedFileError",
    "DocumentKind",
    "EncryptedFileError",
    "EngineError",
    "FieldKind",
    "InputError",
    "IsolationError",
    "LeakError",
    "NothingFoundError",
    "Plan",
    "Policy",
    "PolicyError",
    "RedactkitError",
    "Report",
    "Result",
    "ReviewNeededError",
    "Rule",
    "SizeLimitError",
    "TooLargeError",
    "UnsupportedFormatError",
    "__version__",
    "apply",
    "plan",
    "process",
]

if TYPE_CHECKING:
    from redactkit.pipeline import apply, plan, process
else:  # hidden from type checkers, to which a module __getattr__ would make every name a known one

    def __getattr__(name: str) -> object:
        """Fetch a function of the pipeline, PEP 562."""
        if name in ("apply", "plan", "process"):
            return getattr(import_module("redactkit.pipeline"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
