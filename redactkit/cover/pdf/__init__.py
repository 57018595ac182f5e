"""Cover a PDF: what lies under an area leaves the file; a page where that is not certain becomes a picture.

Areas are quads in user space. What stays does not move.
"""

from redactkit.cover.pdf.raster import rasterise, rebuild
from redactkit.cover.pdf.surgery import Erased, erase

__all__ = ["Erased", "erase", "rasterise", "rebuild"]
