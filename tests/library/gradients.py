"""Gradients by finite differences, to hold those of the layers against."""

import numpy as np
from numpy.testing import assert_allclose


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


def check_gradients(layer, x, rng, training=False):
    """Compare the layer's gradients with finite differences of a random sum of its output."""
    out = layer.forward(x, training=True)
    upstream = rng.normal(size=out.shape)

    def loss():
        return (layer.forward(x, training) * upstream).sum()

    grad_x = layer.backward(upstream)

    assert_allclose(grad_x, numerical_gradient(loss, x), atol=1e-7)
    assert layer.gradients.keys() == layer.parameters.keys()
    for name, array in layer.parameters.items():
        assert_allclose(layer.gradients[name], numerical_gradient(loss, array), atol=1e-7)
