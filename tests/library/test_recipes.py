"""The recipes, and the trained network that the page ships."""

import numpy as np
import pytest
from strokes import draw

from inkglass.drawing import network_input, network_tensor
from inkglass.evaluation import evaluate
from inkglass.recipes import RECIPES, notebook_network, orient


def read(model, pixels):
    image = network_input(pixels)
    return model.network.predict(network_tensor(image[None])).argmax()


def test_the_notebooks_network_is_the_notebooks(rng):
    rows = notebook_network(rng).summary()

    assert [row[:3] for row in rows] == [
        ("Conv2D", (26, 26, 8), 72),
        ("MaxPool2D", (13, 13, 8), 0),
        ("Flatten", (1352,), 0),
        ("Dense", (10,), 13530),
    ]


def test_the_oriented_kernels_are_edges_in_eight_directions(rng):
    network = notebook_network(rng)
    orient(network, rng)

    kernels = network.layers[0].weight[:, :, 0]
    right = (kernels[:, 2] - kernels[:, 0]).sum(axis=0)
    down = (kernels[2] - kernels[0]).sum(axis=0)
    angles = np.arctan2(down, right) % (2 * np.pi)
    wrapped = (angles - np.arange(8) * np.pi / 4 + np.pi) % (2 * np.pi) - np.pi
    assert np.abs(wrapped).max() < 0.3


@pytest.mark.parametrize("name", RECIPES)
def test_the_same_seed_makes_the_same_network(name):
    first, second = (RECIPES[name].network(np.random.default_rng(1)) for _ in range(2))

    for key, array in first.parameters.items():
        assert array.dtype == np.float32
        assert array.tobytes() == second.parameters[key].tobytes()


def test_the_shipped_network_reads_mnist(notebook, test_digits):
    loss, accuracy, _ = evaluate(notebook.network, *test_digits)

    assert accuracy >= 0.983
    assert accuracy == pytest.approx(notebook.measured["accuracy"], abs=2e-4)
    assert loss == pytest.approx(notebook.measured["loss"], abs=1e-4)


def test_the_shipped_network_reads_mnist_as_well_drawn_on_a_pad(notebook, test_digits):
    images, labels = test_digits[0][:1000], test_digits[1][:1000]
    pads = images.repeat(5, axis=1).repeat(5, axis=2)

    again = np.array([network_input(pad) for pad in pads])

    _, expected, _ = evaluate(notebook.network, images, labels)
    _, accuracy, _ = evaluate(notebook.network, again, labels)
    assert abs(accuracy - expected) <= 0.004


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize(
    ("box", "width"),
    [
        ((0.2, 0.15, 0.6, 0.7), 0.07),
        ((0.2, 0.15, 0.6, 0.7), 0.015),
        ((0.2, 0.15, 0.6, 0.7), 0.12),
        ((0.02, 0.02, 0.13, 0.15), 0.015),
        ((0.82, 0.8, 0.15, 0.18), 0.02),
        ((0.04, 0.05, 0.9, 0.9), 0.08),
    ],
    ids=["middle", "thin", "thick", "small top left", "small bottom right", "large"],
)
def test_the_shipped_network_reads_a_drawn_digit(notebook, digit, box, width):
    assert read(notebook, draw(digit, box=box, width=width)) == digit
