"""The command line, run as a user runs it: a process of its own."""

import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from strokes import draw

from inkglass import mnist
from inkglass.checkpoint import save_checkpoint
from inkglass.data_split import split
from inkglass.datasets import read_data_set
from inkglass.idx import write_idx
from inkglass.model_file import load_model, save_model
from inkglass.optimizers import SGD, constant
from inkglass.recipes import RECIPES, notebook_network
from inkglass.training import train as train_network
from inkglass.training_run import Run

COMMAND = [sys.executable, "-c", "import sys; from inkglass.cli import main; sys.exit(main())"]
MODELS = Path(__file__).parents[2] / "web" / "models"
NOTEBOOKS_OWN = ["--epochs", "3", "--batch-size", "1", "--learning-rate", "0.005"]


@pytest.fixture
def inkglass(tmp_path):
    """Run the command line in an empty folder."""

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


def assert_one_line(done, *parts, code=1):
    """The command failed with one line on stderr that has these parts, and no traceback."""
    assert done.returncode == code
    assert len(done.stderr.splitlines()) == 1
    for part in parts:
        assert str(part) in done.stderr


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
    list(train_network(network, sgd, constant(0.02), images[:300], labels[:300], 1, 2, rng))
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


def test_the_same_seed_gives_the_same_file(train, tmp_path):
    for name in ("a.npz", "b.npz"):
        train("--images", 200, "--epochs", 1, "--seed", 3, "--output", name)

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_ctrl_c_ends_with_a_line_and_a_model(mnist_folder, tmp_path):
    arguments = ["train", "notebook", "--data", mnist_folder, "--images", "50000"]
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What runs the tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout.readline() == "--- Epoch 1 ---\n"
    time.sleep(0.5)  # somewhere in the first epoch
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 130
    assert errors == "inkglass: interrupted; saved the best weights so far\n"
    assert load_model(tmp_path / "notebook.npz").measured["accuracy"] > 0.2


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


def test_a_wrong_recipe_is_one_line(inkglass):
    assert_one_line(inkglass("train", "nootbook"), "notebook", code=2)


def test_no_command_is_one_line(inkglass):
    assert_one_line(inkglass(), "command", code=2)


def test_a_missing_data_folder_is_one_line(inkglass):
    assert_one_line(
        inkglass("train", "notebook", "--data", "nowhere"), "nowhere: expected a folder"
    )


def test_an_output_that_cannot_be_written_is_told_before_training(train):
    done = train("--output", "nowhere/model.npz")

    assert_one_line(done, "nowhere/model.npz: expected", "--output")
    assert done.stdout == ""


def test_evaluate_prints_accuracy_loss_and_confusion(inkglass, mnist_folder):
    done = inkglass("evaluate", MODELS / "notebook.npz", "--data", mnist_folder)

    lines = done.stdout.splitlines()
    assert lines[0].startswith("Accuracy: 98.")
    assert lines[0].endswith("of 10000 images")
    assert lines[1].startswith("Left without an answer: 0.")
    assert lines[2].startswith("Loss: 0.0")
    assert lines[3].startswith("Expected calibration error: 0.")
    confusion = np.array([line.split()[1:] for line in lines[-10:]], int)
    assert confusion.sum() == 10000
    assert confusion.trace() > 9800


def test_evaluate_saves_a_reliability_plot(inkglass, mnist_folder, tmp_path):
    plot = tmp_path / "plot.png"

    done = inkglass("evaluate", MODELS / "notebook.npz", "--data", mnist_folder, "--plot", plot)

    assert done.returncode == 0
    with Image.open(plot) as image:
        assert min(image.size) > 500
        assert len(image.convert("RGB").getcolors(10**6)) > 10


@pytest.mark.parametrize("name", ["plot.xyz", "no/folder/plot.png"])
def test_a_plot_that_cannot_be_saved_is_one_line(inkglass, mnist_folder, tmp_path, name):
    model = MODELS / "notebook.npz"

    done = inkglass("evaluate", model, "--data", mnist_folder, "--plot", tmp_path / name)

    assert_one_line(done, "inkglass: ")


def test_predict_reads_pictures_and_goes_on_after_a_bad_one(inkglass, tmp_path):
    Image.fromarray(draw(3)).save(tmp_path / "three.png")
    Image.fromarray(255 - draw(7)).save(tmp_path / "seven.jpg")
    Image.new("L", (50, 50)).save(tmp_path / "empty.png")
    (tmp_path / "odd.png").write_text("no picture")
    names = ["three.png", "odd.png", "none.png", "empty.png", "seven.jpg"]

    done = inkglass("predict", MODELS / "notebook.npz", *names)

    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line[: line.index(":") + 3] for line in lines] == [
        "three.png: 3",
        "empty.png: b",
        "seven.jpg: 7",
    ]
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == [" odd.png", " none.png"]


