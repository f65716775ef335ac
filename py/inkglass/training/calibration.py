"""Whether a network is as often right as it says.

Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks".
"""

from collections import namedtuple

import numpy as np

BINS = 15  # as in that paper

Reliability = namedtuple("Reliability", "counts confidences accuracies")
Reliability.__doc__ = """Answers by the probability that they are given, in bins of equal width.

For each bin: how many answers there are, their mean probability, and the share that is right; the
latter two are NaN where there are none.
"""


def reliability(probabilities, labels, bins=BINS):
    """Return the `Reliability` of probabilities (N, classes) for labels (N,)."""
    confidence = probabilities.max(axis=1).astype(float)
    is_right = probabilities.argmax(axis=1) == labels
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    counts, sums, right = (
        np.bincount(places, weights, bins) for weights in (None, confidence, is_right)
    )
    with np.errstate(invalid="ignore"):
        return Reliability(counts, sums / counts, right / counts)


def expected_calibration_error(found):
    """Return the mean distance of probability and share right, over the answers of a `Reliability`.

    It is a fraction: 0.01 means that a probability is wrong by one in a hundred on average.
    """
    gaps = np.abs(found.confidences - found.accuracies)
    return float(np.nansum(found.counts * gaps) / found.counts.sum())
