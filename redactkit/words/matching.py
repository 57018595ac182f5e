"""Labels in a line under OCR noise, with their place: what follows a label is its value.

A label is looked up letter by letter in a tree of all labels, so that hundreds cost no more than one; what is left
over is compared with the labels that share most of their trigrams with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from rapidfuzz import fuzz

from redactkit.numbers.iban import is_bic
from redactkit.words.spelling import BAR, letters, shaped, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Kind = TypeVar("Kind")

MIN_RATIO = 85  # rapidfuzz ratio in percent; one wrong letter in seven
MIN_INNER_RATIO = 90  # a label inside a longer line has more places to match by chance
INNER = 7  # shorter labels are found inside other words
ANYWHERE = 9  # letters of a label that is found between others without a space on either side
SHORT = 4  # labels up to this length must match to the letter
NOISY = 10  # letters from which on one may be wrong; of shorter labels some are a letter away from a surname
MIN_NOISY_RATIO = 86  # one wrong letter in ten, or a letter read as two (m as rn) in eleven
LOST = 10  # percent that a letter too many costs a window of the label's own length
TINY, ABBREVIATED = 2, 3  # labels that stand alone (Cr, In), that are written with a capital or a point (Ref, tel.)
PLURALS = frozenset({"S", "ES", "E", "N", "EN", "R", "I"})
# Labels that readers join to a value that begins with a letter, and those whose value may have no digit.
GLUED = frozenset(
    shaped(label)
    for label in ("IBAN", "BIC", "SWIFT", "IFSC", "MICR", "BLZ", "TEL", "FAX", "PAN", "SSN", "NIF", "BSN", "KTO")
)
LETTERED = frozenset({"BIC", "SWIFT"})


def says(text: str, labels: tuple[str, ...]) -> bool:
    """Tell whether a line's text is one of the labels, under OCR noise."""
    plain = letters(text)
    return any(_is(plain, label) for label in labels)


def mentions(text: str, labels: tuple[str, ...]) -> bool:
    """Tell whether a line's text is one of the labels or holds one, under OCR noise."""
    plain = letters(text)
    return any(_is(plain, label) or _holds(plain, label) for label in labels)


def _is(plain: str, label: str) -> bool:
    return plain == label if len(label) <= SHORT else fuzz.ratio(plain, label) >= MIN_RATIO


def _holds(plain: str, label: str) -> bool:
    return len(plain) > len(label) >= INNER and fuzz.partial_ratio(label, plain) >= MIN_INNER_RATIO


def label_at(text: str, labels: tuple[str, ...]) -> tuple[int, int] | None:
    """Return the slice (start, end) of the first of these labels in a text, or None.

    Parameters
    ----------
    text : str
        As read: spaces may be missing, letters wrong.
    labels : tuple of str
        Letters only, capitals, accents folded.
    """
    return next(((start, end) for _, start, end in matches(text, index_of(labels))), None)


@dataclass(frozen=True, slots=True)
class Index:
    """Labels, ready to be looked up.

    Attributes
    ----------
    labels : tuple of str
        Shaped capitals.
    tree : dict
        One level for each letter; the empty key ends a label.
    grams : dict of str to tuple of int
        For three letters in a row, the numbers of the long labels that hold them.
    needs : tuple of int
        How many trigrams of each label the allowed errors leave whole.
    """

    labels: tuple[str, ...]
    tree: dict[str, Any]
    grams: dict[str, tuple[int, ...]]
    needs: tuple[int, ...]


def lookup(tables: Mapping[Kind, Iterable[str]]) -> tuple[Mapping[str, tuple[Kind, ...]], Index]:
    """Return the kinds of every label, by its shaped capitals, and all labels ready to be looked up."""
    found: defaultdict[str, list[Kind]] = defaultdict(list)
    for kind, table in tables.items():
        for label in dict.fromkeys(map(shaped, table)):
            found[label].append(kind)
    return {label: tuple(kinds) for label, kinds in found.items()}, index_of(tuple(found))


