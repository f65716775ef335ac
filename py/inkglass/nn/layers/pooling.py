"""Layers that summarise places."""

from functools import partial

import numpy as np

from inkglass.nn.layers.layer import Layer


class MaxPool2D(Layer):
    """The maximum of each 2x2 square, stride 2; an odd last row or column is dropped."""

    def output_shape(self, shape):
        """Map an example's shape (H, W, C) to (H//2, W//2, C); ValueError if it cannot be."""
        if len(shape) != 3 or min(shape[:2]) < 2:
            raise ValueError(
                "MaxPool2D: expected an input of shape (H, W, C), H and W at least 2, "
                f"received {tuple(shape)}"
            )
        return (shape[0] // 2, shape[1] // 2, shape[2])

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it.

        Rows first: what is compared then lies together in memory.
        """
        H, W = x.shape[1] // 2 * 2, x.shape[2] // 2 * 2
        upper, lower = x[:, 0:H:2], x[:, 1:H:2]
        rows = np.empty_like(upper)
        left, right = rows[:, :, 0:W:2], rows[:, :, 1:W:2]
        out = np.empty_like(left)
        return out, [
            partial(np.maximum, upper, lower, out=rows),
            partial(np.maximum, left, right, out=out),
        ]

    def forward(self, x, training=False):
        """Map `x` of shape (N, H, W, C) to (N, H//2, W//2, C)."""
        if not training:
            return super().forward(x)
        self.output_shape(x.shape[1:])
        a, b, c, d = _corners(x)
        upper, lower = np.maximum(a, b), np.maximum(c, d)
        self.input_shape = x.shape
        # Of equal values the first in reading order is chosen.
        self.is_a, self.is_c, self.is_upper = a >= b, c >= d, upper >= lower
        return np.maximum(upper, lower)

    def backward(self, grad):
        """Return the loss gradient of the input: all of it to one maximum of each square.

        Of equal maxima the first in reading order gets it.
        """
        grad_x = np.zeros(self.input_shape, grad.dtype)
        a, b, c, d = _corners(grad_x)
        upper = grad * self.is_upper
        lower = grad - upper
        np.multiply(upper, self.is_a, out=a)
        np.subtract(upper, a, out=b)
        np.multiply(lower, self.is_c, out=c)
        np.subtract(lower, c, out=d)
        return grad_x


class GlobalAveragePool2D(Layer):
    """The mean of each channel over all places.

    Lin, Chen and Yan, "Network In Network".
    """

    def output_shape(self, shape):
        """Map an example's shape (H, W, C) to (C,); ValueError if it cannot be."""
        if len(shape) != 3 or min(shape) < 1:
            raise ValueError(
                f"GlobalAveragePool2D: expected an input of shape (H, W, C), "
                f"received {tuple(shape)}"
            )
        return (shape[2],)

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it."""
        out = np.empty((len(x), x.shape[3]), x.dtype)
        return out, [partial(np.mean, x, axis=(1, 2), out=out)]

    def forward(self, x, training=False):
        """Map `x` of shape (N, H, W, C) to (N, C)."""
        if training:
            self.input_shape = x.shape
        return super().forward(x)

    def backward(self, grad):
        """Return the loss gradient of the input: each place has an equal part of it."""
        _, H, W, _ = self.input_shape
        grad_x = np.empty(self.input_shape, grad.dtype)
        grad_x[...] = grad[:, None, None] / (H * W)
        return grad_x


def _corners(x):
    """Return views of the four corners of each 2x2 square of `x`, in reading order."""
    H, W = x.shape[1] // 2 * 2, x.shape[2] // 2 * 2
    return [x[:, i:H:2, j:W:2] for i in (0, 1) for j in (0, 1)]
