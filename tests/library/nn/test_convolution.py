import numpy as np
import pytest
from gradients import check_gradients
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import Conv2D


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
