"""From the pixels of a drawing to what the network sees, made as MNIST's images were made.

The ink is cropped, scaled to fit a box of 20x20 pixels keeping its shape, and placed in 28x28
with its centre of mass in the middle (LeCun, Cortes and Burges, "The MNIST database of
handwritten digits").
"""

import numpy as np

SIZE = 28  # of the network's input, in pixels
BOX = 20  # the longer side of the ink in it
FAINTEST_INK = 32  # a grey level; what is fainter is haze, which does not widen the crop


def network_input(pixels):
    """Map grey bytes (H, W), ink bright on dark, to the (28, 28) bytes the network sees.

    Returns None for a blank drawing. Raises ValueError if `pixels` is not a two-dimensional
    uint8 array with at least one pixel.
    """
    _check_pixels(pixels)
    ink = _crop(pixels)
    if ink is None:
        return None
    ink = _fit(ink)
    ink *= 255 / ink.max()  # a hairline, faint once averaged, is as bright as MNIST's ink
    return _centre(ink)


def network_tensor(images):
    """Map bytes (N, 28, 28) to the float32 batch (N, 28, 28, 1) in [-0.5, 0.5]."""
    return (images.astype(np.float32) / 255 - np.float32(0.5))[..., None]


def _check_pixels(pixels):
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8:
        found = getattr(pixels, "dtype", type(pixels).__name__)
        raise ValueError(f"drawing: expected an array of uint8, received {found}")
    if pixels.ndim != 2 or pixels.size == 0:
        raise ValueError(
            f"drawing: expected pixels of shape (H, W), both at least 1, received {pixels.shape}"
        )


def _crop(pixels):
    """Return the smallest rectangle that holds all ink, or None if there is none."""
    rows = np.flatnonzero(pixels.max(axis=1) >= FAINTEST_INK)
    if rows.size == 0:
        return None
    band = pixels[rows[0] : rows[-1] + 1]
    columns = np.flatnonzero(band.max(axis=0) >= FAINTEST_INK)
    return band[:, columns[0] : columns[-1] + 1]


def _fit(ink):
    """Scale `ink` by area averaging so that its longer side is 20; grey levels as float64."""
    # Cells at least two pixels wide, which _sum_cells needs; repeated pixels average the same.
    repeats = -(-2 * BOX // max(ink.shape))
    if repeats > 1:
        ink = ink.repeat(repeats, axis=0).repeat(repeats, axis=1)
    longest = max(ink.shape)
    cells = _sum_cells(_sum_cells(ink, longest).T, longest).T
    return cells * (BOX / longest) ** 2


def _sum_cells(ink, longest):
    """Sum the rows of `ink` into cells of `longest` / 20 rows each, centred on the ink.

    A cell that covers part of a row takes that part of it. Edges are counted in fortieths of a
    row, so that they are exact.
    """
    extent = len(ink)
    count = -(-BOX * extent // longest)
    overhang = count * longest - BOX * extent
    edges = 2 * longest * np.arange(count + 1) - overhang
    rows, parts = np.divmod(edges.clip(0, 2 * BOX * extent), 2 * BOX)
    parts = (parts / (2 * BOX))[:, None]
    cells = np.add.reduceat(ink, rows[:-1], axis=0, dtype=_sum_dtype(ink))
    cells = cells - parts[:-1] * ink[rows[:-1]]
    cells[:-1] += parts[1:-1] * ink[rows[1:-1]]
    return cells


def _sum_dtype(ink):
    return np.uint32 if ink.dtype == np.uint8 else ink.dtype


def _centre(ink):
    """Place `ink`, at most 20x20, in 28x28 with its centre of mass at pixel (14, 14)."""
    image = np.zeros((SIZE, SIZE), np.uint8)
    total = ink.sum()
    place = []
    for mass in (ink.sum(axis=1), ink.sum(axis=0)):
        centre = int(mass @ np.arange(len(mass)) / total + 0.5)
        start = min(max(SIZE // 2 - centre, 0), SIZE - len(mass))
        place.append(slice(start, start + len(mass)))
    image[tuple(place)] = ink + 0.5
    return image
