"""Random changes to images that leave what they show the same, as one hand differs from another."""

import numpy as np

MOST, LEAST = 1.0, 0.3  # share of a batch that is warped, from first to last
FALL = 1.35, 1.15  # the share at the start and what it loses over the training, before limits
SHIFT = 1  # pixels along each axis, either way
TURN = STRETCH = 0.15  # pixels for each pixel from the middle, either way
SHEAR = 0.2
BEND = 0.6  # pixels, the standard deviation of the bends' control points
CONTROLS = 5  # control points along each axis
SHARPEN = 1.5  # factor of contrast, which makes up for the blur of sampling between pixels


def vary(images, rng, progress):
    """Warp a share of the uint8 images (N, H, W), and leave the rest as they are.

    All at first, fewer as `progress` goes from 0 to 1, so that training ends on images like those
    to be read. They come in random order, so it is the first of a batch that are warped.
    """
    share = min(max(FALL[0] - FALL[1] * progress, LEAST), MOST)
    count = round(len(images) * share)
    return np.concatenate([warp(images[:count], rng), images[count:]])


def warp(images, rng):
    """Shift, turn, stretch, shear and bend each uint8 image (N, H, W) at random.

    The bends are smooth displacements, after Simard, Steinkraus and Platt, "Best Practices for
    Convolutional Neural Networks Applied to Visual Document Analysis".
    """
    H, W = images.shape[1:]
    down, right = _linear(len(images), H, W, rng) + _bends(len(images), H, W, rng)
    rows = np.arange(H)[:, None] + down
    columns = np.arange(W) + right
    grey = (_sample(images, rows, columns) - 127.5) * SHARPEN + 127.5
    return grey.clip(0, 255).round().astype(np.uint8)


def _linear(count, H, W, rng):
    """Return random displacements (2, count, H, W), down and right, that keep lines straight."""
    down = np.arange(H)[:, None] - (H - 1) / 2
    right = np.arange(W) - (W - 1) / 2
    turn = rng.uniform(-TURN, TURN, (count, 1, 1))
    shear = rng.uniform(-SHEAR, SHEAR, (count, 1, 1))
    high, wide = rng.uniform(-STRETCH, STRETCH, (2, count, 1, 1))
    shift = rng.uniform(-SHIFT, SHIFT, (2, count, 1, 1))
    return shift + np.array([high * down + turn * right, (shear - turn) * down + wide * right])


def _bends(count, H, W, rng):
    """Return random smooth displacements (2, count, H, W), bilinear between control points."""
    points = rng.normal(0, BEND, (2, count, CONTROLS, CONTROLS))
    return _spread(H) @ points @ _spread(W).T


def _spread(extent):
    """Return the weight of each control point at each of `extent` pixels."""
    places = np.linspace(0, CONTROLS - 1, extent)
    return np.clip(1 - np.abs(places[:, None] - np.arange(CONTROLS)), 0, None)


def _sample(images, rows, columns):
    """Return grey levels at `rows` and `columns` (N, H, W), by bilinear interpolation.

    A place outside the image takes the level of the nearest edge.
    """
    H, W = images.shape[1:]
    rows, columns = rows.clip(0, H - 1.001), columns.clip(0, W - 1.001)
    top, left = rows.astype(int), columns.astype(int)
    down, right = rows - top, columns - left
    image = np.arange(len(images))[:, None, None]
    upper = images[image, top, left] * (1 - right) + images[image, top, left + 1] * right
    lower = images[image, top + 1, left] * (1 - right) + images[image, top + 1, left + 1] * right
    return upper * (1 - down) + lower * down
