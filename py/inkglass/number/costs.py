"""What it costs to take pieces of ink for one digit, the less the likelier they are one.

Costs are like negative logarithms of probabilities, and are added. Lengths are in heights of a
digit. The weights were chosen by random search on numbers made of MNIST's validation digits and of
pen strokes, with digits that touch and that do not.
"""

import math

COST_OF_DIGIT = -0.3  # of each
LEAST_PROBABILITY = 0.005
COST_OF_UNSURE = 0.3  # under the least confidence
LOW, COST_OF_LOW = 0.75, 1.0  # for a height that is missing
LOWEST, COST_OF_LOWEST = 0.45, 6.0
COST_OF_WIDE, COST_OF_NARROW = 0.85, 0.2  # for the logarithm of how far it is from the usual
FARTHEST = 1.5  # that is counted of it
WIDEST = 1.5  # wider runs are no candidates, unless they are one piece of ink
COST_OF_BESIDE, TALL = 0.35, 0.45  # to join what stands side by side, if both are that high
COST_OF_GAP = 0.6  # to join over a gap, for a height of it
COST_OF_INK = 1.6  # for a height of ink that is cut through
COST_OF_STROKE = 0.5  # to cut what was drawn in one go
COST_OF_STACK = 0.8  # to part what stands above one another
COST_OF_OVERLAP = 0.17  # to part what overlaps, seen from above
MOST_IN_ONE = 10  # pieces
SPECK, COST_OF_SPECK, COST_OF_EXTENT = 0.16, 0.16, 2.7  # what is smaller may be left out

# How wide of its height a digit is: 10 % of MNIST's training digits are narrower, 10 % are wider.
USUAL = (
    (0.70, 1.11),
    (0.20, 0.70),
    (0.70, 1.25),
    (0.60, 1.00),
    (0.60, 1.00),
    (0.65, 1.25),
    (0.55, 0.95),
    (0.60, 1.00),
    (0.60, 1.00),
    (0.50, 0.90),
)


def cost_of_reading(probability, least_confidence):
    """Return what it costs that the network gives its best class only `probability`."""
    cost = -math.log(max(probability, LEAST_PROBABILITY))
    return cost + (COST_OF_UNSURE if probability < least_confidence else 0)


def cost_of_shape(pieces, start, end, best):
    """Return what the form of pieces `start` to before `end` costs as a digit of class `best`."""
    left, top, right, bottom = pieces.edges_of(start, end)
    high, aspect = (bottom - top) / pieces.height, (right - left) / (bottom - top)
    narrow, wide = USUAL[best] if best < len(USUAL) else (aspect, aspect)
    return (
        COST_OF_LOW * max(0, LOW - high)
        + COST_OF_LOWEST * max(0, LOWEST - high)
        + COST_OF_WIDE * min(FARTHEST, max(0, math.log(aspect / wide)))
        + COST_OF_NARROW * min(FARTHEST, max(0, math.log(narrow / aspect)))
    )


def is_candidate(pieces, start, end):
    """Return whether pieces `start` to before `end` are narrow enough for a digit."""
    left, _, right, _ = pieces.edges_of(start, end)
    is_whole = len(set(pieces.owners[start:end].tolist())) == 1
    return is_whole or right - left <= WIDEST * pieces.height


def cost_of_joining(pieces, i):
    """Return what it costs to take piece `i` and the next for parts of one digit."""
    if pieces.owners[i] == pieces.owners[i + 1]:
        return 0.0
    one, other = pieces.boxes[i].tolist(), pieces.boxes[i + 1].tolist()
    gap = math.hypot(max(0, other[0] - one[2]), max(0, one[1] - other[3], other[1] - one[3]))
    lower = min(one[3] - one[1], other[3] - other[1]) / pieces.height
    share = _common(one, other, 1)
    beside = COST_OF_BESIDE * share * min(1, lower / TALL)
    return beside + COST_OF_GAP * gap / pieces.height


def cost_of_parting(pieces, one, middle, other):
    """Return what it costs that one digit has ended and the next begins with piece `middle`.

    `one` and `other` are their edges. Something is cut through, or one reaches over the other.
    """
    drawn, ink = pieces.cuts[:, middle].tolist()
    overlap = _common(one, other, 0)
    stacked = overlap * (1 - _common(one, other, 1))
    return (
        COST_OF_STROKE * drawn
        + COST_OF_INK * ink
        + COST_OF_STACK * stacked
        + COST_OF_OVERLAP * overlap
    )


def cost_of_skipping(pieces, i):
    """Return what it costs to leave piece `i` out, infinity where it is no speck."""
    left, top, right, bottom = pieces.boxes[i].tolist()
    extent = max(right - left, bottom - top) / pieces.height
    return COST_OF_SPECK + COST_OF_EXTENT * extent if extent < SPECK else math.inf


def _common(one, other, axis):
    """Return how much of the shorter one's extent along an axis both boxes share, in [0, 1]."""
    common = min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])
    return max(0, common) / min(one[axis + 2] - one[axis], other[axis + 2] - other[axis])
