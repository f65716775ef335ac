"""What layers have in common."""

from inkglass.nn.checks import check_finite
from inkglass.nn.products import addition


class Layer:
    """A layer without arrays and without arithmetic; others say what they have of those."""

    @property
    def config(self):
        """The plain values that, with the arrays, make the layer again."""
        return {}

    @property
    def parameters(self):
        """The trained arrays by name; change them in place."""
        return {}

    @property
    def gradients(self):
        """The loss gradients of `parameters`, as `backward` set them."""
        return {}

    @property
    def statistics(self):
        """The arrays by name that a training pass changes, for use when not training."""
        return {}

    @staticmethod
    def array_shapes(config):
        """Return the shape of each array, trained or not, that a layer of this `config` has."""
        return {}

    def output_shape(self, shape):
        """Return `shape`, that of an example: every value stays in its place."""
        return tuple(shape)

    def multiply_adds(self, shape):
        """Count the multiply-adds for one example of `shape`."""
        return 0

    def forward(self, x, training=False):
        """Map a batch to a batch. Raises ValueError if the shape of `x` does not fit."""
        self.output_shape(x.shape[1:])
        out, steps = self.bind(x)
        run(steps)
        return out


class Weighted(Layer):
    """A layer with a `weight`, outputs on its last axis, and a `bias` for each output or None."""

    def __init__(self, weight, bias):
        if bias is not None and bias.shape != weight.shape[-1:]:
            raise ValueError(
                f"{type(self).__name__}: expected a bias of shape {weight.shape[-1:]}, "
                f"received {bias.shape}"
            )
        for name, array in _named(weight, bias).items():
            check_finite(f"{type(self).__name__}.{name}", array)
        self.weight = weight
        self.bias = bias

    @property
    def parameters(self):
        """The trained arrays by name; change them in place."""
        return _named(self.weight, self.bias)

    @property
    def gradients(self):
        """The loss gradients of `parameters`, as `backward` set them."""
        return _named(self.grad_weight, self.grad_bias)

    def bias_steps(self, out):
        """Return the steps that add the bias, if there is one, to `out` (N, F)."""
        return [] if self.bias is None else [addition(out, self.bias)]

    def _with_output(self, scale, shift):
        """Return weight and bias that give this layer's output times `scale` plus `shift`."""
        bias = shift if self.bias is None else self.bias * scale + shift
        return self.weight * scale, bias


def run(steps):
    """Call the functions that compute something, in order."""
    for step in steps:
        step()


def with_bias(shapes, config, shape):
    """Return `shapes`, and that of a bias if the `config` says that there is one."""
    return shapes | {"bias": shape} if config["bias"] else shapes


def _named(weight, bias):
    return {"weight": weight} if bias is None else {"weight": weight, "bias": bias}
