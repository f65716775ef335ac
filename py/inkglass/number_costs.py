"""What it costs to take pieces of ink for one digit, the less the likelier they are one.

Costs are like negative logarithms of probabilities, and are added. Lengths are in heights of the
highest piece. The weights were set by hand; `COST_OF_CUT` was chosen on numbers made of MNIST's
validation digits.
"""

import math

LOW, LOWEST = 0.45, 0.3  # what is less high is seldom a digit of its own
COST_OF_LOW, COST_OF_LOWEST = 0.7, 3.0
WIDE, COST_OF_WIDE = 1.3, 2.0  # of what is wider than high by more than that
WIDEST = 2.2  # wider runs are no candidates, unless they are one piece of ink
COST_OF_BESIDE = 2.0  # to join what stands side by side
COST_OF_GAP = 4.0  # to join over a gap, for a height of it
COST_OF_CUT, COST_OF_INK = 0.2, 3.0  # to cut, and for a height of ink that is cut through
COST_OF_STACK = 4.0  # to part what stands above one another
MOST_IN_ONE = 6  # pieces
SPECK, COST_OF_SPECK = 0.16, 0.7  # what is smaller may be left out
LEAST_PROBABILITY = 0.02
COST_OF_UNSURE = 1.0  # under the least confidence


def cost_of_reading(probability, least_confidence):
    """Return what it costs that the network gives its best class only `probability`."""
    cost = -math.log(max(probability, LEAST_PROBABILITY))
    return cost + (COST_OF_UNSURE if probability < least_confidence else 0)


def cost_of_run(pieces, start, end):
    """Return what the form of pieces `start` to before `end` costs as a digit, or None if none."""
    left, top, right, bottom = pieces.edges_of(start, end)
    high, wide = (bottom - top) / pieces.height, (right - left) / pieces.height
    is_whole = len(set(pieces.owners[start:end].tolist())) == 1
    if wide > WIDEST and not is_whole:
        return None
    cost = sum(cost_of_joining(pieces, i) for i in range(start, end - 1))
    if high < LOW:
        cost += COST_OF_LOWEST if high < LOWEST else COST_OF_LOW
    return cost + COST_OF_WIDE * max(0, wide / max(high, 0.1) - WIDE)


def cost_of_joining(pieces, i):
    """Return what it costs to take piece `i` and the next for parts of one digit."""
    if pieces.owners[i] == pieces.owners[i + 1]:
        return 0.0
    one, other = pieces.boxes[i].tolist(), pieces.boxes[i + 1].tolist()
    gap = math.hypot(max(0, other[0] - one[2]), max(0, one[1] - other[3], other[1] - one[3]))
    lower = min(one[3] - one[1], other[3] - other[1]) / pieces.height
    share = _common(one, other, 1)
    beside = COST_OF_BESIDE * share * min(1, lower / LOW)
    return beside + COST_OF_GAP * gap / pieces.height


def cost_of_parting(pieces, one, middle, other):
    """Return what it costs that one digit has ended and the next begins with piece `middle`.

    `one` and `other` are their edges. Something is cut through, or one stands above the other.
    """
    count, ink = pieces.cuts[:, middle].tolist()
    stacked = _common(one, other, 0) * (1 - _common(one, other, 1))
    return COST_OF_CUT * count + COST_OF_INK * ink + COST_OF_STACK * stacked


def cost_of_skipping(pieces, i):
    """Return what it costs to leave piece `i` out, infinity where it is no speck."""
    left, top, right, bottom = pieces.boxes[i].tolist()
    extent = max(right - left, bottom - top) / pieces.height
    return COST_OF_SPECK * (1 + extent / SPECK) if extent < SPECK else math.inf


def _common(one, other, axis):
    """Return how much of the shorter one's extent along an axis both boxes share, in [0, 1]."""
    common = min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])
    return max(0, common) / min(one[axis + 2] - one[axis], other[axis + 2] - other[axis])
