"""Where digits stand on a sheet: one alone, lines of several, or a grid."""

import numpy as np
from PIL import Image

SIZE, BOX = 28, 20  # of an MNIST image and of the digit in it
SHAPES = ((480, 640), (600, 800), (768, 1024), (900, 1200), (1200, 900))
HEIGHTS = (20, 120)  # pixels


def laid_out(rng):
    """Return a sheet's shape (H, W), the digits' height, and rows of places (left, top, height)."""
    shape = SHAPES[rng.integers(len(SHAPES))]
    height = float(np.exp(rng.uniform(*np.log(HEIGHTS))))
    kind = rng.choice(["single", "lines", "grid"], p=[0.15, 0.55, 0.3])
    margin = 0.14 * np.array(shape) + 0.6 * height
    room = np.array(shape) - 2 * margin
    line, advance = height * rng.uniform(1.6, 2.4), height * rng.uniform(1.15, 1.5)
    if kind == "grid":
        advance *= rng.uniform(1.2, 2.5)
    rows = int(np.clip((room[0] - height) / line + 1, 1, 1 if kind == "single" else 6))
    columns = int(np.clip((room[1] - height) / advance + 1, 1, 1 if kind == "single" else 9))
    free = np.maximum(room - [(rows - 1) * line + height, (columns - 1) * advance + height], 0)
    top, left = margin + free * rng.random(2)
    return (
        shape,
        height,
        [
            _row(
                left,
                top + i * line,
                advance,
                columns if kind == "grid" else None,
                columns,
                height,
                rng,
            )
            for i in range(rows)
        ],
    )


def _row(left, top, advance, exactly, most, height, rng):
    """Return the places of a row; each digit is a little higher or lower, larger or smaller."""
    count = exactly or rng.integers(1, most + 1)
    return [
        (
            left + i * advance + rng.uniform(-0.04, 0.04) * height,
            top + rng.uniform(-0.08, 0.08) * height,
            height * rng.uniform(0.88, 1.12),
        )
        for i in range(count)
    ]


def ink_of(image, height):
    """Return an MNIST image's ink in [0, 1], as large as a digit of `height` pixels makes it."""
    size = max(round(SIZE * height / BOX), 4)
    grey = Image.fromarray(image).resize((size, size), Image.Resampling.BICUBIC)
    return np.asarray(grey, float) / 255


def box_of(ink):
    """Return left, top, right, bottom of what is at least a third of the darkest."""
    is_ink = ink > ink.max() / 3
    rows, columns = np.flatnonzero(is_ink.any(axis=1)), np.flatnonzero(is_ink.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
