"""The convolution."""

from functools import partial

import numpy as np
from numpy.lib.stride_tricks import as_strided

from inkglass.nn.layers.layer import Weighted, run, with_bias
from inkglass.nn.products import matmul, order_for, product

PADDINGS = ("valid", "same")
LONG_ROW = 16  # values that are worth a loop of their own when they are copied


class Conv2D(Weighted):
    """2D convolution (cross-correlation).

    `weight` has shape (K, K, C, F): kernel height and width (equal and odd), input and output
    channels. `bias` has shape (F,), or is None. The kernel is laid on every `stride`-th row and
    column, from the first on: of the input itself where `padding` is "valid", of the input within
    (K - 1) / 2 zeros on every side where it is "same".
    """

    def __init__(self, weight, bias=None, stride=1, padding="valid"):
        if weight.ndim != 4 or weight.shape[0] != weight.shape[1] or weight.shape[0] % 2 == 0:
            raise ValueError(
                f"Conv2D: expected a weight of shape (K, K, C, F), K odd, received {weight.shape}"
            )
        if padding not in PADDINGS or type(stride) is not int or stride < 1:
            raise ValueError(
                "Conv2D: expected a stride of at least 1 and one of the paddings "
                f"{', '.join(PADDINGS)}, received {stride!r} and {padding!r}"
            )
        super().__init__(weight, bias)
        self.stride = stride
        self.padding = padding
        self._reused = {}  # arrays by name, from one training pass to the next

    @staticmethod
    def array_shapes(config):
        """Return the shape of each array a layer of this `config` has, by name."""
        K, C, F = config["kernel_size"], config["in_channels"], config["out_channels"]
        return with_bias({"weight": (K, K, C, F)}, config, (F,))

    @property
    def config(self):
        """The plain values that describe the layer."""
        K, _, C, F = self.weight.shape
        return {
            "kernel_size": K,
            "in_channels": C,
            "out_channels": F,
            "stride": self.stride,
            "padding": self.padding,
            "bias": self.bias is not None,
        }

    @property
    def margin(self):
        """How many zeros lie on every side of the input."""
        return self.weight.shape[0] // 2 if self.padding == "same" else 0

    def output_shape(self, shape):
        """Map an example's shape (H, W, C) to (H', W', F); ValueError if it cannot be."""
        K, _, C, F = self.weight.shape
        least = max(K - 2 * self.margin, 1)
        if len(shape) != 3 or shape[2] != C or min(shape[:2]) < least:
            raise ValueError(
                f"Conv2D: expected an input of shape (H, W, {C}), H and W at least {least}, "
                f"received {tuple(shape)}"
            )
        H, W = ((extent + 2 * self.margin - K) // self.stride + 1 for extent in shape[:2])
        return (H, W, F)

    def multiply_adds(self, shape):
        """Count the multiply-adds for one example of shape (H, W, C)."""
        H, W, _ = self.output_shape(shape)
        return H * W * self.weight.size

    def scaled(self, scale, shift):
        """Return a layer whose output is this one's times `scale` plus `shift`, both (F,)."""
        return Conv2D(*self._with_output(scale, shift), self.stride, self.padding)

    def bind(self, x):
        """Return an output for `x`, and the steps that compute it."""
        out, _, steps = self._bind(x, None)
        return out, steps

    def forward(self, x, training=False):
        """Map `x` of shape (N, H, W, C) to (N, H', W', F).

        Raises ValueError if the shape of `x` does not fit.
        """
        self.output_shape(x.shape[1:])
        out, columns, steps = self._bind(x, self._reused if training else None)
        run(steps)
        if training:
            self.columns = columns
            self.input_shape = x.shape
        return out

    def _bind(self, x, reuse):
        """Return the output, the matrix that has a row for each output pixel, and the steps."""
        H, W, F = self.output_shape(x.shape[1:])
        K, _, C, _ = self.weight.shape
        order = order_for(K * K * C)
        x, steps = _padded(x, self.margin, reuse)
        windows = _windows(x, K, self.stride, H, W)
        columns = _array("columns", (windows[..., 0, 0].size, K * K * C), x.dtype, reuse, order)
        steps += _copies(windows, columns.reshape(windows.shape))
        out = np.empty((len(columns), F), np.result_type(x, self.weight), order)
        steps += [product(columns, self.weight.reshape(-1, F), out), *self.bias_steps(out)]
        return out.reshape(len(x), H, W, F), columns, steps

    def set_gradients(self, grad):
        """Set `grad_weight` and `grad_bias`, given the output's loss gradient, (N, H', W', F).

        Call after `forward` in training.
        """
        rows = grad.reshape(-1, grad.shape[-1])
        # Turned around, as BLAS is faster where the longer rows are those on the right.
        turned = matmul(rows.T, self.columns)
        self.grad_weight = np.ascontiguousarray(turned.T).reshape(self.weight.shape)
        self.grad_bias = None if self.bias is None else rows.sum(axis=0)

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the output, (N, H', W', F).

        Call after `forward` in training; sets `grad_weight` and `grad_bias`.
        """
        self.set_gradients(grad)
        N, H, W, F = grad.shape
        rows = grad.reshape(-1, F)
        margin, step = self.margin, self.stride
        height, width = (extent + 2 * margin for extent in self.input_shape[1:3])
        C = self.input_shape[3]
        padded = np.zeros((N, height, width, C), grad.dtype)
        part = _array("part", (len(rows), C), grad.dtype, self._reused, order_for(F))
        for i, j in np.ndindex(self.weight.shape[:2]):
            # An input pixel collects from every window that covered it.
            covered = padded[:, i : i + step * H : step, j : j + step * W : step]
            product(rows, self.weight[i, j].T, part)()
            covered += part.reshape(covered.shape)
        return padded[:, margin : height - margin, margin : width - margin]


def _padded(x, margin, reuse):
    """Return `x` (N, H, W, C) with zeros around it, lying together in memory; and the steps."""
    if margin == 0 and x.flags.c_contiguous:
        return x, []
    N, H, W, C = x.shape
    padded = _array("padded", (N, H + 2 * margin, W + 2 * margin, C), x.dtype, reuse)
    inner = padded[:, margin : margin + H, margin : margin + W]
    return padded, [partial(np.copyto, inner, x)]


def _windows(x, K, stride, H, W):
    """Return HxW windows of `x` (N, ..., C), contiguous, as a view (N, H, W, K, K * C).

    A row of a window, its channels with it, lies together in memory.
    """
    N, height, width, C = x.shape
    # Not its strides, which can be anything along an axis of length 1.
    value = x.itemsize
    column, row, image = C * value, width * C * value, height * width * C * value
    steps = (image, stride * row, stride * column, row, value)
    return as_strided(x, (N, H, W, K, K * C), steps, writeable=False)


def _copies(windows, columns):
    """Return steps that copy windows (N, H, W, K, K * C), by what lies together in memory."""
    K, length = windows.shape[3:]
    if length >= LONG_ROW or not columns.flags.c_contiguous:
        return [partial(np.copyto, columns, windows)]
    C = length // K
    parts = [(..., i, slice(j * C, (j + 1) * C)) for i, j in np.ndindex(K, K)]
    return [partial(np.copyto, columns[part], windows[part]) for part in parts]


def _array(name, shape, dtype, reuse, order="C"):
    """Return zeros, or the array of that name in the dictionary `reuse`, with what was in it.

    Memory that a training pass gets anew costs more time than what is written into it.
    """
    if reuse is None:
        return np.zeros(shape, dtype, order)
    array = reuse.get(name)
    if array is None or array.shape != shape or array.dtype != dtype:
        array = reuse[name] = np.zeros(shape, dtype, order)
    return array
