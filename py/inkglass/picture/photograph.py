"""From a picture, a photograph, a scan or a screenshot, to what digits are where in it."""

import numpy as np

from inkglass.picture.clean_ink import clean_ink
from inkglass.picture.close_up import close_up_ink
from inkglass.picture.grey_levels import grey_levels
from inkglass.picture.ground import is_light_on_dark
from inkglass.picture.marks import find_marks
from inkglass.picture.words import read_lines

RIM = 2  # pixels around a close-up, whose ink is not to be at the edge

MOSTLY_SURE = 0.35  # of digits are less sure, where it may be a close-up all the same
LEFT_OUT = 0.15  # of a close-up's ink at most is of no digit


def read_photograph(pixels, predict, least_confidence=0.0):
    """Find and read digits in RGBA bytes (H, W, 4) or grey bytes (H, W).

    `predict` maps uint8 (N, 28, 28) to probabilities (N, classes); what it gives less than
    `least_confidence` is unlikely to be one digit. Returns lines from top to bottom, each a list of
    `FoundDigit` from left to right, with boxes in pixels of the picture. Raises ValueError for an
    array of another kind.
    """
    grey, scale = grey_levels(pixels)
    lines = _read_close_up(grey, predict, least_confidence)
    share = _unsure_share(lines, least_confidence)
    if share > 0:
        ink, ruled = clean_ink(255 - grey if is_light_on_dark(grey) else grey)
        found = read_lines(find_marks(ink, ruled), predict, least_confidence)
        if not lines or _unsure_share(found, least_confidence) < min(share, MOSTLY_SURE):
            lines = found
    return [[digit.enlarged(scale) for digit in line] for line in lines]


def _read_close_up(grey, predict, least_confidence):
    """Return the lines of a close-up; none if it is none, or much of its ink is not in them."""
    close_up = close_up_ink(grey)
    if close_up is None:
        return []
    ink, size = np.pad(close_up[0], RIM), close_up[1]
    lines = read_lines(find_marks(ink, None), predict, least_confidence)
    rest = ink.copy()
    for left, top, width, height in (digit.box for line in lines for digit in line):
        rest[top : top + height, left : left + width] = 0
    if rest.sum() > LEFT_OUT * ink.sum():
        return []
    return [[digit.moved(-RIM, -RIM).enlarged((size, size)) for digit in line] for line in lines]


def _unsure_share(lines, least_confidence):
    """Return which part of the digits is less sure than that, 1 if there are none."""
    unsure = [digit.probabilities.max() < least_confidence for line in lines for digit in line]
    return float(np.mean(unsure)) if unsure else 1.0
