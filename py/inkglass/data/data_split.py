"""Parting a data set into what to train on, to choose by and to test on."""

from dataclasses import dataclass

import numpy as np

TEST = 1000  # images after those trained on, as in the notebook
VALIDATION = 5000  # images to choose the best arrays by, where there are as many to spare
STRETCHES = 10  # that validation images come in


@dataclass
class Split:
    """Images with labels to train on, to choose by, and to test on; and what the last are."""

    training: tuple
    validation: tuple
    test: tuple
    test_name: str


def split(data_set, count, held_back):
    """Part the first `count` training images of a data set into what to train on and to choose by.

    Where there are enough images after those, the next 1,000 are for the test, as in the
    notebook, and the last 5,000 for validation. Else the test images are the data set's own, and
    one of `held_back` images is taken out for validation, in ten stretches from all over the data
    set. In MNIST what one person wrote is within a hundred images or two, and test images are by
    people who wrote no training images: so are then those for validation. Raises ValueError where
    too few images are left.
    """
    images, labels = data_set.training
    count = len(images) if count is None else count
    if count > len(images):
        raise ValueError(f"--images: expected at most {len(images)}, found {count}")
    if count + TEST + VALIDATION <= len(images):
        first, test, last = slice(count), slice(count, count + TEST), slice(-VALIDATION, None)
        name = f"{data_set.name}'s training images {count} to {count + TEST - 1}"
        return Split(*((images[part], labels[part]) for part in (first, last, test)), name)
    stretch = max(count // (STRETCHES * held_back), 1)
    is_out = np.arange(count) // stretch % held_back == held_back - 1
    if not 0 < is_out.sum() < count:
        raise ValueError(
            f"{data_set.name}: expected at least {held_back} images to train on, found {count}"
        )
    training = images[:count][~is_out], labels[:count][~is_out]
    validation = images[:count][is_out], labels[:count][is_out]
    return Split(training, validation, data_set.test, f"{data_set.name}'s test images")
