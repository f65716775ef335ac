"""Lines of a pen, drawn as grey levels: for images that the program makes to train with."""

import numpy as np

PAD = 64  # pixels, width and height
LONGEST = 44  # pixels that the longer side of what is drawn takes, its lines' middles
ROUNDS = 2  # of cutting corners, which makes a path look smooth


def parsed(text):
    """Return what each line of a text shows, as a list of paths: points (n, 2), and if it is round.

    Bars part the paths. A path is a list of points `x,y` in hundredths of the height, x to the
    right and y down; one that begins with ~ is rounded, but for a point that is there twice.
    """
    return [[_path(path.strip()) for path in line.split("|")] for line in text.split("\n") if line]


def _path(text):
    points = np.array([point.split(",") for point in text.lstrip("~").split()], float) / 100
    return points, text.startswith("~")


def by_hand(paths, rng, turn=0.2, roundness=0.0):
    """Return points (n, 2) of each of the `parsed` paths as another hand writes them each time.

    It misses points and beginnings, trembles, is narrow or wide, slants up to 25 degrees either
    way and turns by up to `turn` radians; `roundness` is the share of hands that round all corners.
    """
    is_rounded = rng.random() < roundness
    written = []
    for points, is_round in paths:
        missed = points + rng.normal(0, 0.022, points.shape)
        is_corner = np.flatnonzero((np.diff(points, axis=0) == 0).all(axis=1))
        missed[is_corner + 1] = missed[is_corner]
        path = smooth(missed) if is_round or is_rounded else missed
        written.append(path + rng.normal(0, 0.015, 2) + rng.normal(0, 0.006, path.shape))
    stretch, slant = np.exp(rng.uniform(-0.35, 0.35)), np.tan(rng.uniform(-0.44, 0.44))
    change = turning(rng.uniform(-turn, turn)) @ np.array([[stretch, -slant], [0, 1]])
    return [path @ change.T for path in written]


def width(rng):
    """Return the width of a line in parts of what is drawn: from hair-thin to a felt pen's."""
    return np.exp(rng.uniform(np.log(0.02), np.log(0.18)))


def turning(angle):
    """Return the matrix (2, 2) that turns points by an angle in radians."""
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def drawn(paths, width):
    """Return the pixels (PAD, PAD), ink 255 on 0, of lines with round ends.

    `paths` are arrays (n, 2) of points, x and y, joined in order, in any unit; `width` is that of
    the line in parts of their longer side. They are drawn in the middle of the pad.
    """
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = LONGEST / max((high - low).max(), 1e-6)
    lines = np.concatenate([_lines(path) for path in paths])
    lines = (lines - (low + high) / 2) * scale + PAD / 2
    nearest = _distances(lines.astype(np.float32))
    return ((width * LONGEST / 2 - nearest + 0.5).clip(0, 1) * 255).astype(np.uint8)


def smooth(points):
    """Return a path (m, 2) that rounds the corners of `points` (n, 2): Chaikin's corner cutting.

    It begins and ends where they do; a point that is there twice stays a corner.
    """
    for _ in range(ROUNDS):
        starts, ends = points[:-1], points[1:]
        cut = np.stack([0.75 * starts + 0.25 * ends, 0.25 * starts + 0.75 * ends], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2)[1:-1], points[-1:]])
    return points


def _lines(path):
    """Return the lines (n, 2, 2) from point to point; that of a single point has no length."""
    path = np.repeat(path, 2, axis=0) if len(path) == 1 else path
    return np.stack([path[:-1], path[1:]], axis=1)


def _distances(lines):
    """Return how far each pixel's middle is from the nearest of `lines` (n, 2, 2)."""
    places = np.indices((PAD, PAD), np.float32)[::-1].reshape(2, -1).T + np.float32(0.5)
    starts, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    lengths = np.maximum((along**2).sum(axis=1), 1e-9)
    parts = (places @ along.T - (starts * along).sum(axis=1)) / lengths  # (pixels, n)
    np.clip(parts, 0, 1, out=parts)
    away = [places[:, axis, None] - starts[:, axis] - parts * along[:, axis] for axis in (0, 1)]
    return np.sqrt((away[0] ** 2 + away[1] ** 2).min(axis=1)).reshape(PAD, PAD)
