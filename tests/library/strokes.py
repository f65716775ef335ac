"""Digits as pen strokes, drawn onto a pad: a stand-in for hands in the tests."""

from itertools import pairwise

import numpy as np

# Each digit: strokes of points (x, y) in a box of width and height 1, y downwards.
DIGITS = {
    0: [[(0.5, 0), (0.2, 0.12), (0.08, 0.45), (0.15, 0.8), (0.45, 1), (0.75, 0.88), (0.88, 0.5)]
        + [(0.8, 0.15), (0.5, 0)]],
    1: [[(0.5, 0), (0.48, 0.5), (0.45, 1)]],
    2: [[(0.1, 0.22), (0.25, 0.04), (0.55, 0), (0.8, 0.15), (0.75, 0.4), (0.45, 0.7), (0.1, 1)]
        + [(0.5, 0.97), (0.9, 0.98)]],
    3: [[(0.15, 0.08), (0.5, 0), (0.78, 0.15), (0.7, 0.38), (0.42, 0.47), (0.75, 0.6), (0.8, 0.82)]
        + [(0.5, 1), (0.12, 0.92)]],
    4: [[(0.25, 0), (0.15, 0.3), (0.12, 0.52), (0.5, 0.55), (0.88, 0.5)],
        [(0.78, 0.05), (0.72, 0.5), (0.68, 1)]],
    5: [[(0.28, 0), (0.22, 0.42), (0.5, 0.37), (0.78, 0.52), (0.8, 0.78), (0.5, 1), (0.12, 0.92)],
        [(0.28, 0), (0.85, 0.02)]],
    6: [[(0.65, 0), (0.35, 0.25), (0.15, 0.65), (0.3, 0.95), (0.6, 1), (0.8, 0.8), (0.65, 0.58)]
        + [(0.35, 0.6), (0.2, 0.75)]],
    7: [[(0.1, 0.05), (0.5, 0.04), (0.88, 0), (0.65, 0.4), (0.45, 1)]],
    8: [[(0.75, 0.12), (0.45, 0), (0.22, 0.18), (0.42, 0.42), (0.72, 0.65), (0.7, 0.93), (0.42, 1)]
        + [(0.22, 0.82), (0.4, 0.55), (0.68, 0.35), (0.78, 0.15)]],
    9: [[(0.78, 0.25), (0.6, 0.02), (0.3, 0.08), (0.2, 0.32), (0.45, 0.48), (0.75, 0.28)]
        + [(0.75, 0.6), (0.62, 1)]],
}  # fmt: skip


def draw(digit, size=280, box=(0.2, 0.15, 0.6, 0.7), width=0.07, bend=None):
    """Return the digit on a pad as bytes (size, size), ink 255 on 0.

    `box` is left, top, width and height and `width` that of the pen, both in parts of the pad.
    `bend`, of shape (2, 2), is applied to points about the digit's middle.
    """
    rows, columns = np.indices((size, size)) + 0.5
    nearest = np.full((size, size), np.inf)
    for stroke in DIGITS[digit]:
        points = np.array(stroke)
        if bend is not None:
            points = (points - 0.5) @ bend.T + 0.5
        points = (points * box[2:] + box[:2]) * size
        for start, end in pairwise(points):
            np.minimum(nearest, _distance(columns, rows, start, end), out=nearest)
    return ((width * size / 2 - nearest + 0.5).clip(0, 1) * 255).astype(np.uint8)


def _distance(x, y, start, end):
    """Return how far each point is from the line between two points."""
    along = end - start
    part = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / (along @ along)
    part = part.clip(0, 1)
    return np.hypot(x - start[0] - part * along[0], y - start[1] - part * along[1])
