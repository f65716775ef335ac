"""Checks of what comes in from outside, before anything is done with it."""

import numpy as np


def check_examples(images, labels, classes):
    """Raise ValueError unless these are uint8 images (N, H, W), N at least 1, each with a label.

    Labels are whole numbers from 0 to below `classes`, of shape (N,).
    """
    if len(images) == 0 or len(images) != len(labels):
        raise ValueError(
            f"expected as many labels as images and at least one, "
            f"received {len(images)} images and {len(labels)} labels"
        )
    if images.dtype != np.uint8 or images.ndim != 3:
        raise ValueError(
            f"images: expected uint8 of shape (N, H, W), received {images.dtype} {images.shape}"
        )
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(
            f"labels: expected whole numbers of shape (N,), received {labels.dtype} {labels.shape}"
        )
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if wrong.size:
        raise ValueError(
            f"labels: expected 0 to {classes - 1}, found {labels[wrong[0]]} at position {wrong[0]}"
        )


def check_finite(what, array):
    """Raise ValueError, naming `what`, if the array holds NaN or infinity."""
    if not np.isfinite(array).all():
        raise ValueError(f"{what}: expected finite numbers, found NaN or infinity")
