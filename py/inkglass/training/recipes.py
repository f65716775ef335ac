"""Named architectures, each with how it is trained."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from inkglass.nn.initialization import glorot, he
from inkglass.nn.layers import BatchNorm2D, Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU
from inkglass.nn.network import Network
from inkglass.training.augmentation import Augmentation
from inkglass.training.optimizers import SGD, constant, cosine


@dataclass(frozen=True)
class Recipe:
    """How a network is made and trained.

    `network(rng, input_shape, classes)` makes it. `schedule(learning_rate)` returns how the rate
    changes, `optimizer(parameters)` what takes the steps, and `augment(images, rng, progress)`
    changes each batch's images, or is None. `smoothing` is that of the labels, `average` the decay
    of the moving average of arrays, or None; one of `held_back` images is for validation. Each
    batch is trained on in `parts` at once, with `seed` unless told otherwise.
    Before it, as many networks as `teachers` are trained, with the seeds from 0 and for at most
    `teachers_epochs`; what they give takes the place of `teachers_share` of the labels.
    To MNIST's images `penned` times as many digits are added, drawn by the program, also in ways
    that MNIST lacks. With `outliers`, made for MNIST too, the network learns at last what is no
    digit.
    `is_plain_at_rate` says that a learning rate that is given means training as in the notebook;
    `is_own_rate`, that none was.
    """

    name: str
    network: Callable
    epochs: int
    batch_size: int
    learning_rate: float
    schedule: Callable
    optimizer: Callable
    augment: Callable | None
    smoothing: float
    average: float | None
    held_back: int
    parts: int = 1
    seed: int = 0
    teachers: int = 0
    teachers_epochs: int = 30
    teachers_share: float = 0.7
    penned: float = 0.0
    outliers: int = 0
    start: Callable | None = None
    is_plain_at_rate: bool = False
    is_own_rate: bool = True

    def at_rate(self, learning_rate):
        """Return the recipe for a learning rate that is not its own."""
        if not self.is_plain_at_rate:
            return replace(self, learning_rate=learning_rate, is_own_rate=False)
        return replace(
            self,
            learning_rate=learning_rate,
            is_own_rate=False,
            schedule=constant,
            augment=None,
            start=None,
        )


def notebook_network(rng, input_shape=(28, 28, 1), classes=10):
    """Return the notebook's network, with its first weights drawn from `rng`.

    28x28x1, 3x3 convolution with 8 filters and neither bias nor ReLU, 2x2 max pooling, dense.
    """
    height, width, channels = input_shape
    features = (height - 2) // 2 * ((width - 2) // 2) * 8
    kernels = rng.normal(size=(3, 3, channels, 8)) / 9
    weight = rng.normal(size=(features, classes)) / features
    layers = [
        Conv2D(kernels.astype(np.float32)),
        MaxPool2D(),
        Flatten(),
        Dense(weight.astype(np.float32), np.zeros(classes, np.float32)),
    ]
    return Network(layers, input_shape)


def orient(network, rng):
    """Set the eight 3x3 kernels of the first layer to edges in eight directions, and some noise."""
    kernels = network.layers[0].weight
    rows, columns = np.mgrid[-1:2, -1:2]
    for index, angle in enumerate(np.arange(8) * np.pi / 4):
        edge = (np.cos(angle) * columns + np.sin(angle) * rows) / 4
        kernels[:, :, 0, index] = edge + rng.normal(0, 0.05, (3, 3))


def default_network(rng, input_shape=(28, 28, 1), classes=10):
    """Return a modern small CNN: six 3x3 convolutions, each normalized and followed by ReLU.

    For 28x28x1: 8 and 12 filters and 2x2 max pooling, 24 and 36 filters and pooling, 56 and 112
    filters; then dropout and a dense layer. Two convolutions come before each pooling, as in
    Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition":
    fewer validation images are misread than with a wider one that has as many multiply-adds.
    Normalization comes behind pooling, where there is less to normalize.
    """
    layers, shape = [], input_shape
    for filters, padding, is_pooled in DEFAULT_BLOCKS:
        block = [Conv2D(he((3, 3, shape[2], filters), rng), padding=padding)]
        if is_pooled:
            block.append(MaxPool2D())
        block += [_batch_norm(filters), ReLU()]
        for layer in block:
            shape = layer.output_shape(shape)
        layers += block
    features = math.prod(shape)
    weight = glorot((features, classes), rng)
    layers += [Flatten(), Dropout(0.3), Dense(weight, np.zeros(classes, np.float32))]
    return Network(layers, input_shape)


def _batch_norm(channels):
    """Return a normalization that changes nothing more yet."""
    zeros, ones = (np.full((2, channels), value, np.float32) for value in (0, 1))
    return BatchNorm2D(ones[0], zeros[0], zeros[1], ones[1])


def fewer_towards_the_end(progress):
    """Map progress to the share of images to change: all at first, three in ten at last.

    So training ends on images like those to be read.
    """
    return min(max(1.35 - 1.15 * progress, 0.3), 1.0)


# Filters and padding of each convolution, and whether it is pooled.
DEFAULT_BLOCKS = (
    (8, "valid", False),
    (12, "valid", True),
    (24, "valid", False),
    (36, "valid", True),
    (56, "same", False),
    (112, "valid", False),
)

RECIPES = {
    "default": Recipe(
        name="default",
        network=default_network,
        epochs=50,
        batch_size=128,
        learning_rate=0.1,
        schedule=partial(cosine, warm_up=0.05),
        optimizer=partial(SGD, momentum=0.9, weight_decay=1e-3, nesterov=True),
        augment=Augmentation(
            shift=1.5,
            turn=0.15,
            stretch=0.12,
            shear=0.2,
            bend=0.5,
            thickness=0.4,
            sharpen=1.3,
        ),
        smoothing=0.0,
        average=0.998,
        held_back=12,
        parts=2,
        seed=2,  # of 0, 1 and 2 that with the lowest validation loss
        teachers=3,
        penned=0.03,
        outliers=30000,
    ),
    "notebook": Recipe(
        name="notebook",
        network=notebook_network,
        epochs=50,
        batch_size=16,
        learning_rate=0.15,
        schedule=cosine,
        optimizer=SGD,
        augment=Augmentation(
            shift=1,
            turn=0.15,
            stretch=0.15,
            shear=0.2,
            bend=0.6,
            thickness=0.4,
            sharpen=1.5,
            share=fewer_towards_the_end,
        ),
        smoothing=0.0,
        average=None,
        held_back=30,
        start=orient,
        is_plain_at_rate=True,
    ),
}
