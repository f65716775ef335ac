"""From a way of writing to drawings: each a little different, as one hand's are from another's."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hands.paths import WAYS

PAD = 280
STEP = 0.02  # between points of a smooth path, in heights of the digit
MARGIN = 4  # that stays free at the pad's edge
EACH = 70  # drawings of a way


@dataclass(frozen=True)
class Drawing:
    """Strokes as the pad has them, (n, 2) in pad units, the width of the line, and what it is."""

    label: str
    way: str
    strokes: list
    width: float

    def as_json(self):
        """Return the strokes in the form of `web/drawing/strokes.js`."""
        return [
            [{"x": float(x), "y": float(y), "width": self.width} for x, y in stroke]
            for stroke in self.strokes
        ]


def all_drawings(seed=0, each=EACH):
    """Yield `each` drawings of every way; the same seed gives the same drawings."""
    root = np.random.default_rng(seed)
    for label, ways in WAYS.items():
        for way, text in ways.items():
            for rng in root.spawn(each):
                yield written(label, way, text, rng)


def written(label, way, text, rng):
    """Return one drawing of a way.

    Points of the path are missed by a few hundredths; the line trembles; the whole is up to a
    quarter narrower or wider, slants up to 25 degrees, turns up to 6; the digit is a quarter of the
    pad to all of it high, anywhere on it; the line is from hair-thin to that of a felt pen; and a
    fast hand leaves few points.
    """
    strokes = [_missed(points, rng) for points in parse(text)]
    strokes = [_trembling(smooth(points), rng) for points in strokes]
    aspect = np.exp(rng.uniform(-0.25, 0.25))
    slant = np.tan(np.radians(rng.uniform(-25, 25)))
    turn = np.radians(rng.uniform(-6, 6))
    turning = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    change = turning @ np.array([[aspect, -slant], [0, 1]])
    strokes = [points @ change.T for points in strokes]
    strokes, height = _placed(strokes, rng)
    spacing = rng.uniform(1, 0.09 * height)
    width = np.exp(rng.uniform(np.log(2), np.log(0.17 * height)))
    return Drawing(label, way, [_thinned(points, spacing) for points in strokes], float(width))


def parse(text):
    """Return a way's strokes, arrays (n, 2) in heights of the digit; a corner is there twice."""
    return [
        np.array([point.split(",") for point in stroke.split()], float) / 100
        for stroke in text.split("|")
    ]


def smooth(points):
    """Return points close together on a curve through `points` (n, 2): Catmull and Rom's spline."""
    corners = [0, *(np.flatnonzero((np.diff(points, axis=0) == 0).all(axis=1)) + 1), len(points)]
    parts = [points[start:end] for start, end in pairwise(corners)]
    return np.concatenate([_spline(part) for part in parts])


def _spline(points):
    if len(points) < 3:
        return _line(points)
    before = 2 * points[0] - points[1]
    after = 2 * points[-1] - points[-2]
    p = np.vstack([before, points, after])
    pieces = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        t = _steps(b, c)[:, None]
        pieces.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack([*pieces, points[-1:]])


def _line(points):
    if len(points) < 2:
        return points
    t = _steps(*points)[:, None]
    return np.vstack([points[0] + t * (points[1] - points[0]), points[1:]])


def _steps(start, end):
    count = max(2, round(np.hypot(*(end - start)) / STEP))
    return np.arange(count) / count


def _missed(points, rng):
    """Move points by some hundredths of the height; the two of a corner stay together."""
    moved = points + rng.normal(0, 0.018, points.shape)
    is_corner = (np.diff(points, axis=0) == 0).all(axis=1)
    moved[1:][is_corner] = moved[:-1][is_corner]
    return moved


def _trembling(points, rng):
    """Add a tremor: displacements of at most a few thousandths that come and go along the line."""
    strength = rng.uniform(0, 0.008)
    noise = rng.normal(size=(len(points) + 8, 2))
    kernel = np.hanning(7) / np.linalg.norm(np.hanning(7))
    waves = np.apply_along_axis(lambda column: np.convolve(column, kernel, "same"), 0, noise)
    return points + strength * waves[4:-4]


def _placed(strokes, rng):
    """Scale strokes to a size and put them somewhere on the pad; return them and their height."""
    everything = np.concatenate(strokes)
    low, extent = everything.min(axis=0), np.ptp(everything, axis=0)
    room = PAD - 2 * MARGIN
    scale = rng.uniform(0.25, 0.98) * room / extent.max()
    corner = MARGIN + rng.random(2) * (room - scale * extent)
    return [(points - low) * scale + corner for points in strokes], scale * extent[1]


def _thinned(points, spacing):
    """Keep the points that a pointer's events give: every so often, and the last."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    wanted = np.append(np.arange(0, along[-1], spacing), along[-1])
    return np.column_stack([np.interp(wanted, along, axis) for axis in points.T])
