"""What is no digit: letters, signs, shapes, scribbles, dots, blots, and several digits at once.

They are what `rejection` trains with. Letters that look like digits, O and I, l and Z, S and B, b
and q, g and y, are left out.
"""

import numpy as np

from inkglass.drawing import network_input
from inkglass.pen import PAD, drawn, smooth

# A path is a list of points `x,y` in hundredths of the height, x to the right and y down; bars part
# the paths of a sign, and one that begins with ~ is rounded.
LETTERS = """
0,100 32,0 64,100 | 12,62 52,62
~10,100 14,40 32,4 50,40 54,100 | 14,58 52,58
~60,16 40,0 12,12 0,50 12,88 40,100 60,84
~56,26 36,6 10,24 2,54 14,84 36,96 58,80
50,0 0,0 0,100 52,100 | 0,48 42,48
50,0 0,0 0,100 | 0,46 40,46
0,0 0,100 | 56,0 56,100 | 0,50 56,50
0,0 0,100 | 52,0 2,54 54,100
0,0 0,100 48,100
0,100 6,0 36,62 66,0 72,100
~0,100 6,6 12,0 34,70 58,2 66,8 72,100
0,100 0,0 56,100 56,0
0,0 0,100 | ~0,2 36,0 52,24 36,50 0,52
0,0 0,100 | ~0,2 36,0 52,24 36,48 0,50 | 20,50 54,100
0,0 64,0 | 32,0 32,100
~0,0 0,60 12,94 30,100 48,94 60,60 60,0
0,0 30,100 60,0
0,0 18,100 38,30 58,100 76,0
~0,0 8,80 20,98 34,40 40,40 52,98 64,80 72,0
0,0 60,100 | 60,0 0,100
0,0 30,48 60,0 | 30,48 30,100
~52,30 30,6 6,30 4,70 26,96 46,76 52,40 | ~52,4 52,80 62,98
~50,60 28,40 4,56 4,88 28,100 48,84 | 52,0 52,100
~6,54 58,52 58,52 52,14 28,2 6,26 4,68 26,98 58,84
~56,8 40,0 28,16 26,60 24,100 | 6,44 46,44
0,0 0,100 | ~0,62 16,44 36,44 46,60 46,100
0,0 0,100 | 40,40 2,70 44,100
0,30 0,100 | ~0,56 14,34 30,40 34,60 34,100 | ~34,56 48,34 64,40 70,60 70,100
0,30 0,100 | ~0,60 20,32 44,36 54,60 54,100
~0,100 4,36 10,30 16,90 26,40 44,32 50,60 52,96 62,94
0,30 0,130 | ~0,50 20,30 46,40 48,74 24,92 0,78
0,30 0,100 | ~0,60 14,38 32,30 50,38
~26,0 26,60 30,94 48,100 60,90 | 4,30 54,30
~0,30 2,80 20,100 40,90 52,60 | ~52,30 52,90 62,100
~0,30 12,80 22,100 34,80 38,50 42,80 54,100 66,80 74,30
"""
SIGNS = """
0,50 100,50
0,0 100,100 | 100,0 0,100
50,0 50,100 | 0,50 100,50
0,20 100,20 | 0,80 100,80
0,50 100,50 | 20,10 80,90 | 80,10 20,90
20,0 12,100 | 48,0 40,100 | 0,32 60,32 | 0,68 60,68
~16,0 2,10 12,26 26,14 16,0 | 60,0 4,100 | ~50,72 38,84 48,100 62,88 50,72
0,50 34,100 100,0
0,60 40,0 80,60
60,0 0,40 60,80
~0,50 20,20 40,40 60,64 80,50 100,24
0,50 100,50 | 70,20 100,50 70,80
50,0 50,100 | 20,30 50,0 80,30
50,0 0,90 100,90 50,0
0,0 90,0 90,90 0,90 0,0
50,0 100,50 50,100 0,50 50,0
50,0 98,35 80,92 20,92 2,35 50,0
50,0 79,92 2,35 98,35 21,92 50,0
~50,100 4,50 4,16 28,2 50,26 50,26 72,2 96,16 96,50 50,100
0,100 0,44 50,0 100,44 100,100 0,100
0,100 0,44 50,0 100,44 100,100 0,100 | 36,100 36,66 62,66 62,100
~50,50 56,44 62,54 50,66 34,56 38,32 62,26 82,48 70,82 38,86 14,60 18,20 56,4 92,20 100,60
0,0 20,100 40,0 60,100 80,0 100,100
~0,40 10,10 24,70 38,10 52,70 66,10 80,70 94,10
~50,0 14,14 0,50 14,86 50,100 86,86 100,50 86,14 50,0 | 50,0 50,100 | 0,50 100,50
~50,0 14,14 0,50 14,86 50,100 86,86 100,50 86,14 50,0 | 34,34 | 66,34 | ~26,62 50,80 74,62
~50,0 14,14 0,50 14,86 50,100 86,86 100,50 86,14 50,0 | ~50,30 30,50 50,70 70,50 50,30
0,0 100,0 | 0,33 100,33 | 0,66 100,66 | 0,100 100,100
0,0 100,0 100,100 0,100 0,0 | 50,0 50,100 | 0,50 100,50
0,10 100,10 100,80 0,80 0,10 | 0,10 50,50 100,10
0,0 0,100 | 40,0 40,100 | 80,0 80,100
0,0 0,100 | 44,0 44,100 | 0,20 44,20 | 0,50 44,50 | 0,80 44,80
~20,40 0,30 10,6 36,10 50,0 76,8 96,10 100,34 80,44 60,36 40,46 20,40
50,60 50,100 | 50,0 10,60 90,60 50,0
0,0 80,0 | 14,0 10,100 | 62,0 66,100
~0,100 30,100 4,50 20,10 60,10 78,50 50,100 82,100
60,0 10,54 44,50 20,100 80,36 44,40 60,0
50,0 50,100 | 0,20 50,0 100,20 | 20,100 80,100
"""
SHARES = {"letters": 8, "signs": 4, "scribbles": 3, "dots": 1, "blots": 1, "several": 5}


