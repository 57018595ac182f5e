"""What of a content stream shows: layers that are off, invisible text and marks go, the rest stays byte for byte.

What goes takes no text with it that stands behind it: where that would move, the invisible stays. Inline images
become images of the resources.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from redactkit.errors import TooLargeError
from redactkit.pdf.budget import MAX_OPERATORS, check_image
from redactkit.pdf.lexer import name_of, number, operators, pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactkit.pdf.lexer import Inline, Operand, Operator, Span

INVISIBLE, CLIP = 3, 7
"""Text rendering modes that paint nothing: ISO 32000-2, table 104."""

_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_PAINTS = (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")
_PLACES = (b"BT", b"ET", b"Td", b"TD", b"Tm", b"T*")
_OPENING, _MARKS = (b"BDC", b"BMC"), (b"MP", b"DP")
_CATEGORIES = {
    b"Tf": "/Font",
    b"gs": "/ExtGState",
    b"sh": "/Shading",
    b"cs": "/ColorSpace",
    b"CS": "/ColorSpace",
    b"scn": "/Pattern",
    b"SCN": "/Pattern",
}  # ISO 32000-2, table 34
_CLIP_MODE = re.compile(rb"7[\0\t\n\f\r ]+Tr")


class Scene(Protocol):
    """What the names in a content stream stand for."""

    def hides(self, properties: str) -> bool:
        """Tell whether the layer with this name among the properties is off."""
        ...

    def draw(self, name: str, mode: int) -> bytes | None:
        """Return the name, as a token, by which to draw an XObject in a text rendering mode; None: it does not show."""
        ...

    def add(self, image: Inline, data: bytes) -> bytes | None:
        """Return the name, as a token, by which to draw an inline image from the resources; None: it stays inline."""
        ...


@dataclass(slots=True)
class Sifted:
    """A content stream without what does not show.

    Attributes
    ----------
    data : bytes
    names : dict of str to set of str
        The resources that it needs, by category; XObjects apart.
    operators : int
        How many there are.
    """

    data: bytes = b""
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    operators: int = 0


def sift(data: bytes, scene: Scene, mode: int = 0) -> Sifted:
    """Return a content stream without what does not show.

    Parameters
    ----------
    data : bytes
    scene : Scene
    mode : int, default 0
        Text rendering mode at the start; a form inherits it from where it is drawn.

    Raises
    ------
    MalformedContent
    TooLargeError
        It has too many operators, or an inline image has too many pixels.
    """
    return _Sieve(data, scene, mode).run()


class _Sieve:
    def __init__(self, data: bytes, scene: Scene, mode: int) -> None:
        self._data, self._scene, self._mode = data, scene, mode
        self._clips = _clips(data, mode) if mode == CLIP or _CLIP_MODE.search(data) else frozenset()
        self._saved: list[int] = []
        self._marks: list[bool] = []  # of the open marked content: whether its layer is off
        self._edits: dict[int, tuple[int, bytes]] = {}  # start -> end, what to write instead
        self._pending: list[tuple[int, int, int]] = []  # start, end, mode: shows gone since text was last placed
        self._out = Sifted()
        self._handlers: dict[bytes, Callable[[Operator], None]] = {
            b"q": lambda _: self._saved.append(self._mode),
            b"Q": self._restore,
            b"Tr": self._set_mode,
            b"Do": self._draw,
            b"BI": self._inline,
            b"sh": self._shade,
            b"EMC": self._close_mark,
            **dict.fromkeys(_OPENING, self._open_mark),
            **dict.fromkeys(_MARKS, self._drop),
            **dict.fromkeys(_SHOWS, self._show),
            **dict.fromkeys(_PAINTS, self._paint),
            **dict.fromkeys(_PLACES, lambda _: self._pending.clear()),
            **dict.fromkeys((b"Tf", b"gs", b"cs", b"CS", b"scn", b"SCN"), self._note),
        }

    def run(self) -> Sifted:
        handlers, count = self._handlers, 0
        for count, operator in enumerate(operators(self._data), 1):
            if count > MAX_OPERATORS:
                raise TooLargeError("a page draws too much; print the PDF to a new one and send that")
            if handler := handlers.get(operator.name):
                handler(operator)
        self._out.operators = count
        self._out.data = self._edited()
        return self._out

    def _edited(self) -> bytes:
        if not self._edits:
            return self._data
        parts, position = [], 0
        for start, (end, instead) in sorted(self._edits.items()):
            parts += [self._data[position:start], b" ", instead, b" "]
            position = end
        return b"".join((*parts, self._data[position:]))

    def _drop(self, operator: Operator, instead: bytes = b"") -> None:
        self._edits[operator.start] = (operator.end, instead)

    @property
    def _is_off(self) -> bool:
        return True in self._marks

    def _restore(self, _: Operator) -> None:
        if self._saved:
            self._mode = self._saved.pop()

    def _set_mode(self, operator: Operator) -> None:
        if operator.operands:
            self._mode = int(number(operator.operands[-1]))

    def _open_mark(self, operator: Operator) -> None:
        tag, *properties = operator.operands[-2:] or [b""]
        off = name_of(tag) == "/OC" and bool(properties) and self._scene.hides(name_of(properties[0]))
        self._marks.append(off)
        self._drop(operator)

    def _close_mark(self, operator: Operator) -> None:
        if self._marks:
            self._marks.pop()
        self._drop(operator)

    def _show(self, operator: Operator) -> None:
        moves = operator.name in (b"'", b'"')
        if moves:
            self._pending.clear()
        unseen = self._mode == INVISIBLE or (self._mode == CLIP and operator.start not in self._clips)
        if self._is_off or unseen:
            self._drop(operator, _moved(operator) if moves else b"")
            self._pending.append((operator.start, operator.end, self._mode))
            return
        for start, end, mode in self._pending:
            shown = self._data[start:end]
            self._edits[start] = (end, b"3 Tr " + shown + b" %d Tr" % mode)
        self._pending.clear()

    def _paint(self, operator: Operator) -> None:
        if self._is_off:
            self._drop(operator, b"n")  # a path may be a clip at the same time

    def _shade(self, operator: Operator) -> None:
        if self._is_off:
            self._drop(operator)
        else:
            self._note(operator)

    def _draw(self, operator: Operator) -> None:
        name = name_of(operator.operands[-1]) if operator.operands else "/"
        mode = self._mode if self._mode in (INVISIBLE, CLIP) else 0
        token = None if self._is_off else self._scene.draw(name, mode)
        if token is None:
            self._drop(operator)
        elif token != operator.operands[-1]:
            self._drop(operator, token + b" Do")

    def _inline(self, operator: Operator) -> None:
        image, span = cast("tuple[Inline, Span]", operator.operands)
        entries = dict(pairs(image))
        check_image(_whole(entries, "/W", "/Width"), _whole(entries, "/H", "/Height"))
        if self._is_off:
            self._drop(operator)
        elif token := self._scene.add(image, self._data[span.start : span.end]):
            self._drop(operator, token + b" Do")
        else:
            self._out.names["/ColorSpace"].add(name_of(entries.get("/CS", entries.get("/ColorSpace", b""))))

    def _note(self, operator: Operator) -> None:
        tokens = [token for token in operator.operands if isinstance(token, bytes) and token[:1] == b"/"]
        if tokens:
            self._out.names[_CATEGORIES[operator.name]].add(name_of(tokens[0]))


def _whole(entries: dict[str, Operand], short: str, full: str) -> int:
    return int(number(entries.get(short, entries.get(full, b"0"))))


def _moved(operator: Operator) -> bytes:
    """Return what moving to the next line and showing text does beside showing it. ISO 32000-2, table 107."""
    if operator.name == b'"' and len(operator.operands) == 3:
        word, letter = operator.operands[:2]
        return b"%g Tw %g Tc T*" % (number(word), number(letter))
    return b"T*"


def _clips(data: bytes, mode: int) -> frozenset[int]:
    """Return where text is shown in mode 7 and something is painted through it afterwards. ISO 32000-2, 9.3.6."""
    kept: set[int] = set()
    painted = through = False
    levels: list[bool] = []
    for name, start in reversed(_clip_events(data, mode)):
        if name == b"Q":
            levels.append(painted)
            painted = False
        elif name == b"q":
            painted = (levels.pop() if levels else False) or painted
        elif name == b"ET":
            through = painted
        elif name != b"clip":
            painted = True
        elif through:
            kept.add(start)
    return frozenset(kept)


def _clip_events(data: bytes, mode: int) -> list[tuple[bytes, int]]:
    """Return what opens, ends, uses or adds to a clip of text; text that adds to it by the name ``clip``."""
    events: list[tuple[bytes, int]] = []
    saved: list[int] = []
    for operator in operators(data):
        name = operator.name
        if name == b"q":
            saved.append(mode)
        elif name == b"Q":
            mode = saved.pop() if saved else mode
        elif name == b"Tr" and operator.operands:
            mode = int(number(operator.operands[-1]))
        if name in _SHOWS and mode == CLIP:
            events.append((b"clip", operator.start))
        elif name in (b"q", b"Q", b"ET", b"Do", b"sh", b"BI", *_PAINTS) or (name in _SHOWS and mode != INVISIBLE):
            events.append((name, operator.start))
    return events
