"""Pictures for the page's tests: digits of MNIST's training images on paper, as files."""

import io

import numpy as np
from PIL import Image

from inkglass.data.mnist import find_folder, read_training

PAPER, INK = 228, 190
CELL = 220


def paper(rows, size=(1600, 1200), seed=7):
    """Return a photograph of lines of digits: grainy paper, which is darker to one side."""
    rng = np.random.default_rng(seed)
    images, labels = read_training(find_folder())
    width, height = size
    ink = np.zeros((height, width))
    for line, digits in enumerate(rows):
        top = (height - len(rows) * CELL * 3 // 2) // 2 + line * CELL * 3 // 2 + CELL // 4
        for place, digit in enumerate(digits):
            left = (width - len(digits) * CELL) // 2 + place * CELL
            image = Image.fromarray(images[rng.choice(np.flatnonzero(labels == int(digit)))])
            ink[top : top + CELL, left : left + CELL] = image.resize((CELL, CELL))
    light = PAPER + np.linspace(-15, 15, width) + rng.normal(0, 3, (height, width))
    return Image.fromarray(np.clip(light - ink / 255 * INK, 0, 255).astype(np.uint8))


def encoded(image, kind="PNG", **options):
    """Return the bytes of a picture's file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(size, grey=230):
    """Return the PNG file of a picture of one grey: small, however many pixels it has."""
    return encoded(Image.new("L", size, grey))