def outliers(count, digits, rng):
    """Return `count` images of no digit, uint8 (count, 28, 28), each made anew from `rng`.

    `digits`, uint8 (N, 28, 28), are what several at once are made of.
    """
    kinds = rng.choice(
        list(SHARES), count, p=np.array(list(SHARES.values())) / sum(SHARES.values())
    )
    made = [_several(digits, rng) if kind == "several" else DRAWN[kind](rng) for kind in kinds]
    return np.stack([network_input(pixels) for pixels in made])


def _parsed(text):
    """Return the paths of each sign of a text, a line each."""
    return [[_path(path.strip()) for path in line.split("|")] for line in text.split("\n") if line]


def _path(text):
    points = np.array([point.split(",") for point in text.lstrip("~").split()], float) / 100
    return smooth(points) if text.startswith("~") else points


PARSED = {"letters": _parsed(LETTERS), "signs": _parsed(SIGNS)}


def _sign(known, rng):
    """Return the pixels of one of the `known` signs, written by another hand each time."""
    paths = known[rng.integers(len(known))]
    stretch = np.exp(rng.uniform(-0.35, 0.35))
    slant, turn = np.tan(rng.uniform(-0.35, 0.35)), rng.uniform(-0.2, 0.2)
    turning = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    change = turning @ np.array([[stretch, -slant], [0, 1]])
    paths = [(path + rng.normal(0, 0.025, path.shape)) @ change.T for path in paths]
    paths = [path + rng.normal(0, 0.015, 2) for path in paths]
    return drawn(paths, _width(rng))


def _scribble(rng):
    """Return the pixels of a line that goes to and fro without aim, or up and down."""
    if rng.random() < 0.6:
        return drawn([smooth(rng.random((rng.integers(8, 30), 2)))], _width(rng))
    turns = rng.integers(6, 20)
    along = np.linspace(0, rng.uniform(0.4, 1.6), turns) + rng.normal(0, 0.04, turns)
    across = np.arange(turns) % 2 + rng.normal(0, 0.12, turns)
    angle = rng.uniform(0, np.pi)
    turning = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    path = np.stack([along, across], axis=1) @ turning.T
    return drawn([smooth(path) if rng.random() < 0.7 else path], _width(rng))


def _dots(rng):
    """Return the pixels of a dot, or of some."""
    count = rng.integers(1, 9)
    dots = [point[None] for point in rng.random((count, 2)) * [1, rng.uniform(0.2, 1)]]
    return drawn(dots, rng.uniform(0.06, 0.3))


def _blot(rng):
    """Return the pixels of a filled rectangle, ellipse or anything between, or of noise."""
    if rng.random() < 0.15:
        return (rng.random((PAD, PAD)) < rng.uniform(0.2, 0.8)).astype(np.uint8) * 255
    half = PAD / 2 * rng.uniform(0.3, 1, 2)
    rows, columns = (np.indices((PAD, PAD)) - (PAD - 1) / 2) / half[:, None, None]
    power = rng.choice([1, 1.5, 2, 3, 20])
    return (np.abs(rows) ** power + np.abs(columns) ** power <= 1).astype(np.uint8) * 255


def _several(digits, rng):
    """Return the pixels of two to four digits, beside or above one another."""
    count = rng.choice([2, 2, 2, 3, 3, 4])
    chosen = [_cropped(digit) for digit in digits[rng.integers(len(digits), size=count)]]
    if rng.random() < 0.15:
        return _row([digit.T for digit in chosen[:2]], rng).T
    return _row(chosen, rng)


def _cropped(digit):
    rows, columns = (np.flatnonzero(digit.max(axis=axis) >= 32) for axis in (1, 0))
    return digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _row(digits, rng):
    """Return the pixels of digits side by side, a little up or down, near or in touch."""
    height = max(map(len, digits)) + 8
    row = np.zeros((height, sum(digit.shape[1] + 8 for digit in digits)), np.uint8)
    left = 0
    for digit in digits:
        top = rng.integers(height - len(digit) + 1)
        place = row[top : top + len(digit), left : left + digit.shape[1]]
        np.maximum(place, digit, out=place)
        left = max(left + digit.shape[1] + rng.integers(-3, 8), 0)
    return row


def _width(rng):
    """Return the width of a line in parts of what is drawn: from hair-thin to a felt pen's."""
    return np.exp(rng.uniform(np.log(0.02), np.log(0.18)))


DRAWN = {
    "letters": lambda rng: _sign(PARSED["letters"], rng),
    "signs": lambda rng: _sign(PARSED["signs"], rng),
    "scribbles": _scribble,
    "dots": _dots,
    "blots": _blot,
}
