"""Random changes to images that leave what they show the same."""

import numpy as np

TURN = 0.15  # radians, either way
SHEAR = 0.2  # pixels sideways for each pixel down, either way
STRETCH = 0.1  # logarithm of the factor along each axis, either way


def shift(images, rng, reach=1):
    """Move each uint8 image (N, H, W) by up to `reach` pixels along both axes.

    What moves beyond an edge is lost, what comes in is blank.
    """
    N, H, W = images.shape
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (H, W), axis=(1, 2))
    down, right = rng.integers(0, 2 * reach, (2, N), endpoint=True)
    return windows[np.arange(N), down, right]


def slant(images, rng):
    """Turn, shear and stretch each uint8 image (N, H, W) about its middle, as hands differ."""
    H, W = images.shape[1:]
    middle = np.array([[H / 2], [W / 2]])
    pixels = np.indices((H, W)).reshape(2, -1)
    places = _maps(len(images), rng) @ (pixels - middle) + middle  # (N, 2, H W)
    return _sample(images, places).reshape(images.shape)


def vary(images, rng):
    """Slant every second image, and shift all: slanting blurs, so the sharp half stays."""
    images = images.copy()
    images[::2] = slant(images[::2], rng)
    return shift(images, rng)


def _maps(count, rng):
    """Return random linear maps (count, 2, 2) from places (row, column) to where they came from."""
    angle = rng.uniform(-TURN, TURN, count)
    shear = rng.uniform(-SHEAR, SHEAR, count)
    high, wide = np.exp(rng.uniform(-STRETCH, STRETCH, (2, count)))
    cosine, sine = np.cos(angle), np.sin(angle)
    rows = [cosine * high, -sine * wide], [(sine + shear * cosine) * high, cosine * wide]
    return np.array(rows).transpose(2, 0, 1)


def _sample(images, places):
    """Return the bytes (N, P) at `places` (N, 2, P), between pixels by bilinear interpolation."""
    H, W = images.shape[1:]
    row, column = np.clip(places, 0, [[H - 1.001], [W - 1.001]]).swapaxes(0, 1)
    top, left = row.astype(int), column.astype(int)
    down, right = row - top, column - left
    image = np.arange(len(images))[:, None]
    upper = images[image, top, left] * (1 - right) + images[image, top, left + 1] * right
    lower = images[image, top + 1, left] * (1 - right) + images[image, top + 1, left + 1] * right
    return (upper * (1 - down) + lower * down + 0.5).astype(np.uint8)
