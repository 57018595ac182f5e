"""Cover: nothing that lies under a quad reaches the pixels that leave this room.

First the covered pixels of the whole page are set to 0, then anything is computed. So two pages that
differ only under their quads come out byte for byte alike, from raw pixels and from JPEG sources.
"""

from redactkit.cover.mask import Area, Touch, mask
from redactkit.cover.paint import cover, paint

__all__ = ["Area", "Touch", "cover", "mask", "paint"]
