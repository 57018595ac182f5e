"""Which field of an identity document a label announces, and where it stands, for all languages in one pass.

Labels of a few letters are words and surnames as well: they count where a label may stand, or beside another label.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from redactkit.words import identity_document as document
from redactkit.words import identity_holder as holder
from redactkit.words.identity_short import BEFORE_LETTERS, COMMON, NAMES, SHORT_WORD, TINY_WORD, abbreviations, shapes
from redactkit.words.identity_titles import ISSUERS, TITLES
from redactkit.words.ink import SIGNATURE_MARKS
from redactkit.words.matching import MIN_RATIO, NOISY, by_trigram, lookup, matches, votes
from redactkit.words.spelling import latin, letters, shaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactkit.words.matching import Index


NEAR = 7  # letters from which on a label that fills a segment may have one wrong
LOOSE = 14  # letters up to which a label with one wrong may as well be other words
LOST_GRAMS = 6  # trigrams that a word has fewer than letters (2), and that a wrong letter breaks (3); one too many
MOSTLY = 0.8  # share of a segment that is known
# One letter wrong in a label that stands alone: 8 letters on are like no surname, given name, town or street of those
# that Faker has for 41 countries; shorter ones are.
LONG_ENOUGH = 8
ALONE = shapes("ADDRESS ADRESSE")
JOINT = 3  # characters between two labels that belong together: " / "
_INSIDE = re.compile(r"[^\W\d_][\s]*$(?<!\d[a-dA-D])")  # a word before: this is not where a label begins
_MARKED = re.compile(r"\s*[:#(/|]")
_GOES_ON = re.compile(r"[^\W\d_]{3}|[^\W\d_]{0,2} [^\W\d_]")
_ENDS = re.compile(r"\s*(?:$|[^\w\s]|\d)")
_SEGMENT = re.compile(r"[^\W\d_](?:[^\W\d_]|[.,’'`´ ](?=[^\W\d_]))*")
# What stands around a country's name.
_AROUND = re.compile(
    r"(?i)the|republic|kingdom|state|government|commonwealth|federal|islamic|democratic|people'?s|union|of|and|republik"
    r"|republique|republica|repubblica|republika|ministry|de|del|da|der|la"
)


class Field(StrEnum):
    """What a label of an identity document announces."""

    NAME = "name"
    FATHER = "father"  # names of parents, husband or wife
    BIRTH = "birth"
    PLACE = "place"
    SEX = "sex"
    NATIONALITY = "nationality"
    HEIGHT = "height"  # and weight, eyes, hair, blood group, marital status, profession
    ADDRESS = "address"
    PHONE = "phone"
    DOCUMENT = "document"
    PERSONAL = "personal"
    ACCESS = "access"  # the card access number of the chip
    DISCRIMINATOR = "discriminator"
    ISSUED = "issued"
    EXPIRES = "expires"
    AUTHORITY = "authority"
    CLASS = "class"  # type, code and classes of the document, restrictions and endorsements
    SIGNATURE = "signature"
    TITLE = "title"  # what the document is called: no value follows
    COUNTRY = "country"  # its issuer: no value follows


# What is lost without its label: a date of birth may pass for another, a town for a name.
COVERED = frozenset({Field.BIRTH, Field.PLACE, Field.ADDRESS})
TABLES: Mapping[Field, tuple[str, ...]] = MappingProxyType(
    {
        Field.NAME: holder.NAME_LABELS,
        Field.FATHER: holder.FATHER_LABELS,
        Field.BIRTH: holder.BIRTH_LABELS,
        Field.PLACE: holder.PLACE_LABELS,
        Field.SEX: holder.SEX_LABELS,
        Field.NATIONALITY: holder.NATIONALITY_LABELS,
        Field.HEIGHT: holder.HEIGHT_LABELS,
        Field.ADDRESS: holder.ADDRESS_LABELS,
        Field.PHONE: holder.PHONE_LABELS,
        Field.DOCUMENT: document.DOCUMENT_LABELS,
        Field.PERSONAL: document.PERSONAL_LABELS,
        Field.ACCESS: document.ACCESS_LABELS,
        Field.DISCRIMINATOR: document.DISCRIMINATOR_LABELS,
        Field.ISSUED: document.ISSUED_LABELS,
        Field.EXPIRES: document.EXPIRES_LABELS,
        Field.AUTHORITY: document.AUTHORITY_LABELS,
        Field.CLASS: document.CLASS_LABELS,
        Field.SIGNATURE: (*SIGNATURE_MARKS, *document.SIGNATURE_LABELS),
        Field.TITLE: TITLES,
        Field.COUNTRY: ISSUERS,
    }
)


class FieldLabel(NamedTuple):
    """A label in a text.

    Attributes
    ----------
    field : Field
        What it announces; a label with two meanings is listed twice with the same slice.
    start, end : int
        Slice of the text; what follows is the value.
    """

    field: Field
    start: int
    end: int


@cache
def _lookup() -> tuple[Mapping[str, tuple[Field, ...]], Index]:
    return lookup({field: map(latin, table) for field, table in TABLES.items()})


class _Near(NamedTuple):
    """The long labels, by the trigrams of what readers make of them."""

    labels: tuple[str, ...]
    blurred: tuple[str, ...]
    grams: Mapping[str, tuple[int, ...]]


@cache
def _near() -> _Near:
    labels = tuple(
        label
        for label, fields in _lookup()[0].items()
        if len(label) >= NEAR and label not in NAMES and fields != (Field.COUNTRY,)
    )
    blurred = tuple(map(_blurred, labels))
    return _Near(labels, blurred, by_trigram(blurred))


def _blurred(capitals: str) -> str:
    return capitals.replace("RN", "M").replace("VV", "W").replace("CI", "D")


@lru_cache(maxsize=4096)
def field_labels_in(text: str) -> tuple[FieldLabel, ...]:
    """Return every label in a text in reading order; none overlap but those of two meanings.

    Parameters
    ----------
    text : str
        As read: spaces may be missing, letters wrong. ``Nom/Surname`` holds two labels.
    """
    plain = latin(text)
    fields_of, index = _lookup()
    found = [_Place(*match, fields_of[match[0]]) for match in matches(plain, index)]
    found = [place for i, place in enumerate(found) if _is_label(plain, found, i)]
    found += [place for place in _short(plain) if not _overlaps(place, found)]
    noisy = list(_noisy(plain, found))
    found = sorted([place for place in found if not _overlaps(place, noisy)] + noisy, key=lambda place: place.start)
    return tuple(FieldLabel(field, place.start, _word_end(plain, place)) for place in found for field in place.fields)


def _word_end(plain: str, place: _Place) -> int:
    """Return the end of the word of which a label's last letters were misread: ``Placeofbirtn``."""
    end = place.end
    while len(place.label) >= NEAR and plain[end - 1].islower() and plain[end : end + 1].islower():
        end += 1
    return end


