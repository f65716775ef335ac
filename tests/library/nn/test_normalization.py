import numpy as np
import pytest
from gradients import check_gradients
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import BatchNorm2D


def batch_norm(rng, channels=3):
    arrays = rng.normal(size=(3, channels))
    return BatchNorm2D(*arrays, rng.uniform(0.5, 2, channels))


def test_batch_norm2d_of_a_worked_example():
    norm = BatchNorm2D(np.array([2.0]), np.array([10.0]), np.zeros(1), np.ones(1))
    x = np.array([1.0, 3, 5, 7]).reshape(1, 2, 2, 1)

    out = norm.forward(x, training=True)

    # The mean is 4 and the variance 5.
    assert_allclose(out.ravel(), 10 + 2 * (x.ravel() - 4) / np.sqrt(5), atol=1e-4)
    assert_allclose(norm.running_mean, 0.1 * 4)
    assert_allclose(norm.running_var, 0.9 * 1 + 0.1 * 5 * 4 / 3)


def test_batch_norm2d_equals_its_definition(rng):
    norm, x = batch_norm(rng), rng.normal(size=(4, 3, 2, 3))
    trained = norm.forward(x, training=True)
    read = norm.forward(x)

    for c in range(3):
        values = x[..., c].ravel().tolist()
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / len(values)
        expected = (x[..., c] - mean) / (variance + 1e-5) ** 0.5 * norm.weight[c] + norm.bias[c]
        assert_allclose(trained[..., c], expected, atol=1e-12)
        deviation = (norm.running_var[c] + 1e-5) ** 0.5
        expected = (x[..., c] - norm.running_mean[c]) / deviation * norm.weight[c] + norm.bias[c]
        assert_allclose(read[..., c], expected, atol=1e-12)


@pytest.mark.parametrize("shape", [(4, 3, 2, 3), (6, 3)])
def test_batch_norm2d_gradients_match_finite_differences(rng, shape):
    check_gradients(batch_norm(rng), rng.normal(size=shape), rng, training=True)


def test_batch_norm2d_of_what_never_varies_is_finite():
    norm = BatchNorm2D(np.ones(2), np.zeros(2), np.zeros(2), np.ones(2))

    out = norm.forward(np.full((1, 1, 1, 2), 3.0), training=True)

    assert_array_equal(out, np.zeros((1, 1, 1, 2)))
    assert np.isfinite(norm.backward(np.ones_like(out))).all()
    assert np.isfinite(norm.running_var).all()
