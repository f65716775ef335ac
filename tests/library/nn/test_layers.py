import numpy as np
import pytest
from gradients import check_gradients
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import (
    BatchNorm2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePool2D,
    MaxPool2D,
    ReLU,
)


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
