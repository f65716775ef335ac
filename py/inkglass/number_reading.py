"""From a drawing of a whole number to its digits: where each is, and what it may be.

Ink is parted into pieces, more than there are digits; every run of neighbouring pieces that could
be one digit is read; and the best way through the pieces is chosen (over-segmentation and
recognition: Matan et al., "Multi-Digit Recognition Using a Space Displacement Neural Network",
1992; LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition",
1998, section VI).
"""

from dataclasses import dataclass

import numpy as np

from inkglass.drawing import check_pixels, network_input
from inkglass.found_digit import FoundDigit
from inkglass.number_costs import (
    MOST_IN_ONE,
    cost_of_parting,
    cost_of_reading,
    cost_of_run,
    cost_of_skipping,
)
from inkglass.number_pieces import cut_pieces, find_pieces

AT_ONCE = 128  # images
SURE = 0.9  # a component that is read with less is cut, too
WIDE = 1.1  # so is one that is wider, in its heights
NARROW = 0.4  # and none that is narrower
MOST_CUT = 6  # components
AMONG_DIGITS = 0.5  # of the confidence that is asked for where a drawing may be anything


@dataclass(frozen=True)
class Run:
    """Neighbouring pieces as a digit: what that costs, their edges, and what is read."""

    cost: float
    edges: tuple
    digit: FoundDigit


def least_among_digits(least_confidence):
    """Return the highest probability under which a part of a number counts as no digit.

    Its neighbours speak for its being one: less is asked than of a drawing by itself. Half was
    chosen on numbers made of MNIST's validation images, of which 97.8 % are then read wholly right
    in place of 96.8 %.
    """
    return AMONG_DIGITS * least_confidence


def read_number(pixels, predict, least_confidence=0.0):
    """Find and read the digits of a number that is drawn in a line, grey bytes (H, W), ink bright.

    `predict` maps uint8 (N, 28, 28) to probabilities (N, classes); what it gives less than
    `least_confidence` is unlikely to be one digit. Returns a list of `FoundDigit` from left to
    right, empty for a blank drawing. Raises ValueError for an array of another kind.
    """
    check_pixels(pixels)
    pieces = find_pieces(pixels)
    known = {}
    runs = _read(pieces, predict, least_confidence, known)
    suspects = [i for i in range(pieces.count) if _is_suspect(runs[i, i + 1])][:MOST_CUT]
    if suspects:
        pieces = cut_pieces(pieces, suspects)
        runs = _read(pieces, predict, least_confidence, known)
    return [runs[run].digit for run in _best_way(pieces, runs)]


def _is_suspect(run):
    """Return whether a component may be more than one digit."""
    _, _, width, height = run.digit.box
    is_sure = run.digit.probabilities.max() >= SURE
    return width > WIDE * height or (width > NARROW * height and not is_sure)


def _read(pieces, predict, least_confidence, known):
    """Return a `Run` by (start, end) for all runs of pieces that could be a digit.

    `known` keeps by an image's bytes what was read before.
    """
    short = {
        (start, end)
        for start in range(pieces.count)
        for end in range(start + 1, min(start + MOST_IN_ONE, pieces.count) + 1)
    }
    costs = {run: cost_of_run(pieces, *run) for run in sorted(short.union(pieces.wholes()))}
    costs = {run: cost for run, cost in costs.items() if cost is not None}
    images = {run: network_input(pieces.ink_of(*run)) for run in costs}
    fresh = {image.tobytes(): image for image in images.values()}
    fresh = [image for key, image in fresh.items() if key not in known]
    for first in range(0, len(fresh), AT_ONCE):
        some = fresh[first : first + AT_ONCE]
        known.update(zip(map(bytes, some), predict(np.stack(some)), strict=True))
    runs = {}
    for run, image in images.items():
        found = known[image.tobytes()]
        cost = costs[run] + cost_of_reading(float(found.max()), least_confidence)
        runs[run] = Run(cost, pieces.edges_of(*run), FoundDigit(pieces.box_of(*run), image, found))
    return runs


def _best_way(pieces, runs):
    """Return the runs, (start, end), that together cost least, by dynamic programming.

    Ways that have come to a piece are kept apart by the run they ended with, because what it costs
    to begin another depends on that.
    """
    ways = [{} for _ in range(pieces.count + 1)]
    ways[0][None] = 0.0, ()
    for place in range(pieces.count):
        skipping = cost_of_skipping(pieces, place)
        following = [run for run in runs if run[0] == place]
        for last, (cost, way) in ways[place].items():
            if skipping < np.inf:
                _keep(ways[place + 1], last, cost + skipping, way)
            for run in following:
                more = runs[run].cost
                if last:
                    more += cost_of_parting(pieces, runs[last].edges, place, runs[run].edges)
                _keep(ways[run[1]], run, cost + more, (*way, run))
    return min(ways[-1].values())[1]


def _keep(ways, last, cost, way):
    if last not in ways or cost < ways[last][0]:
        ways[last] = cost, way
