import numpy as np
import pytest
from gradients import numerical_gradient
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.layers import (
    BatchNorm2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePool2D,
    MaxPool2D,
    ReLU,
)
from inkglass.products import matmul


def plain_conv2d(x, weight, bias, stride=1, margin=0):
    """Convolution by its definition, a multiply-add at a time."""
    K, _, C, F = weight.shape
    N, H, W, _ = x.shape
    out = np.zeros((N, (H + 2 * margin - K) // stride + 1, (W + 2 * margin - K) // stride + 1, F))
    for n, i, j, f in np.ndindex(out.shape):
        for di, dj, c in np.ndindex(K, K, C):
            row, column = i * stride + di - margin, j * stride + dj - margin
            if 0 <= row < H and 0 <= column < W:
                out[n, i, j, f] += x[n, row, column, c] * weight[di, dj, c, f]
        out[n, i, j, f] += bias[f]
    return out


def plain_max_pool2d(x):
    N, H, W, C = x.shape
    out = np.zeros((N, H // 2, W // 2, C))
    for n, i, j, c in np.ndindex(out.shape):
        out[n, i, j, c] = max(x[n, 2 * i + di, 2 * j + dj, c] for di in (0, 1) for dj in (0, 1))
    return out


def check_gradients(layer, x, rng, training=False):
    """Compare the layer's gradients with finite differences of a random sum of its output."""
    out = layer.forward(x, training=True)
    upstream = rng.normal(size=out.shape)

    def loss():
        return (layer.forward(x, training) * upstream).sum()

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


def test_conv2d_of_a_channel_that_was_added_to_images(rng):
    images, weight = rng.normal(size=(1, 5, 6)), rng.normal(size=(3, 3, 1, 2))

    out = Conv2D(weight).forward(images[..., None])

    assert_allclose(out, plain_conv2d(images[..., None], weight, [0, 0]), atol=1e-12)


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


PADDED = [
    (1, (1, 4, 5, 2), 1, "same"),
    (3, (2, 5, 6, 2), 1, "same"),
    (5, (1, 4, 7, 1), 1, "same"),
    (3, (2, 7, 8, 1), 2, "valid"),
    (3, (1, 6, 7, 2), 2, "same"),
    (5, (1, 9, 8, 1), 3, "same"),
    (3, (1, 1, 1, 1), 1, "same"),
]


@pytest.mark.parametrize(("kernel_size", "shape", "stride", "padding"), PADDED)
def test_conv2d_with_stride_and_padding_equals_the_plain_loops(
    rng, kernel_size, shape, stride, padding
):
    x = rng.normal(size=shape)
    weight, bias = rng.normal(size=(kernel_size, kernel_size, shape[3], 3)), rng.normal(size=3)
    conv = Conv2D(weight, bias, stride, padding)

    out = conv.forward(x)

    margin = kernel_size // 2 if padding == "same" else 0
    assert_allclose(out, plain_conv2d(x, weight, bias, stride, margin), atol=1e-12)
    assert out.shape[1:] == conv.output_shape(shape[1:])
    assert conv.multiply_adds(shape[1:]) == out[0, :, :, 0].size * weight.size


@pytest.mark.parametrize(("kernel_size", "shape", "stride", "padding"), PADDED)
def test_conv2d_gradients_with_stride_and_padding_match_finite_differences(
    rng, kernel_size, shape, stride, padding
):
    weight = rng.normal(size=(kernel_size, kernel_size, shape[3], 2))

    check_gradients(
        Conv2D(weight, rng.normal(size=2), stride, padding), rng.normal(size=shape), rng
    )


def test_same_padding_with_stride_1_keeps_the_size():
    assert Conv2D(np.zeros((5, 5, 1, 2)), padding="same").output_shape((7, 8, 1)) == (7, 8, 2)


def test_scaled_layers_scale_and_shift_their_output(rng):
    scale, shift = rng.normal(size=3), rng.normal(size=3)
    for layer, shape in (
        (Conv2D(rng.normal(size=(3, 3, 1, 3)), None, 2, "same"), (2, 5, 5, 1)),
        (Dense(rng.normal(size=(4, 3)), rng.normal(size=3)), (2, 4)),
    ):
        x = rng.normal(size=shape)
        assert_allclose(
            layer.scaled(scale, shift).forward(x), layer.forward(x) * scale + shift, atol=1e-12
        )


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


def test_relu_of_a_worked_example():
    relu = ReLU()

    assert_array_equal(relu.forward(np.array([[-1.0, 0, 2]]), training=True), [[0, 0, 2]])
    assert_array_equal(relu.backward(np.array([[5.0, 6, 7]])), [[0, 0, 7]])


def test_relu_gradients_match_finite_differences(rng):
    check_gradients(ReLU(), rng.normal(size=(2, 3, 4, 2)), rng)


def test_dropout_does_nothing_when_not_training(rng):
    x = rng.normal(size=(3, 5))

    assert_array_equal(Dropout(0.5).forward(x), x)


def test_dropout_drops_its_share_and_keeps_the_mean(rng):
    dropout = Dropout(0.25, rng)
    out = dropout.forward(np.ones((100, 200)), training=True)

    assert set(np.unique(out)) == {0, 1 / 0.75}
    assert np.mean(out == 0) == pytest.approx(0.25, abs=0.01)
    assert_array_equal(dropout.backward(np.full(out.shape, 2.0)), 2 * out)


def test_dropout_draws_anew_for_each_pass(rng):
    dropout, x = Dropout(0.5, rng), np.ones((10, 10))

    assert (dropout.forward(x, training=True) != dropout.forward(x, training=True)).any()


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
        BatchNorm2D(*np.ones((4, 2), dtype)),
        ReLU(),
        Dropout(0.5, rng),
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
        assert all(array.dtype == dtype for array in layer.statistics.values())


@pytest.mark.parametrize("shape", [(1, 5, 4), (40, 5, 4), (33, 40, 36)])
def test_matmul_is_the_matrix_product(rng, shape):
    a, b = rng.normal(size=shape[:2]), rng.normal(size=shape[1:])

    assert_allclose(matmul(a, b), a @ b, atol=1e-12)


def test_inference_keeps_nothing_for_backward(rng):
    conv = Conv2D(rng.normal(size=(3, 3, 1, 2)))
    conv.forward(rng.normal(size=(1, 5, 5, 1)))

    assert vars(conv).keys() == {"weight", "bias", "stride", "padding", "_reused"}
    assert not conv._reused


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2D(np.zeros((2, 2, 1, 1))), r"K odd, received \(2, 2, 1, 1\)"),
        (lambda: Conv2D(np.zeros((3, 5, 1, 1))), r"\(K, K, C, F\).*received \(3, 5, 1, 1\)"),
        (lambda: Conv2D(np.zeros((3, 3, 1, 4)), np.zeros(3)), r"\(4,\), received \(3,\)"),
        (lambda: Conv2D(np.zeros((3, 3, 1, 1)), stride=0), "received 0 and 'valid'"),
        (lambda: Conv2D(np.zeros((3, 3, 1, 1)), padding="full"), "received 1 and 'full'"),
        (lambda: Conv2D(np.full((3, 3, 1, 1), np.nan)), "Conv2D.weight: .*found NaN"),
        (lambda: Dense(np.zeros((3, 2)), np.full(2, np.inf)), "Dense.bias: .*infinity"),
        (lambda: Dense(np.zeros(3)), r"\(D, F\), received \(3,\)"),
        (lambda: Dropout(1), "below 1, received 1"),
        (lambda: Dropout(-0.1), "from 0 .* received -0.1"),
        (lambda: BatchNorm2D(*np.zeros((3, 2)), np.zeros(3)), r"received \(2,\), .*\(3,\)"),
        (lambda: BatchNorm2D(*np.zeros((3, 2)), -np.ones(2)), "variances of at least 0"),
        (lambda: BatchNorm2D(*np.full((4, 2), np.nan)), "found NaN"),
        (lambda: Dense(np.zeros((3, 2)), np.zeros(3)), r"\(2,\), received \(3,\)"),
    ],
)
def test_what_a_layer_cannot_be_made_of_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (Conv2D(np.zeros((3, 3, 2, 1))), (1, 5, 5, 1), r"\(H, W, 2\).*received \(5, 5, 1\)"),
        (Conv2D(np.zeros((3, 3, 1, 1))), (1, 2, 5, 1), r"at least 3, received \(2, 5, 1\)"),
        (Conv2D(np.zeros((3, 3, 1, 1))), (5, 5), r"received \(5,\)"),
        (Conv2D(np.zeros((5, 5, 1, 1)), padding="same"), (1, 0, 5, 1), r"received \(0, 5, 1\)"),
        (BatchNorm2D(*np.ones((4, 2))), (1, 5, 5, 3), r"\(..., 2\), received \(5, 5, 3\)"),
        (GlobalAveragePool2D(), (1, 5), r"\(H, W, C\), received \(5,\)"),
        (MaxPool2D(), (1, 1, 4, 1), r"at least 2, received \(1, 4, 1\)"),
        (Dense(np.zeros((3, 2))), (1, 4), r"\(3,\), received \(4,\)"),
    ],
)
def test_an_input_of_the_wrong_shape_is_refused(layer, shape, message):
    with pytest.raises(ValueError, match=message):
        layer.forward(np.zeros(shape))


def test_dropout_without_an_rng_refuses_to_train():
    with pytest.raises(ValueError, match="expected an rng to train with"):
        Dropout(0.5).forward(np.ones((1, 2)), training=True)
