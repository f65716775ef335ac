"""From grey levels to clean ink: bytes, 255 on a ground of 0, as if drawn on a pad."""

import numpy as np

from inkglass.imaging.neighbourhood import block_highest, enlarged, extent, highest, smoothed
from inkglass.picture.frames import empty_frames
from inkglass.picture.ground import without_ground
from inkglass.picture.ruled_paper import without_ruling

BLOCK = 4  # pixels
NEAR = 1 / 40  # of the longer side: how far around each place the darkest ink is looked for
LOWEST, FULL = 0.25, 0.7  # parts of the darkest ink nearby, that become 0 and 255
SURE = 7  # standard deviations of the noise that ink has at least
LEAST = 14  # grey levels that ink has at least
PART = 0.3  # of the picture's darkest ink that ink has at least
DARKEST = 99.9  # percentile
INK = 90  # a clean ink's level from which on pixels belong together
LOWEST_FRAMED = 8  # pixels


def clean_ink(grey):
    """Return the ink of levels (H, W) that is darker than its ground, as bytes.

    Each stroke is as wide as it is at about half of its own darkness, however dark that is. And
    return where ruled lines were taken off, bool (H, W), or None if there were none.
    """
    ink, noise = without_ground(grey)
    ink = smoothed(ink)
    noise *= 0.4
    strongest = _darkest_nearby(ink)
    contrast = np.percentile(strongest, DARKEST)
    least = max(SURE * noise, LEAST, PART * contrast)
    bare, ruled = without_ruling(ink, LOWEST * least)
    if ruled is None:
        return _as_bytes(ink, strongest, least), None
    clean = _as_bytes(bare, _darkest_nearby(bare), least)
    # The lines of a frame are taken off like any others, but that leaves its corners.
    clean[empty_frames(_as_bytes(ink, strongest, least) >= INK, LOWEST_FRAMED)] = 0
    return clean, ruled


def _as_bytes(ink, strongest, least):
    part = ink / np.maximum(strongest, least)
    part -= LOWEST
    part *= 255 / (FULL - LOWEST)
    return part.clip(0, 255).astype(np.uint8)


def _darkest_nearby(ink):
    blocks = block_highest(ink, BLOCK)
    radius = max(round(extent(ink.shape) * NEAR / BLOCK), 1)
    return enlarged(highest(blocks, radius), BLOCK, ink.shape)
