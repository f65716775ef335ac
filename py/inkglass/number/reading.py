"""From a drawing of a whole number to its digits: where each is, and what it may be.

Ink is parted into pieces, more than there are digits; every run of neighbouring pieces that could
be one digit is read; and the best way through the pieces is chosen (over-segmentation and
recognition: Matan et al., "Multi-Digit Recognition Using a Space Displacement Neural Network",
1992; LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition",
1998, section VI).
"""

from dataclasses import dataclass

import numpy as np

from inkglass.number.costs import (
    COST_OF_DIGIT,
    MOST_IN_ONE,
    cost_of_joining,
    cost_of_parting,
    cost_of_reading,
    cost_of_shape,
    cost_of_skipping,
    is_candidate,
)
from inkglass.number.pen_strokes import check_strokes
from inkglass.number.pieces import cut_pieces, find_pieces
from inkglass.reading.drawing import check_pixels, network_input
from inkglass.reading.found_digit import FoundDigit

AT_ONCE = 128  # images
SURE = 0.9  # what is read with less may be cut
WIDE = 0.65  # so is one that is wider, in its heights
NARROW = 0.4  # and none that is narrower
MOST_CUT = 6  # pieces
MOST_OF_STROKE, MOST_OF_COMPONENT = 3, 8  # digits: a long wave, cut up, would be many
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


def read_number(pixels, predict, least_confidence=0.0, strokes=()):
    """Find and read the digits of a number that is drawn in a line, grey bytes (H, W), ink bright.

    `predict` maps uint8 (N, 28, 28) to probabilities (N, classes); what it gives less than
    `least_confidence` is unlikely to be one digit. `strokes` tell which ink was drawn in one go,
    where that is known: arrays (n, 3) of x and y in pixels, and the width of the line. Returns a
    list of `FoundDigit` from left to right, empty for a blank drawing. Raises ValueError for arrays
    of another kind.
    """
    check_pixels(pixels)
    check_strokes(strokes)
    pieces = find_pieces(pixels, strokes)
    known = {}

    def read(pieces):
        runs = _read(pieces, predict, least_confidence, known)
        return runs, _best_way(pieces, runs)

    runs, way = read(pieces)
    suspects = [i for run in way if _is_suspect(runs[run], run) for i in range(*run)][:MOST_CUT]
    while suspects:
        cut = cut_pieces(pieces, suspects)
        runs, way = read(cut)
        scribbles = [i for i in suspects if _is_scribble(pieces, i, cut, way)]
        if not scribbles:
            break
        suspects = [i for i in suspects if i not in scribbles]
        runs, way = read(pieces)
    return [runs[run].digit for run in way]


def _is_suspect(run, pieces):
    """Return whether what was taken for a digit may be more than one, in one piece of ink."""
    _, _, width, height = run.digit.box
    is_sure = run.digit.probabilities.max() >= SURE
    is_one = pieces[1] - pieces[0] == 1
    return (is_one and width > WIDE * height) or (width > NARROW * height and not is_sure)


def _is_scribble(pieces, number, cut, way):
    """Return whether piece `number` was cut into more digits than anyone writes in one go."""
    digits = sum(number in cut.sources[start:end] for start, end in way)
    return digits > (MOST_OF_STROKE if pieces.drawn[number] else MOST_OF_COMPONENT)


def _read(pieces, predict, least_confidence, known):
    """Return a `Run` by (start, end) for all runs of pieces that could be a digit.

    `known` keeps by an image's bytes what was read before.
    """
    short = {
        (start, end)
        for start in range(pieces.count)
        for end in range(start + 1, min(start + MOST_IN_ONE, pieces.count) + 1)
    }
    runs = [run for run in sorted(short.union(pieces.wholes())) if is_candidate(pieces, *run)]
    images = {run: network_input(pieces.ink_of(*run)) for run in runs}
    fresh = {image.tobytes(): image for image in images.values()}
    fresh = [image for key, image in fresh.items() if key not in known]
    for first in range(0, len(fresh), AT_ONCE):
        some = fresh[first : first + AT_ONCE]
        known.update(zip(map(bytes, some), predict(np.stack(some)), strict=True))
    joining = [cost_of_joining(pieces, i) for i in range(pieces.count - 1)]
    found = {}
    for run, image in images.items():
        probabilities = known[image.tobytes()]
        digit = FoundDigit(pieces.box_of(*run), image, probabilities)
        cost = COST_OF_DIGIT + sum(joining[run[0] : run[1] - 1])
        cost += cost_of_reading(float(probabilities.max()), least_confidence)
        cost += cost_of_shape(pieces, *run, int(probabilities.argmax()))
        found[run] = Run(cost, pieces.edges_of(*run), digit)
    return found


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
