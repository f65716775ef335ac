"""What is drawn that is no digit: letters, shapes, scribbles, dots, a full pad, several digits.

Letters that can be taken for digits (O, I, l, Z, S, B, b, G, g, q, y and the like) are left out.
The paths are written as those of digits are, and no network is trained on them.
"""
# ruff: noqa: E501 - a way of writing is a line

import numpy as np

from hands.paths import WAYS
from hands.writing import PAD, Drawing, smooth, written

LETTERS = {
    "A": "4,100 20,48 36,0 36,0 54,50 70,100 | 16,66 36,64 60,64",
    "A, rounded": "2,100 8,40 24,4 44,2 58,30 62,100 | 6,60 34,58 60,60",
    "C": "58,14 40,2 18,10 4,40 8,76 28,98 58,86",
    "C, round": "84,22 62,2 30,6 6,34 6,68 30,96 62,98 86,80",
    "E": "4,0 4,50 2,100 2,100 30,99 54,98 | 4,2 30,1 56,0 | 4,48 26,48 46,47",
    "F": "4,0 4,50 2,100 | 4,2 30,1 58,0 | 4,46 26,46 46,45",
    "H": "2,0 2,50 0,100 | 58,0 58,50 56,100 | 2,50 30,49 57,48",
    "K": "4,0 4,50 2,100 | 54,0 30,26 6,52 6,52 30,76 58,100",
    "L": "4,0 4,50 2,98 2,98 28,97 54,96",
    "M": "0,100 6,50 10,2 10,2 28,34 40,62 40,62 56,30 70,2 70,2 76,50 80,100",
    "N": "2,100 4,50 6,2 6,2 32,50 58,98 58,98 60,50 62,0",
    "P": "4,0 4,50 2,100 | 4,4 34,0 54,18 44,44 6,50",
    "R": "4,0 4,50 2,100 | 4,4 32,0 50,18 40,42 6,48 6,48 30,72 56,100",
    "T": "0,2 36,1 72,0 | 36,2 35,50 34,100",
    "U": "2,0 2,50 8,84 30,100 52,86 60,50 60,0",
    "V": "0,0 16,50 32,100 32,100 46,50 62,0",
    "W": "0,0 12,50 22,98 22,98 34,60 42,34 42,34 54,66 64,98 64,98 76,50 86,0",
    "X": "2,0 30,48 62,100 | 60,0 32,50 0,100",
    "a": "54,34 36,20 12,28 4,60 18,90 40,80 54,40 54,40 54,74 62,94 72,90",
    "d": "50,56 30,40 8,52 4,82 22,100 44,86 54,50 | 56,0 55,50 58,98",
    "e": "6,56 34,54 58,44 50,16 28,4 8,24 4,62 20,92 46,94 66,78",
    "h": "4,0 4,50 2,100 2,100 10,64 30,46 46,56 48,100",
    "k": "4,0 4,50 2,100 | 42,40 24,56 8,68 8,68 26,84 46,100",
    "m": "2,32 4,66 4,100 4,100 10,52 26,36 38,50 38,100 38,100 44,54 60,38 74,52 74,100",
    "n": "2,30 4,66 4,100 4,100 14,50 36,36 52,52 54,100",
    "p": "4,30 4,80 2,130 | 4,46 26,30 48,46 44,80 22,94 6,78",
    "r": "4,30 6,66 6,100 6,100 12,56 30,36 52,40",
    "t": "28,0 27,44 28,84 44,98 62,88 | 4,32 30,31 58,30",
    "u": "2,30 4,70 18,96 40,86 52,54 54,30 54,30 54,70 62,98",
    "w": "0,30 8,70 20,98 34,76 38,50 38,50 46,82 60,98 74,72 78,30",
    "x": "4,30 30,64 58,100 | 56,30 30,66 2,100",
}
SHAPES = {
    "triangle": "50,0 24,45 0,88 0,88 50,89 100,88 100,88 76,45 50,0",
    "square": "2,2 50,1 98,0 98,0 99,50 98,98 98,98 50,99 2,98 2,98 1,50 2,2",
    "diamond": "50,0 24,34 0,66 0,66 26,100 50,130 50,130 76,98 100,66 100,66 74,34 50,0",
    "star": "50,0 36,46 20,96 20,96 58,66 98,36 98,36 50,36 2,36 2,36 40,66 80,96 80,96 64,46 50,0",
    "heart": "50,30 34,4 8,10 4,40 26,70 50,98 50,98 76,68 98,38 92,8 66,4 50,30",
    "house": "4,100 4,70 4,42 4,42 28,20 50,0 50,0 76,20 100,42 100,42 100,70 100,100 100,100 50,100 4,100",
    "arrow": "0,50 50,50 100,50 | 68,20 84,36 100,50 100,50 84,66 68,82",
    "plus": "0,50 50,50 100,50 | 50,0 50,50 50,100",
    "cross": "4,4 50,50 96,96 | 96,4 50,50 4,96",
    "asterisk": "0,50 50,50 100,50 | 24,6 50,50 76,94 | 76,6 50,50 24,94",
    "hash": "26,0 22,50 18,100 | 66,0 62,50 58,100 | 0,32 44,31 90,30 | 0,68 44,67 90,66",
    "equals": "0,20 50,19 100,18 | 0,62 50,61 100,60",
    "dash": "0,36 50,20 100,0",
    "wave": "0,30 14,6 30,20 46,42 62,24 78,4 96,22",
    "spiral": "50,52 58,46 62,58 48,66 34,54 42,34 66,32 82,54 70,82 38,88 14,64 20,26 56,8 96,26 104,60",
    "zigzag": "0,0 10,48 18,98 18,98 28,50 38,2 38,2 48,50 58,98 58,98 68,50 78,2",
    "smiley": "50,0 14,14 0,50 14,86 50,100 86,86 100,50 86,14 50,0 | 34,34 34,40 | 66,34 66,40 | 24,62 50,80 76,62",
    "window": "2,2 50,1 98,0 98,0 99,50 98,98 98,98 50,99 2,98 2,98 1,50 2,2 | 50,2 50,50 50,98 | 2,50 50,50 98,50",
    "tick": "0,56 16,76 32,98 32,98 66,46 100,0",
    "tree": "50,100 50,80 50,64 | 50,0 30,34 10,64 10,64 50,65 90,64 90,64 70,34 50,0",
    "target": "50,0 14,14 0,50 14,86 50,100 86,86 100,50 86,14 50,0 | 50,30 36,36 30,50 36,64 50,70 64,64 70,50 64,36 50,30",
    "ladder": "10,0 9,50 8,100 | 60,0 60,50 60,100 | 10,24 34,23 60,22 | 10,50 34,50 60,49 | 10,78 34,77 60,76",
}
EACH = 10  # drawings of a way
OTHERS = 120  # drawings of each kind that has no ways


