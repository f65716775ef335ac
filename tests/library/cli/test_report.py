"""`inkglass evaluate` and `info`."""

import numpy as np
import pytest
from command_line import MODELS, assert_one_line
from PIL import Image

from inkglass.formats.model_file import save_model


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


def test_info_prints_the_layer_table(inkglass):
    done = inkglass("info", MODELS / "notebook.npz")

    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["Conv2D", "26", "x", "26", "x", "8", "72", "48,672"] in rows
    assert ["Dense", "10", "13,530", "13,520"] in rows
    assert ["total", "13,602", "62,192"] in rows


def test_a_model_of_other_labels_cannot_be_evaluated(inkglass, tmp_path, model):
    model.labels[0] = "zero"
    save_model(tmp_path / "m.npz", model)

    assert_one_line(inkglass("evaluate", "m.npz"), "m.npz: expected the labels of MNIST, 0, 1")
