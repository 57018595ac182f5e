"""Finished bytes against the promises. Checks raise; they do not return False.

Those of PDFs are in modules of their own, whose libraries pictures need not wait for.
"""

from redactkit.verify.bytes import check_pages, check_pixels, check_size
from redactkit.verify.container import check_container
from redactkit.verify.leftovers import CERTAIN, check_kept, digits_of, leftovers, settled_places

__all__ = [
    "CERTAIN",
    "check_container",
    "check_kept",
    "check_pages",
    "check_pixels",
    "check_size",
    "digits_of",
    "leftovers",
    "settled_places",
]
