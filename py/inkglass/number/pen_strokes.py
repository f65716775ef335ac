"""Which pixels a pen stroke covers: by that, ink that touches is told apart."""

import numpy as np

RIM = 1  # pixel around a line that its soft edge covers
MOST_STEPS = 10_000  # between two points: the pad is not that wide


def check_strokes(strokes):
    """Raise ValueError unless `strokes` are arrays (n, 3) of finite numbers, with n at least 1.

    A row is a point that the pen went through, x and y in pixels, and the width of its line there.
    """
    for stroke in strokes:
        found = np.asarray(stroke)
        if (
            found.ndim != 2
            or found.shape[1] != 3
            or len(found) == 0
            or found.dtype.kind not in "fiu"
        ):
            raise ValueError(
                f"strokes: expected arrays of shape (n, 3), received {found.dtype} {found.shape}"
            )
        if not np.isfinite(found).all() or (found[:, 2] < 0).any():
            raise ValueError("strokes: expected finite numbers and widths of at least 0")


def parted(points):
    """Return the strokes, (n, 3), of points (N, 4) that begin with their stroke's number."""
    starts = np.flatnonzero(np.diff(points[:, 0])) + 1
    return [stroke for stroke in np.split(points[:, 1:], starts) if len(stroke)]


def covered(stroke, shape):
    """Return where a stroke, (n, 3), may have put ink on a pad of `shape` (H, W), as bool (H, W).

    Points are joined by straight lines, each as wide as at its end. What is off the pad is left
    out.
    """
    H, W = shape
    mask = np.zeros(shape, bool)
    points = _dense(np.asarray(stroke, float))
    radii = np.ceil(points[:, 2] / 2) + RIM
    x, y = np.floor(points[:, :2].T)
    for radius in np.unique(radii):
        is_near = (np.abs(x - W / 2) < W / 2 + radius) & (np.abs(y - H / 2) < H / 2 + radius)
        at = np.flatnonzero((radii == radius) & is_near)
        if at.size:
            _stamp(mask, x[at].astype(int), y[at].astype(int), int(radius))
    return mask


def _dense(stroke):
    """Return points (m, 3) on the lines between those of `stroke`, at most a pixel apart."""
    starts, ends = stroke[:-1], stroke[1:]
    counts = np.ceil(np.abs(ends - starts)[:, :2].max(axis=1, initial=0)).astype(int)
    counts = np.minimum(counts, MOST_STEPS)
    lines = np.repeat(np.arange(len(counts)), counts)
    steps = np.arange(len(lines)) - (np.cumsum(counts) - counts)[lines] + 1
    points = starts[lines] + (steps / counts[lines])[:, None] * (ends - starts)[lines]
    points[:, 2] = ends[lines, 2]
    return np.concatenate([stroke[:1], points])


def _stamp(mask, x, y, radius):
    """Mark discs of `radius` pixels round the pixels `x`, `y`, of which some may be off."""
    left, top = x.min(), y.min()
    marks = np.zeros((y.max() - top + 1, x.max() - left + 1), bool)
    marks[y - top, x - left] = True
    wide = _widened(marks, radius)
    left, top = left - radius, top - radius
    into = mask[max(top, 0) : top + wide.shape[0], max(left, 0) : left + wide.shape[1]]
    rows, columns = into.shape
    into |= wide[max(-top, 0) :, max(-left, 0) :][:rows, :columns]


def _widened(marks, radius):
    """Return `marks`, bool (H, W), each as a disc, in an array larger by `radius` on all sides."""
    H, W = marks.shape
    wide = np.zeros((H + 2 * radius, W + 2 * radius), bool)
    sums = np.zeros((H, W + 4 * radius + 1), np.int32)  # of what is left of each column
    sums[:, 2 * radius + 1 : W + 2 * radius + 1] = np.cumsum(marks, axis=1)
    sums[:, W + 2 * radius + 1 :] = sums[:, W + 2 * radius, None]
    for away in range(-radius, radius + 1):
        half = int(np.sqrt((radius + 0.5) ** 2 - away**2))
        begin, end = radius - half, radius + half + 1
        is_near = sums[:, end : end + wide.shape[1]] > sums[:, begin : begin + wide.shape[1]]
        wide[radius + away : radius + away + H] |= is_near
    return wide
