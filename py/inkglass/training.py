"""The training loop: it yields its progress and prints nothing."""

from collections import namedtuple

import numpy as np

from inkglass.drawing import network_tensor
from inkglass.losses import softmax_cross_entropy

Step = namedtuple("Step", "epoch step steps loss correct size")
Step.__doc__ = """A step of training: number `step` of `steps` in `epoch`, each counted from 1.

`loss` is the mean over the step's batch of `size` images, of which `correct` were read right
before the step changed the network.
"""


class Best:
    """The parameters of a network when its validation loss was lowest."""

    def __init__(self):
        self.loss = None
        self._parameters = None

    def offer(self, network, loss):
        """Keep a copy of the network's parameters if `loss` is finite and the lowest yet."""
        if not np.isfinite(loss):
            return
        if self.loss is None or loss < self.loss:
            copies = {name: array.copy() for name, array in network.parameters.items()}
            self.loss, self._parameters = loss, copies

    def restore(self, network):
        """Give the network the kept parameters."""
        for name, array in network.parameters.items():
            array[...] = self._parameters[name]


def train(network, optimizer, schedule, images, labels, epochs, batch_size, rng, augment=None):
    """Train `network` on uint8 images (N, H, W) with labels (N,); yield a `Step` after each.

    Every epoch goes through the images in a new random order. `schedule` maps the progress in
    [0, 1] to the learning rate; `augment(images, rng, progress)` changes each batch's images.
    Raises ValueError for arguments that cannot be and FloatingPointError if the loss is not
    finite, in which case the last step was not taken.
    """
    _check(images, labels, epochs, batch_size)
    steps = -(-len(images) // batch_size)
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(images))
        for step in range(1, steps + 1):
            batch = order[(step - 1) * batch_size : step * batch_size]
            progress = (epoch - 1 + (step - 1) / steps) / epochs
            x = images[batch] if augment is None else augment(images[batch], rng, progress)
            loss, correct = _step(network, optimizer, schedule(progress), x, labels[batch])
            if not np.isfinite(loss):
                raise FloatingPointError(
                    f"the loss became {loss} in epoch {epoch}, step {step}; "
                    "a lower learning rate may help"
                )
            yield Step(epoch, step, steps, loss, correct, len(batch))


def _check(images, labels, epochs, batch_size):
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError(
            f"expected as many labels as images and at least one, "
            f"received {len(images)} images and {len(labels)} labels"
        )
    if epochs < 1 or batch_size < 1:
        raise ValueError(
            f"expected at least one epoch and a batch size of at least 1, "
            f"received {epochs} and {batch_size}"
        )


def _step(network, optimizer, rate, images, labels):
    """Take one step unless the loss is not finite; return the loss and the number read right."""
    # What overflows shows in the loss, which the caller checks.
    with np.errstate(over="ignore", invalid="ignore"):
        logits = network.forward(network_tensor(images), training=True)
        loss, grad = softmax_cross_entropy(logits, labels)
        if np.isfinite(loss):
            network.backward(grad)
            optimizer.step(network.gradients, rate)
    return loss, int((logits.argmax(axis=1) == labels).sum())
