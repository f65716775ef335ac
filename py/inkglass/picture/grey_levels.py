"""From the bytes of a picture, of any size, to grey levels of a size that is quick to work with."""

import math

import numpy as np

MOST_PIXELS = 2_200_000  # of the grey levels; a larger picture is made smaller
BAND = 2**20  # pixels that are worked on at once, so that memory stays bounded
WEIGHTS = np.array([0.299, 0.587, 0.114, 0], np.float32)  # Rec. ITU-R BT.601's luma
OPAQUE = 255


def grey_levels(pixels):
    """Map RGBA bytes (H, W, 4) or grey bytes (H, W) to float32 levels in [0, 255], and a scale.

    The scale (x, y) says how many of the picture's pixels one level is the mean of, across and
    down; rows and columns that are left over at the end are left out. What is transparent is laid
    on white if what shows is dark, else on black. Raises ValueError unless `pixels` is a uint8
    array of such a shape with at least one pixel.
    """
    _check(pixels)
    down, across = _factors(*pixels.shape[:2])
    height, width = pixels.shape[0] // down, pixels.shape[1] // across
    grey, opacity = np.empty((height, width), np.float32), None
    rows = max(BAND // (pixels.shape[1] * down), 1)
    for start in range(0, height, rows):
        end = min(start + rows, height)
        band = pixels[start * down : end * down, : width * across]
        is_opaque = pixels.ndim == 2 or band[..., 3].min() == OPAQUE
        if not is_opaque and opacity is None:
            opacity = np.ones((height, width), np.float32)
        if is_opaque:
            grey[start:end] = _reduced(band, down, across)
        else:
            grey[start:end], opacity[start:end] = _reduced_shown(band, down, across)
    return (grey if opacity is None else on_ground(grey, opacity)), (across, down)


def on_ground(shown, opacity):
    """Lay a picture on white if what shows is dark, else on black.

    `shown` are grey levels times `opacity`, which is in [0, 1]; both are (H, W).
    """
    total = opacity.sum()
    is_dark = total == 0 or shown.sum() / total < 128
    return shown + (255 if is_dark else 0) * (1 - opacity)


def _check(pixels):
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8:
        found = getattr(pixels, "dtype", type(pixels).__name__)
        raise ValueError(f"picture: expected an array of uint8, received {found}")
    is_grey = pixels.ndim == 2
    if not (is_grey or (pixels.ndim == 3 and pixels.shape[2] == 4)) or pixels.size == 0:
        raise ValueError(
            "picture: expected pixels of shape (H, W, 4) or (H, W), both at least 1, "
            f"received {pixels.shape}"
        )


def _factors(height, width):
    """Return by how much to reduce a picture, down and across."""
    factor = max(math.ceil(math.sqrt(height * width / MOST_PIXELS)), 1)
    down, across = min(factor, height), min(factor, width)
    if height == down:
        across = math.ceil(width / MOST_PIXELS)
    elif width == across:
        down = math.ceil(height / MOST_PIXELS)
    return down, across


def _reduced(band, down, across):
    """Return the mean grey levels of blocks of an opaque band."""
    rows = _sum_rows(band, down)
    return _weighted(rows, np.ones(1, np.float32) if band.ndim == 2 else WEIGHTS, down, across)


def _sum_rows(band, down):
    """Add up every `down` rows."""
    if down == 1:
        return band
    rows = band[::down].astype(np.uint16 if down <= 257 else np.uint32)
    for i in range(1, down):
        rows += band[i::down]
    return rows


def _weighted(rows, weights, down, across):
    """Return the mean over `across` columns, their channels weighted."""
    height = len(rows)
    rows = rows.reshape(height, -1, across * len(weights)).astype(np.float32)
    return rows @ (np.tile(weights, across) / np.float32(down * across))


def _reduced_shown(band, down, across):
    """Return mean grey levels times opacity, and mean opacity, of blocks of a band."""
    opacity = band[..., 3] / np.float32(255)
    shown = band.astype(np.float32) @ WEIGHTS * opacity
    one = np.ones(1, np.float32)
    return [
        _weighted(np.add.reduceat(part, range(0, len(part), down)), one, down, across)
        for part in (shown, opacity)
    ]
