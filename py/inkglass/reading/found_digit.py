"""A digit that was found in a drawing or a picture."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class FoundDigit:
    """A digit's box (left, top, width, height), the (28, 28) seen of it, and probabilities."""

    box: tuple
    image: np.ndarray
    probabilities: np.ndarray

    def enlarged(self, scale):
        """Return it with its box in pixels of a picture that is larger by `scale`, across, down."""
        return replace(self, box=tuple(int(v) for v in np.multiply(self.box, (*scale, *scale))))

    def moved(self, left, top):
        """Return it with its box so many pixels further to the right and down."""
        return replace(self, box=(self.box[0] + left, self.box[1] + top, *self.box[2:]))
