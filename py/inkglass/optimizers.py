"""How gradients change parameters, and how the learning rate changes over time."""

import math

import numpy as np


class SGD:
    """Stochastic gradient descent with momentum and weight decay.

    `parameters` maps names to arrays, which `step` changes in place. Weight decay acts on weights,
    the arrays of two or more axes, and not on biases.
    """

    def __init__(self, parameters, momentum, weight_decay):
        self.parameters = parameters
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocities = {name: np.zeros_like(array) for name, array in parameters.items()}

    def step(self, gradients, learning_rate):
        """Take one step against `gradients`, which has the names of the parameters."""
        for name, parameter in self.parameters.items():
            velocity = self.velocities[name]
            velocity *= self.momentum
            velocity -= learning_rate * gradients[name]
            if parameter.ndim > 1 and self.weight_decay:
                velocity -= learning_rate * self.weight_decay * parameter
            parameter += velocity


def constant(learning_rate):
    """Return a schedule, a function of the progress in [0, 1], that is always `learning_rate`."""
    return lambda progress: learning_rate


def cosine(learning_rate):
    """Return a schedule that falls from `learning_rate` to 0 along half a cosine.

    Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", without the
    restarts.
    """
    return lambda progress: learning_rate * (1 + math.cos(math.pi * progress)) / 2
