"""Lines of text as producers write them: every operator, every spelling of a string, every text state."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pdfs.drawn import WORDS, Drawn, Secret, box, numbers

ASCENT, DESCENT = 0.78, 0.24  # of an em; what a cover is high


_INKS = (b"",) * 12 + (b" 1 Tr 0.2 w", b" 2 Tr 0.2 w", b" 0 0 1 rg")  # outlines only, outlines too, another colour


@dataclass
class State:
    """The text state. ISO 32000-2, 9.3; lengths in unscaled text space."""

    size: float
    char: float = 0.0
    word: float = 0.0
    scale: float = 100.0
    rise: float = 0.0


def line(rng, font, names, card):
    """Return a line with a card number: all but its last four is secret."""
    zoom = rng.choice((1.0, 1.0, 1.0, 0.01, 12.0))
    state = _state(rng, rng.uniform(8, 13) / zoom)
    before, text, after = _words(rng, card)
    chars = before + text + after
    name, written = names.new("F")
    places, shown = SHOWN[rng.choice(tuple(SHOWN))](rng, font, state, chars)
    setup = written + b" " + numbers(state.size) + b" Tf " + _operators(state) + rng.choice(_INKS)
    begin = b"BT " if zoom == 1 else b"BT " + numbers(zoom, 0, 0, zoom, 0, 0) + b" Tm "
    content = setup + b"\n" + begin + shown + b" ET" if rng.random() < 0.3 else begin + setup + b"\n" + shown + b" ET"
    last = len(before) + len(text) - 4
    end = last - 1 if chars[last - 1] == " " else last
    left, right = places[len(before)][0], places[end - 1][1]
    low, high = state.rise - DESCENT * state.size, state.rise + ASCENT * state.size
    quad = box(left * zoom, low * zoom, right * zoom, high * zoom)
    secret = Secret(card[:12], 0, quad, (font.encode(_middle(text)),), f"{font.kind} text")
    kept = [word for word in (before.strip(), text[-4:], after.strip()) if word]
    return Drawn(b"q " + content + b" Q", {"/Font": {name: font.resource}}, [secret], kept, places[-1][1] * zoom)


def _words(rng, card):
    """Return what stands before the number, the number as it is printed, and what stands behind it."""
    before = rng.choice(("", rng.choice(WORDS) + " ", rng.choice(WORDS) + ": "))
    after = rng.choice(("", " " + rng.choice(WORDS)))
    groups = [card[at : at + 4] for at in range(0, 16, 4)]
    return before, rng.choice(("", " ")).join(groups), after


def _middle(text):
    """Return the part of a number as it is printed from its 7th to its 12th digit."""
    digits = [at for at, char in enumerate(text) if char.isdigit()]
    return text[digits[6] : digits[11] + 1]


def _state(rng, size):
    state = State(size)
    if rng.random() < 0.3:
        state.char = rng.uniform(-0.04, 0.15) * size
    if rng.random() < 0.3:
        state.word = rng.uniform(0, 0.4) * size
    if rng.random() < 0.3:
        state.scale = rng.uniform(75, 130)
    if rng.random() < 0.2:
        state.rise = rng.uniform(-0.2, 0.3) * size
    return state


def _operators(state):
    parts = []
    if state.char:
        parts.append(numbers(state.char) + b" Tc")
    if state.word:
        parts.append(numbers(state.word) + b" Tw")
    if state.scale != 100:
        parts.append(numbers(state.scale) + b" Tz")
    if state.rise:
        parts.append(numbers(state.rise) + b" Ts")
    return b" ".join(parts)


def _advance(font, state, char):
    word = state.word if char == " " and font.spaced else 0.0
    return (font.widths[char] / 1000 * state.size + state.char + word) * state.scale / 100


def _ink(font, state, char):
    return font.widths[char] / 1000 * state.size * state.scale / 100


def _line_up(font, state, chars, x=0.0):
    """Return (left, right) of each character that follows the one before, and where the next would stand."""
    places = []
    for char in chars:
        places.append((x, x + _ink(font, state, char)))
        x += _advance(font, state, char)
    return places, x


# --- the operators that show text, ISO 32000-2, 9.4.3; each returns the places of the characters, and content


def _plain(rng, font, state, chars):
    return _line_up(font, state, chars)[0], string(rng, font.encode(chars)) + b" Tj"


def _kerned(rng, font, state, chars):
    places, parts, x, at = [], [], 0.0, 0
    while at < len(chars):
        count = rng.choice((1, 1, 2, 3))
        part = chars[at : at + count]
        found, x = _line_up(font, state, part, x)
        places += found
        gap = rng.choice((rng.uniform(-120, 60), float(rng.randint(-90, 40)), 0.0))
        x -= gap / 1000 * state.size * state.scale / 100
        parts += [string(rng, font.encode(part)), numbers(gap)]
        at += count
    return places, b"[" + b" ".join(parts) + b"] TJ"


def _several(rng, font, state, chars):
    cut = sorted(rng.sample(range(1, len(chars)), 3))
    parts = [chars[a:b] for a, b in zip([0, *cut], [*cut, len(chars)], strict=True)]
    return _line_up(font, state, chars)[0], b"\n".join(string(rng, font.encode(part)) + b" Tj" for part in parts)


def _next_line(rng, font, state, chars):
    leading = rng.uniform(5, 15)
    up = numbers(leading) + b" TL " + numbers(0, leading) + b" Td "
    return _line_up(font, state, chars)[0], up + string(rng, font.encode(chars)) + b" '"


def _spaced_line(rng, font, state, chars):
    state.word, state.char = rng.uniform(0, 0.3) * state.size, rng.uniform(0, 0.1) * state.size
    leading = rng.uniform(5, 15)
    up = numbers(leading) + b" TL " + numbers(0, leading) + b" Td "
    shown = numbers(state.word, state.char) + b" " + string(rng, font.encode(chars)) + b' "'
    return _line_up(font, state, chars)[0], up + shown


def _words_placed(rng, font, state, chars):
    places, parts, x, start = [], [], 0.0, 0.0
    for word in _pieces(chars):
        parts.append(numbers(x - start, 0) + b" Td " + string(rng, font.encode(word)) + b" Tj")
        start = x
        found, x = _line_up(font, state, word, x)
        places += found
        x += rng.uniform(0, 0.1) * state.size
    return places, b" ".join(parts)


def _lines_in_turn(rng, font, state, chars):
    """Another line below, and back: TD and T* keep the leading."""
    below = rng.uniform(3, 5) * state.size / state.size
    places, _ = _line_up(font, state, chars)
    up = numbers(0, below) + b" Td " + numbers(0, -below) + b" TD " + numbers(0, below) + b" Td T* "
    return places, up + string(rng, font.encode(chars)) + b" Tj"


def _pieces(chars):
    words = chars.split(" ")
    return [word + " " for word in words[:-1]] + [words[-1]] if words[-1] else [word + " " for word in words[:-1]]


SHOWN = {
    "plain": _plain,
    "kerned": _kerned,
    "kerned again": _kerned,
    "several": _several,
    "next line": _next_line,
    "spaced line": _spaced_line,
    "words": _words_placed,
    "lines": _lines_in_turn,
}


def string(rng, data):
    """Spell a string in one of the ways of ISO 32000-2, 7.3.4."""
    return rng.choice((_literal, _literal, _octal, _hexadecimal, _hexadecimal_spaced))(rng, data)


_ESCAPED = {40: rb"\(", 41: rb"\)", 92: rb"\\", 10: rb"\n", 13: rb"\r", 9: rb"\t", 8: rb"\b", 12: rb"\f"}


def _literal(rng, data):
    return b"(" + b"".join(_ESCAPED.get(byte, bytes([byte])) for byte in data) + b")"


def _octal(rng, data):
    parts = []
    for byte in data:
        kind = rng.random()
        if kind < 0.5:
            parts.append(b"\\%03o" % byte)
        elif kind < 0.6:
            parts.append(b"\\\n" + _ESCAPED.get(byte, bytes([byte])))  # a line that goes on
        else:
            parts.append(_ESCAPED.get(byte, bytes([byte])))
    return b"(" + b"".join(parts) + b")"


def _hexadecimal(rng, data):
    digits = data.hex().encode()
    return b"<" + (digits[:-1] if digits.endswith(b"0") and rng.random() < 0.5 else digits) + b">"


def _hexadecimal_spaced(rng, data):
    digits = data.hex().upper().encode()
    return b"<" + b"".join(digits[at : at + 1] + rng.choice((b"", b" ", b"\n")) for at in range(len(digits))) + b">"
