"""The resources of rewritten content: what it uses, and nothing that only removed content used."""

from __future__ import annotations

import pikepdf

from redactkit.pdf.resources import entries

_COUNTED = ("/Font", "/XObject", "/ExtGState", "/Pattern")  # of which only the used ones stay
_DROPPED = frozenset(("/Properties", "/ProcSet"))  # property lists go with their tags; the other is obsolete


class Resources:
    """A resource dictionary, and what of it is used.

    Parameters
    ----------
    dictionary : pikepdf.Dictionary
        Left as it is.
    outer : Resources or None
        Where viewers look next: those of the page, for a form.

    Attributes
    ----------
    used : dict of str to set of str
        The names that stay, by category: fonts, XObjects, graphics states and patterns.
    """

    def __init__(self, dictionary: pikepdf.Object, outer: Resources | None = None) -> None:
        self._categories = entries(dictionary)
        self._named = {category: entries(self._categories.get(category)) for category in _COUNTED}
        self._outer = outer
        self._added: set[str] = set()
        self.used: dict[str, set[str]] = {category: set() for category in _COUNTED}

    def find(self, category: str, name: str) -> tuple[pikepdf.Object | None, set[str]]:
        """Return a named resource and the names used of its category there; None when there is no such resource."""
        found = self._named[category].get(name)
        if found is None and self._outer:
            return self._outer.find(category, name)
        return found, self.used[category]

    def use(self, category: str, name: str) -> pikepdf.Object | None:
        """Return a named resource and let it stay."""
        found, used = self.find(category, name)
        used.add(name)
        return found

    def add(self, xobject: pikepdf.Object) -> bytes:
        """Add an XObject and return its name."""
        named, number = self._named["/XObject"], len(self._added)
        while (name := f"/Rd{number}") in named:
            number += 1
        named[name] = xobject
        self._added.add(name)
        self.used["/XObject"].add(name)
        return name.encode()

    @property
    def grown(self) -> bool:
        """Whether something was added."""
        return bool(self._added)

    def left(self) -> pikepdf.Dictionary:
        """Return a new dictionary of what stays."""
        built = pikepdf.Dictionary()
        for key, value in self._categories.items():
            if key not in _COUNTED and key not in _DROPPED:
                built[key] = value
        for category, named in self._named.items():
            names = named.keys() & self.used[category]
            if names:
                built[category] = pikepdf.Dictionary()
            for name in sorted(names):
                built[category][name] = named[name]
        return built
