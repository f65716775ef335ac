"""How high the digits of a number are."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

WINDOW = 0.5  # heights
MOST_OF = 0.85  # windows are lower
ROUNDS = 3


def line_height(mask):
    """Return about how high the digits are whose ink is `mask`, bool (H, W), in pixels.

    That is what most windows hold from top to bottom that are about as wide as a digit: a line that
    rises is higher than its digits. Raises ValueError if there is no ink.
    """
    columns = np.flatnonzero(mask.any(axis=0))
    if columns.size == 0:
        raise ValueError("mask: expected some ink, found none")
    mask = mask[:, columns[0] : columns[-1] + 1]
    has_ink = mask.any(axis=0)
    top = np.where(has_ink, mask.argmax(axis=0), len(mask))
    bottom = np.where(has_ink, len(mask) - mask[::-1].argmax(axis=0), 0)
    height = int(bottom.max() - top.min())
    for _ in range(ROUNDS):
        width = min(max(1, round(WINDOW * height)), len(top))
        tops = sliding_window_view(top, width).min(axis=1)
        extents = sliding_window_view(bottom, width).max(axis=1) - tops
        height = max(1, round(np.quantile(extents[extents > 0], MOST_OF)))
    return height
