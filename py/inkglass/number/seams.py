"""Where ink that belongs to more than one digit may be cut: ways down with little ink on them.

A way goes a row at a time, straight down or to a neighbouring column; the best one through each
column of the middle row is found by dynamic programming (Wang and Jean, "Segmentation of merged
characters by neural networks and shortest path", 1994).
"""

import numpy as np

ROWS = 48  # of a digit's height, at most, in the coarser picture that ways are looked for in
SIDEWAYS = 0.06  # what a step to a neighbouring column costs; one through ink costs 1
EDGE = 0.06  # heights that stay to both sides of a cut
APART = 0.1  # heights between cuts
MOST = 32  # cuts
MOST_INK_CROSSED = 0.6  # heights: no more of a way is ink


def find_seams(mask, height):
    """Return the best cuts through `mask`, bool (H, W), and how much ink each crosses.

    Lengths are in digits' heights, of which one is `height` pixels. Cuts are whole numbers (n, H),
    from left to right: in each row the column that the right part begins with. What they cross is
    (n,).
    """
    step = max(1, -(-height // ROWS))
    ink = _coarse(mask, step)
    downwards, upwards = _costs(ink), _costs(ink[::-1])[::-1]
    middle = len(ink) // 2
    totals = (downwards[middle] + upwards[middle] - ink[middle]) * step / height
    columns = _lowest(totals, height / step)
    rows = np.arange(len(mask)) // step
    seams = []
    for column in columns:
        above = _way(downwards[: middle + 1], column)
        below = _way(upwards[middle:][::-1], column)
        seams.append(np.concatenate([above, below[-2::-1]])[rows] * step + step // 2)
    return np.array(seams, int).reshape(-1, len(mask)), totals[columns]


def _coarse(mask, step):
    """Return how much of each square of `step` pixels is ink."""
    H, W = (-(-extent // step) * step for extent in mask.shape)
    padded = np.zeros((H, W), np.float32)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return padded.reshape(H // step, step, W // step, step).mean(axis=(1, 3))


def _costs(ink):
    """Return for each square what the best way from the first row to it costs, itself with it."""
    costs = ink.copy()
    beside = np.full(ink.shape[1] + 2, np.inf, np.float32)
    for row, above in zip(costs[1:], costs, strict=False):
        beside[1:-1] = above + np.float32(SIDEWAYS)
        row += np.minimum(np.minimum(beside[:-2], beside[2:]), above)
    return costs


def _way(costs, column):
    """Return the columns of the best way from the first row to `column` in the last."""
    columns = [column]
    for row in costs[-2::-1]:
        low = max(columns[-1] - 1, 0)
        near = row[low : columns[-1] + 2] + SIDEWAYS
        near[columns[-1] - low] -= SIDEWAYS
        columns.append(low + int(near.argmin()))
    return np.array(columns[::-1])


def _lowest(totals, height):
    """Return the columns of the lowest totals that are not close together, from left to right.

    `height` is a digit's, in columns.
    """
    edge, apart = max(1, round(EDGE * height)), max(1, round(APART * height))
    left = totals.copy()
    left[:edge] = left[len(left) - edge :] = np.inf
    columns = []
    while len(columns) < MOST and left.size and left.min() <= MOST_INK_CROSSED:
        column = int(left.argmin())
        columns.append(column)
        left[max(column - apart, 0) : column + apart + 1] = np.inf
    return sorted(columns)
