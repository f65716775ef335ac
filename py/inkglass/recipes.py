"""Named architectures, each with how it is trained."""

from collections import namedtuple

import numpy as np

from inkglass.augmentation import vary
from inkglass.layers import Conv2D, Dense, Flatten, MaxPool2D
from inkglass.network import Network

DIGITS = list("0123456789")

Recipe = namedtuple("Recipe", "network epochs batch_size learning_rate augment")
Recipe.__doc__ = """How a network is made and trained: plain gradient descent on batches.

`network(rng)` makes it, `augment(images, rng)` changes each batch of images, and the learning
rate falls from `learning_rate` to 0 along half a cosine.
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


RECIPES = {
    "notebook": Recipe(
        notebook_network, epochs=100, batch_size=16, learning_rate=0.15, augment=vary
    ),
}
