"""The same writing moved, made smaller or larger, and in another line width."""

from dataclasses import replace

import numpy as np

from hands.paths import WAYS
from hands.writing import PAD, written

CONFIDENT = 0.9
SIZES = (0.15, 1.0)  # of the pad
THICKNESS = (0.02, 0.16)  # of the line, in parts of the drawing's longer side
MARGIN = 0.5  # pad units


def families(count, seed=1):
    """Yield lists of `count` drawings that differ in place, size and line width only."""
    root = np.random.default_rng(seed)
    for label, ways in WAYS.items():
        for way, text in ways.items():
            (rng,) = root.spawn(1)
            drawing = written(label, way, text, rng)
            yield [_changed(drawing, rng) for _ in range(count)]


def _changed(drawing, rng):
    everything = np.concatenate(drawing.strokes)
    low, extent = everything.min(axis=0), np.ptp(everything, axis=0)
    size = rng.uniform(*SIZES) * (PAD - 2 * MARGIN)
    width = size * rng.uniform(*THICKNESS)
    scale = (size - width) / extent.max()
    free = PAD - 2 * MARGIN - width - scale * extent
    corner = MARGIN + width / 2 + rng.random(2) * free
    strokes = [(points - low) * scale + corner for points in drawing.strokes]
    return replace(drawing, strokes=strokes, width=float(width))


def unsteady(probabilities):
    """Return how many of a family's confident answers are not what most of those are.

    `probabilities` is (n, classes); the second number returned is that of the confident ones.
    """
    confident = probabilities[probabilities.max(axis=1) > CONFIDENT].argmax(axis=1)
    if confident.size == 0:
        return 0, 0
    return int((confident != np.bincount(confident).argmax()).sum()), len(confident)
