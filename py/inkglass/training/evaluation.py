"""How well a network does: loss, accuracy, confusion matrix."""

import numpy as np

from inkglass.nn.checks import check_examples
from inkglass.nn.losses import softmax_cross_entropy
from inkglass.reading.drawing import network_tensor

BATCH = 500  # images at a time, so that memory stays small


def evaluate(network, images, labels):
    """Return (loss, accuracy, confusion) on uint8 images (N, H, W) with labels (N,).

    The loss is the mean cross-entropy in nats, accuracy a fraction. `confusion`, of shape
    (classes, classes), counts images by true class (row) and class read (column). Raises ValueError
    for images and labels that cannot be.
    """
    check_examples(images, labels, network.classes)
    return score(logits_of(network, images), labels)


def logits_of(network, images):
    """Map uint8 images (N, H, W) to logits (N, classes)."""
    starts = range(0, len(images), BATCH)
    parts = [network.forward(network_tensor(images[at : at + BATCH])) for at in starts]
    return np.concatenate(parts)


def score(logits, labels):
    """Return (loss, accuracy, confusion) of logits (N, classes), as `evaluate` does."""
    loss, _ = softmax_cross_entropy(logits, labels)
    classes = logits.shape[1]
    confusion = np.zeros((classes, classes), int)
    np.add.at(confusion, (labels, logits.argmax(axis=1)), 1)
    return loss, confusion.trace() / len(labels), confusion
