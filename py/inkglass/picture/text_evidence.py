"""Whether what was found is digits or a text's letters, of which some look like digits, too.

Of printed letters the network is sure of a third that they are digits, of digits of nearly all.
What is beside them tells.
"""

import numpy as np

EVEN_ODDS = 1.5  # the decimal logarithm of the odds that letters and digits reach as often
SUREST = 2  # the most that one of them can say
LEAST = 8  # pieces of ink, in a picture that can be seen to be text
FEW = 4  # pieces of a line say as much about it as all of the picture
NUMBER_IN_TEXT = 3  # pieces as sure as those around are unsure


def evidence(digits):
    """Return, as a decimal logarithm, how much each `FoundDigit` speaks for digits, not letters."""
    confidence = np.array([digit.probabilities.max() for digit in digits])
    odds = np.log10(confidence / np.maximum(1 - confidence, 1e-9))
    return (odds - EVEN_ODDS).clip(-SUREST, SUREST)


def evidence_needed(line, picture):
    """Return how much evidence is needed of a word in a line, given that line's and the picture's.

    It is 0 unless there is text.
    """
    if len(picture) < LEAST:
        return 0.0
    mean = (line.sum() + FEW * picture.mean()) / (len(line) + FEW)
    return NUMBER_IN_TEXT * max(0.0, -float(mean))