@pytest.mark.parametrize("name", ["odd.png", "none.png"])
def test_predict_fails_with_one_line_for_a_bad_picture(inkglass, tmp_path, name):
    (tmp_path / "odd.png").write_text("no picture")

    assert_one_line(inkglass("predict", MODELS / "notebook.npz", name), name)


def test_info_prints_the_layer_table(inkglass):
    done = inkglass("info", MODELS / "notebook.npz")

    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["Conv2D", "26", "x", "26", "x", "8", "72", "48,672"] in rows
    assert ["Dense", "10", "13,530", "13,520"] in rows
    assert ["total", "13,602", "62,192"] in rows


@pytest.mark.parametrize("command", ["evaluate", "predict", "info"])
@pytest.mark.parametrize(
    ("data", "message"),
    [(None, "No such file"), (b"", "expected an .npz archive"), (b"PK\3\4" * 99, ".npz archive")],
)
def test_a_bad_model_is_one_line(inkglass, tmp_path, command, data, message):
    if data is not None:
        (tmp_path / "bad.npz").write_bytes(data)
    more = ["picture.png"] if command == "predict" else []

    assert_one_line(inkglass(command, "bad.npz", *more), "bad.npz", message)


def test_a_model_of_other_labels_cannot_be_evaluated(inkglass, tmp_path, model):
    model.labels[0] = "zero"
    save_model(tmp_path / "m.npz", model)

    assert_one_line(inkglass("evaluate", "m.npz"), "m.npz: expected the labels of MNIST, 0, 1")


def test_a_broken_off_training_goes_on_to_the_same_bytes(train, tmp_path):
    small = ("--images", 400, "--epochs", 4, "--seed", 2)
    train(*small, "--output", "whole.npz")
    killed = start_training(tmp_path, *small, "--output", "parts.npz")
    wait_for(tmp_path / "parts.npz.checkpoint")
    killed.kill()
    killed.wait()
    assert not (tmp_path / "parts.npz").exists()

    done = train(*small, "--output", "parts.npz", "--resume")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "parts.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()
    assert not (tmp_path / "parts.npz.checkpoint").exists()


def start_training(folder, *arguments):
    return subprocess.Popen(
        [*COMMAND, "train", "notebook", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(MODELS.parents[1] / "py")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(path):
    limit = time.monotonic() + 60
    while not path.exists() and time.monotonic() < limit:
        time.sleep(0.01)


def test_resuming_a_training_with_other_options_is_refused(train, tmp_path):
    save_checkpoint(tmp_path / "notebook.npz.checkpoint", {"recipe": "notebook"}, {}, {})

    assert_one_line(
        train("--images", 400, "--resume"), "notebook.npz.checkpoint", "start without --resume"
    )


def test_resuming_what_was_never_begun_is_refused(train):
    assert_one_line(train("--resume"), "notebook.npz.checkpoint", "No such file")


def test_patience_stops_a_training_that_gets_no_better(train):
    done = train("--images", 50, "--epochs", 200, "--patience", 2)

    assert "No better for 2 epochs: stopped" in done.stdout
    assert done.stdout.count("--- Epoch") < 200


def test_any_data_set_can_be_learnt_evaluated_and_read(inkglass, tmp_path, rng):
    folder = tmp_path / "bars"
    folder.mkdir()
    for part, count in (("train", 300), ("t10k", 60)):
        labels = rng.integers(0, 3, count).astype(np.uint8)
        images = np.zeros((count, 12, 16), np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[4 * label : 4 * label + 4] = rng.integers(128, 256)
        write_idx(folder / f"{part}-images-idx3-ubyte", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", labels)
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


@pytest.mark.parametrize(("data", "count", "outliers"), [(None, 1500, 30000), ("given", 0, 0)])
def test_what_the_program_makes_is_for_mnist_alone(mnist_folder, data, count, outliers):
    options = Namespace(images=300, seed=0, data=data)

    run = Run(RECIPES["default"], options, read_data_set(mnist_folder), "model.npz")

    images, labels = run.data.training
    assert len(images) == len(labels) == 300 + count
    assert (labels[300:] == 1).all()
    assert run.outliers == outliers
