"""Data sets of labelled images: folders of IDX files, MNIST's or others like them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inkglass.data import mnist
from inkglass.data.idx import read_pair

# What is in the names of MNIST's, Fashion-MNIST's and EMNIST's files.
TRAINING, TEST = ("train",), ("t10k", "test")
MNIST = "MNIST"
DIGITS = list("0123456789")
MAX_CLASSES = 256  # a label is a byte
NAMES = "labels.txt"  # a name for each class, a line each
MAPPING = "*mapping.txt"  # EMNIST's: a line each of a label and the code of its character


@dataclass(frozen=True)
class DataSet:
    """Images, uint8 (N, H, W), with labels (N,), to train and to test on; `classes` are names."""

    name: str
    training: tuple[np.ndarray, np.ndarray]
    test: tuple[np.ndarray, np.ndarray]
    classes: list[str]

    @property
    def input_shape(self):
        """The shape (H, W, 1) of what a network for these images takes."""
        return (*self.training[0].shape[1:], 1)


def read_data_set(folder=None):
    """Return the data set in `folder` or, without one, MNIST as npm installed it.

    In the folder are four IDX files named like those of MNIST. Classes are the numbers from 0 to
    the greatest label, and are called so unless there is a `labels.txt` with a name a line, or
    EMNIST's mapping of labels to characters. Raises ValueError, saying what is wrong, for anything
    else.
    """
    if folder is None:
        found = mnist.find_folder()
        return DataSet(MNIST, mnist.read_training(found), mnist.read_test(found), DIGITS)
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder}: expected a folder with four IDX files, found none")
    training = _read_part(folder, TRAINING)
    test = _read_part(folder, TEST)
    if training[0].shape[1:] != test[0].shape[1:]:
        raise ValueError(
            f"{folder}: expected images of one size, found {training[0].shape[1:]} to train on "
            f"and {test[0].shape[1:]} to test on"
        )
    name = MNIST if mnist.is_training(*training) else folder.resolve().name
    return DataSet(name, training, test, _class_names(folder, training[1], test[1]))


def _read_part(folder, words):
    images, labels = (_find(folder, words, kind) for kind in ("images", "labels"))
    pair = read_pair(images, labels, MAX_CLASSES)
    if len(pair[0]) == 0:
        raise ValueError(f"{images}: expected at least one image, found none")
    return pair


def _find(folder, words, kind):
    """Return the one file whose name has one of `words` and the kind of what it holds."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and kind in path.name and any(word in path.name for word in words)
    )
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        raise ValueError(
            f"{folder}: expected one file named like {words[0]}-{kind}-…-ubyte, found {names}"
        )
    return found[0]


def _class_names(folder, *labels):
    count = 1 + max(int(each.max()) for each in labels)
    names = _names_given(folder)
    if names is None:
        return [str(label) for label in range(count)]
    missing = [str(label) for label in range(count) if label not in names]
    if missing:
        raise ValueError(f"{folder}: expected a name for each class, found none for {missing[0]}")
    return [names[label] for label in range(max(names) + 1)]


def _names_given(folder):
    """Return names by label, or None where there is no file with them."""
    if (folder / NAMES).is_file():
        return dict(enumerate((folder / NAMES).read_text().splitlines()[:MAX_CLASSES]))
    for path in folder.glob(MAPPING):
        try:
            lines = [line.split() for line in path.read_text().splitlines()]
            return {int(label): chr(int(code)) for label, code, *_ in lines}
        except ValueError:
            raise ValueError(f"{path}: expected a label and a character's code a line") from None
    return None
