"""Lines of a pen, drawn as grey levels: for images that the program makes to train with."""

import numpy as np

PAD = 64  # pixels, width and height
LONGEST = 44  # pixels that the longer side of what is drawn takes, its lines' middles
ROUNDS = 2  # of cutting corners, which makes a path look smooth


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
