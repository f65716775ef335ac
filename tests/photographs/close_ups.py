"""Pictures of one digit and little else: MNIST's images as they are, cropped, enlarged, as JPEG."""

import io

import numpy as np
from PIL import Image

from photographs.layout import BOX, SIZE

FAINTEST = 30  # of ink that a crop keeps
SIXTEEN = 16  # pixels, the side of USPS's images
MOST_ENLARGED = 20
MARGIN = 0.3  # of a crop's longer side, at most
METHODS = (Image.Resampling.NEAREST, Image.Resampling.BILINEAR, Image.Resampling.BICUBIC)


def close_ups(images, labels, count, seed=0):
    """Yield `count` times for each kind its name, grey bytes (H, W) and the digit's label.

    One of two is light on dark, one of two a JPEG, and two of three are enlarged.
    """
    for rng in np.random.default_rng(seed).spawn(count):
        for kind, cropped in KINDS.items():
            i = rng.integers(len(images))
            yield kind, _taken(cropped(images[i], rng), rng), str(labels[i])


def _whole(image, rng):
    return image


def _box(image, rng):
    rest = (SIZE - BOX) // 2
    return image[rest:-rest, rest:-rest]


def _tight(image, rng):
    rows, columns = (np.flatnonzero((image > FAINTEST).any(axis=axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _with_margin(image, rng):
    ink = _tight(image, rng)
    return np.pad(ink, round(rng.uniform(0, MARGIN) * max(ink.shape)))


def _sixteen(image, rng):
    ink = _tight(image, rng)
    scale = SIXTEEN / max(ink.shape)
    height, width = (max(round(extent * scale), 1) for extent in ink.shape)
    small = np.zeros((SIXTEEN, SIXTEEN), np.uint8)
    top, left = (SIXTEEN - height) // 2, (SIXTEEN - width) // 2
    resized = Image.fromarray(ink).resize((width, height), Image.Resampling.BICUBIC)
    small[top : top + height, left : left + width] = resized
    return small


KINDS = {
    "28x28": _whole,
    "20x20": _box,
    "tight": _tight,
    "with a margin": _with_margin,
    "16x16": _sixteen,
}


def _taken(ink, rng):
    """Return ink, bytes, enlarged or not, on light ground or dark, through JPEG or not."""
    if rng.random() < 2 / 3:
        scale = np.exp(rng.uniform(0, np.log(MOST_ENLARGED)))
        size = [max(round(extent * scale), 1) for extent in ink.shape[::-1]]
        ink = np.asarray(Image.fromarray(ink).resize(size, METHODS[rng.integers(len(METHODS))]))
    grey = 255 - ink if rng.random() < 0.5 else ink
    if rng.random() < 0.5:
        return grey
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG", quality=int(rng.integers(60, 96)))
    return np.asarray(Image.open(file))
