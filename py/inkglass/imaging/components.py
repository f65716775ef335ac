"""Connected components of a picture's ink: which pixels belong to one another.

Pixels are taken a run at a time, a run being what is ink side by side in one row; runs that touch
are joined until each component has one root (Shiloach and Vishkin, "An O(log n) parallel
connectivity algorithm", 1982, with the least neighbour to hook on). Every step is one of NumPy's on
whole arrays, and the steps grow with the logarithm of the runs, so spirals and combs are no worse
than blots.
"""

import numpy as np


def label(mask):
    """Return the components of `mask`, bool (H, W): pixels of ink that touch at sides or corners.

    Returns labels, int32 (H, W), 0 where there is no ink and 1 to `count` where there is, numbered
    by their first pixel row by row; and `count`. Raises ValueError for anything but a bool array of
    two dimensions.
    """
    if not isinstance(mask, np.ndarray) or mask.dtype != bool or mask.ndim != 2:
        found = (
            f"{mask.dtype} {mask.shape}" if isinstance(mask, np.ndarray) else type(mask).__name__
        )
        raise ValueError(f"mask: expected bool of shape (H, W), received {found}")
    starts, ends = _runs(mask)
    roots = _roots(len(starts), *_touching(starts, ends, mask.shape[1] + 1))
    is_root = roots == np.arange(len(roots))
    numbers = np.cumsum(is_root, dtype=np.int32)[roots]
    labels = np.zeros(mask.shape, np.int32)
    labels[mask] = np.repeat(numbers, ends - starts)
    return labels, int(is_root.sum())


def measure(labels, count):
    """Return the box and the size of each component that `label` found.

    Boxes are int32 (count, 4): left, top, width, height in pixels; sizes int32 (count,), in pixels.
    """
    starts, ends = _runs(labels != 0)
    rows, left = np.divmod(starts, labels.shape[1] + 1)
    right = left + ends - starts
    which = labels[rows, left] - 1
    boxes = np.empty((count, 4), np.int32)
    # Runs come row by row: of those that are written to one place the last one stays.
    boxes[which[::-1], 1] = rows[::-1]
    boxes[which, 3] = rows + 1
    boxes[:, 0], boxes[:, 2] = labels.shape[1], 0
    np.minimum.at(boxes[:, 0], which, left)
    np.maximum.at(boxes[:, 2], which, right)
    boxes[:, 2:] -= boxes[:, :2]
    return boxes, np.bincount(which, right - left, count).astype(np.int32)


def _runs(mask):
    """Return where each run starts and where it has ended, in `mask` with a column of no ink added.

    Both are int32, and so is all that follows: they count pixels.
    """
    H, W = mask.shape
    wider = np.zeros((H, W + 1), bool)
    wider[:, :W] = mask
    flat = wider.ravel()
    changes = np.empty(flat.size, bool)
    changes[:1] = flat[:1]
    np.not_equal(flat[1:], flat[:-1], out=changes[1:])
    edges = np.flatnonzero(changes).astype(np.int32)
    return edges[::2], edges[1::2]


def _touching(starts, ends, row):
    """Return pairs of runs that touch: the upper's number, and that of the run below it.

    `row` is the distance from a pixel to the one below it. One that ends where another starts, a
    row lower, touches it with a corner.
    """
    first = np.searchsorted(ends, starts - row).astype(np.int32)
    counts = np.searchsorted(starts, ends - row, "right").astype(np.int32) - first
    below = np.repeat(np.arange(len(starts), dtype=np.int32), counts)
    offsets = np.cumsum(counts, dtype=np.int32) - counts
    upper = np.arange(len(below), dtype=np.int32) + np.repeat(first - offsets, counts)
    return upper, below


def _roots(count, one, other):
    """Return for each of `count` nodes the least of its component; `one`-`other` are the edges."""
    parents = np.arange(count, dtype=np.int32)
    while len(one):
        np.minimum.at(parents, np.maximum(one, other), np.minimum(one, other))
        parents = _flattened(parents)
        one, other = parents[one], parents[other]
        apart = one != other
        one, other = one[apart], other[apart]
    return parents


def _flattened(parents):
    """Return the root of each node, by pointer jumping: each step halves the way to it."""
    while True:
        further = parents[parents]
        if np.array_equal(further, parents):
            return parents
        parents = further
