"""Ones as they are written where they have a serif, which MNIST's writers left out.

Without them a network takes such a one for a 7. They are drawn with a pen of any width, a stem with
a serif of any length and, some of them, a foot, and made into what the network sees like any
drawing.
"""

from itertools import pairwise

import numpy as np

from inkglass.drawing import network_input

PAD = 96  # pixels, width and height
DIGIT = 64  # the height of a stem


def penned_ones(count, rng):
    """Return `count` ones as uint8 images (count, 28, 28), each drawn anew from `rng`."""
    return np.stack([network_input(_drawn(_strokes(rng), _width(rng))) for _ in range(count)])


def _strokes(rng):
    """Return lines (n, 2, 2) from point to point, x and y, in heights of the stem."""
    length = rng.uniform(0.12, 0.5)
    # Long and flat it would be the top of a 7.
    angle = np.radians(rng.uniform(28 + 30 * length, 68))
    serif = length * np.array([-np.cos(angle), np.sin(angle)])
    bulge = rng.uniform(-0.08, 0.08) * serif[::-1] * [1, -1]
    bend = np.array([rng.uniform(-0.04, 0.04), 0.5])
    top, bottom = np.array([0, 0]), np.array([rng.uniform(-0.05, 0.05), 1])
    path = [serif, serif / 2 + bulge, top, bend, bottom]
    lines = list(pairwise(path))
    if rng.random() < 0.4:
        left, right = rng.uniform(0.08, 0.35, 2)
        lines.append(bottom + np.array([[-left, 0], [right, 0]]))
    slant = np.tan(np.radians(rng.uniform(-15, 25)))
    return np.array(lines) @ np.array([[1, 0], [-slant, 1]])


def _width(rng):
    """Return the width of a line in heights of the stem: from hair-thin to a felt pen's."""
    return np.exp(rng.uniform(np.log(0.02), np.log(0.2)))


def _drawn(lines, width):
    """Return the pixels (PAD, PAD), ink 255 on 0, of lines with round ends."""
    middle = (lines.min(axis=(0, 1)) + lines.max(axis=(0, 1))) / 2
    lines = (lines - middle) * DIGIT + PAD / 2
    places = np.indices((PAD, PAD))[::-1].transpose(1, 2, 0) + 0.5
    nearest = np.min([_distances(places, *line) for line in lines], axis=0)
    return ((width * DIGIT / 2 - nearest + 0.5).clip(0, 1) * 255).astype(np.uint8)


def _distances(places, start, end):
    """Return how far each of `places` (H, W, 2) is from the line from `start` to `end`."""
    along = end - start
    part = ((places - start) @ along / (along @ along)).clip(0, 1)
    return np.hypot(*np.moveaxis(places - start - part[..., None] * along, -1, 0))
