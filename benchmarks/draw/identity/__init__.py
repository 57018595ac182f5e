"""Draws identity documents that never existed, with the place of every value.

The same spec gives the same file everywhere: faces of people who never were, typefaces that come with reportlab, one
after OCR-B that is drawn here. States, people and numbers are invented; check digits are right.
"""

from benchmarks.draw.identity.media import draw_identity
from benchmarks.draw.identity.spec import IdentitySpec, Layout, Scene, identity_specs
from benchmarks.draw.identity.truth import DrawnIdentity, Value

__all__ = ["DrawnIdentity", "IdentitySpec", "Layout", "Scene", "Value", "draw_identity", "identity_specs"]
