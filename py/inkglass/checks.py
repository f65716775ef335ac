"""Checks of what comes in from outside, before anything is done with it."""

import numpy as np

from inkglass.losses import NO_CLASS


def check_examples(images, labels, classes, may_be_none=False):
    """Raise ValueError unless these are uint8 images (N, H, W), N at least 1, each with a label.

    Labels are whole numbers from 0 to below `classes`, of shape (N,), or also `NO_CLASS` where an
    example `may_be_none` of the classes.
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
    is_known = (labels >= 0) & (labels < classes)
    if may_be_none:
        is_known |= labels == NO_CLASS
    wrong = np.flatnonzero(~is_known)
    if wrong.size:
        raise ValueError(
            f"labels: expected 0 to {classes - 1}, found {labels[wrong[0]]} at position {wrong[0]}"
        )


def check_finite(what, array):
    """Raise ValueError, naming `what`, if the array holds NaN or infinity."""
    if not np.isfinite(array).all():
        raise ValueError(f"{what}: expected finite numbers, found NaN or infinity")
