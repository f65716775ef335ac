"""Digits made into what is none: turned to a side, mirrored, cut open, several at once."""

import numpy as np

# The changes after which a digit is none, by its class: quarter turns to the left, and whether it
# is mirrored before. A 9 that is mirrored is a P, a 3 an E, and a 7 upside down an L.
CHANGES = {
    2: [(1, False), (3, False)],
    3: [(1, False), (3, False), (0, True)],
    4: [(1, False), (2, False), (3, False), (0, True)],
    5: [(1, False), (3, False)],
    6: [(1, False), (3, False), (0, True), (2, True)],
    7: [(1, False), (2, False), (3, False), (0, True)],
    9: [(1, False), (3, False), (0, True), (2, True)],
}
OPENED = 0.3  # the share of zeros with a gap, among altered digits
GAP = 90, 200  # degrees
FAINTEST = 32  # a grey level


def altered(digits, labels, rng):
    """Return a digit (28, 28) that is none any more, made of one of uint8 `digits` (N, 28, 28).

    Where there is none of the class in question, `labels` (N,), it is several instead.
    """
    label = 0 if rng.random() < OPENED else rng.choice(list(CHANGES))
    places = np.flatnonzero(labels == label)
    if len(places) == 0:
        return several(digits, rng)
    digit = digits[rng.choice(places)]
    if label == 0:
        return _opened(digit, rng)
    turns, is_mirrored = CHANGES[label][rng.integers(len(CHANGES[label]))]
    return np.ascontiguousarray(np.rot90(digit[:, ::-1] if is_mirrored else digit, turns))


def _opened(zero, rng):
    """Return a zero of which a sector is cut out: a C, a U or one that opens to another side."""
    rows, columns = np.nonzero(zero >= FAINTEST)
    down, right = np.indices(zero.shape)
    angle = np.arctan2(
        down - (rows.min() + rows.max()) / 2, right - (columns.min() + columns.max()) / 2
    )
    towards, half = rng.uniform(-np.pi, np.pi), np.radians(rng.uniform(*GAP)) / 2
    is_cut = np.cos(angle - towards) > np.cos(half)
    return np.where(is_cut, 0, zero).astype(np.uint8)


def several(digits, rng):
    """Return the pixels of two to four digits, beside or above one another."""
    count = rng.choice([2, 2, 2, 3, 3, 4])
    chosen = [_cropped(digit) for digit in digits[rng.integers(len(digits), size=count)]]
    if rng.random() < 0.15:
        return _row([digit.T for digit in chosen[:2]], rng).T
    return _row(chosen, rng)


def _cropped(digit):
    rows, columns = (np.flatnonzero(digit.max(axis=axis) >= FAINTEST) for axis in (1, 0))
    return digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _row(digits, rng):
    """Return the pixels of digits side by side, a little up or down, far, near or in touch."""
    height = max(map(len, digits)) + 8
    row = np.zeros((height, sum(digit.shape[1] + 16 for digit in digits)), np.uint8)
    furthest = rng.choice([8, 16])
    left = 0
    for digit in digits:
        top = rng.integers(height - len(digit) + 1)
        place = row[top : top + len(digit), left : left + digit.shape[1]]
        np.maximum(place, digit, out=place)
        left = max(left + digit.shape[1] + rng.integers(-3, furthest), 0)
    return row
