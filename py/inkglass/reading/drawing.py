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
    check_pixels(pixels)
    ink = _crop(pixels)
    if ink is None:
        return None
    ink = _fit(ink)
    ink *= 255 / ink.max()  # a hairline, faint once averaged, is as bright as MNIST's ink
    return _centre(ink)


def network_tensor(images, out=None):
    """Map bytes (N, 28, 28) to the float32 batch (N, 28, 28, 1) in [-0.5, 0.5].

    It is written into `out` and that is returned, if there is one.
    """
    if out is None:
        out = np.empty((*images.shape, 1), np.float32)
    out[..., 0] = images
    out /= np.float32(255)
    out -= np.float32(0.5)
    return out


def check_pixels(pixels):
    """Raise ValueError unless `pixels` are grey bytes (H, W), with at least one pixel."""
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8:
        found = getattr(pixels, "dtype", type(pixels).__name__)
        raise ValueError(f"drawing: expected an array of uint8, received {found}")
    if pixels.ndim != 2 or pixels.size == 0:
        raise ValueError(
            f"drawing: expected pixels of shape (H, W), both at least 1, received {pixels.shape}"
        )


def _crop(pixels):
    """Return the smallest rectangle that holds all ink, or None if there is none."""
    rows = np.flatnonzero(_has_ink(np.bitwise_or.reduce(_words(pixels), axis=1)))
    if rows.size == 0:
        return None
    band = pixels[rows[0] : rows[-1] + 1]
    together = np.bitwise_or.reduce(_words(band), axis=0)
    columns = np.flatnonzero(_has_ink(together.view(np.uint8)))
    return band[:, columns[0] : columns[-1] + 1]


def _words(pixels):
    """Return `pixels` as fewer and larger numbers, if they can be seen so."""
    if pixels.flags.c_contiguous and pixels.shape[1] % 8 == 0:
        return pixels.view(np.uint64)
    return pixels


def _has_ink(together):
    """Return for each element whether one of its bytes is ink.

    Bytes that were joined by "or" have one of the three highest bits if one of them had, and who
    has one is at least `FAINTEST_INK`.
    """
    highest = together.dtype.type(int.from_bytes([256 - FAINTEST_INK] * together.itemsize))
    return together & highest != 0


def _fit(ink):
    """Scale `ink` by area averaging so that its longer side is 20; grey levels as float64."""
    longest = max(ink.shape)
    cells = _sum_cells(_sum_cells(ink, longest).T, longest).T
    return cells / (2 * longest) ** 2


def _sum_cells(ink, longest):
    """Sum the rows of `ink` into cells of `longest` / 20 rows each, centred on the ink.

    A cell that covers part of a row takes that part of it. All is counted in fortieths of a row,
    in whole numbers: where a drawing lies makes no difference, not even by rounding.
    """
    extent, row = len(ink), 2 * BOX
    count = -(-BOX * extent // longest)
    overhang = count * longest - BOX * extent
    edges = 2 * longest * np.arange(count + 1) - overhang
    edges[[0, -1]] = 0, row * extent
    rows, parts = np.divmod(edges, row)
    above = np.zeros((extent + 1, ink.shape[1]), np.int64)
    above[1:] = ink
    np.add.accumulate(above, axis=0, out=above)
    # What lies above each edge: whole rows, and part of the row that it cuts, if it cuts one.
    above = row * above[rows] + parts[:, None] * ink[np.minimum(rows, extent - 1)]
    return above[1:] - above[:-1]


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
