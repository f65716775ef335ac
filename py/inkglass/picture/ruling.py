"""Finding the lines that paper is ruled with: straight, long, and in perspective a pencil of lines.

Such lines meet in one point, if far away: the slope of each is a linear function of where it
crosses the middle column.
"""

from dataclasses import dataclass

import numpy as np

from inkglass.imaging.components import label, measure
from inkglass.imaging.neighbourhood import extent, mean_across

THINNEST, THICKEST = 3, 1 / 130  # pixels, and part of the picture, between a line and its paper
ALONG = 3  # pixels to either side that are averaged along a line
SHORTEST = 1 / 25  # of the picture, for a piece of line to tell a slope
LEAST_EXTENT = 150  # pixels of a picture: a smaller one shows hardly more than a digit
STEEPEST = 0.22
STRAIGHT = 2.0  # pixels off a straight line, root of the mean square
MOST_POINTS = 30000
STEPS = np.linspace(-1, 1, 9)
COARSE = 0.008  # of slope, and by how much it changes from top to bottom
NEAR = 3  # pixels off its line a point may be
COVERS = 0.25  # of the columns, that have a point of a line
DENSE = 0.5  # of the columns between its ends
STRIPS = 16


@dataclass(frozen=True)
class Ruling:
    """Lines as `rows`, float (lines, W): where each is in every column; `levels`, (lines, W)."""

    rows: np.ndarray
    levels: np.ndarray


