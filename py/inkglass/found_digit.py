"""A digit that was found in a drawing or a picture."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class FoundDigit:
    """A digit's box (left, top, width, height), the (28, 28) seen of it, and probabilities."""

    box: tuple
    image: np.ndarray
    probabilities: np.ndarray