class _Place(NamedTuple):
    """A label's shaped capitals, where it stands, what it announces."""

    label: str
    start: int
    end: int
    fields: tuple[Field, ...]


def _is_label(plain: str, found: Sequence[_Place], i: int) -> bool:
    """Tell whether what reads as a label is one where it stands."""
    label, start, end, fields = found[i]
    if fields == (Field.COUNTRY,):
        return _fills_the_line(plain, found)
    before, after = plain[:start], plain[end:]
    if len(label) > SHORT_WORD and label not in NAMES | COMMON:
        return len(label) > LOOSE or shaped(letters(plain[start:end])) == label or not _GOES_ON.match(after)
    beside = (i > 0 and _joined(plain[found[i - 1].end : start])) or (
        i + 1 < len(found) and _joined(plain[end : found[i + 1].start])
    )
    if beside:
        return True
    if _INSIDE.search(before):
        return False
    if len(label) <= TINY_WORD or label in NAMES:
        return _MARKED.match(after) is not None or (label not in NAMES and not f"{before}{after}".strip())
    return label in BEFORE_LETTERS or _ENDS.match(after) is not None


def _joined(between: str) -> bool:
    """Tell whether two labels are parts of one: ``Nom/Surname``, ``IMEName``."""
    return len(between) <= JOINT and not between.isspace() and not any(map(str.isalnum, between))


def _fills_the_line(plain: str, found: Sequence[_Place]) -> bool:
    """Tell whether a line names issuers and titles only; a country may be part of an address or a name."""
    rest = list(plain)
    for place in found:
        rest[place.start : place.end] = " " * (place.end - place.start)
    return not letters(_AROUND.sub("", "".join(rest))) and not any(map(str.isdigit, plain))


def _short(plain: str) -> Iterator[_Place]:
    for field, start, end in abbreviations(plain):
        yield _Place("", start, end, (Field(field),))


def _overlaps(place: _Place, found: Sequence[_Place]) -> bool:
    return any(place.start < other.end and other.start < place.end for other in found)


def _noisy(plain: str, found: Sequence[_Place]) -> Iterator[_Place]:
    """Yield the labels with a letter wrong that fill a segment between marks beside a label or before a colon.

    A long one goes before those that are parts of it: NUMBEROFPASSP0RT is not a passport's title.
    """
    fields_of, near = _lookup()[0], _near()
    places = []
    for segment in _SEGMENT.finditer(plain):
        shape = shaped(letters(segment[0]))
        capitals = _blurred(shape)
        parts = [place for place in found if place.start < segment.end() and segment.start() < place.end]
        known = sum(place.end - place.start for place in parts)
        if len(capitals) < NEAR - 1 or shape in NAMES or known >= MOSTLY * len(segment[0]):
            continue
        number = _most_alike(capitals)
        if number is not None and (not parts or len(capitals) >= NOISY):
            label = near.labels[number]
            places.append((near.blurred[number] == capitals, _Place(label, *segment.span(), fields_of[label])))
    partners = len(found) + len(places) > 1
    for exact, place in places:
        marked = plain[place.end :].lstrip().startswith(":")
        if exact or partners or marked or len(place.label) >= NOISY or _is_alone(plain, place):
            yield place


def _is_alone(plain: str, place: _Place) -> bool:
    """Tell whether a label with a letter wrong fills its line and is like no name: a title, or what must be covered."""
    if letters(plain) != letters(plain[place.start : place.end]) or any(map(str.isdigit, plain)):
        return False
    dear = len(place.label) >= LONG_ENOUGH and not COVERED.isdisjoint(place.fields)
    return dear or place.fields == (Field.TITLE,) or place.label in ALONE


def _most_alike(capitals: str) -> int | None:
    """Return the number of the label that is a word but for a wrong letter, or two in a long one; None without one."""
    near = _near()
    least = len(capitals) - (LOST_GRAMS if len(capitals) < LOOSE else 2 * LOST_GRAMS)
    shared = votes(capitals, near.grams).items()
    alike = [(fuzz.ratio(capitals, near.blurred[number]), number) for number, count in shared if count >= least]
    ratio, number = max(alike, default=(0.0, 0))
    return number if ratio >= MIN_RATIO else None
