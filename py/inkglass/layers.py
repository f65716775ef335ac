"""The layers of a network: each maps arrays forward and loss gradients backward.

Arrays are channels-last and of whatever dtype comes in. A layer has

- `forward(x, training=False)`: only a training pass keeps what `backward` needs;
- `backward(grad)`: from the loss gradient of the output to that of the input, setting the
  gradients of its own parameters on the way;
- `parameters` and `gradients`: the trained arrays by name, and the gradients `backward` set;
- `config`: the plain values that, with the arrays, make the layer again;
- `output_shape(shape)` and `multiply_adds(shape)` for one example of that input shape.
"""

import math
import sys

import numpy as np

if sys.platform == "emscripten":

    def matmul(a, b):
        """Matrix product. NumPy for WebAssembly has no BLAS; long sums along rows are fastest."""
        if min(a.shape) < 32:  # then copying `b` costs more than it gains
            return a @ b
        return np.einsum("ij,kj->ik", a, np.ascontiguousarray(b.T))

else:
    matmul = np.matmul


class _Weighted:
    """What layers with a `weight` and, unless it is None, a `bias` have in common."""

    def __init__(self, weight, bias):
        if bias is not None and bias.shape != weight.shape[-1:]:
            raise ValueError(
                f"{type(self).__name__}: expected a bias of shape {weight.shape[-1:]}, "
                f"received {bias.shape}"
            )
        self.weight = weight
        self.bias = bias

    @property
    def parameters(self):
        """The trained arrays by name."""
        return _named(self.weight, self.bias)

    @property
    def gradients(self):
        """The loss gradients of `parameters`, as `backward` set them."""
        return _named(self.grad_weight, self.grad_bias)


class _Untrained:
    """What layers without parameters have in common."""

    @property
    def config(self):
        """No values: the type says all."""
        return {}

    @property
    def parameters(self):
        """No arrays."""
        return {}

    @property
    def gradients(self):
        """No arrays."""
        return {}

    @staticmethod
    def parameter_shapes(config):
        """Return no shapes: nothing is trained."""
        return {}

    def multiply_adds(self, shape):
        """Return 0: nothing is multiplied."""
        return 0