def find_ruling(ink, least):
    """Return the `Ruling` across `ink` (H, W), levels on a ground of 0; None if there is none.

    Lines rise or fall by at most 12 degrees and are stronger than `least`.
    """
    if extent(ink.shape) < LEAST_EXTENT:
        return None
    along = mean_across(ink, ALONG)
    ridge = _ridge(along, least)
    pencil = _pencil(ridge)
    if pencil is None:
        return None
    y, x = np.nonzero(ridge)
    middle = (ink.shape[1] / 2, ink.shape[0] / 2)
    step = -(-len(x) // MOST_POINTS)
    pencil = _refined(pencil, x[::step] - middle[0], y[::step] - middle[1], ink.shape)
    crossing = _crossing(pencil, x - middle[0], y - middle[1])
    peaks = _peaks(crossing, ink.shape)
    lines = []
    for peak in peaks:
        rows = peak + (pencil[0] + pencil[1] * peak) * (np.arange(ink.shape[1]) - middle[0])
        seen = np.abs(rows) < middle[1]
        line = _line(peak, crossing, x, along[y, x], seen) if seen.any() else None
        if line:
            lines.append(line)
    if not lines:
        return None
    offsets, levels, places = (np.array(part) for part in zip(*lines, strict=True))
    slopes = pencil[0] + pencil[1] * places
    columns = np.arange(ink.shape[1]) - middle[0]
    rows = places[:, None] + middle[1] + slopes[:, None] * columns + offsets
    return Ruling(rows, levels)


def _ridge(along, least):
    """Return where a thin line is darker than what is above and below it, and darkest."""
    thickest = max(THINNEST, round(extent(along.shape) * THICKEST))
    is_ridge = np.zeros(along.shape, bool)
    for away in sorted({THINNEST, thickest}):
        if 2 * away >= len(along):
            continue
        middle = along[away:-away]
        beside = np.maximum(along[: -2 * away], along[2 * away :])
        is_ridge[away:-away] |= middle - beside > least
    is_ridge[1:] &= along[1:] >= along[:-1]
    is_ridge[:-1] &= along[:-1] > along[1:]
    return is_ridge


def _pencil(ridge):
    """Return slope in the middle, and its change with each row, that long pieces agree on."""
    wide = ridge.copy()
    wide[1:] |= ridge[:-1]
    wide[:-1] |= ridge[1:]
    for _ in range(2):
        wide[:, 1:] |= wide[:, :-1]
    labels, count = label(wide)
    if count == 0:
        return None
    boxes, _ = measure(labels, count)
    size = extent(ridge.shape)
    is_long = boxes[:, 2] >= max(SHORTEST * size, 24)
    y, x = np.nonzero(ridge)
    which = labels[y, x] - 1
    own = is_long[which]
    slope, place, weight = _fitted(
        which[own], x[own] - ridge.shape[1] / 2, y[own] - ridge.shape[0] / 2, count
    )
    return _agreed(slope, place, weight, size) if len(slope) else None


def _fitted(which, x, y, count):
    """Return slope, row in the middle column, and number of points of straight pieces."""
    n, sx, sy, sxx, sxy, syy = (
        np.bincount(which, values, count) for values in (np.ones(len(x)), x, y, x * x, x * y, y * y)
    )
    n = np.maximum(n, 1)
    across, both, down = sxx - sx * sx / n, sxy - sx * sy / n, syy - sy * sy / n
    slope = both / np.maximum(across, 1e-6)
    off = np.sqrt(np.maximum(down - slope * both, 0) / n)
    fits = (n >= 12) & (np.abs(slope) < STEEPEST) & (off < STRAIGHT)
    return slope[fits], (sy / n - slope * sx / n)[fits], n[fits]


def _agreed(slope, place, weight, size):
    """Fit slope = a + b * place, leaving out again and again what is far off; return a and b."""
    near = np.ones(len(slope), bool)
    pencil = np.array([_weighted_median(slope, weight), 0.0])
    for _ in range(5):
        off = np.abs(slope - pencil[0] - pencil[1] * place)
        near = off <= max(2 * _weighted_median(off, weight), 0.01)
        w = weight * near
        columns = np.column_stack([np.ones(len(slope)), place])
        # One line alone says nothing about how slopes change: that is held to be small.
        held = np.diag([0, w.sum() * (0.05 * size) ** 2])
        pencil = np.linalg.solve(columns.T * w @ columns + held, columns.T * w @ slope)
    return pencil


def _weighted_median(values, weight):
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return values[order][np.searchsorted(total, total[-1] / 2)]


def _crossing(pencil, x, y):
    """Return where the line of the pencil through each point crosses the middle column."""
    return (y - pencil[0] * x) / (1 + pencil[1] * x)


def _refined(pencil, x, y, shape):
    """Return the pencil nearby along whose lines points are most crowded."""
    size = extent(shape)
    for unit in (COARSE, COARSE / 4, COARSE / 16):
        near = [
            pencil + unit * np.array([first, second * 2 / size])
            for first in STEPS
            for second in STEPS[::2]
        ]
        pencil = max(near, key=lambda each: _crowding(_crossing(each, x, y), shape[0]))
    return pencil


def _crowding(crossing, height):
    counts = np.bincount((crossing / 2 + height / 4).clip(0, height / 2).astype(int))
    return float((counts.astype(float) ** 2).sum())


def _peaks(crossing, shape):
    """Return the places in the middle column that lines cross there."""
    low = -2 * shape[0]
    counts = np.bincount((crossing - low).clip(0, 5 * shape[0]).astype(int), minlength=8)
    counts = np.convolve(counts, np.ones(3), "same")
    peaks = []
    order = np.argsort(-counts, kind="stable")
    for i in order[: (counts > SHORTEST * shape[1]).sum()]:
        if all(abs(i - other) > 2 * NEAR for other in peaks):
            peaks.append(int(i))
    return [peak + low + 0.5 for peak in peaks]


def _line(place, crossing, x, levels, seen):
    """Return a line's offset and level in each column, and its place; None if it is no line.

    It can be only in those columns that are `seen`, bool (W,), since it leaves the picture.
    """
    width = len(seen)
    near = np.abs(crossing - place) <= NEAR
    x, off, levels = x[near], crossing[near] - place, levels[near]
    columns = np.unique(x)
    if len(columns) < max(COVERS * seen.sum(), SHORTEST * width):
        return None
    first, last = np.quantile(columns, [0.03, 0.97])
    inside = ((columns >= first) & (columns <= last)).sum()
    if inside < DENSE * (last - first + 1):
        return None
    strips = np.minimum(x * STRIPS // width, STRIPS - 1)
    known = [i for i in range(STRIPS) if (strips == i).sum() >= 3]
    if not known:
        return None
    middles = (np.array(known) + 0.5) * width / STRIPS
    everywhere = np.arange(width)
    at = [np.flatnonzero(strips == i) for i in known]
    offsets = np.interp(everywhere, middles, [np.median(off[part]) for part in at])
    return offsets, np.interp(everywhere, middles, [np.median(levels[part]) for part in at]), place
