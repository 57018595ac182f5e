"""Of a page stays what it shows: its content, sifted, and the resources that the content names.

Forms, patterns and glyphs are sifted on copies. Saving drops what nothing refers to any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

from redactkit.errors import TooLargeError
from redactkit.pdf.budget import MAX_ALL_OPERATORS, MAX_CONTENT_BYTES, MAX_OPERATORS, check_stream
from redactkit.pdf.content import Sifted, sift
from redactkit.pdf.frame import frame
from redactkit.pdf.inline import image_entries
from redactkit.pdf.layers import Layers
from redactkit.pdf.lexer import MalformedContent
from redactkit.pdf.naming import dictionary, name_token
from redactkit.pdf.resources import decoded, entries, resources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactkit.pdf.lexer import Inline

_MAX_INLINE = 20_000  # different inline images of the whole file; gradients cut into strips have some hundred
_MAX_DEPTH = 24  # of forms, patterns and glyphs in each other; content in use nests three or four
_DEFAULTS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")  # ISO 32000-2, 8.6.5.6: used without being named
_FORM_KEYS = ("/Type", "/Subtype", "/BBox", "/Matrix", "/Group")  # of ISO 32000-2, table 93
_PATTERN_KEYS = ("/Type", "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix")


@dataclass(frozen=True, slots=True)
class _Copy:
    """What stands for a form, a pattern or a font.

    Attributes
    ----------
    found : pikepdf.Object
    operators : int
        How many it draws, with all that is in it.
    borrows : bool
        It needs resources of what is around it.
    """

    found: pikepdf.Object
    operators: int
    borrows: bool


class Scrubber:
    """Leaves of a PDF what its pages show.

    Parameters
    ----------
    pdf : pikepdf.Pdf
        Changed in place.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.layers = Layers(pdf)
        self._pdf = pdf
        self._copies: dict[tuple[object, ...], _Copy] = {}
        self._scenes: list[_Scene] = []  # kept alive, for their identities are keys
        self._open: list[tuple[int, int]] = []
        self._images: dict[tuple[bytes, bytes], pikepdf.Object] = {}
        self._operators = 0

    def page(self, page: pikepdf.Page) -> None:
        """Leave of a page what shows. One whose content cannot be understood keeps content and resources as they are.

        Raises
        ------
        TooLargeError
        """
        found = resources(page)
        scene = self._new_scene(entries(found), entries(found))
        try:
            sifted = self.sift(_joined(page), scene)
        except MalformedContent:
            page.obj["/Resources"] = found
        else:
            page.obj["/Contents"] = pikepdf.Stream(self._pdf, sifted.data)
            page.obj["/Resources"] = scene.resources(sifted.names)
        frame(page)

    def appearance(self, stream: pikepdf.Stream) -> pikepdf.Object:
        """Return the appearance of an annotation without what does not show.

        Raises
        ------
        TooLargeError
        """
        copy = self.form(stream, 0, self._new_scene({}, {}))
        return copy.found if copy else stream

    def sift(self, data: bytes, scene: _Scene, mode: int = 0) -> Sifted:
        """Return content without what does not show; counts what the whole file draws."""
        if len(data) > MAX_CONTENT_BYTES:
            raise _too_much()
        sifted = sift(data, scene, mode)
        self._operators += sifted.operators
        if self._operators > MAX_ALL_OPERATORS:
            raise _too_much()
        return sifted

    def form(
        self, stream: pikepdf.Stream, mode: int, around: _Scene, keys: tuple[str, ...] = _FORM_KEYS
    ) -> _Copy | None:
        """Return a form or pattern, to be drawn in a text rendering mode, without what does not show.

        Of its entries `keys` stay. None when it draws itself.
        """

        def sifted(scene: _Scene) -> pikepdf.Object:
            kept = {key: stream[key] for key in keys if key in stream}
            try:
                inner = self.sift(decoded(stream), scene, mode)
            except MalformedContent:
                stream["/Resources"] = dictionary(scene.own)
                return stream
            scene.operators += inner.operators
            return pikepdf.Stream(self._pdf, inner.data, {**kept, "/Resources": scene.resources(inner.names)})

        return self._once(stream, mode, around, sifted)

    def font(self, font: pikepdf.Dictionary, around: _Scene) -> _Copy | None:
        """Return a Type 3 font without what its glyphs do not show; None when they are written in it."""

        def sifted(scene: _Scene) -> pikepdf.Object:
            names: dict[str, set[str]] = {}
            glyphs = entries(font.get("/CharProcs"))
            for name, glyph in glyphs.items():
                if not isinstance(glyph, pikepdf.Stream):
                    continue
                scene.is_glyph = True
                try:
                    inner = self.sift(decoded(glyph), scene)
                except MalformedContent:
                    continue  # its names are left behind: it shows nothing but what it draws itself
                glyphs[name] = pikepdf.Stream(self._pdf, inner.data)
                for category, more in inner.names.items():
                    names[category] = names.get(category, set()) | more
            kept = {**entries(font), "/CharProcs": dictionary(glyphs), "/Resources": scene.resources(names)}
            return self._pdf.make_indirect(dictionary(kept))

        return self._once(font, 0, around, sifted)

    def image(self, entries: pikepdf.Dictionary, data: bytes) -> pikepdf.Object:
        """Return an image with these entries; the same for the same.

        Raises
        ------
        TooLargeError
        """
        key = entries.unparse(), data
        if key not in self._images:
            if len(self._images) == _MAX_INLINE:
                raise _too_much()
            made = pikepdf.Stream(self._pdf, data, entries)
            check_stream(self._pdf, made)
            self._images[key] = made
        return self._images[key]

    def _once(
        self, found: pikepdf.Object, mode: int, around: _Scene, make: Callable[[_Scene], pikepdf.Object]
    ) -> _Copy | None:
        """Make a copy, or return that made before for the same surroundings, or for any if it borrows nothing."""
        alone, here = (found.objgen, mode), (found.objgen, mode, id(around.own), id(around.page))
        known = (self._copies.get(alone) or self._copies.get(here)) if found.is_indirect else None
        if known or found.objgen in self._open:
            return known
        if len(self._open) == _MAX_DEPTH:
            raise TooLargeError("forms of the PDF nest too deeply; print it to a new PDF and send that")
        own = entries(found.get("/Resources"))
        scene = self._new_scene(own or around.own, around.page)
        scene.borrows = not own
        if found.is_indirect:
            self._open.append(found.objgen)
        made = make(scene)
        if found.is_indirect:
            self._open.pop()
        copy = _Copy(made, scene.operators, scene.borrows)
        if found.is_indirect:
            self._copies[here if copy.borrows else alone] = copy
        return copy

    def _new_scene(self, own: dict[str, pikepdf.Object], page: dict[str, pikepdf.Object]) -> _Scene:
        self._scenes.append(_Scene(self, own, page))
        return self._scenes[-1]


