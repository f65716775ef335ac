"""Batch normalization."""

from functools import partial

import numpy as np

from inkglass.nn.checks import check_finite
from inkglass.nn.layers.layer import Layer

EPSILON = 1e-5  # added to variances, so that a channel that never varies can be divided by it
MOMENTUM = 0.1  # the part of the running statistics that a batch replaces


class BatchNorm2D(Layer):
    """Gives each channel, the last axis, the mean `bias` and the standard deviation `weight`.

    In training mean and variance are those of the batch, else `running_mean` and `running_var`,
    which training keeps up to date. All four arrays have shape (C,). Ioffe and Szegedy, "Batch
    Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift".

    Where a batch is trained on in parts, `total(*values)` maps this part's sums to the batch's.
    """

    def __init__(self, weight, bias, running_mean, running_var):
        arrays = (weight, bias, running_mean, running_var)
        if weight.ndim != 1 or any(array.shape != weight.shape for array in arrays):
            raise ValueError(
                "BatchNorm2D: expected four arrays of shape (C,), "
                f"received {', '.join(str(array.shape) for array in arrays)}"
            )
        for array in arrays:
            check_finite("BatchNorm2D", array)
        if (running_var < 0).any():
            raise ValueError("BatchNorm2D: expected variances of at least 0, received others")
        self.weight = weight
        self.bias = bias
        self.running_mean = running_mean
        self.running_var = running_var
        self.total = alone

    @staticmethod
    def array_shapes(config):
        """Return the shape of each array a layer of this `config` has, by name."""
        return dict.fromkeys(
            ("weight", "bias", "running_mean", "running_var"), (config["channels"],)
        )

    @property
    def config(self):
        """The plain values that describe the layer."""
        return {"channels": len(self.weight)}

    @property
    def parameters(self):
        """The trained arrays by name; change them in place."""
        return {"weight": self.weight, "bias": self.bias}

    @property
    def gradients(self):
        """The loss gradients of `parameters`, as `backward` set them."""
        return {"weight": self.grad_weight, "bias": self.grad_bias}

    @property
    def statistics(self):
        """The running mean and variance of each channel."""
        return {"running_mean": self.running_mean, "running_var": self.running_var}

    def output_shape(self, shape):
        """Return `shape`, (..., C); ValueError for another number of channels."""
        if not shape or shape[-1] != len(self.weight):
            raise ValueError(
                f"BatchNorm2D: expected an input of shape (..., {len(self.weight)}), "
                f"received {tuple(shape)}"
            )
        return tuple(shape)

    def scale_and_shift(self):
        """Return what the layer multiplies by and adds when not training, each of shape (C,)."""
        scale = self.weight / np.sqrt(self.running_var + self.weight.dtype.type(EPSILON))
        return scale, self.bias - self.running_mean * scale

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it."""
        scale, shift = self.scale_and_shift()
        out = np.empty_like(x, np.result_type(x, scale))
        return out, [partial(np.multiply, x, scale, out=out), partial(np.add, out, shift, out=out)]

    def forward(self, x, training=False):
        """Map `x` of shape (N, ..., C) to an array of that shape.

        Raises ValueError if the number of channels does not fit.
        """
        if not training:
            return super().forward(x)
        self.output_shape(x.shape[1:])
        rows = x.reshape(-1, x.shape[-1])
        sums, self.count = self.total(_column_sums(rows), len(rows))
        mean = sums / x.dtype.type(self.count)
        self.centred = rows - mean
        (squares,) = self.total(_column_products(self.centred, self.centred))
        variance = squares / x.dtype.type(self.count)
        self.deviation = np.sqrt(variance + x.dtype.type(EPSILON))
        self._keep(mean, variance, self.count)
        out = self.centred * (self.weight / self.deviation)
        out += self.bias
        return out.reshape(x.shape)

    def _keep(self, mean, variance, count):
        """Move the running statistics towards a batch's mean and its unbiased variance."""
        unbiased = variance * (count / max(count - 1, 1))
        for running, latest in ((self.running_mean, mean), (self.running_var, unbiased)):
            running += MOMENTUM * (latest - running)

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the output, (N, ..., C).

        Call after `forward` in training; sets `grad_weight` and `grad_bias`.
        """
        rows = grad.reshape(self.centred.shape)
        self.grad_bias = _column_sums(rows)
        products = _column_products(rows, self.centred)
        self.grad_weight = products / self.deviation
        sums, products = self.total(self.grad_bias, products)
        count = rows.dtype.type(self.count)
        # Every value had a part in its channel's mean and variance.
        grad_x = self.centred * (-products / (count * self.deviation**2))
        grad_x -= sums / count
        grad_x += rows
        grad_x *= self.weight / self.deviation
        return grad_x.reshape(grad.shape)


def alone(*values):
    """Return the sums of a batch in one part: what that part brings."""
    return values


def _column_sums(a):
    """Return the sum of each column of `a` (N, C): as a product, which is faster than `sum`."""
    return np.ones(len(a), a.dtype) @ a


def _column_products(a, b):
    """Return the inner product of each column of `a` (N, C) with that of `b`."""
    return np.einsum("nc,nc->c", a, b)
