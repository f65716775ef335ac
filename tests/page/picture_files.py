"""Pictures for the page's tests: digits of MNIST's training images on paper, as files."""

import functools
import io
import zlib

import numpy as np
from PIL import Image

from inkglass.data.mnist import find_folder, read_training

PAPER, INK = 228, 190
CELL = 110


def paper(rows, size=(800, 600), cell=CELL):
    """Return a photograph of lines of digits: grainy paper, which is darker to one side."""
    rng = np.random.default_rng(7)
    images, labels = _training()
    width, height = size
    ink = np.zeros((height, width))
    for line, digits in enumerate(rows):
        top = (height - len(rows) * cell * 3 // 2) // 2 + line * cell * 3 // 2 + cell // 4
        for place, digit in enumerate(digits):
            left = (width - len(digits) * cell) // 2 + place * cell
            image = Image.fromarray(images[rng.choice(np.flatnonzero(labels == int(digit)))])
            ink[top : top + cell, left : left + cell] = image.resize((cell, cell))
    light = PAPER + np.linspace(-15, 15, width) + rng.normal(0, 3, (height, width))
    return Image.fromarray(np.clip(light - ink / 255 * INK, 0, 255).astype(np.uint8))


@functools.cache
def _training():
    return read_training(find_folder())


def encoded(image, kind="PNG", **options):
    """Return the bytes of a picture's file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(size):
    """Return the PNG file of a white picture: small, however many pixels it has."""
    return encoded(Image.new("1", size, 1))


def claiming(size):
    """Return the PNG file of a picture of one pixel that says that it has another size."""
    data = bytearray(plain((1, 1)))
    header, checksum = slice(16, 24), slice(29, 33)
    data[header] = size[0].to_bytes(4) + size[1].to_bytes(4)
    data[checksum] = zlib.crc32(data[12:29]).to_bytes(4)
    return bytes(data)
