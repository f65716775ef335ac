"""The recipes, and the trained networks that the page ships."""

from pathlib import Path

import numpy as np
import pytest
from page_python import SLOW_IN_PAGE
from strokes import draw

from inkglass.formats.model_file import load_model
from inkglass.reading.drawing import network_input, network_tensor
from inkglass.training.evaluation import logits_of, score
from inkglass.training.recipes import RECIPES, notebook_network, orient
from inkglass.training.rejection import with_rejection

MODELS = Path(__file__).parents[3] / "web" / "models"


@pytest.fixture(scope="session")
def shipped():
    """The trained models that the page ships, by name."""
    return {name: load_model(MODELS / f"{name}.npz") for name in RECIPES}


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


def test_the_default_network_is_small(shipped):
    rows = shipped["default"].network.summary()

    assert sum(multiply_adds for *_, multiply_adds in rows) <= 2_500_000
    assert (MODELS / "default.npz").stat().st_size <= 1_000_000


@pytest.mark.parametrize(
    ("name", "least"),
    [("notebook", 0.983), pytest.param("default", 0.9965, marks=SLOW_IN_PAGE)],
)
def test_a_shipped_network_reads_mnist(shipped, test_digits, name, least):
    model = shipped[name]
    images, labels = test_digits
    loss, accuracy, _ = score(model.shown(logits_of(model.network, images)), labels)

    assert accuracy >= least
    assert accuracy == pytest.approx(model.measured["accuracy"], abs=2e-4)
    assert loss == pytest.approx(model.measured["loss"], abs=1e-4)


@pytest.mark.parametrize("name", RECIPES)
def test_a_shipped_network_is_as_its_recipe_makes_it(shipped, name):
    recipe = RECIPES[name]
    made = recipe.network(np.random.default_rng(0))
    if recipe.outliers:
        nothing = np.zeros((20, 28, 28), np.uint8)
        made = with_rejection(made, nothing, nothing, np.random.default_rng(0))
    found = shipped[name].network

    assert shapes(found) == shapes(made)


def shapes(network):
    return {key: array.shape for key, array in network.arrays.items()}


@pytest.mark.parametrize("name", [pytest.param(name, marks=SLOW_IN_PAGE) for name in RECIPES])
def test_a_shipped_network_reads_mnist_as_well_drawn_on_a_pad(shipped, test_digits, name):
    model = shipped[name]
    images, labels = test_digits[0][:1000], test_digits[1][:1000]
    pads = images.repeat(5, axis=1).repeat(5, axis=2)

    again = np.array([network_input(pad) for pad in pads])

    expected, accuracy = (
        (model.shown(logits_of(model.network, each)).argmax(axis=1) == labels).mean()
        for each in (images, again)
    )
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
@pytest.mark.parametrize("name", RECIPES)
def test_a_shipped_network_reads_a_drawn_digit(shipped, name, digit, box, width):
    assert read(shipped[name], draw(digit, box=box, width=width)) == digit
