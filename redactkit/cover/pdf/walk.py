"""One pass over the operators of one content stream, a page's or a form's: what stays is copied byte for byte.

ISO 32000-2, annex A. What is not in it is no operator and goes, as do comments and the property lists of marked
content: no viewer shows them, and they can say anything.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactkit.cover.pdf import external, text
from redactkit.cover.pdf.edits import Edits
from redactkit.cover.pdf.operands import matrix_of, numbers, says_more
from redactkit.cover.pdf.paths import Path, paint
from redactkit.cover.pdf.pen import Pen
from redactkit.pdf.affine import multiply
from redactkit.pdf.lexer import MalformedContent, operators

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactkit.cover.pdf.resources import Resources
    from redactkit.cover.pdf.sheet import Sheet
    from redactkit.cover.pdf.state import State
    from redactkit.cover.pdf.usage import FontUse
    from redactkit.pdf.affine import Matrix
    from redactkit.pdf.lexer import Operator


class Walk:
    """The pass over one content stream.

    Parameters
    ----------
    sheet : Sheet
        Of the page.
    resources : Resources
        Of this content.
    state : State
        At its beginning. Changed in place.
    depth : int
        Of forms around it.

    Attributes
    ----------
    edits : Edits
    cut : bool
        Something that is shown goes.
    pen : Pen
    placing : list of Operator
        What started the line that the pen is on, as long as nothing that stays is shown there.
    path : Path
    in_text : bool
    saved : list of (State, Pen or None)
    fonts : dict
        By their names as written: how they are used, their names, and the names of which text stays.
    chosen : list of (Operator, str, set of str)
        The operators that choose fonts.
    """

    def __init__(self, sheet: Sheet, resources: Resources, state: State, depth: int = 0) -> None:
        self.sheet, self.resources, self.state, self.depth = sheet, resources, state, depth
        self.edits = Edits(b"")
        self.cut = False
        self.pen = Pen()
        self.placing: list[Operator] = []
        self.path = Path()
        self.in_text = False
        self.saved: list[tuple[State, Pen | None]] = []
        self.fonts: dict[bytes, tuple[FontUse | None, str, set[str]]] = {}
        self.chosen: list[tuple[Operator, str, set[str]]] = []

    def run(self, data: bytes) -> bytes:
        """Return the content without what lies under an area or beyond the page; the very same object if unchanged.

        Raises
        ------
        MalformedContent, UnsupportedFont
            It cannot be rewritten safely.
        """
        self.edits = Edits(data)
        commented = b"%" in data
        end = count = 0
        for operator in operators(data):
            count += 1
            if commented and data.find(b"%", end, operator.start) >= 0:
                self.edits.replace(end, operator.start)
            start, end, name, _ = operator
            if commented and data.find(b"%", start, end) >= 0 and name != b"BI" and _holds_comment(data[start:end]):
                raise MalformedContent("a comment between operands")
            handle = _HANDLERS.get(name)
            more = says_more(operator, data)
            if handle is None and (more or name not in _PASSED):
                self.drop(operator)
            elif more:
                raise MalformedContent("operands that the operator does not take")
            elif handle:
                handle(self, operator)
        if data[end:].strip(b"\0\t\n\f\r "):
            self.edits.replace(end, len(data))
        self.sheet.count(count)
        self._close(len(data))
        return self.edits.applied()

    def _close(self, end: int) -> None:
        """End what the content leaves open, and let it forget the fonts in which no text stays."""
        if self.path.subpaths:
            self.edits.replace(end, end, b"n")
        if self.in_text:
            self.edits.replace(end, end, b"ET")
        if self.saved:
            self.edits.replace(end, end, b"Q " * len(self.saved))
        for operator, name, used in self.chosen if self.cut else ():
            if name not in used:
                self.drop(operator)

    def nested(self, resources: Resources, matrix: Matrix) -> Walk:
        """Return a walk over content that this content draws: it begins with the state here (ISO 32000-2, 8.10.1)."""
        state = self.state.copy()
        state.matrix = multiply(matrix, state.matrix)
        return Walk(self.sheet, resources, state, self.depth + 1)

    def drop(self, operator: Operator) -> None:
        """Remove an operator."""
        self.edits.replace(operator.start, operator.end)


_MAX_NESTED = 16  # parentheses in parentheses; text has two or three
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*+\)", re.S)


def _holds_comment(piece: bytes) -> bool:
    """Tell whether there is a percent sign outside of all strings; of strings in strings, only so many are opened."""
    for _ in range(_MAX_NESTED):
        piece, count = _STRING.subn(b"", piece)
        if not count:
            break
    return b"%" in piece


# --- the graphics state, ISO 32000-2, table 56


def _save(walk: Walk, _: Operator) -> None:
    pen = None
    if walk.in_text:
        walk.pen.fresh = False  # what placed it serves two now
        walk.placing.clear()
        pen = replace(walk.pen)
    walk.saved.append((walk.state.copy(), pen))


def _restore(walk: Walk, operator: Operator) -> None:
    if not walk.saved:
        walk.drop(operator)  # as viewers do
        return
    walk.state, pen = walk.saved.pop()
    if walk.in_text and pen:  # in a text object, PDFium and Poppler bring back the pen, too
        walk.pen = pen


def _transform(walk: Walk, operator: Operator) -> None:
    walk.state.matrix = multiply(matrix_of(operator), walk.state.matrix)


# --- paths, tables 58 to 60


def _move(walk: Walk, operator: Operator) -> None:
    x, y = numbers(operator, 2)
    walk.path.begin(operator, (x, y))


def _line(walk: Walk, operator: Operator) -> None:
    walk.path.go_on(operator, numbers(operator, 2))


def _curve(walk: Walk, operator: Operator) -> None:
    walk.path.go_on(operator, numbers(operator, 6 if operator.name == b"c" else 4), curved=True)


def _rectangle(walk: Walk, operator: Operator) -> None:
    x, y, width, height = numbers(operator, 4)
    walk.path.begin(operator, (x, y), (x + width, y), (x + width, y + height), (x, y + height))


def _close(walk: Walk, operator: Operator) -> None:
    walk.path.go_on(operator, ())


def _clip(walk: Walk, _: Operator) -> None:
    walk.path.clips = True


def _paint(walk: Walk, operator: Operator) -> None:
    walk.cut |= paint(walk.path, operator, walk.state, walk.sheet.areas, walk.edits)
    walk.path = Path()


# --- marked content, table 352


def _tag(walk: Walk, operator: Operator) -> None:
    tag = operator.operands[0] if operator.operands else b""
    name = tag if isinstance(tag, bytes) and tag[:1] == b"/" else b"/Span"
    walk.edits.replace(operator.start, operator.end, name + b" BMC")


_HANDLERS: Mapping[bytes, Callable[[Walk, Operator], None]] = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _transform,
    b"gs": external.set_state,
    b"m": _move,
    b"l": _line,
    **dict.fromkeys((b"c", b"v", b"y"), _curve),
    b"re": _rectangle,
    b"h": _close,
    **dict.fromkeys((b"W", b"W*"), _clip),
    **dict.fromkeys((b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"), _paint),
    **dict.fromkeys((b"cs", b"sc", b"scn", b"g", b"rg", b"k"), external.set_fill),
    **dict.fromkeys((b"CS", b"SC", b"SCN", b"G", b"RG", b"K"), external.set_stroke),
    b"BT": text.begin,
    b"ET": text.end,
    b"Tf": text.choose_font,
    b"Tc": text.set_character_space,
    b"Tw": text.set_word_space,
    b"Tz": text.set_scale,
    b"TL": text.set_leading,
    b"Ts": text.set_rise,
    **dict.fromkeys((b"Td", b"TD"), text.move),
    b"Tm": text.place,
    b"T*": text.next_line,
    **dict.fromkeys((b"Tj", b"TJ"), text.show_text),
    **dict.fromkeys((b"'", b'"'), text.show_on_next_line),
    b"Do": external.draw,
    b"BI": external.refuse,
    b"BDC": _tag,
}
# Operators that place nothing and show no text; d0 and d1 belong to the glyphs of Type 3 fonts, sh to no character.
_PASSED = frozenset((b"w", b"J", b"j", b"M", b"d", b"ri", b"i", b"Tr", b"sh", b"BX", b"EX", b"BMC", b"EMC"))
