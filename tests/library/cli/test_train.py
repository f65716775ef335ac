"""`inkglass train`."""

import numpy as np
import pytest
from command_line import assert_one_line
from data_sets import write_part
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.data import mnist
from inkglass.data.data_split import split
from inkglass.data.datasets import read_data_set
from inkglass.formats.model_file import load_model
from inkglass.training.optimizers import SGD, constant
from inkglass.training.recipes import RECIPES, notebook_network
from inkglass.training.training import train as train_network

NOTEBOOKS_OWN = ["--epochs", "3", "--batch-size", "1", "--learning-rate", "0.005"]


def test_the_notebooks_own_run_prints_its_lines(train, tmp_path):
    done = train("--images", 1000, *NOTEBOOKS_OWN)

    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert [line for line in lines if line.startswith("---")] == [
        f"--- Epoch {epoch} ---" for epoch in (1, 2, 3)
    ]
    assert lines[1].startswith("[Step 100] Past 100 steps: Average Loss 2.")
    assert lines[10].startswith("[Step 1000] Past 100 steps: Average Loss 0.")
    accuracies = [int(line.split()[-1].rstrip("%")) for line in lines if "Accuracy: " in line[20:]]
    assert len(accuracies) == 30
    assert accuracies[0] < 60 < accuracies[-1]
    assert lines[-2].startswith("Test Loss: ")
    assert float(lines[-1].removeprefix("Test Accuracy: ")) > 0.75
    model = load_model(tmp_path / "notebook.npz")
    assert model.measured["on"] == "MNIST's training images 1000 to 1999"


def test_a_rate_of_ones_own_is_constant_and_leaves_the_images(train, mnist_folder, tmp_path):
    train("--images", 300, "--epochs", 1, "--batch-size", 2, "--learning-rate", 0.02)

    rng = np.random.default_rng(0)
    network = notebook_network(rng)
    images, labels = mnist.read_training(mnist_folder)
    sgd = SGD(network.parameters, momentum=0, weight_decay=0)
    sizes = {"epochs": 1, "batch_size": 2}
    rate = {"optimizer": sgd, "schedule": constant(0.02)}
    list(train_network(network, images[:300], labels[:300], rng=rng, **sizes, **rate))
    saved = load_model(tmp_path / "notebook.npz").network.parameters
    for name, array in network.parameters.items():
        assert_allclose(saved[name], array, atol=1e-5)


def test_a_small_run_is_tested_on_the_next_images(mnist_folder):
    images, labels = mnist.read_training(mnist_folder)

    data = split(read_data_set(mnist_folder), 300, held_back=30)

    assert_array_equal(data.training[0], images[:300])
    assert_array_equal(data.test[0], images[300:1300])
    assert_array_equal(data.test[1], labels[300:1300])
    assert_array_equal(data.validation[0], images[-5000:])


def test_a_full_run_is_tested_on_the_test_set_and_holds_images_back(mnist_folder):
    images, labels = mnist.read_training(mnist_folder)

    data = split(read_data_set(mnist_folder), None, held_back=30)

    stretches = [slice(5800 + 6000 * i, 6000 + 6000 * i) for i in range(10)]
    assert_array_equal(data.validation[0], np.concatenate([images[each] for each in stretches]))
    assert len(data.training[0]) == len(data.training[1]) == 58000
    assert_array_equal(data.training[1][:5900], np.r_[labels[:5800], labels[6000:6100]])
    assert_array_equal(data.test[1], mnist.read_test(mnist_folder)[1])


def test_the_same_seed_gives_the_same_file(train, process, mnist_folder, tmp_path):
    small = ("--images", 200, "--epochs", 1, "--seed", 3)
    train(*small, "--output", "a.npz")
    process("train", "notebook", "--data", mnist_folder, *small, "--output", "b.npz")

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_loss_that_is_not_finite_is_told_and_leaves_the_old_file(train, tmp_path):
    (tmp_path / "notebook.npz").write_bytes(b"old")

    done = train("--images", 1000, "--learning-rate", 100000)

    assert_one_line(done, "the loss became", "lower learning rate", "nothing was saved")
    assert (tmp_path / "notebook.npz").read_bytes() == b"old"


@pytest.mark.parametrize(
    "option",
    [
        ("--batch-size", "0"),
        ("--batch-size", "2.5"),
        ("--epochs", "-1"),
        ("--images", "0"),
        ("--images", "many"),
        ("--learning-rate", "-0.1"),
        ("--learning-rate", "0"),
        ("--learning-rate", "nan"),
        ("--learning-rate", "inf"),
        ("--seed", "-1"),
    ],
)
def test_a_wrong_option_is_one_line(train, option):
    assert_one_line(train(*option), option[0], f"found '{option[1]}'", code=2)


def test_more_images_than_there_are_is_one_line(train):
    assert_one_line(train("--images", "60001"), "--images", "60000")


def test_a_missing_data_folder_is_one_line(inkglass):
    assert_one_line(
        inkglass("train", "notebook", "--data", "nowhere"), "nowhere: expected a folder"
    )


def test_an_output_that_cannot_be_written_is_told_before_training(train):
    done = train("--output", "nowhere/model.npz")

    assert_one_line(done, "nowhere/model.npz: expected", "--output")
    assert done.stdout == ""


def test_any_data_set_can_be_learnt_evaluated_and_read(inkglass, tmp_path, rng):
    folder = tmp_path / "bars"
    folder.mkdir()
    for part, count in (("train", 300), ("t10k", 60)):
        labels = rng.integers(0, 3, count).astype(np.uint8)
        images = np.zeros((count, 12, 16), np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[4 * label : 4 * label + 4] = rng.integers(128, 256)
        write_part(folder, part, images, labels)
    (folder / "labels.txt").write_text("top\nmiddle\nbottom\n")

    done = inkglass("train", "notebook", "--data", folder, "--epochs", 3, "--output", "bars.npz")

    assert done.returncode == 0, done.stderr
    model = load_model(tmp_path / "bars.npz")
    assert model.labels == ["top", "middle", "bottom"]
    assert model.network.input_shape == (12, 16, 1)
    assert model.measured["on"] == "bars's test images"
    assert model.measured["accuracy"] > 0.9
    assert "Accuracy: " in inkglass("evaluate", "bars.npz", "--data", folder).stdout
    assert_one_line(inkglass("evaluate", "bars.npz"), "(28, 28, 1)", "(12, 16, 1)")


def test_images_that_are_too_small_for_a_recipe_are_told_by_their_size(inkglass, tmp_path):
    for part in ("train", "t10k"):
        write_part(tmp_path, part, np.zeros((60, 16, 12), np.uint8), np.zeros(60, np.uint8))

    done = inkglass("train", "default", "--data", tmp_path)

    assert_one_line(done, "images of 16x12 pixels are too small for default", "another recipe")


def test_without_a_seed_the_recipes_own_is_taken(inkglass, few_digits, tmp_path):
    small = ("--data", few_digits, "--epochs", 1, "--teachers", 0)
    inkglass("train", "default", *small, "--output", "own.npz")
    inkglass("train", "default", *small, "--output", "told.npz", "--seed", RECIPES["default"].seed)
    inkglass("train", "default", *small, "--output", "other.npz", "--seed", 7)

    own, told, other = (
        (tmp_path / f"{name}.npz").read_bytes() for name in ("own", "told", "other")
    )
    assert own == told != other
