"""How well a network does: loss, accuracy, confusion matrix."""

import numpy as np

from inkglass.checks import check_examples
from inkglass.drawing import network_tensor
from inkglass.losses import softmax_cross_entropy

BATCH = 500  # images at a time, so that memory stays small


def evaluate(network, images, labels):
    """Return (loss, accuracy, confusion) on uint8 images (N, H, W) with labels (N,).

    The loss is the mean cross-entropy in nats, accuracy a fraction. `confusion`, of shape
    (classes, classes), counts images by true class (row) and class read (column). Raises ValueError
    for images and labels that cannot be.
    """
    check_examples(images, labels, network.classes)
    loss = 0.0
    confusion = np.zeros((network.classes, network.classes), int)
    for start in range(0, len(images), BATCH):
        batch = slice(start, start + BATCH)
        logits = network.forward(network_tensor(images[batch]))
        batch_loss, _ = softmax_cross_entropy(logits, labels[batch])
        loss += batch_loss * len(logits)
        np.add.at(confusion, (labels[batch], logits.argmax(axis=1)), 1)
    return loss / len(images), confusion.trace() / len(images), confusion
