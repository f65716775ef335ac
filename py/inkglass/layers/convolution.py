"""The convolution."""

import numpy as np

from inkglass.layers.layer import Weighted, with_bias
from inkglass.products import matmul

PADDINGS = ("valid", "same")


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

    def forward(self, x, training=False):
        """Map `x` of shape (N, H, W, C) to (N, H', W', F).

        Raises ValueError if the shape of `x` does not fit.
        """
        H, W, F = self.output_shape(x.shape[1:])
        columns = _columns(_padded(x, self.margin), self.weight.shape[0], self.stride, H, W)
        if training:
            self.columns = columns
            self.input_shape = x.shape
        out = matmul(columns, self.weight.reshape(-1, F))
        if self.bias is not None:
            out += self.bias
        return out.reshape(len(x), H, W, F)

    def set_gradients(self, grad):
        """Set `grad_weight` and `grad_bias`, given the output's loss gradient, (N, H', W', F).

        Call after `forward` in training.
        """
        rows = grad.reshape(-1, grad.shape[-1])
        self.grad_weight = matmul(self.columns.T, rows).reshape(self.weight.shape)
        self.grad_bias = None if self.bias is None else rows.sum(axis=0)

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the output, (N, H', W', F).

        Call after `forward` in training; sets `grad_weight` and `grad_bias`.
        """
        self.set_gradients(grad)
        K, _, C, F = self.weight.shape
        patches = matmul(grad.reshape(-1, F), self.weight.reshape(-1, F).T)
        return self._gather(patches.reshape(*grad.shape[:3], K, K, C))

    def _gather(self, patches):
        """Sum up what `patches` (N, H', W', K, K, C) have for each input pixel."""
        N, H, W, K, _, C = patches.shape
        margin, step = self.margin, self.stride
        height, width = (extent + 2 * margin for extent in self.input_shape[1:3])
        padded = np.zeros((N, height, width, C), patches.dtype)
        for i in range(K):
            for j in range(K):
                # An input pixel collects from every window that covered it.
                padded[:, i : i + step * H : step, j : j + step * W : step] += patches[
                    :, :, :, i, j
                ]
        return padded[:, margin : height - margin, margin : width - margin]


def _padded(x, margin):
    if margin == 0:
        return x
    N, H, W, C = x.shape
    padded = np.zeros((N, H + 2 * margin, W + 2 * margin, C), x.dtype)
    padded[:, margin:-margin, margin:-margin] = x
    return padded


def _columns(x, K, stride, H, W):
    """Return HxW windows of `x` (N, ..., C) as rows, in the order of a weight's axes (K, K, C)."""
    N, _, _, C = x.shape
    columns = np.empty((N, H, W, K, K, C), x.dtype)
    for i in range(K):
        for j in range(K):
            window = x[:, i : i + stride * H : stride, j : j + stride * W : stride]
            columns[:, :, :, i, j] = window
    return columns.reshape(-1, K * K * C)
