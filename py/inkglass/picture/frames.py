"""Frames around digits: a box, an ellipse, a table's rules."""

import numpy as np

from inkglass.imaging.components import label, measure
from inkglass.imaging.neighbourhood import highest

HOLLOW = 0.35  # of a frame's box, that is ink at most
LEAST = 16  # pixels of its sides
INSIDE = 0.25  # of a frame's height, that one thing has that it frames; of several
SEVERAL = 3  # each may be lower
MIDDLE = 0.3, 0.7  # of its sides: there is nothing of a frame in between, unless it is a table


def is_frame(boxes, sizes, numbers):
    """Return for each of pieces of ink (N,) whether it goes around others.

    Their `boxes`, (N, 4), are left, top, width and height, and `sizes`, (N,), in pixels. Only
    those of `numbers` count as frames or as framed.
    """
    found = np.zeros(len(boxes), bool)
    numbers = np.asarray(numbers)
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    is_hollow = (sizes < HOLLOW * boxes[:, 2] * boxes[:, 3]) & (boxes[:, 2:].min(axis=1) >= LEAST)
    for i in numbers[is_hollow[numbers]]:
        inside = (low[numbers] > low[i]).all(axis=1) & (high[numbers] < high[i]).all(axis=1)
        heights = boxes[numbers[inside], 3]
        found[i] = len(heights) >= SEVERAL or (heights > INSIDE * boxes[i, 3]).any()
    return found


def empty_frames(mask, lowest):
    """Return where in `mask`, bool (H, W), frames are that have nothing of their own inside.

    What is lower than that, in pixels, is not framed. Digits that touch their frame go with it.
    """
    labels, count = label(mask)
    boxes, sizes = measure(labels, count)
    frames = is_frame(boxes, sizes, np.flatnonzero(boxes[:, 3] >= lowest))
    where = np.zeros(mask.shape, bool)
    for i in np.flatnonzero(frames):
        left, top, width, height = boxes[i]
        own = labels[top : top + height, left : left + width] == i + 1
        rows, columns = (
            slice(*(round(part * extent) for part in MIDDLE)) for extent in (height, width)
        )
        if not own[rows, columns].any():
            where[top : top + height, left : left + width] |= own
    return highest(where, 1) if where.any() else where
