import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import BatchNorm2D, Dense, Flatten
from inkglass.nn.network import Network
from inkglass.training.averaging import MovingAverage


@pytest.fixture
def network():
    norm = BatchNorm2D(np.ones(1), np.zeros(1), np.zeros(1), np.ones(1))
    return Network([norm, Flatten(), Dense(np.zeros((4, 2)))], (2, 2, 1))


def test_an_average_follows_by_what_the_decay_leaves(network):
    average = MovingAverage(network, 0.5)
    average.updates = 1000
    network.layers[2].weight[:] = 8

    average.update()
    assert_array_equal(average.network.layers[2].weight, np.full((4, 2), 4.0))
    average.update()
    assert_array_equal(average.network.layers[2].weight, np.full((4, 2), 6.0))
    assert_array_equal(network.layers[2].weight, np.full((4, 2), 8.0))


def test_statistics_are_averaged_too(network):
    average = MovingAverage(network, 0.9)
    network.layers[0].running_mean[:] = 1

    average.update()

    assert 0 < average.network.layers[0].running_mean[0] < 1


def test_the_beginning_is_soon_forgotten(network):
    average = MovingAverage(network, 0.9999)
    network.layers[2].weight[:] = 1

    for _ in range(50):
        average.update()

    assert_allclose(average.network.layers[2].weight, 1, atol=1e-4)


@pytest.mark.parametrize("decay", [-0.1, 1, 2])
def test_a_decay_that_cannot_be_is_refused(network, decay):
    with pytest.raises(ValueError, match="from 0 to below 1"):
        MovingAverage(network, decay)
