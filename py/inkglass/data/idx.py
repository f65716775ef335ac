"""Read and write the IDX files MNIST comes in, plain or gzipped.

The format is the one described with MNIST by LeCun, Cortes and Burges: two zero bytes, a byte for
the data type (8: unsigned bytes), a byte for the number of axes, each axis's length as a
big-endian 32-bit number, then the data.
"""

import gzip
import zlib

import numpy as np

UNSIGNED_BYTE = 8
GZIP_MAGIC = b"\x1f\x8b"
MAX_BYTES = 256 * 2**20  # MNIST's largest file has 47 million


def read_images(path):
    """Read images as uint8 of shape (N, H, W); ValueError says what is wrong with the file."""
    return _read(path, axes=3)


def read_labels(path, classes=10):
    """Read labels as uint8 of shape (N,), each below `classes`; else ValueError."""
    labels = _read(path, axes=1)
    wrong = np.flatnonzero(labels >= classes)
    if wrong.size:
        raise ValueError(
            f"{path}: expected labels from 0 to {classes - 1}, "
            f"found {labels[wrong[0]]} at position {wrong[0]}"
        )
    return labels


def read_pair(images_path, labels_path, classes=10):
    """Read images and their labels; ValueError also if there are not as many of both."""
    images = read_images(images_path)
    labels = read_labels(labels_path, classes)
    if len(images) != len(labels):
        raise ValueError(
            f"{labels_path}: expected {len(images)} labels, one for each image in "
            f"{images_path}, found {len(labels)}"
        )
    return images, labels


def write_idx(path, array):
    """Write a uint8 array of 1 to 255 axes as an IDX file, gzipped if `path` ends in `.gz`.

    The same array gives the same bytes.
    """
    if array.dtype != np.uint8 or array.ndim == 0:
        raise ValueError(
            f"{path}: expected a uint8 array with axes, received {array.dtype} {array.shape}"
        )
    lengths = np.array(array.shape, ">u4").tobytes()
    data = bytes([0, 0, UNSIGNED_BYTE, array.ndim]) + lengths + array.tobytes()
    if str(path).endswith(".gz"):
        data = gzip.compress(data, mtime=0)
    with open(path, "wb") as file:
        file.write(data)


def _read(path, axes):
    data = _contents(path)
    magic = bytes([0, 0, UNSIGNED_BYTE, axes])
    if data[:4] != magic:
        raise ValueError(
            f"{path}: expected the magic number 0x{magic.hex()}, "
            f"found {'0x' + data[:4].hex() if data else 'an empty file'}"
        )
    start = 4 + 4 * axes
    if len(data) < start:
        raise ValueError(f"{path}: expected a header of {start} bytes, found {len(data)} in all")
    shape = tuple(int(length) for length in np.frombuffer(data, ">u4", axes, 4))
    size = 1
    for length in shape:
        size *= length
    if len(data) - start != size:
        raise ValueError(
            f"{path}: expected {size} bytes after the header for the shape {shape}, "
            f"found {len(data) - start}"
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def _contents(path):
    """Return the file's bytes, unzipped if it is gzipped, at most 256 MiB."""
    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if data.startswith(GZIP_MAGIC):
        data = _unzipped(path, data)
    if len(data) > MAX_BYTES:
        raise ValueError(f"{path}: expected at most {MAX_BYTES} bytes, found more")
    return data


def _unzipped(path, data):
    """Unpack gzipped `data`, stopping one byte beyond the limit."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        contents = unzip.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise ValueError(f"{path}: expected gzipped data, found damage ({error})") from None
    if len(contents) <= MAX_BYTES and not unzip.eof:
        raise ValueError(f"{path}: expected the end of the gzipped data, found it truncated")
    if unzip.unused_data:
        raise ValueError(
            f"{path}: expected nothing after the gzipped data, "
            f"found {len(unzip.unused_data)} surplus bytes"
        )
    return contents
