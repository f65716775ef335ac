"""Choosing images of MNIST's test set for the page to show: `python digits.py TARGET`.

Run by the interpreter of `.venv`, which has NumPy and libdeflate. The file is gzip: the labels, a
byte each, and after them the images, 784 grey levels each. The same bytes each time.
"""

import sys
from pathlib import Path

import deflate

from inkglass.data.mnist import find_folder, read_test

EVERY = 10  # of 10,000
SMALLEST = 12  # the highest level


def main(target: str) -> None:
    """Write every tenth image to `target`."""
    images, labels = read_test(find_folder())
    data = labels[::EVERY].tobytes() + images[::EVERY].tobytes()
    Path(target).write_bytes(deflate.gzip_compress(data, SMALLEST))


if __name__ == "__main__":
    main(*sys.argv[1:])
