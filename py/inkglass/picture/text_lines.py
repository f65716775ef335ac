"""Which boxes stand in a line, and in which order one reads them."""

import numpy as np

STEEPEST = 0.27  # of a line: about 15 degrees
ALIKE = 2.2  # times as high, at most, is what stands beside
FARTHEST = 8  # heights, between neighbours in a line
OFF = 0.5  # of the height, by which neighbours may be off their line
ASTRAY = 3  # a pixel off the line counts as so many along it
ROUNDS = 2  # of finding the lines' slope


def text_lines(boxes):
    """Return the lines of `boxes` (N, 4), each left, top, width, height, as arrays of indices.

    Lines are from top to bottom, and what is in a line from left to right. Lines may rise or fall
    by 15 degrees; each box is linked to the nearest on its right of about its height, if it is that
    one's nearest on the left.
    """
    boxes = np.asarray(boxes, float).reshape(-1, 4)
    if len(boxes) == 0:
        return []
    x, y, height = boxes[:, 0] + boxes[:, 2] / 2, boxes[:, 1] + boxes[:, 3] / 2, boxes[:, 3]
    slope = 0.0
    for _ in range(ROUNDS):
        one, other = _links(x, y - slope * x, height, OFF + (0 if slope else STEEPEST))
        if len(one):
            slope = float(np.median((y[other] - y[one]) / np.maximum(x[other] - x[one], 1)))
    one, other = _links(x, y - slope * x, height, OFF)
    lines = _chains(len(boxes), one, other, x)
    return sorted(lines, key=lambda line: (y - slope * x)[line].mean())


def _links(x, y, height, off):
    """Return pairs: a box, and the next on its right."""
    along, away = x[None] - x[:, None], np.abs(y[None] - y[:, None])
    higher = np.maximum(height[None], height[:, None])
    is_near = (along > 0) & (away < off * higher) & (along < FARTHEST * higher)
    is_near &= higher < ALIKE * np.minimum(height[None], height[:, None])
    distance = np.where(is_near, along + ASTRAY * away, np.inf)
    following, before = distance.argmin(axis=1), distance.argmin(axis=0)
    every = np.arange(len(x))
    is_mutual = np.isfinite(distance[every, following]) & (before[following] == every)
    return every[is_mutual], following[is_mutual]


def _chains(count, one, other, x):
    """Return what is linked, each chain from left to right."""
    following, has_before = np.full(count, -1), np.zeros(count, bool)
    following[one], has_before[other] = other, True
    chains = []
    for first in np.flatnonzero(~has_before):
        chain = [first]
        while following[chain[-1]] >= 0:
            chain.append(following[chain[-1]])
        chains.append(np.array(chain))
    return chains