def all_others(seed=0, each=EACH, others=OTHERS):
    """Yield drawings of no digit; their `way` begins with what kind they are."""
    root = np.random.default_rng(seed)
    for kind, ways in (("letter", LETTERS), ("shape", SHAPES)):
        for name, text in ways.items():
            for rng in root.spawn(each):
                yield written("?", f"{kind}: {name}", text, rng)
    for kind, draw in KINDS.items():
        for rng in root.spawn(others):
            strokes, width = draw(rng)
            yield Drawing("?", kind, strokes, float(width))


def _scribble(rng):
    """Return a line without aim, in some part of the pad."""
    points = rng.random((rng.integers(10, 40), 2))
    size = rng.uniform(0.3, 0.95, 2) * PAD
    corner = rng.random(2) * (PAD - size)
    return [smooth(points).clip(0, 1) * size + corner], rng.uniform(3, 24)


def _dots(rng):
    """Return some taps of the pen, or one."""
    count = rng.choice([1, 2, 3, 5, 9])
    return [[point] for point in rng.uniform(20, PAD - 20, (count, 2))], rng.uniform(8, 36)


def _full(rng):
    """Return a pad that is filled to and fro, wholly or nearly so."""
    gap = rng.uniform(8, 24)
    rows = np.arange(0, PAD + gap, gap)
    ends = np.stack([np.tile([0, PAD], len(rows))[: len(rows)], rows], axis=1)
    turn = rng.random() < 0.5
    return [ends[:, ::-1] if turn else ends], gap * rng.uniform(1.1, 2)


def _several(rng):
    """Return two or three digits side by side in one cell."""
    count = rng.integers(2, 4)
    strokes = []
    for place in range(count):
        label = str(rng.integers(10))
        way, text = list(WAYS[label].items())[rng.integers(len(WAYS[label]))]
        points = written(label, way, text, rng).strokes
        everything = np.concatenate(points)
        low, extent = everything.min(axis=0), np.ptp(everything, axis=0)
        scale = min(0.85 * PAD / count / extent[0], 0.9 * PAD / extent[1])
        left = PAD * (place + 0.5) / count - scale * extent[0] / 2
        corner = np.array([left, rng.uniform(0.05, 0.95) * (PAD - scale * extent[1])])
        strokes += [(part - low) * scale + corner for part in points]
    return strokes, rng.uniform(3, 40 / count)


KINDS = {"scribble": _scribble, "dots": _dots, "full pad": _full, "several digits": _several}
