"""Named architectures, each with how it is trained."""

from collections import namedtuple

import numpy as np

from inkglass.augmentation import vary
from inkglass.layers import Conv2D, Dense, Flatten, MaxPool2D
from inkglass.network import Network

DIGITS = list("0123456789")

Recipe = namedtuple("Recipe", "network start epochs batch_size learning_rate augment")
Recipe.__doc__ = """How a network is made and trained: plain gradient descent on batches.

`network(rng)` makes it and `start(network, rng)` sets weights that are better to begin with.
`augment(images, rng, progress)` changes each batch of images, and the learning rate falls from
`learning_rate` to 0 along half a cosine.
"""


def notebook_network(rng):
    """Return the notebook's network, with its first weights drawn from `rng`.

    28x28x1, 3x3 convolution with 8 filters and neither bias nor ReLU, 2x2 max pooling, dense.
    """
    kernels = rng.normal(size=(3, 3, 1, 8)) / 9
    weight = rng.normal(size=(13 * 13 * 8, 10)) / (13 * 13 * 8)
    layers = [
        Conv2D(kernels.astype(np.float32)),
        MaxPool2D(),
        Flatten(),
        Dense(weight.astype(np.float32), np.zeros(10, np.float32)),
    ]
    return Network(layers, (28, 28, 1))


def orient(network, rng):
    """Set the eight 3x3 kernels of the first layer to edges in eight directions, and some noise."""
    kernels = network.layers[0].weight
    rows, columns = np.mgrid[-1:2, -1:2]
    for index, angle in enumerate(np.arange(8) * np.pi / 4):
        edge = (np.cos(angle) * columns + np.sin(angle) * rows) / 4
        kernels[:, :, 0, index] = edge + rng.normal(0, 0.05, (3, 3))


RECIPES = {
    "notebook": Recipe(
        notebook_network, start=orient, epochs=50, batch_size=16, learning_rate=0.15, augment=vary
    ),
}
