import numpy as np
import pytest
from numpy.testing import assert_allclose

from inkglass.training.optimizers import SGD, AdamW, constant, cosine, one_cycle


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


def test_a_warm_up_rises_in_a_line_before_the_cosine():
    schedule = cosine(0.2, warm_up=0.1)

    assert [schedule(progress) for progress in (0, 0.05, 0.1, 0.55, 1)] == pytest.approx(
        [0, 0.1, 0.2, 0.1, 0]
    )


def test_one_cycle_rises_and_falls():
    schedule = one_cycle(1.0, rise=0.2, first=0.04, last=0.001)

    assert [schedule(progress) for progress in (0, 0.1, 0.2, 0.6, 1)] == pytest.approx(
        [0.04, 0.52, 1, 0.5005, 0.001]
    )


def test_nesterov_looks_ahead():
    weight = np.array([[0.0]])
    sgd = SGD({"w": weight}, momentum=0.5, nesterov=True)

    sgd.step({"w": np.array([[1.0]])}, 1)
    assert_allclose(weight, -1.5)
    sgd.step({"w": np.array([[1.0]])}, 1)
    assert_allclose(weight, -1.5 - (0.5 * 1.5 + 1))


def test_the_first_steps_of_adamw_are_those_of_its_formula():
    weight, gradients = np.array([[2.0]]), (0.3, -0.1)
    adam = AdamW({"w": weight}, weight_decay=0.1)
    expected, mean, square = 2.0, 0.0, 0.0

    for number, gradient in enumerate(gradients, 1):
        adam.step({"w": np.array([[gradient]])}, 0.01)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        expected -= 0.01 * 0.1 * expected
        unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
        expected -= 0.01 * unbiased[0] / (unbiased[1] ** 0.5 + 1e-8)
        assert_allclose(weight, expected, rtol=1e-6)


@pytest.mark.parametrize("make", [lambda p: SGD(p, 0.9, 0.1, nesterov=True), AdamW])
def test_a_step_depends_on_nothing_but_parameters_and_state(rng, make):
    gradients = [{"w": rng.normal(size=(3, 2)).astype(np.float32)} for _ in range(4)]
    first = make({"w": np.ones((3, 2), np.float32)})
    for each in gradients[:2]:
        first.step(each, 0.1)
    second = make({"w": first.parameters["w"].copy()})
    for name, array in second.state.items():
        array[...] = first.state[name]

    for each in gradients[2:]:
        first.step(each, 0.1)
        second.step(each, 0.1)

    assert first.parameters["w"].tobytes() == second.parameters["w"].tobytes()
    assert first.parameters["w"].dtype == np.float32
