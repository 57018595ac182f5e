"""Draws bank cards that never existed, with the place of every character.

The same spec gives the same picture everywhere: only typefaces that come with Pillow and OpenCV,
and one drawn here from strokes. Numbers are published test numbers or generated on test prefixes.
"""

from benchmarks.draw.card import DrawnCard, DrawnLabel, draw_card
from benchmarks.draw.spec import CardSpec, specs

__all__ = ["CardSpec", "DrawnCard", "DrawnLabel", "draw_card", "specs"]
