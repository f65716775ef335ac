import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.data.datasets import read_data_set
from inkglass.data.idx import write_idx


@pytest.fixture
def folder(tmp_path, rng):
    """A data set of five classes and images of 6x8."""
    folder = tmp_path / "shapes"
    folder.mkdir()
    for part, count in (("train", 40), ("t10k", 10)):
        images = rng.integers(0, 256, (count, 6, 8), np.uint8)
        write_idx(folder / f"{part}-images-idx3-ubyte.gz", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", np.arange(count, dtype=np.uint8) % 5)
    return folder


def test_classes_and_shape_come_from_the_data(folder):
    data_set = read_data_set(folder)

    assert data_set.name == "shapes"
    assert data_set.input_shape == (6, 8, 1)
    assert data_set.classes == ["0", "1", "2", "3", "4"]
    assert len(data_set.training[0]) == 40
    assert_array_equal(data_set.test[1], np.arange(10) % 5)


def test_names_of_classes_are_read_from_a_file(folder):
    (folder / "labels.txt").write_text("shirt\nshoe\nbag\ncoat\ndress\n")

    assert read_data_set(folder).classes == ["shirt", "shoe", "bag", "coat", "dress"]


def test_emnists_mapping_names_classes(folder):
    (folder / "emnist-letters-mapping.txt").write_text(
        "0 48\n1 65 97\n2 66 98\n3 67 99\n4 68 100\n"
    )

    assert read_data_set(folder).classes == ["0", "A", "B", "C", "D"]


def test_mnist_is_known_wherever_it_lies(mnist_folder):
    assert read_data_set(mnist_folder).name == "MNIST"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / "train-labels-idx1-ubyte").unlink(), "train-labels.*found none"),
        (
            lambda f: (f / "train-images.old").write_bytes(b""),
            "expected one file.*train-images.old",
        ),
        (
            lambda f: (f / "labels.txt").write_text("a\nb\n"),
            "name for each class, found none for 2",
        ),
        (lambda f: (f / "mapping.txt").write_text("a b\n"), "a label and a character's code"),
        (
            lambda f: write_idx(f / "t10k-images-idx3-ubyte.gz", np.zeros((10, 5, 5), np.uint8)),
            r"of one size, found \(6, 8\).*\(5, 5\)",
        ),
        (
            lambda f: (
                write_idx(f / "train-images-idx3-ubyte.gz", np.zeros((0, 6, 8), np.uint8)),
                write_idx(f / "train-labels-idx1-ubyte", np.zeros(0, np.uint8)),
            ),
            "at least one image",
        ),
    ],
)
def test_what_is_wrong_with_a_data_set_is_said(folder, spoil, message):
    spoil(folder)

    with pytest.raises(ValueError, match=message):
        read_data_set(folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="nowhere: expected a folder"):
        read_data_set(tmp_path / "nowhere")