class _Scene:
    """What the names in one content stream stand for, and what becomes of it.

    Attributes
    ----------
    own, page : dict of str to pikepdf.Object
        The resources of the stream, and of the page for categories that those lack, as in PDFium (FindResourceHolder
        in cpdf_streamcontentparser.cpp).
    borrows : bool
        It used resources that are not its own.
    operators : int
        How many the forms draw that it draws.
    is_glyph : bool
        It is a character of a font, as a whole kept or dropped: its inline images are left to it.
    """

    def __init__(self, scrubber: Scrubber, own: dict[str, pikepdf.Object], page: dict[str, pikepdf.Object]) -> None:
        self.own, self.page = own, page
        self.borrows = False
        self.operators = 0
        self.is_glyph = False
        self._scrubber = scrubber
        self._categories: dict[str, dict[str, pikepdf.Object]] = {}
        self._drawn: dict[str, pikepdf.Object] = {}
        self._tokens: dict[tuple[str, int], bytes | None] = {}
        self._added: dict[tuple[str, bytes], bytes] = {}
        self._costs: dict[tuple[str, int], int] = {}

    def hides(self, properties: str) -> bool:
        """Tell whether the layer with this name among the properties is off."""
        return self._scrubber.layers.hide(self._category("/Properties").get(properties))

    def draw(self, name: str, mode: int) -> bytes | None:
        """Return the token by which to draw an XObject in a text rendering mode; None when it does not show."""
        key = name, mode
        if key not in self._tokens:
            found = self._category("/XObject").get(name)
            self._costs[key] = 0
            shown = self._shown(found, mode, key) if isinstance(found, pikepdf.Stream) else None
            self._tokens[key] = None if shown is None else self._name(name, shown)
        self.operators += self._costs[key]
        if self.operators > MAX_OPERATORS:
            raise _too_much()
        return self._tokens[key]

    def add(self, image: Inline, data: bytes) -> bytes | None:
        """Return the token by which to draw an inline image from the resources; None when it stays inline.

        Raises
        ------
        MalformedContent
            Nobody knows what it shows.
        TooLargeError
        """
        if self.is_glyph:
            return None
        key = repr(image), data
        if key not in self._added:
            shown = self._scrubber.image(image_entries(image, self._category("/ColorSpace")), data)
            self._added[key] = self._name(f"/Inline{len(self._added)}", shown)
        return self._added[key]

    def resources(self, names: Mapping[str, set[str]]) -> pikepdf.Dictionary:
        """Return the resources that a stream needs: those that it names and the XObjects that it drew."""
        needed = {"/XObject": self._drawn}
        for category in sorted(names):
            known = self._category(category)
            kept = {name: self._kept(known[name]) for name in sorted(names[category] & known.keys())}
            needed[category] = {name: found for name, found in kept.items() if found is not None}
        spaces = self._category("/ColorSpace")
        needed.setdefault("/ColorSpace", {}).update({name: spaces[name] for name in _DEFAULTS if name in spaces})
        return dictionary({category: dictionary(found) for category, found in needed.items() if found})

    def _category(self, category: str) -> dict[str, pikepdf.Object]:
        if category not in self._categories:
            is_own = category in self.own
            self._categories[category] = entries((self.own if is_own else self.page).get(category))
            self.borrows |= not is_own and bool(self._categories[category])
        return self._categories[category]

    def _shown(self, found: pikepdf.Stream, mode: int, key: tuple[str, int]) -> pikepdf.Object | None:
        if self._scrubber.layers.hide(found.get("/OC")):
            return None
        if found.get("/Subtype") == Name.Image:
            return found
        if found.get("/Subtype") != Name.Form:
            return None
        copy = self._scrubber.form(found, mode, self)
        return self._take(copy, key)

    def _take(self, copy: _Copy | None, key: tuple[str, int] | None = None) -> pikepdf.Object | None:
        if copy is None:
            return None
        self.borrows |= copy.borrows
        if key:
            self._costs[key] = copy.operators
        return copy.found

    def _name(self, name: str, shown: pikepdf.Object) -> bytes:
        """Return a name for what is drawn: its own, unless something else goes by that here."""
        free = name
        while free in self._drawn or (free != name and free in self._category("/XObject")):
            free += "_"
        self._drawn[free] = shown
        return name_token(free)

    def _kept(self, found: pikepdf.Object) -> pikepdf.Object | None:
        """Return what stands for a font, pattern or graphics state; most stay as they are."""
        if isinstance(found, pikepdf.Stream):
            is_pattern = found.get("/PatternType") == 1
            return self._take(self._scrubber.form(found, 0, self, _PATTERN_KEYS)) if is_pattern else found
        if not isinstance(found, pikepdf.Dictionary):
            return found
        if found.get("/Subtype") == Name.Type3:
            return self._take(self._scrubber.font(found, self))
        inner, mask = found.get("/ExtGState"), found.get("/SMask")
        if found.get("/PatternType") == 2 and isinstance(inner, pikepdf.Dictionary):
            state = self._kept(inner)
            return None if state is None else dictionary({**entries(found), "/ExtGState": state})
        if isinstance(mask, pikepdf.Dictionary) and isinstance(group := mask.get("/G"), pikepdf.Stream):
            if (drawn := self._take(self._scrubber.form(group, 0, self))) is None:
                return None
            return dictionary({**entries(found), "/SMask": dictionary({**entries(mask), "/G": drawn})})
        return found


def _joined(page: pikepdf.Page) -> bytes:
    """Return the content of a page, as `redactkit.pdf.resources.contents` does, but no more than it may have."""
    found = page.obj.get("/Contents")
    parts: list[bytes] = []
    for stream in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(stream, pikepdf.Stream):
            parts.append(decoded(stream))
            if sum(map(len, parts)) > MAX_CONTENT_BYTES:
                raise _too_much()
    return b"\n".join(parts)


def _too_much() -> TooLargeError:
    return TooLargeError("a page draws too much; print the PDF to a new one and send that")
