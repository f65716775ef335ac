"""What is no digit: letters, signs, shapes, stripes, scribbles, dots, blots, some digits at once.

They are what `rejection` trains with. Letters that look like digits, O and I, l and Z, S and B, b
and q, g and y, are left out.
"""

from functools import partial

import numpy as np

from inkglass.reading.drawing import network_input
from inkglass.synthetic.altered_digits import altered, several
from inkglass.synthetic.letters import ALPHABETS, CAPITALS, SMALL
from inkglass.synthetic.pen import PAD, by_hand, drawn, parsed, smooth, turning, width
from inkglass.synthetic.signs import DRAWINGS, SIGNS, TURNED

SHARES = {
    "capitals": 5,
    "small letters": 4,
    "alphabets": 2,
    "signs": 2,
    "drawings": 2,
    "turned": 1,
    "arcs": 3,
    "strokes": 2,
    "stripes": 1,
    "scribbles": 2,
    "dots": 1,
    "blots": 1,
    "altered": 3,
    "several": 5,
}


def outliers(count, digits, labels, rng):
    """Return `count` images of no digit, uint8 (count, 28, 28), each made anew from `rng`.

    `digits`, uint8 (N, 28, 28) with `labels` (N,), are what several at once and digits that are
    none any more are made of.
    """
    shares = np.array(list(SHARES.values())) / sum(SHARES.values())
    made = []
    for kind in rng.choice(list(SHARES), count, p=shares):
        if kind == "several":
            made.append(several(digits, rng))
        elif kind == "altered":
            made.append(altered(digits, labels, rng))
        else:
            made.append(DRAWN[kind](rng))
    return np.stack([network_input(pixels) for pixels in made])


def _letter(known, rng):
    """Return the pixels of one of the `known` letters, written by another hand each time."""
    return drawn(by_hand(known[rng.integers(len(known))], rng, roundness=0.2), width(rng))


def _sign(known, rng):
    """Return the pixels of one of the `known` signs, whose corners stay: a round square is a 0."""
    return drawn(by_hand(known[rng.integers(len(known))], rng), width(rng))


def _turned_sign(known, rng):
    """Return the pixels of one of the signs, any side up."""
    paths = by_hand(known[rng.integers(len(known))], rng)
    change = turning(rng.integers(4) * np.pi / 2) * [1, rng.choice([-1, 1])]
    return drawn([path @ change.T for path in paths], width(rng))


def _arc(rng):
    """Return the pixels of an open curve, a part of an ellipse that may go on straight at its ends.

    So are C, U and n written, and what opens to another side.
    """
    extent = np.radians(rng.uniform(150, 285))
    angles = np.linspace(-extent / 2, extent / 2, 15)
    arc = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    if extent < np.radians(215):
        legs = rng.uniform(0, 1.4) * rng.uniform(0.7, 1, 2)[:, None] * [-1, 0]
        arc = np.concatenate([arc[:1] + legs[:1], arc, arc[-1:] + legs[1:]])
    half = rng.choice([0, 0, 0, 1, 1, 2, 3]) * np.pi / 2 + rng.normal(0, 0.25)
    arc = arc @ turning(np.pi + half).T / 2
    return drawn(by_hand([(arc, rng.random() < 0.8)], rng), width(rng))


def _strokes(rng):
    """Return the pixels of three to six strokes without aim, straight or bent."""
    paths = []
    for _ in range(rng.integers(3, 7)):
        ends = rng.random((2, 2))
        bend = ends.mean(axis=0) + rng.normal(0, rng.choice([0.01, 0.25]), 2)
        paths.append((np.array([ends[0], bend, ends[1]]), True))
    return drawn(by_hand(paths, rng), width(rng))


def _stripes(rng):
    """Return the pixels of three to six strokes side by side, lying, standing or slanting."""
    length, places = rng.uniform(0.4, 1.4), np.linspace(0, 1, rng.integers(3, 7))
    change = turning(rng.integers(4) * np.pi / 4)
    paths = [(np.array([[0, y], [length, y]]) @ change.T, False) for y in places]
    most = 0.4 / len(places)  # joined they could be a 1
    return drawn(by_hand(paths, rng), min(width(rng), most))


def _scribble(rng):
    """Return the pixels of a line that goes to and fro without aim, or up and down."""
    if rng.random() < 0.6:
        return drawn([smooth(rng.random((rng.integers(8, 30), 2)))], width(rng))
    turns = rng.integers(6, 20)
    along = np.linspace(0, rng.uniform(0.4, 1.6), turns) + rng.normal(0, 0.04, turns)
    across = np.arange(turns) % 2 + rng.normal(0, 0.12, turns)
    path = np.stack([along, across], axis=1) @ turning(rng.uniform(0, np.pi)).T
    return drawn([smooth(path) if rng.random() < 0.7 else path], width(rng))


def _dots(rng):
    """Return the pixels of a dot, or of some."""
    count = rng.integers(1, 9)
    dots = [point[None] for point in rng.random((count, 2)) * [1, rng.uniform(0.2, 1)]]
    return drawn(dots, rng.uniform(0.06, 0.3))


def _blot(rng):
    """Return the pixels of a filled rectangle, ellipse or anything between, or of noise."""
    if rng.random() < 0.15:
        return (rng.random((PAD, PAD)) < rng.uniform(0.2, 0.8)).astype(np.uint8) * 255
    half = PAD / 2 * rng.uniform([0.3, 0.45], [0.9, 1])  # high and slim it would be a 1
    rows, columns = (np.indices((PAD, PAD)) - (PAD - 1) / 2) / half[:, None, None]
    power = rng.choice([1, 1.5, 2, 3, 20])
    return (np.abs(rows) ** power + np.abs(columns) ** power <= 1).astype(np.uint8) * 255


DRAWN = {
    "capitals": partial(_letter, parsed(CAPITALS)),
    "small letters": partial(_letter, parsed(SMALL)),
    "alphabets": partial(_letter, parsed(ALPHABETS)),
    "signs": partial(_sign, parsed(SIGNS)),
    "drawings": partial(_sign, parsed(DRAWINGS)),
    "turned": partial(_turned_sign, parsed(TURNED)),
    "arcs": _arc,
    "strokes": _strokes,
    "stripes": _stripes,
    "scribbles": _scribble,
    "dots": _dots,
    "blots": _blot,
}
