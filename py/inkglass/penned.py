"""Ones as they are written where they have a serif, which MNIST's writers left out.

Without them a network takes such a one for a 7. They are drawn with a pen of any width, a stem with
a serif of any length and, some of them, a foot, and made into what the network sees like any
drawing.
"""

import numpy as np

from inkglass.drawing import network_input
from inkglass.pen import drawn


def penned_ones(count, rng):
    """Return `count` ones as uint8 images (count, 28, 28), each drawn anew from `rng`."""
    return np.stack([network_input(drawn(_strokes(rng), _width(rng))) for _ in range(count)])


def _strokes(rng):
    """Return paths (n, 2) of points, x and y, in heights of the stem."""
    length = rng.uniform(0.12, 0.5)
    # Long and flat it would be the top of a 7.
    angle = np.radians(rng.uniform(28 + 30 * length, 68))
    serif = length * np.array([-np.cos(angle), np.sin(angle)])
    bulge = rng.uniform(-0.08, 0.08) * serif[::-1] * [1, -1]
    bend = np.array([rng.uniform(-0.04, 0.04), 0.5])
    top, bottom = np.array([0, 0]), np.array([rng.uniform(-0.05, 0.05), 1])
    paths = [np.stack([serif, serif / 2 + bulge, top, bend, bottom])]
    if rng.random() < 0.4:
        left, right = rng.uniform(0.08, 0.35, 2)
        paths.append(bottom + np.array([[-left, 0], [right, 0]]))
    slant = np.tan(np.radians(rng.uniform(-15, 25)))
    return [path @ np.array([[1, 0], [-slant, 1]]) for path in paths]


def _width(rng):
    """Return the width of a line in heights of the stem: from hair-thin to a felt pen's."""
    return np.exp(rng.uniform(np.log(0.02), np.log(0.2)))
