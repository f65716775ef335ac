"""First weights, drawn so that neither activations nor gradients grow or fade with depth."""

import numpy as np


def he(shape, rng):
    """Return float32 weights from a normal distribution of variance 2 / fan-in, for ReLU.

    The last axis of `shape` is the outputs; fan-in is the product of the others. He, Zhang, Ren and
    Sun, "Delving Deep into Rectifiers".
    """
    fan_in = np.prod(shape[:-1])
    return rng.normal(0, np.sqrt(2 / fan_in), shape).astype(np.float32)


def glorot(shape, rng):
    """Return float32 weights from a uniform distribution of variance 2 / (fan-in + fan-out).

    The last two axes of `shape` are inputs and outputs, those before are of a kernel. Glorot and
    Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks".
    """
    kernel = np.prod(shape[:-2])
    limit = np.sqrt(6 / (kernel * (shape[-2] + shape[-1])))
    return rng.uniform(-limit, limit, shape).astype(np.float32)
