import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import Dropout, Flatten, GlobalAveragePool2D
from inkglass.nn.network import Network
from inkglass.nn.predictor import Predictor
from inkglass.training.recipes import RECIPES


def a_network(name, rng):
    """Return a recipe's network that is sure of nothing; all its arrays are random."""
    network = RECIPES[name].network(rng)
    for array in network.arrays.values():
        array[...] = rng.uniform(0.5, 1.5, array.shape) * rng.choice([-1, 1], array.shape)
    for layer in network.layers:
        for statistics in layer.statistics.values():
            np.abs(statistics, out=statistics)
    weight = network.layers[-1].weight
    weight *= 3 / np.abs(network.forward(rng.random((50, 28, 28, 1), np.float32))).max()
    return network


def test_the_networks_of_these_tests_are_not_sure(rng):
    x = rng.random((20, 28, 28, 1), np.float32) - np.float32(0.5)

    for name in RECIPES:
        assert 0.11 < a_network(name, rng).predict(x).max(axis=1).mean() < 0.9


@pytest.mark.parametrize("name", RECIPES)
def test_it_predicts_as_the_network_does(name, rng):
    network = a_network(name, rng)
    predictor = Predictor(network)

    for x in rng.random((5, 1, 28, 28, 1), np.float32) - np.float32(0.5):
        assert_allclose(predictor.predict(x), network.predict(x), atol=1e-5)


def test_several_examples_at_once(rng):
    network = a_network("default", rng)
    x = rng.random((3, 28, 28, 1), np.float32)

    assert_allclose(Predictor(network, 3).predict(x), network.predict(x), atol=1e-5)


def test_what_is_written_into_its_input_is_predicted(rng):
    network = a_network("default", rng)
    predictor = Predictor(network)

    for x in rng.random((2, 1, 28, 28, 1), np.float32):
        predictor.input[...] = x
        assert_allclose(predictor.predict_input(), network.predict(x), atol=1e-5)


def test_what_was_predicted_stays(rng):
    predictor = Predictor(a_network("notebook", rng))
    x = rng.random((2, 1, 28, 28, 1), np.float32)
    first = predictor.predict(x[0])
    kept = first.copy()
    predictor.predict(x[1])

    assert_array_equal(first, kept)


def test_layers_without_arithmetic_of_their_own(rng):
    x = rng.random((1, 4, 4, 3), np.float32)
    pooled = Network([Dropout(0.5), GlobalAveragePool2D()], (4, 4, 3))
    flat = Network([Flatten()], (4, 4, 3))

    for network in (pooled, flat):
        assert_allclose(Predictor(network).predict(x), network.predict(x), atol=1e-6)


@pytest.mark.parametrize("shape", [(2, 28, 28, 1), (1, 28, 28), (1, 28, 27, 1)])
def test_another_shape_is_refused(shape, rng):
    predictor = Predictor(a_network("notebook", rng))

    with pytest.raises(ValueError, match=r"expected a batch of shape \(1, 28, 28, 1\)"):
        predictor.predict(np.zeros(shape, np.float32))
