import math

import numpy as np
import pytest
from gradients import numerical_gradient
from numpy.testing import assert_allclose

from inkglass.nn.losses import log_sum_exp, softmax, softmax_cross_entropy


def test_softmax_of_a_worked_example():
    assert_allclose(softmax(np.log([[1.0, 2, 5]])), [[1 / 8, 2 / 8, 5 / 8]])


@pytest.mark.parametrize("scale", [1, 1e3, 1e30])
def test_softmax_of_large_logits_sums_to_one(rng, scale):
    logits = (rng.normal(size=(4, 10)) * scale).astype(np.float32)

    assert_allclose(softmax(logits).sum(axis=1), 1, rtol=1e-6)


@pytest.mark.parametrize("highest", [0, 1e4])
def test_log_sum_exp_of_a_worked_example(highest):
    logits = np.log([[1.0, 2, 5], [1, 1, 2]]) + highest

    assert_allclose(log_sum_exp(logits), np.log([8, 4]) + highest)


def test_cross_entropy_of_a_worked_example():
    logits = np.log([[1.0, 2, 5], [3, 1, 4]])

    loss, grad = softmax_cross_entropy(logits, np.array([2, 0]))

    assert loss == pytest.approx(-(math.log(5 / 8) + math.log(3 / 8)) / 2)
    assert_allclose(grad, [[1 / 16, 2 / 16, -3 / 16], [-5 / 16, 1 / 16, 4 / 16]])


def test_cross_entropy_gradient_matches_finite_differences(rng):
    logits, labels = rng.normal(size=(4, 5)), np.array([0, 3, 3, 4])

    _, grad = softmax_cross_entropy(logits, labels)

    numerical = numerical_gradient(lambda: softmax_cross_entropy(logits, labels)[0], logits)
    assert_allclose(grad, numerical, atol=1e-8)


def test_cross_entropy_is_finite_where_the_probability_rounds_to_zero():
    loss, grad = softmax_cross_entropy(np.array([[0, 1000]], np.float32), np.array([0]))

    assert loss == 1000
    assert_allclose(grad, [[-1, 1]])


def test_cross_entropy_leaves_the_logits_as_they_are(rng):
    logits = rng.normal(size=(2, 3))
    before = logits.copy()

    softmax_cross_entropy(logits, np.array([0, 1]))

    assert_allclose(logits, before, rtol=0)


def test_smoothing_expects_a_little_of_every_class(rng):
    logits, labels = rng.normal(size=(3, 4)), np.array([0, 3, 2])
    logs = np.log(softmax(logits))
    expected = -np.mean(
        [0.8 * logs[i, label] + 0.2 * logs[i].mean() for i, label in enumerate(labels)]
    )

    loss, grad = softmax_cross_entropy(logits, labels, smoothing=0.2)

    assert loss == pytest.approx(expected)
    assert_allclose(
        grad,
        numerical_gradient(lambda: softmax_cross_entropy(logits, labels, smoothing=0.2)[0], logits),
        atol=1e-8,
    )
