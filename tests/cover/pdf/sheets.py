"""What a reader finds on a page, before and after."""

from __future__ import annotations

from math import dist

from redactkit.cover.pdf import erase
from redactkit.geometry import from_box
from redactkit.pdf.pdfium import Reader
from tests.pdf.builders import everything

NEAR = 0.02  # pt; that far text that stays may be off


def area(left, bottom, right, top):
    """Return an upright area in user space."""
    return from_box(left, bottom, right, top)


def characters(data, index=0):
    """Return the visible characters of a page and where they stand."""
    with Reader(data) as reader:
        return [
            (found.char, found.origin)
            for found in reader.characters(index)
            if not found.generated and found.char.strip()
        ]


def text(data, index=0):
    """Return the visible characters of a page as one string."""
    return "".join(char for char, _ in characters(data, index))


def erased(data, *areas):
    """Return a one-page PDF without what lies under the areas; the page must not fail."""
    result = erase(data, {0: areas})
    assert not result.failed
    return result.data


def check_kept(before, after, kept):
    """Assert that of a page exactly the characters of these numbers are left, each where it was."""
    left = characters(after)
    for number, (char, place) in enumerate(characters(before)):
        if number in kept:
            at = next(at for at, (other, there) in enumerate(left) if other == char and dist(there, place) < NEAR)
            del left[at]
    assert not left


def check_gone(data, *secrets):
    """Assert that no object and no stream of a PDF holds any of the secrets, also not in hexadecimal."""
    whole = everything(data)
    for secret in secrets:
        for form in (secret, secret.hex().encode(), secret.hex().upper().encode()):
            assert form not in whole