class Conv2D(_Weighted):
    """2D convolution (cross-correlation), stride 1, no padding.

    `weight` has shape (K, K, C, F): kernel height and width (equal and odd), input and output
    channels. `bias` has shape (F,), or is None.
    """

    def __init__(self, weight, bias=None):
        if weight.ndim != 4 or weight.shape[0] != weight.shape[1] or weight.shape[0] % 2 == 0:
            raise ValueError(
                f"Conv2D: expected a weight of shape (K, K, C, F), K odd, received {weight.shape}"
            )
        super().__init__(weight, bias)

    @staticmethod
    def parameter_shapes(config):
        """Return the shape of each array a layer of this `config` has, by name."""
        K, C, F = config["kernel_size"], config["in_channels"], config["out_channels"]
        return _with_bias({"weight": (K, K, C, F)}, config, (F,))

    @property
    def config(self):
        """The plain values that describe the layer."""
        K, _, C, F = self.weight.shape
        return {
            "kernel_size": K,
            "in_channels": C,
            "out_channels": F,
            "bias": self.bias is not None,
        }

    def output_shape(self, shape):
        """Map an example's shape (H, W, C) to (H-K+1, W-K+1, F); ValueError if it cannot be."""
        K, _, C, F = self.weight.shape
        if len(shape) != 3 or shape[2] != C or min(shape[:2]) < K:
            raise ValueError(
                f"Conv2D: expected an input of shape (H, W, {C}), H and W at least {K}, "
                f"received {tuple(shape)}"
            )
        return (shape[0] - K + 1, shape[1] - K + 1, F)

    def multiply_adds(self, shape):
        """Count the multiply-adds for one example of shape (H, W, C)."""
        H, W, _ = self.output_shape(shape)
        return H * W * self.weight.size

    def forward(self, x, training=False):
        """Map `x` of shape (N, H, W, C) to (N, H-K+1, W-K+1, F).

        Raises ValueError if the shape of `x` does not fit.
        """
        H, W, F = self.output_shape(x.shape[1:])
        columns = _columns(x, self.weight.shape[0])
        if training:
            self.columns = columns
            self.input_shape = x.shape
        out = matmul(columns, self.weight.reshape(-1, F))
        if self.bias is not None:
            out += self.bias
        return out.reshape(len(x), H, W, F)

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the output, (N, H', W', F).

        Call after `forward` in training; sets `grad_weight` and `grad_bias`.
        """
        K, _, C, F = self.weight.shape
        N, H, W, _ = grad.shape
        grad = grad.reshape(-1, F)
        self.grad_weight = matmul(self.columns.T, grad).reshape(self.weight.shape)
        self.grad_bias = None if self.bias is None else grad.sum(axis=0)
        patches = matmul(grad, self.weight.reshape(-1, F).T).reshape(N, H, W, K, K, C)
        # An input pixel collects from every window that covered it.
        grad_x = np.zeros(self.input_shape, grad.dtype)
        for i in range(K):
            for j in range(K):
                grad_x[:, i : i + H, j : j + W] += patches[:, :, :, i, j]
        return grad_x


class MaxPool2D(_Untrained):
    """The maximum of each 2x2 square, stride 2; an odd last row or column is dropped."""

    def output_shape(self, shape):
        """Map an example's shape (H, W, C) to (H//2, W//2, C); ValueError if it cannot be."""
        if len(shape) != 3 or min(shape[:2]) < 2:
            raise ValueError(
                "MaxPool2D: expected an input of shape (H, W, C), H and W at least 2, "
                f"received {tuple(shape)}"
            )
        return (shape[0] // 2, shape[1] // 2, shape[2])

    def forward(self, x, training=False):
        """Map `x` of shape (N, H, W, C) to (N, H//2, W//2, C)."""
        self.output_shape(x.shape[1:])
        a, b, c, d = _corners(x)
        out = np.maximum(np.maximum(a, b), np.maximum(c, d))
        if training:
            self.x = x
            self.out = out
        return out

    def backward(self, grad):
        """Return the loss gradient of the input: all of it to one maximum of each square.

        Of equal maxima the first in reading order gets it.
        """
        grad_x = np.zeros(self.x.shape, grad.dtype)
        free = np.ones(grad.shape, bool)
        for corner, grad_corner in zip(_corners(self.x), _corners(grad_x), strict=True):
            chosen = (corner == self.out) & free
            grad_corner[...] = grad * chosen
            free &= ~chosen
        return grad_x


class Flatten(_Untrained):
    """One row for each example."""

    def output_shape(self, shape):
        """Map an example's shape to (its number of values,)."""
        return (math.prod(shape),)

    def forward(self, x, training=False):
        """Map `x` of shape (N, ...) to (N, D)."""
        if training:
            self.input_shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, grad):
        """Return `grad` in the shape of the input."""
        return grad.reshape(self.input_shape)


class Dense(_Weighted):
    """A linear map: `weight` has shape (D, F), `bias` shape (F,), or is None."""

    def __init__(self, weight, bias=None):
        if weight.ndim != 2:
            raise ValueError(f"Dense: expected a weight of shape (D, F), received {weight.shape}")
        super().__init__(weight, bias)

    @staticmethod
    def parameter_shapes(config):
        """Return the shape of each array a layer of this `config` has, by name."""
        D, F = config["in_features"], config["out_features"]
        return _with_bias({"weight": (D, F)}, config, (F,))

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

    def forward(self, x, training=False):
        """Map `x` of shape (N, D) to (N, F). Raises ValueError if the shape does not fit."""
        self.output_shape(x.shape[1:])
        if training:
            self.x = x
        out = matmul(x, self.weight)
        if self.bias is not None:
            out += self.bias
        return out

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the output, (N, F).

        Call after `forward` in training; sets `grad_weight` and `grad_bias`.
        """
        self.grad_weight = matmul(self.x.T, grad)
        self.grad_bias = None if self.bias is None else grad.sum(axis=0)
        return matmul(grad, self.weight.T)


def _columns(x, K):
    """Return the KxK windows of `x` as rows, in the order of a weight's axes (K, K, C)."""
    N, H, W, C = x.shape
    H, W = H - K + 1, W - K + 1
    columns = np.empty((N, H, W, K, K, C), x.dtype)
    for i in range(K):
        for j in range(K):
            columns[:, :, :, i, j] = x[:, i : i + H, j : j + W]
    return columns.reshape(-1, K * K * C)


def _corners(x):
    """Return views of the four corners of each 2x2 square of `x`, in reading order."""
    H, W = x.shape[1] // 2 * 2, x.shape[2] // 2 * 2
    return [x[:, i:H:2, j:W:2] for i in (0, 1) for j in (0, 1)]


def _named(weight, bias):
    return {"weight": weight} if bias is None else {"weight": weight, "bias": bias}


def _with_bias(shapes, config, shape):
    return shapes | {"bias": shape} if config["bias"] else shapes
