"""From which probability on an answer is given at all.

The highest probability tells images of a class from others (Hendrycks and Gimpel, "A Baseline for
Detecting Misclassified and Out-of-Distribution Examples in Neural Networks"), the more so for a
network that was trained with `outliers`.
"""

import numpy as np

COST = 0.005  # the share of validation images that may be left without an answer
HIGHEST = 0.9  # who is surer than that gets an answer in any case


def least_confidence(probabilities):
    """Return the highest probability under which an image counts as none of the classes.

    `probabilities`, (N, classes), are those of validation images, which all belong to one: one in
    two hundred of them is refused, the unsurest.
    """
    return float(min(np.quantile(probabilities.max(axis=1), COST), HIGHEST))
