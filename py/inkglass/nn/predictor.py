"""Reading again and again: a network whose arithmetic is bound to arrays that stay."""

import numpy as np

from inkglass.nn.layers.layer import run
from inkglass.nn.losses import softmax


class Predictor:
    """Predicts as `network` does, which must not change any more, for batches of `count` examples.

    What can be done beforehand is done here: layers are folded, arrays allocated and laid out, and
    what is left of each layer's work is a list of steps. They begin with `input`, a float32 array
    (count, H, W, C).
    """

    def __init__(self, network, count=1):
        self.input = np.zeros((count, *network.input_shape), np.float32)
        self._steps = []
        x = self.input
        for layer in network.folded().layers:
            x, steps = layer.bind(x)
            self._steps += steps
        self._logits = x

    def predict(self, x):
        """Map a batch (count, H, W, C) of finite numbers to probabilities (count, classes).

        Raises ValueError for another shape. NaN or infinity are not looked for.
        """
        if x.shape != self.input.shape:
            raise ValueError(f"expected a batch of shape {self.input.shape}, received {x.shape}")
        self.input[...] = x
        return self.predict_input()

    def predict_input(self):
        """Return the probabilities (count, classes) for what has been written into `input`."""
        run(self._steps)
        return softmax(self._logits)
