"""Softmax and the cross-entropy loss."""

import numpy as np


def softmax(logits):
    """Map logits (N, classes) to probabilities, each row summing to 1.

    The largest logit is taken off first, so that `exp` cannot overflow.
    """
    out = logits - np.maximum.reduce(logits, axis=1, keepdims=True)
    np.exp(out, out=out)
    out /= np.add.reduce(out, axis=1, keepdims=True)
    return out


def log_sum_exp(logits):
    """Map logits (N, classes) to (N,): log(sum(exp(logits))), without overflow."""
    highest = logits.max(axis=1)
    return highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))


def softmax_cross_entropy(logits, labels, smoothing=0.0):
    """Return the mean loss in nats and its gradient by `logits`, both for the whole batch.

    `logits` has shape (N, classes), `labels` (N,) integers in [0, classes). The loss is
    log(sum(exp(logits))) - logits[label], which takes no logarithm of a probability and so
    stays finite where that would round to 0. With `smoothing` in [0, 1) that part of what is
    expected is spread over all classes alike: Szegedy et al., "Rethinking the Inception
    Architecture for Computer Vision".
    """
    shifted, exponentials, totals = _exponentials(logits)
    rows = np.arange(len(labels))
    expected = (1 - smoothing) * shifted[rows, labels]
    if smoothing:
        expected += smoothing * shifted.mean(axis=1)
    loss = (np.log(totals) - expected).mean()
    grad = exponentials / totals[:, None]
    grad[rows, labels] -= 1 - smoothing
    grad -= smoothing / logits.shape[1]
    return float(loss), grad / len(labels)


def softmax_cross_entropy_to(logits, expected):
    """Return what `softmax_cross_entropy` does, where of each example more than a label is known.

    `expected` has shape (N, classes), each row the probabilities of its classes.
    """
    shifted, exponentials, totals = _exponentials(logits)
    loss = (np.log(totals) - (expected * shifted).sum(axis=1)).mean()
    return float(loss), (exponentials / totals[:, None] - expected) / len(expected)


def _exponentials(logits):
    """Return logits less the largest of their row, their exponentials, and each row's sum."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    return shifted, exponentials, exponentials.sum(axis=1)
