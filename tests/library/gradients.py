"""Gradients by finite differences, to hold those of the layers against."""

import numpy as np


def numerical_gradient(function, x, step=1e-6):
    """Return the gradient of the scalar `function()` by float64 `x`, which it reads, by central
    differences."""
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        value = x[index]
        x[index] = value + step
        above = function()
        x[index] = value - step
        gradient[index] = (above - function()) / (2 * step)
        x[index] = value
    return gradient
