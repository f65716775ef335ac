"""Softmax and the cross-entropy loss."""

import numpy as np

NO_CLASS = -1  # the label of an example that belongs to none of the classes


def softmax(logits):
    """Map logits (N, classes) to probabilities, each row summing to 1.

    The largest logit is taken off first, so that `exp` cannot overflow.
    """
    out = logits - np.maximum.reduce(logits, axis=1, keepdims=True)
    np.exp(out, out=out)
    out /= np.add.reduce(out, axis=1, keepdims=True)
    return out


def softmax_cross_entropy(logits, labels, smoothing=0.0):
    """Return the mean loss in nats and its gradient by `logits`, both for the whole batch.

    `logits` has shape (N, classes), `labels` (N,) integers in [0, classes), or `NO_CLASS`. The loss
    is log(sum(exp(logits))) - logits[label], which takes no logarithm of a probability and so
    stays finite where that would round to 0. With `smoothing` in [0, 1) that part of what is
    expected is spread over all classes alike: Szegedy et al., "Rethinking the Inception
    Architecture for Computer Vision". Of an example without a class all of it is.
    """
    spread = np.where(labels == NO_CLASS, 1, smoothing).astype(logits.dtype)
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1)
    rows = np.arange(len(labels))
    expected = (1 - spread) * shifted[rows, labels] + spread * shifted.mean(axis=1)
    loss = (np.log(totals) - expected).mean()
    grad = exponentials / totals[:, None]
    grad[rows, labels] -= 1 - spread
    grad -= spread[:, None] / logits.shape[1]
    return float(loss), grad / len(labels)
