"""Primary account numbers (ISO/IEC 7812-1): networks by prefix, lengths, how likely a string of digits is one."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import luhn

MIN_LENGTH = 12  # shortest in use (Maestro)
MAX_LENGTH = 19  # ISO/IEC 7812-1
USUAL = 16
LONG = frozenset({"unionpay", "maestro"})  # whose numbers of more than 16 digits are common
STRAYS = 3  # symbols in front of a number that its box may have been read with


@dataclass(frozen=True, slots=True)
class Network:
    """Prefixes of one card network: `low` to `high` inclusive, both of the same number of digits."""

    name: str
    low: str
    high: str
    lengths: frozenset[int]

    def issues(self, digits: str) -> bool:
        """Tell whether a number starts with one of the prefixes."""
        return self.low <= digits[: len(self.low)] <= self.high


def _network(name: str, prefixes: str, *lengths: int) -> list[Network]:
    ends = [(low, high or low) for low, _, high in (part.partition("-") for part in prefixes.split())]
    return [Network(name, low, high, frozenset(lengths)) for low, high in ends]


# Published ranges of the networks, as listed in Wikipedia's "Payment card number", November 2026.
NETWORKS: tuple[Network, ...] = tuple(
    network
    for group in (
        _network("visa", "4", 13, 16, 19),
        _network("mastercard", "51-55 2221-2720", 16),
        _network("amex", "34 37", 15),
        _network("diners", "300-305 3095 36 38-39", 14, 16, 17, 18, 19),
        _network("discover", "6011 644-649 65 622126-622925", 16, 19),
        _network("jcb", "3528-3589", 16, 19),
        _network("mir", "2200-2204", 16, 19),
        _network("unionpay", "62 81", 16, 17, 18, 19),
        _network("rupay", "60 82 508", 16),
        _network("troy", "9792", 16),
        _network("uatp", "1", 15),
        _network("maestro", "50 56-58 63 67", 12, 13, 14, 15, 16, 17, 18, 19),
    )
    for network in group
)


def network_of(digits: str) -> Network | None:
    """Return the network whose prefixes and lengths fit, or None."""
    return next((n for n in NETWORKS if len(digits) in n.lengths and n.issues(digits)), None)


def luhn_holds(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the rest (ISO/IEC 7812-1 annex B)."""
    return bool(luhn.is_valid(digits))


def evidence(digits: str) -> tuple[str, ...]:
    """Return what speaks for a string of digits being a PAN: ``luhn``, ``iin:NAME``, ``length``.

    None of it is needed to cover a number: specimens and misread digits fail all of it.
    """
    network = network_of(digits)
    found = []
    if luhn_holds(digits):
        found.append("luhn")
    if network is not None:
        found.append(f"iin:{network.name}")
    if len(digits) in (15, 16):
        found.append("length")
    return tuple(found)


def likelihood(digits: str) -> float:
    """Return how likely a string of 12 to 19 digits is a PAN, 0 to 1; orders readings, gates none.

    The weights follow what a random string passes by chance: Luhn 1 in 10, a network's prefix and length
    about 1 in 4, the two usual lengths 1 in 4.
    """
    if not MIN_LENGTH <= len(digits) <= MAX_LENGTH:
        return 0.0
    held = evidence(digits)
    weights = {"luhn": 0.4, "length": 0.15}
    return 0.25 + sum(weights.get(name, 0.2) for name in held)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a PAN lies in a run of digits.

    Attributes
    ----------
    start, end : int
        Slice of the run.
    certain : bool
        Its end is known. If not, a CVV or a date may have been read as the number's end, or a digit was lost: then
        nothing of it may stay.
    """

    start: int
    end: int
    certain: bool


def extent(digits: str) -> Extent:
    """Return where a PAN lies in a run of 12 digits or more that may have others at its ends.

    15 and 16 digits are taken as they are, most specimens fail Luhn; fewer must have a network's length. Of more,
    15, 16 or all from the first on must pass Luhn and have a network's prefix and length, and only one of the three.
    Symbols in front are left out only if no network's prefix stands there.
    """
    count = len(digits)
    if count <= USUAL:
        return Extent(0, count, count >= USUAL - 1 or network_of(digits) is not None)
    issued = any(network.issues(digits) for network in NETWORKS)
    for start in (0,) if issued else range(1, STRAYS + 1):
        ends = [end for end in sorted({start + USUAL - 1, start + USUAL, count}) if _confirmed(digits[start:end])]
        if ends:
            return Extent(start, ends[-1], certain=len(ends) == 1)
    network = network_of(digits)
    return Extent(0, min(count, MAX_LENGTH), certain=network is not None and network.name in LONG)


def _confirmed(digits: str) -> bool:
    return network_of(digits) is not None and luhn_holds(digits)
