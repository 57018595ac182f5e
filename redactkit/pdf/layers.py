"""Optional content: which layers a PDF shows when it is opened. ISO 32000-2, 8.11."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator


class Layers:
    """The layers of a PDF in its default configuration.

    Parameters
    ----------
    pdf : pikepdf.Pdf
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties = _dictionary(pdf.Root.get("/OCProperties"))
        default = _dictionary(properties.get("/D"))
        off = default.get("/BaseState") == pikepdf.Name.OFF
        self._off = set(_groups(properties.get("/OCGs"))) if off else set()
        self._off -= set(_groups(default.get("/ON")))
        self._off |= set(_groups(default.get("/OFF")))
        for usage in _items(default.get("/AS")):
            if _dictionary(usage).get("/Event") == pikepdf.Name.View:
                self._follow(_items(_dictionary(usage).get("/OCGs")))

    def _follow(self, groups: Iterator[pikepdf.Object]) -> None:
        """Let groups say by themselves whether a screen shows them."""
        for group in groups:
            usage = _dictionary(_dictionary(group).get("/Usage"))
            state = _dictionary(usage.get("/View")).get("/ViewState")
            if state == pikepdf.Name.OFF:
                self._off.add(group.objgen)
            elif state == pikepdf.Name.ON:
                self._off.discard(group.objgen)

    def hide(self, membership: pikepdf.Object | None) -> bool:
        """Tell whether content that belongs to a group, or to a membership dictionary, is switched off."""
        if not isinstance(membership, pikepdf.Dictionary):
            return False
        if _is_group(membership):
            return membership.objgen in self._off
        expression = membership.get("/VE")
        if isinstance(expression, pikepdf.Array):
            return not self._holds(expression)
        groups = membership.get("/OCGs")
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else list(_items(groups))
        on = [not self.hide(group) for group in members if isinstance(group, pikepdf.Dictionary) and _is_group(group)]
        if not on:
            return False
        policy = str(membership.get("/P", "/AnyOn"))
        shown = {"/AllOn": all(on), "/AnyOff": not all(on), "/AllOff": not any(on)}.get(policy, any(on))
        return not shown

    def _holds(self, expression: object) -> bool:
        """Tell whether a visibility expression holds. ISO 32000-2, 8.11.2.2. What it cannot be is taken to hold."""
        if not isinstance(expression, pikepdf.Array):
            return not (isinstance(expression, pikepdf.Dictionary) and _is_group(expression) and self.hide(expression))
        operator, *parts = [str(expression[0]), *list(expression)[1:]] if len(expression) else [""]
        # Only a direct array cannot hold itself, or the same one many times.
        values = [(isinstance(part, pikepdf.Array) and part.is_indirect) or self._holds(part) for part in parts]
        if operator == "/Not":
            return not values or not values[0]
        return any(values) if operator == "/Or" else all(values)


def _is_group(found: pikepdf.Object) -> bool:
    return found.get("/Type") != pikepdf.Name.OCMD and "/OCGs" not in found


def _groups(found: object) -> Iterator[tuple[int, int]]:
    return (group.objgen for group in _items(found) if isinstance(group, pikepdf.Dictionary) and group.is_indirect)


def _items(found: object) -> Iterator[pikepdf.Object]:
    return iter(list(found)) if isinstance(found, pikepdf.Array) else iter(())


def _dictionary(found: object) -> pikepdf.Dictionary:
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()
