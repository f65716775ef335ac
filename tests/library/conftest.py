"""What the library's tests share."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from command_line import COMMAND, called
from data_sets import write_part

from inkglass.data import mnist
from inkglass.data.datasets import DIGITS, read_data_set
from inkglass.data.idx import read_pair
from inkglass.formats.model_file import Model, dump_model, load_model
from inkglass.training.checkpoint import save_checkpoint
from inkglass.training.recipes import notebook_network

LIBRARY = Path(__file__).parent
# Pillow, onnx, threads, subprocesses and the command line do not exist in the page's Python.
WITHOUT_PAGE = [
    "cli",
    "formats/test_interchange.py",
    "formats/test_onnx_external.py",
    "training/test_prefetch.py",
    "test_package.py",
    "test_readme.py",
]
# What is only trained on. It is drawn with NumPy alone, so the page's Python adds little.
TRAINED_ON = ["synthetic"]


def pytest_ignore_collect(collection_path, config):
    """Leave out what the page's Python lacks, and what is only tested in it with --full."""
    if sys.platform != "emscripten":
        return None
    left_out = WITHOUT_PAGE if config.getoption("full") else WITHOUT_PAGE + TRAINED_ON
    path = collection_path.relative_to(LIBRARY).as_posix()
    return True if path in left_out else None


class BrokenOff(BaseException):
    """Nothing catches it, as nothing does when a process is killed."""


@pytest.fixture(scope="session")
def mnist_folder():
    """The folder with MNIST's files: INKGLASS_MNIST, else where npm installs them."""
    return mnist.find_folder(os.environ.get("INKGLASS_MNIST"))


@pytest.fixture(scope="session")
def test_digits(mnist_folder):
    """MNIST's test images and labels."""
    return read_pair(
        mnist_folder / "t10k-images-idx3-ubyte", mnist_folder / "t10k-labels-idx1-ubyte"
    )


@pytest.fixture(scope="session")
def few_digits(mnist_folder, tmp_path_factory):
    """A folder with a data set of 240 of MNIST's training images and 60 of its test images.

    A training on them validates and tests on few images, too: that takes most of the time.
    """
    folder = tmp_path_factory.mktemp("few")
    mnist_digits = read_data_set(mnist_folder)
    for part, arrays, count in (
        ("train", mnist_digits.training, 240),
        ("t10k", mnist_digits.test, 60),
    ):
        write_part(folder, part, *(array[:count] for array in arrays))
    return folder


@pytest.fixture(scope="session")
def notebook():
    """The trained model that the page ships."""
    return load_model(Path(__file__).parents[2] / "web" / "models" / "notebook.npz")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def model(rng):
    """An untrained model of the notebook's architecture."""
    return Model(notebook_network(rng), DIGITS, {"recipe": "notebook"}, {"accuracy": 0.1})


@pytest.fixture
def model_bytes(model):
    return dump_model(model)


@pytest.fixture
def inkglass(tmp_path, monkeypatch, capsys):
    """Run the command line in an empty folder, in this process."""

    def run(*arguments):
        monkeypatch.chdir(tmp_path)
        capsys.readouterr()
        code = called(list(map(str, arguments)))
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return run


@pytest.fixture
def break_off(inkglass, monkeypatch):
    """Run the command line and break it off where it has written so many checkpoints."""

    def run(count, *arguments):
        written = []

        def save(*checkpoint):
            save_checkpoint(*checkpoint)
            written.append(checkpoint)
            if len(written) == count:
                raise BrokenOff

        with monkeypatch.context() as patch, pytest.raises(BrokenOff):
            patch.setattr("inkglass.cli.train.save_checkpoint", save)
            inkglass(*arguments)

    return run


@pytest.fixture
def process(tmp_path):
    """Run the command line in an empty folder, in a process of its own as a user does."""

    def run(*arguments):
        return subprocess.run(
            [*COMMAND, *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True
        )

    return run


@pytest.fixture
def train(inkglass, mnist_folder):
    def run(*arguments):
        return inkglass("train", "notebook", "--data", mnist_folder, *arguments)

    return run
