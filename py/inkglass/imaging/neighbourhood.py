"""Of each place's neighbourhood: the highest, the lowest, the mean; and pictures made smaller."""

import numpy as np

LONGEST = 4  # times as long as wide is what counts of a strip


def extent(shape):
    """Return how large a picture is, in pixels: its longer side, unless it is a strip."""
    return min(max(shape), LONGEST * min(shape))


def highest(levels, radius):
    """Return the highest level within `radius` pixels, across and down, of each of (H, W)."""
    return _along(np.maximum, _along(np.maximum, levels, radius).T, radius).T


def lowest(levels, radius):
    """Return the lowest level within `radius` pixels, across and down, of each of (H, W)."""
    return _along(np.minimum, _along(np.minimum, levels, radius).T, radius).T


def _along(operation, levels, radius):
    """Combine each with those up to `radius` rows above and below; what is outside is left out.

    Windows are doubled until they are as large as wanted.
    """
    height, radius = len(levels), min(radius, len(levels) - 1)
    window = 2 * radius + 1
    padded = np.pad(levels, [(radius, radius), (0, 0)], "edge")
    size = 1
    while 2 * size <= window:
        padded = operation(padded[:-size], padded[size:])
        size *= 2
    rest = window - size
    return operation(padded[:height], padded[rest : rest + height])


def box_mean(levels, radius):
    """Return the mean of those of (H, W) that are within `radius` pixels, as float32."""
    return _mean_along(_mean_along(levels, radius).T, radius).T


def _mean_along(levels, radius):
    height = len(levels)
    above = np.zeros((height + 1, levels.shape[1]))
    np.cumsum(levels, axis=0, out=above[1:])
    first = np.maximum(np.arange(height) - radius, 0)
    last = np.minimum(np.arange(height) + radius + 1, height)
    return ((above[last] - above[first]) / (last - first)[:, None]).astype(np.float32)


def mean_across(levels, radius):
    """Return the mean of those of (H, W) that are within `radius` pixels in the same row."""
    return np.ascontiguousarray(_mean_along(levels.T, radius).T)


def block_means(levels, size):
    """Return the means of blocks of `size` x `size`; those at the end may be smaller."""
    return _blocks(np.add, levels, size) / _blocks(np.add, np.ones_like(levels), size)


def block_highest(levels, size):
    """Return the highest level of blocks of `size` x `size`; those at the end may be smaller."""
    return _blocks(np.maximum, levels, size)


def _blocks(operation, levels, size):
    if size == 1:
        return levels
    rows = operation.reduceat(levels, range(0, levels.shape[0], size), axis=0)
    return operation.reduceat(rows, range(0, levels.shape[1], size), axis=1)


def enlarged(blocks, size, shape):
    """Return levels (H, W) that change evenly from the middle of one block to that of the next."""
    if size == 1:
        return blocks
    return _stretched(_stretched(blocks, size, shape[0]).T, size, shape[1]).T


def _stretched(blocks, size, length):
    place = ((np.arange(length) + 0.5) / size - 0.5).clip(0, len(blocks) - 1)
    below = place.astype(int)
    above = np.minimum(below + 1, len(blocks) - 1)
    part = (place - below).astype(np.float32)[:, None]
    return blocks[below] * (1 - part) + blocks[above] * part


def smoothed(levels):
    """Return (H, W) with each pixel as a mean of 3x3 with weights 1, 2, 1 across and down."""
    return _smoothed_along(_smoothed_along(levels).T).T


def _smoothed_along(levels):
    padded = np.pad(levels, [(1, 1), (0, 0)], "edge")
    return (padded[:-2] + padded[2:] + 2 * levels) / np.float32(4)
