"""Finished bytes against the promises. Checks raise; they do not return False."""

from redactkit.verify.bytes import check_pages, check_pixels, check_size
from redactkit.verify.container import check_container
from redactkit.verify.leftovers import check_kept, digits_of, leftovers, settled_places

__all__ = [
    "check_container",
    "check_kept",
    "check_pages",
    "check_pixels",
    "check_size",
    "digits_of",
    "leftovers",
    "settled_places",
]
