"""A picture that shows little more than a digit or a number: an MNIST image, say, or a tight crop.

It may be as small as the digit itself, whose strokes are then too wide beside it, and its ground
too little, to be told apart by what is nearby. But its border is mostly ground.
"""

import numpy as np

from inkglass.imaging.components import label, measure
from inkglass.imaging.neighbourhood import block_means
from inkglass.picture.clean_ink import INK
from inkglass.picture.frames import is_frame
from inkglass.picture.ground import border_of

LONGEST = 400  # pixels that are looked at; a larger picture is made smaller
LEAST_CONTRAST = 30  # grey levels between ground and ink
EVEN = 0.15  # of the contrast, by which half of the ground at the border differs at most
FAINTEST = 0.1  # of the contrast: what is fainter is noise
FILLS = 0.25  # of the shorter side, that the highest piece of ink has at least
SPECK = 0.12  # of the highest piece: what is smaller is no piece
FLAT = 5  # times as wide as high is a rule
SMALLEST = 20  # pixels of a piece that a frame may be around
MOST = 10  # pieces


def close_up_ink(grey):
    """Return the ink of a close-up, bytes, 255 on 0, and how many pixels are one of it, a side.

    Grey levels are float32 (H, W). Returns None where the picture is no close-up of one digit, or
    of a few in a line, on an even ground.
    """
    size = -(-max(grey.shape) // LONGEST)
    ink = _even_ink(block_means(grey, size))
    return (ink, size) if ink is not None and _is_short_line(ink) else None


def _even_ink(grey):
    """Return the ink as bytes, 255 on 0, or None if the ground at the border is uneven."""
    lowest, highest = float(grey.min()), float(grey.max())
    contrast = highest - lowest
    if contrast < LEAST_CONTRAST:
        return None
    border = border_of(grey)
    if border.mean() < (lowest + highest) / 2:
        grey, border, lowest, highest = -grey, -border, -highest, -lowest
    border = border[border > (lowest + highest) / 2]
    ground = np.median(border)
    if np.median(np.abs(border - ground)) > EVEN * contrast:
        return None
    part = (ground - grey) / np.float32(ground - lowest)
    part[part < FAINTEST] = 0
    return (255 * part.clip(0, 1) + 0.5).astype(np.uint8)


def _is_short_line(ink):
    """Return whether there are but few pieces of ink, all beside the highest, which is large.

    None is a rule, or a frame around others.
    """
    boxes, sizes = measure(*label(ink >= INK))
    if len(boxes) == 0 or is_frame(boxes, sizes, np.flatnonzero(sizes >= SMALLEST)).any():
        return False
    _, top, width, height = boxes[boxes[:, 2:].max(axis=1) > SPECK * boxes[:, 3].max()].T
    highest = height.argmax()
    away = np.abs(top + height / 2 - top[highest] - height[highest] / 2)
    return (
        len(height) <= MOST
        and (away < height[highest]).all()
        and (width < FLAT * height).all()
        and height[highest] >= FILLS * min(ink.shape)
    )