@cache
def index_of(labels: tuple[str, ...]) -> Index:
    """Return the labels ready to be looked up."""
    unique = tuple(dict.fromkeys(map(shaped, labels)))
    tree: dict[str, Any] = {}
    for label in unique:
        branch = tree
        for letter in label:
            branch = branch.setdefault(letter, {})
        branch[""] = True
    return Index(unique, tree, by_trigram(unique, NOISY), tuple(map(_need, unique)))


def by_trigram(labels: Iterable[str], least: int = 0) -> dict[str, tuple[int, ...]]:
    """Return for three letters in a row the numbers of the labels that hold them, of those with the least length."""
    grams: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, label in enumerate(labels):
        for gram in _trigrams(label) if len(label) >= least else ():
            grams[gram] += (number,)
    return dict(grams)


def votes(text: str, grams: Mapping[str, tuple[int, ...]]) -> Counter[int]:
    """Return by the labels' numbers how many trigrams of a text they hold."""
    return Counter(chain.from_iterable(grams.get(gram, ()) for gram in _trigrams(text)))


def _need(label: str) -> int:
    """Return how many of a label's trigrams stay when each allowed error breaks three."""
    errors = max(1, len(label) * (100 - MIN_NOISY_RATIO) // 100)
    return max(2, len(_trigrams(label)) - 3 * errors)


def _trigrams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def matches(text: str, index: Index) -> list[tuple[str, int, int]]:
    """Return the labels in a text, shaped, with their slices, in reading order; none overlap."""
    reading = _Reading(text, index)
    exact = list(reading.exact())
    noisy = [match for gap in _gaps(exact, len(reading.skeleton)) for match in reading.noisy(*gap)]
    return [(label, *reading.slice(start, end)) for label, start, end in sorted(exact + noisy, key=lambda m: m[1])]


def _gaps(found: Sequence[tuple[str, int, int]], length: int) -> Iterator[tuple[int, int]]:
    last = 0
    for _, start, end in found:
        yield last, start
        last = end
    yield last, length


class _Reading:
    """One text while labels are looked for: its letters, and where words begin and end among them."""

    __slots__ = ("breaks", "ends", "index", "places", "skeleton", "text")

    def __init__(self, text: str, index: Index) -> None:
        self.text, self.index = text, index
        self.skeleton, self.places = spelled(text)
        self.breaks = self._breaks()
        self.ends: dict[int, int | None] = {}  # by start: where the longest label ends that begins there

    def _breaks(self) -> list[bool]:
        """Return for each letter whether a word begins there; one more entry for the end."""
        text = self.text
        return [True, *(b > a + 1 or _new_word(text[a], text[b]) for a, b in pairwise(self.places)), True]

    def slice(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1

    def exact(self) -> Iterator[tuple[str, int, int]]:
        """Yield the labels that stand there to the letter, the longest at each place."""
        start = last = 0
        while start < len(self.skeleton):
            end = self._longest(start, opens=self.breaks[start] or start == last > 0)
            if end is None:
                start += 1
                continue
            last = self._with_plural(start, end)
            yield self.skeleton[start:end], start, last
            start = last

    def _longest(self, start: int, *, opens: bool) -> int | None:
        branch, ends = self.index.tree, []
        for i in range(start, len(self.skeleton)):
            if self.skeleton[i] not in branch:
                break
            branch = branch[self.skeleton[i]]
            if "" in branch:
                ends.append(i + 1)
        ends = [end for end in reversed(ends) if self._stands(start, end, opens=opens)]
        # "Importe Saldo" holds IMPORTES; the end of a word goes before the longest label, and so does another label.
        whole = [end for end in ends if self.breaks[end]] or [end for end in ends if self._goes_on(start, end)]
        return next(iter(whole or ends), None)

    def _stands(self, start: int, end: int, *, opens: bool) -> bool:
        """Tell whether a label is a word of its own; long ones may be part of another, as spaces get lost."""
        if end - start >= INNER and (opens or self.breaks[end] or end - start >= ANYWHERE):
            return True
        if not opens:
            return False
        if end - start <= TINY:
            return end - start == len(self.skeleton) and not any(map(str.isdigit, self.text))
        if end - start <= ABBREVIATED and self.text[self.places[start]].islower():
            after = self.places[end - 1] + 1
            return self.breaks[end] and self.text[after : after + 1] in (".", ":")
        return self.breaks[end] or self._goes_on(start, end)

    def _goes_on(self, start: int, end: int) -> bool:
        """Tell whether another label or a value follows without a space."""
        if end not in self.ends:
            self.ends[end] = self._longest(end, opens=True)
        if self.ends[end] is not None:
            return True
        rest = self.text[self.places[end] :].split(maxsplit=1)[0]
        label = self.skeleton[start:end]
        return label in GLUED and (any(map(str.isdigit, rest)) or (label in LETTERED and is_bic(rest)))

    def _with_plural(self, start: int, end: int) -> int:
        """Return the end of a long label with the ending of its word, if no digit follows: that would be a value."""
        if end - start < INNER or self.breaks[end]:
            return end
        last = next(i for i in range(end, len(self.breaks)) if self.breaks[i])
        after = self.places[last - 1] + 1
        plural = self.skeleton[end:last] in PLURALS and not self.text[after : after + 1].isdigit()
        return last if plural else end

    def noisy(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield the labels of which nearly all letters stand between two places, from the beginning of a word on."""
        first = start
        for stretch in self.skeleton[start:end].split(BAR):
            if len(stretch) >= NOISY - 1:
                yield from self._noisy(first, stretch)
            first += len(stretch) + 1

    def _noisy(self, start: int, stretch: str) -> Iterator[tuple[str, int, int]]:
        opens = [True, *self.breaks[start + 1 : start + len(stretch)]]
        places = [(label, _aligned(label, stretch, opens)) for label in self._alike(stretch)]
        found = [(*place, label) for label, place in places if place is not None]
        if found:
            _, first, last, label = max(found, key=lambda one: (one[0], len(one[3])))
            yield label, start + first, start + last
            yield from self.noisy(start, start + first)
            yield from self.noisy(start + last, start + len(stretch))

    def _alike(self, stretch: str) -> list[str]:
        """Return the labels that share so many trigrams with a stretch as the allowed errors leave whole."""
        needs, labels = self.index.needs, self.index.labels
        shared = votes(stretch, self.index.grams).items()  # in an order that each run makes anew
        return [labels[number] for number in sorted(number for number, count in shared if count >= needs[number])]


def _new_word(before: str, char: str) -> bool:
    """Tell whether a word ends between two neighbours: ``accountNumber``, ``Page1``."""
    return (before.islower() and char.isupper()) or not (before.isalpha() and char.isalpha())


def _aligned(label: str, stretch: str, opens: Sequence[bool]) -> tuple[float, int, int] | None:
    """Return how well a label matches its best place in a stretch, percent, and that slice; None if not enough.

    Parameters
    ----------
    label, stretch : str
    opens : sequence of bool
        For each letter of the stretch, whether a word begins there.
    """
    slices = [(0, len(stretch))]
    if len(stretch) > len(label):
        place = fuzz.partial_ratio_alignment(label, stretch, score_cutoff=MIN_NOISY_RATIO - LOST)
        if place is None:
            return None
        # That window is no longer than the label, and letters are lost or added.
        starts = {near + step for near in (place.dest_start, place.dest_end - len(label)) for step in (-1, 0, 1)}
        ends = [(start, start + len(label) + step) for start in sorted(starts) for step in (0, 1, -1)]
        slices = [(start, end) for start, end in ends if start >= 0 and end <= len(stretch) and opens[start]]
    ratios = [(fuzz.ratio(label, stretch[start:end]), start, end) for start, end in slices]
    return max((one for one in ratios if one[0] >= MIN_NOISY_RATIO), key=lambda one: one[0], default=None)
