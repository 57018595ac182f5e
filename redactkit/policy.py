"""What stays visible and how large a file may be, per named profile. Data, not code.

Every profile says where its rule comes from; it is a reading of that page, not a promise of its owner.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactkit.errors import PolicyError
from redactkit.model import DocumentKind, FieldKind

if TYPE_CHECKING:
    from collections.abc import Mapping


MAX_WATERMARK = 100  # characters; at the least legible height that is as wide as a large photo


class Style(StrEnum):
    """What a cover looks like. Neither holds anything of what it hides."""

    BLUR = "blur"
    SOLID = "solid"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is covered on one kind of document.

    Attributes
    ----------
    covers : frozenset of FieldKind
    keep_first, keep_last : int
        How many characters of a number stay, from either end: the last where the end is certain, the first only of a
        card number that Luhn and prefix prove.
    tails : frozenset of FieldKind
        Of which numbers they stay.
    """

    covers: frozenset[FieldKind]
    keep_first: int = 0
    keep_last: int = 4
    tails: frozenset[FieldKind] = frozenset({FieldKind.PAN})


@dataclass(frozen=True, slots=True)
class Policy:
    """A named profile.

    Attributes
    ----------
    name : str
    rules : mapping of DocumentKind to Rule
        Kinds without a rule are refused.
    max_bytes : int
        Largest output file, bytes.
    style : Style
        Of covers on pictures; those in PDFs are always solid.
    watermark : str
        A line to print on free area of every page, for instance purpose, recipient and date; empty: none.
    source : str
        Where the rule comes from.

    Raises
    ------
    PolicyError
        The limit is below 1000 bytes, or the watermark is longer than 100 characters or holds one outside of Windows
        code page 1252, which fonts of PDF viewers know.
    """

    name: str
    rules: Mapping[DocumentKind, Rule] = field(repr=False)
    max_bytes: int = 3_000_000
    style: Style = Style.BLUR
    watermark: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.max_bytes < 1000:
            raise PolicyError(f"max_bytes is {self.max_bytes}; no picture fits below 1000 bytes")
        if len(self.watermark) > MAX_WATERMARK or not _is_drawable(self.watermark):
            raise PolicyError(f"a watermark is one line of Latin letters, at most {MAX_WATERMARK} characters")


def _is_drawable(text: str) -> bool:
    """Tell whether the fonts that every PDF viewer brings along have all characters of a text."""
    try:
        text.encode("cp1252")
        return text.isprintable()
    except UnicodeEncodeError:
        return False


_NUMBERS = frozenset(FieldKind) - {FieldKind.NAME, FieldKind.PORTRAIT}
_DATES = frozenset({FieldKind.DATE, FieldKind.EXPIRY})
_ENDS = frozenset({FieldKind.PAN, FieldKind.ACCOUNT, FieldKind.IBAN})

PROFILES: Mapping[str, Policy] = MappingProxyType(
    {
        policy.name: policy
        for policy in (
            Policy(
                "appeal",
                {
                    DocumentKind.CARD: Rule(_NUMBERS),
                    DocumentKind.STATEMENT: Rule(_NUMBERS - _DATES, tails=_ENDS),
                    DocumentKind.IDENTITY: Rule(_NUMBERS - _DATES, tails=frozenset()),
                },
                source="AliExpress appeal form: all card numbers covered but the last four, photos below 3 MB; "
                "statements of three months whose account number ends as the card's",
            ),
            Policy(
                "strict",
                {
                    DocumentKind.CARD: Rule(frozenset(FieldKind)),
                    DocumentKind.STATEMENT: Rule(frozenset(FieldKind) - _DATES, tails=_ENDS),
                    DocumentKind.IDENTITY: Rule(frozenset(FieldKind) - _DATES, tails=frozenset()),
                },
                source="as appeal, and names and portraits",
            ),
            Policy(
                "first6-last4",
                {
                    DocumentKind.CARD: Rule(_NUMBERS - {FieldKind.IIN}, keep_first=6),
                    DocumentKind.STATEMENT: Rule(_NUMBERS - _DATES, keep_first=6, tails=_ENDS),
                    DocumentKind.IDENTITY: Rule(_NUMBERS - _DATES, tails=frozenset()),
                },
                source="betting and gaming sites; PCI DSS v4 3.4.1 shows at most the bank prefix and the last four",
            ),
            Policy(
                "size-only",
                {kind: Rule(frozenset({FieldKind.MANUAL})) for kind in DocumentKind},
                source="no covering, only the byte limit and a fresh container",
            ),
        )
    }
)


def resolve(policy: str | Policy, max_bytes: int | None = None) -> Policy:
    """Return the profile of that name, with another byte limit if one is given.

    Raises
    ------
    PolicyError
        No profile has that name, or the limit is below 1000 bytes.
    """
    if isinstance(policy, str):
        if policy not in PROFILES:
            raise PolicyError(f"no profile is named {policy!r}; there are: {', '.join(PROFILES)}")
        policy = PROFILES[policy]
    return policy if max_bytes is None else replace(policy, max_bytes=max_bytes)
