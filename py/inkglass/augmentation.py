"""Random changes to images that leave what they show the same."""

import numpy as np


def shift(images, rng, reach=1):
    """Move each uint8 image (N, H, W) by up to `reach` pixels along both axes.

    What moves beyond an edge is lost, what comes in is blank.
    """
    N, H, W = images.shape
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (H, W), axis=(1, 2))
    down, right = rng.integers(0, 2 * reach, (2, N), endpoint=True)
    return windows[np.arange(N), down, right]
