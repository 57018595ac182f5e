"""Everything redactkit raises. Imports nothing of ours.

The four families say who can act: the owner of the file (InputError), whoever installed the
software (EngineError), whoever chose the settings (PolicyError), or nobody but a human eye
(ComplianceError: redactkit refuses). A message names what happened, where, and what to do next;
it never contains a value read from the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactkit.plans import Plan


class RedactkitError(Exception):
    """Root of all errors; nothing was written when one is raised."""


class InputError(RedactkitError):
    """Another file has to be sent."""


class UnsupportedFormatError(InputError):
    """The content is of a format that redactkit does not read."""


class EncryptedFileError(InputError):
    """The file is encrypted and no password, or a wrong one, was given."""


class DamagedFileError(InputError):
    """The file is empty, truncated or does not decode."""


class TooLargeError(InputError):
    """The file exceeds a limit on bytes, pixels or pages."""


class IsolationError(InputError):
    """The process that a document had to itself reached a bound on time or memory, died, or answered nonsense."""


class EngineError(RedactkitError):
    """A reading engine is missing, broken or misbehaved: install or repair it."""


class PolicyError(RedactkitError):
    """A setting is unknown or contradicts another: change the settings."""


class ComplianceError(RedactkitError):
    """redactkit refuses to hand out a result."""


class NothingFoundError(ComplianceError):
    """The document shows nothing that the policy covers."""


class ReviewNeededError(ComplianceError):
    """Something could not be placed; a human has to look.

    Attributes
    ----------
    plan : Plan or None
        What was found so far; add boxes to it and pass it to `redactkit.apply`.
    """

    def __init__(self, message: str, plan: Plan | None = None) -> None:
        super().__init__(message)
        self.plan = plan


class LeakError(ComplianceError):
    """The finished file still showed something after the last round of covering."""


class SizeLimitError(ComplianceError):
    """No legible result fits the byte limit."""
