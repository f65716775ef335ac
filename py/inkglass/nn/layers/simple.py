"""Layers without trained arrays that look at each value by itself."""

import math
from functools import partial

import numpy as np

from inkglass.nn.layers.layer import Layer


class ReLU(Layer):
    """The larger of each value and 0."""

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it."""
        out = np.empty_like(x)
        return out, [partial(np.maximum, x, x.dtype.type(0), out=out)]

    def forward(self, x, training=False):
        """Map `x` of any shape to max(x, 0)."""
        out = super().forward(x)
        if training:
            self.out = out
        return out

    def backward(self, grad):
        """Return `grad` where the output was above 0, and 0 elsewhere."""
        return grad * (self.out > 0)


class Dropout(Layer):
    """Sets each value to 0 with probability `rate` in training, and scales up the others.

    Values are divided by 1 - `rate`, so that nothing is to be done when not training. `rng` is
    what a training pass draws from. Srivastava et al., "Dropout: A Simple Way to Prevent Neural
    Networks from Overfitting".
    """

    def __init__(self, rate, rng=None):
        if not 0 <= rate < 1:
            raise ValueError(f"Dropout: expected a rate from 0 to below 1, received {rate}")
        self.rate = rate
        self.rng = rng

    @property
    def config(self):
        """The plain values that describe the layer."""
        return {"rate": self.rate}

    def bind(self, x):
        """Return `x`, and no steps."""
        return x, []

    def forward(self, x, training=False):
        """Map `x` of any shape to `x` or, in training, to some of it.

        Raises ValueError in training without an `rng`.
        """
        if not training:
            return x
        if self.rng is None:
            raise ValueError("Dropout: expected an rng to train with, received None")
        kept = self.rng.random(x.shape, np.float32) >= self.rate
        self.factor = kept.astype(x.dtype) / x.dtype.type(1 - self.rate)
        return x * self.factor

    def backward(self, grad):
        """Return `grad` times the factors of the values that were kept."""
        return grad * self.factor


class Flatten(Layer):
    """One row for each example."""

    def output_shape(self, shape):
        """Map an example's shape to (its number of values,)."""
        return (math.prod(shape),)

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it: none where it is a view."""
        rows = (len(x), math.prod(x.shape[1:]))
        if x.flags.c_contiguous:
            return x.reshape(rows), []
        out = np.empty(rows, x.dtype)
        return out, [partial(np.copyto, out.reshape(x.shape), x)]

    def forward(self, x, training=False):
        """Map `x` of shape (N, ...) to (N, D)."""
        if training:
            self.input_shape = x.shape
        return super().forward(x)

    def backward(self, grad):
        """Return `grad` in the shape of the input."""
        return grad.reshape(self.input_shape)
