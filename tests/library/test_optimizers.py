import numpy as np
import pytest
from numpy.testing import assert_allclose

from inkglass.optimizers import SGD, constant, cosine


def test_sgd_without_momentum_goes_against_the_gradient():
    weight = np.array([[1.0, 2]])

    SGD({"w": weight}, momentum=0, weight_decay=0).step({"w": np.array([[10.0, -10]])}, 0.1)

    assert_allclose(weight, [[0, 3]])


def test_momentum_carries_earlier_steps_on():
    weight = np.array([[0.0]])
    sgd = SGD({"w": weight}, momentum=0.5, weight_decay=0)

    for _ in range(3):
        sgd.step({"w": np.array([[1.0]])}, 1)

    assert_allclose(weight, -(1 + 1.5 + 1.75))


def test_weight_decay_shrinks_weights_but_not_biases():
    weight, bias = np.array([[2.0]]), np.array([2.0])
    sgd = SGD({"w": weight, "b": bias}, momentum=0, weight_decay=0.1)

    sgd.step({"w": np.zeros((1, 1)), "b": np.zeros(1)}, 0.5)

    assert_allclose(weight, 2 - 0.5 * 0.1 * 2)
    assert_allclose(bias, 2)


@pytest.mark.parametrize("momentum", [0, 0.9])
def test_float32_parameters_stay_float32_and_the_same_array(momentum):
    weight = np.ones((2, 2), np.float32)
    sgd = SGD({"w": weight}, momentum, weight_decay=0.1)

    sgd.step({"w": np.ones((2, 2), np.float32)}, 0.1)

    assert weight.dtype == np.float32
    assert weight[0, 0] < 1


@pytest.mark.parametrize(("progress", "rate"), [(0, 0.2), (0.5, 0.1), (1, 0)])
def test_cosine_falls_from_the_rate_to_nothing(progress, rate):
    assert cosine(0.2)(progress) == pytest.approx(rate)


def test_constant_stays():
    assert constant(0.3)(0) == constant(0.3)(1) == 0.3
