"""The loss and the gradients of a batch, computed for parts of it at once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, BrokenBarrierError

import numpy as np

from inkglass.nn.layers import BatchNorm2D
from inkglass.nn.layers.normalization import alone
from inkglass.nn.losses import softmax_cross_entropy, softmax_cross_entropy_to
from inkglass.nn.products import IS_WEBASSEMBLY


class Parts:
    """Computes what a step of training `network` takes, for `count` parts of a batch at once.

    Each part has a thread, and a network of its own with the same parameters. What normalization
    has to know of the whole batch they tell each other. Sums are made in the order of the parts,
    so results depend on how many there are, not on which is first. To gain from it, let BLAS have
    one thread. A browser starts no threads: there the batch is one part.

    To be closed at last. Raises ValueError for a `count` below 1.
    """

    def __init__(self, network, count=1):
        if count < 1:
            raise ValueError(f"expected at least one part, received {count}")
        count = 1 if IS_WEBASSEMBLY else count
        self._networks = [network, *(network.replica() for _ in range(count - 1))]
        self._threads = ThreadPoolExecutor(count) if count > 1 else None

    def close(self):
        """Wait for what is being computed, and end the threads."""
        if self._threads:
            self._threads.shutdown()

    def draw_from(self, rng):
        """Have layers draw random numbers from `rng`; with more than one part, from its spawn."""
        count = len(self._networks)
        rngs = [rng] if count == 1 else rng.spawn(count)
        self._rngs = rngs
        for network, own in zip(self._networks, rngs, strict=True):
            network.draw_from(own)

    @property
    def random_state(self):
        """What the generators that layers draw from are at: a list, which JSON can hold."""
        return [rng.bit_generator.state for rng in self._rngs]

    @random_state.setter
    def random_state(self, states):
        for rng, state in zip(self._rngs, states, strict=True):
            rng.bit_generator.state = state

    def compute(self, x, labels, expected=None, smoothing=0.0):
        """Return a batch's mean loss, how many it reads right, and its gradients by name.

        `x` has shape (N, H, W, C) and `labels` (N,); `expected`, (N, classes), takes the place of
        the labels where it is known, else they are smoothed. There are no gradients of a loss that
        is not finite.
        """
        count = min(len(self._networks), len(x))
        if count == 1:
            return _compute(self._networks[0], x, labels, expected, smoothing)
        meeting = _Meeting(count)
        cut = [np.array_split(x, count), np.array_split(labels, count)]
        cut.append([None] * count if expected is None else np.array_split(expected, count))
        running = [
            self._threads.submit(_attend, meeting, index, network, *part, smoothing, len(x))
            for index, (network, *part) in enumerate(zip(self._networks[:count], *cut, strict=True))
        ]
        losses, rights, gradients = zip(*_results(running), strict=True)
        return losses[0], rights[0], _summed(gradients)


def _compute(network, x, labels, expected, smoothing, share=1.0, total=alone):
    """Compute what `Parts.compute` does, of a `share` of the batch.

    Loss and number are those of the whole batch: `total` makes them of what all parts have.
    """
    # What overflows shows in the loss.
    with np.errstate(over="ignore", invalid="ignore"):
        logits = network.forward(x, training=True)
        if expected is None:
            loss, grad = softmax_cross_entropy(logits, labels, smoothing)
        else:
            loss, grad = softmax_cross_entropy_to(logits, expected)
        right = int((logits.argmax(axis=1) == labels).sum())
        loss, right = total(loss * share, right)
        grad *= share
        if not np.isfinite(loss):
            return loss, right, {}
        network.set_gradients(grad)
    return loss, right, network.gradients


def _attend(meeting, index, network, x, labels, expected, smoothing, size):
    """Compute part `index` of a batch of `size`; should it fail, nobody is left waiting for it."""
    total = partial(meeting.total, index)
    _set_total(network, total)
    try:
        return _compute(network, x, labels, expected, smoothing, len(x) / size, total)
    except BaseException:
        meeting.abort()
        raise
    finally:  # without the others it must not wait for them
        _set_total(network, alone)


def _set_total(network, total):
    for layer in network.layers:
        if isinstance(layer, BatchNorm2D):
            layer.total = total


def _results(running):
    """Return what each of the futures returns; raise what went wrong, not what came of that."""
    errors = [error for each in running if (error := each.exception())]
    for error in errors:
        if not isinstance(error, BrokenBarrierError):
            raise error
    return [each.result() for each in running]


def _summed(gradients):
    """Return the sums by name of dictionaries with the same names."""
    first, *others = gradients
    return {name: sum((each[name] for each in others), array) for name, array in first.items()}


class _Meeting:
    """Where `count` threads add up, again and again, what each of them has."""

    def __init__(self, count):
        self._barrier = Barrier(count)
        self._rounds = [0] * count
        self._brought = [[None] * count, [None] * count]

    def total(self, index, *values):
        """Return the sum of each of the `values` that number `index` and all others bring."""
        # Rounds take turns with two lists: one may begin while another thread still reads the last.
        brought = self._brought[self._rounds[index] % 2]
        self._rounds[index] += 1
        brought[index] = values
        self._barrier.wait()
        return [sum(each[1:], each[0]) for each in zip(*brought, strict=True)]

    def abort(self):
        """Have all who wait, or come later, fail with BrokenBarrierError."""
        self._barrier.abort()
