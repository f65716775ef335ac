"""How gradients change parameters, and how the learning rate changes over time.

A schedule maps the progress of training, in [0, 1], to a learning rate.
"""

import math

import numpy as np


class SGD:
    """Stochastic gradient descent with momentum and weight decay.

    `parameters` maps names to arrays, which `step` changes in place. With `nesterov` the gradient
    counts as if it had been taken after the momentum's part of the step, in the form of Sutskever,
    Martens, Dahl and Hinton, "On the Importance of Initialization and Momentum in Deep Learning".
    Weight decay is added to the gradients of weights, the arrays of two or more axes, and not to
    those of biases.
    """

    def __init__(self, parameters, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.parameters = parameters
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.velocities = {name: np.zeros_like(array) for name, array in parameters.items()}

    @property
    def state(self):
        """The arrays by name that a step depends on, beside the parameters."""
        return {f"velocity.{name}": array for name, array in self.velocities.items()}

    def step(self, gradients, learning_rate):
        """Take one step against `gradients`, which has the names of the parameters."""
        for name, parameter in self.parameters.items():
            velocity = self.velocities[name]
            change = -learning_rate * gradients[name]
            if parameter.ndim > 1 and self.weight_decay:
                change -= learning_rate * self.weight_decay * parameter
            velocity *= self.momentum
            velocity += change
            if self.nesterov:
                parameter += self.momentum * velocity + change
            else:
                parameter += velocity


class AdamW:
    """Adam with weight decay apart from the gradients, of weights only as in `SGD`.

    Loshchilov and Hutter, "Decoupled Weight Decay Regularization"; the decay of a step is
    `learning_rate` times `weight_decay`, as in PyTorch.
    """

    def __init__(self, parameters, weight_decay=0.01, betas=(0.9, 0.999), epsilon=1e-8):
        self.parameters = parameters
        self.weight_decay = weight_decay
        self.betas = betas
        self.epsilon = epsilon
        self.steps = np.zeros(1)
        self.means = {name: np.zeros_like(array) for name, array in parameters.items()}
        self.squares = {name: np.zeros_like(array) for name, array in parameters.items()}

    @property
    def state(self):
        """The arrays by name that a step depends on, beside the parameters."""
        return (
            {"steps": self.steps}
            | {f"mean.{name}": array for name, array in self.means.items()}
            | {f"square.{name}": array for name, array in self.squares.items()}
        )

    def step(self, gradients, learning_rate):
        """Take one step against `gradients`, which has the names of the parameters."""
        self.steps += 1
        # The averages begin with zeros; this makes up for it.
        unbias_mean, unbias_square = (1 - beta ** self.steps[0] for beta in self.betas)
        for name, parameter in self.parameters.items():
            gradient, mean, square = gradients[name], self.means[name], self.squares[name]
            mean += (1 - self.betas[0]) * (gradient - mean)
            square += (1 - self.betas[1]) * (gradient * gradient - square)
            if parameter.ndim > 1:
                parameter *= 1 - learning_rate * self.weight_decay
            deviation = np.sqrt(square) / math.sqrt(unbias_square) + self.epsilon
            parameter -= learning_rate / unbias_mean * mean / deviation


def constant(learning_rate):
    """Return a schedule that is always `learning_rate`."""
    return lambda progress: learning_rate


def cosine(learning_rate, warm_up=0.0):
    """Return a schedule that falls from `learning_rate` to 0 along half a cosine.

    Before that it rises from 0 in a line, for `warm_up` of the training. Loshchilov and Hutter,
    "SGDR: Stochastic Gradient Descent with Warm Restarts", without the restarts; the warm-up is
    that of Goyal et al., "Accurate, Large Minibatch SGD".
    """

    def rate(progress):
        if progress < warm_up:
            return learning_rate * progress / warm_up
        return learning_rate * _falling((progress - warm_up) / (1 - warm_up))

    return rate


def one_cycle(learning_rate, rise=0.3, first=1 / 25, last=1e-4):
    """Return a schedule that rises to `learning_rate` and falls to next to nothing.

    It begins with `first` of that rate, is there after `rise` of the training, and ends with
    `last` of it, along halves of cosines. Smith and Topin, "Super-Convergence: Very Fast Training
    of Neural Networks Using Large Learning Rates".
    """

    def rate(progress):
        if progress < rise:
            return learning_rate * (1 + (first - 1) * _falling(progress / rise))
        return learning_rate * (last + (1 - last) * _falling((progress - rise) / (1 - rise)))

    return rate


def _falling(part):
    """Map [0, 1] to half a cosine from 1 to 0."""
    return (1 + math.cos(math.pi * part)) / 2
