import numpy as np
import pytest
from gradients import check_gradients
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import GlobalAveragePool2D, MaxPool2D


def plain_max_pool2d(x):
    N, H, W, C = x.shape
    out = np.zeros((N, H // 2, W // 2, C))
    for n, i, j, c in np.ndindex(out.shape):
        out[n, i, j, c] = max(x[n, 2 * i + di, 2 * j + dj, c] for di in (0, 1) for dj in (0, 1))
    return out


def test_max_pool2d_of_a_worked_example():
    x = np.array([[1.0, 2, 5, 0], [4, 3, -1, -2]]).reshape(1, 2, 4, 1)

    assert_array_equal(MaxPool2D().forward(x), [[[[4], [5]]]])


@pytest.mark.parametrize("shape", [(2, 4, 6, 3), (1, 5, 7, 2), (3, 2, 3, 1)])
def test_max_pool2d_equals_the_plain_loops_and_drops_an_odd_edge(rng, shape):
    x = rng.normal(size=shape)

    assert_array_equal(MaxPool2D().forward(x), plain_max_pool2d(x))


@pytest.mark.parametrize("shape", [(2, 4, 6, 2), (1, 5, 7, 2)])
def test_max_pool2d_gradients_match_finite_differences(rng, shape):
    check_gradients(MaxPool2D(), rng.normal(size=shape), rng)


@pytest.mark.parametrize(
    ("square", "winner"),
    [([1, 1, 1, 1], 0), ([0, 1, 1, 1], 1), ([0, 0, 1, 1], 2), ([0, 0, 0, 1], 3), ([2, 1, 2, 1], 0)],
)
def test_max_pool2d_gives_the_gradient_to_one_of_equal_maxima(square, winner):
    pool = MaxPool2D()
    pool.forward(np.array(square, float).reshape(1, 2, 2, 1), training=True)

    grad_x = pool.backward(np.full((1, 1, 1, 1), 7.0))

    assert_array_equal(grad_x.ravel(), 7.0 * (np.arange(4) == winner))


def test_max_pool2d_gives_every_region_its_gradient(rng):
    pool = MaxPool2D()
    pool.forward(rng.normal(size=(2, 6, 6, 3)), training=True)

    grad_x = pool.backward(np.ones((2, 3, 3, 3)))

    assert_array_equal(grad_x.reshape(2, 3, 2, 3, 2, 3).sum(axis=(2, 4)), 1)


def test_global_average_pool2d_of_a_worked_example():
    x = np.array([[1.0, 10], [3, 30]]).reshape(1, 1, 2, 2)

    assert_array_equal(GlobalAveragePool2D().forward(x), [[2, 20]])


def test_global_average_pool2d_equals_the_plain_loops(rng):
    x = rng.normal(size=(2, 3, 4, 2))

    for n, c in np.ndindex(2, 2):
        total = sum(x[n, i, j, c] for i, j in np.ndindex(3, 4))
        assert_allclose(GlobalAveragePool2D().forward(x)[n, c], total / 12)


def test_global_average_pool2d_gradients_match_finite_differences(rng):
    check_gradients(GlobalAveragePool2D(), rng.normal(size=(2, 3, 4, 2)), rng)
