"""Where a value stands in a text: to the letter, or with one character misread, lost or added."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_NOISY = 8  # characters of a value from which on one may be wrong


def slices_of(value: str, text: str, *, noisy: bool = True) -> Iterator[tuple[int, int]]:
    """Yield the slices of a text that are a value; when there are none, those that are nearly a long one.

    Parameters
    ----------
    value, text : str
        The value is not empty.
    noisy : bool
        One character may be wrong.
    """
    start = text.find(value)
    if start < 0 and noisy and len(value) >= MIN_NOISY:
        yield from _noisy(value, text)
    while start >= 0:
        yield start, start + len(value)
        start = text.find(value, start + len(value))


def _noisy(value: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the slices of a text in which one character of a value is wrong: one half of it is right, then."""
    count, half, last = len(value), len(value) // 2, 0
    starts = {
        place - offset + shift
        for part, offset in ((value[:half], 0), (value[half:], half))
        for place in _finds(part, text)
        for shift in (-1, 0, 1)  # of the second half, by a character lost or added before it
    }
    for start in sorted(starts):
        for end in (start + count, start + count - 1, start + count + 1):
            if last <= start and end <= len(text) and differ_by_one(value, text[start:end]):
                yield start, end
                last = end
                break


def _finds(part: str, text: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def differ_by_one(one: str, other: str) -> bool:
    """Tell whether all but one character of the longer text are the same, from both ends."""
    least = min(len(one), len(other))
    head = next((i for i in range(least) if one[i] != other[i]), least)
    tail = next((i for i in range(least) if one[-1 - i] != other[-1 - i]), least)
    return head + tail >= max(len(one), len(other)) - 1 > 0
