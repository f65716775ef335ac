"""Noise of a wanted coarseness."""

import numpy as np
from PIL import Image


def smooth_noise(shape, coarseness, rng):
    """Return noise (H, W) of standard deviation 1 that changes over `coarseness` pixels."""
    small = [-(-extent // coarseness) + 1 for extent in shape]
    noise = Image.fromarray(rng.normal(size=small).astype(np.float32))
    large = np.asarray(noise.resize(shape[::-1], Image.Resampling.BICUBIC), float)
    return large / max(large.std(), 1e-6)
