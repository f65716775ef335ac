import numpy as np
import pytest
from gradients import numerical_gradient
from numpy.testing import assert_allclose, assert_array_equal

from inkglass import layers
from inkglass.layers import Conv2D, Dense, Flatten, MaxPool2D


def plain_conv2d(x, weight, bias):
    """Convolution by its definition, a multiply-add at a time."""
    K, _, C, F = weight.shape
    N, H, W, _ = x.shape
    out = np.zeros((N, H - K + 1, W - K + 1, F))
    for n, i, j, f in np.ndindex(out.shape):
        for di, dj, c in np.ndindex(K, K, C):
            out[n, i, j, f] += x[n, i + di, j + dj, c] * weight[di, dj, c, f]
        out[n, i, j, f] += bias[f]
    return out


def plain_max_pool2d(x):
    N, H, W, C = x.shape
    out = np.zeros((N, H // 2, W // 2, C))
    for n, i, j, c in np.ndindex(out.shape):
        out[n, i, j, c] = max(x[n, 2 * i + di, 2 * j + dj, c] for di in (0, 1) for dj in (0, 1))
    return out


def check_gradients(layer, x, rng):
    """Compare the layer's gradients with finite differences of a random sum of its output."""
    out = layer.forward(x, training=True)
    upstream = rng.normal(size=out.shape)

    def loss():
        return (layer.forward(x) * upstream).sum()

    grad_x = layer.backward(upstream)

    assert_allclose(grad_x, numerical_gradient(loss, x), atol=1e-7)
    assert layer.gradients.keys() == layer.parameters.keys()
    for name, array in layer.parameters.items():
        assert_allclose(layer.gradients[name], numerical_gradient(loss, array), atol=1e-7)


def test_conv2d_of_a_worked_example():
    x = np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]).reshape(1, 3, 3, 1)
    weight = np.array([[0.0, 1, 0], [2, 0, 0], [0, 0, 3]]).reshape(3, 3, 1, 1)

    out = Conv2D(weight, np.array([0.5])).forward(x)

    assert_array_equal(out, [[[[2 + 2 * 4 + 3 * 9 + 0.5]]]])


@pytest.mark.parametrize(
    ("kernel_size", "shape", "filters"),
    [(1, (2, 3, 4, 2), 3), (3, (2, 6, 7, 2), 4), (5, (1, 5, 8, 3), 2), (3, (40, 3, 3, 1), 1)],
)
def test_conv2d_equals_the_plain_loops(rng, kernel_size, shape, filters):
    x = rng.normal(size=shape)
    weight = rng.normal(size=(kernel_size, kernel_size, shape[3], filters))
    bias = rng.normal(size=filters)

    out = Conv2D(weight, bias).forward(x)

    assert_allclose(out, plain_conv2d(x, weight, bias), atol=1e-12)


def test_conv2d_without_bias_adds_nothing(rng):
    x, weight = rng.normal(size=(1, 4, 4, 1)), rng.normal(size=(3, 3, 1, 2))

    out = Conv2D(weight).forward(x)

    assert_allclose(out, plain_conv2d(x, weight, [0, 0]), atol=1e-12)


@pytest.mark.parametrize("kernel_size", [1, 3, 5])
@pytest.mark.parametrize("has_bias", [True, False])
def test_conv2d_gradients_match_finite_differences(rng, kernel_size, has_bias):
    weight = rng.normal(size=(kernel_size, kernel_size, 2, 3))
    bias = rng.normal(size=3) if has_bias else None

    check_gradients(Conv2D(weight, bias), rng.normal(size=(2, 6, 7, 2)), rng)


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


def test_flatten_makes_rows_and_gives_the_shape_back(rng):
    x = rng.normal(size=(2, 3, 4, 5))
    flatten = Flatten()

    out = flatten.forward(x, training=True)

    assert_array_equal(out, [x[0].ravel(), x[1].ravel()])
    assert_array_equal(flatten.backward(out), x)


def test_dense_of_a_worked_example():
    dense = Dense(np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([10.0, 20]))

    assert_array_equal(dense.forward(np.array([[1.0, 0, -1]])), [[1 - 5 + 10, 2 - 6 + 20]])


@pytest.mark.parametrize("has_bias", [True, False])
def test_dense_gradients_match_finite_differences(rng, has_bias):
    bias = rng.normal(size=4) if has_bias else None

    check_gradients(Dense(rng.normal(size=(5, 4)), bias), rng.normal(size=(3, 5)), rng)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_layers_keep_the_dtype(rng, dtype):
    x = rng.normal(size=(2, 6, 6, 1)).astype(dtype)
    stack = [
        Conv2D(rng.normal(size=(3, 3, 1, 2)).astype(dtype), np.zeros(2, dtype)),
        MaxPool2D(),
        Flatten(),
        Dense(rng.normal(size=(8, 3)).astype(dtype), np.zeros(3, dtype)),
    ]
    for layer in stack:
        x = layer.forward(x, training=True)
        assert x.dtype == dtype
    for layer in reversed(stack):
        x = layer.backward(x)
        assert x.dtype == dtype
        assert all(gradient.dtype == dtype for gradient in layer.gradients.values())


@pytest.mark.parametrize("shape", [(1, 5, 4), (40, 5, 4), (33, 40, 36)])
def test_matmul_is_the_matrix_product(rng, shape):
    a, b = rng.normal(size=shape[:2]), rng.normal(size=shape[1:])

    assert_allclose(layers.matmul(a, b), a @ b, atol=1e-12)


def test_inference_keeps_nothing_for_backward(rng):
    conv = Conv2D(rng.normal(size=(3, 3, 1, 2)))
    conv.forward(rng.normal(size=(1, 5, 5, 1)))

    assert vars(conv).keys() == {"weight", "bias"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2D(np.zeros((2, 2, 1, 1))), r"K odd, received \(2, 2, 1, 1\)"),
        (lambda: Conv2D(np.zeros((3, 5, 1, 1))), r"\(K, K, C, F\).*received \(3, 5, 1, 1\)"),
        (lambda: Conv2D(np.zeros((3, 3, 1, 4)), np.zeros(3)), r"\(4,\), received \(3,\)"),
        (lambda: Dense(np.zeros(3)), r"\(D, F\), received \(3,\)"),
        (lambda: Dense(np.zeros((3, 2)), np.zeros(3)), r"\(2,\), received \(3,\)"),
    ],
)
def test_a_weight_or_bias_of_the_wrong_shape_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (Conv2D(np.zeros((3, 3, 2, 1))), (1, 5, 5, 1), r"\(H, W, 2\).*received \(5, 5, 1\)"),
        (Conv2D(np.zeros((3, 3, 1, 1))), (1, 2, 5, 1), r"at least 3, received \(2, 5, 1\)"),
        (Conv2D(np.zeros((3, 3, 1, 1))), (5, 5), r"received \(5,\)"),
        (MaxPool2D(), (1, 1, 4, 1), r"at least 2, received \(1, 4, 1\)"),
        (Dense(np.zeros((3, 2))), (1, 4), r"\(3,\), received \(4,\)"),
    ],
)
def test_an_input_of_the_wrong_shape_is_refused(layer, shape, message):
    with pytest.raises(ValueError, match=message):
        layer.forward(np.zeros(shape))
