"""The training loop: it yields its progress and prints nothing."""

from collections import namedtuple
from contextlib import closing

import numpy as np

from inkglass.nn.checks import check_examples
from inkglass.reading.drawing import network_tensor
from inkglass.training.batch_parts import Parts
from inkglass.training.prefetch import prefetched

Step = namedtuple("Step", "epoch step steps loss correct size random_state")
Step.__doc__ = """A step of training: number `step` of `steps` in `epoch`, each counted from 1.

`loss` is the mean over the step's batch of `size` images, of which `correct` were read right
before the step changed the network. `random_state`, which JSON can hold, is that of the layers'
random numbers after the step: with it `train` goes on in the middle of an epoch.
"""


class DivergenceError(FloatingPointError, ValueError):
    """The loss is not finite any more; the step that would have followed was not taken."""


class Best:
    """The arrays of a network when its validation loss was lowest, and how long ago that was."""

    def __init__(self):
        self.loss = None
        self.arrays = None
        self.offers_since = 0

    def offer(self, network, loss):
        """Keep a copy of the network's arrays if `loss` is finite and the lowest yet."""
        self.offers_since += 1
        if not np.isfinite(loss):
            return
        if self.loss is None or loss < self.loss:
            self.loss = loss
            self.arrays = {name: array.copy() for name, array in network.arrays.items()}
            self.offers_since = 0

    def restore(self, network):
        """Give the network the kept arrays."""
        for name, array in network.arrays.items():
            array[...] = self.arrays[name]


def train(
    network,
    images,
    labels,
    *,
    optimizer,
    schedule,
    epochs,
    batch_size,
    rng,
    augment=None,
    smoothing=0.0,
    average=None,
    first_epoch=1,
    first_step=1,
    random_state=None,
    teachers=None,
    parts=1,
):
    """Train `network` on uint8 images (N, H, W) with labels (N,); yield a `Step` after each.

    Every epoch goes through the images in a new random order. `schedule` maps the progress in
    [0, 1] to the learning rate; `augment(images, rng, progress)` changes each batch's images,
    `smoothing` is that of the labels, and `average`, a `MovingAverage`, follows each step. With
    `Teachers` what they expect takes the place of the smoothed labels. Each batch is trained on in
    `parts` at once, as `Parts` describes.
    Epochs draw random numbers from generators of their own, made from `rng`: to go on from
    `first_step` of `first_epoch` takes an `rng` that is as it was before the first and, unless an
    epoch begins there, the `random_state` of the step before.

    Raises ValueError for arguments that cannot be, and DivergenceError if the loss is not finite;
    then the last step was not taken.
    """
    check_examples(images, labels, network.classes)
    _check_counts(epochs, batch_size)
    steps = -(-len(images) // batch_size)
    with closing(Parts(network, parts)) as whole:
        for epoch, epoch_rng in enumerate(rng.spawn(epochs)[first_epoch - 1 :], first_epoch):
            order_rng, augment_rng, network_rng = epoch_rng.spawn(3)
            whole.draw_from(network_rng)
            first = first_step if epoch == first_epoch else 1
            if first > 1:
                whole.random_state = random_state
            places = _cut(order_rng.permutation(len(images)), batch_size)
            progresses = [(epoch - 1 + step / steps) / epochs for step in range(steps)]
            batches = _batches(
                images, labels, places, progresses, augment, augment_rng, teachers, first
            )
            for step, (examples, progress) in enumerate(prefetched(batches), first):
                loss, right, gradients = whole.compute(*examples, smoothing)
                _check_loss(loss, epoch, step)
                optimizer.step(gradients, schedule(progress))
                if average is not None:
                    average.update()
                size = len(examples[0])
                yield Step(epoch, step, steps, loss, right, size, whole.random_state)


def _check_counts(epochs, batch_size):
    if epochs < 1 or batch_size < 1:
        raise ValueError(
            f"expected at least one epoch and a batch size of at least 1, "
            f"received {epochs} and {batch_size}"
        )


def _check_loss(loss, epoch, step):
    if not np.isfinite(loss):
        raise DivergenceError(
            f"the loss became {loss} in epoch {epoch}, step {step}; a lower learning rate may help"
        )


def _cut(order, size):
    """Return `order` in parts of `size`, the last perhaps smaller."""
    return [order[start : start + size] for start in range(0, len(order), size)]


def _batches(images, labels, places, progresses, augment, rng, teachers, first):
    """Yield batches, each from the images at some `places`, and the progress before each.

    A batch is what the network takes, (N, H, W, C), labels (N,), and what teachers expect or None.
    Those before number `first` are left out, once they have drawn their random numbers.
    """
    for number, (part, progress) in enumerate(zip(places, progresses, strict=True), 1):
        changed = images[part]
        if augment is not None:
            changed = augment(changed, rng, progress)
        if number < first:
            continue
        x = network_tensor(changed)
        expected = None if teachers is None else teachers.expected(x, labels[part])
        yield (x, labels[part], expected), progress
