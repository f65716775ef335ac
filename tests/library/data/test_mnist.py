import gzip
import shutil

import numpy as np
import pytest

from inkglass.data import mnist
from inkglass.data.idx import write_idx

NAMES = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


@pytest.fixture
def copied(tmp_path, mnist_folder):
    """A folder with the two test files, which a test may spoil."""
    for name in NAMES:
        shutil.copyfile(mnist_folder / name, tmp_path / name)
    return tmp_path


def test_the_test_set_is_read(mnist_folder):
    images, labels = mnist.read_test(mnist_folder)

    assert images.shape == (10000, 28, 28)
    assert labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_gzipped_files_are_found(copied):
    for name in NAMES:
        data = (copied / name).read_bytes()
        (copied / name).unlink()
        (copied / f"{name}.gz").write_bytes(gzip.compress(data, 1))

    assert mnist.read_test(copied)[0].shape == (10000, 28, 28)


def test_a_missing_file_is_named_with_what_to_do(copied):
    (copied / NAMES[1]).unlink()

    with pytest.raises(ValueError, match=rf"{NAMES[1]}: .*build\.py site.*--data DIR"):
        mnist.read_test(copied)


def test_other_files_of_the_right_form_are_refused(copied):
    labels = np.zeros(10000, np.uint8)
    write_idx(copied / NAMES[1], labels)

    with pytest.raises(ValueError, match=rf"{NAMES[1]}: expected the md5 27ae3e4e.*, found"):
        mnist.read_test(copied)


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(ValueError, match="nowhere: expected a folder"):
        mnist.find_folder(tmp_path / "nowhere")


def test_without_an_installed_mnist_the_error_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(mnist, "INSTALLED", tmp_path / "none")

    with pytest.raises(ValueError, match=r"run `python3 build\.py site`"):
        mnist.find_folder()
