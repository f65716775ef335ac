"""The fully connected layer."""

import numpy as np

from inkglass.nn.layers.layer import Weighted, with_bias
from inkglass.nn.products import matmul, product


class Dense(Weighted):
    """A linear map: `weight` has shape (D, F), `bias` shape (F,), or is None."""

    def __init__(self, weight, bias=None):
        if weight.ndim != 2:
            raise ValueError(f"Dense: expected a weight of shape (D, F), received {weight.shape}")
        super().__init__(weight, bias)

    @staticmethod
    def array_shapes(config):
        """Return the shape of each array a layer of this `config` has, by name."""
        D, F = config["in_features"], config["out_features"]
        return with_bias({"weight": (D, F)}, config, (F,))

    @property
    def config(self):
        """The plain values that describe the layer."""
        D, F = self.weight.shape
        return {"in_features": D, "out_features": F, "bias": self.bias is not None}

    def output_shape(self, shape):
        """Map an example's shape (D,) to (F,); ValueError if it cannot be."""
        D, F = self.weight.shape
        if tuple(shape) != (D,):
            raise ValueError(f"Dense: expected an input of shape ({D},), received {tuple(shape)}")
        return (F,)

    def multiply_adds(self, shape):
        """Count the multiply-adds for one example."""
        return self.weight.size

    def scaled(self, scale, shift):
        """Return a layer whose output is this one's times `scale` plus `shift`, both (F,)."""
        return Dense(*self._with_output(scale, shift))

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it."""
        out = np.empty((len(x), self.weight.shape[1]), np.result_type(x, self.weight))
        return out, [product(x, self.weight, out), *self.bias_steps(out)]

    def forward(self, x, training=False):
        """Map `x` of shape (N, D) to (N, F). Raises ValueError if the shape does not fit."""
        if training:
            self.x = x
        return super().forward(x)

    def set_gradients(self, grad):
        """Set `grad_weight` and `grad_bias`, given the loss gradient of the output, (N, F).

        Call after `forward` in training.
        """
        self.grad_weight = matmul(self.x.T, grad)
        self.grad_bias = None if self.bias is None else grad.sum(axis=0)

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the output, (N, F).

        Call after `forward` in training; sets `grad_weight` and `grad_bias`.
        """
        self.set_gradients(grad)
        return matmul(grad, self.weight.T)
