"""The operators of text. ISO 32000-2, 9.3 and 9.4, tables 103 to 107."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactkit.cover.pdf.operands import matrix_of, numbers
from redactkit.cover.pdf.pen import Pen, plain
from redactkit.cover.pdf.show import Shown, show
from redactkit.pdf.affine import multiply
from redactkit.pdf.lexer import MalformedContent, name_of, number

if TYPE_CHECKING:
    from redactkit.cover.pdf.walk import Walk
    from redactkit.pdf.lexer import Operand, Operator


def begin(walk: Walk, _: Operator) -> None:
    """``BT``: a new pen."""
    walk.pen, walk.in_text = Pen(), True
    walk.placing.clear()


def end(walk: Walk, _: Operator) -> None:
    """``ET``."""
    walk.in_text = False


def choose_font(walk: Walk, operator: Operator) -> None:
    """``Tf``."""
    if len(operator.operands) < 2:
        raise MalformedContent("a font without a size")
    token, size = operator.operands[-2:]
    key = token if isinstance(token, bytes) else b""
    if key not in walk.fonts:
        name = name_of(key)
        found, used = walk.resources.find("/Font", name)
        walk.fonts[key] = None if found is None else walk.sheet.use_of(found), name, used
    state = walk.state
    state.font, state.font_name, state.used_names = walk.fonts[key]
    state.size = number(size)
    walk.chosen.append((operator, state.font_name, state.used_names))


def set_character_space(walk: Walk, operator: Operator) -> None:
    """``Tc``."""
    (walk.state.character_space,) = numbers(operator, 1)


def set_word_space(walk: Walk, operator: Operator) -> None:
    """``Tw``."""
    (walk.state.word_space,) = numbers(operator, 1)


def set_scale(walk: Walk, operator: Operator) -> None:
    """``Tz``."""
    walk.state.scale = numbers(operator, 1)[0] / 100


def set_leading(walk: Walk, operator: Operator) -> None:
    """``TL``."""
    (walk.state.leading,) = numbers(operator, 1)


def set_rise(walk: Walk, operator: Operator) -> None:
    """``Ts``."""
    (walk.state.rise,) = numbers(operator, 1)


def move(walk: Walk, operator: Operator) -> None:
    """``Td`` and ``TD``."""
    x, y = numbers(operator, 2)
    if operator.name == b"TD":
        walk.state.leading = -y
    _start(walk, operator, walk.pen.start(multiply((1.0, 0.0, 0.0, 1.0, x, y), walk.pen.line)))


def place(walk: Walk, operator: Operator) -> None:
    """``Tm``."""
    _start(walk, operator, walk.pen.start(matrix_of(operator), absolute=True))


def next_line(walk: Walk, operator: Operator) -> None:
    """``T*``."""
    _start(walk, operator, _next_line(walk))


def _next_line(walk: Walk) -> bool:
    return walk.pen.start(multiply((1.0, 0.0, 0.0, 1.0, 0.0, -walk.state.leading), walk.pen.line))


def _start(walk: Walk, operator: Operator, stays: bool) -> None:
    if stays:
        walk.placing.append(operator)
    else:
        _drop(walk, operator)


def _drop(walk: Walk, operator: Operator) -> None:
    """Remove an operator that starts a line, but for the leading that it sets."""
    leading = plain(-number(operator.operands[-1])) + b" TL" if operator.name == b"TD" else b""
    walk.edits.replace(operator.start, operator.end, leading)


def show_text(walk: Walk, operator: Operator) -> None:
    """``Tj`` and ``TJ``."""
    shown = _show(walk, _operands(operator, 1)[0])
    if shown.instead is not None:
        walk.edits.replace(operator.start, operator.end, shown.before + shown.instead)
    elif shown.before:
        walk.edits.replace(operator.start, operator.start, shown.before)


def show_on_next_line(walk: Walk, operator: Operator) -> None:
    """``'``, and ``"``, which sets word and character spacing first."""
    *spaces, text = _operands(operator, 1 if operator.name == b"'" else 3)
    before = b""
    if spaces:
        walk.state.word_space, walk.state.character_space = (number(space) for space in spaces)
        before = b"%s Tw %s Tc " % (plain(walk.state.word_space), plain(walk.state.character_space))
    stays = _next_line(walk)
    shown = _show(walk, text)
    if stays and shown.instead is None:
        return
    if stays and not shown.lifts:
        before += b"T* "
    instead = shown.instead if shown.instead is not None else (text if isinstance(text, bytes) else b"") + b" Tj"
    walk.edits.replace(operator.start, operator.end, before + shown.before + instead)


def _operands(operator: Operator, count: int) -> list[Operand]:
    if len(operator.operands) != count:
        raise MalformedContent("text shown with too few or too many operands")
    return operator.operands


def _show(walk: Walk, text: Operand) -> Shown:
    shown = show(text if isinstance(text, list) else [text], walk.state, walk.pen, walk.sheet.areas)
    if shown.lifts:
        for operator in walk.placing:
            _drop(walk, operator)
    if shown.instead != b"":
        walk.state.used_names.add(walk.state.font_name)
    if shown.lifts or not walk.pen.fresh:
        walk.placing.clear()
    walk.cut |= shown.instead is not None
    return shown
